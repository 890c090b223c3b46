//! Word templates of tests: the files in `tests/word/`, the same with other markup, and what comes of them.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part of this module")]

use super::support::{Silent, explain, sample, sample_copy};
use super::word::{part, with_part};
use factsheet::batch::{Error, Options, build};
use factsheet::render::docx::read::Reading;
use std::fs;
use std::path::{Path, PathBuf};

pub const BODY: &str = "word/document.xml";

pub fn fixture(name: &str) -> Vec<u8> {
    fs::read(sample().join("tests/word").join(name)).unwrap()
}

/// A copy of the sample with these Word files as sheets, and nothing else.
pub fn project(folder: &Path, templates: &[(&str, Vec<u8>)]) -> PathBuf {
    let project = sample_copy(folder);
    let text = fs::read_to_string(project.join("factsheet.toml")).unwrap();
    let mut text = text.split("[[sheets]]").next().unwrap().to_owned();
    for (name, bytes) in templates {
        fs::write(project.join("templates").join(format!("{name}.docx")), bytes).unwrap();
        text.push_str(&format!(
            "[[sheets]]\nname = \"{name}\"\ntitle = \"A Word sheet\"\ntemplate = \"{name}.docx\"\nformats = [\"docx\"]\n\n"
        ));
    }
    fs::write(project.join("factsheet.toml"), text).unwrap();
    project
}

/// The filled files, in order; they are left for the judges.
pub fn filled(templates: &[(&str, Vec<u8>)]) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { project: project(folder.path(), templates), ..Options::default() };
    let report = build(&options, &Silent).unwrap_or_else(|error| panic!("{}", explain(&error)));
    let public = Path::new(&report.folder).join("public");
    let judged = sample().join("target/judged");
    fs::create_dir_all(&judged).unwrap();
    let read = |(name, _): &(&str, Vec<u8>)| {
        let bytes = fs::read(public.join(format!("{name}-2024-12.docx"))).unwrap();
        fs::write(judged.join(format!("word-{name}.docx")), &bytes).unwrap();
        bytes
    };
    templates.iter().map(read).collect()
}

/// What is said of templates that cannot be filled, sheet by sheet; nothing is written.
pub fn refused(templates: &[(&str, Vec<u8>)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), templates);
    let error = build(&Options { project: project.clone(), ..Options::default() }, &Silent).unwrap_err();
    assert!(matches!(error, Error::Refused { .. }), "{}", explain(&error));
    assert!(!project.join("out").exists(), "something was written");
    explain(&error)
}

pub fn control<'a>(reading: &'a Reading, tag: &str) -> &'a str {
    &reading.controls.iter().find(|control| control.tag == tag).unwrap_or_else(|| panic!("no {tag}")).text
}

/// The fixture with another text in its body.
pub fn changed(from: &str, to: &str) -> Vec<u8> {
    let bytes = fixture("python-docx.docx");
    let body = part(&bytes, BODY);
    assert!(body.contains(from), "the template does not hold {from}");
    with_part(&bytes, BODY, &body.replacen(from, to, 1))
}

/// The template with a part more, declared, and a relationship to it, or to an address outside.
pub fn related(kind: &str, target: &str, more: &str) -> Vec<u8> {
    let whole = fixture("python-docx.docx");
    let name = "word/_rels/document.xml.rels";
    let link = format!(
        "<Relationship Id=\"rIdOdd\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
         Target=\"{target}\"{more}/></Relationships>"
    );
    with_part(&whole, name, &part(&whole, name).replace("</Relationships>", &link))
}

/// The fixture with more markup at the beginning of its body.
pub fn beginning(markup: &str) -> Vec<u8> {
    within(&fixture("python-docx.docx"), markup)
}

/// A template with more markup at the beginning of its body.
pub fn within(template: &[u8], markup: &str) -> Vec<u8> {
    let body = part(template, BODY);
    with_part(template, BODY, &body.replacen("<w:body>", &format!("<w:body>{markup}"), 1))
}

/// A paragraph with these words.
pub fn paragraph(words: &str) -> String {
    format!("<w:p>{}</w:p>", run(words))
}

/// A run with these words.
pub fn run(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", words.replace('&', "&amp;").replace('"', "&quot;"))
}

/// A picture of the fixture, with this alternative text.
pub fn picture(alt: &str) -> String {
    let body = part(&fixture("python-docx.docx"), BODY);
    let start = body.find("<w:drawing>").unwrap();
    let end = body.find("</w:drawing>").unwrap() + "</w:drawing>".len();
    let (before, rest) = body[start..end].split_once("descr=\"").unwrap();
    let (_, after) = rest.split_once('"').unwrap();
    format!("<w:p><w:r>{before}descr=\"{}\"{after}</w:r></w:p>", alt.replace('"', "&quot;"))
}

/// A complex field (ECMA-376 Part 1 §17.16.18), its instruction split over runs as given.
pub fn field(instruction: &[&str]) -> String {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let text = |piece: &&str| {
        format!("<w:r><w:instrText xml:space=\"preserve\">{}</w:instrText></w:r>", piece.replace('"', "&quot;"))
    };
    let pieces: String = instruction.iter().map(text).collect();
    format!("{}{pieces}{}{}{}", mark("begin"), mark("separate"), run("shown"), mark("end"))
}

/// A text box with this alternative text and content, and a fallback of the same for old programs.
pub fn text_box(alt: &str, content: &str, fallback: &str) -> String {
    format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline distT=\"0\" distB=\"0\" \
         distL=\"0\" distR=\"0\"><wp:extent cx=\"4000000\" cy=\"3000000\"/><wp:docPr id=\"900\" name=\"Box\" descr=\"{alt}\"/>\
         <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData \
         uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:cNvSpPr txBox=\"1\"/>\
         <wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"4000000\" cy=\"3000000\"/></a:xfrm><a:prstGeom \
         prst=\"rect\"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>\
         <wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>\
         <v:shape style=\"width:300pt;height:200pt\"><v:textbox><w:txbxContent>{fallback}</w:txbxContent></v:textbox>\
         </v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
}
