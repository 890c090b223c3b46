//! Composed documents → files, each sheet and format on its own thread; parsed fonts are shared.

use super::{Counted, Error};
use crate::document::Document;
use crate::edition::{
    Finished, OutputFile, accessibility_faults, accessibility_json, accessibility_markdown, figures_csv, figures_json,
    prove_docx, prove_pdf, word_accessibility,
};
use crate::project::{Sheet, SheetFormat};
use crate::render::docx::read::ReadError;
use crate::render::pdf::PdfRenderer;
use crate::render::{Attachment, docx, text};
use crate::value::{Place, Problem};
use rayon::prelude::*;

/// Renders all sheets in their formats, or in those of `only`.
pub(super) fn sheets(
    counted: &Counted,
    documents: &[(&Sheet, Document)],
    only: &[SheetFormat],
) -> Result<Vec<OutputFile>, Error> {
    let wanted = |format: &SheetFormat| only.is_empty() || only.contains(format);
    let mut jobs = Vec::new();
    for (sheet, document) in documents {
        jobs.extend(sheet.formats.iter().copied().filter(wanted).map(|format| (*sheet, document, format)));
    }
    let attachments = attachments(counted)?;
    let pdf = if jobs.iter().any(|(_, _, format)| *format == SheetFormat::Pdf) {
        let renderer = PdfRenderer::new(&counted.loaded.theme, &counted.loaded.fonts);
        Some(renderer.map_err(|error| Error::render("the theme", &error))?)
    } else {
        None
    };
    let name = counted.edition.name();
    jobs.par_iter()
        .map(|(sheet, document, format)| {
            let own = if sheet.attach { attachments.as_slice() } else { &[] };
            let bytes = match (format, &pdf) {
                (SheetFormat::Pdf, Some(pdf)) => pdf.render(document, own),
                (SheetFormat::Docx, _) => docx::render_with(document, &counted.loaded.theme, &counted.loaded.fonts),
                (SheetFormat::Txt | SheetFormat::Pdf, _) => Ok(text::render(document).into_bytes()),
            };
            let bytes = bytes.map_err(|error| Error::render(&sheet.name, &error))?;
            prove(sheet, document, *format, &bytes)?;
            Ok(OutputFile { name: format!("{}-{name}.{}", sheet.name, format.extension()), bytes })
        })
        .collect()
}

/// Nothing is written that does not read back as the document says.
fn prove(sheet: &Sheet, document: &Document, format: SheetFormat, bytes: &[u8]) -> Result<(), Error> {
    let wrong = match format {
        SheetFormat::Pdf => prove_pdf(document, bytes),
        SheetFormat::Docx => prove_docx(document, bytes),
        SheetFormat::Txt => Vec::new(),
    };
    let todo = "this is a fault of the program; please report it";
    let problems: Vec<Problem> =
        wrong.into_iter().map(|what| Problem::new(Place::file(&sheet.name), what, todo)).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::refused(problems)) }
}

/// What the coordinator who certifies the sheets is given; nothing where neither a PDF was made nor a Word template was
/// filled. A PDF that does not pass the checks is refused.
pub(super) fn accessibility(
    counted: &Counted,
    documents: &[(&Sheet, Document)],
    rendered: &[OutputFile],
) -> Result<Vec<OutputFile>, Error> {
    let name = counted.edition.name();
    let finished = documents.iter().filter_map(|(sheet, document)| {
        let file = format!("{}-{name}.{}", sheet.name, SheetFormat::Pdf.extension());
        let found = rendered.iter().find(|output| output.name == file)?;
        Some(Finished { file: &found.name, document, bytes: &found.bytes })
    });
    let finished: Vec<Finished<'_>> = finished.collect();
    let made = |output: &&OutputFile| output.name.ends_with(".docx");
    let word: Vec<(&str, &[u8])> =
        rendered.iter().filter(made).map(|output| (output.name.as_str(), output.bytes.as_slice())).collect();
    if finished.is_empty() && (word.is_empty() || !documents.is_empty()) {
        return Ok(Vec::new());
    }
    let report = accessibility_json(&name, &counted.loaded.theme, &finished);
    let mut report = report.map_err(|error| Error::render("accessibility", &error))?;
    let unreadable = |error: ReadError| Problem::new(Place::default(), error.to_string(), "");
    report["word_files"] = word_accessibility(&word).map_err(|error| Error::from(unreadable(error)))?;
    let faults = accessibility_faults(&report).into_iter();
    let faults: Vec<Problem> = faults.map(|fault| Problem::new(Place::default(), fault, "")).collect();
    if !faults.is_empty() {
        return Err(Error::refused(faults));
    }
    let mut json = serde_json::to_vec_pretty(&report)?;
    json.push(b'\n');
    let markdown = accessibility_markdown(&report).into_bytes();
    let file = |extension: &str, bytes| OutputFile { name: format!("accessibility.{extension}"), bytes };
    Ok(vec![file("md", markdown), file("json", json)])
}

/// The figures as files that go into each PDF.
fn attachments(counted: &Counted) -> Result<Vec<Attachment>, Error> {
    let name = counted.edition.name();
    let mut json = serde_json::to_vec_pretty(&figures_json(&counted.figures))?;
    json.push(b'\n');
    let file = |extension: &str, media_type: &str, bytes| Attachment {
        name: format!("figures-{name}.{extension}"),
        media_type: media_type.to_owned(),
        description: format!(
            "All figures of the edition as of {}, as {}",
            counted.edition.as_of,
            extension.to_uppercase()
        ),
        bytes,
    };
    Ok(vec![file("csv", "text/csv", figures_csv(&counted.figures)?), file("json", "application/json", json)])
}
