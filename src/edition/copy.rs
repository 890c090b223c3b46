//! Files of a revision → a folder of copies for somebody else, made whole or not at all.

use super::folder::{TEMPORARY, restrict, sync_folder, with_path};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes files, some of them in folders, into a folder that is not there yet; a private one is its owner's only.
///
/// # Errors
/// Any failure of the file system, with the path; [`io::ErrorKind::AlreadyExists`] when the folder is there.
pub fn copy_out(folder: &Path, files: &[(String, Vec<u8>)], private: bool) -> io::Result<()> {
    let taken = || {
        io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("{} is there already; name another folder", folder.display()),
        )
    };
    if folder.symlink_metadata().is_ok() {
        return Err(taken());
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent).map_err(|e| with_path(&e, parent))?;
    let temporary = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(parent).map_err(|e| with_path(&e, parent))?;
    let fresh = temporary.path().join("copies");
    for (name, bytes) in files {
        let path = fresh.join(name);
        let own = path.parent().unwrap_or(&fresh);
        fs::create_dir_all(own).map_err(|e| with_path(&e, own))?;
        let written = fs::File::create_new(&path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(|e| with_path(&e, &path))?;
    }
    if private {
        restrict(&fresh)?;
    }
    sync_folder(&fresh)?;
    // An empty folder that was made meanwhile would be replaced, a full one never is.
    fs::rename(&fresh, folder).map_err(|e| with_path(&e, folder))?;
    sync_folder(parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_there_is_never_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("copies");
        let files = [("public/sheet.txt".to_owned(), b"sheet".to_vec())];
        copy_out(&out, &files, false).unwrap();
        assert_eq!(fs::read(out.join("public/sheet.txt")).unwrap(), b"sheet");
        assert_eq!(copy_out(&out, &files, false).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
