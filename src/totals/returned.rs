//! What was reported of a programme, a place and a period goes in; beside it comes out what the rosters add up to.

use crate::checks::{Counts, Returned};
use crate::day::Months;
use crate::lang::Lang;
use crate::run::ReturnRow;
use crate::say;
use crate::sorted::NoRoom;

use super::{Figures, Totals};

/// A row of a statistical return beside what the rosters add up to in its period.
pub fn returned<'r>(
    row: &'r ReturnRow,
    programme: usize,
    totals: &Totals<'_>,
    lang: Lang,
) -> Result<Returned<'r>, NoRoom> {
    let months = totals.period;
    let of_town = || {
        let mut lines = totals.by_township()?.iter().filter(|line| line.programme == programme);
        Ok(lines.find(|line| line.part.as_deref() == Some(&*row.township)).map(|line| line.figures))
    };
    let figures = if row.township.is_empty() { totals.of(programme) } else { of_town()? };
    let lagging = totals.lagging(programme);
    let (counted, unknown) = match figures.filter(|figures| figures.months.is_some()) {
        None => (Counts::default(), Some(say!(lang, "没有当期的名册", "there is no roster of the period"))),
        Some(_) if row.township.is_empty() && !lagging.is_empty() => {
            let towns = lagging.join(if lang == Lang::Zh { "、" } else { ", " });
            let why = say!(lang, "期末月份缺{towns}的名册", "the last month has no roster of {towns}");
            (Counts::default(), Some(why))
        }
        Some(figures) => figures.comparable(months, lang),
    };
    let (place, township, said) = (row.place, row.township.as_str(), row.said);
    Ok(Returned { place, programme, township, months, said, counted, unknown })
}

impl Figures {
    /// What is known for certain of a whole period, and why the rest is not.
    fn comparable(&self, period: Months, lang: Lang) -> (Counts, Option<String>) {
        let standing = self.stock_of.is_none_or(|month| month == period.last);
        let whole = self.stock_of.is_none() || self.months.is_some_and(|months| months.first <= period.first);
        let mut counts = Counts::default();
        if standing && self.undated == 0 {
            counts = Counts { households: self.households, persons: self.persons, visits: self.visits, amount: None };
        }
        if standing && whole && self.undated == 0 && self.without_amount == 0 {
            counts.amount = self.amount;
        }
        let why = match (standing && whole, self.undated + self.without_amount) {
            (false, _) => say!(lang, "名册没有覆盖整个期间", "the rosters do not cover the whole period"),
            (true, 0) => say!(lang, "名册没有这一项", "the rosters do not give it"),
            (true, rows) => {
                say!(lang, "有{rows}户月份不明或金额读不出", "{rows} households have no month or no readable amount")
            }
        };
        (counts, Some(why))
    }
}
