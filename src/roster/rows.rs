//! Which rows are records, and why the others are not.

use crate::digits::all_digits;
use crate::identity::IdNumber;
use crate::input::{Cell, Row};
use crate::rules::{Pack, Vocabulary, is_one_of};

use super::Roster;
use super::column_numbers::{CODE_ROWS, numbers_columns};
use super::date_number::is_numeral;
use super::fold::{folded, plain};
use super::header::HeadColumn;
use super::months_said::is_day;

/// Why a row holds no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skipped {
    /// Titles, units and notes above the header.
    AboveHeader,
    Header,
    /// Column numbers or letters under the header.
    ColumnNumbers,
    Blank,
    /// 小计, 泽曲镇合计: since the last one.
    Subtotal,
    /// 合计: of the whole sheet so far.
    Total,
    /// 累计: of more than this sheet.
    Cumulative,
    /// 其中：A类, 人均, 较上月增减: what explains a sum, and is nobody's.
    Explanation,
    /// 制表人 and the like.
    Footer,
    /// 示例: a row that shows how to fill the others in.
    Example,
    /// Names no person and gives no money or number: a heading within the list, a note.
    Note,
    /// Stands alone where a name should and is none: 一、泽曲镇.
    Heading,
    /// Says that it is of another programme than its sheet is read as, or of several, or is paid by another alone.
    OtherProgramme,
}

impl Skipped {
    pub const ALL: [Skipped; 13] = [
        Skipped::AboveHeader,
        Skipped::Header,
        Skipped::ColumnNumbers,
        Skipped::Blank,
        Skipped::Subtotal,
        Skipped::Total,
        Skipped::Cumulative,
        Skipped::Explanation,
        Skipped::Footer,
        Skipped::Example,
        Skipped::Note,
        Skipped::Heading,
        Skipped::OtherProgramme,
    ];

    /// The word in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Skipped::AboveHeader => "above-header",
            Skipped::Header => "header",
            Skipped::ColumnNumbers => "column-numbers",
            Skipped::Blank => "blank",
            Skipped::Subtotal => "subtotal",
            Skipped::Total => "total",
            Skipped::Cumulative => "cumulative",
            Skipped::Explanation => "explanation",
            Skipped::Footer => "footer",
            Skipped::Example => "example",
            Skipped::Note => "note",
            Skipped::Heading => "heading",
            Skipped::OtherProgramme => "other-programme",
        }
    }
}

/// What is known of a row in which no identity number could be read.
#[derive(Debug, Clone, Copy)]
pub struct Unidentified {
    /// A name, or something where the number should be.
    pub names_somebody: bool,
    /// The first column in which a name stands.
    pub named_in: Option<usize>,
    /// Money or a number of people.
    pub gives_numbers: bool,
    /// How many rows below the header it stands, from 1.
    pub below_header: u32,
}

/// Whether the first cell of a row marks it as an example, whoever it names.
#[inline]
pub fn is_example(row: Row<'_>, words: &Vocabulary) -> bool {
    // Nearly every row begins with a number, which is no word.
    let is_numbered = matches!(row.cells.first(), Some(Cell::Text(text)) if all_digits(text.as_bytes()));
    !is_numbered && says_example(row, words)
}

fn says_example(row: Row<'_>, words: &Vocabulary) -> bool {
    let first = row.cells.iter().find(|cell| !cell.is_blank());
    let Some(Cell::Text(text)) = first else { return false };
    let text = plain(text);
    // 示例, 例：, or [示例]张三.
    let marked = text.strip_prefix(['[', '(']);
    let bare = text.trim_end_matches(':');
    words.example.iter().any(|word| bare == word.as_str() || marked.is_some_and(|rest| rest.starts_with(word.as_str())))
}

