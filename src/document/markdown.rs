//! Markdown with tokens → blocks and inlines. The Markdown is a small part of CommonMark: paragraphs, headings,
//! lists, emphasis and links; everything else a sheet is made of stands in fenced blocks ([`super::fences`]).

use super::model::{Block, Inline, Inlines};
use super::tokens::{Tokens, push_text};
use crate::figures::Released;
use crate::project::Sheet;
use crate::value::{Place, Problem};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::iter::Peekable;

/// What blocks are composed from.
pub(super) struct Composer<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) figures: &'a Released,
    pub(super) tokens: &'a Tokens,
}

impl Composer<'_> {
    /// The blocks of a sheet; the paragraph after the masthead is its lead.
    pub(super) fn blocks(&self, text: &str) -> Result<Vec<Block>, Vec<Problem>> {
        let mut blocks = self.plain_blocks(text)?;
        if let [Block::Masthead(_), second, ..] = blocks.as_mut_slice()
            && let Block::Paragraph(words) = second
        {
            *second = Block::Lead(std::mem::take(words));
        }
        Ok(blocks)
    }

    /// The blocks of a Markdown text.
    pub(super) fn plain_blocks(&self, text: &str) -> Result<Vec<Block>, Vec<Problem>> {
        let mut reader =
            Reader { composer: self, events: Parser::new_ext(text, Options::empty()).peekable(), problems: Vec::new() };
        let blocks = reader.blocks();
        if reader.problems.is_empty() { Ok(blocks) } else { Err(reader.problems) }
    }

    /// The inlines of a short text, as in a table's head. A text that Markdown takes for a block is plain words.
    pub(super) fn inlines(&self, text: &str) -> Inlines {
        match self.plain_blocks(text).as_deref() {
            Ok([Block::Paragraph(inlines)]) => inlines.clone(),
            _ => self.tokens.inlines(text.trim()),
        }
    }

    /// A problem of this sheet's template.
    pub(super) fn problem(&self, what: impl Into<String>, todo: impl Into<String>) -> Problem {
        Problem::new(Place::file(&self.sheet.template), what, todo)
    }
}

struct Reader<'c, 'a, I: Iterator<Item = Event<'a>>> {
    composer: &'c Composer<'c>,
    events: Peekable<I>,
    problems: Vec<Problem>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Reader<'_, 'a, I> {
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some(event) = self.events.peek() {
            match event {
                Event::End(_) => break,
                Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::List(_) | Tag::CodeBlock(_)) => {
                    let Some(Event::Start(tag)) = self.events.next() else { break };
                    blocks.extend(self.block(tag));
                }
                Event::Start(Tag::BlockQuote(_) | Tag::HtmlBlock | Tag::Table(_) | Tag::Item)
                | Event::Rule
                | Event::Html(_) => {
                    self.refuse("a block quote, rule, table or HTML", "write a `callout` or `table` block");
                    self.events.next();
                }
                _ => {
                    let inlines = self.inlines();
                    if !inlines.is_empty() {
                        blocks.push(Block::Paragraph(inlines));
                    }
                }
            }
        }
        blocks
    }

    fn block(&mut self, tag: Tag<'a>) -> Vec<Block> {
        let blocks = match tag {
            Tag::Paragraph => vec![Block::Paragraph(self.inlines())],
            Tag::Heading { level, .. } => vec![self.heading(level)],
            Tag::List(start) => vec![self.list(start.is_some())],
            Tag::CodeBlock(kind) => self.fence(&kind),
            _ => Vec::new(),
        };
        self.events.next_if(|event| matches!(event, Event::End(_)));
        blocks
    }

    fn heading(&mut self, level: HeadingLevel) -> Block {
        let level = match level {
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H1 => {
                self.problems.push(self.composer.problem(
                    "the template has a heading of level one (\"# …\")",
                    "the masthead's title is the only one; begin sections with \"## \"",
                ));
                2
            }
            HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => {
                self.problems.push(self.composer.problem("headings go to level three (\"### …\")", ""));
                3
            }
        };
        Block::Heading { level, text: self.inlines() }
    }

    fn list(&mut self, ordered: bool) -> Block {
        let mut items = Vec::new();
        while self.events.next_if(|event| matches!(event, Event::Start(Tag::Item))).is_some() {
            items.push(self.blocks());
            self.events.next_if(|event| matches!(event, Event::End(TagEnd::Item)));
        }
        Block::List { ordered, items }
    }

    fn fence(&mut self, kind: &CodeBlockKind<'_>) -> Vec<Block> {
        let mut body = String::new();
        while let Some(Event::Text(text)) = self.events.next_if(|event| matches!(event, Event::Text(_))) {
            body.push_str(&text);
        }
        let name = match kind {
            CodeBlockKind::Fenced(name) => name.trim(),
            CodeBlockKind::Indented => {
                self.refuse("text that is indented by four blanks", "begin its lines at the margin");
                return Vec::new();
            }
        };
        self.composer.fence(name, &body).unwrap_or_else(|problems| {
            self.problems.extend(problems);
            Vec::new()
        })
    }

    fn refuse(&mut self, what: &str, todo: &str) {
        self.problems.push(self.composer.problem(format!("the template has {what}, which no sheet can hold"), todo));
    }

    /// Inlines up to the end of what encloses them, or to a block.
    fn inlines(&mut self) -> Inlines {
        let mut inlines = Inlines::new();
        let is_inline = |event: &Event<'_>| match event {
            Event::Start(tag) => matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. }),
            Event::End(_) | Event::Rule | Event::Html(_) => false,
            _ => true,
        };
        while let Some(event) = self.events.next_if(is_inline) {
            match event {
                Event::Text(text) => {
                    for inline in self.composer.tokens.inlines(&text) {
                        match inline {
                            Inline::Text(words) => push_text(&mut inlines, &words),
                            other => inlines.push(other),
                        }
                    }
                }
                Event::SoftBreak => push_text(&mut inlines, " "),
                Event::HardBreak => inlines.push(Inline::Break),
                Event::Start(Tag::Strong) => inlines.push(Inline::Strong(self.enclosed())),
                Event::Start(Tag::Emphasis) => inlines.push(Inline::Emphasis(self.enclosed())),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let url = self.composer.tokens.plain(&dest_url);
                    inlines.push(Inline::Link { url, text: self.enclosed() });
                }
                Event::Start(_) => {
                    self.refuse("an image", "charts are drawn by `chart` blocks");
                    self.enclosed();
                }
                _ => self.refuse("code or HTML", "write plain words"),
            }
        }
        inlines
    }

    fn enclosed(&mut self) -> Inlines {
        let inlines = self.inlines();
        self.events.next_if(|event| matches!(event, Event::End(_)));
        inlines
    }
}
