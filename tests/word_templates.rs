//! Word files that staff made as templates: what is filled, and what stays byte for byte. What is refused stands in
//! `word_template_faults.rs`. The files in `tests/word/` were written by python-docx and by `LibreOffice`; how, is said
//! in `make.py` there.

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
use std::path::Path;
use support::{Silent, explain};
use templates::{BODY, beginning, changed, control, filled, fixture, paragraph, picture, project, text_box};
use word::{names, part, raw, with_part};

#[test]
fn a_word_file_of_the_offices_own_says_the_mark_that_every_sheet_says() {
    let folder = tempfile::tempdir().unwrap();
    let template = fixture("python-docx.docx");
    let marked = |template: Vec<u8>| {
        let project = project(folder.path(), &[("memo", template)]);
        build(&Options { project, mark: Some("CUI".to_owned()), ..Options::default() }, &Silent)
    };
    let error = marked(template.clone()).unwrap_err();
    assert!(explain(&error).contains("the sheet \"memo\" does not print the mark, \"CUI\""), "{}", explain(&error));
    let text = part(&template, BODY);
    let at = text.find("<w:body>").unwrap() + "<w:body>".len();
    let text = format!("{}<w:p><w:r><w:t>CUI</w:t></w:r></w:p>{}", &text[..at], &text[at..]);
    marked(with_part(&template, BODY, &text)).unwrap_or_else(|error| panic!("{}", explain(&error)));
}

#[test]
fn a_word_file_of_the_offices_own_is_a_draft_until_it_is_approved() {
    let folder = tempfile::tempdir().unwrap();
    let template = fixture("python-docx.docx");
    let text = part(&template, BODY);
    let at = text.find("<w:body>").unwrap() + "<w:body>".len();
    let mark = "<w:p><w:r><w:t>{{#if mark}}Mark: {{mark}}{{/if}}</w:t></w:r></w:p>";
    let template = with_part(&template, BODY, &format!("{}{mark}{}", &text[..at], &text[at..]));
    let project = project(folder.path(), &[("memo", template)]);
    let file = project.join("factsheet.toml");
    let text = fs::read_to_string(&file).unwrap() + "[approval]\nroles = [\"prosecutor\"]\n";
    fs::write(file, text).unwrap();
    let report =
        build(&Options { project, ..Options::default() }, &Silent).unwrap_or_else(|e| panic!("{}", explain(&e)));
    let says = |path: &str| {
        let reading = read(&fs::read(Path::new(&report.folder).join(path).join("memo-2024-12.docx")).unwrap()).unwrap();
        reading.paragraphs.iter().any(|text| text == "Mark: DRAFT")
    };
    assert!(says("public") && !says("internal/clean"));
}

#[test]
fn templates_of_python_docx_and_of_libreoffice_are_filled_and_the_rest_stays() {
    let templates = ["python-docx", "libreoffice"].map(|name| (name, fixture(&format!("{name}.docx"))));
    for ((name, template), bytes) in templates.iter().zip(filled(&templates)) {
        let reading = read(&bytes).unwrap();
        let says = |words: &str| {
            assert!(reading.paragraphs.iter().any(|p| p == words), "{name}: {words}: {:?}", reading.paragraphs)
        };
        assert_eq!(reading.headings[0], (1, "Joint Task Force Alpha".to_owned()));
        says("Figures as of December 31, 2024 (Final)");
        says("Since June 2021: More than 345 arrests, 298 convictions.");
        says("Cash seized: more than $1 million");
        says("In one line: more than 240 sentenced.");
        assert!(!reading.paragraphs.iter().any(|text| text.contains("No cash") || text.contains("{{")));
        let rows: Vec<Vec<&str>> =
            reading.tables[0].rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        assert_eq!(
            rows,
            [
                ["District", "Arrests", "Convictions"],
                ["District of Arizona", "61", "52"],
                ["Southern District of California", "48", "41"],
                ["District of New Mexico", "39", "33"],
                ["Southern District of Texas", "108", "93"],
                ["Western District of Texas", "92", "79"],
                ["All districts", "348", "298"],
            ]
        );
        assert_eq!(control(&reading, "arrests/to-date/claim"), "More than 345");
        assert_eq!(control(&reading, "convictions/to-date/district=NM/exact"), "33");
        assert!(reading.controls.iter().all(|control| control.locked));
        let chart = &reading.charts["chart-1"];
        let points: Vec<_> = chart.points.iter().map(|(l, n)| (l.as_str(), n.as_deref().unwrap())).collect();
        assert_eq!(points, [("2021 (from June)", "19"), ("2022", "58"), ("2023", "97"), ("2024", "124")]);
        assert!(part(&chart.workbook, "xl/worksheets/sheet1.xml").contains("<v>124</v>"));
        let alts: Vec<&str> = reading.drawings.iter().map(|drawing| drawing.alt.as_str()).collect();
        assert!(alts[0].starts_with("Chart: Convictions. 2021 (from June): 19; 2022: 58;"), "{}", alts[0]);
        assert_eq!(alts[1], "A grey square");
        assert_eq!(reading.title, "A Word sheet, December 2024");
        assert_eq!(reading.properties["factsheet-chart-1"], "convictions/to-date/year chart-1");
        untouched(template, &bytes);
    }
}

