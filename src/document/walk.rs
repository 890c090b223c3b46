//! A parsed template → what is wrong with its names. Strict mode does not cover the conditions of `if` and `unless`
//! or the arguments of helpers, nor branches that are not taken; so every name is checked here.

use super::brackets::{Fault, too_deep, unbalanced};
use super::characters::{SOFT_HYPHEN, first_bad};
use super::helpers::Kind;
use super::partials::{self, Call};
use super::template::Templates;
use super::word::{MARKUP, MARKUP_END};
use crate::figures::Released;
use crate::project::Project;
use crate::value::{Place, Problem, nearest};
use handlebars::template::{HelperTemplate, Parameter, Template, TemplateElement};
use std::collections::{BTreeMap, HashMap};

/// What the template language itself offers.
const BUILT_IN: [&str; 6] = ["if", "unless", "each", "and", "or", "not"];

/// Reads a template's text.
pub(super) fn parse(file: &str, text: &str) -> Result<Template, Problem> {
    // The mark with which some editors open a file is no text, soft hyphens are left out later, and the signs for a
    // Word template's own markup never reach a document: its check would find them.
    let seen = text.strip_prefix('\u{feff}').unwrap_or(text);
    let words =
        seen.char_indices().filter(|(_, c)| !matches!(*c, SOFT_HYPHEN | MARKUP | MARKUP_END | '\n' | '\r' | '\t'));
    for (at, character) in words {
        if let Some((bad, why)) = first_bad(character.encode_utf8(&mut [0; 4])) {
            let place = Place::of_offset(file, seen, at);
            let what = format!("the template holds the character U+{:04X}, {why}", u32::from(bad));
            return Err(Problem::new(place, what, "delete it"));
        }
    }
    let text = seen;
    if let Some((at, _)) = too_deep(text) {
        let what = "blocks or brackets are nested too deep here";
        return Err(Problem::new(Place::of_offset(file, text, at), what, "use fewer levels"));
    }
    Template::compile_with_name(text, file.to_owned()).map_err(|error| {
        if let Some((at, fault)) = unbalanced(text) {
            let (what, todo) = match fault {
                Fault::NotOpened(name) => (
                    format!("{{{{/{name}}}}} closes no block"),
                    format!("delete it, or open {{{{#{name} …}}}} before it"),
                ),
                Fault::NotClosed(name) => (
                    format!("the block {{{{#{name}}}}} that is opened here is not closed"),
                    format!("close it with {{{{/{name}}}}}"),
                ),
                Fault::TooDeep => (String::new(), String::new()),
            };
            return Problem::new(Place::of_offset(file, text, at), what, todo);
        }
        let (line, column) = error.pos().unwrap_or((0, 0));
        let what = format!("this cannot be read as a template: {}", error.reason());
        Problem::new(Place::at(file, line as u64, column as u64), what, "look for a tag {{ … }} that is not complete")
    })
}

