//! What a roster and a sheet beside it are called goes in; whether they belong together comes out, and how messages
//! name it.

use crate::field::Field;
use crate::rules::Pack;

use super::naming::{self, Named};
use super::titled::titled_months;
use super::{Aside, NamedBy, Roster, TopRow, folded, tables};

impl Roster {
    /// Whether its header says the same as that of another, word for word and column by column.
    pub fn has_header_of(&self, other: &Roster) -> bool {
        let words = |roster: &Roster| {
            let own = roster.header.columns.iter().filter(|head| head.aside != Some(Aside::Beside));
            own.map(|head| (head.index, head.words.clone())).collect::<Vec<_>>()
        };
        words(self) == words(other)
    }

    /// Whether a sheet is called as a part of what another programme is: 农村 beside 城市低保.
    pub fn is_called_otherwise(&self, sheet: Option<&str>, pack: &Pack) -> bool {
        naming::is_part_of_another(sheet.unwrap_or_default(), self.programme, pack)
    }

    /// Whether the rows at the top of a sheet without a header look like its own.
    pub fn goes_on_with(&self, top: &[TopRow]) -> bool {
        tables::goes_on(self, top)
    }

    /// Whether a title is that of a table of another programme, if this one's was known by its title, or of months that
    /// none of those is of which its title gives its rows.
    pub(super) fn is_titled_otherwise(&self, title: &str, pack: &Pack) -> bool {
        let named = naming::named_in(&folded(title), pack);
        let dates_rows = self.has(Field::Period) || self.month_of.is_some_and(|field| self.has(field));
        let months = self.months.filter(|_| !self.months_given && !dates_rows).zip(titled_months(title));
        let is_of_another = match named {
            Named::Nothing => false,
            Named::One(programme) => programme != self.programme,
            Named::Several => true,
        };
        (self.named_by == NamedBy::Title && is_of_another) || months.is_some_and(|(own, titled)| !own.overlap(titled))
    }

    /// File and sheet without the folder, for tables.
    pub fn short_title(&self) -> String {
        self.titled(self.file.rsplit(['/', '\\']).next().unwrap_or_default())
    }

    /// File and sheet, as messages name them, and the programme where the sheet is read for others as well.
    pub fn title(&self) -> String {
        self.titled(&self.file)
    }

    fn titled(&self, file: &str) -> String {
        let sheet = self.sheet.as_ref().map_or_else(String::new, |sheet| format!("[{sheet}]"));
        let read_as = self.read_as.as_ref().map_or_else(String::new, |programme| format!("·{programme}"));
        format!("{file}{sheet}{read_as}")
    }
}
