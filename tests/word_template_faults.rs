//! Word files that staff made as templates: what is refused, and with which words. Nothing is written then.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/build.rs"]
mod support;
#[path = "support/word_templates.rs"]
mod templates;
#[path = "support/docx_files.rs"]
mod word;

use factsheet::batch::{Options, build};
use factsheet::render::docx::read::read;
use std::fs;
use support::{Silent, explain};
use templates::{
    BODY, beginning, changed, field, filled, fixture, paragraph, picture, project, refused, related, run, within,
};
use word::{names, part, with_part, without_part};

/// Each of these words is said.
fn says(said: &str, words: &[&str]) {
    for words in words {
        assert!(said.contains(words), "not said: {words}\n{said}");
    }
}

#[test]
fn what_cannot_be_filled_says_where_and_why() {
    let said = refused(&[
        ("figure", changed("claim \"cash\"", "claim \"cahs\"")),
        ("name", changed("{{as_of}}", "{{asof}}")),
        ("open", changed("{{/if}}.", ".")),
        ("stray", changed("No cash was seized.", "{{/each}}")),
        ("crossed", changed("{{label}}", "{{label}}{{/if}}")),
        ("brace", changed("({{status}})", "({{status)")),
        ("amid", changed("<w:t>{{#if (any \"cash\")}}</w:t>", "<w:t>Look: {{#if (any \"cash\")}} so</w:t>")),
        ("breakdown", changed("by=&quot;year&quot;", "by=&quot;yaer&quot;")),
        ("partial", changed("{{status}}", "{{> lead}}")),
        ("intext", changed("{{status}}", "{{chart &quot;arrests&quot;}}")),
        ("note", changed("{{status}}", "{{note &quot;x&quot;}}")),
    ]);
    for words in [
        "templates/figure.docx: paragraph 5 (\"Cash seized: {{claim \"cahs\"}}\"): unknown figure \"cahs\"\n    did you mean \"cash\"?",
        "templates/name.docx: paragraph 2 (\"Figures as of {{asof}} ({{status}})\"): unknown name \"asof\"\n    did you mean \"as_of\"?",
        "{{#if}} is not closed\n    write {{/if}} where it ends",
        "templates/stray.docx: paragraph 7 (\"{{/each}}\"): {{/each}} closes what {{#if}} opens",
        "{{/if}} closes what {{#each}} opens",
        "paragraph 2 (\"Figures as of {{as_of}} ({{status)\"): a placeholder begins with {{ and does not end",
        "{{#if (any \"cash\")}} stands amid the text",
        "templates/breakdown.docx: the chart {{chart \"convictions\" by=\"yaer\"}}: unknown breakdown \"yaer\"\n    did you mean \"year\"?",
        "partials are not offered in Word templates",
        "a chart cannot stand in the text",
        "the note \"x\" cannot be numbered in a Word template",
    ] {
        assert!(said.contains(words), "not said: {words}\n{said}");
    }
}

#[test]
fn files_that_would_be_damaged_or_dangerous_are_refused() {
    let whole = fixture("python-docx.docx");
    let types = part(&whole, "[Content_Types].xml");
    let enabled = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    );
    let image = names(&whole).into_iter().find(|name| name.starts_with("word/media/")).unwrap();
    let relations = part(&whole, "word/_rels/document.xml.rels");
    let at = relations.find("media/").unwrap();
    let start = relations[..at].rfind("<Relationship ").unwrap();
    let end = relations[start..].find("/>").unwrap() + start + 2;
    let unrelated = format!("{}{}", &relations[..start], &relations[end..]);
    let deep = format!("<w:document>{}{}</w:document>", "<w:p>".repeat(300), "</w:p>".repeat(300));
    let said = refused(&[
        ("macro", with_part(&whole, "word/vbaProject.bin", "code")),
        ("enabled", with_part(&whole, "[Content_Types].xml", &enabled)),
        ("image", without_part(&whole, &image)),
        ("relation", with_part(&whole, "word/_rels/document.xml.rels", &unrelated)),
        ("password", [vec![0xD0, 0xCF, 0x11, 0xE0], vec![0; 600]].concat()),
        ("text", b"Dear all".to_vec()),
        ("cut", whole[..whole.len() / 2].to_vec()),
        ("xml", with_part(&whole, BODY, "<w:document><w:body></w:document>")),
        ("deep", with_part(&whole, BODY, &deep)),
        ("doctype", with_part(&whole, BODY, "<!DOCTYPE a [<!ENTITY b \"c\">]><w:document/>")),
    ]);
    for words in [
        "templates/macro.docx: the file holds macros",
        "templates/enabled.docx: the file holds macros",
        &format!("templates/image.docx: word/document.xml refers to a picture that is not in the file: {image}"),
        "templates/relation.docx: word/document.xml refers to something that is not in the file",
        "templates/password.docx: this is a file of old Word (.doc) or one with a password",
        "templates/text.docx: this is not a Word file",
        "templates/cut.docx: this is not a Word file, or a damaged one",
        "templates/xml.docx: word/document.xml: a part of the Word file cannot be read",
        "templates/deep.docx: word/document.xml: a part of the Word file cannot be read or written: its elements are nested too deeply",
        "templates/doctype.docx: word/document.xml: a part of the Word file cannot be read or written: it has a document type",
    ] {
        assert!(said.contains(words), "not said: {words}\n{said}");
    }
}

