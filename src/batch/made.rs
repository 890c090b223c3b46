//! Composed and rendered sheets → all files of `public/`; where people must approve them first, once marked as drafts
//! and once clean.

use super::{Counted, Error, Options, chosen_sheets, is_partial, refuse_if, render, summary, word};
use crate::document::{Document, Edition, Templates, compose, printed, suspicious_words};
use crate::edition::verify::required_file;
use crate::edition::{OutputFile, figures_csv, figures_json};
use crate::project::Sheet;
use crate::records::Warning;
use crate::render::text;
use crate::value::{Place, Problem, single_spaced};

/// What goes into `public/`.
#[derive(Debug)]
pub(super) struct Made {
    /// What is published once it is approved, where approval is asked; else empty.
    clean: Vec<OutputFile>,
    /// What goes into `public/` now.
    pub(super) public: Vec<OutputFile>,
    /// What the sheets may not lack.
    pub(super) required: OutputFile,
    /// Words of the sheets that look as if they identified a person, and what else looks odd.
    pub(super) suspicious: Vec<Warning>,
}

impl Made {
    /// What is published.
    pub(super) fn clean(&self) -> &[OutputFile] {
        if self.clean.is_empty() { &self.public } else { &self.clean }
    }

    /// The files of `public/`, the clean ones beside them where these are drafts, and what the sheets may not lack.
    pub(super) fn into_parts(self) -> (Vec<OutputFile>, Vec<OutputFile>, OutputFile, Vec<Warning>) {
        (self.public, self.clean, self.required, self.suspicious)
    }
}

/// Makes all files of `public/`; drafts too, where the project asks for approval.
pub(super) fn make(counted: &Counted, templates: &Templates, options: &Options) -> Result<Made, Error> {
    let (public, required, suspicious) = files(counted, templates, options, false)?;
    if counted.loaded.project.approval.is_none() || is_partial(options) || options.archived.is_some() {
        return Ok(Made { clean: Vec::new(), public, required, suspicious });
    }
    let (drafts, ..) = files(counted, templates, options, true)?;
    Ok(Made { clean: public, public: drafts, required, suspicious })
}

/// The files of `public/`, clean or as drafts.
fn files(
    counted: &Counted,
    templates: &Templates,
    options: &Options,
    draft: bool,
) -> Result<(Vec<OutputFile>, OutputFile, Vec<Warning>), Error> {
    let project = &counted.loaded.project;
    let mut problems = Vec::new();
    let chosen = chosen_sheets(project, options)?;
    let (word, sheets): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|sheet| word::is_template(sheet));
    let edition = Edition { draft, ..counted.edition.clone() };
    let documents = documents(counted, &edition, &sheets, templates, &mut problems);
    let filled = match word::sheets(counted, &edition, &word, templates, &options.only) {
        Ok(filled) => filled,
        Err(Error::Refused(refused)) => {
            problems.extend(refused.problems);
            word::Filled::default()
        }
        Err(other) => return Err(other),
    };
    problems.extend(uncorrected(counted, &documents));
    refuse_if(problems)?;
    let mut public = render::sheets(counted, &documents, &options.only)?;
    public.extend(filled.files);
    public.extend(render::accessibility(counted, &documents, &public)?);
    public.extend(data_files(counted, templates)?);
    if !is_partial(options) {
        public.push(summary::file(counted, &documents, &public, draft));
    }
    Ok((
        public,
        required_file(&documents, &word, counted.edition.as_of)?,
        [suspicious(&documents), filled.warnings].concat(),
    ))
}

/// The sheets with their templates filled.
fn documents<'p>(
    counted: &Counted,
    edition: &Edition,
    sheets: &[&'p Sheet],
    templates: &Templates,
    problems: &mut Vec<Problem>,
) -> Vec<(&'p Sheet, Document)> {
    let mut documents = Vec::new();
    for sheet in sheets {
        match compose(&counted.loaded.project, sheet, templates, &counted.figures, edition) {
            Ok(document) => documents.push((*sheet, document)),
            // Sheets share partials, so the same problem may turn up for each of them.
            Err(wrong) => problems.extend(wrong.into_iter().filter(|p| !problems.contains(p)).collect::<Vec<_>>()),
        }
    }
    documents
}

/// The sheets that do not print what a revision corrects; a paragraph for pasting need not.
fn uncorrected(counted: &Counted, documents: &[(&Sheet, Document)]) -> Vec<Problem> {
    let Some(correction) = &counted.edition.correction else { return Vec::new() };
    let lacks = |document: &Document| !single_spaced(&text::render(document)).contains(&single_spaced(correction));
    let lacking = documents.iter().filter(|(_, document)| !document.is_for_pasting() && lacks(document));
    let problem = |(sheet, _): &(&Sheet, Document)| {
        let what = format!("the sheet \"{}\" does not print the correction", sheet.name);
        Problem::new(
            Place::file(&sheet.template),
            what,
            "write {{#if correction}}{{correction}}{{/if}} into its template",
        )
    };
    lacking.map(problem).collect()
}

/// The printed figures as CSV and JSON.
fn data_files(counted: &Counted, templates: &Templates) -> Result<[OutputFile; 2], Error> {
    let name = counted.edition.name();
    let mut figures = figures_json(&counted.figures);
    // What a sheet that staff edited is refreshed from, by the tags of its controls.
    let mut edition = counted.edition.clone();
    // Late entries are told only where a template asks; Word templates are not searched for what they ask.
    let has_word = !counted.loaded.word_templates.is_empty();
    edition.late.retain(|figure, _| has_word || templates.mention(&format!("late.{figure}")));
    figures["printed"] = serde_json::to_value(printed(&counted.figures, &edition))?;
    let mut json = serde_json::to_vec_pretty(&figures)?;
    json.push(b'\n');
    Ok([
        OutputFile { name: format!("figures-{name}.csv"), bytes: figures_csv(&counted.figures)? },
        OutputFile { name: format!("figures-{name}.json"), bytes: json },
    ])
}

fn suspicious(documents: &[(&Sheet, Document)]) -> Vec<Warning> {
    let mut found = Vec::new();
    for (sheet, document) in documents {
        let place = Place::file(&sheet.name);
        let words = suspicious_words(document).into_iter();
        found.extend(words.map(|what| Warning { place: place.clone(), what, rows: 1 }));
    }
    found
}
