//! What a page says of its columns goes in, as it comes; out comes which of them nobody sees.

use super::outline::Stretch;

/// Columns told of.
const MOST: usize = 20_000;

/// Columns that no reader of the page sees: described so before the rows, or hidden cell by cell.
#[derive(Debug, Default)]
pub(super) struct HiddenColumns {
    /// Of the table at hand: the column described next.
    next: u32,
    described: Vec<Stretch>,
    /// Of the table at hand, by column.
    cells: Vec<Cells>,
    /// Of the tables before it.
    before: Vec<u32>,
    hidden: Vec<Stretch>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Cells {
    #[default]
    None,
    AllHidden,
    Seen,
}

impl HiddenColumns {
    pub fn begin_table(&mut self) {
        self.before.extend(all_hidden(&self.cells));
        self.before.truncate(MOST);
        self.cells.clear();
        self.next = 0;
    }

    /// The next columns, so many.
    pub fn describe(&mut self, columns: u32, is_hidden: bool) {
        let first = self.next;
        self.next = first.saturating_add(columns);
        if is_hidden && self.described.len() < MOST {
            self.described.push((first, self.next - 1));
        }
    }

    /// A cell in a column, and over how many.
    pub fn see(&mut self, (first, across): (u32, u32), is_hidden: bool) {
        let (first, last) = (first as usize, first.saturating_add(across) as usize);
        self.cells.resize(self.cells.len().max(last), Cells::None);
        for cells in &mut self.cells[first..last] {
            *cells = if is_hidden && *cells != Cells::Seen { Cells::AllHidden } else { Cells::Seen };
        }
    }

    /// Works out which columns are hidden, as far as the page has been read.
    pub fn settle(&mut self) {
        let alone = self.before.iter().copied().chain(all_hidden(&self.cells)).map(|column| (column, column));
        self.hidden = self.described.iter().copied().chain(alone).collect();
    }

    pub fn hidden(&self) -> &[Stretch] {
        &self.hidden
    }
}

/// Columns in which every cell is hidden.
fn all_hidden(cells: &[Cells]) -> impl Iterator<Item = u32> + '_ {
    (0..).zip(cells).filter(|(_, cells)| **cells == Cells::AllHidden).map(|(column, _)| column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_with_one_cell_to_be_seen_is_seen() {
        let hidden_after = |cells: &[bool]| {
            let mut columns = HiddenColumns::default();
            columns.begin_table();
            cells.iter().for_each(|hidden| columns.see((0, 1), *hidden));
            columns.settle();
            !columns.hidden().is_empty()
        };
        assert!(hidden_after(&[true, true]));
        assert!(!hidden_after(&[true, false]));
        assert!(!hidden_after(&[false, true]));
    }
}
