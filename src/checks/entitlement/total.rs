//! What is owed month by month goes in; every sum the months may add up to comes out, with the words it rests on.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::super::Case;
use super::super::case::LONGEST;
use super::Unknown;
use super::owed::{Choice, Owed, WAYS, owed};
use super::stated::{Scope, Stated, paid_months};
use crate::day::{Month, Months};
use crate::lang::{Lang, Words, several};
use crate::money::Yuan;
use crate::roster::Record;
use crate::rules::{Basis, Bound};
use crate::say;

/// One way the months of a row may add up.
#[derive(Debug, Clone)]
pub(in crate::checks) struct Total<'p> {
    pub exact: Decimal,
    /// With each month rounded to the fen before it is added.
    pub by_month: Yuan,
    pub months: Vec<(Month, Owed<'p>)>,
}

/// Every way the months of a stated amount may add up to what it should be.
pub(in crate::checks) fn totals<'p>(
    stated: &Stated<'_>,
    months: Months,
    record: &Record<'_>,
    case: &Case<'p>,
) -> Result<Vec<Total<'p>>, Unknown> {
    if months.count() > LONGEST {
        return Err(Unknown::MonthsPaid);
    }
    let each = |month: Month| owed(stated.of, (month, month), record, case);
    match stated.scope {
        Scope::Once => Ok(singly(months.last, each(months.last)?)),
        Scope::Monthly => {
            let mut all = Vec::new();
            for month in months.each() {
                all.extend(singly(month, each(month)?));
            }
            Ok(all)
        }
        Scope::Whole => {
            let paid = paid_months(record, case).ok_or(Unknown::MonthsPaid)?;
            let is_part = paid.count() != months.count();
            let stretches = if is_part { record.stretches() } else { Vec::new() };
            let own = stretches.iter().map(|(months, _)| *months).chain(stretches.is_empty().then_some(paid));
            let by_month: Vec<(Month, Vec<Owed<'p>>)> =
                own.flat_map(Months::each).map(|month| Ok((month, each(month)?))).collect::<Result<_, _>>()?;
            // Which months a row pays is known only where it pays all of its own, or gives each a column.
            let same = by_month.windows(2).all(|pair| amounts(&pair[0].1) == amounts(&pair[1].1));
            if is_part && stretches.is_empty() && !same {
                return Err(Unknown::MonthsPaid);
            }
            Ok(sums(by_month))
        }
    }
}

/// The amounts of a month, each once.
pub(in crate::checks) fn amounts(owed: &[Owed<'_>]) -> BTreeSet<Decimal> {
    owed.iter().map(|owed| owed.exact).collect()
}

fn singly(month: Month, owed: Vec<Owed<'_>>) -> Vec<Total<'_>> {
    owed.into_iter().filter_map(|owed| Total::of(month, owed)).collect()
}

/// The sums over the months, each month by each of its amounts.
fn sums<'p>(months: Vec<(Month, Vec<Owed<'p>>)>) -> Vec<Total<'p>> {
    let mut sums = vec![Total::nothing()];
    for (month, owed) in months {
        if owed.is_empty() {
            return Vec::new();
        }
        let longer = sums.iter().flat_map(|sum: &Total<'p>| {
            owed.iter().filter_map(|owed| sum.clone().and(month, owed.clone())).collect::<Vec<_>>()
        });
        sums = longer.take(WAYS).collect();
    }
    sums
}

impl<'p> Total<'p> {
    fn nothing() -> Total<'p> {
        Total { exact: Decimal::ZERO, by_month: Yuan::ZERO, months: Vec::new() }
    }

    /// One month alone; `None` beyond what any row is paid.
    fn of(month: Month, owed: Owed<'p>) -> Option<Total<'p>> {
        Some(Total { exact: owed.exact, by_month: owed.yuan()?, months: vec![(month, owed)] })
    }

    /// `None` beyond what any row is paid.
    fn and(mut self, month: Month, owed: Owed<'p>) -> Option<Total<'p>> {
        self.exact = self.exact.checked_add(owed.exact)?;
        self.by_month += owed.yuan()?;
        self.months.push((month, owed));
        Yuan::from_decimal(self.exact).map(|_| self)
    }

    pub fn yuan(&self) -> Yuan {
        Yuan::from_decimal(self.exact).unwrap_or(self.by_month)
    }

    fn choices(&self) -> impl Iterator<Item = &Choice<'p>> {
        self.months.iter().flat_map(|(_, owed)| &owed.choices)
    }

    /// What all its rates together are to the amount paid; `None` where some are floors and some are ceilings.
    pub fn bound(&self) -> Option<Bound> {
        let has = |bound: Bound| self.choices().any(|choice| choice.rate.bound == bound);
        match (has(Bound::Most), has(Bound::Least)) {
            (true, true) => None,
            (true, false) => Some(Bound::Most),
            (false, true) => Some(Bound::Least),
            (false, false) => Some(Bound::Exact),
        }
    }

    /// Whether an amount keeps to it; a yearly rate may be rounded each month or once.
    pub fn allows(&self, paid: Yuan) -> bool {
        let bound = self.bound();
        bound.is_none_or(|bound| bound.allows(paid, self.yuan()) || bound.allows(paid, self.by_month))
    }

    /// The words it rests on, once each.
    pub fn basis(&self) -> Vec<&'p Arc<Basis>> {
        let mut all: Vec<&Arc<Basis>> = Vec::new();
        for basis in self.choices().flat_map(|choice| choice.basis.all()) {
            if !all.contains(&basis) {
                all.push(basis);
            }
        }
        all
    }

    /// What was not found of a figure it is counted from, which may have been raised since.
    pub fn unknown<'c>(&self, case: &'c Case<'_>) -> Option<&'c Words> {
        self.choices().find_map(|choice| case.pack.unknown_of(choice.rate, choice.month))
    }

    /// A month in which a rate of it is not known to have held already.
    pub fn unsure(&self, case: &Case<'_>) -> Option<Month> {
        let is_unsure =
            |choice: &&Choice<'_>| choice.month.first_day() < case.pack.sure_from(choice.rate, choice.month);
        self.choices().find(is_unsure).map(|choice| choice.month)
    }

    pub fn unless(&self) -> Option<&Words> {
        self.choices().find_map(|choice| choice.rate.unless.as_ref())
    }

    /// How it adds up, months of one amount together.
    pub fn text(&self, case: &Case<'_>, lang: Lang) -> String {
        let runs = self.months.chunk_by(|one, other| one.1.exact == other.1.exact && one.0.next() == other.0);
        let alone = self.months.len() == 1;
        let runs: Vec<String> = runs.map(|run| run_text(run, alone, case, lang)).collect();
        runs.join(if lang == Lang::Zh { "；" } else { "; " })
    }
}

fn run_text(run: &[(Month, Owed<'_>)], alone: bool, case: &Case<'_>, lang: Lang) -> String {
    let [(first, owed), .., (last, _)] = run else {
        let one = run.first().map(|(month, owed)| (month, owed.text(case, lang)));
        return one.map_or_else(String::new, |(month, text)| if alone { text } else { format!("{month} {text}") });
    };
    let (months, each, count) = (Months { first: *first, last: *last }, owed.text(case, lang), run.len());
    let so_many = several(count, "month");
    say!(lang, "{months}每月{each}，{count}个月", "{months} {each} a month for {so_many}")
}
