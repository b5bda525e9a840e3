//! Pensions and wages of a list against the income a household declared.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::difference;
use super::listed;
use super::lists::INCOME;
use super::{Question, Reporter, Scene, check, unknown_month};
use crate::day::Month;
use crate::finding::{Direction, Place, Severity};
use crate::lang::{Lang, several};
use crate::money::Yuan;
use crate::roster::{Means, NoMeans, Sighting};
use crate::rules::{NotIncome, Per};
use crate::say;

check!("income-not-counted", "income_not_counted", Question::Person(person), [INCOME]);

fn person(group: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    if listed::rows(group, INCOME, scene).is_empty() {
        return;
    }
    // Income counts for the household, whether or not its earner is assisted.
    let named = group.iter().filter(|sighting| !scene.programme(sighting).is_list);
    let found: Vec<Uncounted> = named.flat_map(|sighting| of_sighting(sighting, scene, report)).collect();
    for alike in found.chunk_by(Uncounted::is_alike) {
        find(alike, scene, report);
    }
}

/// A month of a household whose income cannot hold what its members get.
struct Uncounted<'g> {
    sighting: &'g Sighting,
    programme: usize,
    month: Month,
    rows: Vec<Sighting>,
    sum: Sum,
    /// It is more than was declared only with money of which nobody can tell whether it counts.
    only_perhaps: bool,
    /// What may be in it that is no income, or perhaps none.
    not_income: Vec<&'g NotIncome>,
}

impl Uncounted<'_> {
    /// Whether another month says the same.
    fn is_alike(&self, next: &Uncounted<'_>) -> bool {
        let same = |(one, other): (&&NotIncome, &&NotIncome)| std::ptr::eq(*one, *other);
        let rules =
            self.not_income.len() == next.not_income.len() && self.not_income.iter().zip(&next.not_income).all(same);
        self.programme == next.programme && self.sum == next.sum && self.only_perhaps == next.only_perhaps && rules
    }
}

/// What was declared, what comes in, and what follows.
#[derive(PartialEq, Eq)]
struct Sum {
    per_head: Yuan,
    size: u32,
    covered: u32,
    /// How many members get it.
    earners: usize,
    pension: Yuan,
    /// At least: the declared income may be something else besides.
    new_per_head: Yuan,
    standard: Option<Yuan>,
    /// Paid for a month, and what the difference would be.
    amounts: Option<(Yuan, Yuan)>,
}

fn of_sighting<'g>(sighting: &'g Sighting, scene: &Scene<'g>, report: &mut Reporter) -> Vec<Uncounted<'g>> {
    let Some(months) = sighting.months else {
        report.cannot_check(unknown_month(report.lang));
        return Vec::new();
    };
    months.each().filter_map(|month| of_month(sighting, month, scene, report)).collect()
}

fn of_month<'g>(
    sighting: &'g Sighting,
    month: Month,
    scene: &Scene<'g>,
    report: &mut Reporter,
) -> Option<Uncounted<'g>> {
    let lang = report.lang;
    let roster = scene.roster(sighting).title();
    let (key, means) = match scene.declared.of(sighting, month) {
        Ok(stated) => stated,
        Err(NoMeans::NotStated) => {
            report.cannot_check(say!(
                lang,
                "{roster}有的行没有家庭人均收入，无法重算",
                "some rows of {roster} give no income per head, so nothing can be reckoned again"
            ));
            return None;
        }
        Err(NoMeans::OfTwo) => {
            report.cannot_check(say!(
                lang,
                "{roster}有的人分不清属于两户中的哪一户，无法重算",
                "of some people of {roster} nobody can tell which of two households they belong to, so nothing can be reckoned again"
            ));
            return None;
        }
    };
    let rows = scene.incomes.get(&key)?;
    if rows.iter().any(|row| row.amount().is_none()) || means.size.is_none_or(|size| size == 0) {
        report.cannot_check(say!(
            lang,
            "有的户没有家庭人口，或名单有的行没有金额，无法重算",
            "some households give no size or some rows of the list no amount, so nothing can be reckoned again"
        ));
    }
    uncounted(sighting, means, rows, month, scene)
}

