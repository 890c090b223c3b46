//! Sheets that staff edited, refreshed to another edition: every figure is the other edition's, every edited word
//! stays, also when `LibreOffice` or python-docx saved the file in between.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::print_stderr, reason = "a test that could not run says so")]

#[path = "support/build.rs"]
mod support;
#[path = "support/docx_files.rs"]
mod word;

use factsheet::batch::{Error, RefreshOptions, RefreshReport, refresh};
use factsheet::render::docx::read::{Reading, compare, read};
use indexmap::IndexMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use support::{Silent, build_or_fail, explain, options};
use word::{part, with_part};

/// Two editions of the sample, made once.
static EDITIONS: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let out = tempfile::tempdir().unwrap();
    for as_of in ["2024-05-31", "2024-12-31"] {
        build_or_fail(&options(as_of, out.path()));
    }
    out
});

fn edition(as_of: &str) -> PathBuf {
    EDITIONS.path().join(as_of)
}

fn sheet(as_of: &str) -> Vec<u8> {
    fs::read(edition(as_of).join(format!("public/jtfa-fact-sheet-{}.docx", &as_of[..7]))).unwrap()
}

fn printed(as_of: &str) -> IndexMap<String, String> {
    let text = fs::read(edition(as_of).join(format!("public/figures-{}.json", &as_of[..7]))).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&text).unwrap();
    serde_json::from_value(json["printed"].clone()).unwrap()
}

/// The sheet of May with one sentence edited by hand.
fn edited() -> Vec<u8> {
    let bytes = sheet("2024-05-31");
    let body = part(&bytes, "word/document.xml");
    let changed = body.replace(" complements the Department", " strongly complements the Department");
    assert_ne!(body, changed);
    with_part(&bytes, "word/document.xml", &changed)
}

fn refreshed(file: &Path, flatten: bool) -> (RefreshReport, Vec<u8>) {
    let edition = Some(edition("2024-12-31"));
    let options = RefreshOptions { file: file.to_owned(), edition, flatten, ..RefreshOptions::default() };
    let report = refresh(&options, &Silent).unwrap_or_else(|error| panic!("{}", explain(&error)));
    let bytes = fs::read(&report.written).unwrap();
    (report, bytes)
}

fn written(folder: &Path, bytes: &[u8]) -> PathBuf {
    let file = folder.join("edited.docx");
    fs::write(&file, bytes).unwrap();
    file
}

fn texts(reading: &Reading) -> Vec<(String, String)> {
    reading.controls.iter().map(|control| (control.tag.clone(), control.text.clone())).collect()
}

#[test]
fn every_figure_is_the_other_editions_and_every_edited_word_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), &edited());
    let (report, bytes) = refreshed(&file, false);
    let (new, target) = (read(&bytes).unwrap(), read(&sheet("2024-12-31")).unwrap());
    assert_eq!(texts(&new), texts(&target));
    assert_eq!(new.charts, target.charts, "cache, categories and workbook");
    assert_eq!(new.drawings, target.drawings, "alternative text");
    let tables =
        |reading: &Reading| reading.tables.iter().map(|t| (t.rows.clone(), t.description.clone())).collect::<Vec<_>>();
    assert_eq!(tables(&new), tables(&target));
    assert_eq!((new.title, new.subject), (target.title, target.subject));
    assert_eq!(new.properties, target.properties);
    for part_name in ["word/header2.xml", "word/footer1.xml", "word/footer2.xml"] {
        assert_eq!(part(&bytes, part_name), part(&sheet("2024-12-31"), part_name));
    }
    assert!(new.paragraphs.iter().any(|text| text.contains("JTFA strongly complements the Department")));
    assert_eq!((report.figures, report.charts), (81, 3));
    let claim = report.changes.iter().find(|change| change.what == "arrests/to-date/claim").unwrap();
    assert_eq!((claim.before.as_str(), claim.after.as_str()), ("More than 300", "More than 345"));
    assert!(report.warnings.iter().any(|warning| warning.contains("no longer [c]")), "{:?}", report.warnings);
    assert_eq!(fs::read(&file).unwrap(), edited(), "the edited file itself is never changed");
    let judged = support::sample().join("target/judged");
    fs::create_dir_all(&judged).unwrap();
    fs::write(judged.join("refreshed.docx"), &bytes).unwrap();
}

#[test]
fn a_refresh_to_its_own_edition_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), &sheet("2024-12-31"));
    let (report, bytes) = refreshed(&file, false);
    assert_eq!(report.changes, []);
    assert_eq!(part(&bytes, "word/document.xml"), part(&sheet("2024-12-31"), "word/document.xml"));
}

