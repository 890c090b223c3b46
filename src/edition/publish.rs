//! A finished edition → a revision in `published/`, which never changes again: written aside, synced, renamed into
//! place in one step, and made read-only. What a run that was killed has left, the next one cleans up.

use super::folder::{
    EditionFiles, OutputFile, TEMPORARY, clean_up, lock, restrict, sync_folder, with_path, write_folder,
};
use super::store::{PUBLICATION, Publication, Revision, Store};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Freezes an edition as the next revision and returns its folder.
///
/// # Errors
/// Any failure of the file system, with the path; nothing was then published. [`io::ErrorKind::WouldBlock`] when
/// another run is publishing, or has published this revision meanwhile.
pub fn freeze(store: &Store, publication: &Publication, files: &EditionFiles) -> io::Result<PathBuf> {
    let edition = store.published(publication.edition);
    let root = edition.parent().unwrap_or(&edition);
    fs::create_dir_all(root).map_err(|e| with_path(&e, root))?;
    let _lock = lock(root)?;
    clean_up(root)?;
    remove_empty(root)?;
    let target = edition.join(format!("r{}", publication.revision));
    let next = store.revisions(publication.edition)?.len() + 1;
    if usize::try_from(publication.revision).ok() != Some(next) || target.symlink_metadata().is_ok() {
        let what = format!("{}: another run has published this edition meanwhile", target.display());
        return Err(io::Error::new(io::ErrorKind::WouldBlock, what));
    }
    let temporary = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(root).map_err(|e| with_path(&e, root))?;
    let fresh = temporary.path().join(format!("r{}", publication.revision));
    write_folder(&fresh.join("public"), &files.public)?;
    let mut internal = files.internal.clone();
    internal.push(OutputFile { name: PUBLICATION.to_owned(), bytes: json_line(publication)? });
    write_folder(&fresh.join("internal"), &internal)?;
    restrict(&fresh.join("internal"))?;
    files_read_only(&fresh)?;
    sync_folder(&fresh)?;
    fs::create_dir_all(&edition).map_err(|e| with_path(&e, &edition))?;
    sync_folder(root)?;
    fs::rename(&fresh, &target).map_err(|e| with_path(&e, &target))?;
    sync_folder(&edition)?;
    protect(&target)?;
    Ok(target)
}

/// Looks over a revision that is published already: takes away what a killed run has left beside it, makes it read-only
/// where such a run did not come to that, and holds every public file against its record.
///
/// # Errors
/// Any failure of the file system, and damage, with the path; [`io::ErrorKind::WouldBlock`] when another run is
/// publishing.
pub fn look_over(store: &Store, revision: &Revision) -> io::Result<()> {
    let edition = store.published(revision.publication.edition);
    let root = edition.parent().unwrap_or(&edition);
    let _lock = lock(root)?;
    clean_up(root)?;
    remove_empty(root)?;
    revision.public_files()?;
    revision.manifest()?;
    protect(&revision.folder)
}

/// Makes a revision's folders read-only. It comes after the rename, because a folder that may not be written cannot
/// be moved.
fn protect(revision: &Path) -> io::Result<()> {
    files_read_only(revision)?;
    for folder in [revision.join("public"), revision.join("internal"), revision.to_owned()] {
        read_only(&folder)?;
    }
    Ok(())
}

fn files_read_only(revision: &Path) -> io::Result<()> {
    for folder in [revision.join("public"), revision.join("internal")] {
        for entry in fs::read_dir(&folder).map_err(|e| with_path(&e, &folder))? {
            let path = entry.map_err(|e| with_path(&e, &folder))?.path();
            read_only(&path)?;
        }
    }
    Ok(())
}

pub(super) fn read_only(path: &Path) -> io::Result<()> {
    let failed = |e: io::Error| with_path(&e, path);
    let mut permissions = fs::metadata(path).map_err(failed)?.permissions();
    permissions.set_readonly(true);
    fs::set_permissions(path, permissions).map_err(failed)
}

/// Takes away the folders of editions that a killed run made and put no revision into.
fn remove_empty(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root).map_err(|e| with_path(&e, root))? {
        let path = entry.map_err(|e| with_path(&e, root))?.path();
        match fs::remove_dir(&path) {
            Err(error) if path.is_dir() && error.kind() != io::ErrorKind::DirectoryNotEmpty => {
                return Err(with_path(&error, &path));
            }
            _ => {}
        }
    }
    Ok(())
}

fn json_line(publication: &Publication) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(publication)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Status;
    use crate::value::Day;
    use crate::value::sha256;

    fn publication(revision: u32) -> Publication {
        Publication {
            edition: Day::parse("2024-12-31").unwrap(),
            revision,
            published: None,
            correction: None,
            status: Status::Final,
            tool: String::new(),
            figures: String::new(),
            manifest: sha256(b"{}"),
            public: [("sheet.txt".to_owned(), sha256(b"sheet"))].into(),
            approvals: Vec::new(),
        }
    }

    fn files() -> EditionFiles {
        let file = |name: &str, text: &str| OutputFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        EditionFiles {
            public: vec![file("sheet.txt", "sheet")],
            internal: vec![file("manifest.json", "{}")],
            clean: Vec::new(),
        }
    }

    /// Lets the temporary folder be removed by whoever runs the tests.
    fn unprotect(revision: &Path) {
        for folder in [revision.to_owned(), revision.join("public"), revision.join("internal")] {
            let mut permissions = fs::metadata(&folder).unwrap().permissions();
            #[expect(clippy::permissions_set_readonly_false, reason = "a temporary folder")]
            permissions.set_readonly(false);
            fs::set_permissions(&folder, permissions).unwrap();
        }
    }

    #[test]
    fn a_revision_is_frozen_whole_and_only_in_its_turn() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), None);
        assert_eq!(freeze(&store, &publication(2), &files()).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        let first = freeze(&store, &publication(1), &files()).unwrap();
        assert!(fs::metadata(first.join("public/sheet.txt")).unwrap().permissions().readonly());
        assert!(fs::metadata(&first).unwrap().permissions().readonly());
        assert_eq!(freeze(&store, &publication(1), &files()).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        let found = store.revisions(publication(1).edition).unwrap();
        assert_eq!((found.len(), &found[0].publication), (1, &publication(1)));
        assert!(found[0].public_files().is_ok() && found[0].manifest().is_ok());
        unprotect(&first);
    }

    #[test]
    fn what_a_killed_run_left_is_cleaned_up() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), None);
        fs::create_dir_all(folder.path().join("published/.edition-killed/r1/public")).unwrap();
        fs::create_dir_all(folder.path().join("published/2024-11-30")).unwrap();
        let first = freeze(&store, &publication(1), &files()).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(folder.path().join("published")).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".lock", "2024-12-31"]);
        unprotect(&first);
    }
}
