//! What rosters pay one person for meets what a reference list says of them: the months, and the money of those months.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::corrections::{Corrections, moves_money, takes_back};
use super::lists::APPROVED;
use super::{Reporter, Scene, unknown_month};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::{Direction, Finding, Severity};
use crate::lang::{Lang, several};
use crate::money::Yuan;
use crate::roster::Sighting;
use crate::rules::{Counted, Entitled, Pair, Programme};
use crate::say;

/// The rows of one list among somebody's sightings.
pub(super) fn rows<'g>(group: &'g [Sighting], list: &str, scene: &Scene<'_>) -> Vec<&'g Sighting> {
    group.iter().filter(|sighting| scene.is_of(sighting, list)).collect()
}

/// Whether a row says that what it lists was struck off: cancelled, scrapped, closed.
pub(super) fn is_gone(row: &Sighting, scene: &Scene<'_>) -> bool {
    scene.remark_of(row).is_some_and(|remark| remark.is_cancelled(&scene.pack.codes))
}

/// What stands for the state of what a row lists, where that has run out or is frozen: from which day is not said.
pub(super) fn lapsed<'s>(row: &Sighting, scene: &Scene<'s>) -> Option<&'s str> {
    let remark = scene.remark_of(row)?;
    let is_lapsed = |code| remark.says(Field::State, code, &scene.pack.codes);
    remark.field(Field::State).filter(|_| is_lapsed("expired") || is_lapsed("frozen"))
}

/// Where somebody is assisted, programme by programme: as rosters say, and where none names the person payments or
/// approvals.
pub(super) fn assisted<'g>(group: &'g [Sighting], scene: &Scene<'_>) -> Vec<Vec<&'g Sighting>> {
    let index = |sighting: &&Sighting| scene.pays(sighting);
    let is_money = |of: &Sighting| !scene.programme(of).is_list || moves_money(of);
    let paying = group.iter().filter(|of| index(of).is_some() && of.is_covered() && is_money(of));
    let mut paying: Vec<&Sighting> = paying.filter(|of| !is_said_nearer(of, group, scene)).collect();
    paying.sort_by_key(index);
    paying.chunk_by(|one, other| index(one) == index(other)).map(<[&Sighting]>::to_vec).collect()
}

/// Whether all who write a name write the same: under two names a number may be that of two people.
pub(super) fn is_same_name<'g>(sightings: impl IntoIterator<Item = &'g Sighting>) -> bool {
    let names = sightings.into_iter().map(|sighting| sighting.name).filter(|name| *name != 0);
    names.collect::<BTreeSet<u32>>().len() < 2
}

/// How near a source is to what somebody is assisted by.
fn nearness(sighting: &Sighting, scene: &Scene<'_>) -> u8 {
    match (scene.programme(sighting).is_list, scene.is_of(sighting, APPROVED)) {
        (false, _) => 2,
        (true, false) => 1,
        (true, true) => 0,
    }
}

/// Whether a payment or an approval is of months that a roster has the person in, or an approval of those of a payment:
/// money counts once, and what becomes of a household's is for its roster to say.
fn is_said_nearer(sighting: &Sighting, group: &[Sighting], scene: &Scene<'_>) -> bool {
    let own = nearness(sighting, scene);
    let meets = |other: &Sighting| match (sighting.months, other.months) {
        (Some(one), Some(other)) => one.overlap(other),
        _ => true,
    };
    let is_nearer = |other: &&Sighting| nearness(other, scene) > own && scene.pays(other) == scene.pays(sighting);
    own < 2 && group.iter().filter(is_nearer).any(meets)
}

/// Finds something, programme by programme, of somebody assisted in months in which a row of a list holds.
pub(super) fn each_match(
    group: &[Sighting],
    list: &str,
    scene: &Scene<'_>,
    report: &mut Reporter,
    find: fn(&Matched<'_>, &Scene<'_>, &mut Reporter),
) {
    let rows = rows(group, list, scene);
    if rows.is_empty() {
        return;
    }
    for paid in assisted(group, scene) {
        let programme = scene.programme(paid[0]);
        let holds = |month: Month| {
            let rule = rule(programme, list, month, scene);
            let speaks_of = |row: &Sighting| rule.is_none_or(|rule| scene.meets(&rule.when, row) != Some(false));
            let mut rows = rows.iter().filter(|row| row.months.is_none_or(|months| months.contains(month)));
            rows.any(|row| speaks_of(row))
        };
        for matched in by_rule((&rows, list), &paid, &holds, scene, report) {
            find(&matched, scene, report);
        }
    }
}

