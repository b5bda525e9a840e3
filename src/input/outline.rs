//! What a sheet says of its rows and columns besides their cells: which are merged, which are hidden.

/// Merges kept of a sheet: twenty for each of a hundred thousand households. Cells of further ones are read as blank.
const MOST: usize = 2 << 20;

/// Cells made into one: rows from 1, columns from 0, the last of both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) top: u32,
    pub(super) bottom: u32,
    pub(super) left: u32,
    pub(super) right: u32,
}

/// Rows or columns from the first to the last.
pub(super) type Stretch = (u32, u32);

/// What is known of a sheet before its cells are read.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    merges: Vec<Merge>,
    hidden_rows: Vec<Stretch>,
    pub(super) hidden_columns: Vec<Stretch>,
    /// Whether its workbook counts days from 1904 on.
    pub(super) counts_from_1904: bool,
    /// Cells with a formula whose value is missing, by row from 1 and column from 0, in order; of those formats alone
    /// whose cells do not say so themselves.
    pub(super) not_worked_out: Vec<(u32, u32)>,
}

impl Merge {
    pub(super) fn covers(&self, row: u32, column: u32) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

impl Outline {
    pub(super) fn merge(&mut self, merge: Merge) {
        let is_merged = merge.top < merge.bottom || merge.left < merge.right;
        if is_merged && merge.top <= merge.bottom && merge.left <= merge.right && self.merges.len() < MOST {
            self.merges.push(merge);
        }
    }

    /// Rows come in order.
    pub(super) fn hide_row(&mut self, row: u32) {
        if let Some((_, last)) = self.hidden_rows.last_mut().filter(|(_, last)| last.checked_add(1) == Some(row)) {
            *last = row;
        } else if self.hidden_rows.len() < MOST {
            self.hidden_rows.push((row, row));
        }
    }

    /// Cells come in order.
    pub(super) fn leave_out(&mut self, row: u32, column: u32) {
        if self.not_worked_out.len() < MOST {
            self.not_worked_out.push((row, column));
        }
    }

    pub(super) fn hide_columns(&mut self, columns: Stretch) {
        if self.hidden_columns.len() < MOST {
            self.hidden_columns.push(columns);
        }
    }
}

/// An outline gone through as the rows come.
#[derive(Debug, Default)]
pub(super) struct Following {
    /// By first row and column.
    merges: Vec<Merge>,
    hidden_rows: Vec<Stretch>,
    /// How many of each lie behind.
    begun: usize,
    passed: usize,
}

impl Following {
    pub(super) fn new(mut outline: Outline) -> Following {
        outline.merges.sort_unstable_by_key(|merge| (merge.top, merge.left));
        Following { merges: outline.merges, hidden_rows: outline.hidden_rows, begun: 0, passed: 0 }
    }

    /// The merge that begins with a cell.
    #[inline]
    pub(super) fn begins(&mut self, row: u32, column: u32) -> Option<Merge> {
        loop {
            let next = self.merges.get(self.begun)?;
            if (next.top, next.left) > (row, column) {
                return None;
            }
            self.begun += 1;
            if (next.top, next.left) == (row, column) {
                return Some(*next);
            }
        }
    }

    pub(super) fn hides(&mut self, row: u32) -> bool {
        while self.hidden_rows.get(self.passed).is_some_and(|(_, last)| *last < row) {
            self.passed += 1;
        }
        self.hidden_rows.get(self.passed).is_some_and(|(first, _)| *first <= row)
    }
}
