//! Sheets whose template is a Word file of the office's own → that file, filled.

use super::refresh::refused;
use super::{Counted, Error};
use crate::document::{Edition, Templates, WordFiller, printed};
use crate::edition::{OutputFile, word_findings};
use crate::figures::identifying;
use crate::project::{RequiredBlock, Sheet, SheetFormat};
use crate::records::Warning;
use crate::render::docx::read::{self, Reading};
use crate::render::docx::refresh::{Printed, refresh};
use crate::render::docx::template;
use crate::value::{Place, Problem, single_spaced};

/// Whether a sheet's template is a Word file.
pub(super) fn is_template(sheet: &Sheet) -> bool {
    let name = sheet.template.to_lowercase();
    [".docx", ".docm", ".dotx", ".dotm", ".doc"].iter().any(|ending| name.ends_with(ending))
}

/// Filled Word templates.
#[derive(Default)]
pub(super) struct Filled {
    /// The files.
    pub(super) files: Vec<OutputFile>,
    /// What a person should look at: words that look as if they identified somebody, and what is missing for those who
    /// cannot see the sheet.
    pub(super) warnings: Vec<Warning>,
}

/// Fills the Word templates of these sheets; the problems of all of them.
pub(super) fn sheets(
    counted: &Counted,
    edition: &Edition,
    sheets: &[&Sheet],
    templates: &Templates,
    only: &[SheetFormat],
) -> Result<Filled, Error> {
    let (mut done, mut problems) = (Filled::default(), Vec::new());
    for sheet in sheets {
        match filled(counted, edition, sheet, templates) {
            Ok((file, reading)) if only.is_empty() || only.contains(&SheetFormat::Docx) => {
                let found = identities(&reading).into_iter().chain(word_findings(&reading));
                let place = Place::file(&sheet.name);
                done.warnings.extend(found.map(|what| Warning { place: place.clone(), what, rows: 0 }));
                done.files.push(file);
            }
            Ok(_) => {}
            Err(Error::Refused(refused)) => problems.extend(refused.problems),
            Err(other) => return Err(other),
        }
    }
    if problems.is_empty() { Ok(done) } else { Err(Error::refused(problems)) }
}

fn filled(
    counted: &Counted,
    edition: &Edition,
    sheet: &Sheet,
    templates: &Templates,
) -> Result<(OutputFile, Reading), Error> {
    let loaded = &counted.loaded;
    let problem = |what: &str, todo: &str| Error::from(Problem::new(Place::file(&sheet.template), what, todo));
    if sheet.formats != [SheetFormat::Docx] {
        let what =
            format!("the sheet \"{}\" has a Word file as its template, which makes only a Word file", sheet.name);
        return Err(problem(&what, "write formats = [\"docx\"]"));
    }
    let path = loaded.folder.join(&loaded.project.program.templates).join(&sheet.template);
    let bytes = loaded.word_templates.get(&sheet.template).map(Vec::as_slice).unwrap_or_default();
    let filler = WordFiller::new(&loaded.project, sheet, templates, &counted.figures, edition);
    let filled = template::fill(bytes, &filler, &loaded.theme)?;
    let texts = printed(&counted.figures, edition);
    let printed = Printed { as_of: edition.as_of, digest: edition.figures_digest.clone(), texts };
    // A template may be a finished sheet of an earlier edition, whose figures stand in their controls.
    let bytes = refresh(&filled, &printed, false).map_err(|error| refused(&path.display().to_string(), &error))?.bytes;
    let reading = read::read(&bytes).map_err(|error| problem(&error.to_string(), ""))?;
    prove(&printed, sheet, &reading)?;
    for required in &sheet.requires {
        require(counted, sheet, *required, &reading)?;
    }
    let todo = "write {{#if mark}}{{mark}}{{/if}} into a head of the Word file";
    say_it(sheet, &reading, "mark", edition.mark_of(sheet).as_deref(), todo)?;
    let todo = "write {{#if correction}}{{correction}}{{/if}} into the Word file";
    say_it(sheet, &reading, "correction", edition.correction.as_deref(), todo)?;
    Ok((OutputFile { name: format!("{}-{}.docx", sheet.name, counted.edition.name()), bytes }, reading))
}