/// A month of the household, said where its first earner stands.
fn uncounted<'g>(
    sighting: &'g Sighting,
    means: &Means,
    rows: &[Sighting],
    month: Month,
    scene: &Scene<'g>,
) -> Option<Uncounted<'g>> {
    let programme = scene.programme(sighting);
    let in_force = rows.iter().filter(|row| row.months.is_none_or(|months| months.contains(month)));
    let is_of = |rule: &NotIncome, row: &Sighting| scene.meets(&rule.when, row) == Some(true);
    let is_left_out = |row: &&Sighting| {
        let mut settled = programme.not_income(month).filter(|rule| rule.unknown.is_none());
        settled.any(|rule| is_of(rule, row))
    };
    let all: Vec<Sighting> = in_force.filter(|row| !is_left_out(row)).copied().collect();
    let is_sure = |row: &&Sighting| !programme.not_income(month).any(|rule| is_of(rule, row));
    let sure: Vec<Sighting> = all.iter().filter(is_sure).copied().collect();
    let reckon = |rows: &[Sighting]| beyond(sighting, means, rows, month, scene);
    let (rows, sum, only_perhaps) = match reckon(&sure) {
        Some(sum) => (sure, sum, false),
        None => reckon(&all).map(|sum| (all, sum, true))?,
    };
    if rows.first()?.key != sighting.key {
        return None;
    }
    let may_hold = |rule: &&NotIncome| rows.iter().any(|row| is_of(rule, row) || may_be_part(rule, row, scene));
    let not_income = programme.not_income(month).filter(may_hold).collect();
    let programme = scene.roster(sighting).programme;
    Some(Uncounted { sighting, programme, month, rows, sum, only_perhaps, not_income })
}

/// What comes in by some rows, where the income that was declared does not hold it.
fn beyond(sighting: &Sighting, means: &Means, rows: &[Sighting], month: Month, scene: &Scene<'_>) -> Option<Sum> {
    let (pension, size) = (rows.iter().map(|row| row.amount()).sum::<Option<Yuan>>()?, means.size?);
    // What the household declared may hold it.
    if size == 0 || means.per_head.times(size).is_none_or(|declared| declared >= pension) {
        return None;
    }
    let earners = rows.chunk_by(|one, other| one.key == other.key).count();
    let sum = reckoned(means, size, (earners, pension), standard(means, sighting, month, scene))?;
    let exceeds = sum.amounts.is_none_or(|(old, new)| new < old);
    exceeds.then_some(sum)
}

/// The month's standard: the roster's own, which may be written for the year, else the one of the rules.
fn standard(means: &Means, sighting: &Sighting, month: Month, scene: &Scene<'_>) -> Option<Yuan> {
    let known = scene.programme(sighting).standard(month);
    let own = means.standard.filter(|own| *own > Yuan::ZERO).map(|own| Decimal::new(own.fen(), 2));
    let Some(own) = own else { return known?.monthly(1) };
    let of_a_year = known.is_some_and(|known| difference::is_of_a_year(own, known));
    Yuan::from_decimal(if of_a_year { difference::a_month(own, Per::Year) } else { own })
}

fn reckoned(means: &Means, size: u32, (earners, pension): (usize, Yuan), standard: Option<Yuan>) -> Option<Sum> {
    let new_per_head = Yuan::from_decimal(Decimal::new(pension.fen(), 2) / Decimal::from(size))?;
    let covered = means.covered.unwrap_or(size);
    let amounts = means.monthly.zip(standard).and_then(|(old, standard)| {
        let missing = if new_per_head < standard { standard - new_per_head } else { Yuan::ZERO };
        Some((old, missing.times(covered)?))
    });
    Some(Sum { per_head: means.per_head, size, covered, earners, pension, new_per_head, standard, amounts })
}

