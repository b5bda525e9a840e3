//! The texts over a sheet and its names go in; the months it is about come out, and what else these say of months.

use crate::day::{Month, Months};
use crate::input::Cell;
use crate::rules::Vocabulary;

use super::date;
use super::fold::folded;
use super::header::TopRow;
use super::recognise::SheetOf;
use super::titled::{
    months_of_short_year, only_years, sheet_months, titled_months, titled_short_year, titled_year, yearless_title,
};
use super::value::{OfTwo, Value};

/// What is said of the months of a sheet.
pub(super) struct MonthsSaid {
    /// Those it is about: those the workspace says, or of them those its title or its name says; without the workspace
    /// as its title does, or its name with the year of either or of the file; else as the file is called.
    pub found: Option<Months>,
    /// Others, which its title, its name or that of its file says all the same.
    pub other: Option<Months>,
    /// The year of months that name none.
    pub year: Option<i32>,
    /// The year, or years, that stand in the place of months: the only ones its title and names give.
    pub whole_years: Option<Months>,
    /// Whether those it is about are said with a year of two digits.
    pub in_short_year: bool,
}

/// The texts that may say it.
struct Texts<'s> {
    /// The days that stand alone above the header, and the other texts there.
    days: Vec<&'s str>,
    titles: Vec<&'s str>,
    name: &'s str,
    file: &'s str,
}

impl MonthsSaid {
    pub fn of(sheet: &SheetOf<'_>, above: &[&TopRow], words: &Vocabulary) -> MonthsSaid {
        let (days, titles) = titles(above, words);
        let file = sheet.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let texts = Texts { days, titles, name: sheet.sheet.unwrap_or_default(), file };
        let written = texts.year();
        let short = texts.short_year(words).filter(|_| written.is_none());
        let year = written.or(short).or_else(|| texts.year_of_days());
        let titled = texts.titled(year);
        let found = match sheet.months {
            Some(given) => Some(titled.filter(|titled| titled.within(given) == Some(*titled)).unwrap_or(given)),
            None => titled.or_else(|| texts.at_last()),
        };
        let whole_years = texts.whole_years().or(short.and_then(Months::of_year)).filter(|_| found.is_none());
        let is_of = |year: Option<i32>| found.or(whole_years).is_some_and(|months| year == Some(months.last.year()));
        let is_in_short = is_of(short) || (found.is_some() && !is_of(year) && texts.says_in_short_year(found));
        MonthsSaid {
            other: texts.other(found, titled, year),
            year: year.or_else(|| found.map(|months| months.last.year())),
            whole_years,
            in_short_year: sheet.months.is_none() && is_in_short,
            found,
        }
    }
}

impl<'s> Texts<'s> {
    fn titles_and_names(&self) -> impl Iterator<Item = &'s str> {
        self.titles.iter().copied().chain([self.name, self.file])
    }

    fn year(&self) -> Option<i32> {
        self.titles_and_names().find_map(titled_year)
    }

    fn year_of_days(&self) -> Option<i32> {
        self.days.iter().copied().find_map(titled_year)
    }

    /// The only year with two digits.
    fn short_year(&self, words: &Vocabulary) -> Option<i32> {
        let mut years = self.titles_and_names().filter_map(|text| titled_short_year(text, words));
        years.next().filter(|first| years.all(|year| year == *first))
    }

    /// The months the title says, or the name of the sheet.
    fn titled(&self, year: Option<i32>) -> Option<Months> {
        let whole = self.titles.iter().copied().chain([self.name]).find_map(titled_months);
        let yearless = || self.titles.iter().find_map(|title| yearless_title(title, year?));
        whole.or_else(|| sheet_months(self.name, year?)).or_else(yearless)
    }

    /// Those of the name of the file, else of a day, which alone is mostly that of filling the sheet in.
    fn at_last(&self) -> Option<Months> {
        [self.file].into_iter().chain(self.days.iter().copied()).find_map(titled_months)
    }

    /// Months that a title or a name says, and that are none of those found.
    fn other(&self, found: Option<Months>, titled: Option<Months>, year: Option<i32>) -> Option<Months> {
        let by_name = year.and_then(|year| sheet_months(self.name, year)).or_else(|| titled_months(self.name));
        // A day in the name of a file (5月10日, 2018-05-10) is that of making it.
        let by_file =
            titled_months(self.file).filter(|_| self.file.contains(['月', '季']) && !self.file.contains('日'));
        [titled, by_name, by_file]
            .into_iter()
            .flatten()
            .find(|months| found.is_some_and(|found| !found.overlap(*months)))
    }

    fn says_in_short_year(&self, found: Option<Months>) -> bool {
        self.titles_and_names().any(|text| months_of_short_year(text) == found)
    }

    fn whole_years(&self) -> Option<Months> {
        let (first, last) = only_years(self.titles_and_names())?;
        Months::between(Month::new(first, 1), Month::new(last, 12))
    }
}

/// The days that stand alone above the header, and the other texts there.
pub(super) fn titles<'r>(above: &[&'r TopRow], words: &Vocabulary) -> (Vec<&'r str>, Vec<&'r str>) {
    let cells = above.iter().flat_map(|row| &row.cells).map(String::as_str);
    // When it was filled in is not what it is about.
    let titles = cells.filter(|cell| !words.footer.iter().any(|label| folded(cell).starts_with(label.as_str())));
    titles.partition(|cell| is_day(cell))
}

/// Whether a text is one day and nothing else.
pub(super) fn is_day(text: &str) -> bool {
    matches!(date::day(Cell::Text(text), OfTwo::Neither, false), Value::Day(_))
}
