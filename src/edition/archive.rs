//! What published revisions were made of, by digest: `archive/<sha256>`, each file once, however many revisions it
//! went into. It holds the exports, so that it is its owner's only.

use super::folder::{lock, restrict, sync_folder, with_path};
use super::publish::read_only;
use super::store::{Store, read_whole};
use crate::value::sha256;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

/// Begins the names of files that are being written.
const TEMPORARY: &str = ".kept-";

/// The archive of a store, held for writing.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    _lock: File,
}

impl Archive {
    /// Opens the archive for writing, and takes away what a killed run has left.
    ///
    /// # Errors
    /// Any failure of the file system, with the path; [`io::ErrorKind::WouldBlock`] when another run is writing.
    pub fn open(store: &Store) -> io::Result<Self> {
        let folder = store.archive();
        if !folder.is_dir() {
            fs::create_dir_all(&folder).map_err(|e| with_path(&e, &folder))?;
            restrict(&folder)?;
        }
        let lock = lock(&folder)?;
        for entry in fs::read_dir(&folder).map_err(|e| with_path(&e, &folder))? {
            let path = entry.map_err(|e| with_path(&e, &folder))?.path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY)) {
                fs::remove_file(&path).map_err(|e| with_path(&e, &path))?;
            }
        }
        Ok(Self { folder, _lock: lock })
    }

    /// Keeps some bytes; those that are there already are read and compared, and put right where a disk has lost them.
    ///
    /// # Errors
    /// Any failure of the file system, with the path.
    pub fn keep(&self, digest: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.folder.join(digest);
        if fs::read(&path).is_ok_and(|found| sha256(&found) == digest) {
            return Ok(());
        }
        let failed = |e: io::Error| with_path(&e, &path);
        let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(&self.folder).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        read_only(file.path())?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    /// Makes the names of all kept files durable.
    ///
    /// # Errors
    /// Any failure of the file system, with the path.
    pub fn close(self) -> io::Result<()> {
        sync_folder(&self.folder)
    }
}

/// A file of the archive.
///
/// # Errors
/// A file that is missing or damaged, with its path.
pub fn archived(store: &Store, digest: &str) -> io::Result<Vec<u8>> {
    read_whole(&store.archive().join(digest), digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_kept_once_and_damage_is_seen_and_mended() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned(), None);
        let digest = sha256(b"rows");
        assert!(archived(&store, &digest).unwrap_err().to_string().contains(&digest));
        let archive = Archive::open(&store).unwrap();
        assert_eq!(Archive::open(&store).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        archive.keep(&digest, b"rows").unwrap();
        archive.keep(&digest, b"rows").unwrap();
        archive.close().unwrap();
        assert_eq!(archived(&store, &digest).unwrap(), b"rows");
        let path = store.archive().join(&digest);
        fs::remove_file(&path).unwrap();
        fs::write(&path, "lost").unwrap();
        assert!(archived(&store, &digest).unwrap_err().to_string().contains("not the bytes"));
        fs::write(store.archive().join(".kept-killed"), "half").unwrap();
        let archive = Archive::open(&store).unwrap();
        assert!(!store.archive().join(".kept-killed").exists());
        archive.keep(&digest, b"rows").unwrap();
        assert_eq!(archived(&store, &digest).unwrap(), b"rows");
    }
}