fn find(alike: &[Uncounted<'_>], scene: &Scene<'_>, report: &mut Reporter) {
    let Some(first) = alike.first() else { return };
    let lang = report.lang;
    let months = alike.len() as u32;
    let mut message = said(&first.sum, &first.rows, scene, lang);
    if !first.only_perhaps {
        message += &differs(&first.sum, months, lang);
    }
    let drawn = first.rows.iter().filter_map(|row| scene.list_facts(row)).map(|facts| facts.as_of).max();
    let last = alike.iter().map(|one| one.month).max().unwrap_or(first.month);
    if let Some(drawn) = drawn.filter(|drawn| *drawn < last.first_day()) {
        message += &say!(lang, "；名单截至{drawn}，早于{last}", "; the list was drawn up on {drawn}, before {last}");
    }
    let programme = &scene.pack.programmes[first.programme];
    let difference = programme.says(first.month.first_day(), |version| version.difference.as_ref());
    if let Some(unless) = difference.and_then(|difference| difference.unless.as_ref()) {
        let unless = unless.get(lang);
        message += &say!(lang, "；{unless}的除外", "; unless {unless}");
    }
    message.extend(first.not_income.iter().map(|rule| left_out(rule, lang)));
    report.asks(CHECK.name, first.programme);
    let severity = if first.only_perhaps { Severity::Info } else { Severity::Suspicion };
    let finding = report.find(severity, first.sighting.place(), message);
    let places = alike.iter().map(|one| one.sighting).chain(&first.rows).map(|sighting| sighting.place());
    for place in places.collect::<BTreeSet<Place>>() {
        if !finding.places.contains(&place) {
            finding.at(place);
        }
    }
    if let Some(difference) = difference {
        finding.because(&difference.basis);
    }
    first.not_income.iter().for_each(|rule| {
        finding.because(&rule.basis);
    });
    let amounts = first.sum.amounts.filter(|_| !first.only_perhaps);
    let stake = amounts.and_then(|(old, new)| (old - new).times(months));
    finding.stakes(Direction::TooMuch, stake, Some(months)).clears(say!(
        lang,
        "核对这笔收入是否属于应计收入、是否已含在申报里，再按家庭重新核定；残疾人两项补贴等不计收入的，注明",
        "find out whether this counts as income and was declared, then reckon the household again; note what does not count, such as disability subsidies"
    ));
}

/// Whether what is no income may be a part of what a row of the list gives.
fn may_be_part(rule: &NotIncome, row: &Sighting, scene: &Scene<'_>) -> bool {
    scene.meets(&rule.part_of, row) != Some(false)
}

/// What may be in it that is no income, or of which that is not known.
fn left_out(rule: &NotIncome, lang: Lang) -> String {
    let (name, cited) = (rule.name.get(lang), rule.basis.cited());
    match &rule.unknown {
        Some(unknown) => {
            let unknown = unknown.get(lang);
            say!(lang, "；如含{name}：{unknown}（{cited}）", "; what of it is {name} {unknown} ({cited})")
        }
        None => {
            say!(lang, "；如含{name}，这部分不计入收入（{cited}）", "; what of it is {name} is no income ({cited})")
        }
    }
}

/// What comes in, and what was declared.
fn said(sum: &Sum, rows: &[Sighting], scene: &Scene<'_>, lang: Lang) -> String {
    let Sum { per_head, size, earners, pension, new_per_head, .. } = sum;
    let kinds: Vec<String> = rows.iter().map(|row| scene.remark(row, lang)).filter(|words| !words.is_empty()).collect();
    let kinds = kinds.join("/");
    let kinds = if kinds.is_empty() { kinds } else { say!(lang, "（{kinds}）", " ({kinds})") };
    let who = match earners {
        1 => say!(lang, "此人", ""),
        _ => say!(lang, "此户{earners}人共", " for {earners} of the household"),
    };
    say!(
        lang,
        "名单记{who}月领{pension}元{kinds}，家庭申报人均月收入{per_head}元×{size}人装不下；只计这些，人均至少{pension}÷{size}＝{new_per_head}元",
        "the list has {pension} yuan a month{who}{kinds}, more than the {per_head} a head × {size} declared; with this alone it is at least {pension} ÷ {size} = {new_per_head} a head"
    )
}

/// What the household would get, beside what it gets.
fn differs(sum: &Sum, months: u32, lang: Lang) -> String {
    let (Some((old, new)), Some(standard)) = (sum.amounts, sum.standard) else { return String::new() };
    let Sum { covered, new_per_head, .. } = sum;
    let so_many = several(months, "month");
    match *new_per_head < standard {
        true => say!(
            lang,
            "；按补差（{standard}－{new_per_head}）×{covered}人＝{new}元，原发{old}元，{months}个月",
            "; the difference is ({standard} − {new_per_head}) × {covered} = {new} yuan instead of {old}, for {so_many}"
        ),
        false => say!(
            lang,
            "；不低于标准{standard}元，按补差为0元，原发{old}元，{months}个月",
            "; that is no less than the standard of {standard}: the difference is 0 yuan instead of {old}, for {so_many}"
        ),
    }
}
