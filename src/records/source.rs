//! The files of one source → its records, or everything that is wrong with them. Each step goes as far as the steps
//! before it allow, so that a person sees all of it at once.

use super::acceptance::{conflicts, part};
use super::fate::{Fate, Fates, decide};
use super::ledger::Past;
use super::offices::{Judge, Offices};
use super::parts::judge_parts;
use super::read::{FileRows, read_file};
use super::reconcile::{lines, reconcile};
use super::table::Table;
use super::warnings::{Warnings, of_rows};
use super::withdrawn::withdrawals;
use super::{InputFile, Refusal, SourceRecords};
use crate::project::{Project, Source};
use crate::value::Day;
use rayon::prelude::*;

/// Reads the exports of a source.
pub(super) fn read_source(
    project: &Project,
    source: &Source,
    mut inputs: Vec<InputFile>,
    past: &Past,
    as_of: Day,
    known_by: Option<Day>,
) -> Result<SourceRecords, Box<Refusal>> {
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let mut refusal = Refusal::default();
    let (names, mut files) = read_files(project, source, inputs, as_of, &mut refusal);
    // Which office a file is of is not known before it is read, so none is called missing while one is unreadable.
    let all_read = refusal.problems.is_empty();
    let judge = Judge { project, source, past, as_of, known_by };
    let mut offices = if all_read { judge.offices(&names, &files) } else { Offices::default() };
    refusal.problems.append(&mut offices.problems);
    refusal.awaited.append(&mut offices.awaited);
    let lines = lines(&names, &files, &offices);
    let mut warnings = gather(&mut files, &mut refusal, all_read);
    if all_read {
        let (problems, odd) = judge_parts(&files);
        refusal.problems.extend(problems);
        warnings.extend(odd);
    }
    warnings.extend(std::mem::take(&mut offices.warnings));
    let parted = part(&judge, files.iter_mut().flat_map(|file| std::mem::take(&mut file.rejects)).collect());
    refusal.problems.extend(parted.refused.iter().flat_map(super::RejectedRow::problems));
    refusal.problems.extend(if all_read { parted.problems } else { Vec::new() });
    refusal.rejects = parted.refused;
    let whole = if refusal.problems.is_empty() { join(source, files, &mut refusal) } else { None };
    match whole {
        Some(table) => settle(&judge, table, &offices, parted.left_out, lines, warnings, refusal),
        None => refuse(refusal, source, lines, warnings),
    }
}

/// Reads each file on its own; those that can be read come back with their names.
fn read_files(
    project: &Project,
    source: &Source,
    inputs: Vec<InputFile>,
    as_of: Day,
    refusal: &mut Refusal,
) -> (Vec<InputFile>, Vec<FileRows>) {
    let read: Vec<_> = inputs.par_iter().map(|file| read_file(project, source, file, as_of)).collect();
    let (mut names, mut files) = (Vec::new(), Vec::new());
    for (input, result) in inputs.into_iter().zip(read) {
        match result {
            Ok(rows) => {
                names.push(input);
                files.push(rows);
            }
            Err(problems) => refusal.problems.extend(problems),
        }
    }
    (names, files)
}

/// Gives every row of a whole table its fate, and tells what disappeared.
fn settle(
    judge: &Judge<'_>,
    table: Table,
    offices: &Offices,
    left_out: Vec<super::RejectedRow>,
    lines: Vec<super::FileLine>,
    mut warnings: Warnings,
    mut refusal: Refusal,
) -> Result<SourceRecords, Box<Refusal>> {
    let source = judge.source;
    let fates = match decide(judge, &table, offices) {
        Ok(fates) => fates,
        Err(problems) => {
            refusal.problems.extend(problems);
            return refuse(refusal, source, lines, warnings);
        }
    };
    refusal.problems.extend(conflicts(judge, &left_out, &table, &fates, offices));
    let gone = withdrawals(judge, &table, &fates, offices);
    warnings.extend(gone.warnings);
    let in_scope = fates.with(&[Fate::InScope]);
    warnings.extend(of_rows(judge.project, source, &table, &in_scope, judge.as_of));
    repeated_rows(&table, &fates, &mut warnings);
    let standing = fates.with(&[Fate::InScope, Fate::Excluded]);
    let rows = fates.rows;
    match reconcile(source, lines.clone(), &table, &rows) {
        Ok(reconciliation) if refusal.is_empty() => Ok(SourceRecords {
            table,
            in_scope,
            standing,
            reconciliation,
            left_out,
            unexplained: gone.unexplained,
            warnings: warnings.list(),
        }),
        Ok(reconciliation) => {
            refusal.problems.extend(gone.unexplained.into_iter().map(|record| record.problem));
            refuse(refusal, source, reconciliation.files, warnings)
        }
        Err(problems) => {
            refusal.problems.extend(problems);
            refuse(refusal, source, lines, warnings)
        }
    }
}

fn refuse<T>(
    mut refusal: Refusal,
    source: &Source,
    lines: Vec<super::FileLine>,
    warnings: Warnings,
) -> Result<T, Box<Refusal>> {
    refusal.files.insert(source.name.clone(), lines);
    refusal.warnings = warnings.list();
    Err(Box::new(refusal))
}

/// Takes the warnings of all files, and what corrections met in them.
fn gather(files: &mut [FileRows], refusal: &mut Refusal, all_read: bool) -> Warnings {
    let mut warnings = Warnings::default();
    for file in &mut *files {
        warnings.extend(std::mem::take(&mut file.warnings));
    }
    let Some((first, others)) = files.split_first_mut() else { return warnings };
    let corrections = &mut first.corrections;
    others.iter().for_each(|file| corrections.extend(file.corrections.clone()));
    for (correction, rows) in corrections.made().filter(|(_, rows)| *rows > 0) {
        let (was, is) = (&correction.was, &correction.is);
        let decision = &correction.decision;
        let what = format!(
            "{}: \"{was}\" is read as \"{is}\" in {rows} {}: {} ({})",
            correction.column,
            if rows == 1 { "row" } else { "rows" },
            decision.reason,
            decision.who
        );
        warnings.say(what, decision.place.clone());
    }
    if all_read {
        refusal.problems.extend(corrections.unmet());
    }
    warnings
}

fn join(source: &Source, files: Vec<FileRows>, refusal: &mut Refusal) -> Option<Table> {
    match Table::join(source, files.iter().map(|file| &file.table)) {
        Ok(table) => Some(table),
        Err(problems) => {
            refusal.problems.extend(problems);
            None
        }
    }
}

/// Rows that stand twice: counted once where a key tells, and told where none does.
fn repeated_rows(table: &Table, fates: &Fates<'_>, warnings: &mut Warnings) {
    for row in fates.with(&[Fate::Duplicate]) {
        let what = "the whole row stands elsewhere too; it is counted once".to_owned();
        warnings.row(what, || table.place(row as usize));
    }
    let Some(fingerprints) = table.fingerprints() else { return };
    let mut seen = std::collections::HashSet::with_capacity(fingerprints.len());
    for row in fates.with(&[Fate::InScope]) {
        let repeated = fingerprints.get(row as usize).is_some_and(|fingerprint| !seen.insert(*fingerprint));
        if repeated {
            let what = "the whole row stands elsewhere too; without a key each is counted".to_owned();
            warnings.row(what, || table.place(row as usize));
        }
    }
}
