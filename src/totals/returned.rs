//! What was reported of a programme, a place and a period goes in; beside it comes out what the rosters add up to.

use crate::checks::{Counts, Returned};
use crate::day::Months;
use crate::lang::Lang;
use crate::run::ReturnRow;
use crate::say;
use crate::sorted::NoRoom;

use super::{Figures, Gap, Totals, town_name};

/// A row of a statistical return beside what the rosters add up to in its period.
pub fn returned<'r>(
    row: &'r ReturnRow,
    programme: usize,
    totals: &Totals<'_>,
    lang: Lang,
) -> Result<Returned<'r>, NoRoom> {
    let months = totals.window.period;
    let of_town = || {
        let mut lines = totals.by_township()?.iter().filter(|line| line.programme == programme);
        Ok(lines.find(|line| line.part.as_deref() == Some(&*row.township)).map(|line| line.figures))
    };
    let figures = if row.township.is_empty() { totals.of(programme) } else { of_town()? };
    let (counted, unknown) = match figures.filter(|figures| figures.months.is_some()) {
        None => (Counts::default(), Some(say!(lang, "没有当期的名册", "there is no roster of the period"))),
        Some(figures) => figures.comparable(months, &totals.gaps_of_return(programme, &row.township), lang),
    };
    let (place, township, said) = (row.place, row.township.as_str(), row.said);
    Ok(Returned { place, programme, township, months, said, counted, unknown })
}

impl Figures {
    /// What is known for certain of a whole period whose rosters have gaps, and why the rest is not.
    fn comparable(&self, period: Months, gaps: &[Gap], lang: Lang) -> (Counts, Option<String>) {
        // What a roster of a quarter lists was paid or granted in some month of it.
        let longer = self.months.filter(|own| own.within(period) != Some(*own));
        let lists_others = longer.is_some() && self.stock_of.is_none();
        let stands = !lists_others && !gaps.iter().any(|gap| gap.months.contains(period.last));
        let mut counts = Counts::default();
        if stands && self.undated == 0 {
            counts = Counts { households: self.households, persons: self.persons, visits: self.visits, amount: None };
        }
        if gaps.is_empty() && longer.is_none() && self.undated == 0 && self.without_amount == 0 {
            counts.amount = self.amount;
        }
        let why = match (gaps.is_empty(), longer, self.undated + self.without_amount) {
            (true, Some(longer), _) => {
                let (longer, period) = (longer.written(lang), period.written(lang));
                say!(
                    lang,
                    "名册是{longer}合在一起的，分不出{period}",
                    "rosters are of {longer} together, not of {period} alone"
                )
            }
            (false, ..) => {
                let gaps: Vec<String> = gaps.iter().map(|gap| without(gap, lang)).collect();
                gaps.join(if lang == Lang::Zh { "，" } else { "; " })
            }
            (true, None, 0) => say!(lang, "名册没有这一项", "the rosters do not give it"),
            (true, None, rows) => {
                say!(lang, "有{rows}户月份不明或金额读不出", "{rows} households have no month or no readable amount")
            }
        };
        (counts, Some(why))
    }
}

fn without(gap: &Gap, lang: Lang) -> String {
    let months = gap.months.written(lang);
    let towns: Vec<String> = gap.towns.iter().map(|town| town_name(town, lang)).collect();
    match towns.is_empty() {
        true => say!(lang, "{months}没有名册", "no roster for {months}"),
        false => {
            let towns = towns.join(lang.enumeration_comma());
            say!(lang, "{months}没有{towns}的名册", "no roster for {months} from {towns}")
        }
    }
}