#[test]
fn a_flattened_file_has_the_same_words_and_no_control() {
    let folder = tempfile::tempdir().unwrap();
    let (report, bytes) = refreshed(&written(folder.path(), &edited()), true);
    assert!(report.written.ends_with("edited-flat.docx"));
    let (flat, target) = (read(&bytes).unwrap(), read(&sheet("2024-12-31")).unwrap());
    assert_eq!(flat.controls, []);
    assert_eq!(flat.tables, target.tables);
    let all = ["word/document.xml", "word/header2.xml", "word/footer2.xml"].map(|name| part(&bytes, name)).concat();
    assert!(!all.contains("w:sdt"));
    let judged = support::sample().join("target/judged");
    fs::create_dir_all(&judged).unwrap();
    fs::write(judged.join("flattened.docx"), &bytes).unwrap();
}

#[test]
fn a_figure_that_the_edition_lacks_is_refused_and_a_file_in_the_way_stays() {
    let folder = tempfile::tempdir().unwrap();
    let body = part(&edited(), "word/document.xml").replace("leader_extraditions/", "leader_expulsions/");
    let file = written(folder.path(), &with_part(&edited(), "word/document.xml", &body));
    let edition = Some(edition("2024-12-31"));
    let options = RefreshOptions { file: file.clone(), edition, ..RefreshOptions::default() };
    let error = refresh(&options, &Silent).unwrap_err();
    assert!(
        explain(&error).contains("that edition has no leader_expulsions/to-date/exact (\"14\")"),
        "{}",
        explain(&error)
    );
    assert!(!folder.path().join("edited-refreshed.docx").exists());
    fs::write(&file, edited()).unwrap();
    fs::write(folder.path().join("edited-refreshed.docx"), "mine").unwrap();
    assert!(matches!(refresh(&options, &Silent), Err(Error::Usage(_))));
    assert_eq!(fs::read_to_string(folder.path().join("edited-refreshed.docx")).unwrap(), "mine");
    assert!(refresh(&RefreshOptions { force: true, ..options.clone() }, &Silent).is_ok());
    let itself = RefreshOptions { out: Some(file.clone()), force: true, ..options };
    assert!(matches!(refresh(&itself, &Silent), Err(Error::Usage(_))));
    fs::write(&file, "no Word file").unwrap();
}

#[test]
fn a_figure_changed_by_hand_is_found() {
    let bytes = sheet("2024-12-31");
    let december = printed("2024-12-31");
    assert_eq!(compare(&read(&bytes).unwrap(), &december), []);
    let body = part(&bytes, "word/document.xml").replacen(">348<", ">349<", 1);
    let forged = read(&with_part(&bytes, "word/document.xml", &body)).unwrap();
    let [wrong] = compare(&forged, &december).try_into().unwrap();
    assert_eq!((wrong.what.as_str(), wrong.found.as_str()), ("arrests/to-date/exact", "349"));
    assert_eq!(wrong.expected.as_deref(), Some("348"));
    let chart = part(&bytes, "word/charts/chart1.xml").replacen(">97<", ">79<", 1);
    let forged = read(&with_part(&bytes, "word/charts/chart1.xml", &chart)).unwrap();
    let [wrong, behind] = compare(&forged, &december).try_into().unwrap();
    assert_eq!((wrong.what.as_str(), wrong.found.as_str()), ("chart convictions-by-year, 2023", "79"));
    assert_eq!(behind.what, "the workbook of chart convictions-by-year");
    assert!(compare(&read(&bytes).unwrap(), &printed("2024-05-31")).len() > 50, "last month's figures");
}

/// What another program made of the edited file; `None` when the program is not on this machine.
fn saved_by_libreoffice(folder: &Path, file: &Path) -> Option<PathBuf> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let out = folder.join("saved");
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"])
        .arg(&out)
        .arg(file)
        .output();
    run.ok().filter(|run| run.status.success()).map(|_| out.join(file.file_name().unwrap()))
}

/// As above; `PYTHON_WITH_DOCX` names a Python that has python-docx, where the usual one has not.
#[expect(clippy::disallowed_methods, reason = "where a program lies changes nothing of what is built")]
fn saved_by_python_docx(folder: &Path, file: &Path) -> Option<PathBuf> {
    let python = std::env::var("PYTHON_WITH_DOCX").unwrap_or_else(|_| "python3".to_owned());
    let out = folder.join("python.docx");
    let script =
        "import docx, sys\nd = docx.Document(sys.argv[1])\nd.add_paragraph('A last word.')\nd.save(sys.argv[2])";
    let run = Command::new(python).args(["-c", script]).arg(file).arg(&out).output();
    run.ok().filter(|run| run.status.success()).map(|_| out)
}