/// Every part without a placeholder is as it was; the superseded copy of the styles is the only one that goes.
fn untouched(template: &[u8], bytes: &[u8]) {
    let worked_on = |name: &str| {
        ["document.xml", "document.xml.rels", "[Content_Types].xml", "core.xml", "custom.xml"]
            .iter()
            .any(|end| name.ends_with(end))
            || name.contains("footer")
            || name == "_rels/.rels"
    };
    let now = names(bytes);
    for name in names(template).iter().filter(|name| *name != "word/stylesWithEffects.xml") {
        assert!(now.contains(name), "{name} is gone");
        if !worked_on(name) {
            assert_eq!(raw(template, name), raw(bytes, name), "{name}");
        }
    }
}

#[test]
fn blocks_stand_in_rows_of_their_own_around_paragraphs_and_within_others() {
    let row = |cells: [&str; 3]| {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p></w:tc>");
        format!("<w:tr>{}</w:tr>", cells.map(cell).concat())
    };
    let open = "{{#each (slices &quot;arrests&quot; &quot;arrest_country&quot;)}}";
    let rows = [
        row([open, "", ""]),
        row(["{{#unless @first}}{{label}}", "{{value &quot;arrests&quot; arrest_country=code}}", "{{/unless}}"]),
        row(["{{/each}}", "", ""]),
    ];
    let body = part(&fixture("python-docx.docx"), BODY);
    let start = body.find("<w:tr").unwrap();
    let end = body.rfind("</w:tr>").unwrap() + 7;
    let rows = format!("{}{}{}", &body[..start], rows.concat(), &body[end..]);
    let bytes = with_part(&fixture("python-docx.docx"), BODY, &rows);
    let nothing = changed("(any \"cash\")", "false");
    let files = filled(&[("rows", bytes), ("else", nothing)]);
    let reading = read(&files[0]).unwrap();
    let cells: Vec<&str> = reading.tables[0].rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(cells, ["Guatemala", "Mexico", "Honduras"]);
    let reading = read(&files[1]).unwrap();
    assert!(reading.paragraphs.contains(&"No cash was seized.".to_owned()));
    assert!(!reading.paragraphs.iter().any(|text| text.starts_with("Cash seized")));
}

