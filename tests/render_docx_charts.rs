//! Charts in the Word file: drawn by Word itself, with their data, also those of several series.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;
#[path = "support/docx_files.rs"]
mod word;

use factsheet::document::chart_alt;
use factsheet::document::model::*;
use factsheet::edition::prove_docx;
use factsheet::render::docx::read::{Reading, compare, read};
use factsheet::render::docx::refresh::{Printed, RefreshError, refresh};
use factsheet::render::docx::render;
use support::{meta, sliced, table, text, theme};
use word::{names, part};

/// A point of a figure; without a number it is withheld.
fn point(figure: &str, label: &str, number: Option<i128>) -> Point {
    let printed = number.map_or_else(|| "[c]".to_owned(), |number| number.to_string());
    Point {
        label: label.to_owned(),
        value: number.map(factsheet::value::Amount::from_int),
        text: vec![sliced(figure, &printed, &[("year", label)], Form::Exact)],
        emphasis: false,
    }
}

/// A chart of the figures with these values by label.
fn several(id: &str, kind: ChartKind, labels: &[&str], figures: &[(&str, &[Option<i128>])]) -> Chart {
    let points = |(figure, values): &(&str, &[Option<i128>])| {
        labels.iter().zip(*values).map(|(label, value)| point(figure, label, *value)).collect::<Vec<_>>()
    };
    let more: Vec<Series> =
        figures[1..].iter().map(|figure| Series { name: figure.0.to_owned(), points: points(figure) }).collect();
    let first = points(&figures[0]);
    let alt = chart_alt(true, "", figures[0].0, &first, &more);
    Chart {
        id: id.to_owned(),
        series: figures[0].0.to_owned(),
        points: first,
        more,
        alt,
        ..support::chart(id, kind, id, "Defendants", &[("", 0)])
    }
}

fn years(id: &str, kind: ChartKind) -> Chart {
    let labels = ["2021 (from June)", "2022", "2023", "2024"];
    let arrests = [Some(19), Some(102), Some(107), Some(79)];
    let convictions = [None, Some(58), Some(97), Some(76)];
    several(
        id,
        kind,
        &labels,
        &[("Arrests", &arrests), ("Convictions", &convictions), ("Sentenced", &[Some(3), Some(2), Some(41), Some(70)])],
    )
}

/// Renders, leaves the file for the judges, proves it and reads it.
fn judged(name: &str, blocks: Vec<Block>) -> (Vec<u8>, Reading) {
    let masthead = Block::Masthead(Masthead {
        eyebrow: text("Office"),
        title: text("Joint Task Force Alpha"),
        subtitle: text("Fact sheet"),
        aside: vec![text("December 2024")],
    });
    let document = Document { meta: meta(), blocks: std::iter::once(masthead).chain(blocks).collect() };
    let bytes = render(&document, &theme()).unwrap();
    assert_eq!(prove_docx(&document, &bytes), [""; 0]);
    let folder = support::root().join("target/judged");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.docx")), &bytes).unwrap();
    let reading = read(&bytes).unwrap();
    (bytes, reading)
}

fn numbers(points: &[(String, Option<String>)]) -> Vec<(&str, Option<&str>)> {
    points.iter().map(|(label, number)| (label.as_str(), number.as_deref())).collect()
}

