//! What a Word template needs of this stage: its placeholders filled by the helpers of every other template. The Word
//! file comes as one text in which pieces of its markup stand as tokens, so that Handlebars repeats or leaves out
//! markup and text alike; what comes back is markup, words and figures, in order.

use super::check::LANGUAGE_ADVICE;
use super::context::{self, Edition};
use super::markdown::Composer;
use super::model::{Block, Mark, Meta};
use super::template::{self, Templates};
use super::tokens::{CLOSE, Meaning, OPEN, Tokens};
use crate::figures::Released;
use crate::project::{Project, Sheet};
use crate::value::{Place, Problem, is_language_tag, nearest};
use handlebars::template::{Parameter, Template, TemplateElement};
use serde_json::Value as Json;
use std::sync::Arc;

/// Begins a piece of markup in the text of a Word template; its number and [`MARKUP_END`] follow.
pub const MARKUP: char = '\u{fdd3}';
/// Ends it.
pub const MARKUP_END: char = '\u{fdd4}';

/// A piece of a filled Word template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordPiece {
    /// The markup of that number.
    Markup(usize),
    /// Words.
    Text(String),
    /// Words in another language.
    Language {
        /// Its language tag (BCP 47).
        tag: String,
        /// The words.
        text: String,
    },
    /// A printed figure, or words that change with the edition.
    Value {
        /// As printed.
        text: String,
        /// Which one it is.
        mark: Mark,
    },
}

/// Fills the placeholders of one sheet's Word template.
#[derive(Debug)]
pub struct WordFiller<'a> {
    project: &'a Project,
    sheet: &'a Sheet,
    templates: &'a Templates,
    figures: &'a Arc<Released>,
    edition: &'a Edition,
}

impl<'a> WordFiller<'a> {
    /// A filler for a sheet.
    #[must_use]
    pub const fn new(
        project: &'a Project,
        sheet: &'a Sheet,
        templates: &'a Templates,
        figures: &'a Arc<Released>,
        edition: &'a Edition,
    ) -> Self {
        Self { project, sheet, templates, figures, edition }
    }

    /// The template's name, for messages.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.templates.folder, self.sheet.template)
    }

    /// The properties of the document.
    #[must_use]
    pub fn meta(&self) -> Meta {
        context::meta(self.project, self.sheet, self.edition)
    }

    /// Fills a text. The line of a problem is the line of that text.
    ///
    /// # Errors
    /// Every problem that is known by then, as for any template.
    pub fn fill(&self, text: &str) -> Result<Vec<WordPiece>, Vec<Problem>> {
        // A figure's bare name is its value; nothing else may bear that name in a template.
        let text = self.figures.figures.keys().fold(text.to_owned(), |text, name| {
            text.replace(&format!("{{{{{name}}}}}"), &format!("{{{{value \"{name}\"}}}}"))
        });
        let mut templates = self.templates.clone();
        templates.sheets.insert(self.sheet.template.clone(), text);
        let tokens = Arc::new(Tokens::default());
        let data = context::data(self.project, self.sheet, self.edition, self.figures, &tokens);
        let filled = template::fill(self.project, self.sheet, &templates, self.figures, &tokens, &data)?;
        pieces(&filled, &tokens)
            .map_err(|(what, todo)| vec![Problem::new(Place::file(&self.sheet.template), what, todo)])
    }

    /// The block that a chart's placeholder asks for: `{{chart "convictions" by="year"}}`, with the keys of a `chart`
    /// block as further arguments.
    ///
    /// # Errors
    /// A placeholder that does not read, an unknown figure or breakdown.
    pub fn chart(&self, placeholder: &str, id: &str) -> Result<Block, Vec<Problem>> {
        let wrong = |what: String| vec![Problem::new(Place::file(&self.sheet.template), what, CHART_ADVICE)];
        let template = Template::compile(placeholder).map_err(|error| wrong(error.reason().to_string()))?;
        let [TemplateElement::Expression(call) | TemplateElement::HtmlExpression(call)] = template.elements.as_slice()
        else {
            return Err(wrong(format!("\"{placeholder}\" is no chart")));
        };
        let text = |parameter: &Parameter| match parameter {
            Parameter::Literal(Json::String(text)) => Some(text.clone()),
            _ => None,
        };
        let figure = call.params.first().and_then(text);
        let (Some("chart"), Some(figure)) = (call.name.as_name(), figure) else {
            return Err(wrong(format!("\"{placeholder}\" names no figure")));
        };
        let mut keys = toml::Table::new();
        keys.insert("id".to_owned(), id.into());
        keys.insert("figure".to_owned(), figure.into());
        keys.insert("kind".to_owned(), "columns".into());
        let mut arguments: Vec<_> = call.hash.iter().collect();
        arguments.sort_by_key(|(key, _)| key.as_str());
        for (key, value) in arguments {
            check_key(key, call.hash.contains_key("alt"))
                .map_err(|(what, todo)| vec![Problem::new(Place::file(&self.sheet.template), what, todo)])?;
            let value = text(value).ok_or_else(|| wrong(format!("\"{key}\" of a chart takes a text in quotes")))?;
            let list = || value.split(',').map(|code| toml::Value::from(code.trim())).collect::<Vec<_>>();
            keys.insert(
                key.clone(),
                if ["only", "figures"].contains(&key.as_str()) { list().into() } else { value.into() },
            );
        }
        let tokens = Tokens::default();
        let composer = Composer::new(self.sheet, self.templates, self.figures, &tokens);
        let blocks = composer.fence("chart", &keys.to_string(), None)?;
        blocks.into_iter().next().ok_or_else(|| wrong(format!("\"{placeholder}\" gives nothing")))
    }
}

