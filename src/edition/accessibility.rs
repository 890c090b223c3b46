//! Finished PDFs, read back → what the coordinator who certifies them needs: the conformance that is claimed, the
//! checks that were run, what a screen reader will say and in which order, and what a person still has to look at.

use crate::document::model::{Block, Document, plain_text};
use crate::render::RenderError;
use crate::render::pdf::read::{self, Node};
use crate::render::theme::{LEAST_CONTRAST, Theme};
use serde_json::{Value as Json, json};

/// A finished PDF with the document that it was made from.
#[derive(Debug, Clone, Copy)]
pub struct Finished<'a> {
    /// The file's name.
    pub file: &'a str,
    /// Its document.
    pub document: &'a Document,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What every PDF claims to be.
const CLAIMED: [&str; 2] = ["PDF/UA-1 (ISO 14289-1:2014)", "PDF/A-3a (ISO 19005-3:2012)"];

/// What no program can judge.
const BY_A_PERSON: [&str; 6] = [
    "The reading order makes sense when it is heard from the first to the last line.",
    "Each alternative text says what the chart shows to those who see it.",
    "No meaning is carried by colour alone.",
    "Headings say what stands below them.",
    "The words of each link tell where it leads.",
    "The Word files pass the accessibility checker of Word.",
];

/// One check with what it found; nothing found is a pass.
struct Check {
    what: &'static str,
    found: Vec<String>,
}

/// The report of an edition as data.
///
/// # Errors
/// [`RenderError::Content`] for a file that cannot be read back as a tagged PDF.
pub fn accessibility_json(edition: &str, theme: &Theme, files: &[Finished<'_>]) -> Result<Json, RenderError> {
    let sheets = files.iter().map(|file| sheet(file, theme)).collect::<Result<Vec<_>, _>>()?;
    let contrast = theme.contrasts().into_iter().map(|contrast| {
        json!({
            "what": contrast.what,
            "text": format!("#{}", contrast.text.hex()),
            "ground": format!("#{}", contrast.ground.hex()),
            "ratio": contrast.ratio(),
            "required": "4.5 : 1",
            "result": result(contrast.hundredths >= LEAST_CONTRAST),
        })
    });
    Ok(json!({
        "edition": edition,
        "claimed": CLAIMED,
        "sheets": sheets,
        "contrast": contrast.collect::<Vec<_>>(),
        "manual_checks": BY_A_PERSON,
    }))
}

/// What the checks of a report found, one sentence each; nothing for an edition that may be published.
#[must_use]
pub fn accessibility_faults(report: &Json) -> Vec<String> {
    let list = |value: &Json, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let mut faults = Vec::new();
    for sheet in list(report, "sheets") {
        for check in list(&sheet, "checks") {
            let found = list(&check, "found").into_iter();
            faults.extend(found.map(|found| format!("{}: {}", words(&sheet["file"]), words(&found))));
        }
    }
    faults
}

fn result(passed: bool) -> &'static str {
    if passed { "passed" } else { "failed" }
}

fn sheet(file: &Finished<'_>, theme: &Theme) -> Result<Json, RenderError> {
    let said = read::read(file.bytes)?;
    let all = said.root.walk();
    let of_role = |role: &str| all.iter().copied().filter(|node| node.role == role).collect::<Vec<_>>();
    let checks = checks(file, &said, theme)?
        .into_iter()
        .map(|check| json!({ "check": check.what, "result": result(check.found.is_empty()), "found": check.found }));
    let checks: Vec<Json> = checks.collect();
    let mut order = Vec::new();
    reading_order(&said.root, &mut order);
    let figures = of_role("Figure").into_iter().map(|node| json!(node.alt));
    let links = all.iter().filter_map(|node| node.link.as_ref().map(|url| json!({ "words": node.text, "to": url })));
    let passages =
        all.iter().filter_map(|node| node.lang.as_ref().map(|l| json!({ "language": l, "text": node.text })));
    Ok(json!({
        "file": file.file,
        "title": said.title,
        "language": said.language,
        "pages": said.pages,
        "checks": checks,
        "reading_order": order,
        "alternative_texts": figures.collect::<Vec<_>>(),
        "tables": of_role("Table").into_iter().map(table).collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
        "passages_in_other_languages": passages.collect::<Vec<_>>(),
    }))
}

