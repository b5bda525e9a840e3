//! Everyone goes in; what is known of each village before its people are put together comes out.

use rustc_hash::FxHashMap;

use crate::checks::Outline;
use crate::day::Months;
use crate::money::Yuan;
use crate::roster::Setting;
use crate::sorted::NoRoom;

use super::everyone::Everyone;
use super::people::Asking;
use super::side_by_side::side_by_side;

/// The villages of each programme, numbered as the files name them, in outline.
pub(super) struct Outlines {
    /// By number of a setting: its village, and its period there.
    settings: Vec<Option<(u32, u32)>>,
    villages: Vec<Outline>,
}

/// Villages and their periods, each numbered when it is first met.
#[derive(Default)]
struct Numbers {
    villages: FxHashMap<(usize, u32, u32), u32>,
    periods: FxHashMap<(u32, Option<Months>), u32>,
}

/// What the heads of a village are given in one period.
#[derive(Debug, Clone, Copy, Default)]
enum Given {
    #[default]
    Nothing,
    Same(Yuan),
    Different,
}

impl Outlines {
    /// Of the villages of some settings.
    pub fn of(
        everyone: &Everyone,
        asking: &Asking<'_>,
        is_asked: impl Fn(&Setting) -> bool,
    ) -> Result<Outlines, NoRoom> {
        let mut numbers = Numbers::default();
        let mut number = |setting: &Setting| {
            let programme = asking.scene.rosters[usize::from(setting.source)].programme;
            is_asked(setting).then(|| numbers.of(setting, programme))
        };
        let settings: Vec<Option<(u32, u32)>> = asking.settings.all().iter().map(&mut number).collect();
        let parts = side_by_side(everyone.threads, everyone.portions()?, |portion| {
            let mut given = vec![Given::default(); numbers.periods.len()];
            portion.each(|person| {
                for (trace, setting) in person.iter().map(|trace| (trace, settings[trace.setting as usize])) {
                    let seen = trace.seen(asking.settings);
                    if let Some((_, period)) = setting.filter(|_| seen.is_head() && seen.is_covered()) {
                        given[period as usize].take(seen.amount());
                    }
                }
                Ok(())
            })?;
            Ok(given)
        });
        let mut given = vec![Given::default(); numbers.periods.len()];
        for part in parts {
            given.iter_mut().zip(part?).for_each(|(given, other)| given.join(other));
        }
        Ok(Outlines { settings, villages: numbers.outlines(&given) })
    }

    /// The number of a setting's village, and what is known of it.
    pub fn village(&self, setting: u32) -> Option<(u32, &Outline)> {
        let (village, _) = self.settings[setting as usize]?;
        Some((village, &self.villages[village as usize]))
    }
}

impl Numbers {
    fn of(&mut self, setting: &Setting, programme: usize) -> (u32, u32) {
        let next = self.villages.len() as u32;
        let village = *self.villages.entry((programme, setting.township, setting.village)).or_insert(next);
        let next = self.periods.len() as u32;
        (village, *self.periods.entry((village, setting.months)).or_insert(next))
    }

    fn outlines(&self, given: &[Given]) -> Vec<Outline> {
        let mut outlines = vec![Outline::default(); self.villages.len()];
        for ((village, _), period) in &self.periods {
            let outline = &mut outlines[*village as usize];
            outline.periods += 1;
            outline.same_for_all |= matches!(given[*period as usize], Given::Same(_));
        }
        outlines
    }
}

impl Given {
    fn take(&mut self, amount: Option<Yuan>) {
        *self = match (*self, amount) {
            (Given::Nothing, Some(amount)) => Given::Same(amount),
            (Given::Same(before), Some(amount)) if before == amount => *self,
            _ => Given::Different,
        };
    }

    /// Takes what others of the village are given.
    fn join(&mut self, other: Given) {
        match other {
            Given::Nothing => {}
            Given::Same(amount) => self.take(Some(amount)),
            Given::Different => *self = Given::Different,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_amount_that_differs_or_is_missing_makes_a_difference() {
        let all = |amounts: &[Option<i64>]| {
            let mut given = Given::default();
            amounts.iter().for_each(|fen| given.take(fen.map(Yuan::from_fen)));
            given
        };
        assert!(matches!(all(&[]), Given::Nothing));
        assert!(matches!(all(&[Some(5), Some(5)]), Given::Same(amount) if amount == Yuan::from_fen(5)));
        assert!(matches!(all(&[Some(5), Some(6), Some(5)]), Given::Different));
        assert!(matches!(all(&[None, Some(5)]), Given::Different));
        assert!(matches!(all(&[Some(5), None]), Given::Different));
    }
}