/// The paid months of one programme in which what the rows of a list say holds, those of each rule that couples both
/// apart.
pub(super) fn by_rule<'g>(
    (rows, list): (&[&'g Sighting], &str),
    paid: &[&'g Sighting],
    holds: &dyn Fn(Month) -> bool,
    scene: &Scene<'_>,
    report: &mut Reporter,
) -> Vec<Matched<'g>> {
    let Some(all) = Matched::of(rows, paid, holds, scene, report) else { return Vec::new() };
    let programme = &scene.pack.programmes[all.programme];
    let rule_of = |month: Month| rule(programme, list, month, scene).map(std::ptr::from_ref::<Pair>);
    let mut rules: Vec<_> = all.months.iter().map(|month| rule_of(*month)).collect();
    rules.dedup();
    if rules.len() < 2 {
        return vec![all];
    }
    // What was taken back in part is of nobody knows which of them.
    let is_whole = all.corrections.at_most(all.stake) == Severity::Info;
    let of = |own| {
        let matched = Matched::of(rows, paid, &|month| holds(month) && rule_of(month) == own, scene, report)?;
        Some(if is_whole { matched } else { Matched { corrections: Corrections::default(), ..matched } })
    };
    rules.into_iter().filter_map(of).collect()
}

/// Somebody assisted by one programme in months of which a list says something.
pub(super) struct Matched<'g> {
    pub programme: usize,
    pub rows: Vec<&'g Sighting>,
    pub paid: Vec<&'g Sighting>,
    pub months: BTreeSet<Month>,
    /// What those months were paid, where it is the person's own.
    pub stake: Option<Yuan>,
    /// What puts them or others right.
    pub corrections: Corrections<'g>,
}

impl<'g> Matched<'g> {
    /// The paid months of one programme in which what the rows say holds; those of arrears only where nothing else was paid.
    pub fn of(
        rows: &[&'g Sighting],
        paid: &[&'g Sighting],
        holds: &dyn Fn(Month) -> bool,
        scene: &Scene<'_>,
        report: &mut Reporter,
    ) -> Option<Matched<'g>> {
        let is_own = |of: &&&Sighting| !of.corrects();
        let own: Vec<&Sighting> = paid.iter().filter(is_own).copied().collect();
        let matched = Matched::paid_by(rows, &own, holds, scene, report);
        if let Some(mut matched) = matched {
            matched.corrections = Corrections::since(*matched.months.first()?, paid, scene);
            return Some(matched);
        }
        let arrears: Vec<&Sighting> = paid.iter().filter(|of| of.corrects() && !takes_back(of)).copied().collect();
        Matched::paid_by(rows, &arrears, holds, scene, report)
    }

    fn paid_by(
        rows: &[&'g Sighting],
        paid: &[&'g Sighting],
        holds: &dyn Fn(Month) -> bool,
        scene: &Scene<'_>,
        report: &mut Reporter,
    ) -> Option<Matched<'g>> {
        let index = scene.pays(paid.first()?)?;
        let programme = &scene.pack.programmes[index];
        let mut matched = Matched {
            programme: index,
            rows: rows.to_vec(),
            paid: Vec::new(),
            months: BTreeSet::new(),
            corrections: Corrections::default(),
            stake: (programme.entitled == Entitled::Person).then_some(Yuan::ZERO),
        };
        for sighting in paid {
            let held = sighting.months.map(|months| months.each().filter(|month| holds(*month)).collect::<Vec<_>>());
            let Some(held) = held.filter(|held| is_dated(sighting, held.len(), programme)) else {
                report.cannot_check(unknown_month(report.lang));
                continue;
            };
            if !held.is_empty() {
                matched.stake = matched.stake.zip(share(sighting, held.len(), scene)).map(|(sum, own)| sum + own);
                matched.months.extend(held);
                matched.paid.push(sighting);
            }
        }
        (!matched.months.is_empty()).then_some(matched)
    }

    pub fn count(&self) -> u32 {
        self.months.len() as u32
    }

    /// Whether no roster says that anything is paid.
    pub fn is_by_lists(&self, scene: &Scene<'_>) -> bool {
        self.paid.iter().all(|paid| scene.programme(paid).is_list)
    }

    /// The months in which a roster says so, and those that payments or approvals alone have.
    pub fn months_of_each(&self, scene: &Scene<'_>) -> (BTreeSet<Month>, BTreeSet<Month>) {
        let rosters = self.paid.iter().filter(|of| !scene.programme(of).is_list);
        let of_rosters: BTreeSet<Month> = rosters.filter_map(|of| of.months).flat_map(Months::each).collect();
        self.months.iter().partition(|month| of_rosters.contains(month))
    }

    /// Whether every number's check character is right.
    pub fn is_sound(&self) -> bool {
        self.rows.iter().chain(&self.paid).all(|sighting| sighting.is_sound())
    }

    /// Whether list and roster write the same name, where both write one.
    pub fn is_same_name(&self) -> bool {
        is_same_name(self.rows.iter().chain(&self.paid).copied())
    }

    /// Whether the list was drawn up before the last of the months began.
    pub fn is_older(&self, scene: &Scene<'_>) -> bool {
        let last = self.months.last().map(|month| month.first_day());
        let drawn = self.rows.iter().filter_map(|row| scene.list_facts(row)).map(|facts| facts.as_of).max();
        drawn.zip(last).is_some_and(|(drawn, last)| drawn < last)
    }

    /// What makes the match weaker: an old list, another name, a number whose check character fails.
    pub fn weakness(&self, scene: &Scene<'_>, lang: Lang) -> String {
        let mut weakness = String::new();
        if self.is_older(scene)
            && let Some(facts) =
                self.rows.iter().filter_map(|row| scene.list_facts(row)).max_by_key(|facts| facts.as_of)
            && let Some(last) = self.months.last()
        {
            let drawn = facts.as_of;
            weakness += &say!(
                lang,
                "；名单截至{drawn}，早于{last}，此后情况不明",
                "; the list was drawn up on {drawn}, before {last}: what came after is not known"
            );
        }
        weakness + &self.doubts_of_whom(lang)
    }

    /// What leaves open whether list and roster mean the same person.
    pub fn doubts_of_whom(&self, lang: Lang) -> String {
        let mut doubts = String::new();
        if !self.is_same_name() {
            doubts += &say!(lang, "；姓名与名单不一致", "; the list writes another name");
        }
        if !self.is_sound() {
            doubts += &say!(lang, "；号码校验码不对", "; the check character of a number is wrong");
        }
        doubts
    }

    /// `共3个月（2018-02..2018-04），计1500.00元`.
    pub fn in_all(&self, lang: Lang) -> String {
        let (count, months) = (self.count(), written(&self.months, lang));
        let so_many = several(count, "month");
        match self.stake {
            Some(stake) => {
                say!(lang, "{count}个月（{months}），计{stake}元", "{so_many} ({months}), {stake} yuan in all")
            }
            None => say!(lang, "{count}个月（{months}）", "{so_many} ({months})"),
        }
    }

    /// The rule that couples the programme with a list in the months.
    pub fn rule<'s>(&self, list: &str, scene: &Scene<'s>) -> Option<&'s Pair> {
        rule(&scene.pack.programmes[self.programme], list, *self.months.first()?, scene)
    }