fn table(node: &Node) -> Json {
    let heads = |scope: &str| {
        let cells = node.walk().into_iter().filter(|cell| cell.scope.as_deref() == Some(scope));
        cells.map(|cell| cell.text.clone()).collect::<Vec<_>>()
    };
    let caption = node.children.iter().find(|child| child.role == "Caption").map(|caption| caption.text.clone());
    json!({ "caption": caption, "summary": node.alt, "column_heads": heads("Column"), "row_heads": heads("Row") })
}

/// What is heard, one entry for each block, list item, row and figure.
fn reading_order(node: &Node, order: &mut Vec<String>) {
    match node.role.as_str() {
        "Document" | "Div" | "L" | "Table" | "THead" | "TBody" => {
            node.children.iter().for_each(|child| reading_order(child, order));
        }
        "TR" => {
            let cells: Vec<&str> = node.children.iter().map(|cell| cell.text.as_str()).collect();
            order.push(format!("Row: {}", cells.join(" | ")));
        }
        "Figure" => order.push(format!("Figure: {}", node.alt.as_deref().unwrap_or_default())),
        role => order.push(format!("{role}: {}", node.text)),
    }
}

fn checks(file: &Finished<'_>, said: &read::Sheet, theme: &Theme) -> Result<Vec<Check>, RenderError> {
    let all = said.root.walk();
    let having = |role: &str, wrong: &dyn Fn(&Node) -> bool, what: &str| {
        let nodes = all.iter().filter(|node| node.role == role && wrong(node));
        nodes.map(|node| format!("{what}: \"{}\"", node.text)).collect::<Vec<_>>()
    };
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let low = theme.contrasts().into_iter().filter(|contrast| contrast.hundredths < LEAST_CONTRAST);
    Ok(vec![
        Check { what: "content, structure tree and parent tree agree", found: read::check(file.bytes)? },
        Check { what: "title and language are set", found: properties(file.document, said) },
        Check { what: "headings and alternative texts are those of the sheet", found: parity(file.document, &all) },
        Check { what: "one heading of level one, and no level skipped", found: levels(&all) },
        Check {
            what: "every figure has an alternative text",
            found: having("Figure", &|node| blank(&node.alt), "a figure has none"),
        },
        Check {
            what: "every header cell has a scope",
            found: having("TH", &|node| node.scope.is_none(), "a header cell has none"),
        },
        Check {
            what: "every table has a head",
            found: having("Table", &|node| node.children.iter().all(|c| c.role != "THead"), "a table has none"),
        },
        Check {
            what: "contrast of text by WCAG 2.2 AA",
            found: low.map(|contrast| format!("{}: {}", contrast.what, contrast.ratio())).collect(),
        },
    ])
}

fn properties(document: &Document, said: &read::Sheet) -> Vec<String> {
    let pairs = [("title", &said.title, &document.meta.title), ("language", &said.language, &document.meta.language)];
    let wrong = pairs.into_iter().filter(|(_, said, meant)| said != meant || said.is_empty());
    wrong.map(|(what, said, _)| format!("the {what} is \"{said}\"")).collect()
}

fn levels(all: &[&Node]) -> Vec<String> {
    let levels: Vec<u8> = all.iter().filter_map(|node| level(node)).collect();
    let mut found = Vec::new();
    if levels.iter().filter(|level| **level == 1).count() != 1 {
        found.push("there is not one heading of level one".to_owned());
    }
    found.extend(
        levels.windows(2).filter(|pair| pair[1] > pair[0] + 1).map(|pair| format!("H{} after H{}", pair[1], pair[0])),
    );
    found
}

fn level(node: &Node) -> Option<u8> {
    node.role.strip_prefix('H').and_then(|level| level.parse().ok())
}

/// Headings and alternative texts that the sheet has and the file has not, or otherwise.
fn parity(document: &Document, all: &[&Node]) -> Vec<String> {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut meant = Vec::new();
    spoken(&document.blocks, &mut meant);
    let said = all.iter().filter_map(|node| match node.role.as_str() {
        "Figure" | "Table" => node.alt.clone(),
        _ => level(node).map(|_| node.text.clone()),
    });
    let (said, meant): (Vec<String>, Vec<String>) =
        (said.map(|text| fold(&text)).collect(), meant.iter().map(|text| fold(text)).collect());
    if said == meant {
        return Vec::new();
    }
    let missing = meant.iter().filter(|text| !said.contains(text)).map(|text| format!("not in the file: \"{text}\""));
    let added = said.iter().filter(|text| !meant.contains(text)).map(|text| format!("not in the sheet: \"{text}\""));
    let found: Vec<String> = missing.chain(added).collect();
    if found.is_empty() { vec!["they stand in another order".to_owned()] } else { found }
}

