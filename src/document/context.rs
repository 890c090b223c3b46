//! What templates may name beside figures: the program, its facts, the edition and its sources. Every text goes
//! in as a token, so that its characters mean nothing to Handlebars, Markdown or TOML.

use super::model::Meta;
use super::tokens::Tokens;
use crate::figures::{Released, Window};
use crate::project::{Fact, Measure, Project, Sheet, Source, Status};
use crate::value::{Amount, Day};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

/// The mark of sheets that await approval.
const DRAFT: &str = "DRAFT";

/// The edition that is being made.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The day up to which events count.
    pub as_of: Day,
    /// The day of publication, if it was given.
    pub published: Option<Day>,
    /// Provisional or final.
    pub status: Status,
    /// From 1; a later one is marked as revised.
    pub revision: u32,
    /// What a revision corrects, in a sentence.
    pub correction: Option<String>,
    /// Whether the sheets await approval, and are marked as drafts.
    pub draft: bool,
    /// A mark for every page of every sheet, in place of the project's.
    pub mark: Option<String>,
    /// Alternative text of the theme's seal, where it has one that is no ornament.
    pub seal_alt: Option<String>,
    /// Digest of the figures that are published, in hexadecimal.
    pub figures_digest: String,
    /// For each source the newest day on which a row became known.
    pub received: IndexMap<String, Option<Day>>,
    /// Sentences on rows that could not be read and are left out; a sheet with notes closes them with these.
    pub left_out: Vec<String>,
    /// Sentences on what was restated; a sheet with notes closes them with these.
    pub restated: Vec<String>,
    /// How many late entries a figure has, where that may be told and there are any.
    pub late: IndexMap<String, u64>,
}

impl Edition {
    /// The edition's name in files: "2024-12" for whole months, else "2023-12-04".
    #[must_use]
    pub fn name(&self) -> String {
        edition_name(self.as_of)
    }

    /// The edition in words: "December 2024", or "December 4, 2023".
    #[must_use]
    pub fn words(&self) -> String {
        if self.as_of.ends_month() { self.as_of.month_and_year() } else { self.as_of.long() }
    }

    /// Provisional or final, and which revision it is when it is not the first.
    #[must_use]
    pub fn status_words(&self) -> String {
        let status = self.status.word();
        if self.revision > 1 { format!("{status}, revision {}", self.revision) } else { status.to_owned() }
    }

    /// The mark of a sheet: that of the run, or else the sheet's own; a draft says so first.
    #[must_use]
    pub fn mark_of(&self, sheet: &Sheet) -> Option<String> {
        let own = self.mark.as_ref().or(sheet.mark.as_ref()).filter(|mark| !mark.trim().is_empty());
        match (self.draft, own) {
            (true, Some(mark)) if mark != DRAFT => Some(format!("{DRAFT} · {mark}")),
            (true, _) => Some(DRAFT.to_owned()),
            (false, own) => own.cloned(),
        }
    }
}

/// The name of the edition as of a day: "2024-12" for whole months, else "2023-12-04".
#[must_use]
pub fn edition_name(as_of: Day) -> String {
    if as_of.ends_month() { as_of.to_string()[..7].to_owned() } else { as_of.to_string() }
}

/// The mark's name for the day up to which a source's rows became known.
pub(super) fn through(source: &str) -> String {
    format!("through-{source}")
}

/// The mark's name for the number of a figure's late entries.
pub(super) fn late(figure: &str) -> String {
    format!("late-{figure}")
}

/// How many late entries the figures have, as printed.
pub(super) fn late_texts(edition: &Edition) -> impl Iterator<Item = (&String, String)> {
    edition.late.iter().map(|(figure, count)| (figure, Amount::from_int(i128::from(*count)).grouped()))
}

/// The data that templates see.
pub(super) fn data(project: &Project, sheet: &Sheet, edition: &Edition, figures: &Released, tokens: &Tokens) -> Json {
    let text = |words: &str| Json::String(tokens.text(words));
    let dated = |which: &str, words: String| Json::String(tokens.dated(which, words));
    let program = &project.program;
    let late_entry = |(figure, text): (&String, String)| (figure.clone(), dated(&late(figure), text));
    let mut data = json!({
        "program": {
            "name": text(&program.name),
            "short": text(&program.short),
            "office": text(&program.office),
            "since": text(&program.start.month_and_year()),
            "start": text(&program.start.long()),
        },
        "edition": dated("name", edition.words()),
        "as_of": dated("as-of", edition.as_of.long()),
        "status": dated("status", edition.status_words()),
        "period": dated(&Window::ToDate.to_string(), figures.calendar.to_date().words()),
        "facts": facts(project, edition, &text),
        "sources": sources(project, edition, tokens),
        "late": late_texts(edition).map(late_entry).collect::<Map<_, _>>(),
    });
    let Some(object) = data.as_object_mut() else { return data };
    if let Some(published) = edition.published {
        object.insert("published".to_owned(), dated("published", published.long()));
    }
    if edition.revision > 1 {
        object.insert("revision".to_owned(), text(&edition.revision.to_string()));
    }
    if let Some(correction) = &edition.correction {
        object.insert("correction".to_owned(), text(correction));
    }
    if let Some(mark) = edition.mark_of(sheet) {
        object.insert("mark".to_owned(), text(&mark));
    }
    data
}

