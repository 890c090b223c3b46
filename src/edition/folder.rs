//! The files of an edition → its folder, which is replaced whole: written into a temporary folder beside it,
//! synced, and renamed into place.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// File name without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// All files of an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditionFiles {
    /// What may be mailed.
    pub public: Vec<OutputFile>,
    /// What stays in the office; readable by its owner only.
    pub internal: Vec<OutputFile>,
}

/// Writes one file whole: aside, then renamed into place. Without `overwrite` a file that is there stays.
///
/// # Errors
/// Any failure of the file system, with the path; [`io::ErrorKind::AlreadyExists`] for a file that stays.
pub fn write_file(path: &Path, bytes: &[u8], overwrite: bool) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|e| with_path(&e, folder))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|e| with_path(&e, path))?;
    let placed = if overwrite { file.persist(path) } else { file.persist_noclobber(path) };
    placed.map_err(|e| with_path(&e.error, path))?;
    readable(path)?;
    sync_folder(folder)
}

/// A temporary file is its owner's only; a sheet is for the office.
#[cfg(unix)]
fn readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).map_err(|e| with_path(&e, path))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes an edition as `out/name/`, taking the place of an earlier one, and returns its folder.
///
/// # Errors
/// Any failure of the file system, with the path; the earlier edition is then as it was.
pub fn place(out: &Path, name: &str, files: &EditionFiles) -> io::Result<PathBuf> {
    let target = out.join(name);
    let out = target.parent().unwrap_or(out);
    fs::create_dir_all(out).map_err(|e| with_path(&e, out))?;
    let temporary = tempfile::Builder::new().prefix(".edition-").tempdir_in(out).map_err(|e| with_path(&e, out))?;
    let fresh = temporary.path().join("new");
    write_folder(&fresh.join("public"), &files.public)?;
    write_folder(&fresh.join("internal"), &files.internal)?;
    restrict(&fresh.join("internal"))?;
    sync_folder(&fresh)?;
    if target.symlink_metadata().is_ok() {
        // Moved aside first: rename does not replace a folder that holds files.
        fs::rename(&target, temporary.path().join("old")).map_err(|e| with_path(&e, &target))?;
        if let Err(error) = fs::rename(&fresh, &target) {
            fs::rename(temporary.path().join("old"), &target).map_err(|e| with_path(&e, &target))?;
            return Err(with_path(&error, &target));
        }
    } else {
        fs::rename(&fresh, &target).map_err(|e| with_path(&e, &target))?;
    }
    sync_folder(out)?;
    Ok(target)
}

fn write_folder(folder: &Path, files: &[OutputFile]) -> io::Result<()> {
    fs::create_dir_all(folder).map_err(|e| with_path(&e, folder))?;
    for file in files {
        let path = folder.join(&file.name);
        let written = File::create_new(&path).and_then(|mut handle| {
            handle.write_all(&file.bytes)?;
            handle.sync_all()
        });
        written.map_err(|e| with_path(&e, &path))?;
    }
    sync_folder(folder)
}

#[cfg(unix)]
fn restrict(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(|e| with_path(&e, folder))
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder's entries durable, where the system can.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder).and_then(|handle| handle.sync_all()).map_err(|e| with_path(&e, folder))
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn with_path(error: &io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