/// The keys of a chart's placeholder that do something in a Word file.
const CHART_KEYS: [&str; 7] = ["by", "kind", "only", "figures", "alt", "empty", "description"];

/// Whether a key of a chart's placeholder does something. What a sheet of the tool's own sets around a chart, a person
/// writes into the Word file.
fn check_key(key: &str, has_alt: bool) -> Result<(), (String, String)> {
    let todo = match key {
        "title" | "source" => "write it into the text beside the picture",
        "table" => "make a table in the Word file, with {{#each (slices …)}} in its row",
        "id" => "take it out; the charts are numbered",
        "description" if has_alt => "take it out; alt=\"…\" is the whole alternative text",
        _ if CHART_KEYS.contains(&key) => return Ok(()),
        _ => return Err((format!("a chart has no \"{key}\""), nearest(key, CHART_KEYS))),
    };
    Err((format!("\"{key}\" has no effect in a Word template"), todo.to_owned()))
}

/// What is said beside a chart's placeholder that cannot be used.
const CHART_ADVICE: &str = "write {{chart \"convictions\" by=\"year\"}}, with kind=\"bars\" for bars";

/// A filled text as pieces; line feeds were put in for the places of problems.
fn pieces(filled: &str, tokens: &Tokens) -> Result<Vec<WordPiece>, (String, &'static str)> {
    let mut pieces = Vec::new();
    let mut rest = filled;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            OPEN => rest.find(CLOSE),
            MARKUP => rest.find(MARKUP_END),
            _ => None,
        };
        let Some(end) = end else {
            let at = rest.find([OPEN, MARKUP]).filter(|at| *at > 0).unwrap_or(rest.len());
            let words: String = rest[..at].chars().filter(|c| *c != '\n').collect();
            if !words.is_empty() {
                pieces.push(WordPiece::Text(words));
            }
            rest = &rest[at..];
            continue;
        };
        let number = &rest[first.len_utf8()..end];
        match (first, tokens.meaning(number)) {
            (MARKUP, _) => pieces.extend(number.parse().ok().map(WordPiece::Markup)),
            (_, Some(Meaning::Text(text))) => pieces.push(WordPiece::Text(text)),
            (_, Some(Meaning::Language { tag, text })) if is_language_tag(&tag) => {
                pieces.push(WordPiece::Language { tag, text });
            }
            (_, Some(Meaning::Language { tag, .. })) => {
                return Err((format!("\"{tag}\" is not a language tag"), LANGUAGE_ADVICE));
            }
            (_, Some(Meaning::Value { text, mark })) => pieces.push(WordPiece::Value { text, mark }),
            (_, Some(Meaning::Note(name))) => {
                let what = format!("the note \"{name}\" cannot be numbered in a Word template");
                return Err((what, "write it out in the template"));
            }
            (_, None) => {}
        }
        // Both ends are three bytes long in UTF-8.
        rest = &rest[end + CLOSE.len_utf8()..];
    }
    Ok(pieces)
}