    /// For households: nobody's aid stops because of one member.
    pub fn of_household(&self, scene: &Scene<'_>, lang: Lang) -> String {
        let programme = &scene.pack.programmes[self.programme];
        match (programme.entitled, programme.counted) {
            (Entitled::Household, Counted::Stock) => say!(
                lang,
                "；按户救助的，不算此人重新核算，不停发全户",
                "; where households are assisted, reckon the household again without this person and do not stop it"
            ),
            // Aid granted once is not reckoned again.
            (Entitled::Household, Counted::Flow) | (Entitled::Person, _) => String::new(),
        }
    }

    /// Puts the finding with every place, its money and the rule it rests on.
    pub fn find<'r>(
        &self,
        check: &'static str,
        (severity, rule): (Severity, Option<&Pair>),
        message: String,
        report: &'r mut Reporter,
    ) -> &'r mut Finding {
        let severity = severity.min(self.corrections.at_most(self.stake));
        let message = message + &self.corrections.text(report.lang);
        let finding = report.asks(check, self.programme).find(severity, self.paid[0].place(), message);
        for sighting in self.paid[1..].iter().chain(&self.corrections.rows).chain(&self.rows) {
            finding.at(sighting.place());
        }
        if let Some(rule) = rule {
            finding.because(&rule.basis);
        }
        finding.stakes(Direction::TooMuch, self.corrections.left_of(self.stake), Some(self.count()))
    }
}

/// Whether it is known which of a sighting's months are concerned: aid granted once in several months is not.
fn is_dated(sighting: &Sighting, held: usize, programme: &Programme) -> bool {
    let all = sighting.months.map_or(0, |months| months.count() as usize);
    programme.counted == Counted::Stock || held == 0 || held == all
}

/// What a row pays for some of its months: an amount in all is spread over them evenly. What of it is of other months
/// nobody knows.
pub(super) fn share(sighting: &Sighting, months: usize, scene: &Scene<'_>) -> Option<Yuan> {
    let (amount, all) = (sighting.amount()?, sighting.months?.count());
    let months = u32::try_from(months).ok()?;
    if !scene.roster(sighting).has(Field::Amount) {
        return amount.times(months);
    }
    if sighting.is_of_more_months() {
        return None;
    }
    if months == all {
        return Some(amount);
    }
    Yuan::from_decimal(Decimal::new(amount.fen(), 2).checked_mul(Decimal::from(months))? / Decimal::from(all))
}

/// The rule that couples a programme with a list in a month, whatever it says.
pub(super) fn rule<'s>(programme: &Programme, list: &str, month: Month, scene: &Scene<'s>) -> Option<&'s Pair> {
    scene.pack.coupled(&programme.id, list, month)
}

/// Months as people write them: `2018-01..2018-03、2018-05`.
pub(super) fn written(months: &BTreeSet<Month>, lang: Lang) -> String {
    let all: Vec<Month> = months.iter().copied().collect();
    let runs = all.chunk_by(|one, next| one.next() == *next).map(|run| match run {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}..{last}"),
        [] => String::new(),
    });
    runs.collect::<Vec<_>>().join(lang.enumeration_comma())
}
