//! Why a file cannot be read, and what to do about it.

use crate::lang::{Lang, Say};
use crate::say;

/// What stops the reading of one file; the others of the run are still read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    #[error("cannot be opened: {0:?}")]
    Open(std::io::ErrorKind),
    #[error("reading broke off: {0:?}")]
    Read(std::io::ErrorKind),
    #[error("is a directory")]
    Directory,
    #[error("is empty")]
    Empty,
    #[error("is neither a workbook nor text")]
    Binary,
    #[error("is protected by a password")]
    Password,
    #[error("is {0}")]
    Unsupported(&'static str),
    #[error("is damaged: {0}")]
    Damaged(String),
    #[error("a quotation mark opened in row {row} is never closed")]
    UnclosedQuote { row: u32 },
}

impl Say for InputError {
    fn say(&self, lang: Lang) -> String {
        match self {
            InputError::Open(kind) => {
                let why = reason(*kind, lang);
                say!(lang, "打不开：{why}", "cannot be opened: {why}")
            }
            InputError::Read(kind) => {
                let why = reason(*kind, lang);
                say!(lang, "读到一半中断：{why}", "reading broke off: {why}")
            }
            InputError::Directory => say!(
                lang,
                "是文件夹，不是文件；请指明其中的文件，如 文件夹/*.xlsx",
                "is a folder, not a file; name the files in it, such as folder/*.xlsx"
            ),
            InputError::Empty => {
                say!(lang, "是空文件（0字节）；请重新导出或复制", "is an empty file (0 bytes); export or copy it again")
            }
            InputError::Binary => say!(
                lang,
                "既不是表格也不是文本；花名册应为 .xlsx、.xls 或 .csv",
                "is neither a workbook nor text; a roster is .xlsx, .xls or .csv"
            ),
            InputError::Password => say!(
                lang,
                "设有打开密码；请在表格软件中打开，去掉密码后另存",
                "is protected by a password; open it, remove the password and save it again"
            ),
            InputError::Unsupported(what) => say!(
                lang,
                "是{what}，暂不能读；请在表格软件中打开，另存为 .xlsx",
                "is {what}, which is not read yet; open it and save it as .xlsx"
            ),
            InputError::Damaged(why) => say!(
                lang,
                "文件已损坏或不完整（{why}）；请重新复制，或在表格软件中打开后另存",
                "is damaged or incomplete ({why}); copy it again, or open it and save it anew"
            ),
            InputError::UnclosedQuote { row } => say!(
                lang,
                "第{row}行有一个引号没有闭合，其后无法分行；请补上引号，或删去该行的引号",
                "row {row} opens a quotation mark that is never closed, so no row after it can be told apart; close it or delete it"
            ),
        }
    }
}

fn reason(kind: std::io::ErrorKind, lang: Lang) -> String {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    match kind {
        NotFound => say!(lang, "没有这个文件", "there is no such file"),
        PermissionDenied => say!(lang, "没有读取权限", "permission to read it is missing"),
        other => say!(lang, "系统错误（{other}）", "{other}"),
    }
}
