//! Files written beside their place and renamed into it, so that nobody ever reads half of one.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::lang::{Lang, Say};
use crate::say;

/// A file that appears under its name only when [`NewFile::keep`] is called; one that is not kept leaves nothing behind.
pub struct NewFile {
    target: PathBuf,
    // Closed before it is removed: fields go in this order.
    writer: BufWriter<File>,
    beside: Beside,
}

/// Where a file stands until it has its name. Nothing half done is left there, whatever became of it.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        // Once it has its name there is nothing here.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Why a file was not written.
#[derive(Debug)]
pub enum FileError {
    /// It is one of the files read.
    IsInput(PathBuf),
    Io(PathBuf, io::Error),
}

impl Say for FileError {
    fn say(&self, lang: Lang) -> String {
        match self {
            FileError::IsInput(path) => {
                let path = path.display();
                say!(
                    lang,
                    "{path}是输入文件，不能覆盖；请换一个文件名",
                    "{path} is an input and is never written to; choose another name"
                )
            }
            FileError::Io(path, error) => {
                let (path, why) = (path.display(), error.kind());
                say!(
                    lang,
                    "{path}写不了：{why}；请检查文件夹和权限",
                    "{path} cannot be written: {why}; check the folder and its permissions"
                )
            }
        }
    }
}

/// Whether two paths lead to one file, be it there already or not.
pub fn is_one_file(one: &Path, other: &Path) -> bool {
    one == other || whole(one).is_some_and(|one| whole(other) == Some(one))
}

/// A path without detours; of a file yet to be written, that of its folder is.
fn whole(path: &Path) -> Option<PathBuf> {
    let yet_to_be = || {
        // The folder of a bare name is the one we are in.
        let folder = Path::new(".").join(path.parent()?);
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    };
    path.canonicalize().ok().or_else(yet_to_be)
}

/// The file an input is read from: itself, or the archive it is in.
fn read_from(input: &Path) -> Option<PathBuf> {
    let archive = || input.ancestors().find(|path| path.is_file())?.canonicalize().ok();
    input.canonicalize().ok().or_else(archive)
}

impl NewFile {
    /// Begins a file; one of the inputs, or what is there of a folder of rules among them, is refused.
    pub fn create(target: &Path, inputs: &[PathBuf]) -> Result<NewFile, FileError> {
        let is_rule = target.extension().is_some_and(|extension| extension == "toml");
        let same = |input: &PathBuf| match (read_from(input), target.canonicalize()) {
            (Some(input), Ok(target)) => input == target || (is_rule && target.starts_with(input)),
            _ => false,
        };
        if inputs.iter().any(same) {
            return Err(FileError::IsInput(target.to_owned()));
        }
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let beside = target.with_file_name(name);
        let file = File::create(&beside).map_err(|error| FileError::Io(target.to_owned(), error))?;
        Ok(NewFile { target: target.to_owned(), writer: BufWriter::new(file), beside: Beside(beside) })
    }

    /// Puts the finished file in its place.
    pub fn keep(self) -> Result<(), FileError> {
        let NewFile { target, writer, beside } = self;
        put(writer, &beside.0, &target).map_err(|error| FileError::Io(target, error))
    }
}

/// Writes what is still to be written, and gives the file its name.
fn put(mut writer: BufWriter<File>, beside: &Path, target: &Path) -> io::Result<()> {
    writer.flush()?;
    writer.get_ref().sync_all()?;
    drop(writer);
    std::fs::rename(beside, target)
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    fn begun(folder: &Path) -> NewFile {
        let mut file = NewFile::create(&folder.join("out.md"), &[]).unwrap();
        file.write_all("甲，999999195001010018".as_bytes()).unwrap();
        file
    }

    #[test]
    fn a_kept_file_stands_alone_under_its_name() {
        let folder = tempfile::tempdir().unwrap();
        begun(folder.path()).keep().unwrap();
        assert_eq!(names(folder.path()), ["out.md"]);
    }

    #[test]
    fn a_file_that_is_not_kept_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        drop(begun(folder.path()));
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_file_whose_last_bytes_find_no_room_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = begun(folder.path());
        // One that is open for reading alone takes no bytes.
        let closed = BufWriter::new(File::open(&file.beside.0).unwrap());
        let _ = std::mem::replace(&mut file.writer, closed).into_parts();
        file.write_all(b"...").unwrap();
        assert!(file.keep().is_err());
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_file_whose_name_is_taken_by_a_folder_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let file = begun(folder.path());
        std::fs::create_dir(folder.path().join("out.md")).unwrap();
        assert!(file.keep().is_err());
        assert_eq!(names(folder.path()), ["out.md"]);
    }
}
