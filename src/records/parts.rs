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
    part: &'static str,
    names: Vec<String>,
    place: Place,
    /// The header that is spelled most like it, if one that nothing else is read from is.
    near: Option<String>,
}

impl LackingPart {
    fn is_same(&self, other: &Self) -> bool {
        self.column == other.column && self.part == other.part
    }

    fn what(&self) -> String {
        format!(
            "has no column \"{}\", which the {} of \"{}\" are read from",
            self.names.join("\" or \""),
            self.part,
            self.column
        )
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
                part: word(*part),
                names: names.clone(),
                place: place.clone(),
                near: names.iter().find_map(|name| near_name(&nearest(name, unread()))),
            });
        }
    }
    lacking
}

const fn word(part: TermPart) -> &'static str {
    match part {
        TermPart::Years => "years",
        TermPart::Months => "months",
        TermPart::Days => "days",
        TermPart::Life | TermPart::None => "life sentences",
    }
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
        let whose = if files.len() == 1 { "the header" } else { "the header of no file" };
        let what = if files.len() == 1 { part.what() } else { part.what().replacen("has no", "has a", 1) };
        problems.push(Problem::new(part.place.clone(), format!("{whose} {what}"), todo));
    }
    for part in all().filter(|part| !everywhere(part)) {
        let Some(near) = &part.near else { continue };
        let what = format!("the header {}, but a column \"{near}\" that is not read", part.what());
        warnings.say(what, part.place.clone());
    }
    (problems, warnings)
}

impl LackingPart {
    /// The key of the project file that names it.
    fn key(&self) -> &'static str {
        if self.part == "life sentences" { "life" } else { self.part }
    }
}