/// Checks templates and collects what is wrong.
pub(super) struct Walk<'a> {
    pub(super) project: &'a Project,
    pub(super) figures: &'a Released,
    /// The names of data.
    pub(super) paths: Vec<String>,
    /// Those of them that are lists.
    pub(super) lists: Vec<String>,
    /// The names of notes, where they can be told from the templates' texts.
    pub(super) notes: Option<Vec<String>>,
    templates: &'a Templates,
    /// The partials that each template calls.
    calls: BTreeMap<String, Vec<Call>>,
    /// The template that is walked.
    caller: String,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Walk<'a> {
    pub(super) const fn new(project: &'a Project, figures: &'a Released, templates: &'a Templates) -> Self {
        Self {
            project,
            figures,
            paths: Vec::new(),
            lists: Vec::new(),
            notes: None,
            templates,
            calls: BTreeMap::new(),
            caller: String::new(),
            problems: Vec::new(),
        }
    }

    /// Checks a template or partial, which others know by its name.
    pub(super) fn whole(&mut self, name: &str, file: &str, template: &Template) {
        name.clone_into(&mut self.caller);
        self.template(file, template, 0);
    }

    /// Everything that was found.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.problems.extend(partials::problems(&self.calls));
        self.problems
    }

    /// Checks every element; `loops` is how many `each` blocks stand around it.
    fn template(&mut self, file: &str, template: &Template, loops: usize) {
        for (element, mapping) in template.elements.iter().zip(&template.mapping) {
            let place = Place::at(file, mapping.0 as u64, mapping.1 as u64);
            match element {
                TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
                TemplateElement::Expression(helper) | TemplateElement::HtmlExpression(helper) => {
                    self.expression(&place, helper, loops, true);
                }
                TemplateElement::HelperBlock(helper) => self.block(file, &place, helper, loops),
                TemplateElement::PartialExpression(partial) => {
                    let name = partial.name.as_name().unwrap_or_default();
                    if !self.templates.partials.contains_key(name) {
                        let near = nearest(name, self.templates.partials.keys().map(String::as_str));
                        self.report(&place, format!("unknown partial \"{name}\""), near);
                    }
                    if !partial.params.is_empty() {
                        let todo = "a partial takes words by name: kind=\"…\"".to_owned();
                        self.report(&place, format!("the call of \"{name}\" has a word without a name"), todo);
                    }
                    self.arguments(&place, &partial.params, &partial.hash, loops);
                    let call = Call { place, name: name.to_owned() };
                    self.calls.entry(self.caller.clone()).or_default().push(call);
                }
                // Decorators and partial blocks, and whatever a later version of the library may add.
                _ => {
                    self.report(&place, "decorators and partial blocks are not offered".to_owned(), String::new());
                }
            }
        }
    }

    pub(super) fn report(&mut self, place: &Place, what: String, todo: String) {
        self.problems.push(Problem::new(place.clone(), what, todo));
    }

    /// A name or a call, which is printed or is the argument of another.
    fn expression(&mut self, place: &Place, helper: &HelperTemplate, loops: usize, printed: bool) {
        if !helper.params.is_empty() || !helper.hash.is_empty() {
            self.call(place, helper, loops, printed);
            return;
        }
        let name = helper.name.as_name().unwrap_or_default();
        if Kind::named(name).is_some() {
            self.report(place, format!("\"{name}\" needs an argument"), String::new());
            return;
        }
        self.path(place, name, loops);
        let full = name.trim_start_matches("../").replace('/', ".");
        if printed && self.lists.contains(&full) {
            let todo = format!("write {{{{list {name}}}}}, or {{{{#each {name}}}}} … {{{{/each}}}}");
            self.report(place, format!("\"{name}\" is a list and cannot be printed as it is"), todo);
        }
    }

    fn block(&mut self, file: &str, place: &Place, helper: &HelperTemplate, loops: usize) {
        let name = helper.name.as_name().unwrap_or_default();
        if !["if", "unless", "each"].contains(&name) {
            let near = nearest(name, ["if", "unless", "each"]);
            self.report(place, format!("unknown block \"{name}\""), near);
        }
        self.shape(place, name, helper);
        self.arguments(place, &helper.params, &helper.hash, loops);
        let inside = loops + usize::from(name == "each");
        for part in [&helper.template, &helper.inverse].into_iter().flatten() {
            self.template(file, part, inside);
        }
    }

    /// A helper with arguments: its name, its place, what it names and the arguments' own names are checked.
    fn call(&mut self, place: &Place, helper: &HelperTemplate, loops: usize, printed: bool) {
        let name = helper.name.as_name().unwrap_or_default();
        let kind = Kind::named(name);
        if kind.is_none() && !BUILT_IN.contains(&name) {
            let names = Kind::ALL.iter().map(|(known, _)| *known).chain(BUILT_IN);
            self.report(place, format!("unknown helper \"{name}\""), nearest(name, names));
        } else {
            self.place_of_call(place, name, printed);
            self.shape(place, name, helper);
        }
        if let Some(kind) = kind {
            self.names(place, kind, helper);
        }
        self.arguments(place, &helper.params, &helper.hash, loops);
    }

    fn arguments(&mut self, place: &Place, params: &[Parameter], options: &HashMap<String, Parameter>, loops: usize) {
        let mut options: Vec<_> = options.iter().collect();
        options.sort_by_key(|(name, _)| name.as_str());
        for argument in params.iter().chain(options.into_iter().map(|(_, value)| value)) {
            match argument {
                Parameter::Literal(_) => {}
                Parameter::Name(name) => self.path(place, name, loops),
                Parameter::Path(_) => self.path(place, argument.as_name().unwrap_or_default(), loops),
                Parameter::Subexpression(inner) => {
                    if let TemplateElement::Expression(inner) = inner.as_element() {
                        self.expression(place, inner, loops, false);
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