/// Why a row below the header is no record; `None` when it is one. Labels are looked at before all that a person may
/// have: whatever else stands in its row, 合计 is no person; but a column of the header may be called so, and behind
/// somebody's name 累计3个月未领 is a remark.
pub fn skipped(row: Row<'_>, what: Unidentified, header: &[(usize, String)], words: &Vocabulary) -> Option<Skipped> {
    let Some(first) = row.cells.iter().position(|cell| !cell.is_blank()) else {
        return Some(Skipped::Blank);
    };
    if repeats(row, header) {
        return Some(Skipped::Header);
    }
    let labelled = what.named_in.map_or(row.cells, |named| &row.cells[..=named.max(first)]);
    let labelled = labelled[first..].iter().enumerate();
    let texts =
        labelled.filter_map(|(n, cell)| if let Cell::Text(text) = cell { Some((n, folded(text))) } else { None });
    let names_further = what.named_in.is_some_and(|named| named > first);
    let mut before: Option<String> = None;
    for (n, text) in texts {
        // Only what a row begins with explains a sum, and only if nobody stands behind it: elsewhere 较上月增加 is a note.
        let explains = || explains(&text, words).filter(|_| n == 0 && !names_further);
        let spread = before.as_deref().and_then(|before| spread_label(before, &text, words));
        match spread.or_else(|| label(&text, words)).or_else(explains) {
            // What signs the sheet gives no money; a place may be called alike.
            Some(Skipped::Footer) if what.gives_numbers => {
                if let Some(sum) = written_out(&text, words) {
                    return Some(sum);
                }
            }
            Some(label) => return Some(label),
            None => {}
        }
        before = Some(text);
    }
    if what.below_header <= CODE_ROWS && numbers_columns(row.cells, what.below_header, words) {
        return Some(Skipped::ColumnNumbers);
    }
    if !what.gives_numbers && is_footer(row, words) {
        return Some(Skipped::Footer);
    }
    match (what.names_somebody, what.gives_numbers) {
        (false, false) => Some(Skipped::Note),
        (true, false) if is_heading(row, words) => Some(Skipped::Heading),
        // 财政局意见：360
        (false, true) if begins_with_label(row, first) => Some(Skipped::Explanation),
        _ => None,
    }
}

/// Columns that a cell alone in its row must reach over to be a heading: a name may take two.
const WIDE: usize = 3;

/// Whether the first thing in a row is a word with a colon.
fn begins_with_label(row: Row<'_>, first: usize) -> bool {
    matches!(row.cells[first], Cell::Text(text) if text.trim().ends_with([':', '：']))
}

/// Whether the only words of a row are a heading: numbered 一、, called as a place is, or written over several columns.
fn is_heading(row: Row<'_>, words: &Vocabulary) -> bool {
    let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
    let (Some((column, Cell::Text(text))), None) = (filled.next(), filled.next()) else { return false };
    if title(row, words).is_some() {
        return true;
    }
    let text = folded(text);
    if is_numbered_place(&text, words) {
        return true;
    }
    if text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let is_below = row.merged.iter().any(|merged| merged.above.is_some());
    let is_wide = row.merged.iter().any(|merged| merged.first == column && merged.last >= column + WIDE - 1);
    // 王村 may be a name; 王家村 alone in its row is a village.
    let is_place = text.chars().count() > 2 && words.heading.iter().any(|ending| text.ends_with(ending.as_str()));
    is_numbered(&text) || is_place || (is_wide && !is_below)
}

/// 一社, 第三组, A类
fn is_numbered_place(text: &str, words: &Vocabulary) -> bool {
    let text = text.strip_prefix('第').unwrap_or(text);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || is_numeral(c));
    rest.len() < text.len() && is_one_of(rest, &words.numbered_heading)
}

/// 一、泽曲镇; （二）麦秀镇; 三.和日镇
fn is_numbered(text: &str) -> bool {
    let bare = text.strip_prefix('(').unwrap_or(text);
    let rest = bare.trim_start_matches(|c: char| is_numeral(c) && !c.is_ascii_digit());
    rest.len() < bare.len() && rest.starts_with(['、', '.', ')', ':'])
}

/// What a folded text at the head or the foot of a row says of it.
pub(super) fn label(text: &str, words: &Vocabulary) -> Option<Skipped> {
    let is = |labels: &[String]| labels.iter().any(|label| is_label(text, label));
    let ends = |labels: &[String]| labels.iter().any(|label| text.ends_with(label.as_str()));
    // 1-4月合计, 全年累计: of more than this sheet, as far as anybody can tell.
    if is(&words.cumulative) || ends(&words.cumulative) || (ends(&words.total) && begins_with_months(text)) {
        return Some(Skipped::Cumulative);
    }
    if is(&words.total) || is_one_of(text, &words.total_alone) {
        return Some(Skipped::Total);
    }
    // 泽曲镇小计, 第一社区合计, 泽曲镇小计：2户: of a part.
    if is(&words.subtotal) || ends(&words.subtotal) || ends(&words.total) || is_of_place(text, words) {
        return Some(Skipped::Subtotal);
    }
    match words.footer.iter().any(|footer| text.starts_with(footer.as_str())) {
        true => Some(Skipped::Footer),
        false => written_out(text, words),
    }
}

/// What a cell says together with the one before, if that is the word of a sum: 合 and 计, each in a cell of its own.
fn spread_label(before: &str, text: &str, words: &Vocabulary) -> Option<Skipped> {
    let is = |labels: &[String]| labels.iter().any(|label| label.strip_prefix(before) == Some(text));
    if is(&words.total) { Some(Skipped::Total) } else { is(&words.subtotal).then_some(Skipped::Subtotal) }
}

