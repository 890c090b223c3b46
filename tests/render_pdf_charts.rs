//! Charts that are hard to draw: values below zero, lines that run close together, one bar and many.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::float_arithmetic, reason = "positions on a page are floats")]

#[path = "support/pdf_boxes.rs"]
mod pdf_boxes;
#[path = "support/pdf_files.rs"]
mod pdf_files;
#[path = "support/pdf_tree.rs"]
mod pdf_tree;
mod support;

use factsheet::document::model::*;
use factsheet::render::pdf::{PdfRenderer, read};
use factsheet::value::Amount;
use lopdf::content::Content;

fn sheet(blocks: Vec<Block>) -> Document {
    let masthead = support::look().blocks[0].clone();
    Document { meta: support::meta(), blocks: std::iter::once(masthead).chain(blocks).collect() }
}

/// Renders, keeps the file for the judges, and checks words, order and room.
fn sound(name: &str, document: &Document) -> Vec<u8> {
    let bytes = PdfRenderer::new(&support::theme(), &support::fonts()).unwrap().render(document, &[]).unwrap();
    pdf_files::keep(name, &bytes);
    pdf_boxes::assert_clear(&bytes, (612.0, 792.0), support::theme().page.margin);
    assert!(read::read(&bytes).unwrap().root == pdf_tree::wanted(document), "the structures differ");
    bytes
}

/// A filled rectangle, in points from the lower left.
#[derive(Debug, Clone, Copy)]
struct Bar {
    left: f32,
    foot: f32,
    width: f32,
    height: f32,
}

/// The rectangles of each figure in turn: bars in their order, the axis last.
fn bars(bytes: &[u8]) -> Vec<Vec<Bar>> {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let mut figures: Vec<Vec<Bar>> = Vec::new();
    for page in file.page_iter() {
        let mut inside = false;
        for operation in Content::decode(&file.get_page_content(page)).unwrap().operations {
            match operation.operator.as_str() {
                "BDC" if operation.operands[0].as_name().is_ok_and(|name| name == b"Figure") => {
                    inside = true;
                    figures.push(Vec::new());
                }
                "BDC" if operation.operands[0].as_name().is_ok_and(|name| name != b"Span") => inside = false,
                "re" if inside => {
                    let number = |at: usize| operation.operands[at].as_float().unwrap();
                    let bar = Bar { left: number(0), foot: number(1), width: number(2), height: number(3) };
                    figures.last_mut().unwrap().push(bar);
                }
                _ => {}
            }
        }
    }
    figures
}

fn near(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.02
}

#[test]
fn a_bar_below_zero_is_as_long_as_its_value_and_on_the_other_side() {
    let values = [("Gained", 50), ("Lost", -100), ("Nothing", 0)];
    let chart = |id: &str, kind| Block::Chart(support::chart(id, kind, "Net amounts", "", &values));
    let document = sheet(vec![chart("columns", ChartKind::Columns), chart("bars", ChartKind::Bars)]);
    let figures = bars(&sound("below-zero", &document));
    let [gained, lost, axis] = figures[0][..] else { panic!("{figures:?}") };
    assert!(near(lost.height, 2.0 * gained.height), "{gained:?} {lost:?}");
    assert!(near(gained.foot, axis.foot + axis.height) && near(lost.foot + lost.height, axis.foot), "{figures:?}");
    let [gained, lost, axis] = figures[1][..] else { panic!("{figures:?}") };
    assert!(near(lost.width, 2.0 * gained.width), "{gained:?} {lost:?}");
    let zero = axis.left + axis.width / 2.0;
    assert!(near(gained.left, zero) && near(lost.left + lost.width, zero), "{figures:?}");
}

#[test]
fn lines_that_run_close_have_their_values_in_rows() {
    let quarters: Vec<String> = (2022..2025).flat_map(|y| (1..5).map(move |q| format!("Q{q} {y}"))).collect();
    let series = |name: &str, values: [i128; 12]| {
        let point = |(label, value): (&String, i128)| Point {
            label: label.clone(),
            value: Some(Amount::from_int(value)),
            text: support::text(&value.to_string()),
            emphasis: false,
        };
        Series { name: name.to_owned(), points: quarters.iter().zip(values).map(point).collect() }
    };
    let first = series("Arrests", [27, 37, 35, 38, 27, 26, 26, 32, 20, 30, 33, 24]);
    let chart = Chart {
        series: first.name.clone(),
        points: first.points,
        more: vec![
            series("Convictions", [32, 28, 33, 27, 35, 25, 30, 27, 35, 28, 34, 30]),
            series("Sentences", [31, 25, 22, 25, 28, 39, 34, 31, -35, 32, 23, 36]),
        ],
        ..support::chart("close", ChartKind::Lines, "Close lines", "By quarter", &[("a", 1)])
    };
    let bytes = sound("close-lines", &sheet(vec![Block::Chart(chart)]));
    let boxes = pdf_boxes::boxes(&bytes);
    // Each row of values stands on one line: twelve values and the name again.
    let on_line = |foot: f32| boxes.iter().filter(|run| near(run.foot, foot)).count();
    let rows = boxes.iter().filter(|run| on_line(run.foot) == 13).count();
    assert_eq!(rows, 3 * 13, "three rows of values with their names");
}

#[test]
fn one_bar_and_thirty_fill_their_place() {
    let names: Vec<String> = (1..=30).map(|n| format!("District of Place number {n} in a rather long name")).collect();
    let many: Vec<(&str, i128)> = names.iter().map(String::as_str).zip(20..).collect();
    let one = |id: &str, kind| vec![Block::Chart(support::chart(id, kind, "One", "", &[("Only", 355)]))];
    let document = sheet(vec![
        Block::Columns(vec![one("one-bar", ChartKind::Bars), one("one-column", ChartKind::Columns)]),
        Block::Chart(support::chart("many", ChartKind::Bars, "Thirty", "", &many)),
    ]);
    let figures = bars(&sound("one-and-thirty", &document));
    assert_eq!(figures.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 30]);
    let longest = figures[2][29];
    assert!(figures[2].iter().all(|bar| bar.width <= longest.width && near(bar.left, longest.left)));
}

/// Months with values too wide for places of fourteen points.
fn months(kind: ChartKind) -> Block {
    let names: Vec<String> = (1..=36).map(|n| format!("September {}", 2000 + n)).collect();
    let values: Vec<(&str, i128)> = names.iter().map(String::as_str).zip((1..=36).map(|n| n * 1_000_000)).collect();
    Block::Chart(support::chart("months", kind, "Months", "", &values))
}

#[test]
fn numbers_are_never_broken_over_lines() {
    let bytes = sound("many-columns", &sheet(vec![months(ChartKind::Columns)]));
    // Bars that lie one below the other begin at one place.
    let figure = &bars(&bytes)[0];
    assert_eq!(figure.len(), 36);
    assert!(figure.iter().all(|bar| near(bar.left, figure[0].left)));
    let document = sheet(vec![months(ChartKind::Lines)]);
    let error = PdfRenderer::new(&support::theme(), &support::fonts()).unwrap().render(&document, &[]).unwrap_err();
    let message = error.to_string();
    assert!(message.contains("36 periods of the chart \"months\"") && message.contains("table"), "{message}");
}
