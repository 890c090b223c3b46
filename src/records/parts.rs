//! Parts of terms that exports lack. Offices write a term in different parts, so a file may lack some of them; but a
//! part that no file has is a misspelt name, and its years or months would be missing from every term.

use super::header::{Layout, near_name};
use super::read::FileRows;
use super::warnings::Warnings;
use crate::project::{ColumnKind, Source, TermPart, TermParts};
use crate::value::{Place, Problem, nearest};

/// A part of a term that a file has no column for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LackingPart {
    column: String,
    part: TermPart,
    names: Vec<String>,
    place: Place,
    /// The header that is spelled most like it, if one that nothing else is read from is.
    near: Option<String>,
}

impl LackingPart {
    fn is_same(&self, other: &Self) -> bool {
        self.column == other.column && self.part == other.part
    }

    /// What is looked for, after "no column" or "a column".
    fn wanted(&self) -> String {
        format!(
            "column \"{}\", which `{}` of \"{}\" is read from",
            self.names.join("\" or \""),
            self.key(),
            self.column
        )
    }

    /// The key of the project file that names it.
    const fn key(&self) -> &'static str {
        match self.part {
            TermPart::Years => "years",
            TermPart::Months => "months",
            TermPart::Days => "days",
            TermPart::Life | TermPart::None => "life",
        }
    }
}

/// The parts of terms that a file lacks.
pub(super) fn lacking_parts(
    place: &Place,
    header: &csv::StringRecord,
    layout: &Layout,
    source: &Source,
) -> Vec<LackingPart> {
    let is_read = |index: usize| layout.iter().flatten().any(|part| *part == Some(index));
    let unread = || header.iter().enumerate().filter(|(index, _)| !is_read(*index)).map(|(_, name)| name);
    let mut lacking = Vec::new();
    for (column, found) in source.columns.values().zip(layout) {
        let ColumnKind::Term(TermParts::Columns { parts }) = &column.kind else { continue };
        for ((part, names), _) in parts.iter().zip(&column.from).zip(found).filter(|(_, index)| index.is_none()) {
            lacking.push(LackingPart {
                column: column.name.clone(),
                part: *part,
                names: names.clone(),
                place: place.clone(),
                near: names.iter().find_map(|name| near_name(&nearest(name, unread()))),
            });
        }
    }
    lacking
}

/// What no file has is wrong; what one file lacks though it has a like name is told.
pub(super) fn judge_parts(files: &[FileRows]) -> (Vec<Problem>, Warnings) {
    let (mut problems, mut warnings) = (Vec::new(), Warnings::default());
    let Some(first) = files.first() else { return (problems, warnings) };
    let everywhere = |part: &LackingPart| files.iter().all(|file| file.lacking.iter().any(|own| own.is_same(part)));
    let all = || files.iter().flat_map(|file| &file.lacking);
    for part in first.lacking.iter().filter(|part| everywhere(part)) {
        let near = all().filter(|own| own.is_same(part)).find_map(|own| own.near.clone());
        let todo = near.map_or_else(
            || format!("write the name that the files have, or leave out `{}`", part.key()),
            |near| format!("the nearest name is \"{near}\""),
        );
        let lacks = if files.len() == 1 { "the header has no" } else { "the header of no file has a" };
        problems.push(Problem::new(part.place.clone(), format!("{lacks} {}", part.wanted()), todo));
    }
    for part in all().filter(|part| !everywhere(part)) {
        let Some(near) = &part.near else { continue };
        let what = format!("the header has no {}, but a column \"{near}\" that is not read", part.wanted());
        warnings.say(what, part.place.clone());
    }
    (problems, warnings)
}
