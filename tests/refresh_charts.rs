//! Charts of a refreshed sheet, wherever they stand: in heads and feet, copied, robbed of their alternative text.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;
#[path = "support/docx_files.rs"]
mod word;

use factsheet::document::chart_alt;
use factsheet::document::model::*;
use factsheet::edition::word_findings;
use factsheet::render::docx::read::{compare, read};
use factsheet::render::docx::refresh::{Printed, refresh};
use factsheet::render::docx::render;
use factsheet::value::Amount;
use support::{meta, sliced, text, theme};
use word::{part, with_part, without_part};

const BODY: &str = "word/document.xml";

/// A chart of the cases by year, described as "Defendants"; a year without a number is withheld.
fn chart(values: &[(&str, Option<i128>)]) -> Chart {
    let point = |(year, number): &(&str, Option<i128>)| Point {
        label: (*year).to_owned(),
        value: number.map(Amount::from_int),
        text: vec![sliced(
            "cases",
            &number.map_or("[c]".to_owned(), |number| number.to_string()),
            &[("year", year)],
            Form::Exact,
        )],
        emphasis: false,
    };
    let points: Vec<Point> = values.iter().map(point).collect();
    let alt = chart_alt(true, "Defendants", "Cases", &points, &[]);
    let drawn = support::chart("cases-by-year", ChartKind::Columns, "Cases", "Defendants", &[("", 0)]);
    Chart { series: "Cases".to_owned(), points, alt, ..drawn }
}

fn sheet(values: &[(&str, Option<i128>)]) -> Vec<u8> {
    let masthead = Masthead { eyebrow: vec![], title: text("Alpha"), subtitle: text("Sheet"), aside: vec![] };
    let blocks = vec![Block::Masthead(masthead), Block::Chart(chart(values))];
    render(&Document { meta: meta(), blocks }, &theme()).unwrap()
}

fn edition(values: &[(&str, Option<i128>)]) -> Printed {
    let mut texts = indexmap::IndexMap::new();
    for (year, number) in values {
        texts.insert(format!("cases/to-date/year={year}/label"), (*year).to_owned());
        let printed = number.map_or("[c]".to_owned(), |number| number.to_string());
        texts.insert(format!("cases/to-date/year={year}/exact"), printed);
    }
    texts.insert("@edition/name/words".to_owned(), "December 2024".to_owned());
    texts.insert("@edition/number/words".to_owned(), "2024-12".to_owned());
    Printed { as_of: meta().published.unwrap(), digest: "1".repeat(64), texts }
}

/// The relationship of the chart, and its drawing.
fn cut(body: &str) -> (String, String) {
    let start = body.find("<w:drawing>").unwrap();
    let start = if body[start..].find("c:chart").unwrap() < body[start..].find("</w:drawing>").unwrap() {
        start
    } else {
        start + 1 + body[start + 1..].find("<w:drawing>").unwrap()
    };
    let end = start + body[start..].find("</w:drawing>").unwrap() + "</w:drawing>".len();
    let drawing = body[start..end].to_owned();
    (body.replacen(&drawing, "", 1), drawing)
}

/// The sheet with its chart in a running head.
fn with_head(file: &[u8]) -> Vec<u8> {
    let (body, drawing) = cut(&part(file, BODY));
    let links = part(file, "word/_rels/document.xml.rels");
    let at = links.find("Id=\"rIdChart1\"").unwrap();
    let (start, end) = (links[..at].rfind('<').unwrap(), at + links[at..].find("/>").unwrap() + 2);
    let link = links[start..end].replace("Target=\"charts/", "Target=\"/word/charts/");
    let head = part(file, "word/header2.xml");
    let head = head.replacen("</w:p>", &format!("<w:r>{drawing}</w:r></w:p>"), 1);
    let declared = if head.contains("xmlns:r=") {
        head
    } else {
        let schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        head.replacen("<w:hdr ", &format!("<w:hdr xmlns:r=\"{schema}\" "), 1)
    };
    let schema = "http://schemas.openxmlformats.org/package/2006/relationships";
    let file = with_part(file, BODY, &body);
    let file = with_part(&file, "word/_rels/document.xml.rels", &format!("{}{}", &links[..start], &links[end..]));
    let file = with_part(&file, "word/header2.xml", &declared);
    let rels = "word/_rels/header2.xml.rels";
    let has = word::names(&file).iter().any(|name| name == rels);
    let file = if has { without_part(&file, rels) } else { file };
    with_part(&file, rels, &format!("<Relationships xmlns=\"{schema}\">{link}</Relationships>"))
}

