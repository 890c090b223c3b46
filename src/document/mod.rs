//! Figures and a template → a checked, format-neutral [`Document`].
//!
//! A template is Markdown with Handlebars ([`template`]). Helpers do not write text but tokens ([`tokens`]), which
//! are resolved after Markdown and TOML have been parsed ([`markdown`], [`fences`]), so that no value is ever
//! escaped, parsed or taken for a template. Templates choose words and order; they do not calculate.

mod alt;
mod brackets;
mod calls;
mod characters;
mod check;
mod context;
mod data_blocks;
mod fences;
mod helpers;
mod legend;
mod markdown;
mod marks;
pub mod model;
mod notes;
mod own_alt;
mod partials;
mod places;
mod scan;
mod tables;
mod template;
mod tokens;
mod walk;
mod word;

pub use alt::chart_alt;
pub use context::{Edition, edition_name};
pub use marks::{LABEL, printed};
pub use model::Document;
pub use own_alt::gives;
pub use scan::suspicious_words;
pub use template::Templates;
pub use word::{MARKUP, MARKUP_END, WordFiller, WordPiece};

use crate::figures::Released;
use crate::project::{Project, Sheet};
use crate::value::Problem;
use std::sync::Arc;

/// Fills a sheet's template.
///
/// # Errors
/// Every problem of the template that is known by then: unknown names, a claim that would be false, blocks that
/// cannot be read, a document that breaks a rule.
pub fn compose(
    project: &Project,
    sheet: &Sheet,
    templates: &Templates,
    figures: &Arc<Released>,
    edition: &Edition,
) -> Result<Document, Vec<Problem>> {
    fill_and_check(project, sheet, templates, figures, edition).map_err(|problems| {
        let in_folder = |mut problem: Problem| {
            problem.place.file = format!("{}/{}", templates.folder, problem.place.file);
            problem
        };
        problems.into_iter().map(in_folder).collect()
    })
}

/// The same with the places of problems relative to the templates' folder.
fn fill_and_check(
    project: &Project,
    sheet: &Sheet,
    templates: &Templates,
    figures: &Arc<Released>,
    edition: &Edition,
) -> Result<Document, Vec<Problem>> {
    let tokens = Arc::new(tokens::Tokens::default());
    let data = context::data(project, sheet, edition, figures, &tokens);
    let text = template::fill(project, sheet, templates, figures, &tokens, &data)?;
    let composer = markdown::Composer::new(sheet, templates, figures, &tokens);
    let blocks = composer.blocks(&text)?;
    let mut blocks = notes::number(sheet, blocks)?;
    legend::explain_prose(figures, &mut blocks);
    notes::close(&mut blocks, &[edition.left_out.as_slice(), &edition.restated].concat());
    let document = Document { meta: context::meta(project, sheet, edition), blocks };
    check::check(sheet, document)
}
