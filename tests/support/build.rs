//! Builds editions in temporary folders and reads their files back as words.

#![allow(unreachable_pub, reason = "shared by test binaries, of which none is a library")]
#![allow(dead_code, reason = "each test binary uses its own part of this module")]

use factsheet::batch::{AsOf, Error, Options, Progress, Report, build};
use factsheet::render::{docx, pdf};
use factsheet::value::Day;
use std::fs;
use std::path::{Path, PathBuf};

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _: &str) {}
}

/// The repository, which is the sample project.
pub fn sample() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Options for the sample as of a day, written below `out`.
pub fn options(as_of: &str, out: &Path) -> Options {
    Options {
        project: sample(),
        as_of: AsOf::Day(Day::parse(as_of).unwrap()),
        out: Some(out.to_owned()),
        ..Options::default()
    }
}

/// Builds, and fails the test with the problems when it is refused.
pub fn build_or_fail(options: &Options) -> Report {
    build(options, &Silent).unwrap_or_else(|error| panic!("{}", explain(&error)))
}

/// An error with its problems.
pub fn explain(error: &Error) -> String {
    match error {
        Error::Refused(refused) => {
            let problems = refused.problems.iter().chain(&refused.awaited);
            problems.map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
        Error::Usage(_) | Error::Io(_) => error.to_string(),
    }
}

/// The words of a finished PDF, in reading order, blanks folded.
pub fn pdf_words(path: &Path) -> String {
    let sheet = pdf::read::read(&fs::read(path).unwrap()).unwrap();
    fold(&sheet.root.text)
}

/// The words of a finished Word file, blanks folded; tables follow the paragraphs.
pub fn docx_words(path: &Path) -> String {
    let reading = docx::read::read(&fs::read(path).unwrap()).unwrap();
    let cells = reading.tables.iter().flat_map(|table| table.rows.iter().flatten().map(String::as_str));
    fold(&reading.paragraphs.iter().map(String::as_str).chain(cells).collect::<Vec<_>>().join(" "))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Copies a folder.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy_folder(&path, &target) } else { fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

/// A copy of the sample project (without its fonts, which the project file is pointed at) that a test may change.
pub fn sample_copy(folder: &Path) -> PathBuf {
    let project = folder.join("project");
    copy_folder(&sample().join("templates"), &project.join("templates"));
    copy_folder(&sample().join("input"), &project.join("input"));
    let fonts = sample().join("fonts").display().to_string().replace('\\', "/");
    let text = fs::read_to_string(sample().join("factsheet.toml")).unwrap();
    let text = text.replace("\n[program]\n", &format!("\n[program]\nfonts = '{fonts}'\n"));
    fs::write(project.join("factsheet.toml"), text).unwrap();
    project
}
