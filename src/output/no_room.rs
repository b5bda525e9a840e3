//! Why a workbook could not be put together.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use rust_xlsxwriter::XlsxError;

use crate::contained::contained;
use crate::lang::{Lang, Say};
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

/// Lets the library work on a workbook. It panics where what waits on disk finds no room there.
pub(super) fn in_room<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> io::Result<T> {
    match contained(work) {
        Some(Err(XlsxError::TempFileError(_, error))) => Err(NoRoomForBook::of(error.kind())),
        Some(done) => done.map_err(io::Error::other),
        None => Err(NoRoomForBook::of(ErrorKind::StorageFull)),
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
}