/// Whether a text says of a place what its sum is: 泽曲镇小计：2户3人.
fn is_of_place(text: &str, words: &Vocabulary) -> bool {
    let is_place = |place: &str| words.heading.iter().any(|ending| place.ends_with(ending.as_str()));
    let ends_in_label = |before: &str| {
        let labels = words.subtotal.iter().chain(&words.total);
        labels
            .filter_map(|label| before.strip_suffix(label.as_str()))
            .any(|place| is_place(place) && !place.contains(':'))
    };
    let numbers = text.char_indices().filter(|(_, c)| c.is_ascii_digit() || matches!(c, ':' | '('));
    numbers.map(|(begin, _)| &text[..begin]).any(ends_in_label)
}

/// Whether a text is the label of a row that explains a sum: 其中：A类; 人均.
fn explains(text: &str, words: &Vocabulary) -> Option<Skipped> {
    let begins = words.explanation.iter().any(|label| text.starts_with(label.as_str()));
    begins.then_some(Skipped::Explanation)
}

/// What kind of sum is written out in characters: 合计金额（大写）：陆佰元整; 本页合计（大写）.
fn written_out(text: &str, words: &Vocabulary) -> Option<Skipped> {
    let has = |labels: &[String]| labels.iter().any(|label| text.contains(label.as_str()));
    let kind = if has(&words.subtotal) { Skipped::Subtotal } else { Skipped::Total };
    has(&words.written_out).then_some(kind)
}

/// `1-4月`, `一至四月`: from a month to another.
fn begins_with_months(text: &str) -> bool {
    let rest = text.trim_start_matches(is_numeral);
    let Some(rest) = rest.strip_prefix("月").unwrap_or(rest).strip_prefix(['-', '~', '—', '至']) else {
        return false;
    };
    rest.len() < text.len() && rest.trim_start_matches(is_numeral).starts_with('月')
}

/// Whether a row in which no number stands is of those who sign the sheet, its date, its page: it begins with a word
/// and a colon, or one of its kind stands in it alone.
fn is_footer(row: Row<'_>, words: &Vocabulary) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let (first, is_alone) = match (filled.next(), filled.next()) {
        (Some(Cell::Day(_)), other) => return other.is_none(),
        (Some(Cell::Text(text)), other) => (folded(text), other.is_none()),
        _ => return false,
    };
    let is_page = || first.starts_with('第') && first.contains('页');
    let is_sealed = || words.seal.iter().any(|seal| first.contains(seal.as_str()));
    first.ends_with(':') || (is_alone && (first.contains(':') || is_page() || is_sealed() || is_day(&first)))
}

/// Whether a row in which no digit stands begins with who signs the sheet: 会计 | 王某.
pub(super) fn is_signed(row: Row<'_>, words: &Vocabulary) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let signs = matches!(filled.next(), Some(Cell::Text(text)) if is_one_of(&folded(text), &words.signs));
    signs && filled.all(|cell| matches!(cell, Cell::Text(text) if !text.contains(char::is_numeric)))
}

/// The label itself, or the label and something that no name goes on with: `合计：`, `合计(65户)`, `合计65户`.
fn is_label(text: &str, label: &str) -> bool {
    text.strip_prefix(label).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// Whether a row says the header's own words again.
fn repeats(row: Row<'_>, header: &[(usize, String)]) -> bool {
    let same = header.iter().filter(|(column, words)| {
        let Some(Cell::Text(text)) = row.cells.get(*column) else { return false };
        let text = folded(text);
        text == *words || words.split('/').any(|level| text == level)
    });
    same.count() >= 2
}

/// The title of a table, where it stands alone in a row.
pub(super) fn title<'r>(row: Row<'r>, words: &Vocabulary) -> Option<&'r str> {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let (Some(Cell::Text(text)), None) = (filled.next(), filled.next()) else { return None };
    Some(*text).filter(|text| words.title.iter().any(|word| text.contains(word.as_str())))
}