#[test]
fn a_chart_of_the_template_keeps_its_look_and_gets_the_numbers() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let options = Options { out: Some(out.path().to_owned()), ..support::options("2024-05-31", out.path()) };
    build(&options, &Silent).unwrap();
    let sheet = fs::read(out.path().join("2024-05-31/public/jtfa-fact-sheet-2024-05.docx")).unwrap();
    drop(folder);
    let body = part(&sheet, BODY);
    let at = body.find("descr=\"Chart: Convictions").unwrap() + 7;
    let end = body[at..].find('"').unwrap() + at;
    let body = format!("{}{{{{chart &quot;arrests&quot; by=&quot;year&quot;}}}}{}", &body[..at], &body[end..]);
    let template = with_part(&sheet, BODY, &body);
    let chart = part(&template, "word/charts/chart1.xml").replace("accent1", "accent6");
    let template = with_part(&template, "word/charts/chart1.xml", &chart);
    let files = filled(&[("chart", template)]);
    let reading = read(&files[0]).unwrap();
    let chart = &reading.charts["chart-1"];
    assert_eq!(chart.series, "Arrests");
    let total: u32 = chart.points.iter().map(|(_, number)| number.as_deref().unwrap().parse::<u32>().unwrap()).sum();
    assert_eq!(total, 348);
    // The template was a finished sheet of May: what stands in its controls is the new edition's too.
    assert_eq!(control(&reading, "arrests/to-date/claim"), "More than 345");
    assert_eq!(reading.charts["arrests-by-place"].points[0].1.as_deref(), Some("267"));
    assert!(part(&files[0], "word/charts/chart1.xml").contains("accent6"));
    assert!(part(&chart.workbook, "xl/sharedStrings.xml").contains("Arrests"));
}

#[test]
fn the_same_template_gives_the_same_bytes_in_any_thread_and_process() {
    let folder = tempfile::tempdir().unwrap();
    let project =
        project(folder.path(), &[("python", fixture("python-docx.docx")), ("office", fixture("libreoffice.docx"))]);
    let files = |out: &Path| {
        ["python", "office"].map(|name| fs::read(out.join(format!("2024-12-31/public/{name}-2024-12.docx"))).unwrap())
    };
    let built = |name: &str| {
        let out = folder.path().join(name);
        let options = Options { project: project.clone(), out: Some(out.clone()), ..Options::default() };
        build(&options, &Silent).unwrap_or_else(|error| panic!("{}", explain(&error)));
        files(&out)
    };
    let first = built("first");
    assert_eq!(built("again"), first);
    std::thread::scope(|scope| {
        let names = ["a", "b", "c", "d"];
        let runs: Vec<_> = names.iter().map(|name| scope.spawn(|| built(name))).collect();
        assert!(runs.into_iter().all(|run| run.join().unwrap() == first));
    });
    let out = folder.path().join("process");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_factsheet"))
        .args(["build", "--project"])
        .arg(&project)
        .arg("--out")
        .arg(&out)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(files(&out), first);
}

#[test]
fn words_that_look_like_a_person_and_what_a_listener_misses_are_warnings() {
    let body = part(&fixture("python-docx.docx"), BODY)
        .replace("No cash was seized.", "nothing")
        .replace("A picture that stays:", "Call 202-555-0143 about A 201 555 013.")
        .replace("descr=\"A grey square\"", "descr=\"\"")
        .replace("All districts", "123-45-6789");
    let foot = names(&fixture("python-docx.docx")).into_iter().find(|name| name.contains("footer")).unwrap();
    let contact = body.replacen("In one line:", "Contact: press@example.gov. In one line:", 1);
    let template = with_part(&fixture("python-docx.docx"), BODY, &contact);
    let text = part(&template, &foot).replace("{{program.short}}", "{{program.short}} 1 Main Street");
    let template = with_part(&template, &foot, &text);
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), &[("memo", template)]);
    let report =
        build(&Options { project, ..Options::default() }, &Silent).unwrap_or_else(|e| panic!("{}", explain(&e)));
    let said: Vec<String> =
        report.warnings.iter().filter(|w| w.place.to_string().contains("memo")).map(|w| w.what.clone()).collect();
    let has = |words: &[&str]| {
        assert!(said.iter().any(|line| words.iter().all(|w| line.contains(w))), "{words:?}: {said:#?}")
    };
    has(&["202-555-0143", "looks like"]);
    has(&["123-45-6789", "a Social Security number"]);
    has(&["1 Main Street", "a street address"]);
    has(&["has no alternative text and is not marked as decoration"]);
    has(&["the table that begins with \"District | Arrests | Convictions\" has no header row"]);
    assert!(!said.iter().any(|line| line.contains("press@example.gov")), "{said:#?}");
    let public = Path::new(&report.folder).join("public");
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(public.join("accessibility.json")).unwrap()).unwrap();
    let file = &json["word_files"][0];
    assert_eq!(file["title"], "A Word sheet, December 2024");
    assert!(file["alternative_texts"][0].as_str().unwrap().starts_with("Chart: Convictions."));
    assert_eq!(file["tables"][0]["header_rows"], 0);
    let markdown = fs::read_to_string(public.join("accessibility.md")).unwrap();
    assert!(markdown.contains("## memo-2024-12.docx") && markdown.contains("### Missing"), "{markdown}");
}

