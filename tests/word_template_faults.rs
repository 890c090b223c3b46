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
    says(
        &said,
        &[
            "templates/figure.docx: paragraph 5 (\"Cash seized: {{claim \"cahs\"}}\"): unknown figure \"cahs\"\n    did you mean \"cash\"?",
            "templates/name.docx: paragraph 2 (\"Figures as of {{asof}} ({{status}})\"): unknown name \"asof\"\n    did you mean \"as_of\"?",
            "{{#if}} is not closed\n    write {{/if}} where it ends",
            "templates/stray.docx: paragraph 7 (\"{{/each}}\"): {{/each}} closes what {{#if}} opens",
            "{{/if}} closes what {{#each}} opens",
            "paragraph 2 (\"Figures as of {{as_of}} ({{status)\"): a placeholder begins with {{ and does not end",
            "{{#if (any \"cash\")}} stands amid the text",
            "templates/breakdown.docx: paragraph 21: the chart {{chart \"convictions\" by=\"yaer\"}}: unknown breakdown \"yaer\"\n    did you mean \"year\"?",
            "partials are not offered in Word templates",
            "a chart cannot stand in the text",
            "the note \"x\" cannot be numbered in a Word template",
        ],
    );
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
    says(
        &said,
        &[
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
        ],
    );
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
    says(
        &said,
        &[
            "templates/chunk.docx: word/document.xml holds another file unread (word/odd.html)",
            "templates/linked.docx: word/document.xml takes something from outside the file (image: file:///C:/seal.png)",
            "templates/object.docx: word/document.xml takes something from outside the file (oleObject:",
        ],
    );
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
fn a_chart_that_is_linked_to_a_workbook_outside_is_refused() {
    let finished = filled(&[("finished", fixture("python-docx.docx"))]).remove(0);
    let name = "word/charts/_rels/factsheet1.xml.rels";
    let book = "Target=\"/word/embeddings/factsheet1.xlsx\"";
    let relations = part(&finished, name);
    assert!(relations.contains(book), "{relations}");
    let outside = relations.replace(book, "Target=\"file:///C:/Users/x/Book1.xlsx\" TargetMode=\"External\"");
    let said = refused(&[("chart", with_part(&finished, name, &outside))]);
    let words = "templates/chart.docx: word/charts/factsheet1.xml takes something from outside the file (package: \
                 file:///C:/Users/x/Book1.xlsx)\n    insert it, or break the link in Word";
    says(&said, &[words]);
}

#[test]
fn links_lead_only_where_those_of_other_templates_may() {
    let paragraph = |inside: &str| beginning(&format!("<w:p>{inside}</w:p>"));
    let simple = |instruction: &str| {
        paragraph(&format!(
            "<w:fldSimple w:instr=\"{}\">{}</w:fldSimple>",
            instruction.replace('"', "&quot;"),
            run("x")
        ))
    };
    let shape = "<w:r><w:pict><v:shape href=\"javascript:alert(3)\" style=\"width:9pt;height:9pt\"/></w:pict></w:r>";
    let said = refused(&[
        ("script", linked("javascript:alert(1)")),
        ("file", linked("file:///c:/x.exe")),
        ("field", simple("HYPERLINK \"javascript:alert(2)\"")),
        ("split", paragraph(&field(&["HYPER", "LINK \\o \"https://a.gov\" \"fi", "le:///c:/y.exe\""]))),
        (
            "nested",
            paragraph(
                &field(&["HYPERLINK \"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
            <w:r><w:instrText>QUOTE data:</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r>\
            <w:instrText>text/html,x\""])
                .replace("=&quot;begin&quot;", "=\"begin\"")
                .replace("=&quot;end&quot;", "=\"end\""),
            ),
        ),
        ("shape", paragraph(shape)),
    ]);
    says(
        &said,
        &[
            "templates/script.docx: paragraph 1 (\"Read more\"): the link \"javascript:alert(1)\" is not allowed\n    links begin with https://, http://, mailto: or tel:",
            "templates/file.docx: paragraph 1 (\"Read more\"): the link \"file:///c:/x.exe\" is not allowed",
            "templates/field.docx: paragraph 1 (\"x\"): the link \"javascript:alert(2)\" is not allowed",
            "templates/split.docx: paragraph 1 (\"shown\"): the link \"file:///c:/y.exe\" is not allowed",
            "templates/nested.docx: paragraph 1 (\"shown\"): the link \"QUOTE data:text/html,x\" is not allowed",
            "templates/shape.docx: paragraph 1: the link \"javascript:alert(3)\" is not allowed",
        ],
    );
    let fields = ["HYPERLINK \"https://a.gov/b\"", "HYPERLINK \\l \"_Toc1\" \\h", "MAILTO x", " PAGE \\* MERGEFORMAT "];
    let allowed = fields.map(|instruction| format!("<w:p>{}</w:p>", field(&[instruction]))).concat();
    filled(&[("links", within(&linked("HTTPS://a.gov/?q=file:///"), &allowed))]);
}

