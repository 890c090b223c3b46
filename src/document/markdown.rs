//! Markdown with tokens → blocks and inlines. The Markdown is a small part of CommonMark: paragraphs, headings,
//! lists, emphasis and links; everything else a sheet is made of stands in fenced blocks ([`super::fences`]).

use super::model::{Block, Inline, Inlines, plain_text};
use super::places;
use super::template::Templates;
use super::tokens::{Tokens, push_text};
use crate::figures::Released;
use crate::project::Sheet;
use crate::value::{Place, Problem};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::cell::RefCell;
use std::iter::Peekable;

/// Lists inside one another; more cannot be read on paper.
const DEEPEST_LISTS: usize = 4;
/// Emphasis and links inside one another.
const DEEPEST_STYLES: usize = 6;
/// Stands at the head of each line of a short text while it is parsed, so that the line is words and never a block:
/// Markdown takes a no-break space for white space between words, but not for the margin.
const GUARD: char = '\u{a0}';

/// What blocks are composed from.
pub(super) struct Composer<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) templates: &'a Templates,
    pub(super) figures: &'a Released,
    pub(super) tokens: &'a Tokens,
    /// What is wrong with short texts; they are many, and a block is made without the bad ones.
    heard: RefCell<Vec<Problem>>,
}

impl<'a> Composer<'a> {
    pub(super) const fn new(
        sheet: &'a Sheet,
        templates: &'a Templates,
        figures: &'a Released,
        tokens: &'a Tokens,
    ) -> Self {
        Self { sheet, templates, figures, tokens, heard: RefCell::new(Vec::new()) }
    }

    /// The blocks of a sheet; the paragraph after the masthead is its lead.
    pub(super) fn blocks(&self, text: &str) -> Result<Vec<Block>, Vec<Problem>> {
        let blocks = self.plain_blocks(text, None);
        let heard = self.heard.take();
        let mut blocks = match blocks {
            Ok(blocks) if heard.is_empty() => blocks,
            Ok(_) => return Err(heard),
            Err(problems) => return Err(problems.into_iter().chain(heard).collect()),
        };
        if let [Block::Masthead(_), second, ..] = blocks.as_mut_slice()
            && let Block::Paragraph(words) = second
        {
            *second = Block::Lead(std::mem::take(words));
        }
        Ok(blocks)
    }

    /// The blocks of a Markdown text, which may stand inside another block.
    pub(super) fn plain_blocks(&self, text: &str, inside: Option<&'static str>) -> Result<Vec<Block>, Vec<Problem>> {
        let mut reader = Reader::new(self, text, inside);
        let blocks = reader.blocks();
        if reader.problems.is_empty() { Ok(blocks) } else { Err(reader.problems) }
    }

    /// The inlines of a short text, as in a table's head: one paragraph, in which the signs that begin a block
    /// elsewhere ("1. January", "- none", "# of cases") are plain words.
    pub(super) fn inlines(&self, text: &str) -> Inlines {
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        let mut guarded = String::new();
        let mut blank = false;
        for line in text.lines().map(str::trim_start) {
            blank |= line.is_empty();
            guarded.extend(["\n", line].into_iter().flat_map(str::chars));
            guarded.insert(guarded.len() - line.len(), GUARD);
        }
        let mut reader = Reader::new(self, guarded.trim_start_matches('\n'), None);
        reader.guarded = true;
        reader.at_margin = true;
        let inlines = match reader.blocks().pop() {
            Some(Block::Paragraph(inlines)) => inlines,
            _ => Inlines::new(),
        };
        if blank {
            reader.problems.push(self.problem("a text of a block has several paragraphs", "write one paragraph"));
        }
        let said = |mut problem: Problem| {
            problem.what = format!("{} (the text is \"{}\")", problem.what, self.tokens.plain(text));
            problem
        };
        self.heard.borrow_mut().extend(reader.problems.into_iter().map(said));
        inlines
    }

    /// A problem of this sheet's template.
    pub(super) fn problem(&self, what: impl Into<String>, todo: impl Into<String>) -> Problem {
        Problem::new(Place::file(&self.sheet.template), what, todo)
    }
}

struct Reader<'c, 'a> {
    composer: &'c Composer<'c>,
    events: Peekable<Parser<'a>>,
    /// The block around all of it, as messages call it.
    inside: Option<&'static str>,
    lists: usize,
    styles: usize,
    /// Whether every line begins with [`GUARD`].
    guarded: bool,
    /// Whether the next text begins a line.
    at_margin: bool,
    problems: Vec<Problem>,
}

