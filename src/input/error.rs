//! Why a file cannot be read, and what to do about it.

use super::{Foreign, letters};
use crate::lang::{Lang, Say};
use crate::masking::hidden;
use crate::visible::visible_line;
use crate::{refusal, say};

/// How much is shown of what a damaged file says, in characters.
const GLIMPSE: usize = 60;

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
    #[error("is a pipe or a device")]
    Pipe,
    #[error("is neither a workbook nor text")]
    Binary,
    #[error("is protected by a password")]
    Password,
    #[error("is in an archive protected by a password")]
    LockedArchive,
    #[error("is {}", .0.say(Lang::En))]
    Foreign(Foreign),
    #[error("is an archive")]
    Archive,
    #[error("is an archive of {files} files")]
    Crowded { files: usize },
    #[error("is an archive within an archive")]
    NestedArchive,
    #[error("holds two files named {name}")]
    FilesOfOneName { name: String },
    #[error("holds two sheets named {name}")]
    SheetsOfOneName { name: String },
    #[error("swells to {megabytes} MB")]
    Swelling { megabytes: u64 },
    #[error("is damaged: {}", glimpse(.0))]
    Damaged(String),
    #[error("a quotation mark opened in row {row} is never closed")]
    UnclosedQuote { row: u32 },
    #[error("holds a row {row}")]
    FarRow { row: u32 },
    #[error("row {row} stands behind row {after}")]
    RowGoesBack { row: u32, after: u32 },
    #[error("holds more than {most} sheets")]
    ManySheets { most: usize },
    #[error("row {row} is too long")]
    LongRow { row: u32 },
    #[error("row {row}, column {column} holds too much")]
    LongCell { row: u32, column: u32 },
    #[error("holds more than {megabytes} MB of words")]
    Wordy { megabytes: u64 },
    #[error("cells are strewn over {rows} rows and {columns} columns")]
    Strewn { rows: u32, columns: u32 },
}

impl From<Foreign> for InputError {
    fn from(foreign: Foreign) -> InputError {
        InputError::Foreign(foreign)
    }
}