#[test]
fn placeholders_are_found_in_every_corner() {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let inserted = format!("<w:ins w:id=\"901\" w:author=\"A\">{}</w:ins>", run("{{value &quot;arr"));
    let deleted =
        "<w:del w:id=\"902\" w:author=\"A\"><w:r><w:delText>{{value &quot;old&quot;}}</w:delText></w:r></w:del>";
    let tracked = format!("<w:p>{}{inserted}{deleted}{}</w:p>", run("Tracked: "), run("ests&quot;}}."));
    let shape = format!(
        "<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" id=\"s\" style=\"width:90pt;height:40pt\">\
         <v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        run("Boxed: {{value &quot;arrests&quot;}}")
    );
    let empty = "{{#each (slices &quot;arrests&quot; &quot;arrest_country&quot;)}}{{#unless true}}";
    let nothing = format!("<w:p>{}</w:p><w:p>{}</w:p>", run(empty), run("{{/unless}}{{/each}}"));
    let whole = fixture("python-docx.docx");
    let at = part(&whole, BODY).find("<w:p>").unwrap();
    let body = part(&whole, BODY);
    let body = format!("{}{tracked}{shape}{nothing}{}", &body[..at], &body[at..]);
    let body = body.replacen("Convictions</w:t>", "Convictions of {{value &quot;arrests&quot;}}</w:t>", 1);
    let files = filled(&[("corners", with_part(&whole, BODY, &body))]);
    let reading = read(&files[0]).unwrap();
    let has = |words: &str| reading.paragraphs.iter().any(|text| text.contains(words));
    assert!(has("Tracked: 348.") && has("Boxed: 348"), "{:#?}", reading.paragraphs);
    assert!(!has("{{"), "{:#?}", reading.paragraphs);
    assert!(reading.tables[0].rows[0].iter().any(|cell| cell.ends_with("of 348")), "{:?}", reading.tables[0].rows[0]);
    assert!(reading.margins.contains(&"JTFA, edition December 2024".to_owned()), "{:?}", reading.margins);
}

#[test]
fn a_chart_in_a_text_box_leaves_the_words_around_it() {
    let chart = picture("{{chart \"arrests\" by=\"year\"}}");
    let content = [paragraph("Important: {{arrests}}"), chart, paragraph("More words")].concat();
    let bytes = filled(&[("boxed", beginning(&text_box("A box", &content, &content)))]).remove(0);
    let reading = read(&bytes).unwrap();
    for words in ["Important: 348", "More words"] {
        assert!(reading.paragraphs.iter().any(|text| text == words), "{words}: {:#?}", reading.paragraphs);
    }
    assert_eq!(reading.charts.keys().collect::<Vec<_>>(), ["chart-1", "chart-2"]);
    assert_eq!(reading.charts["chart-1"].series, "Arrests");
    let alts: Vec<&str> = reading.drawings.iter().map(|drawing| drawing.alt.as_str()).collect();
    assert!(alts[0] == "A box" && alts[1].starts_with("Chart: Arrests."), "{alts:?}");
    // The copy for old programs shows the same chart, not one more.
    let body = part(&bytes, BODY);
    let (_, fallback) = body.split_once("<mc:Fallback>").unwrap();
    let (fallback, _) = fallback.split_once("</mc:Fallback>").unwrap();
    assert!(fallback.contains("name=\"chart-1\"") && fallback.contains("More words"), "{fallback}");
    assert!(!body.contains("{{"));
}

