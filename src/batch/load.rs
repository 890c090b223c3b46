//! What a run reads beside the exports: the project, its theme, fonts and templates. Each file is read once and
//! digested as it is read.

use super::{Counted, Error, Options, digest};
use crate::document::Templates;
use crate::edition::OutputFile;
use crate::project::Project;
use crate::render::FontFile;
use crate::render::theme::Theme;
use crate::value::{Day, Place, Problem};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of a project file.
pub(super) const PROJECT_FILE: &str = "factsheet.toml";

/// What is read once for a run.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) folder: PathBuf,
    pub(super) project: Project,
    pub(super) theme: Theme,
    pub(super) fonts: Vec<FontFile>,
    /// Digests of all files that are not exports, by what they are.
    pub(super) digests: BTreeMap<String, String>,
}

/// Reads the project with its theme and fonts.
pub(super) fn project(options: &Options) -> Result<Loaded, Error> {
    let (file, folder) = (project_file(options), project_folder(options));
    let mut digests = BTreeMap::new();
    let text = read_text(&file, PROJECT_FILE, &mut digests)?;
    let name = file.strip_prefix(".").unwrap_or(&file).display().to_string();
    let project = Project::parse(&name, &text)?;
    let theme_file = options.theme.clone().unwrap_or_else(|| folder.join(&project.program.theme));
    let theme_name = options.theme.as_ref().map_or_else(|| project.program.theme.clone(), |own| shown(own));
    let theme_text = read_text(&theme_file, &theme_name, &mut digests)?;
    let theme = Theme::parse(&shown(&theme_file), &theme_text)?;
    let fonts = read_fonts(&folder.join(&project.program.fonts), &mut digests)?;
    Ok(Loaded { folder, project, theme, fonts, digests })
}

fn project_file(options: &Options) -> PathBuf {
    if options.project.is_dir() { options.project.join(PROJECT_FILE) } else { options.project.clone() }
}

/// The folder that a project's paths are relative to.
pub(super) fn project_folder(options: &Options) -> PathBuf {
    let file = project_file(options);
    file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new(".")).to_owned()
}

/// A path as messages call it; quoted when it has signs that do not print.
pub(super) fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    match path.to_str() {
        Some(plain) if !plain.chars().any(char::is_control) => plain.to_owned(),
        _ => format!("{path:?}"),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::Io(format!("{}: {error}", shown(path))))
}

fn read_text(path: &Path, name: &str, digests: &mut BTreeMap<String, String>) -> Result<String, Error> {
    let bytes = read(path)?;
    digests.insert(name.to_owned(), digest(&bytes));
    String::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
        let place = Place::of_offset(shown(path), &valid, valid.len());
        Error::from(Problem::new(place, "the file is not valid UTF-8", "save it as UTF-8"))
    })
}

fn read_fonts(folder: &Path, digests: &mut BTreeMap<String, String>) -> Result<Vec<FontFile>, Error> {
    let mut fonts = Vec::new();
    for path in files_in(folder)? {
        if !path.extension().is_some_and(|e| e.eq_ignore_ascii_case("ttf") || e.eq_ignore_ascii_case("otf")) {
            continue;
        }
        let bytes = read(&path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        digests.insert(format!("fonts/{name}"), digest(&bytes));
        fonts.push(FontFile { name, bytes: bytes.into() });
    }
    Ok(fonts)
}

/// The files of a folder, by name.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |error: std::io::Error| Error::Io(format!("{}: {error}", shown(folder)));
    let entries = fs::read_dir(folder).map_err(failed)?;
    let mut paths = entries.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>().map_err(failed)?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

/// Reads the templates and partials of a project.
pub(super) fn templates(loaded: &mut Loaded) -> Result<Templates, Error> {
    let folder = loaded.folder.join(&loaded.project.program.templates);
    let mut templates = Templates {
        folder: shown(&folder),
        facts: loaded.project.facts.iter().map(|f| f.name.clone()).collect(),
        ..Templates::default()
    };
    for path in files_in(&folder)?.into_iter().filter(|p| is_template(p)) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = read_text(&path, &format!("templates/{name}"), &mut loaded.digests)?;
        templates.sheets.insert(name, text);
    }
    let partials = folder.join("partials");
    let files = if partials.is_dir() { files_in(&partials)? } else { Vec::new() };
    for path in files.into_iter().filter(|p| is_template(p)) {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = read_text(&path, &format!("templates/partials/{file}"), &mut loaded.digests)?;
        let name = file.split('.').next().unwrap_or_default().to_owned();
        templates.partials.insert(name, (format!("partials/{file}"), text));
    }
    Ok(templates)
}

fn is_template(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "hbs")
}

/// Today's date, in UTC. The only clock of the program, asked only when the command line says `last-month`.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock may be read")]
pub(super) fn today() -> Day {
    Day::of(jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()))
}

/// What an edition was made of and what it holds, by digest: tool, project, theme, fonts, templates, exports,
/// outputs.
pub(super) fn manifest(
    counted: &Counted,
    public: &[OutputFile],
    internal: &[OutputFile],
) -> Result<Vec<u8>, serde_json::Error> {
    let outputs = |folder: &str, files: &[OutputFile]| {
        let entries = files.iter().map(|f| (format!("{folder}/{}", f.name), json!(digest(&f.bytes))));
        entries.collect::<Vec<_>>()
    };
    let exports: BTreeMap<String, String> = counted
        .records
        .sources
        .values()
        .flat_map(|source| &source.reconciliation.files)
        .map(|file| (file.file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(), file.digest.clone()))
        .collect();
    let written: serde_json::Map<_, _> =
        outputs("public", public).into_iter().chain(outputs("internal", internal)).collect();
    let manifest = json!({
        "tool": format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        "as_of": counted.edition.as_of.to_string(),
        "published": counted.edition.published.map(|day| day.to_string()),
        "figures": counted.edition.figures_digest,
        "previous": counted.books.previous.as_ref().map(|(day, digest)| json!({"as_of": day, "manifest": digest})),
        "made_from": counted.loaded.digests,
        "exports": exports,
        "written": written,
    });
    let mut bytes = serde_json::to_vec_pretty(&manifest)?;
    bytes.push(b'\n');
    Ok(bytes)
}