#[test]
fn fields_that_bring_something_from_outside_are_refused() {
    let instructions = [
        ("dde", vec!["DDEAUTO c:\\\\windows\\\\cmd.exe \"/k calc\""]),
        ("old", vec![" dde Excel Book1"]),
        ("text", vec!["INCLUDE", "TEXT \"c:/secret.docx\""]),
        ("picture", vec!["INCLUDEPICTURE \"http://evil.example/x.png\" \\d"]),
        ("link", vec!["LINK Excel.Sheet.12 Book1.xlsx"]),
    ];
    let templates: Vec<(&str, Vec<u8>)> = instructions
        .iter()
        .map(|(name, pieces)| (*name, beginning(&format!("<w:p>{}{}</w:p>", run("See "), field(pieces)))))
        .collect();
    let said = refused(&templates);
    for name in [
        "dde.docx: # DDEAUTO",
        "old.docx: # DDE",
        "text.docx: # INCLUDETEXT",
        "picture.docx: # INCLUDEPICTURE",
        "link.docx: # LINK",
    ] {
        let words = name.replace('#', "paragraph 1 (\"See shown\"): the field");
        says(&said, &[&format!("templates/{words} takes something from outside the file")]);
    }
    // In a comment, which has a part of its own.
    let comments = "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:comment w:id=\"1\">\
                    <w:p><w:fldSimple w:instr=\"DDEAUTO a b\"/></w:p></w:comment></w:comments>";
    let comment = with_part(&related("comments", "comments.xml", ""), "word/comments.xml", comments);
    says(&refused(&[("aside", comment)]), &["word/comments.xml, paragraph 1: the field DDEAUTO takes something"]);
}

