//! The report as data → the same report for reading and signing, as Markdown.

use super::words;
use serde_json::Value as Json;

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
    // In tables of two columns, and in very small ones, the first cell of a row is no head.
    let rows = match heads("row_heads") {
        none if none.is_empty() => "none".to_owned(),
        some => some,
    };
    format!("{caption} – column heads: {}. Row heads: {rows}.", heads("column_heads"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_without_row_heads_says_that_it_has_none() {
        let table = serde_json::json!({ "caption": "Cases", "column_heads": ["Year", "Cases"], "row_heads": [] });
        assert_eq!(table_words(&table), "Cases – column heads: Year; Cases. Row heads: none.");
    }
}
