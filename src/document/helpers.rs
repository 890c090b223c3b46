//! The Handlebars helpers: `value`, `claim`, `amount`, `qualifier`, `any`, `note`, `list`, `capital`, `plural`,
//! `slices`, `period_of`, `lang`. Each looks something up and writes a token; none of them calculates.

use super::model::{Form, Mark};
use super::tokens::{Meaning, Tokens};
use crate::figures::{CellKey, Released, ReleasedFigure, Window};
use crate::project::Unit;
use crate::value::Ratio;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, JsonRender, RenderContext, RenderError, RenderErrorReason, ScopedJson,
};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// A helper by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Value,
    Claim,
    Amount,
    Qualifier,
    Any,
    Note,
    List,
    Capital,
    Plural,
    Slices,
    Period,
    Language,
}

impl Kind {
    pub(super) const ALL: [(&'static str, Self); 12] = [
        ("value", Self::Value),
        ("claim", Self::Claim),
        ("amount", Self::Amount),
        ("qualifier", Self::Qualifier),
        ("any", Self::Any),
        ("note", Self::Note),
        ("list", Self::List),
        ("capital", Self::Capital),
        ("plural", Self::Plural),
        ("slices", Self::Slices),
        ("period_of", Self::Period),
        ("lang", Self::Language),
    ];

    /// The helper with that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// Whether its first argument is a figure's name.
    pub(super) const fn takes_figure(self) -> bool {
        matches!(
            self,
            Self::Value | Self::Claim | Self::Amount | Self::Qualifier | Self::Any | Self::Plural | Self::Slices
        )
    }
}

/// A helper with what it looks things up in.
pub(super) struct LookUp {
    pub(super) kind: Kind,
    pub(super) figures: Arc<Released>,
    pub(super) tokens: Arc<Tokens>,
}

/// What is said of a period that does not exist, with the advice after a semicolon.
pub(super) fn unknown_period(name: &str) -> String {
    format!(
        "unknown period \"{name}\"; it is to-date, month, month-a-year-before, a year such as 2024, or a fiscal year such as FY2024"
    )
}

fn refuse(what: impl Into<String>) -> RenderError {
    RenderErrorReason::Other(what.into()).into()
}

impl HelperDef for LookUp {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let result = match self.kind {
            Kind::Value => self.value(helper)?,
            Kind::Claim => self.claim(helper, Form::Claim)?,
            Kind::Amount => self.claim(helper, Form::ClaimAmount)?,
            Kind::Qualifier => {
                let (figure, key) = self.cell(helper)?;
                let claim = figure.claim(&key).map_err(|e| refuse(e.to_string()))?;
                self.token(figure, &key, claim.qualifier, Form::Qualifier)
            }
            Kind::Any => {
                let (figure, key) = self.cell(helper)?;
                Json::Bool(figure.any(&key).map_err(|e| refuse(e.to_string()))?)
            }
            Kind::Note => Json::String(self.tokens.token(Meaning::Note(self.text_of(helper, 0)?))),
            Kind::List => self.list(helper)?,
            Kind::Capital => self.capital(helper)?,
            Kind::Plural => self.plural(helper)?,
            Kind::Slices => self.slices(helper)?,
            Kind::Period => self.period(helper)?,
            Kind::Language => {
                let (tag, text) = (self.text_of(helper, 0)?, self.text_of(helper, 1)?);
                Json::String(self.tokens.token(Meaning::Language { tag, text }))
            }
        };
        Ok(ScopedJson::Derived(result))
    }
}

impl LookUp {
    /// A text argument, also one that is a token.
    fn text_of(&self, helper: &Helper<'_>, index: usize) -> Result<String, RenderError> {
        let param = helper.param(index).ok_or_else(|| refuse(format!("\"{}\" needs an argument", helper.name())))?;
        let text = param.value().as_str().ok_or_else(|| refuse(format!("\"{}\" takes a text", helper.name())))?;
        Ok(self.tokens.plain(text))
    }

    /// The figure and cell that the arguments name: `"arrests" period="2024"`, `"arrests" district="AZ"`.
    fn cell(&self, helper: &Helper<'_>) -> Result<(&ReleasedFigure, CellKey), RenderError> {
        let name = self.text_of(helper, 0)?;
        let figure = self.figures.figure(&name).map_err(|e| refuse(e.to_string()))?;
        let mut window = Window::ToDate;
        let mut slices = Vec::new();
        for (option, argument) in helper.hash() {
            let text = self.tokens.plain(&argument.value().render());
            match *option {
                "unit" => {}
                "period" => {
                    window = Window::named(&text).ok_or_else(|| refuse(unknown_period(&text)))?;
                }
                dimension => slices.push((dimension.to_owned(), text)),
            }
        }
        let key = figure.key(self.figures.calendar, window, &slices).map_err(|e| refuse(e.to_string()))?;
        Ok((figure, key))
    }