#[test]
fn a_placeholder_that_would_stay_as_it_is_is_refused() {
    let whole = "{{chart \"arrests\" by=\"year\"}}";
    let comments = format!(
        "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:comment w:id=\"1\">{}\
         </w:comment></w:comments>",
        paragraph("See {{arrests}}")
    );
    let caption = "<w:tblPr><w:tblCaption w:val=\"Cases {{arrests}}\"/>";
    let titled = {
        let finished = filled(&[("titled", fixture("python-docx.docx"))]).remove(0);
        let chart = part(&finished, "word/charts/factsheet1.xml");
        let title = "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Of {</a:t></a:r><a:r><a:t>{arrests}}</a:t></a:r></a:p></c:rich></c:tx></c:title>";
        with_part(&finished, "word/charts/factsheet1.xml", &chart.replacen("<c:chart>", title, 1))
    };
    let said = refused(&[
        ("value", beginning(&picture("{{value \"arrests\"}} cases"))),
        ("prefix", beginning(&picture(&format!("Chart: {whole}")))),
        ("if", beginning(&picture("{{#if (any \"arrests\")}}x{{/if}}"))),
        ("tail", beginning(&picture(&format!("{whole} and more words")))),
        ("two", beginning(&picture(&format!("{whole} {whole}")))),
        ("table", beginning(&picture("{{chart \"arrests\" by=\"year\" table=\"Year\"}}"))),
        ("title", beginning(&picture("{{chart \"arrests\" by=\"year\" title=\"A\"}}"))),
        ("unknown", beginning(&picture("{{chart \"arrests\" by=\"year\" knid=\"bars\"}}"))),
        ("alt", beginning(&picture("{{chart \"arrests\" by=\"year\" alt=\"Of {{arrests}}\"}}"))),
        ("caption", changed("<w:tblPr>", caption)),
        ("instruction", beginning(&format!("<w:p>{}</w:p>", field(&["QUOTE \"{", "{arrests}}\""])))),
        ("target", linked("https://x.gov/{{edition}}")),
        ("escaped", linked("https://x.gov/%7B%7bedition%7D%7D")),
        ("comment", with_part(&related("comments", "comments.xml", ""), "word/comments.xml", &comments)),
        ("heading", titled),
        (
            "property",
            with_part(
                &fixture("python-docx.docx"),
                "docProps/app.xml",
                "<Properties><Company>{{x}}</Company></Properties>",
            ),
        ),
    ]);
    let only = "an alternative text may be one {{chart …}} and nothing else";
    says(
        &said,
        &[
            &format!(
                "templates/value.docx: paragraph 1: the alternative text \"{{{{value \"arrests\"}}}} cases\" holds a placeholder that is not filled\n    {only}"
            ),
            "templates/prefix.docx: paragraph 1: the alternative text \"Chart: {{chart",
            "templates/if.docx: paragraph 1: the alternative text \"{{#if",
            "templates/tail.docx: paragraph 1: the alternative text \"{{chart",
            "templates/two.docx: paragraph 1: the alternative text \"{{chart",
            "templates/table.docx: paragraph 1: the chart {{chart \"arrests\" by=\"year\" table=\"Year\"}}: \"table\" has no effect in a Word template",
            "templates/title.docx: paragraph 1: the chart {{chart \"arrests\" by=\"year\" title=\"A\"}}: \"title\" has no effect in a Word template",
            "templates/unknown.docx: paragraph 1: the chart {{chart \"arrests\" by=\"year\" knid=\"bars\"}}: a chart has no \"knid\"\n    did you mean \"kind\"?",
            "templates/alt.docx: paragraph 1: the alternative text \"{{chart",
            "templates/caption.docx: word/document.xml: the caption \"Cases {{arrests}}\" holds a placeholder that is not filled",
            "templates/instruction.docx: paragraph 1 (\"shown\"): the field \"QUOTE \"{{arrests}}\"\" holds a placeholder that is not filled",
            "templates/target.docx: paragraph 1 (\"Read more\"): the address \"https://x.gov/{{edition}}\" holds a placeholder that is not filled",
            "templates/escaped.docx: paragraph 1 (\"Read more\"): the address \"https://x.gov/%7B%7bedition%7D%7D\" holds a placeholder",
            "templates/comment.docx: word/comments.xml, paragraph 1 (\"See {{arrests}}\"): a placeholder is not filled here",
            "templates/property.docx: docProps/app.xml: a placeholder is not filled here (\"{{x}}\")",
            "templates/heading.docx: word/charts/factsheet1.xml, paragraph 1 (\"Of {{arrests}}\"): a placeholder is not filled here",
        ],
    );
}

#[test]
fn a_text_box_cannot_be_the_place_of_a_chart() {
    let boxed = templates::text_box("{{chart &quot;arrests&quot; by=&quot;year&quot;}}", &paragraph("Important"), "");
    let said = refused(&[("box", beginning(&boxed))]);
    says(
        &said,
        &["templates/box.docx: paragraph 1: the chart {{chart \"arrests\" by=\"year\"}}: the place is a text box"],
    );
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
