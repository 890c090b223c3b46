//! A Word file that staff made, with placeholders → the same file filled. Only the parts that hold a placeholder are
//! written anew; all others stay byte for byte as they are. What the placeholders mean is the document stage's; here is
//! what they mean for the markup: `scan` finds them, also where Word has split them, `plan` finds out which
//! paragraphs and rows a block covers, `stream` hands the whole to Handlebars and puts the result together again.

mod charts;
mod leftovers;
mod outside;
mod places;
mod plan;
mod properties;
mod scan;
mod stream;

use super::foreign::Foreign;
use crate::document::WordFiller;
use crate::render::RenderError;
use crate::render::theme::Theme;
use crate::value::{Place, Problem};
use places::Part;

/// Fills a Word template.
///
/// # Errors
/// Everything that is wrong with the file, its placeholders or its figures, with the paragraph; a damaged file is never
/// made.
pub fn fill(bytes: &[u8], filler: &WordFiller<'_>, theme: &Theme) -> Result<Vec<u8>, Vec<Problem>> {
    let name = filler.name();
    let refuse = |error: RenderError| vec![Problem::new(Place::file(&name), error.to_string(), "")];
    let mut file = Foreign::open(bytes).map_err(refuse)?;
    let mut problems = outside::check(&file).map_err(refuse)?;
    file.drop_obsolete().map_err(refuse)?;
    let mut charts = charts::Charts::new(&file, filler, theme).map_err(refuse)?;
    let (main, texts) = (file.main().to_owned(), file.text_parts().map_err(refuse)?);
    for name in &texts {
        let Some(before) = file.tree(name).map_err(refuse)? else { continue };
        let mut tree = before.clone();
        let part = Part { name, is_main: *name == main };
        charts.fill(&mut file, part, &mut tree);
        problems.append(&mut charts.problems);
        problems.extend(leftovers::in_attributes(part, &tree));
        match scan::scan(&mut tree).and_then(|()| plan::plan(&tree)) {
            Ok(plan) => match stream::fill(&tree, &plan, filler) {
                Ok(filled) if filled != before => file.put_tree(name, &filled).map_err(refuse)?,
                Ok(_) => {}
                Err(wrong) => problems.extend(wrong),
            },
            Err(wrong) => problems.extend(wrong),
        }
    }
    charts.forget_left_out(&file).map_err(refuse)?;
    properties::set(&mut file, &filler.meta(), &charts.sources).map_err(refuse)?;
    // What was not filled because something is wrong there would only be reported twice.
    let all_filled = problems.is_empty();
    for name in file.speaking_parts().iter().filter(|name| all_filled || !texts.contains(name)) {
        let Some(tree) = file.tree(name).map_err(refuse)? else { continue };
        let part = Part { name, is_main: *name == main };
        problems.extend(leftovers::in_attributes(part, &tree));
        problems.extend(leftovers::in_text(part, &tree));
    }
    if !problems.is_empty() {
        let placed = problems.into_iter().map(|mut problem: Problem| {
            problem.place = Place::file(&name);
            problem
        });
        return Err(placed.collect());
    }
    file.write().map_err(refuse)
}

/// So many characters of a paragraph are quoted.
const LONGEST: usize = 60;

/// A problem of a paragraph.
fn problem(paragraph: usize, words: &str, what: &str, todo: &str) -> Problem {
    let words = words.trim();
    let start: String = words.chars().take(LONGEST).collect();
    let more = if start.len() < words.len() { "…" } else { "" };
    let place = if words.is_empty() { String::new() } else { format!(" (\"{start}{more}\")") };
    Problem::new(Place::default(), format!("paragraph {paragraph}{place}: {what}"), todo)
}