#[test]
fn several_series_are_drawn_with_their_data_and_told_apart() {
    let blocks = vec![
        Block::Chart(years("stacked", ChartKind::Stacked)),
        Block::Table(table("one", &["District", "Cases"], &[("Arizona", &["5"])], false)),
        Block::Chart(years("lines", ChartKind::Lines)),
        Block::Table(table("two", &["District", "Cases"], &[("New Mexico", &["7"])], false)),
        Block::Columns(vec![
            vec![Block::Chart(years("narrow-stacked", ChartKind::Stacked))],
            vec![Block::Chart(years("narrow-lines", ChartKind::Lines))],
        ]),
    ];
    let (bytes, reading) = judged("several-series", blocks);
    let drawn: Vec<(&str, &str)> = reading.drawings.iter().map(|d| (d.name.as_str(), d.alt.as_str())).collect();
    let said = "Arrests, Convictions, Sentenced. 2021 (from June): Arrests 19, Convictions withheld, Sentenced 3; 2022: Arrests 102, \
                Convictions 58, Sentenced 2; 2023: Arrests 107, Convictions 97, Sentenced 41; 2024: Arrests 79, Convictions 76, \
                Sentenced 70.";
    assert_eq!(drawn.iter().map(|d| d.0).collect::<Vec<_>>(), ["stacked", "lines", "narrow-stacked", "narrow-lines"]);
    assert!(drawn[0].1.starts_with(&format!("Chart: {said}")), "{}", drawn[0].1);
    assert!(drawn[1].1.starts_with(&format!("Chart: {said}")), "{}", drawn[1].1);
    let captions: Vec<&str> = reading.tables.iter().map(|table| table.description.as_str()).collect();
    assert_eq!(captions, ["Table one: one row per district.", "Table two: one row per district."]);
    for name in ["stacked", "lines"] {
        let chart = &reading.charts[name];
        assert_eq!(
            chart.all_series().map(|(name, _)| name).collect::<Vec<_>>(),
            ["Arrests", "Convictions", "Sentenced"]
        );
        let marked = "2021 (from June) (Convictions [c])";
        assert_eq!(
            numbers(&chart.more[0].points),
            [(marked, None), ("2022", Some("58")), ("2023", Some("97")), ("2024", Some("76"))]
        );
        assert_eq!(chart.cells[0], ["", "Arrests", "Convictions", "Sentenced"]);
        assert_eq!(chart.cells[1], [marked, "19", "", "3"]);
        assert_eq!(chart.cells[4], ["2024", "79", "76", "70"]);
        assert_eq!(chart.cells, chart.as_cells());
    }
    let source = |number: usize| reading.properties[&format!("factsheet-chart-{number}")].as_str();
    let of = "Arrests/to-date/year+Convictions/to-date/year+Sentenced/to-date/year";
    assert_eq!([source(1), source(2)], [format!("{of} stacked"), format!("{of} lines")]);
    assert_eq!(names(&bytes).iter().filter(|name| name.ends_with(".xlsx")).count(), 4);
}

#[test]
fn stacked_bars_are_labelled_in_their_parts_and_short_parts_on_paper() {
    let (bytes, _) = judged("stacked", vec![Block::Chart(years("stacked", ChartKind::Stacked))]);
    let xml = part(&bytes, "word/charts/chart1.xml");
    assert!(xml.contains("<c:grouping val=\"stacked\"/>") && xml.contains("<c:overlap val=\"100\"/>"));
    assert!(xml.contains("<c:legendPos val=\"t\"/>"), "names above, since a part may be too short for one");
    assert_eq!(xml.matches("<c:v>Convictions</c:v>").count(), 1);
    let series: Vec<&str> = xml.split("<c:ser>").skip(1).collect();
    for (series, color) in series.iter().zip(["tx2", "accent1", "accent4"]) {
        assert!(series.contains(&format!("<c:spPr><a:solidFill><a:schemeClr val=\"{color}\"/>")), "{series}");
        assert!(series.contains("<c:dLblPos val=\"ctr\"/>"));
    }
    // The shortest parts, 3 and 2 of 245, bear their values beyond the end of the bar, in the colour of text.
    let moved: Vec<&str> = series[2].split("<c:dLbl>").skip(1).collect();
    assert_eq!(moved.len(), 2, "{}", series[2]);
    assert!(moved.iter().all(|label| label.contains("<c:manualLayout><c:x val=\"0.0") && label.contains("tx1")));
    assert!(!series[0].contains("<c:dLbl>"));
}