#[test]
fn a_chart_in_a_head_or_foot_is_filled_and_has_a_name_of_its_own() {
    let template = fixture("python-docx.docx");
    let foot = names(&template).into_iter().find(|name| name.contains("footer")).unwrap();
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
                     Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" \
                     Target=\"media/image1.png\"/></Relationships>";
    let name = foot.replace("word/", "word/_rels/") + ".rels";
    let text = part(&template, &foot);
    let namespaces = "<w:ftr xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" ";
    let text = if text.contains("xmlns:wp=") { text } else { text.replacen("<w:ftr ", namespaces, 1) };
    let chart = picture("{{chart \"arrests\" by=\"arrest_country\" kind=\"bars\"}}");
    let template = with_part(&template, &foot, &text.replace("</w:ftr>", &format!("{chart}</w:ftr>")));
    let bytes = filled(&[("foot", with_part(&template, &name, relations))]).remove(0);
    let (text, links) = (part(&bytes, &foot), part(&bytes, &name));
    assert!(text.contains("name=\"chart-2\"") && text.contains("descr=\"Chart: Arrests."), "{text}");
    assert!(text.contains("<c:chart") && !text.contains("{{"), "{text}");
    assert!(links.contains("Target=\"/word/charts/factsheet2.xml\""), "{links}");
    let chart = part(&bytes, "word/charts/factsheet2.xml");
    assert!(chart.contains("<c:v>Guatemala</c:v>") && chart.contains("<c:v>267</c:v>"), "{chart}");
    assert!(names(&bytes).contains(&"word/embeddings/factsheet2.xlsx".to_owned()));
    assert_eq!(read(&bytes).unwrap().properties["factsheet-chart-2"], "arrests/to-date/arrest_country chart-2");
}

#[test]
fn a_chart_that_a_block_leaves_out_is_not_looked_for_later() {
    let chart = picture("{{chart \"arrests\" by=\"year\"}}");
    let block = [paragraph("{{#unless (any \"arrests\")}}"), chart, paragraph("{{/unless}}")].concat();
    let reading = read(&filled(&[("left-out", beginning(&block))])[0]).unwrap();
    assert_eq!(reading.charts.keys().collect::<Vec<_>>(), ["chart-2"]);
    assert_eq!(reading.properties["factsheet-chart-1"], "convictions/to-date/year chart-2");
    assert!(!reading.properties.contains_key("factsheet-chart-2"));
}

#[test]
fn a_passage_in_another_language_says_so() {
    let styled = "<w:p><w:r><w:rPr><w:b/><w:color w:val=\"112233\"/></w:rPr><w:t>{{lang &quot;es-MX&quot; &quot;Fuerza&quot;}} \
                  {{lang &quot;he&quot; &quot;\u{5db}\u{5d4}\u{5df}&quot;}}</w:t></w:r></w:p>";
    let body = part(&filled(&[("language", beginning(styled))])[0], BODY);
    let properties = "<w:rPr><w:b/><w:color w:val=\"112233\"/>";
    let spanish =
        format!("<w:r>{properties}<w:lang w:val=\"es-MX\"/></w:rPr><w:t xml:space=\"preserve\">Fuerza</w:t></w:r>");
    assert!(body.contains(&spanish), "{body}");
    let hebrew = "<w:r><w:rPr><w:b/><w:bCs/><w:color w:val=\"112233\"/><w:rtl/><w:lang w:bidi=\"he\"/></w:rPr><w:t \
                  xml:space=\"preserve\">\u{5db}";
    assert!(body.contains(hebrew), "{body}");
}

#[test]
fn a_name_in_other_braces_is_the_same_name() {
    let words = "{{{arrests}}} {{&arrests}} {{~arrests~}} {{ ~arrests }} {{{ arrests }}} {{~#if true~}}yes{{~/if~}}";
    let bytes = filled(&[("braces", beginning(&paragraph(words)))]).remove(0);
    let reading = read(&bytes).unwrap();
    assert!(reading.paragraphs.contains(&"348 348 348 348 348 yes".to_owned()), "{:#?}", reading.paragraphs);
    assert!(reading.controls.iter().filter(|control| control.tag == "arrests/to-date/exact").count() >= 5);
}