fn survives(saved: &Path, compared: impl Fn(&Reading, &Reading)) {
    assert_eq!(compare(&read(&fs::read(saved).unwrap()).unwrap(), &printed("2024-05-31")), [], "still verifies");
    let (report, bytes) = refreshed(saved, false);
    let new = read(&bytes).unwrap();
    let target = read(&sheet("2024-12-31")).unwrap();
    assert_eq!(texts(&new), texts(&target));
    assert_eq!(report.charts, 3);
    assert_eq!(compare(&new, &printed("2024-12-31")), []);
    assert!(new.paragraphs.iter().any(|text| text.contains("JTFA strongly complements")));
    assert!(new.drawings.iter().filter(|d| d.chart.is_some()).all(|drawing| !drawing.alt.is_empty()));
    compared(&new, &target);
}

#[test]
fn a_sheet_that_libreoffice_saved_is_still_refreshed() {
    let folder = tempfile::tempdir().unwrap();
    let Some(saved) = saved_by_libreoffice(folder.path(), &written(folder.path(), &edited())) else {
        eprintln!("SKIPPED: LibreOffice is not on this machine");
        return;
    };
    survives(&saved, |new, target| {
        let whole = (new, target);
        let points = |reading: &Reading| reading.charts.values().map(|c| c.points.clone()).collect::<Vec<_>>();
        let (mut new, mut target) = (points(new), points(target));
        new.sort();
        target.sort();
        assert_eq!(new, target);
        let alts = |reading: &Reading| {
            let drawn = reading.drawings.iter().filter(|drawing| drawing.chart.is_some());
            drawn.map(|drawing| drawing.alt.clone()).collect::<Vec<_>>()
        };
        assert_eq!(alts(whole.0), alts(whole.1), "alternative texts with their descriptions");
    });
}

#[test]
fn a_sheet_that_python_docx_saved_is_still_refreshed() {
    let folder = tempfile::tempdir().unwrap();
    let Some(saved) = saved_by_python_docx(folder.path(), &written(folder.path(), &edited())) else {
        eprintln!("SKIPPED: python-docx is not on this machine; PYTHON_WITH_DOCX may name a Python that has it");
        return;
    };
    survives(&saved, |new, target| {
        assert_eq!(new.charts, target.charts);
        assert!(new.paragraphs.iter().any(|text| text == "A last word."));
    });
}

/// The numbers of a workbook's second column.
fn workbook_numbers(workbook: &[u8]) -> Vec<String> {
    let cells = part(workbook, "xl/worksheets/sheet1.xml");
    let column = cells.split("<c r=\"B").skip(2).map(|cell| cell.split("</c>").next().unwrap().to_owned());
    column.map(|cell| cell.split("<v>").nth(1).unwrap().split("</v>").next().unwrap().to_owned()).collect()
}

#[test]
fn the_samples_word_file_says_exactly_this_to_those_who_cannot_see_it() {
    let bytes = sheet("2024-12-31");
    let reading = read(&bytes).unwrap();
    assert_eq!(reading.title, "Joint Task Force Alpha: fact sheet, December 2024");
    assert_eq!(reading.language, "en-US");
    let charts: Vec<_> = reading.drawings.iter().map(|drawing| (drawing.name.as_str(), drawing.alt.as_str())).collect();
    assert_eq!(
        charts,
        [
            (
                "convictions-by-year",
                "Chart: Convictions. Defendants convicted in U.S. courts, June 2021 to December 2024. \
                 2021 (from June): 19; 2022: 58; 2023: 97; 2024: 124. The largest is 2024 with 124, the smallest 2021 \
                 (from June) with 19. From 2021 (from June) to 2024 it rose from 19 to 124.",
            ),
            (
                "sentences-by-length",
                "Chart: Sentences imposed. 243 defendants sentenced. Under 1 year: 41; 1 to under 2 years: 58; 2 to \
                 under 5 years: 48; 5 years or more: 96. The largest is 5 years or more with 96, the smallest Under 1 \
                 year with 41.",
            ),
            (
                "arrests-by-place",
                "Chart: Arrests. 348 arrests. United States: 267; Guatemala: 37; Mexico: 26; Honduras: 18. The \
                 largest is United States with 267, the smallest Honduras with 18.",
            ),
        ]
    );
    let captions: Vec<_> = reading.tables.iter().map(|table| (table.caption.as_str(), table.head_rows)).collect();
    let tiles = "arrests, U.S. convictions, defendants sentenced, cash seized";
    assert_eq!(captions, [(tiles, 1), ("Results by district", 1), ("Seizures", 1)]);
    // The bars of a chart add up to the figure that the table prints for all districts.
    for (chart, column) in [("convictions-by-year", 2), ("sentences-by-length", 3), ("arrests-by-place", 1)] {
        let chart = &reading.charts[chart];
        let cached: Vec<String> = chart.points.iter().map(|(_, number)| number.clone().unwrap()).collect();
        assert_eq!(cached, workbook_numbers(&chart.workbook));
        let sum: u32 = cached.iter().map(|number| number.parse::<u32>().unwrap()).sum();
        assert_eq!(reading.tables[1].rows[6][column], sum.to_string());
    }
    let tags: Vec<&str> = reading.controls.iter().map(|control| control.tag.as_str()).take(6).collect();
    assert_eq!(
        tags,
        [
            "@edition/name/words",
            "@edition/as-of/words",
            "@edition/status/words",
            "arrests/to-date/digits-qualifier",
            "arrests/to-date/digits",
            "convictions/to-date/digits-qualifier",
        ]
    );
}