#[test]
fn values_of_neighbours_too_short_for_a_label_each_stand_together() {
    let parts: [(&str, &[Option<i128>]); 3] =
        [("Long", &[Some(900), Some(800)]), ("Short", &[Some(2), Some(90)]), ("Shorter", &[Some(1), Some(300)])];
    let (bytes, _) = judged("short-parts", vec![Block::Chart(several("s", ChartKind::Stacked, &["A", "B"], &parts))]);
    let xml = part(&bytes, "word/charts/chart1.xml");
    assert_eq!(xml.matches("<c:delete val=\"1\"/>").count(), 2, "a label and the axis of values");
    assert_eq!(xml.matches("<a:t>2 · 1</a:t>").count(), 1);
}

#[test]
fn lines_have_a_gap_where_a_value_is_withheld_and_bear_their_names() {
    let (bytes, _) = judged("lines", vec![Block::Chart(years("lines", ChartKind::Lines))]);
    let xml = part(&bytes, "word/charts/chart1.xml");
    assert!(
        xml.contains("<c:lineChart><c:grouping val=\"standard\"/>") && xml.contains("<c:dispBlanksAs val=\"gap\"/>")
    );
    assert!(!xml.contains("<c:legend>"), "each line is named where it ends");
    let series: Vec<&str> = xml.split("<c:ser>").skip(1).collect();
    for series in &series {
        assert_eq!(series.matches("<c:showSerName val=\"1\"/>").count(), 1);
        assert!(series.contains("<c:dLblPos val=\"r\"/>"));
    }
    for symbol in ["circle", "square", "triangle"] {
        assert!(xml.contains(&format!("<c:symbol val=\"{symbol}\"/>")));
    }
    // 79, 76 and 70 lie so near to each other that the upper names give way; 3 and 19 stand one above the other, since
    // below 3 there is no room and beside it there is its line.
    assert_eq!(xml.matches("<c:manualLayout><c:x val=\"0.000\"/><c:y val=\"-0.").count(), 4);
    let values = series[1].split("<c:val>").nth(1).unwrap();
    assert!(values.contains("<c:ptCount val=\"4\"/><c:pt idx=\"1\">"), "no point where the value is withheld");
}

#[test]
fn a_single_line_is_a_line_with_values_above() {
    let (bytes, reading) = judged(
        "line",
        vec![Block::Chart(support::chart("x", ChartKind::Lines, "By year", "", &[("2023", 97), ("2024", 124)]))],
    );
    let xml = part(&bytes, "word/charts/chart1.xml");
    assert!(xml.contains("<c:lineChart>") && xml.contains("<c:dLblPos val=\"t\"/>") && !xml.contains("<c:legend>"));
    assert_eq!(numbers(&reading.charts["x"].points), [("2023", Some("97")), ("2024", Some("124"))]);
}

/// The first chart of a file with this chart.
fn drawn(name: &str, chart: Chart) -> String {
    part(&judged(name, vec![Block::Chart(chart)]).0, "word/charts/chart1.xml")
}

/// What the axis of values is bound to.
fn bounds(xml: &str) -> &str {
    let axis = xml.split("<c:valAx>").nth(1).unwrap();
    axis.split("<c:orientation val=\"minMax\"/>").nth(1).unwrap().split("</c:scaling>").next().unwrap()
}

#[test]
fn an_axis_of_values_always_holds_zero() {
    let of = |kind, values: &[Option<i128>]| several("x", kind, &["2022", "2023", "2024"], &[("Change", values)]);
    for kind in [ChartKind::Columns, ChartKind::Bars, ChartKind::Lines] {
        for (name, values, bound) in [
            ("above-zero", [Some(3), Some(0), None], "<c:min val=\"0\"/>"),
            ("below-zero", [Some(-86), None, Some(-78)], "<c:max val=\"0\"/>"),
            ("both-sides", [Some(-86), Some(2), Some(-78)], ""),
        ] {
            assert_eq!(bounds(&drawn(name, of(kind, &values))), bound, "{kind:?} {name}");
        }
    }
    let old = of(ChartKind::Columns, &[Some(3), Some(4), Some(5)]);
    let new = of(ChartKind::Columns, &[Some(-3), Some(-4), Some(-5)]);
    let done = refresh(&render_again(&old), &printed(&[&new]), false).unwrap();
    assert_eq!(bounds(&part(&done.bytes, "word/charts/chart1.xml")), "<c:max val=\"0\"/>", "a refresh binds it anew");
}