/// Everything that a finished file says, but the paragraphs that tell whom to ask, as far as it looks as if it
/// identified a person. Values that come from records were looked at before any template was filled.
fn identities(reading: &Reading) -> Vec<String> {
    let is_contact = |text: &&String| text.trim_start().to_lowercase().starts_with("contact");
    let paragraphs =
        reading.paragraphs.iter().chain(&reading.notes).chain(&reading.margins).filter(|text| !is_contact(text));
    let cells = reading.tables.iter().flat_map(|table| table.rows.iter().flatten());
    let described = reading.tables.iter().flat_map(|table| [&table.caption, &table.description]);
    let drawn = reading.drawings.iter().map(|drawing| &drawing.alt);
    let properties = [&reading.title, &reading.subject, &reading.author, &reading.keywords];
    let all = paragraphs.chain(cells).chain(described).chain(drawn).chain(properties);
    let mut found: Vec<String> =
        all.filter_map(|text| Some(format!("\"{text}\" holds what looks like {}", identifying(text)?))).collect();
    found.dedup();
    found
}

/// The finished file is read back: every figure and every chart in it must be the edition's.
fn prove(printed: &Printed, sheet: &Sheet, reading: &Reading) -> Result<(), Error> {
    let wrong = read::compare(reading, &printed.texts);
    let problem = |mismatch: read::Mismatch| {
        let (what, found) = (&mismatch.what, &mismatch.found);
        let expected = mismatch.expected.as_deref().unwrap_or("nothing");
        let what = format!("the Word file says \"{found}\" where the edition has \"{expected}\" ({what})");
        Problem::new(Place::file(&sheet.name), what, "this is a fault of the program; please report it")
    };
    let problems: Vec<Problem> = wrong.into_iter().map(problem).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::refused(problems)) }
}

/// What every sheet says by itself, a Word file of the office's own must say in its words.
fn say_it(sheet: &Sheet, reading: &Reading, what: &str, words: Option<&str>, todo: &str) -> Result<(), Error> {
    let Some(words) = words else { return Ok(()) };
    let cells = reading.tables.iter().flat_map(|table| table.rows.iter().flatten());
    let all = reading.paragraphs.iter().chain(&reading.margins).chain(&reading.notes).chain(cells);
    if all.into_iter().any(|text| single_spaced(text).contains(&single_spaced(words))) {
        return Ok(());
    }
    let what = format!("the sheet \"{}\" does not print the {what}, \"{words}\"", sheet.name);
    Err(Error::from(Problem::new(Place::file(&sheet.template), what, todo)))
}

/// A Word template has no blocks; what a sheet may not lack is looked for in its words.
fn require(counted: &Counted, sheet: &Sheet, required: RequiredBlock, reading: &Reading) -> Result<(), Error> {
    let problem = |what: String, todo: &str| Error::from(Problem::new(Place::file(&sheet.template), what, todo));
    let as_of = counted.edition.as_of.long();
    if required != RequiredBlock::AsOf {
        let what = format!("the sheet \"{}\" requires a block that a Word template cannot have", sheet.name);
        return Err(problem(what, "require only \"as-of\" of it, and write the rest into the Word file"));
    }
    let cells = reading.tables.iter().flat_map(|table| table.rows.iter().flatten());
    if reading.paragraphs.iter().chain(cells).any(|words| words.contains(&as_of)) {
        return Ok(());
    }
    let what = format!("the sheet \"{}\" lacks the as-of date, which the project requires", sheet.name);
    Err(problem(what, "write {{as_of}} into the Word file"))
}
