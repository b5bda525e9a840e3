//! Files written beside their place and renamed into it, so that nobody ever reads half of one.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::lang::{Lang, Say};
use crate::say;

/// A file that appears under its name only when [`NewFile::keep`] is called.
pub struct NewFile {
    target: PathBuf,
    beside: PathBuf,
    writer: Option<BufWriter<File>>,
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
        Ok(NewFile { target: target.to_owned(), beside, writer: Some(BufWriter::new(file)) })
    }

    /// Puts the finished file in its place.
    pub fn keep(mut self) -> Result<(), FileError> {
        let failed = |error| FileError::Io(self.target.clone(), error);
        if let Some(mut writer) = self.writer.take() {
            writer.flush().map_err(failed)?;
            writer.get_ref().sync_all().map_err(failed)?;
        }
        std::fs::rename(&self.beside, &self.target).map_err(|error| {
            // Nothing half done is left behind; what matters is why it could not be put in its place.
            let _ = std::fs::remove_file(&self.beside);
            failed(error)
        })
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.writer {
            Some(writer) => writer.write(bytes),
            None => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// What was begun and not kept leaves nothing behind.
impl Drop for NewFile {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            let _ = std::fs::remove_file(&self.beside);
        }
    }
}
