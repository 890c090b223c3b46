//! What is done with editions once they are built → calls, and the text that is printed of them.

use super::Done;
use super::args::ReportFormat;
use super::args_editions::{Approve, Get, Publish, Reproduce, Status, Support};
use super::show;
use crate::batch::{self, Approval, Error, Handout, Options, Progress, Published, Reproduction, StatusReport};
use crate::edition::Publication;

pub(super) fn publish(publish: &Publish, steps: &dyn Progress) -> Result<Done, Error> {
    batch::publish(&publish.options()?, steps).map(|done| published(&done).into())
}

pub(super) fn build_and_publish(options: &Options, steps: &dyn Progress) -> Result<Done, Error> {
    batch::build_and_publish(options, steps).map(|done| published(&done).into())
}

pub(super) fn approve(approve: &Approve) -> Result<Done, Error> {
    batch::approve(&approve.common.options()?, &approve.by, &approve.role).map(|done| approved(&done, approve).into())
}

pub(super) fn get(get: &Get) -> Result<Done, Error> {
    batch::get(&get.options(), &get.edition, get.out.as_deref()).map(|done| handed_out(&done).into())
}

pub(super) fn support(support: &Support) -> Result<Done, Error> {
    let done = batch::support(&support.options(), &support.edition, support.figure.as_deref(), &support.out)?;
    Ok((handed_out(&done) + "internal: not for publication, except for public/\n").into())
}

pub(super) fn reproduce(reproduce: &Reproduce, steps: &dyn Progress) -> Result<Done, Error> {
    let found = batch::reproduce(&reproduce.options(), &reproduce.edition, steps)?;
    let text = match reproduce.format {
        ReportFormat::Json => serde_json::to_string_pretty(&found)? + "\n",
        ReportFormat::Text => reproduced(&found),
    };
    Ok(Done { text, errors: String::new(), code: found.exit_code() })
}

pub(super) fn status(status: &Status) -> Result<Done, Error> {
    let found = batch::status(&status.options(), status.max_age, None)?;
    let text = match status.format {
        ReportFormat::Json => serde_json::to_string_pretty(&found)? + "\n",
        ReportFormat::Text => state(&found),
    };
    let errors = match status.format {
        ReportFormat::Json => String::new(),
        ReportFormat::Text => found.problems.iter().map(|problem| format!("{problem}\n")).collect(),
    };
    Ok(Done { text, errors, code: found.exit_code() })
}

fn published(done: &Published) -> String {
    let report = done.report.as_ref().map(show::report).unwrap_or_default();
    let (edition, revision, folder) = (done.edition, done.revision, &done.folder);
    if done.already {
        return format!("{report}{edition} is already published as r{revision}: {folder}\n");
    }
    format!("{report}published {edition} as r{revision}: {folder}\n")
}

fn approved(done: &Approval, asked: &Approve) -> String {
    let again = if done.already { "already " } else { "" };
    let next = match done.missing.as_slice() {
        [] => "every role has spoken; it can be published".to_owned(),
        missing => format!("yet to speak: {}", missing.join(", ")),
    };
    format!(
        "{} {again}approved for {}, by {}\nsheets sha256 {}\n{next}\n",
        done.edition, asked.role, asked.by, done.sheets
    )
}

fn handed_out(done: &Handout) -> String {
    let files: String = done.files.iter().map(|file| format!("  {file}\n")).collect();
    format!("{}: wrote {}\n{files}", done.revision, done.folder)
}

fn reproduced(found: &Reproduction) -> String {
    let listed = |files: &[String]| files.iter().map(|file| format!("  {file}\n")).collect::<String>();
    match found {
        Reproduction::SameBytes { revision, files } => format!("{revision}: the same bytes, {files} files\n"),
        Reproduction::SameFigures { revision, then, now, files } => format!(
            "{revision}: the same figures, by another tool: published with {then}, made again with {now}\n\
             written otherwise\n{}",
            listed(files)
        ),
        Reproduction::Different { revision, then, now, files, figures } => {
            let mut text = format!("{revision}: not the same: published with {then}, made again with {now}\n");
            text.push_str(&format!("files that differ\n{}", listed(files)));
            for (then, now) in figures {
                text.push_str(&format!("  published  {then}\n  now        {now}\n"));
            }
            text
        }
    }
}

fn state(found: &StatusReport) -> String {
    let mut text = String::new();
    for edition in &found.editions {
        text.extend(edition.revisions.iter().map(revision));
    }
    if found.editions.is_empty() {
        text.push_str("nothing has been published\n");
    }
    for working in &found.working {
        text.push_str(&format!("{}  working: {}\n", working.edition, working.state));
    }
    if let Some(age) = found.age_days {
        text.push_str(&format!("the newest published edition is {age} days old\n"));
    }
    text
}

fn revision(publication: &Publication) -> String {
    let status = publication.status.word().to_lowercase();
    let published = publication.published.map_or_else(String::new, |day| format!(", published {day}"));
    let mut text = format!("{}  r{}: {status}{published}\n", publication.edition, publication.revision);
    if let Some(correction) = &publication.correction {
        text.push_str(&format!("            corrects: {correction}\n"));
    }
    for voice in &publication.approvals {
        text.push_str(&format!("            approved for {} by {}, {}\n", voice.role, voice.by, voice.time));
    }
    text
}