/// The facts that are true on the as-of date; lists stay lists.
fn facts(project: &Project, edition: &Edition, text: &impl Fn(&str) -> Json) -> Map<String, Json> {
    let is_true = |since: Option<Day>| since.is_none_or(|since| since <= edition.as_of);
    let value = |fact: &Fact| match fact.value.as_slice() {
        [one] if !fact.is_list => text(one),
        many => Json::Array(many.iter().map(|item| text(item)).collect()),
    };
    let facts = project.facts.iter().filter(|fact| is_true(fact.since));
    facts.map(|fact| (fact.name.clone(), value(fact))).collect()
}

/// The title of each source, and the newest day on which a row of it became known.
fn sources(project: &Project, edition: &Edition, tokens: &Tokens) -> Map<String, Json> {
    let entry = |source: &Source| {
        let mut entry = Map::new();
        entry.insert("title".to_owned(), Json::String(tokens.text(&source.title)));
        if let Some(day) = edition.received.get(&source.name).copied().flatten() {
            entry.insert("through".to_owned(), Json::String(tokens.dated(&through(&source.name), day.long())));
        }
        Json::Object(entry)
    };
    project.sources.values().map(|source| (source.name.clone(), entry(source))).collect()
}

/// Paths that a template may name although they are absent in some editions: facts not yet in force, a publication date
/// that was not given, what only a revision or a marked sheet has, a source that does not say when its rows became
/// known, late entries of figures that have none.
pub(super) fn known_paths(project: &Project, project_facts: &[String], data: &Json) -> Vec<String> {
    let mut paths = ["published", "revision", "correction", "mark"].map(str::to_owned).to_vec();
    paths.extend(project_facts.iter().map(|name| format!("facts.{name}")));
    let counted = project.figures.values().filter(|figure| !matches!(figure.measure, Measure::Derived(_)));
    paths.extend(counted.map(|figure| format!("late.{}", figure.name)));
    if let Some(sources) = data.get("sources").and_then(Json::as_object) {
        paths.extend(sources.keys().map(|name| format!("sources.{name}.through")));
    }
    collect_paths("", data, &mut paths);
    paths.sort();
    paths.dedup();
    paths
}

fn collect_paths(prefix: &str, data: &Json, paths: &mut Vec<String>) {
    let Some(object) = data.as_object() else { return };
    for (key, value) in object {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if value.is_object() {
            collect_paths(&path, value, paths);
        } else {
            paths.push(path);
        }
    }
}

/// The paths that stand for lists.
pub(super) fn list_paths(data: &Json) -> Vec<String> {
    let facts = data.get("facts").and_then(Json::as_object).into_iter().flatten();
    facts.filter(|(_, value)| value.is_array()).map(|(name, _)| format!("facts.{name}")).collect()
}

/// The properties of a sheet's document.
pub(super) fn meta(project: &Project, sheet: &Sheet, edition: &Edition) -> Meta {
    let program = &project.program;
    let seen = super::characters::without_soft_hyphens;
    Meta {
        title: seen(&format!("{}, {}", sheet.title, edition.words())),
        subject: seen(&format!("{}. Figures as of {}.", sheet.subject, edition.as_of.long())),
        author: seen(&program.office),
        keywords: program.keywords.iter().map(|word| seen(word)).collect(),
        language: program.language.clone(),
        running_head: seen(&program.name),
        edition: edition.words(),
        footer: seen(&format!(
            "{} · {} {}",
            program.name,
            if edition.revision > 1 { "Revised edition" } else { "Edition" },
            edition.name()
        )),
        as_of: edition.as_of,
        published: edition.published,
        mark: edition.mark_of(sheet).map(|mark| seen(&mark)),
        seal_alt: edition.seal_alt.as_deref().map(seen),
        figures_digest: edition.figures_digest.clone(),
        footnotes: sheet.footnotes,
    }
}