#[test]
fn the_paragraph_for_pasting_has_no_control_head_or_foot() {
    let bytes = fs::read(edition("2024-12-31").join("public/boilerplate-2024-12.docx")).unwrap();
    let reading = read(&bytes).unwrap();
    let text = fs::read_to_string(edition("2024-12-31").join("public/about-jtfa-2024-12.txt")).unwrap();
    assert_eq!(reading.paragraphs, [text.trim_end()]);
    assert_eq!(reading.controls, []);
    assert!(!word::names(&bytes).iter().any(|name| name.contains("header") || name.contains("footer")));
}

#[test]
fn the_command_tells_what_changed_and_refuses_with_exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), &edited());
    let run = |more: &[&str]| {
        let december = edition("2024-12-31");
        let command = Command::new(env!("CARGO_BIN_EXE_factsheet"))
            .args(["refresh", "edited.docx", "--edition"])
            .arg(december)
            .args(more)
            .current_dir(folder.path())
            .output()
            .unwrap();
        (command.status.code(), String::from_utf8(command.stdout).unwrap(), String::from_utf8(command.stderr).unwrap())
    };
    let (code, said, _) = run(&[]);
    assert_eq!(code, Some(0));
    assert!(said.contains("  arrests/to-date/claim: More than 300 -> More than 345\n"), "{said}");
    assert!(said.ends_with("wrote edited-refreshed.docx\n"), "{said}");
    let (code, _, said) = run(&[]);
    assert_eq!((code, said.contains("pass --force")), (Some(2), true), "{said}");
    assert_eq!(run(&["--out", "other.docx", "--flatten"]).0, Some(0));
    fs::write(&file, "no Word file").unwrap();
    let (code, _, said) = run(&["--force"]);
    assert_eq!((code, said.contains("edited.docx: this is not a Word file")), (Some(1), true), "{said}");
    fs::remove_file(&file).unwrap();
    assert_eq!(run(&["--force"]).0, Some(3));
}

#[test]
fn a_refreshed_and_a_flattened_file_have_the_same_bytes_in_any_thread_and_process() {
    let folder = tempfile::tempdir().unwrap();
    for flatten in [false, true] {
        let run = |name: &str| {
            let place = folder.path().join(format!("{name}-{flatten}"));
            fs::create_dir(&place).unwrap();
            refreshed(&written(&place, &edited()), flatten).1
        };
        let first = run("first");
        assert!(run("again") == first);
        std::thread::scope(|scope| {
            let names = ["a", "b", "c", "d"];
            let runs: Vec<_> = names.iter().map(|name| scope.spawn(|| run(name))).collect();
            assert!(runs.into_iter().all(|run| run.join().unwrap() == first));
        });
        let file = written(folder.path(), &edited());
        let out = folder.path().join(format!("process-{flatten}.docx"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_factsheet"));
        command.arg("refresh").arg(&file).arg("--edition").arg(edition("2024-12-31")).arg("--out").arg(&out);
        let done = if flatten { command.arg("--flatten") } else { &mut command }.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        assert!(fs::read(&out).unwrap() == first);
    }
}

#[test]
fn a_chart_that_lost_its_name_is_known_by_its_categories_when_another_is_gone() {
    let bytes = edited();
    let body = part(&bytes, "word/document.xml");
    let start = body.find("<w:drawing>").unwrap();
    let end = body.find("</w:drawing>").unwrap() + "</w:drawing>".len();
    let renamed = format!("{}{}", &body[..start], &body[end..])
        .replace("name=\"sentences-by-length\"", "name=\"Object1\"")
        .replace("name=\"arrests-by-place\"", "name=\"Object2\"");
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), &with_part(&bytes, "word/document.xml", &renamed));
    let (report, bytes) = refreshed(&file, false);
    let (new, target) = (read(&bytes).unwrap(), read(&sheet("2024-12-31")).unwrap());
    assert_eq!(report.charts, 2);
    for name in ["sentences-by-length", "arrests-by-place"] {
        assert_eq!(new.charts[name], target.charts[name]);
    }
    let gone = "the chart \"convictions-by-year\" is no longer on the sheet";
    assert_eq!(report.warnings.iter().filter(|warning| warning.contains("the chart")).collect::<Vec<_>>(), [gone]);
    assert!(!report.warnings.iter().any(|warning| warning.contains("has no row for")), "{:?}", report.warnings);
}