impl Say for InputError {
    fn say(&self, lang: Lang) -> String {
        match self {
            InputError::Open(kind) => {
                let why = refusal::to_read(*kind, lang);
                say!(lang, "打不开：{why}", "cannot be opened: {why}")
            }
            InputError::Read(kind) => {
                let why = refusal::to_read(*kind, lang);
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
            InputError::Pipe => say!(
                lang,
                "是管道或设备，不是文件；请先存成文件，或接到标准输入，文件名写 -",
                "is a pipe or a device, not a file; save what comes from it to a file, or lead it to the standard input and name -"
            ),
            InputError::Binary => say!(
                lang,
                "既不是表格也不是文本；请在产生它的软件中打开，另存为 .xlsx",
                "is neither a workbook nor text; open it where it was made and save it as .xlsx"
            ),
            InputError::Password => say!(
                lang,
                "设有打开密码；请在表格软件中打开，去掉密码后另存",
                "is protected by a password; open it, remove the password and save it again"
            ),
            InputError::LockedArchive => say!(
                lang,
                "设有打开密码的是压缩包；请用密码解压，再给出解压出来的文件",
                "is in an archive protected by a password; unpack it with the password and name the file that comes out"
            ),
            InputError::Foreign(foreign) => foreign.say(lang),
            InputError::Archive => say!(
                lang,
                "是压缩包，里面没有可读的文件；请解压后给出其中的花名册",
                "is an archive without a file to read in it; unpack it and name the rosters in it"
            ),
            InputError::Crowded { files } => say!(
                lang,
                "是压缩包，里面有{files}个文件，太多了；请解压后给出其中的花名册",
                "is an archive of {files} files, which are too many; unpack it and name the rosters in it"
            ),
            InputError::NestedArchive => say!(
                lang,
                "是压缩包里的压缩包，不再往里读；请先解压外面一层",
                "is an archive within an archive, which is not opened; unpack the outer one first"
            ),
            InputError::FilesOfOneName { name } => {
                let name = hidden(name);
                say!(
                    lang,
                    "里面有两个同名的文件“{name}”，只读得到一个，没有读；请解压后改名，或由产生它的软件重新导出",
                    "holds two files named “{name}”, of which only one can be read, so neither was; unpack it and rename one, or export it again"
                )
            }
            InputError::SheetsOfOneName { name } => {
                let name = hidden(name);
                say!(
                    lang,
                    "有两张工作表同名“{name}”，分不清哪张是哪张，没有读；请在表格软件中打开，改名后另存",
                    "has two sheets named “{name}”, which cannot be told apart, and was not read; open it, rename one and save it again"
                )
            }
            InputError::Swelling { megabytes } => say!(
                lang,
                "解压后超过{megabytes}MB，不像花名册，没有读；请在表格软件中打开核对，只留需要的行列，另存为 .xlsx",
                "unpacks to more than {megabytes} MB, which no roster does, and was not read; open it, keep the rows and columns needed and save it as .xlsx"
            ),
            InputError::Damaged(why) => {
                let why = glimpse(why);
                say!(
                    lang,
                    "文件已损坏或不完整（{why}）；请重新复制，或在表格软件中打开后另存",
                    "is damaged or incomplete ({why}); copy it again, or open it and save it anew"
                )
            }
            InputError::UnclosedQuote { row } => say!(
                lang,
                "第{row}行有一个引号没有闭合，其后无法分行；请补上引号，或删去该行的引号",
                "row {row} opens a quotation mark that is never closed, so no row after it can be told apart; close it or delete it"
            ),
            InputError::FarRow { row } => say!(
                lang,
                "有第{row}行，而表格软件最多1048576行：文件已损坏，或行太多；请在表格软件中打开核对，只留需要的行，另存为 .xlsx",
                "has a row {row}, where a spreadsheet has 1,048,576 at most: it is damaged, or too long; open it, keep the rows needed and save it as .xlsx"
            ),
            InputError::RowGoesBack { row, after } => say!(
                lang,
                "第{row}行写在第{after}行后面，行的顺序是乱的，文件已损坏；请在表格软件中打开核对，另存为 .xlsx",
                "has row {row} behind row {after}: its rows are out of order, it is damaged; open it, look it over and save it as .xlsx"
            ),
            InputError::ManySheets { most } => say!(
                lang,
                "工作表超过{most}张，太多了，没有全读；请在表格软件中打开核对，只留花名册，分成几个文件另存",
                "holds more than {most} sheets, which are too many to be read; open it, keep the rosters and save them in several files"
            ),
            InputError::LongRow { row } => say!(
                lang,
                "第{row}行过长（超过2MB或16384列），不像花名册；请检查该行，删去多余的内容后另存为 .xlsx",
                "row {row} is too long for a roster (over 2 MB or 16,384 columns); look at it, delete what is too much and save it as .xlsx"
            ),
            InputError::LongCell { row, column } => {
                let cell = format!("{}{row}", letters(*column as usize));
                say!(
                    lang,
                    "{cell}一格的内容过长（表格软件每格最多32767字）；请检查该格，删去多余的内容后另存为 .xlsx",
                    "cell {cell} holds more than a spreadsheet allows (32,767 characters); look at it, delete what is too much and save it as .xlsx"
                )
            }
            InputError::Wordy { megabytes } => say!(
                lang,
                "各格文字共超过{megabytes}MB，不像花名册，没有读；请在表格软件中打开核对，只留需要的行列，另存为 .xlsx",
                "holds more than {megabytes} MB of words, which no roster does, and was not read; open it, keep the rows and columns needed and save it as .xlsx"
            ),
            InputError::Strewn { rows, columns } => say!(
                lang,
                "单元格散布在{rows}行×{columns}列，不像花名册；请删去表外的零散单元格，另存为 .xlsx",
                "has cells strewn over {rows} rows and {columns} columns; delete the stray cells beside the table and save it as .xlsx"
            ),
        }
    }
}

/// What the reader stumbled over, which may be anything that stands in the file: hidden before it is cut, so that no
/// number loses the digits it is known by.
fn glimpse(why: &str) -> String {
    let hidden = hidden(why);
    let shown = visible_line(&hidden);
    match shown.char_indices().nth(GLIMPSE) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_a_damaged_file_is_masked_visible_and_short() {
        let said = |why: &str| InputError::Damaged(why.to_owned()).say(Lang::En);
        assert!(said("& 13912345678,\n99010119800202002X").contains("(& **************************2002X)"));
        assert!(said("\u{1B}[31m&").contains("(\u{FFFD}[31m&)"));
        let long = said(&format!("{}99010119800202002X", "&".repeat(GLIMPSE - 10)));
        assert!(long.contains("&990101****…)"), "{long}");
        assert!(!InputError::Damaged("13912345678".to_owned()).to_string().contains("1234"));
    }
}
