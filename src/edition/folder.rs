//! The files of an edition → its folder, which is replaced whole: written into a temporary folder beside it,
//! synced, and exchanged with the one in place. A run that is killed at any moment leaves the earlier edition or the
//! new one; what it leaves beside them, the next run cleans up.

use std::fs::{self, File, TryLockError};
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
    /// Where people must approve an edition first: what will be published, in `internal/clean/`, while `public/` holds
    /// drafts; empty otherwise.
    pub clean: Vec<OutputFile>,
}

/// Writes one file whole: aside, then renamed into place. Without `overwrite` a file that is there stays.
///
/// # Errors
/// Any failure of the file system, with the path; [`io::ErrorKind::AlreadyExists`] for a file that stays.
pub fn write_file(path: &Path, bytes: &[u8], overwrite: bool) -> io::Result<()> {
    write_private(path, bytes, overwrite)?;
    readable(path)
}

/// The same for a file that is its owner's only.
///
/// # Errors
/// As [`write_file`].
pub fn write_private(path: &Path, bytes: &[u8], overwrite: bool) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|e| with_path(&e, folder))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|e| with_path(&e, path))?;
    let placed = if overwrite { file.persist(path) } else { file.persist_noclobber(path) };
    placed.map_err(|e| with_path(&e.error, path))?;
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

/// Begins the names of temporary folders; an edition's name never begins with a dot.
pub(super) const TEMPORARY: &str = ".edition-";
/// By this file of its internal folder an edition is known.
pub(super) const MANIFEST: &str = "manifest.json";
/// The folder of clean sheets that await approval, in the internal one.
pub(super) const CLEAN: &str = "clean";
/// Held while an edition takes its place, so that two runs never mix.
const LOCK: &str = ".lock";

/// Writes an edition as `out/name/`, taking the place of an earlier one, and returns its folder.
///
/// # Errors
/// Any failure of the file system, with the path; the earlier edition is then as it was.
/// [`io::ErrorKind::WouldBlock`] when another run is writing to the same folder.
pub fn place(out: &Path, name: &str, files: &EditionFiles) -> io::Result<PathBuf> {
    let target = out.join(name);
    let out = target.parent().unwrap_or(out);
    fs::create_dir_all(out).map_err(|e| with_path(&e, out))?;
    let _lock = lock(out)?;
    refuse_foreign(&target)?;
    clean_up(out)?;
    let temporary = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(out).map_err(|e| with_path(&e, out))?;
    let fresh = temporary.path().join(last_name(&target));
    write_folder(&fresh.join("public"), &files.public)?;
    write_folder(&fresh.join("internal"), &files.internal)?;
    if !files.clean.is_empty() {
        write_folder(&fresh.join("internal").join(CLEAN), &files.clean)?;
        sync_folder(&fresh.join("internal"))?;
    }
    restrict(&fresh.join("internal"))?;
    sync_folder(&fresh)?;
    take_place(&fresh, &target)?;
    sync_folder(out)?;
    Ok(target)
}

/// The files of an edition as they lie on the disk.
///
/// # Errors
/// A file that cannot be read, with its path.
pub fn read_folder(folder: &Path) -> io::Result<EditionFiles> {
    let clean = folder.join("internal").join(CLEAN);
    Ok(EditionFiles {
        public: read_files(&folder.join("public"))?,
        internal: read_files(&folder.join("internal"))?,
        clean: if clean.is_dir() { read_files(&clean)? } else { Vec::new() },
    })
}

fn read_files(folder: &Path) -> io::Result<Vec<OutputFile>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| with_path(&e, folder))? {
        let path = entry.map_err(|e| with_path(&e, folder))?.path();
        if path.is_file() {
            let name = last_name(&path).to_string_lossy().into_owned();
            files.push(OutputFile { name, bytes: fs::read(&path).map_err(|e| with_path(&e, &path))? });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// What stands in the place of an edition must be one: a file, a link or a folder of somebody else's is never
/// replaced.
fn refuse_foreign(target: &Path) -> io::Result<()> {
    let Ok(found) = target.symlink_metadata() else { return Ok(()) };
    if found.is_dir() && target.join("internal").join(MANIFEST).is_file() {
        return Ok(());
    }
    let what = format!("{} is in the way and is no edition; move it aside", target.display());
    Err(io::Error::new(io::ErrorKind::AlreadyExists, what))
}

fn last_name(path: &Path) -> PathBuf {
    path.file_name().map(PathBuf::from).unwrap_or_default()
}

/// Holds a folder of logs, which is made where there is none, until what is returned is dropped.
///
/// # Errors
/// Any failure of the file system, with the path; [`io::ErrorKind::WouldBlock`] when another run holds it.
pub fn hold(folder: &Path) -> io::Result<File> {
    if !folder.is_dir() {
        fs::create_dir_all(folder).map_err(|e| with_path(&e, folder))?;
        restrict(folder)?;
    }
    lock(folder)
}

/// The lock is released when the file is closed, also when the program is killed.
pub(super) fn lock(out: &Path) -> io::Result<File> {
    let path = out.join(LOCK);
    let file =
        File::options().create(true).truncate(false).write(true).open(&path).map_err(|e| with_path(&e, &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let what = format!("{}: another run is writing to this folder", out.display());
            Err(io::Error::new(io::ErrorKind::WouldBlock, what))
        }
        Err(TryLockError::Error(error)) => Err(with_path(&error, &path)),
    }
}

/// Removes what killed runs have left. Where one was killed between the two renames of [`take_place`], its
/// finished folder is put in place first.
pub(super) fn clean_up(out: &Path) -> io::Result<()> {
    for entry in fs::read_dir(out).map_err(|e| with_path(&e, out))? {
        let path = entry.map_err(|e| with_path(&e, out))?.path();
        if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY)) || !path.is_dir() {
            continue;
        }
        for inner in fs::read_dir(&path).map_err(|e| with_path(&e, &path))? {
            let inner = inner.map_err(|e| with_path(&e, &path))?.path();
            let aside = path.join("aside").join(last_name(&inner));
            let target = out.join(last_name(&inner));
            if aside.exists() && target.symlink_metadata().is_err() {
                fs::rename(&inner, &target).map_err(|e| with_path(&e, &target))?;
            }
        }
        fs::remove_dir_all(&path).map_err(|e| with_path(&e, &path))?;
    }
    Ok(())
}

