//! A helper's call → what is wrong with its arguments: how many there are and of what type, and the periods,
//! breakdowns, codes and notes that it names in quotes. Branches that are not taken in this edition are checked like
//! all others.

use super::helpers::{Kind, unknown_period};
use super::walk::Walk;
use crate::figures::{LookupError, ReleasedFigure, Window};
use crate::project::{ColumnKind, Dimension};
use crate::value::{Place, nearest};
use handlebars::template::{HelperTemplate, Parameter};
use serde_json::Value as Json;

impl Walk<'_> {
    /// Words that are right inside a tag only, or as a block only, and would print "true", a list or nothing.
    pub(super) fn place_of_call(&mut self, place: &Place, name: &str, printed: bool) {
        match name {
            "and" | "or" | "not" | "any" if printed => {
                let todo = format!("ask it in a block: {{{{#if ({name} …)}}}} … {{{{/if}}}}");
                self.report(place, format!("\"{name}\" asks a question and prints nothing"), todo);
            }
            "slices" if printed => {
                let todo = "walk it: {{#each (slices …)}} … {{/each}}".to_owned();
                self.report(place, "\"slices\" is a list and cannot be printed".to_owned(), todo);
            }
            "if" | "unless" | "each" => {
                let todo = format!("write {{{{#{name} …}}}} … {{{{/{name}}}}}");
                self.report(place, format!("\"{name}\" is a block"), todo);
            }
            _ => {}
        }
    }

    /// The number of arguments, and whether there may be options.
    pub(super) fn shape(&mut self, place: &Place, name: &str, helper: &HelperTemplate) {
        let kind = Kind::named(name);
        let wanted = match (name, kind) {
            (_, Some(Kind::Plural)) => 3,
            ("and" | "or", _) | (_, Some(Kind::Slices | Kind::Language)) => 2,
            _ => 1,
        };
        let count = helper.params.len();
        if count != wanted {
            let todo = format!("it takes {wanted}");
            self.report(place, format!("\"{name}\" has {count} argument{}", if count == 1 { "" } else { "s" }), todo);
        }
        let takes_options = kind.is_some_and(|kind| kind.takes_figure() && kind != Kind::Slices);
        if let Some(option) = helper.hash.keys().min().filter(|_| !takes_options) {
            self.report(place, format!("\"{name}\" takes no option, and has \"{option}\""), "take it out".to_owned());
        }
        let wrong = |argument: &&Parameter| matches!(argument, Parameter::Literal(value) if !value.is_string());
        if let Some(Parameter::Literal(value)) = helper.params.iter().find(wrong).filter(|_| kind.is_some()) {
            let todo = "write the name in quotes".to_owned();
            self.report(place, format!("\"{name}\" takes a text, and has {value}"), todo);
        }
    }

    /// The names in quotes of a helper's call.
    pub(super) fn names(&mut self, place: &Place, kind: Kind, helper: &HelperTemplate) {
        let Some(Parameter::Literal(Json::String(first))) = helper.params.first() else { return };
        match kind {
            Kind::Period if Window::named(first).is_none() => self.said(place, &unknown_period(first)),
            Kind::Note => {
                if let Some(notes) = self.notes.as_ref().filter(|notes| !notes.contains(first)) {
                    let near = nearest(first, notes.iter().map(String::as_str));
                    self.report(place, format!("there is no note \"{first}\""), near);
                }
            }
            _ if kind.takes_figure() => {
                let figures = self.figures;
                let found = figures.figure(first).and_then(|figure| match helper.params.get(1) {
                    Some(Parameter::Literal(Json::String(dimension))) if kind == Kind::Slices => {
                        figure.breakdown(dimension).map(|_| figure)
                    }
                    _ => Ok(figure),
                });
                match found {
                    Ok(figure) => self.options(place, kind, figure, helper),
                    Err(error) => self.said(place, &error.to_string()),
                }
            }
            _ => {}
        }
    }

    fn options(&mut self, place: &Place, kind: Kind, figure: &ReleasedFigure, helper: &HelperTemplate) {
        let mut options: Vec<(&String, &Parameter)> = helper.hash.iter().collect();
        options.sort_by_key(|(name, _)| name.as_str());
        let mut window = Some(Window::ToDate);
        let mut slices: Vec<(String, Option<String>)> = Vec::new();
        for (option, argument) in options {
            let text = match argument {
                Parameter::Literal(Json::String(text)) => Some(text.clone()),
                Parameter::Literal(Json::Number(number)) => Some(number.to_string()),
                _ => None,
            };
            match option.as_str() {
                "unit" if kind != Kind::Value => {
                    self.said(place, "only \"value\" takes `unit`; a claim has its unit");
                }
                "unit" if !matches!(argument, Parameter::Literal(Json::Bool(_))) => {
                    self.said(place, "`unit` is neither true nor false; write unit=true, without quotes");
                }
                "unit" => {}
                _ if text.is_none() && matches!(argument, Parameter::Literal(_)) => {
                    self.said(place, &format!("the option \"{option}\" takes a text; write it in quotes"));
                    return;
                }
                "period" => {
                    window = text.as_deref().and_then(Window::named);
                    if let Some(text) = text.filter(|_| window.is_none()) {
                        self.said(place, &unknown_period(&text));
                    }
                }
                dimension => slices.push((dimension.to_owned(), text)),
            }
        }
        // A period that is not known yet may be one of the figure's own slices.
        let Some(window) = window else { return };
        let key: Vec<_> = slices.iter().map(|(d, code)| (d.clone(), code.clone().unwrap_or_default())).collect();
        if let Err(error) = figure.key(self.figures.calendar, window, &key) {
            self.said(place, &error.to_string());
            return;
        }
        for (dimension, code) in slices {
            let Some(code) = code else { continue };
            if let Err(error) = self.code(figure, &dimension, &code) {
                self.said(place, &error.to_string());
            }
        }
    }

    /// A code is checked where the project lists the codes; elsewhere they come from the records, and one may be absent
    /// from this edition.
    fn code(&self, figure: &ReleasedFigure, dimension: &str, code: &str) -> Result<(), LookupError> {
        let source = self.project.sources.get(&figure.definition.source);
        let kind = source.and_then(|source| source.columns.get(dimension)).map(|column| &column.kind);
        let is_band = figure
            .definition
            .by
            .iter()
            .flat_map(|by| std::iter::once(&by.dimension).chain(&by.across))
            .any(|known| matches!(known, Dimension::Bands { .. }) && known.name() == dimension);
        let listed = matches!(kind, Some(ColumnKind::Code { list: Some(_), open: false } | ColumnKind::Flag { .. }));
        if !listed && !is_band {
            return Ok(());
        }
        let crossed = figure.crossings.iter().flat_map(|crossing| [&crossing.rows, &crossing.columns]);
        let Some(breakdown) = figure.breakdowns.iter().chain(crossed).find(|b| b.dimension == dimension) else {
            return Ok(());
        };
        if breakdown.slices.iter().any(|slice| slice.code == code) {
            return Ok(());
        }
        Err(LookupError::Unknown { what: "code", name: code.to_owned(), advice: breakdown.advice(code) })
    }

    /// Reports a sentence whose advice follows a semicolon.
    fn said(&mut self, place: &Place, sentence: &str) {
        let (what, todo) = sentence.split_once("; ").unwrap_or((sentence, ""));
        self.report(place, what.to_owned(), todo.to_owned());
    }
}

/// The names of the notes that any template defines, or `None` where they are not written out.
pub(super) fn note_names<'t>(texts: impl Iterator<Item = &'t String>) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for text in texts {
        let mut inside = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with("```") {
                inside = line.trim_start_matches('`').trim() == "notes";
                continue;
            }
            if !inside {
                continue;
            }
            if line.starts_with("{{")
                && line.ends_with("}}")
                && line.matches("{{").count() == 1
                && !line.starts_with("{{>")
            {
                continue;
            }
            let key = line.split_once('=').map_or("", |(key, _)| key.trim().trim_matches(['"', '\'']));
            if line.starts_with("{{>") || key.contains("{{") {
                return None;
            }
            names.push(key.to_owned());
        }
    }
    Some(names).filter(|names| !names.is_empty())
}