impl<'c, 'a> Reader<'c, 'a> {
    fn new(composer: &'c Composer<'c>, text: &'a str, inside: Option<&'static str>) -> Self {
        // Tables are parsed to be refused; otherwise their bars would be printed.
        let events = Parser::new_ext(text, Options::ENABLE_TABLES).peekable();
        let problems = Vec::new();
        Self { composer, events, inside, lists: 0, styles: 0, guarded: false, at_margin: false, problems }
    }

    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some(event) = self.events.peek() {
            match event {
                Event::End(_) => break,
                Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. }) => {
                    blocks.push(Block::Paragraph(self.inlines()));
                }
                Event::Start(_) => {
                    let Some(Event::Start(tag)) = self.events.next() else { break };
                    blocks.extend(self.block(tag));
                }
                Event::Rule | Event::Html(_) => {
                    self.refuse("a rule or HTML", "take it out");
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
            Tag::List(start) if self.lists < DEEPEST_LISTS => vec![self.list(start)],
            Tag::CodeBlock(kind) => self.fence(&kind),
            other => {
                match other {
                    Tag::List(_) => {
                        let what = format!("a list stands more than {DEEPEST_LISTS} deep inside others");
                        self.problems.push(self.composer.problem(what, "use fewer levels"));
                    }
                    Tag::Table(_) => self.refuse("a table drawn with bars", "write a `table` block"),
                    Tag::BlockQuote(_) => self.refuse("a block quote", "write a `callout` block"),
                    _ => self.refuse("HTML", "write plain words or a fenced block"),
                }
                self.skip();
                return Vec::new();
            }
        };
        self.events.next_if(|event| matches!(event, Event::End(_)));
        blocks
    }

    /// Passes over the rest of what was just begun.
    fn skip(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.events.next() {
                Some(Event::Start(_)) => open += 1,
                Some(Event::End(_)) => open -= 1,
                Some(_) => {}
                None => break,
            }
        }
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

    fn list(&mut self, start: Option<u64>) -> Block {
        self.lists += 1;
        let mut items = Vec::new();
        while self.events.next_if(|event| matches!(event, Event::Start(Tag::Item))).is_some() {
            items.push(self.blocks());
            self.events.next_if(|event| matches!(event, Event::End(TagEnd::Item)));
        }
        self.lists -= 1;
        // Markdown takes at most nine digits for a number.
        Block::List { start: start.map(|first| u32::try_from(first).unwrap_or(u32::MAX)), items }
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
        let inside = if self.lists > 0 { Some("a list") } else { self.inside };
        let heard = self.composer.heard.borrow().len();
        let made = self.composer.fence(name, &body, inside);
        if made.is_ok() && self.composer.heard.borrow().len() == heard {
            return made.unwrap_or_default();
        }
        let place = places::of_fence(self.composer.sheet, self.composer.templates, name, &body);
        places::give(place.as_ref(), &mut self.composer.heard.borrow_mut()[heard..]);
        made.unwrap_or_else(|mut problems| {
            places::give(place.as_ref(), &mut problems);
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
                    let margin = self.guarded && std::mem::take(&mut self.at_margin);
                    let text = if margin { text.strip_prefix(GUARD).unwrap_or(&text) } else { &text };
                    for inline in self.composer.tokens.inlines(text) {
                        match inline {
                            Inline::Text(words) => push_text(&mut inlines, &words),
                            other => inlines.push(other),
                        }
                    }
                }
                Event::SoftBreak => {
                    push_text(&mut inlines, " ");
                    self.at_margin = true;
                }
                Event::HardBreak => {
                    inlines.push(Inline::Break);
                    self.at_margin = true;
                }
                Event::Start(_) if self.styles == DEEPEST_STYLES => {
                    let what = format!("emphasis and links stand more than {DEEPEST_STYLES} deep inside one another");
                    self.problems.push(self.composer.problem(what, "use fewer levels"));
                    self.skip();
                }
                Event::Start(Tag::Strong) => inlines.push(Inline::Strong(self.enclosed())),
                Event::Start(Tag::Emphasis) => inlines.push(Inline::Emphasis(self.enclosed())),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let text = self.enclosed();
                    if plain_text(&text).trim().is_empty() {
                        self.refuse_blank_link(&dest_url);
                    }
                    inlines.push(Inline::Link { url: self.composer.tokens.plain(&dest_url), text });
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

    /// A link without words cannot be seen, and a screen reader has only its address to say (WCAG 2.2, 2.4.4).
    fn refuse_blank_link(&mut self, url: &str) {
        let what = format!("the link to \"{}\" has no words", self.composer.tokens.plain(url));
        let mut problem = self.composer.problem(what, "write what is linked between the brackets: [words](address)");
        let place = places::of_link(self.composer.sheet, self.composer.templates, url);
        places::give(place.as_ref(), std::slice::from_mut(&mut problem));
        self.problems.push(problem);
    }

    fn enclosed(&mut self) -> Inlines {
        self.styles += 1;
        let inlines = self.inlines();
        self.styles -= 1;
        self.events.next_if(|event| matches!(event, Event::End(_)));
        inlines
    }
}
