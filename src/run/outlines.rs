//! The settings of everyone go in; what is known of each village before its people are put together comes out.

use rustc_hash::FxHashMap;

use crate::checks::Outline;
use crate::day::Months;
use crate::roster::{Given, Setting};

use super::people::Asking;

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

impl Outlines {
    /// Of the villages of some settings.
    pub fn of(asking: &Asking<'_>, is_asked: impl Fn(&Setting) -> bool) -> Outlines {
        let mut numbers = Numbers::default();
        let mut number = |setting: &Setting| {
            let programme = asking.scene.rosters[usize::from(setting.source)].programme;
            is_asked(setting).then(|| numbers.of(setting, programme))
        };
        let settings: Vec<Option<(u32, u32)>> = asking.settings.all().iter().map(&mut number).collect();
        let mut given = vec![Given::Nothing; numbers.periods.len()];
        for (setting, of_heads) in settings.iter().zip(asking.settings.given()) {
            if let Some((_, period)) = setting {
                given[*period as usize].join(*of_heads);
            }
        }
        Outlines { settings, villages: numbers.outlines(&given) }
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
