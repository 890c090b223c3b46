//! Copies held against their editions, and editions against each other → the text that is printed.

use super::Done;
use super::args::ReportFormat;
use super::args_copies::{Diff, Verify};
use crate::batch::{self, Difference, Error, Verified};
use crate::edition::verify::{Finding, FindingKind};

pub(super) fn verify(verify: &Verify) -> Result<Done, Error> {
    let options = verify.options();
    let found = batch::verify(&options)?;
    let code = u8::from(found.iter().any(|copy| !copy.passed));
    if verify.as_template_patch {
        let patch = batch::template_patch(&options.project, &found)?;
        return Ok(Done { text: patch.to_string(), errors: String::new(), code });
    }
    let text = match verify.format {
        ReportFormat::Json => serde_json::to_string_pretty(&found)? + "\n",
        ReportFormat::Text => found.iter().map(verified).collect(),
    };
    Ok(Done { text, errors: String::new(), code })
}

fn verified(copy: &Verified) -> String {
    let revision = copy.revision.map_or_else(|| "a working edition".to_owned(), |number| format!("r{number}"));
    let state = match (copy.passed, copy.untouched, copy.findings.is_empty()) {
        (false, ..) => "does not match",
        (true, true, _) => "untouched",
        (true, false, true) => "matches",
        (true, false, false) => "matches, with changed words",
    };
    let mut text = format!(
        "{}: {state}\n  {} of {} ({revision}), found by its {}\n",
        copy.file, copy.sheet, copy.edition, copy.found_by
    );
    copy.findings.iter().for_each(|finding| text.push_str(&self::finding(finding)));
    text
}

fn finding(finding: &Finding) -> String {
    let place = if finding.place.is_empty() { String::new() } else { format!("{}: ", finding.place) };
    let why = if finding.why.is_empty() { String::new() } else { format!(" ({})", finding.why) };
    let (found, published) = (&finding.found, &finding.published);
    let what = match (finding.kind, found.is_empty(), published.is_empty()) {
        (FindingKind::Edition | FindingKind::Unpublished | FindingKind::Superseded, ..) => finding.why.clone(),
        (_, false, false) => format!("\"{found}\"; published: \"{published}\"{why}"),
        (_, false, true) => format!("\"{found}\"{why}"),
        (_, true, _) => format!("\"{published}\" is gone{why}"),
    };
    format!("  {:<13} {place}{what}\n", word(finding.kind))
}

const fn word(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Edition => "edition",
        FindingKind::Unpublished => "unpublished",
        FindingKind::Figure => "figure",
        FindingKind::Contradicted => "contradicted",
        FindingKind::Required => "required",
        FindingKind::Unproved => "unproved",
        FindingKind::Changed => "changed",
        FindingKind::Added => "added",
        FindingKind::Removed => "removed",
        FindingKind::Superseded => "superseded",
    }
}

pub(super) fn diff(diff: &Diff) -> Result<Done, Error> {
    let found = batch::diff(&diff.options(), &diff.from, &diff.to)?;
    Ok(match diff.format {
        ReportFormat::Json => (serde_json::to_string_pretty(&found)? + "\n").into(),
        ReportFormat::Text => difference(&found).into(),
    })
}

fn difference(found: &Difference) -> String {
    let name = |edition: &batch::EditionNamed| {
        let revision = edition.revision.map(|number| format!(" r{number}")).unwrap_or_default();
        format!("{}{revision}", edition.as_of)
    };
    let mut text = format!("from {} to {}\n", name(&found.from), name(&found.to));
    text.push_str("figures\n");
    for value in &found.figures {
        let slice = if value.slice.is_empty() { String::new() } else { format!(", {}", value.slice) };
        let said = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
        text.push_str(&format!(
            "  {}, {}{slice}: {} -> {}\n",
            value.figure,
            value.period,
            said(&value.before),
            said(&value.now)
        ));
    }
    text.push_str("accounting: previous + new + late - withdrawn = now\n");
    for a in &found.accounting {
        text.push_str(&format!(
            "  {}: {} + {} + {} - {} = {}\n",
            a.figure, a.previous, a.new, a.late, a.withdrawn, a.now
        ));
    }
    for sheet in &found.sheets {
        text.push_str(&format!("words of {}\n", sheet.sheet));
        sheet.parts.iter().for_each(|part| text.push_str(&changed(part)));
    }
    text
}

fn changed(part: &Finding) -> String {
    match (part.published.as_str(), part.found.as_str()) {
        ("", new) => format!("  + {new}\n"),
        (old, "") => format!("  - {old}\n"),
        (old, new) => format!("  - {old}\n  + {new}\n"),
    }
}
