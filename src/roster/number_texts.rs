//! Numbers that stand in columns of words, as texts: a grade, an age or a number of a case that a spreadsheet keeps as
//! a number.

use std::cell::{Cell, OnceCell};

/// The texts of one row's numbers by column, each made when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct NumberTexts {
    texts: Vec<OnceCell<String>>,
    /// Whether there is any yet; rows of text files have none.
    any: Cell<bool>,
}

impl NumberTexts {
    /// For so many columns.
    pub fn of(columns: usize) -> NumberTexts {
        NumberTexts { texts: vec![OnceCell::new(); columns], any: Cell::new(false) }
    }

    /// Forgets those of the row before.
    #[inline]
    pub fn clear(&mut self) {
        if self.any.take() {
            self.texts.iter_mut().for_each(|text| *text = OnceCell::new());
        }
    }

    /// The text of the number that stands in a column.
    pub fn text(&self, column: u16, number: f64) -> Option<&str> {
        let text = self.texts.get(usize::from(column))?;
        self.any.set(true);
        Some(text.get_or_init(|| number.to_string()))
    }
}
