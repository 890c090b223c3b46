//! The shape of the code, held: imports go from later stages to earlier ones only, and every engine has one home.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

/// The stages in the order of the flow; a stage may import those before it. `value` is vocabulary for all.
const STAGES: [&str; 9] = ["value", "project", "records", "figures", "document", "render", "edition", "batch", "cli"];

/// Libraries that may be used in one place only.
const HOMES: [(&str, &[&str]); 24] = [
    ("csv", &["records", "edition"]),
    ("encoding_rs", &["records"]),
    ("unicode_normalization", &["records"]),
    ("handlebars", &["document"]),
    ("pulldown_cmark", &["document"]),
    ("printpdf", &["render/pdf"]),
    ("lopdf", &["render/pdf"]),
    ("parley", &["render/pdf"]),
    ("subsetter", &["render/pdf"]),
    ("skrifa", &["render/pdf", "render/docx"]),
    ("hypher", &["render/pdf"]),
    ("docx_rs", &["render/docx"]),
    ("quick_xml", &["render/docx", "render/seal"]),
    ("kurbo", &["render/seal"]),
    ("png", &["render/seal"]),
    ("zip", &["render/docx"]),
    ("rust_xlsxwriter", &["render/docx"]),
    ("tempfile", &["edition"]),
    ("rustix", &["edition"]),
    ("glob", &["batch"]),
    ("indicatif", &["cli"]),
    ("clap", &["cli"]),
    ("strsim", &["value"]),
    ("rayon", &["records", "figures", "batch", "cli"]),
];

/// Only these may touch files.
const FILE_STAGES: [&str; 2] = ["batch", "edition"];

/// Figures and records mean nothing to the renderers, and files and clocks nothing to the pure stages.
const RENDER_MUST_NOT_KNOW: [&str; 2] = ["records", "figures"];

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push((path.strip_prefix(&root).unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The code of a file without its comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn stage_of(path: &Path) -> Option<&'static str> {
    let first = path.components().next()?.as_os_str().to_str()?;
    STAGES.into_iter().find(|stage| *stage == first)
}

fn rank(stage: &str) -> usize {
    STAGES.iter().position(|s| *s == stage).unwrap()
}

#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = stage_of(&path) else { continue };
        for (number, line) in code(&text).lines().enumerate() {
            for other in STAGES.into_iter().filter(|other| rank(other) > rank(own)) {
                if line.contains(&format!("crate::{other}::")) || line.contains(&format!("crate::{other};")) {
                    wrong.push(format!("{}:{}: {own} imports {other}", path.display(), number + 1));
                }
            }
            if own == "render" && RENDER_MUST_NOT_KNOW.iter().any(|o| line.contains(&format!("crate::{o}::"))) {
                wrong.push(format!("{}:{}: a renderer knows of data", path.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_library_stays_at_home() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let place = path.to_string_lossy().replace('\\', "/");
        let code = code(&text);
        for (library, homes) in HOMES {
            let at_home = homes.iter().any(|home| place.starts_with(&format!("{home}/")));
            let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').collect();
            let used = words.iter().any(|w| w.starts_with(&format!("{library}::")) || *w == format!("::{library}"));
            if used && !at_home {
                wrong.push(format!("{place} uses {library}, whose home is {}", homes.join(" and ")));
            }
        }
        let touches = ["std::fs", "File::open", "File::create"].iter().any(|call| code.contains(call));
        let may = FILE_STAGES.iter().any(|stage| place.starts_with(&format!("{stage}/")));
        if touches && !may {
            wrong.push(format!("{place} touches the file system"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for_and_stays_readable() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//! ") {
            wrong.push(format!("{} does not open with its purpose (//!)", path.display()));
        }
        let lines = text.lines().count();
        if lines > 450 {
            wrong.push(format!("{} has {lines} lines; split it", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
