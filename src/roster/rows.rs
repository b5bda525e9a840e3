//! Which rows are records, and why the others are not.

use crate::input::{Cell, Row};

use crate::rules::Vocabulary;

use super::fold::folded;

/// Why a row holds no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skipped {
    /// Titles, units and notes above the header.
    AboveHeader,
    Header,
    /// Column numbers or letters under the header.
    ColumnNumbers,
    Blank,
    /// 小计: since the last one.
    Subtotal,
    /// 合计: of the whole sheet so far.
    Total,
    /// 制表人 and the like.
    Footer,
}

impl Skipped {
    pub const ALL: [Skipped; 7] = [
        Skipped::AboveHeader,
        Skipped::Header,
        Skipped::ColumnNumbers,
        Skipped::Blank,
        Skipped::Subtotal,
        Skipped::Total,
        Skipped::Footer,
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
            Skipped::Footer => "footer",
        }
    }
}

/// Why a row below the header is no record; `None` when it is one.
///
/// `identified` says whether the row names a person: then no label makes it anything but a record.
pub fn skipped(
    row: Row<'_>,
    identified: bool,
    words_of_header: &[(usize, String)],
    words: &Vocabulary,
) -> Option<Skipped> {
    if identified {
        return repeats(row, words_of_header).then_some(Skipped::Header);
    }
    let Some(first) = row.cells.iter().position(|cell| !cell.is_blank()) else {
        return Some(Skipped::Blank);
    };
    for cell in row.cells[first..].iter().take(4) {
        if let Cell::Text(text) = cell
            && let Some(label) = label(text, words)
        {
            return Some(label);
        }
    }
    let numbered = row.cells.iter().all(is_column_number);
    numbered.then_some(Skipped::ColumnNumbers)
}

fn label(text: &str, words: &Vocabulary) -> Option<Skipped> {
    let text = folded(text);
    let is = |labels: &[String]| labels.iter().any(|label| is_label(&text, label));
    if is(&words.subtotal) || words.subtotal.iter().any(|label| text.ends_with(label.as_str())) {
        return Some(Skipped::Subtotal);
    }
    if is(&words.total) {
        return Some(Skipped::Total);
    }
    words.footer.iter().any(|footer| text.starts_with(footer.as_str())).then_some(Skipped::Footer)
}

/// The label itself, or the label and something that no name goes on with: `合计：`, `合计(65户)`, `合计65户`.
fn is_label(text: &str, label: &str) -> bool {
    text.strip_prefix(label).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// Whether a row says the header's own words again.
fn repeats(row: Row<'_>, words_of_header: &[(usize, String)]) -> bool {
    let same = words_of_header
        .iter()
        .filter(|(column, words)| matches!(row.cells.get(*column), Some(Cell::Text(text)) if folded(text) == *words));
    same.count() >= 2
}

fn is_column_number(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Number(number) => number.fract() == 0.0 && (0.0..100.0).contains(number),
        Cell::Text(text) => {
            let text = text.trim();
            text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vocabulary {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Vocabulary {
            subtotal: list(&["小计"]),
            total: list(&["合计"]),
            footer: list(&["制表人"]),
            ..Vocabulary::default()
        }
    }

    fn why(cells: &[Cell<'_>], identified: bool) -> Option<Skipped> {
        let header = [(0, "序号".to_owned()), (1, "姓名".to_owned())];
        skipped(Row { number: 9, cells }, identified, &header, &words())
    }

    #[test]
    fn totals_footers_and_blanks_are_told_apart() {
        assert_eq!(why(&[Cell::Text("合  计"), Cell::Number(3.0)], false), Some(Skipped::Total));
        assert_eq!(why(&[Cell::Text("合计：65户")], false), Some(Skipped::Total));
        assert_eq!(why(&[Cell::Empty, Cell::Text("泽曲镇小计")], false), Some(Skipped::Subtotal));
        assert_eq!(why(&[Cell::Text("制表人：某"), Cell::Text("审核人：某")], false), Some(Skipped::Footer));
        assert_eq!(why(&[Cell::Text("  "), Cell::Empty], false), Some(Skipped::Blank));
        assert_eq!(why(&[Cell::Number(1.0), Cell::Number(2.0), Cell::Text("A")], false), Some(Skipped::ColumnNumbers));
        assert_eq!(why(&[Cell::Text("序号"), Cell::Text("姓 名")], true), Some(Skipped::Header));
    }

    #[test]
    fn a_row_that_names_a_person_is_a_record_whatever_it_is_called() {
        assert_eq!(why(&[Cell::Number(1.0), Cell::Text("合计")], true), None);
        assert_eq!(why(&[Cell::Text("泽曲镇"), Cell::Text("合计才")], false), None);
    }
}