const OLD: [(&str, Option<i128>); 2] = [("2022", Some(10)), ("2023", Some(20))];
const NEW: [(&str, Option<i128>); 3] = [("2022", Some(11)), ("2023", Some(21)), ("2024", Some(31))];

#[test]
fn a_chart_in_a_running_head_is_read_verified_and_refreshed() {
    let file = with_head(&sheet(&OLD));
    let reading = read(&file).unwrap();
    assert_eq!(reading.drawings.iter().filter(|drawing| drawing.chart.is_some()).count(), 1);
    assert_eq!(reading.charts["cases-by-year"].points[1], ("2023".to_owned(), Some("20".to_owned())));
    assert_eq!(compare(&reading, &edition(&OLD).texts), []);
    assert_eq!(compare(&reading, &edition(&NEW).texts).len(), 2, "last edition's numbers are found");
    let silent = with_part(&file, "word/header2.xml", &part(&file, "word/header2.xml").replace("descr=", "x="));
    assert!(word_findings(&read(&silent).unwrap()).iter().any(|found| found.contains("cases-by-year")));

    let done = refresh(&file, &edition(&NEW), false).unwrap();
    assert_eq!((done.charts, done.warnings), (1, vec![]));
    let reading = read(&done.bytes).unwrap();
    assert_eq!(compare(&reading, &edition(&NEW).texts), []);
    assert_eq!(reading.charts["cases-by-year"], read(&sheet(&NEW)).unwrap().charts["cases-by-year"]);
    let drawing = reading.drawings.iter().find(|drawing| drawing.chart.is_some()).unwrap();
    assert_eq!(drawing.alt, chart(&NEW).alt);
}

#[test]
fn both_copies_of_a_chart_get_the_new_alternative_text() {
    let file = sheet(&OLD);
    let body = part(&file, BODY);
    let (_, drawing) = cut(&body);
    let copied = with_part(&file, BODY, &body.replacen(&drawing, &format!("{drawing}</w:r><w:r>{drawing}"), 1));
    let done = refresh(&copied, &edition(&NEW), false).unwrap();
    let reading = read(&done.bytes).unwrap();
    let alts: Vec<&str> =
        reading.drawings.iter().filter(|d| d.chart.is_some()).map(|drawing| drawing.alt.as_str()).collect();
    assert_eq!(alts, [chart(&NEW).alt.as_str(); 2]);
    assert_eq!((done.charts, done.changes.len()), (2, 1));
}

#[test]
fn a_second_chart_of_the_same_name_is_not_hidden_by_the_first() {
    // Word gives a copied chart a part of its own and leaves it its name.
    let file = sheet(&OLD);
    let body = part(&file, BODY);
    let (_, drawing) = cut(&body);
    let second = drawing.replace("rIdChart1", "rIdCopy");
    let body = body.replacen(&drawing, &format!("{drawing}</w:r><w:r>{second}"), 1);
    let links = part(&file, "word/_rels/document.xml.rels");
    let at = links.find("Id=\"rIdChart1\"").unwrap();
    let (start, end) = (links[..at].rfind('<').unwrap(), at + links[at..].find("/>").unwrap() + 2);
    let link = links[start..end].replace("rIdChart1", "rIdCopy").replace("chart1.xml", "copy.xml");
    let copy = part(&file, "word/charts/chart1.xml").replacen(">20<", ">99<", 1);
    let types = part(&file, "[Content_Types].xml");
    let kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
    let kind = format!("<Override PartName=\"/word/charts/copy.xml\" ContentType=\"{kind}\"/></Types>");
    let file = with_part(&file, BODY, &body);
    let file = with_part(
        &file,
        "word/_rels/document.xml.rels",
        &links.replace(&links[start..end], &format!("{}{link}", &links[start..end])),
    );
    let file = with_part(&file, "word/charts/copy.xml", &copy);
    let file = with_part(&file, "[Content_Types].xml", &types.replace("</Types>", &kind));
    let [wrong] = compare(&read(&file).unwrap(), &edition(&OLD).texts).try_into().unwrap();
    assert_eq!((wrong.found.as_str(), wrong.expected.as_deref()), ("99", Some("20")));
    let done = refresh(&file, &edition(&NEW), false).unwrap();
    assert_eq!(done.charts, 2);
    assert_eq!(compare(&read(&done.bytes).unwrap(), &edition(&NEW).texts), []);
}

