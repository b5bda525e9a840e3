//! Files written beside their place and renamed into it, so that nobody ever reads half of one. What is there and no
//! file, such as a pipe, is written to.

use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::lang::{Lang, Say};
use crate::{refusal, say};

/// A file that appears under its name only when [`NewFile::keep`] is called; one that is not kept leaves nothing
/// behind.
pub struct NewFile {
    /// As it was named.
    target: PathBuf,
    // Closed before it is removed: fields go in this order.
    writer: BufWriter<File>,
    /// `None` where it is written as it stands.
    beside: Option<Beside>,
}

/// Where a file stands until it has its name, and where that is. Nothing half done is left, unless the run is killed: until
/// then it is for its owner's eyes alone, and has the permissions of its place with its name.
struct Beside {
    path: PathBuf,
    place: PathBuf,
    permissions: Permissions,
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Once it has its name there is nothing here.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
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
                let (path, why) = (path.display(), refusal::to_write(error.kind(), lang));
                say!(
                    lang,
                    "{path}写不了：{why}；请检查文件夹、权限和剩余空间，或换一个地方",
                    "{path} cannot be written: {why}; look at the folder, its permissions and its room, or choose another place"
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
        let (file, beside) = begin(target).map_err(|error| FileError::Io(target.to_owned(), error))?;
        Ok(NewFile { target: target.to_owned(), writer: BufWriter::new(file), beside })
    }

    /// Puts the finished file in its place.
    pub fn keep(self) -> Result<(), FileError> {
        let NewFile { target, writer, beside } = self;
        put(writer, beside.as_ref()).map_err(|error| FileError::Io(target, error))
    }

    /// An error that names the file, in the words of a language yet to be told.
    fn failed(&self, error: io::Error) -> io::Error {
        io::Error::new(error.kind(), FileError::Io(self.target.clone(), error))
    }
}

/// Opens what is to be written: a file beside the one that is named, or is led to by a link, with the permissions of
/// the one it will replace; of a pipe or a device, itself.
fn begin(target: &Path) -> io::Result<(File, Option<Beside>)> {
    let there = std::fs::metadata(target).ok();
    if there.as_ref().is_some_and(|there| !there.is_file() && !there.is_dir()) {
        return Ok((File::options().write(true).open(target)?, None));
    }
    let led_to = target.is_symlink().then(|| target.canonicalize().ok()).flatten();
    let place = led_to.unwrap_or_else(|| target.to_owned());
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let path = place.with_file_name(name);
    let file = File::create(&path)?;
    let of_new = file.metadata()?.permissions();
    let permissions = there.filter(std::fs::Metadata::is_file).map_or(of_new, |there| there.permissions());
    let beside = Beside { path, place, permissions };
    keep_to_owner(&file);
    Ok((file, Some(beside)))
}

/// As far as the disk knows of owners: a stick may not.
#[cfg(unix)]
fn keep_to_owner(file: &File) {
    let _ = file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600));
}

#[cfg(not(unix))]
fn keep_to_owner(_: &File) {}

/// Writes what is still to be written, and gives the file its name.
fn put(mut writer: BufWriter<File>, beside: Option<&Beside>) -> io::Result<()> {
    writer.flush()?;
    let Some(Beside { path, place, permissions }) = beside else { return Ok(()) };
    let file = writer.get_ref();
    if file.metadata()?.permissions() != *permissions {
        file.set_permissions(permissions.clone())?;
    }
    file.sync_all()?;
    drop(writer);
    std::fs::rename(path, place)
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes).map_err(|error| self.failed(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush().map_err(|error| self.failed(error))
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
        let closed = BufWriter::new(File::open(&file.beside.as_ref().unwrap().path).unwrap());
        let _ = std::mem::replace(&mut file.writer, closed).into_parts();
        file.write_all(b"...").unwrap();
        assert!(file.keep().is_err());
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_replaced_and_keeps_its_permissions() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (secret, link) = (folder.path().join("secret.md"), folder.path().join("out.md"));
        std::fs::write(&secret, "before").unwrap();
        std::fs::set_permissions(&secret, PermissionsExt::from_mode(0o600)).unwrap();
        symlink("secret.md", &link).unwrap();
        begun(folder.path()).keep().unwrap();
        assert_eq!(std::fs::read_link(&link).unwrap(), Path::new("secret.md"));
        assert!(std::fs::read_to_string(&secret).unwrap().starts_with('甲'));
        assert_eq!(std::fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_done_is_for_its_owner_alone_and_what_is_for_whom_files_are() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let usual = folder.path().join("usual");
        File::create(&usual).unwrap();
        let file = begun(folder.path());
        assert_eq!(mode(&file.beside.as_ref().unwrap().path), 0o600);
        file.keep().unwrap();
        assert_eq!(mode(&folder.path().join("out.md")), mode(&usual));
    }

    /// `-o >(gzip > a.gz)` of a shell, and `-o /dev/null`.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_is_written_to_and_not_replaced() {
        use std::io::Read;
        use std::os::fd::AsRawFd;
        let (mut reader, writer) = std::io::pipe().unwrap();
        let path = format!("/dev/fd/{}", writer.as_raw_fd());
        let mut file = NewFile::create(Path::new(&path), &[]).unwrap();
        file.write_all("甲".as_bytes()).unwrap();
        file.keep().unwrap();
        drop(writer);
        let mut read = String::new();
        reader.read_to_string(&mut read).unwrap();
        assert_eq!(read, "甲");
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
