//! What a run reads beside the exports: the project, its theme, fonts and templates. Each file is read once and
//! digested as it is read.

use super::shelf::{Role, Shelf};
use super::{Error, Options, word};
use crate::document::Templates;
use crate::project::Project;
use crate::render::FontFile;
use crate::render::theme::Theme;
use crate::value::{Day, Place, Problem};
use std::collections::BTreeMap;
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
    /// The Word files that are templates, by name.
    pub(super) word_templates: BTreeMap<String, Vec<u8>>,
    /// Where files come from, and which were taken.
    pub(super) shelf: Shelf,
}

/// Reads the project with its theme and fonts.
pub(super) fn project(options: &Options) -> Result<Loaded, Error> {
    let (file, folder) = (project_file(options), project_folder(options));
    let mut shelf = Shelf::new(options.archived.clone());
    let text = text_of(&file, shelf.one(Role::Project, PROJECT_FILE, &file)?)?;
    let name = file.strip_prefix(".").unwrap_or(&file).display().to_string();
    let project = Project::parse(&name, &text)?;
    let theme_file = options.theme.clone().unwrap_or_else(|| folder.join(&project.program.theme));
    let theme_name = options.theme.as_ref().map_or_else(|| project.program.theme.clone(), |own| shown(own));
    let theme_text = text_of(&theme_file, shelf.one(Role::Theme, &theme_name, &theme_file)?)?;
    let theme = Theme::parse(&shown(&theme_file), &theme_text)?;
    let theme = with_seal(theme, &theme_file, &theme_name, &mut shelf)?;
    let fonts = shelf.folder(Role::Font, &folder.join(&project.program.fonts), "fonts", is_font)?;
    let fonts = fonts.into_iter().map(|(name, bytes)| FontFile { name, bytes: bytes.into() }).collect();
    Ok(Loaded { folder, project, theme, fonts, word_templates: BTreeMap::new(), shelf })
}

fn is_font(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("ttf") || e.eq_ignore_ascii_case("otf"))
}

/// The theme with its seal, which lies where the theme says, from the theme's own folder.
fn with_seal(theme: Theme, theme_file: &Path, theme_name: &str, shelf: &mut Shelf) -> Result<Theme, Error> {
    let Some(seal) = theme.masthead.seal.clone() else { return Ok(theme) };
    let path = theme_file.with_file_name(&seal);
    if !shelf.is_archived() && !path.is_file() {
        let what = format!("there is no file {}, which the theme names as its seal", shown(&path));
        let todo = "write the path from the theme's folder";
        return Err(Problem::new(Place::file(shown(theme_file)), what, todo).into());
    }
    let name = Path::new(theme_name).with_file_name(&seal).display().to_string();
    let bytes = shelf.one(Role::Seal, &name, &path)?;
    Ok(theme.with_seal(&shown(&path), &bytes)?)
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

fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
        let place = Place::of_offset(shown(path), &valid, valid.len());
        Error::from(Problem::new(place, "the file is not valid UTF-8", "save it as UTF-8"))
    })
}

/// Reads the templates and partials of a project.
pub(super) fn templates(options: &Options, loaded: &mut Loaded) -> Result<Templates, Error> {
    let folder = loaded.folder.join(&loaded.project.program.templates);
    let mut templates = Templates {
        folder: shown(&folder),
        facts: loaded.project.facts.iter().map(|f| f.name.clone()).collect(),
        ..Templates::default()
    };
    for (name, bytes) in loaded.shelf.folder(Role::Template, &folder, "templates", is_template)? {
        let text = text_of(&folder.join(&name), bytes)?;
        templates.sheets.insert(name, text);
    }
    let partials = folder.join("partials");
    if options.archived.is_some() || partials.is_dir() {
        for (file, bytes) in loaded.shelf.folder(Role::Partial, &partials, "templates/partials", is_template)? {
            let text = text_of(&partials.join(&file), bytes)?;
            let name = file.split('.').next().unwrap_or_default().to_owned();
            templates.partials.insert(name, (format!("partials/{file}"), text));
        }
    }
    for sheet in loaded.project.sheets.iter().filter(|sheet| word::is_template(sheet)) {
        if !loaded.word_templates.contains_key(&sheet.template) {
            let name = format!("templates/{}", sheet.template);
            let bytes = loaded.shelf.one(Role::Template, &name, &folder.join(&sheet.template))?;
            loaded.word_templates.insert(sheet.template.clone(), bytes);
        }
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

/// The moment of a run, for the log; UTC.
#[expect(clippy::disallowed_methods, reason = "a log says when; nothing that is built depends on it")]
pub(super) fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |now| now.to_string())
}
