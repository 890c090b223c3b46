//! The tag of a figure ⇄ its parts: figure, window, slices, form. With the printed figures of an edition they tell
//! which slices a table may go on with, and what each is called there.

use super::super::controls::short_tag;
use super::Printed;
use crate::document::LABEL;
use crate::project::Dimension;
use std::collections::BTreeMap;

/// A tag taken apart: "cases/to-date/place=AZ/year=2024/exact".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    figure: String,
    window: String,
    /// Dimension and code of each slice.
    slice: Vec<(String, String)>,
    form: String,
}

impl Tag {
    /// Nothing for what is no tag in full, and for codes that would make it ambiguous.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut steps = text.split('/').map(str::to_owned);
        let (figure, window) = (steps.next()?, steps.next()?);
        let mut rest: Vec<String> = steps.collect();
        let form = rest.pop()?;
        let pair = |step: &String| match step.split_once('=') {
            Some((dimension, code)) if !code.contains('=') => Some((dimension.to_owned(), code.to_owned())),
            _ => None,
        };
        let slice = rest.iter().map(pair).collect::<Option<_>>()?;
        Some(Self { figure, window, slice, form })
    }

    pub(super) fn text(&self) -> String {
        let slices: String = self.slice.iter().map(|(dimension, code)| format!("/{dimension}={code}")).collect();
        format!("{}/{}{slices}/{}", self.figure, self.window, self.form)
    }

    /// The dimensions of its slices.
    pub(super) fn dimensions(&self) -> impl Iterator<Item = &str> {
        self.slice.iter().map(|(dimension, _)| dimension.as_str())
    }

    /// Its code in a dimension.
    pub(super) fn code(&self, dimension: &str) -> Option<&str> {
        self.slice.iter().find(|(own, _)| own == dimension).map(|(_, code)| code.as_str())
    }

    /// The periods that it is of, as dimension and code: those of its slices, else its window where that is a year.
    pub(super) fn periods(&self) -> Vec<(String, String)> {
        let times = self.slice.iter().filter(|(dimension, _)| Dimension::span(dimension).is_some());
        let found: Vec<_> = times.cloned().collect();
        let (dimension, digits) =
            self.window.strip_prefix("FY").map_or(("year", self.window.as_str()), |digits| ("fiscal_year", digits));
        let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if found.is_empty() && is_year { vec![(dimension.to_owned(), self.window.clone())] } else { found }
    }

    /// The same figure of another slice or window, where it is of the first one.
    pub(super) fn with(&self, dimension: &str, from: &str, to: &str) -> Option<Self> {
        let mut other = self.clone();
        match other.slice.iter_mut().find(|(own, _)| own == dimension) {
            Some((_, code)) if code == from => to.clone_into(code),
            None if self.window == from => to.clone_into(&mut other.window),
            _ => return None,
        }
        Some(other)
    }
}

/// The printed figures of an edition with the tags that Word's limit made shorter.
pub(super) struct Texts<'a> {
    printed: &'a Printed,
    full: BTreeMap<String, &'a str>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(printed: &'a Printed) -> Self {
        let all = printed.texts.keys().map(|tag| (short_tag(tag), tag.as_str()));
        Self { printed, full: all.filter(|(short, tag)| short != tag).collect() }
    }

    /// What the tag of a control says; nothing for a shortened one that the edition does not have.
    pub(super) fn parse(&self, tag: &str) -> Option<Tag> {
        let full = self.full.get(tag).copied();
        full.or_else(|| Some(tag).filter(|tag| !tag.contains('~'))).and_then(Tag::parse)
    }

    /// A figure as the edition prints it.
    pub(super) fn text(&self, tag: &Tag) -> Option<&'a str> {
        self.printed.texts.get(&tag.text()).map(String::as_str)
    }

    /// The codes of a dimension in which the edition has a figure like that of the tag, in its order.
    pub(super) fn codes(&self, like: &Tag, dimension: &str) -> Vec<String> {
        let Some(from) = like.code(dimension) else { return Vec::new() };
        let (own, step) = (like.text(), format!("/{dimension}={from}/"));
        let Some((start, end)) = own.split_once(&step) else { return Vec::new() };
        let (start, end) = (format!("{start}/{dimension}="), format!("/{end}"));
        let code = |tag: &String| Some(tag.strip_prefix(&start)?.strip_suffix(&end)?.to_owned());
        self.printed.texts.keys().filter_map(code).filter(|code| !code.contains('/')).collect()
    }

    /// What a slice is called, by the figure itself, or where that is not broken down by the dimension alone, by
    /// another.
    pub(super) fn label(&self, like: &Tag, dimension: &str, code: &str) -> Option<&'a str> {
        let end = format!("/{dimension}={code}{LABEL}");
        let own = self.printed.texts.get(&format!("{}/{}{end}", like.figure, like.window));
        let others = || self.printed.texts.iter().find(|(tag, _)| tag.ends_with(&end)).map(|(_, label)| label);
        own.or_else(others).map(String::as_str)
    }
}

/// The name of a period without what tells which part of it is meant: "2024 (through May)" → "2024".
pub(super) fn plain(label: &str) -> &str {
    label.split(" (").next().unwrap_or_default().trim()
}
