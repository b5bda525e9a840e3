//! Rows that put other months right go in; out come what they took back, and what a finding says of them.

use std::collections::BTreeSet;

use super::listed::{share, written};
use super::{Scene, ledger};
use crate::day::{Month, Months};
use crate::finding::Severity;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::Sighting;
use crate::say;

/// What was paid as arrears or taken back beside the months that somebody was paid: neither is a month more.
#[derive(Default)]
pub(super) struct Corrections<'g> {
    pub rows: Vec<&'g Sighting>,
    taken_back: Option<Yuan>,
    arrears: Option<Yuan>,
}

/// Whether a row takes back more than it pays.
pub(super) fn takes_back(row: &Sighting) -> bool {
    row.amount().is_some_and(Yuan::is_negative)
}

impl<'g> Corrections<'g> {
    /// Of the rows of somebody those that put right what was paid from a month on.
    pub fn since(first: Month, paid: &[&'g Sighting], scene: &Scene<'_>) -> Corrections<'g> {
        let is_since = |of: &&&Sighting| of.corrects() && of.months.is_some_and(|own| own.last >= first);
        let rows: Vec<&Sighting> = paid.iter().filter(is_since).copied().collect();
        let sum = |is: &dyn Fn(&Sighting) -> bool| {
            let amounts = rows.iter().filter(|of| is(of)).map(|of| share(of, of.months?.count() as usize, scene));
            amounts.sum::<Option<Yuan>>().filter(|sum| *sum != Yuan::ZERO)
        };
        let (taken_back, arrears) = (sum(&takes_back).map(|sum| Yuan::ZERO - sum), sum(&|of| !takes_back(of)));
        Corrections { rows, taken_back, arrears }
    }

    /// What is left of a stake.
    pub fn left_of(&self, stake: Option<Yuan>) -> Option<Yuan> {
        stake.map(|stake| (stake - self.taken_back.unwrap_or_default()).max(Yuan::ZERO))
    }

    /// How grave a finding may be: what came back in full is worth knowing, and what of a household's did nobody knows.
    pub fn at_most(&self, stake: Option<Yuan>) -> Severity {
        match self.taken_back.zip(stake) {
            Some((back, stake)) if back >= stake => Severity::Info,
            None if self.rows.iter().any(|of| takes_back(of)) => Severity::Suspicion,
            _ => Severity::Error,
        }
    }

    /// What a finding adds.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = String::new();
        if let Some(back) = self.taken_back {
            let months = self.months(takes_back, lang);
            text += &say!(lang, "；其后已扣回{back}元（{months}）", "; {back} yuan was taken back since ({months})");
        }
        if let Some(arrears) = self.arrears {
            let months = self.months(|of| !takes_back(of), lang);
            text += &say!(
                lang,
                "；另有补发{arrears}元（{months}），不计在内：可能是以前应发的",
                "; besides, arrears of {arrears} yuan were paid ({months}), not counted here: they may have been owed from before"
            );
        }
        text
    }

    fn months(&self, is: impl Fn(&Sighting) -> bool, lang: Lang) -> String {
        let months = self.rows.iter().filter(|of| is(of)).filter_map(|of| of.months).flat_map(Months::each);
        written(&months.collect::<BTreeSet<Month>>(), lang)
    }
}

/// Whether a row among payments or approvals moves money that is known to have arrived, one way or the other.
pub(super) fn moves_money(row: &Sighting) -> bool {
    (ledger::gives(row) || takes_back(row)) && !row.is_unclear()
}
