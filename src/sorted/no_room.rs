//! Why what rows leave behind could not be kept.

use std::io;
use std::path::PathBuf;

use crate::lang::{Lang, Say};
use crate::{refusal, say};

/// Neither memory nor disk has room for what rows leave behind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Lang::En))]
pub struct NoRoom {
    folder: PathBuf,
    /// Bytes that had to go there, with those that are there already.
    needed: u64,
    kind: io::ErrorKind,
}

impl NoRoom {
    pub(super) fn of(error: &io::Error, needed: u64) -> NoRoom {
        NoRoom { folder: std::env::temp_dir(), needed, kind: error.kind() }
    }
}

impl Say for NoRoom {
    fn say(&self, lang: Lang) -> String {
        let (folder, megabytes, why) =
            (self.folder.display(), (self.needed >> 20) + 1, refusal::to_write(self.kind, lang));
        say!(
            lang,
            "临时文件夹{folder}放不下行里记下的内容（至少要{megabytes} MB）：{why}；请腾出空间，或用环境变量TMPDIR另指文件夹，或用 --memory 多给些内存",
            "what rows leave behind cannot be kept in the temporary folder {folder}, which must hold {megabytes} MB or more: {why}; make room there, name another folder with TMPDIR, or give more memory with --memory"
        )
    }
}
