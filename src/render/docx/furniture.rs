//! Running head and foot → header and footer parts. The first page has no running head but the upper part of the
//! masthead's ground, which a paragraph of the body cannot reach.

use super::controls;
use super::drawing::band;
use super::inlines::{Tone, Words};
use super::measure::{Sheet, words_width};
use super::order::put_in_order;
use super::xml::{self, Element};
use crate::document::edition_name;
use crate::document::model::{Inline, Mark, Meta};
use crate::render::RenderError;
use crate::render::theme::Theme;
use docx_rs::{BuildXML, Footer, Header, NumPages, PageNum, Paragraph, Run, Tab, TabValueType};

/// Between the mark and the words at its sides, in twips.
const GUTTER: u32 = 200;
/// Before the number of a page …
const PAGE: &str = "Page ";
/// … and before the number of pages.
const OF: &str = " of ";

/// What carries the masthead's ground through `docx-rs`, in the place of a run's style.
pub(super) const BAND_KEY: &str = "masthead-ground";

/// The head of the first page: the masthead's ground, from the edge of the paper to the first paragraph.
pub(super) fn first_head(theme: &Theme) -> Result<Element, RenderError> {
    let place = Paragraph::new().style("Gap").add_run(Run::new().style(BAND_KEY));
    let mut root = xml::parse(&Header::new().add_paragraph(place).build())?;
    put_in_order(&mut root);
    declare(&mut root);
    root.walk_mut(&mut |element| {
        if super::drawing::carries(element, BAND_KEY) {
            *element = Element::new("w:r").child(band(theme));
        }
    });
    Ok(root)
}

/// The running head: program and edition.
pub(super) fn running_head(meta: &Meta, theme: &Theme) -> Result<Element, RenderError> {
    let line = Paragraph::new().style("Header").add_run(Run::new().add_text(&meta.running_head));
    let beside = has_room(meta, [&meta.running_head, &meta.edition], theme);
    let line = marked(line, meta.mark.as_deref().filter(|_| beside), theme).add_run(Run::new().add_tab());
    let mut words = Words::default();
    let line = words.add(line, &[dated("name", &meta.edition)], Tone::default());
    let above = meta.mark.as_deref().filter(|_| !beside).map(mark_line);
    let header = above.into_iter().chain([line]).fold(Header::new(), Header::add_paragraph);
    finished(&header.build(), &words)
}

/// The foot: the sheet's name and edition, and the page.
pub(super) fn foot(meta: &Meta, theme: &Theme) -> Result<Element, RenderError> {
    let number = edition_name(meta.as_of);
    // The edition's number is where the foot ends, so that it can be refreshed like a figure.
    let inlines = match meta.footer.strip_suffix(&number) {
        Some(name) => vec![Inline::Text(name.to_owned()), dated("number", &number)],
        None => vec![Inline::Text(meta.footer.clone())],
    };
    let mut controls = Words::default();
    let line = controls.add(Paragraph::new().style("Footer"), &inlines, Tone::default());
    // No foot counts more pages than these without having room for them.
    let page = format!("{PAGE}88{OF}88");
    let beside = has_room(meta, [&meta.footer, &page], theme);
    let line = marked(line, meta.mark.as_deref().filter(|_| beside), theme)
        .add_run(Run::new().add_tab().add_text(PAGE))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(OF))
        .add_num_pages(NumPages::new());
    let below = meta.mark.as_deref().filter(|_| !beside).map(mark_line);
    let footer = [line].into_iter().chain(below).fold(Footer::new(), Footer::add_paragraph);
    finished(&footer.build(), &controls)
}

/// Words that change with the edition.
fn dated(which: &str, text: &str) -> Inline {
    Inline::Value { text: text.to_owned(), mark: Mark::edition(which) }
}

fn finished(part: &[u8], words: &Words) -> Result<Element, RenderError> {
    let mut root = xml::parse(part)?;
    put_in_order(&mut root);
    controls::complete(&mut root, &words.controls, "");
    Ok(root)
}

/// The line with the mark of every page, such as "DRAFT", in its middle; as it is without one.
fn marked(line: Paragraph, mark: Option<&str>, theme: &Theme) -> Paragraph {
    let Some(mark) = mark else { return line };
    let middle = Sheet::of(theme).text_width() as usize / 2;
    let stop = Tab::new().val(TabValueType::Center).pos(middle);
    line.add_tab(stop).add_run(Run::new().add_tab().add_text(mark).style("Strong"))
}

/// The mark in a line of its own.
fn mark_line(mark: &str) -> Paragraph {
    Paragraph::new().style("PageMark").add_run(Run::new().add_text(mark))
}

/// Whether the mark stands clear between the two sides of a line; as it does where there is none. All is measured in
/// the stand-in face, which is the wider one.
fn has_room(meta: &Meta, sides: [&str; 2], theme: &Theme) -> bool {
    let Some(mark) = &meta.mark else { return true };
    let width = |words: &str| words_width(words.chars().count(), theme.sizes.small);
    let side = Sheet::of(theme).text_width().saturating_sub(width(mark)) / 2;
    sides.into_iter().all(|words| width(words) + GUTTER <= side)
}

/// Declares the namespaces of drawings on a part's root.
pub(super) fn declare(root: &mut Element) {
    for (prefix, namespace) in [
        ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("xmlns:r", super::package::R),
        ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("xmlns:wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
    ] {
        root.set(prefix, namespace);
    }
}
