//! A template file → Markdown with tokens. Handlebars runs in strict mode, after every template has been walked
//! ([`super::walk`]).

use super::calls::note_names;
use super::context::{known_paths, list_paths};
use super::helpers::{Kind, LookUp};
use super::tokens::Tokens;
use super::walk::{Walk, parse};
use crate::figures::Released;
use crate::project::{Project, Sheet};
use crate::value::{Place, Problem, nearest};
use handlebars::Handlebars;
use handlebars::template::{Template, TemplateElement};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

/// The template files of a project, by file name; partials by the name that `{{> name}}` calls.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    /// The folder, as messages call it.
    pub folder: String,
    /// `fact-sheet.md.hbs` → its text.
    pub sheets: BTreeMap<String, String>,
    /// `lead` → the file name and text of `partials/lead.md.hbs`.
    pub partials: BTreeMap<String, (String, String)>,
    /// The names of all facts of the project, in force or not.
    pub facts: Vec<String>,
}

impl Templates {
    /// Whether a text stands in any of them.
    #[must_use]
    pub fn mention(&self, words: &str) -> bool {
        all_texts(self).any(|text| text.contains(words))
    }
}

/// No sheet needs more text; a template that loops without end is stopped here.
const LONGEST: usize = 4 << 20;

/// Fills the template of a sheet.
pub(super) fn fill(
    project: &Project,
    sheet: &Sheet,
    templates: &Templates,
    figures: &Arc<Released>,
    tokens: &Arc<Tokens>,
    data: &Json,
) -> Result<String, Vec<Problem>> {
    let Some(main) = templates.sheets.get(&sheet.template) else {
        let near = nearest(&sheet.template, templates.sheets.keys().map(String::as_str));
        let what = format!("the template of the sheet \"{}\" does not exist", sheet.name);
        return Err(vec![Problem::new(Place::file(&sheet.template), what, near)]);
    };
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(handlebars::no_escape);
    for (name, kind) in Kind::ALL {
        let helper = LookUp { kind, figures: Arc::clone(figures), tokens: Arc::clone(tokens) };
        registry.register_helper(name, Box::new(helper));
    }
    let mut paths = known_paths(project, &templates.facts, data);
    paths.extend(partial_arguments(templates));
    let mut walk = Walk::new(project, figures, templates);
    walk.paths = paths;
    walk.lists = list_paths(data);
    // A Word template has no notes; that is said where one is referred to.
    if !sheet.template.ends_with(".docx") {
        walk.notes = note_names(all_texts(templates));
    }
    let partials = templates.partials.iter().map(|(name, (file, text))| (name, file, text));
    for (name, file, text) in partials.chain([(&sheet.template, &sheet.template, main)]) {
        match parse(file, text) {
            Ok(parsed) => {
                walk.whole(name, file, &parsed);
                registry.register_template(name, parsed);
            }
            Err(problem) => walk.problems.push(problem),
        }
    }
    let problems = walk.finish();
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut out = Limited { bytes: Vec::new() };
    registry
        .render_to_write(&sheet.template, data, &mut out)
        .map_err(|error| vec![render_problem(&sheet.template, templates, &error)])?;
    String::from_utf8(out.bytes).map_err(|e| vec![Problem::new(Place::file(&sheet.template), e.to_string(), "")])
}

/// Takes what a template writes, up to [`LONGEST`].
struct Limited {
    bytes: Vec<u8>,
}

impl io::Write for &mut Limited {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + part.len() > LONGEST {
            return Err(io::Error::other("the filled template is longer than 4 MiB: does a loop never end?"));
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn render_problem(template: &str, templates: &Templates, error: &handlebars::RenderError) -> Problem {
    let name = error.template_name.as_deref().unwrap_or(template);
    let file = templates.partials.get(name).map_or(name, |(file, _)| file.as_str());
    let place = Place::at(file, error.line_no.unwrap_or(0) as u64, error.column_no.unwrap_or(0) as u64);
    let reason = error.reason().to_string();
    let (what, todo) = reason.split_once("; ").map_or((reason.as_str(), ""), |(what, todo)| (what, todo));
    if let handlebars::RenderErrorReason::MissingVariable(path) = error.reason() {
        let path = path.as_deref().unwrap_or_default();
        let what = format!("\"{path}\" has no value in this edition");
        return Problem::new(place, what, format!("put it inside {{{{#if {path}}}}} … {{{{/if}}}}"));
    }
    Problem::new(place, what, todo)
}

fn all_texts(templates: &Templates) -> impl Iterator<Item = &String> {
    templates.partials.values().map(|(_, text)| text).chain(templates.sheets.values())
}

/// The names that `{{> partial name="…"}}` gives to partials anywhere; strict mode sees to it that each is given
/// where it is used.
fn partial_arguments(templates: &Templates) -> Vec<String> {
    let mut names = Vec::new();
    for template in all_texts(templates).filter_map(|text| parse("", text).ok()) {
        collect_arguments(&template, &mut names);
    }
    names.sort();
    names.dedup();
    names
}

fn collect_arguments(template: &Template, names: &mut Vec<String>) {
    for element in &template.elements {
        match element {
            TemplateElement::PartialExpression(partial) => names.extend(partial.hash.keys().cloned()),
            TemplateElement::HelperBlock(block) => {
                let parts = [&block.template, &block.inverse].into_iter().flatten();
                parts.for_each(|part| collect_arguments(part, names));
            }
            _ => {}
        }
    }
}