#[test]
fn values_of_lines_stand_on_paper_and_never_in_their_lines() {
    let labels = ["2020", "2021", "2022", "2023", "2024"];
    let cases = [Some(7), Some(3), Some(2), Some(6), Some(18)];
    let totals = [Some(84), Some(-120), Some(25), Some(74), Some(12_000_060)];
    let xml = drawn("close-lines", several("x", ChartKind::Lines, &labels, &[("Cases", &cases), ("Total", &totals)]));
    for label in xml.split("<c:dLbls>").skip(1).flat_map(|series| {
        let series = series.split("</c:dLbls>").next().unwrap();
        series
            .split("<c:dLbl>")
            .skip(1)
            .map(|own| own.split("</c:dLbl>").next().unwrap())
            .chain(series.split("</c:dLbl>").last())
    }) {
        assert!(label.contains("<c:spPr><a:solidFill><a:schemeClr val=\"bg1\"/>"), "{label}");
        let beside = label.contains("<c:dLblPos val=\"r\"/>");
        assert_eq!(beside, label.contains("<c:showSerName val=\"1\"/>"), "only names stand beside points: {label}");
    }
    // On the scale of the totals all points of 2021 lie on the axis, so their values stand one above the other.
    let moved = |series: usize, place: usize| {
        let series = xml.split("<c:ser>").nth(series + 1).unwrap();
        let label = series.split("<c:dLbl>").find(|label| label.contains(&format!("<c:idx val=\"{place}\"/>")));
        label.is_some_and(|label| label.contains("<c:dLblPos val=\"t\"/>") && label.contains("<c:y val=\"-0.08"))
    };
    assert_eq!([moved(0, 1), moved(1, 1)], [true, false]);
    // Two lines far above a third: its values stay with it.
    let (high, higher) = ([Some(22), Some(22)], [Some(23), Some(23)]);
    let far = [("Low", &[Some(0), Some(1)][..]), ("High", &high), ("Higher", &higher)];
    let xml = drawn("far-lines", several("x", ChartKind::Lines, &["2020", "2021"], &far));
    let low = xml.split("<c:ser>").nth(1).unwrap();
    assert!(!low.contains("<c:idx val=\"0\"/><c:layout>"), "{low}");
}

#[test]
fn columns_that_do_not_stand_side_by_side_are_drawn_as_bars() {
    let labels: Vec<String> = (0..20).map(|at| format!("Q{} {}", at % 4 + 1, 2020 + at / 4)).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let values: Vec<Option<i128>> = (0..20).map(|at| Some(at + 3)).collect();
    let quarters = || Block::Chart(several("x", ChartKind::Columns, &labels, &[("Cases", &values)]));
    let (wide, _) = judged("wide-quarters", vec![quarters()]);
    let xml = part(&wide, "word/charts/chart1.xml");
    assert!(xml.contains("<c:barDir val=\"col\"/>") && xml.contains("<c:tickLblSkip val=\"1\"/>"));
    let other = || vec![Block::Paragraph(text("Words."))];
    let (narrow, _) = judged("narrow-quarters", vec![Block::Columns(vec![other(), vec![quarters()], other()])]);
    assert!(part(&narrow, "word/charts/chart1.xml").contains("<c:barDir val=\"bar\"/>"));
}

