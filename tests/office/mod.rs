//! A copy of the sample project in a folder of its own, whose exports a test may spoil and repair.

#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs; a failed unwrap is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The copy.
pub(crate) struct Sample {
    folder: tempfile::TempDir,
}

/// What a run printed.
pub(crate) struct Printed {
    pub(crate) code: i32,
    pub(crate) text: String,
    pub(crate) errors: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Lets whoever runs the tests remove a published folder again.
#[allow(clippy::permissions_set_readonly_false, reason = "a temporary folder")]
fn unprotect(path: &Path) {
    let Ok(mut permissions) = fs::metadata(path).map(|metadata| metadata.permissions()) else { return };
    permissions.set_readonly(false);
    drop(fs::set_permissions(path, permissions));
    fs::read_dir(path).into_iter().flatten().flatten().for_each(|entry| unprotect(&entry.path()));
}

impl Drop for Sample {
    fn drop(&mut self) {
        ["published", "archive"].iter().for_each(|name| unprotect(&self.path(name)));
    }
}

impl Sample {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["input", "templates", "fonts"] {
            copy(&root().join(name), &folder.path().join(name));
        }
        let sample = Self { folder };
        sample.restore_project();
        sample
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs the program in the project's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Printed {
        let done = Command::new(env!("CARGO_BIN_EXE_factsheet"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Printed { code: done.status.code().unwrap(), text: text(done.stdout), errors: text(done.stderr) }
    }

    /// The export whose name begins so.
    pub(crate) fn export(&self, start: &str) -> PathBuf {
        let names = fs::read_dir(self.path("input")).unwrap().map(|entry| entry.unwrap().path());
        names.into_iter().find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(start)).unwrap()
    }

    /// Changes a line of an export, from 1.
    pub(crate) fn replace(&self, start: &str, line: usize, change: impl Fn(&str) -> String) {
        let path = self.export(start);
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        lines[line - 1] = change(&lines[line - 1]);
        fs::write(path, lines.concat()).unwrap();
    }

    /// Takes away the rows of an export for which this holds, and says how many they were.
    pub(crate) fn remove_rows(&self, start: &str, gone: impl Fn(&str) -> bool) -> usize {
        let path = self.export(start);
        let text = fs::read_to_string(&path).unwrap();
        let kept: Vec<&str> = text.split_inclusive('\n').filter(|line| !gone(line)).collect();
        fs::write(path, kept.concat()).unwrap();
        text.lines().count() - kept.len()
    }

    /// Adds a row to an export.
    pub(crate) fn append(&self, start: &str, row: &str) {
        let path = self.export(start);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text + row).unwrap();
    }

    /// Puts the export back as it was.
    pub(crate) fn repair(&self, start: &str) {
        let path = self.export(start);
        fs::copy(root().join("input").join(path.file_name().unwrap()), &path).unwrap();
    }

    /// Adds tables to the project file.
    pub(crate) fn extend_project(&self, tables: &str) {
        fs::write(self.path("factsheet.toml"), self.read("factsheet.toml") + tables).unwrap();
    }

    pub(crate) fn restore_project(&self) {
        fs::copy(root().join("factsheet.toml"), self.path("factsheet.toml")).unwrap();
    }

    /// The names in a folder, without the hidden ones.
    pub(crate) fn entries(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return Vec::new() };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    }

    /// Checks, and returns the lines of the list of rejected rows: file, line, row, column, value, and so on.
    pub(crate) fn rejects(&self) -> Vec<Vec<String>> {
        self.run(&["check"]);
        let bytes = fs::read(self.path("out/rejects.csv")).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
        let records = reader.records().map(Result::unwrap).filter(|record| record.get(0) != Some("file"));
        records.map(|record| record.iter().map(str::to_owned).collect()).collect()
    }
}
