//! Why a workbook could not be put together.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use rust_xlsxwriter::XlsxError;

use crate::contained::contained;
use crate::lang::{Lang, Say};
use crate::masking::hidden;
use crate::{refusal, say};

/// The temporary folder has no room for the rows of a workbook, which wait there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub struct NoRoomForBook {
    folder: PathBuf,
    kind: ErrorKind,
}

impl NoRoomForBook {
    fn of(kind: ErrorKind) -> io::Error {
        io::Error::new(kind, NoRoomForBook { folder: std::env::temp_dir(), kind })
    }
}

impl Say for NoRoomForBook {
    fn say(&self, lang: Lang) -> String {
        let (folder, why) = (self.folder.display(), refusal::to_write(self.kind, lang));
        say!(
            lang,
            "临时文件夹{folder}放不下正在写的工作簿：{why}；请腾出空间，或用环境变量TMPDIR另指文件夹",
            "the workbook cannot be put together in the temporary folder {folder}: {why}; make room there, or name another folder with TMPDIR"
        )
    }
}

/// The library could not go on with a workbook, for want of nothing that anybody could give it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub struct BrokenOff {
    said: String,
}

impl Say for BrokenOff {
    fn say(&self, lang: Lang) -> String {
        let said = &self.said;
        say!(
            lang,
            "工作簿没有写成，是程序的缺陷（{said}）；请改用别的格式（如 -o x.csv），并把这一行报给维护者",
            "the workbook was not written, by a fault of the program ({said}); write another format, such as -o x.csv, and report this line"
        )
    }
}

/// How the library's words name the want of room, in which its panics quote the system.
const FULL: [&str; 3] = ["StorageFull", "QuotaExceeded", "FileTooLarge"];

/// Lets the library work on a workbook. It panics where what waits on disk finds no room there.
pub(super) fn in_room<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> io::Result<T> {
    match contained(work) {
        Ok(Err(XlsxError::TempFileError(_, error))) => Err(NoRoomForBook::of(error.kind())),
        Ok(done) => done.map_err(io::Error::other),
        Err(said) if FULL.iter().any(|full| said.contains(full)) => Err(NoRoomForBook::of(ErrorKind::StorageFull)),
        Err(said) => Err(io::Error::other(BrokenOff { said: hidden(&said) })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_panics_for_want_of_room_is_an_error_with_words() {
        let full = in_room(|| -> Result<(), XlsxError> { panic!("StorageFull") }).unwrap_err();
        let said = full.get_ref().and_then(|own| own.downcast_ref::<NoRoomForBook>()).unwrap().say(Lang::Zh);
        assert!(said.contains("磁盘已满") && said.contains("TMPDIR"), "{said}");
    }

    #[test]
    fn another_panic_is_no_full_disk_and_shows_no_number() {
        let said = "990101196503120011: index out of bounds";
        let broken = in_room(|| -> Result<(), XlsxError> { panic!("{said}") }).unwrap_err();
        let said = broken.get_ref().and_then(|own| own.downcast_ref::<BrokenOff>()).unwrap().say(Lang::Zh);
        assert!(said.contains("index out of bounds") && said.contains("程序的缺陷"), "{said}");
        assert!(!said.contains("990101196503120011") && !said.contains("磁盘"), "{said}");
    }
}