/// The figures of an edition as a refresh is given them.
fn printed(charts: &[&Chart]) -> Printed {
    let mut texts = indexmap::IndexMap::new();
    for (name, points) in charts.iter().flat_map(|chart| chart.all_series()) {
        for point in points {
            let cell = format!("{name}/to-date/year={}", &point.label[..4]);
            texts.insert(format!("{cell}/label"), point.label.clone());
            texts.insert(format!("{cell}/exact"), plain_text(&point.text));
        }
    }
    texts.insert("@edition/name/words".to_owned(), "December 2024".to_owned());
    texts.insert("@edition/number/words".to_owned(), "2024-12".to_owned());
    Printed { as_of: meta().published.unwrap(), digest: "0".repeat(64), texts }
}

#[test]
fn a_refresh_knows_every_series() {
    let labels = ["2021 (from June)", "2022", "2023", "2024"];
    for (name, kind) in [("refreshed-stacked", ChartKind::Stacked), ("refreshed-lines", ChartKind::Lines)] {
        let old = years("c", kind);
        let arrests = [Some(22), None, Some(107), Some(2)];
        let convictions = [Some(5), None, Some(90), Some(60)];
        let new = several(
            "c",
            kind,
            &labels,
            &[("Arrests", &arrests), ("Convictions", &convictions), ("Sentenced", &[Some(3), Some(9), Some(41), None])],
        );
        let (bytes, _) = judged(name, vec![Block::Chart(old.clone())]);
        let (_, target) = judged(name, vec![Block::Chart(new.clone())]);
        let later = printed(&[&new]);
        let done = refresh(&bytes, &later, false).unwrap();
        let reading = read(&done.bytes).unwrap();
        assert_eq!(reading.charts, target.charts, "cache and workbook");
        assert_eq!(reading.drawings, target.drawings, "alternative text");
        // How wide the plot is stays as somebody may have set it; labels and data are those of a chart made anew.
        let series = |bytes: &[u8]| part(bytes, "word/charts/chart1.xml").split_once("<c:ser>").unwrap().1.to_owned();
        assert_eq!(series(&done.bytes), series(&render_again(&new)));
        assert_eq!((done.charts, done.changes.len()), (1, 1), "{:?}", done.changes);
        assert_eq!(compare(&reading, &later.texts), []);
        assert!(!compare(&read(&bytes).unwrap(), &later.texts).is_empty());
        let back = refresh(&done.bytes, &printed(&[&old]), false).unwrap();
        assert_eq!(part(&back.bytes, "word/charts/chart1.xml"), part(&bytes, "word/charts/chart1.xml"));
        std::fs::write(support::root().join(format!("target/judged/{name}.docx")), &done.bytes).unwrap();
    }
}

fn render_again(chart: &Chart) -> Vec<u8> {
    render(&Document { meta: meta(), blocks: vec![Block::Chart(chart.clone())] }, &theme()).unwrap()
}

#[test]
fn a_series_that_the_edition_lacks_and_a_forged_workbook_are_told() {
    let chart = years("c", ChartKind::Lines);
    let (bytes, _) = judged("forged", vec![Block::Chart(chart.clone())]);
    let mut lacking = printed(&[&chart]);
    lacking.texts.retain(|tag, _| !tag.starts_with("Sentenced/"));
    let Err(RefreshError::Missing(missing)) = refresh(&bytes, &lacking, false) else { panic!("it was refreshed") };
    assert_eq!(missing, ["Sentenced/to-date/year (the chart \"c\")"]);
    let body = part(&bytes, "word/charts/chart1.xml");
    let other = word::with_part(&bytes, "word/charts/chart1.xml", &body.replace("<c:v>97</c:v>", "<c:v>79</c:v>"));
    let wrong = compare(&read(&other).unwrap(), &printed(&[&chart]).texts);
    let what: Vec<&str> = wrong.iter().map(|mismatch| mismatch.what.as_str()).collect();
    assert_eq!(what, ["chart c, 2023, Convictions", "the workbook of chart c"]);
}