#[test]
fn a_lost_alternative_text_comes_back_with_the_description_above_the_chart() {
    let file = sheet(&OLD);
    let robbed = |body: &str| {
        let (_, drawing) = cut(body);
        let at = drawing.find("descr=\"").unwrap() + 7;
        let bare = format!("{}{}", &drawing[..at], &drawing[at + drawing[at..].find('"').unwrap()..]);
        with_part(&file, BODY, &body.replacen(&drawing, &bare, 1))
    };
    let alt = |bytes: &[u8]| {
        let reading = read(bytes).unwrap();
        reading.drawings.into_iter().find(|drawing| drawing.chart.is_some()).unwrap().alt
    };
    let body = part(&file, BODY);
    let done = refresh(&robbed(&body), &edition(&NEW), false).unwrap();
    assert_eq!((alt(&done.bytes), done.warnings), (chart(&NEW).alt, vec![]));
    // Where no description stands there, a person has to look.
    let done = refresh(&robbed(&body.replace("\"Description\"", "\"Source\"")), &edition(&NEW), false).unwrap();
    assert_eq!(alt(&done.bytes), chart(&NEW).alt.replace(" Defendants.", ""));
    let [told] = done.warnings.try_into().unwrap();
    assert!(told.contains("was lost and is written anew from its numbers"), "{told}");
}

#[test]
fn a_marker_of_a_chart_that_comes_or_goes_is_told() {
    let withheld = [("2022", None), ("2023", Some(20))];
    let done = refresh(&sheet(&withheld), &edition(&[("2022", Some(5)), ("2023", None)]), false).unwrap();
    let told = |which: &str, what: &str| {
        format!("the chart \"cases-by-year\" has {which} {what}: does the legend below it still say what it should?")
    };
    assert_eq!(done.warnings, [told("now", "[c] for 2023"), told("no longer", "[c] for 2022")]);
    let same = refresh(&sheet(&withheld), &edition(&[("2022", None), ("2023", Some(21))]), false).unwrap();
    assert_eq!(same.warnings, [""; 0]);
}

#[test]
fn a_chart_in_a_text_box_is_refreshed_and_the_box_keeps_its_own_words() {
    let file = sheet(&OLD);
    let body = part(&file, BODY);
    let (_, drawing) = cut(&body);
    let space = "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";
    let boxed = format!(
        "<w:drawing><wp:inline><wp:extent cx=\"9\" cy=\"9\"/><wp:docPr id=\"77\" name=\"Box\" descr=\"A box\"/>\
         <a:graphic><a:graphicData><wps:wsp {space}><wps:txbx><w:txbxContent><w:p><w:r>{drawing}</w:r></w:p>\
         </w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    );
    let done = refresh(&with_part(&file, BODY, &body.replacen(&drawing, &boxed, 1)), &edition(&NEW), false).unwrap();
    let reading = read(&done.bytes).unwrap();
    let said: Vec<(&str, &str)> = reading.drawings.iter().map(|d| (d.name.as_str(), d.alt.as_str())).collect();
    assert_eq!(said, [("Box", "A box"), ("cases-by-year", chart(&NEW).alt.as_str())]);
    assert_eq!(compare(&reading, &edition(&NEW).texts), []);
}