/// Puts a finished folder in the place of another: by one exchange where the system has it, so that the place is
/// never empty, else by two renames, which [`clean_up`] completes.
fn take_place(fresh: &Path, target: &Path) -> io::Result<()> {
    if target.symlink_metadata().is_err() {
        return fs::rename(fresh, target).map_err(|e| with_path(&e, target));
    }
    if exchange(fresh, target)? {
        return Ok(());
    }
    let aside = fresh.parent().unwrap_or(fresh).join("aside");
    fs::create_dir(&aside).map_err(|e| with_path(&e, &aside))?;
    let old = aside.join(last_name(target));
    fs::rename(target, &old).map_err(|e| with_path(&e, target))?;
    fs::rename(fresh, target).map_err(|error| {
        // What was in place goes back; if that fails too, the next run completes the exchange.
        let back = fs::rename(&old, target);
        with_path(&back.err().unwrap_or(error), target)
    })
}

/// Exchanges two folders in one step; `false` where the system or its file system cannot.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(fresh: &Path, target: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, fresh, CWD, target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(with_path(&error.into(), target)),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

pub(super) fn write_folder(folder: &Path, files: &[OutputFile]) -> io::Result<()> {
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
pub(super) fn restrict(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(|e| with_path(&e, folder))
}

#[cfg(not(unix))]
pub(super) fn restrict(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder's entries durable, where the system can.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder).and_then(|handle| handle.sync_all()).map_err(|e| with_path(&e, folder))
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(super) fn with_path(error: &io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(text: &str) -> EditionFiles {
        let file = |name: &str| OutputFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        EditionFiles { public: vec![file("sheet.txt")], internal: vec![file(MANIFEST)], clean: Vec::new() }
    }

    fn names(out: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(out).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_edition_takes_the_place_of_another_whole() {
        let out = tempfile::tempdir().unwrap();
        place(out.path(), "2024-12-31", &edition("old")).unwrap();
        fs::write(out.path().join("2024-12-31/public/stray.txt"), "stray").unwrap();
        let folder = place(out.path(), "2024-12-31", &edition("new")).unwrap();
        assert_eq!(fs::read_to_string(folder.join("public/sheet.txt")).unwrap(), "new");
        assert!(!folder.join("public/stray.txt").exists());
        assert_eq!(names(out.path()), [".lock", "2024-12-31"]);
    }

    #[test]
    fn what_a_killed_run_left_is_completed_and_cleaned_up() {
        let out = tempfile::tempdir().unwrap();
        // Killed between the two renames: the old edition is aside, the new one is finished but not in place.
        let left = out.path().join(".edition-killed");
        fs::create_dir_all(left.join("aside/2024-12-31")).unwrap();
        fs::create_dir_all(left.join("2024-12-31/public")).unwrap();
        fs::write(left.join("2024-12-31/public/sheet.txt"), "finished").unwrap();
        // Killed while writing: nothing of it counts.
        fs::create_dir_all(out.path().join(".edition-other/2024-11-30/public")).unwrap();
        clean_up(out.path()).unwrap();
        assert_eq!(names(out.path()), ["2024-12-31"]);
        assert_eq!(fs::read_to_string(out.path().join("2024-12-31/public/sheet.txt")).unwrap(), "finished");
    }

    #[test]
    fn what_is_no_edition_is_never_replaced() {
        let out = tempfile::tempdir().unwrap();
        fs::create_dir(out.path().join("2024-12-31")).unwrap();
        fs::write(out.path().join("2024-12-31/mine.txt"), "mine").unwrap();
        assert!(place(out.path(), "2024-12-31", &edition("new")).is_err());
        assert_eq!(fs::read_to_string(out.path().join("2024-12-31/mine.txt")).unwrap(), "mine");
        fs::write(out.path().join("2024-11-30"), "mine").unwrap();
        assert!(place(out.path(), "2024-11-30", &edition("new")).is_err());
        assert_eq!(fs::read_to_string(out.path().join("2024-11-30")).unwrap(), "mine");
    }

    #[test]
    fn two_runs_never_mix() {
        let out = tempfile::tempdir().unwrap();
        let held = lock(out.path()).unwrap();
        let error = place(out.path(), "2024-12-31", &edition("new")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        drop(held);
        place(out.path(), "2024-12-31", &edition("new")).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_written_leaves_the_edition_as_it_was() {
        let out = tempfile::tempdir().unwrap();
        place(out.path(), "2024-12-31", &edition("old")).unwrap();
        let mut bad = edition("new");
        bad.public.push(OutputFile { name: "no/such/folder.txt".to_owned(), bytes: Vec::new() });
        assert!(place(out.path(), "2024-12-31", &bad).is_err());
        assert_eq!(fs::read_to_string(out.path().join("2024-12-31/public/sheet.txt")).unwrap(), "old");
        assert_eq!(names(out.path()), [".lock", "2024-12-31"]);
    }
}
