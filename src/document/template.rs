//! A template file → Markdown with tokens. Handlebars runs in strict mode; since that does not cover the
//! conditions of `if` and `unless` or the arguments of helpers, the parsed template is walked first and every
//! name in it is checked, in branches that are not taken too.

use super::context::known_paths;
use super::helpers::{Kind, LookUp};
use super::tokens::{CLOSE, OPEN, Tokens};
use crate::figures::Released;
use crate::project::Sheet;
use crate::value::{Place, Problem, nearest};
use handlebars::Handlebars;
use handlebars::template::{HelperTemplate, Parameter, Template, TemplateElement};
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

/// No sheet needs more text; a template that loops without end is stopped here.
const LONGEST: usize = 4 << 20;
/// What the template language itself offers.
const BUILT_IN: [&str; 6] = ["if", "unless", "each", "and", "or", "not"];

/// Fills the template of a sheet.
pub(super) fn fill(
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
    let mut paths = known_paths(&templates.facts, data);
    paths.extend(partial_arguments(templates));
    let mut walk = Walk { paths, figures, templates, problems: Vec::new() };
    let partials = templates.partials.iter().map(|(name, (file, text))| (name, file, text));
    for (name, file, text) in partials.chain([(&sheet.template, &sheet.template, main)]) {
        if let Some(parsed) = walk.parse(file, text) {
            walk.template(file, &parsed, 0);
            registry.register_template(name, parsed);
        }
    }
    if !walk.problems.is_empty() {
        return Err(walk.problems);
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

/// The names that `{{> partial name="…"}}` gives to partials anywhere; strict mode sees to it that each is given
/// where it is used.
fn partial_arguments(templates: &Templates) -> Vec<String> {
    let mut names = Vec::new();
    let texts = templates.partials.values().map(|(_, text)| text).chain(templates.sheets.values());
    for template in texts.filter_map(|text| Template::compile(text).ok()) {
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

struct Walk<'a> {
    paths: Vec<String>,
    figures: &'a Released,
    templates: &'a Templates,
    problems: Vec<Problem>,
}

impl Walk<'_> {
    fn parse(&mut self, file: &str, text: &str) -> Option<Template> {
        if let Some(at) = text.find([OPEN, CLOSE, '\u{fdd2}']) {
            let what = "the template holds a noncharacter (U+FDD0 to U+FDD2)";
            self.problems.push(Problem::new(Place::of_offset(file, text, at), what, "delete it"));
            return None;
        }
        match Template::compile_with_name(text, file.to_owned()) {
            Ok(template) => Some(template),
            Err(error) => {
                let (line, column) = error.pos().unwrap_or((0, 0));
                let place = Place::at(file, line as u64, column as u64);
                self.problems.push(Problem::new(place, error.reason().to_string(), ""));
                None
            }
        }
    }

    /// Checks every element; `loops` is how many `each` blocks stand around it.
    fn template(&mut self, file: &str, template: &Template, loops: usize) {
        for (element, mapping) in template.elements.iter().zip(&template.mapping) {
            let place = Place::at(file, mapping.0 as u64, mapping.1 as u64);
            match element {
                TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
                TemplateElement::Expression(helper) | TemplateElement::HtmlExpression(helper) => {
                    self.expression(&place, helper, loops);
                }
                TemplateElement::HelperBlock(helper) => self.block(file, &place, helper, loops),
                TemplateElement::PartialExpression(partial) => {
                    let name = partial.name.as_name().unwrap_or_default();
                    if !self.templates.partials.contains_key(name) {
                        let near = nearest(name, self.templates.partials.keys().map(String::as_str));
                        self.report(&place, format!("unknown partial \"{name}\""), near);
                    }
                }
                // Decorators and partial blocks, and whatever a later version of the library may add.
                _ => {
                    self.report(&place, "decorators and partial blocks are not offered".to_owned(), String::new());
                }
            }
        }
    }

    fn report(&mut self, place: &Place, what: String, todo: String) {
        self.problems.push(Problem::new(place.clone(), what, todo));
    }

    fn expression(&mut self, place: &Place, helper: &HelperTemplate, loops: usize) {
        if helper.params.is_empty() && helper.hash.is_empty() {
            let name = helper.name.as_name().unwrap_or_default();
            if Kind::ALL.iter().any(|(known, _)| *known == name) {
                self.report(place, format!("\"{name}\" needs an argument"), String::new());
            } else {
                self.path(place, name, loops);
            }
            return;
        }
        self.call(place, helper, loops);
    }

    fn block(&mut self, file: &str, place: &Place, helper: &HelperTemplate, loops: usize) {
        let name = helper.name.as_name().unwrap_or_default();
        if !["if", "unless", "each"].contains(&name) {
            let near = nearest(name, ["if", "unless", "each"]);
            self.report(place, format!("unknown block \"{name}\""), near);
        }
        self.arguments(place, helper, loops);
        let inside = loops + usize::from(name == "each");
        for part in [&helper.template, &helper.inverse].into_iter().flatten() {
            self.template(file, part, inside);
        }
    }

    /// A helper with arguments: its name, the figure that it names and the arguments' own names are checked.
    fn call(&mut self, place: &Place, helper: &HelperTemplate, loops: usize) {
        let name = helper.name.as_name().unwrap_or_default();
        let kind = Kind::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        if kind.is_none() && !BUILT_IN.contains(&name) {
            let names = Kind::ALL.iter().map(|(known, _)| *known).chain(BUILT_IN);
            self.report(place, format!("unknown helper \"{name}\""), nearest(name, names));
        }
        if let (Some(kind), Some(Parameter::Literal(Json::String(figure)))) = (kind, helper.params.first())
            && kind.takes_figure()
            && let Err(error) = self.figures.figure(figure)
        {
            let text = error.to_string();
            let (what, todo) = text.split_once("; ").unwrap_or((&text, ""));
            self.report(place, what.to_owned(), todo.to_owned());
        }
        self.arguments(place, helper, loops);
    }

    fn arguments(&mut self, place: &Place, helper: &HelperTemplate, loops: usize) {
        let mut options: Vec<_> = helper.hash.iter().collect();
        options.sort_by_key(|(name, _)| name.as_str());
        for argument in helper.params.iter().chain(options.into_iter().map(|(_, value)| value)) {
            match argument {
                Parameter::Literal(_) => {}
                Parameter::Name(name) => self.path(place, name, loops),
                Parameter::Path(_) => self.path(place, argument.as_name().unwrap_or_default(), loops),
                Parameter::Subexpression(inner) => {
                    if let TemplateElement::Expression(inner) = inner.as_element() {
                        self.expression(place, inner, loops);
                    }
                }
                _ => {}
            }
        }
    }

    /// A name that stands for data. Inside a loop the items' own names are known too.
    fn path(&mut self, place: &Place, path: &str, loops: usize) {
        let inner = path.trim_start_matches("../").trim_start_matches("this/").trim_start_matches("this.");
        let item = ["this", "code", "label", ".", ""].contains(&inner) || inner.starts_with('@');
        let known = self.paths.iter().any(|p| *p == inner.replace('/', "."));
        if !(known || loops > 0 && item) {
            let near = nearest(inner, self.paths.iter().map(String::as_str));
            self.report(place, format!("unknown name \"{path}\""), near);
        }
    }
}