fn spoken(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Masthead(masthead) => texts.push(plain_text(&masthead.title)),
            Block::Heading { text, .. } => texts.push(plain_text(text)),
            Block::Chart(chart) => texts.push(chart.alt.clone()),
            Block::Table(table) => texts.push(table.alt.clone()),
            Block::Columns(parts) | Block::List { items: parts, .. } => parts.iter().for_each(|p| spoken(p, texts)),
            _ => {}
        }
    }
}

fn words(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The same report for reading and signing, as Markdown.
#[must_use]
pub fn accessibility_markdown(report: &Json) -> String {
    let mut text = format!("# Accessibility of the edition {}\n", words(&report["edition"]));
    text.push_str("\nFor the coordinator who certifies it. What is said here was read back from the finished files.\n");
    text.push_str(&format!("\nEach PDF claims to conform to {}.\n", each(&report["claimed"], words).join(" and ")));
    for sheet in report["sheets"].as_array().into_iter().flatten() {
        push_sheet(&mut text, sheet);
    }
    each(&report["word_files"], Json::clone).iter().for_each(|file| push_word(&mut text, file));
    text.push_str(
        "\n## Contrast\n\n| text | colour | ground | ratio | at least | result |\n|---|---|---|--:|--:|---|\n",
    );
    for line in report["contrast"].as_array().into_iter().flatten() {
        let cells = ["what", "text", "ground", "ratio", "required", "result"].map(|key| words(&line[key]));
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text.push_str("\n## To be checked by a person\n\n| check | by | date |\n|---|---|---|\n");
    each(&report["manual_checks"], words).iter().for_each(|check| text.push_str(&format!("| {check} | | |\n")));
    text
}

fn each<T>(list: &Json, one: impl Fn(&Json) -> T) -> Vec<T> {
    list.as_array().into_iter().flatten().map(one).collect()
}

fn push_sheet(text: &mut String, sheet: &Json) {
    text.push_str(&format!("\n## {}\n\n", words(&sheet["file"])));
    let (title, language) = (escaped(&words(&sheet["title"])), words(&sheet["language"]));
    text.push_str(&format!("Title: {title}. Language: {language}. Pages: {}.\n", sheet["pages"]));
    text.push_str("\n| check | result |\n|---|---|\n");
    for check in sheet["checks"].as_array().into_iter().flatten() {
        text.push_str(&format!("| {} | {} |\n", words(&check["check"]), words(&check["result"])));
    }
    section(text, "Alternative texts", &each(&sheet["alternative_texts"], |alt| escaped(&words(alt))));
    section(text, "Tables", &each(&sheet["tables"], table_words));
    let link = |link: &Json| format!("{}: <{}>", escaped(&words(&link["words"])), words(&link["to"]));
    section(text, "Links", &each(&sheet["links"], link));
    let passage = |passage: &Json| format!("{}: {}", words(&passage["language"]), escaped(&words(&passage["text"])));
    section(text, "Passages in other languages", &each(&sheet["passages_in_other_languages"], passage));
    section(text, "Reading order", &each(&sheet["reading_order"], |line| escaped(&words(line))));
}

/// A Word file, in the words of `accessibility_word`.
fn push_word(text: &mut String, file: &Json) {
    let (title, language) = (escaped(&words(&file["title"])), words(&file["language"]));
    text.push_str(&format!("\n## {}\n\nTitle: {title}. Language: {language}.\n", words(&file["file"])));
    let lines = |key: &str| each(&file[key], |line| escaped(&words(line)));
    section(text, "Missing", &lines("missing"));
    section(text, "Headings", &lines("headings"));
    section(text, "Alternative texts", &lines("alternative_texts"));
    let table = |table: &Json| {
        let heads = escaped(&each(&table["column_heads"], words).join("; "));
        format!("{} – header rows: {}. First row: {heads}.", escaped(&words(&table["caption"])), table["header_rows"])
    };
    section(text, "Tables", &each(&file["tables"], table));
}

fn table_words(table: &Json) -> String {
    let heads = |key: &str| escaped(&each(&table[key], words).join("; "));
    let caption = escaped(&words(&table["caption"]));
    format!("{caption} – column heads: {}. Row heads: {}.", heads("column_heads"), heads("row_heads"))
}

/// A numbered list under a heading; nothing for an empty one.
fn section(text: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    text.push_str(&format!("\n### {title}\n\n"));
    for (number, line) in (1..).zip(lines) {
        text.push_str(&format!("{number}. {line}\n"));
    }
}

/// Words as Markdown that means nothing but them.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_[]<>|#".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