    fn value(&self, helper: &Helper<'_>) -> Result<Json, RenderError> {
        let (figure, key) = self.cell(helper)?;
        let mass = matches!(figure.unit(), Unit::Mass(_));
        let unit = helper.hash_get("unit").map_or(mass, |option| option.value() == &Json::Bool(true));
        let text = figure.text(&key, unit).map_err(|e| refuse(e.to_string()))?;
        Ok(self.token(figure, &key, text, if unit { Form::Measured } else { Form::Exact }))
    }

    fn claim(&self, helper: &Helper<'_>, form: Form) -> Result<Json, RenderError> {
        let (figure, key) = self.cell(helper)?;
        let claim = figure.claim(&key).map_err(|e| refuse(e.to_string()))?;
        let text = if form == Form::Claim { claim.whole() } else { claim.amount };
        Ok(self.token(figure, &key, text, form))
    }

    fn token(&self, figure: &ReleasedFigure, key: &CellKey, text: String, form: Form) -> Json {
        let mark = mark(figure, key, form);
        Json::String(self.tokens.token(Meaning::Value { text, mark }))
    }

    /// "Guatemala, El Salvador, and Honduras".
    fn list(&self, helper: &Helper<'_>) -> Result<Json, RenderError> {
        let param = helper.param(0).ok_or_else(|| refuse("\"list\" needs a list"))?;
        let items = param.value().as_array().ok_or_else(|| refuse("\"list\" takes a list, such as facts.countries"))?;
        let words: Vec<String> = items.iter().filter_map(Json::as_str).map(|t| self.tokens.plain(t)).collect();
        let joined = match words.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [one, two] => format!("{one} and {two}"),
            [all @ .., last] => format!("{}, and {last}", all.join(", ")),
        };
        Ok(Json::String(self.tokens.text(joined)))
    }

    /// The same with its first letter a capital; a figure stays a figure.
    fn capital(&self, helper: &Helper<'_>) -> Result<Json, RenderError> {
        let param =
            helper.param(0).and_then(|p| p.value().as_str()).ok_or_else(|| refuse("\"capital\" takes a text"))?;
        let meaning = match self.tokens.sole(param) {
            Some(Meaning::Value { text, mark }) => Meaning::Value { text: capitalized(&text), mark },
            _ => Meaning::Text(capitalized(&self.tokens.plain(param))),
        };
        Ok(Json::String(self.tokens.token(meaning)))
    }

    /// The word for one thing or for many, by a figure's value: `{{plural "cases" "case" "cases"}}`.
    fn plural(&self, helper: &Helper<'_>) -> Result<Json, RenderError> {
        let (figure, key) = self.cell(helper)?;
        let one = figure.exact(&key).map_err(|e| refuse(e.to_string()))?.is_some_and(|value| value == Ratio::ONE);
        Ok(Json::String(self.tokens.text(self.text_of(helper, if one { 1 } else { 2 })?)))
    }

    /// The slices of a breakdown, for `each`: their codes and labels.
    fn slices(&self, helper: &Helper<'_>) -> Result<Json, RenderError> {
        let (figure, dimension) = (self.text_of(helper, 0)?, self.text_of(helper, 1)?);
        let figure = self.figures.figure(&figure).map_err(|e| refuse(e.to_string()))?;
        let breakdown = figure.breakdown(&dimension).map_err(|e| refuse(e.to_string()))?;
        let slices = breakdown.slices.iter();
        let entries = slices.map(|s| json!({ "code": self.tokens.text(&s.code), "label": self.tokens.text(&s.label) }));
        Ok(Json::Array(entries.collect()))
    }

    fn period(&self, helper: &Helper<'_>) -> Result<Json, RenderError> {
        let name = self.text_of(helper, 0)?;
        let window = Window::named(&name).ok_or_else(|| refuse(unknown_period(&name)))?;
        let period = self.figures.calendar.period(window);
        let period = period.ok_or_else(|| refuse(format!("the program did not exist in the period \"{name}\"")))?;
        Ok(Json::String(self.tokens.dated(&window.to_string(), period.words())))
    }
}

/// The mark of a cell.
pub(super) fn mark(figure: &ReleasedFigure, key: &CellKey, form: Form) -> Mark {
    Mark { figure: figure.definition.name.clone(), window: key.window.to_string(), slice: key.slice.clone(), form }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