#[test]
fn a_word_template_makes_only_word_files() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), &[("word", fixture("python-docx.docx"))]);
    let file = project.join("factsheet.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("formats = [\"docx\"]", "formats = [\"pdf\", \"docx\"]")).unwrap();
    let error = build(&Options { project, ..Options::default() }, &Silent).unwrap_err();
    assert!(explain(&error).contains("makes only a Word file"), "{}", explain(&error));
}

#[test]
fn what_lies_outside_of_the_file_or_unread_in_it_is_refused() {
    let chunk = with_part(&related("aFChunk", "odd.html", ""), "word/odd.html", "<p>Anything</p>");
    let body = part(&chunk, BODY).replacen("<w:p>", "<w:altChunk r:id=\"rIdOdd\"/><w:p>", 1);
    let said = refused(&[
        ("chunk", with_part(&chunk, BODY, &body)),
        ("linked", related("image", "file:///C:/seal.png", " TargetMode=\"External\"")),
        ("object", related("oleObject", "https://example.com/a.xlsx", " TargetMode=\"External\"")),
    ]);
    for words in [
        "templates/chunk.docx: word/document.xml holds another file unread (word/odd.html)",
        "templates/linked.docx: word/document.xml takes something from outside the file (image: file:///C:/seal.png)",
        "templates/object.docx: word/document.xml takes something from outside the file (oleObject:",
    ] {
        assert!(said.contains(words), "not said: {words}\n{said}");
    }
}

#[test]
fn a_damaged_file_is_refused_and_never_a_panic() {
    let whole = fixture("python-docx.docx");
    // A refresh opens a file as the filling of a template does, and needs no project.
    let texts = indexmap::IndexMap::new();
    let as_of = factsheet::value::Day::new(2024, 12, 31).unwrap();
    let printed = factsheet::render::docx::refresh::Printed { as_of, digest: String::new(), texts };
    for at in (0..whole.len()).step_by(211) {
        assert!(factsheet::render::docx::refresh::refresh(&whole[..at], &printed, false).is_err(), "cut at {at}");
        let mut flipped = whole.clone();
        flipped[at] ^= 0x5A;
        if let Ok(done) = factsheet::render::docx::refresh::refresh(&flipped, &printed, false) {
            assert!(read(&done.bytes).is_ok(), "flipped at {at}");
        }
    }
}

/// The template with a link to this address, and a paragraph that has it.
fn linked(address: &str) -> Vec<u8> {
    let link = format!("<w:p><w:hyperlink r:id=\"rIdOdd\">{}</w:hyperlink></w:p>", run("Read more"));
    within(&related("hyperlink", address, " TargetMode=\"External\""), &link)
}

#[test]
fn a_placeholder_in_a_control_that_holds_only_plain_text_is_refused() {
    let control = |kind: &str| {
        let inside = format!(
            "<w:sdtPr><w:id w:val=\"5\"/>{kind}</w:sdtPr><w:sdtContent>{}</w:sdtContent>",
            run("N {{arrests}}")
        );
        beginning(&format!("<w:p>{}<w:sdt>{inside}</w:sdt></w:p>", run("Say: ")))
    };
    let said = refused(&[
        ("text", control("<w:text/>")),
        ("date", control("<w:date/>")),
        ("list", control("<w:dropDownList/>")),
        ("combo", control("<w:comboBox/>")),
        ("bound", control("<w:dataBinding w:xpath=\"/a\" w:storeItemID=\"{0}\"/>")),
    ]);
    for (name, kind) in
        [("text", "plain text"), ("date", "a date"), ("list", "a list"), ("combo", "a list"), ("bound", "bound")]
    {
        let words = format!(
            "templates/{name}.docx: paragraph 1 (\"Say: N {{{{arrests}}}}\"): a placeholder stands in a content control"
        );
        says(&said, &[&words]);
        let line = said.lines().find(|line| line.contains(&format!("templates/{name}.docx"))).unwrap();
        assert!(line.contains(kind), "{line}");
    }
    filled(&[("rich", control(""))]);
}