/// Whether a row that is no record shows that another table stands on its sheet: above the header somebody's number, or
/// below it a header that says other words in several of its columns, or a title that is of something else.
pub fn is_of_another_table(why: Skipped, row: Row<'_>, roster: &Roster, pack: &Pack) -> bool {
    let header = &roster.header;
    let is_somebodys = |cell: &Cell<'_>| match cell {
        Cell::Text(text) => IdNumber::parse(text.trim()).is_ok_and(IdNumber::check_holds),
        _ => false,
    };
    let says_otherwise = |column: &&HeadColumn| match row.cells.get(usize::from(column.index)) {
        Some(Cell::Text(text)) => {
            let text = folded(text);
            !text.is_empty() && text != column.words && column.words.split('/').all(|level| text != level)
        }
        _ => false,
    };
    match why {
        Skipped::AboveHeader => row.cells.iter().any(is_somebodys),
        Skipped::Header if row.number > header.last_row => header.columns.iter().filter(says_otherwise).count() > 1,
        Skipped::Note | Skipped::Heading => {
            title(row, &roster.vocabulary).is_some_and(|title| roster.is_titled_otherwise(title, pack))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Merged;

    fn words() -> Vocabulary {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Vocabulary {
            subtotal: list(&["小计"]),
            total: list(&["合计", "总计"]),
            cumulative: list(&["累计", "本年累计"]),
            footer: list(&["制表人"]),
            ..Vocabulary::default()
        }
    }

    fn why(cells: &[Cell<'_>], names_somebody: bool, gives_numbers: bool) -> Option<Skipped> {
        let header = [(0, "序号".to_owned()), (1, "姓名".to_owned())];
        let what = Unidentified { names_somebody, named_in: None, gives_numbers, below_header: 1 };
        skipped(Row { number: 9, cells, merged: &[], hidden: false, errors: true }, what, &header, &words())
    }

    #[test]
    fn totals_footers_and_blanks_are_told_apart() {
        assert_eq!(why(&[Cell::Text("合  计"), Cell::Number(3.0)], false, true), Some(Skipped::Total));
        assert_eq!(why(&[Cell::Text("合计：65户")], false, false), Some(Skipped::Total));
        assert_eq!(why(&[Cell::Text("泽曲镇合计"), Cell::Number(3.0)], false, true), Some(Skipped::Subtotal));
        assert_eq!(why(&[Cell::Empty, Cell::Text("泽曲镇小计")], false, true), Some(Skipped::Subtotal));
        assert_eq!(why(&[Cell::Text("本年累计"), Cell::Number(3600.0)], false, true), Some(Skipped::Cumulative));
        assert_eq!(why(&[Cell::Text("制表人：某"), Cell::Text("审核人：某")], true, false), Some(Skipped::Footer));
        assert_eq!(why(&[Cell::Text("  "), Cell::Empty], false, false), Some(Skipped::Blank));
        assert_eq!(why(&[Cell::Text("序号"), Cell::Text("姓 名")], true, false), Some(Skipped::Header));
        assert_eq!(why(&[Cell::Text("一"), Cell::Text("泽曲镇")], false, false), Some(Skipped::Note));
    }

    #[test]
    fn what_stands_alone_among_the_names_is_a_heading_only_if_it_reads_as_one() {
        let mut words = words();
        words.heading = vec!["镇".to_owned(), "村".to_owned()];
        words.title = vec!["花名册".to_owned()];
        let what = Unidentified { names_somebody: true, named_in: None, gives_numbers: false, below_header: 5 };
        let why = |cells: &[Cell<'_>], merged: &[Merged<'_>]| {
            skipped(Row { number: 9, cells, merged, hidden: false, errors: true }, what, &[], &words)
        };
        for text in ["一、泽曲镇", "（二）麦秀镇", "十一.和日", "泽曲镇", "王家村", "2018年5月低保花名册"]
        {
            assert_eq!(why(&[Cell::Text(text)], &[]), Some(Skipped::Heading), "{text}");
        }
        for text in ["扎西", "王村", "一飞", "才让一", "五十六", "1、扎西"] {
            assert_eq!(why(&[Cell::Text(text)], &[]), None, "{text}");
        }
        assert_eq!(why(&[Cell::Text("泽曲镇"), Cell::Text("女儿")], &[]), None);
        let over = |last, above| [Merged { first: 0, last, above }];
        assert_eq!(why(&[Cell::Text("低保户")], &over(3, None)), Some(Skipped::Heading));
        assert_eq!(why(&[Cell::Text("扎西")], &over(1, None)), None);
        let below = [over(3, None)[0], Merged { first: 4, last: 4, above: Some(Cell::Text("甲")) }];
        assert_eq!(why(&[Cell::Text("扎西")], &below), None);
    }

    #[test]
    fn a_total_is_a_total_whatever_stands_where_the_number_should() {
        assert_eq!(why(&[Cell::Text("合计"), Cell::Empty, Cell::Text("共3户")], true, true), Some(Skipped::Total));
        assert_eq!(why(&[Cell::Text("泽曲镇"), Cell::Text("合计才")], true, false), None);
    }
}
