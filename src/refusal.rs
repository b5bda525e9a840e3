//! Why the system refuses to read or to write, in words.

use std::io::ErrorKind::{
    self, IsADirectory, NotADirectory, NotFound, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
};

use crate::lang::Lang;
use crate::say;

/// Why a file cannot be read.
pub fn to_read(kind: ErrorKind, lang: Lang) -> String {
    match kind {
        NotFound => say!(lang, "没有这个文件", "there is no such file"),
        PermissionDenied => say!(lang, "没有读取权限", "permission to read it is missing"),
        other => say!(lang, "系统错误（{other}）", "{other}"),
    }
}

/// Why a folder cannot be worked in.
pub fn to_enter(kind: ErrorKind, lang: Lang) -> String {
    match kind {
        NotFound | NotADirectory => to_write(kind, lang),
        other => to_read(other, lang),
    }
}

/// Why nothing can be written in a folder.
pub fn to_write(kind: ErrorKind, lang: Lang) -> String {
    match kind {
        NotFound | NotADirectory => say!(lang, "没有这个文件夹", "there is no such folder"),
        PermissionDenied => say!(lang, "没有写入权限", "permission to write is missing"),
        StorageFull | QuotaExceeded => say!(lang, "磁盘已满", "the disk is full"),
        ReadOnlyFilesystem => say!(lang, "磁盘是只读的", "the disk is read-only"),
        IsADirectory => say!(lang, "它是文件夹", "it is a folder"),
        other => say!(lang, "系统错误（{other}）", "{other}"),
    }
}
