//! One person in two programmes, or a programme and a list, that the rules let nobody hold together, or not in full.

use std::collections::BTreeSet;

use super::listed::{is_same_name, share};
use super::lists::{NURSING_ALLOWANCE, WORK_INJURY};
use super::{Question, Reporter, Scene, check, unknown_month};
use crate::day::{Month, Months};
use crate::field::Field;
use crate::finding::{Direction, Finding, Severity};
use crate::lang::{Lang, several};
use crate::money::Yuan;
use crate::roster::Sighting;
use crate::rules::{Entitled, Pair, Seen, Verdict};
use crate::say;

// Deaths and prison are other checks'.
check!(
    "excluded-combination",
    "excluded_combination",
    Question::Person(person),
    [WORK_INJURY, NURSING_ALLOWANCE],
    true
);

fn person(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let programme = |sighting: &Sighting| scene.roster(sighting).programme;
    let mut held: Vec<usize> = sightings.iter().map(programme).collect();
    held.sort_unstable();
    held.dedup();
    let is_held = |pair: &&Pair| pair.places.iter().all(|place| held.contains(place));
    for pair in scene.pack.stacking.iter().filter(is_held).filter(|pair| is_asked_about(pair.verdict)) {
        let of = |place: usize| sightings.iter().filter(|sighting| programme(sighting) == place).collect::<Vec<_>>();
        let [ones, mut others] = pair.places.map(of);
        others.retain(|other| is_of(pair, other, scene));
        let covered = |all: &[&'_ Sighting]| all.iter().any(|sighting| sighting.is_covered());
        if covered(&ones) && covered(&others) {
            both(&ones, &others, pair, scene, report);
        } else if pair.verdict == Verdict::ChooseHigher {
            one_chosen(&ones, &others, pair, scene, report);
        }
    }
}

/// Whether holding both is anything to find here; what is required is asked by `entitled-unpaid`.
fn is_asked_about(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Allowed | Verdict::Required)
}

/// Whether a pair is of a row of its second programme: one without a condition is of those that no other is of.
fn is_of(pair: &Pair, row: &Sighting, scene: &Scene<'_>) -> bool {
    let speaks_of = |pair: &Pair| scene.meets(&pair.when, row) == Some(true);
    if scene.pack.programmes[pair.places[0]].is_list {
        return true;
    }
    if !pair.when.is_empty() {
        return speaks_of(pair);
    }
    let mut others = scene.pack.stacking.iter().filter(|other| other.places == pair.places && !other.when.is_empty());
    !others.any(|other| speaks_of(other) && row.months.is_some_and(|months| other.span.holds(months.first.first_day())))
}

/// Where a person holds both sides of a pair in the same months.
struct Both<'g> {
    one: &'g Sighting,
    other: &'g Sighting,
    months: BTreeSet<Month>,
    /// What each side pays for those months, where it is the person's own.
    paid: [Option<Yuan>; 2],
}

fn both(ones: &[&Sighting], others: &[&Sighting], pair: &Pair, scene: &Scene<'_>, report: &mut Reporter) {
    let covered =
        |all: &[&'_ Sighting]| all.iter().any(|sighting| is_undated(sighting, scene) && sighting.is_covered());
    if covered(ones) || covered(others) {
        report.cannot_check(unknown_month(report.lang));
    }
    let is_held = |sighting: &Sighting| sighting.is_covered();
    let Some(both) = together((ones, others), pair, &is_held, &is_held, scene) else { return };
    match pair.verdict {
        Verdict::ChooseHigher => higher(&both, pair, scene, report),
        Verdict::TopUp => top_up(&both, pair, scene, report),
        _ => excluded(&both, pair, scene, report),
    }
}

/// A roster without a month; a list without days holds all the time.
fn is_undated(sighting: &Sighting, scene: &Scene<'_>) -> bool {
    sighting.months.is_none() && !scene.programme(sighting).is_list
}

fn together<'g>(
    (ones, others): (&[&'g Sighting], &[&'g Sighting]),
    pair: &Pair,
    holds_one: &dyn Fn(&Sighting) -> bool,
    holds_other: &dyn Fn(&Sighting) -> bool,
    scene: &Scene<'_>,
) -> Option<Both<'g>> {
    let ones: Vec<&Sighting> = ones.iter().filter(|one| holds_one(one)).copied().collect();
    let others: Vec<&Sighting> = others.iter().filter(|other| holds_other(other)).copied().collect();
    let (in_one, in_other) = (held(&ones, &others, scene), held(&others, &ones, scene));
    let months = in_one.intersection(&in_other).filter(|month| pair.span.holds(month.first_day()));
    let months: BTreeSet<Month> = months.copied().collect();
    // Of several rows in the months the ordinary one tells most.
    let one = ones.iter().filter(|one| meets(one, &months, scene)).min_by_key(|one| one.corrects())?;
    let with_one = |other: &&&Sighting| match (one.months, other.months) {
        (Some(one), Some(other)) => one.overlap(other) && overlap(one, other, &months),
        _ => meets(other, &months, scene),
    };
    let other = others.iter().filter(with_one).min_by_key(|other| other.corrects())?;
    let paid = [paid(&ones, &months, scene), paid(&others, &months, scene)];
    Some(Both { one, other, months, paid })
}

fn overlap(one: Months, other: Months, months: &BTreeSet<Month>) -> bool {
    months.range(one.first.max(other.first)..=one.last.min(other.last)).next().is_some()
}

fn meets(sighting: &Sighting, months: &BTreeSet<Month>, scene: &Scene<'_>) -> bool {
    match sighting.months {
        Some(own) => months.range(own.first..=own.last).next().is_some(),
        None => !months.is_empty() && !is_undated(sighting, scene),
    }
}

/// Every month one side is of; of a list, those the other side is of too.
fn held(sightings: &[&Sighting], others: &[&Sighting], scene: &Scene<'_>) -> BTreeSet<Month> {
    let spans: BTreeSet<Months> = sightings.iter().filter_map(|sighting| sighting.months).collect();
    let listed = sightings.iter().any(|sighting| scene.programme(sighting).is_list);
    if !listed {
        return spans.into_iter().flat_map(Months::each).collect();
    }
    let always = sightings.iter().any(|sighting| sighting.months.is_none());
    let of_others = others.iter().filter_map(|other| other.months).flat_map(Months::each);
    of_others.filter(|month| always || spans.iter().any(|span| span.contains(*month))).collect()
}

/// What a side pays the person for some months; a household's money is not one person's.
fn paid(sightings: &[&Sighting], months: &BTreeSet<Month>, scene: &Scene<'_>) -> Option<Yuan> {
    let mut sum = Yuan::ZERO;
    let mut counted = BTreeSet::new();
    for sighting in sightings {
        let programme = scene.programme(sighting);
        if programme.entitled == Entitled::Household {
            return None;
        }
        let of: Vec<Month> = match sighting.months {
            Some(own) => months.range(own.first..=own.last).filter(|month| counted.insert(**month)).copied().collect(),
            None => months.iter().filter(|month| counted.insert(**month)).copied().collect(),
        };
        sum += match programme.is_list {
            true => sighting.amount()?.times(of.len() as u32)?,
            false if of.is_empty() => Yuan::ZERO,
            false => share(sighting, of.len(), scene)?,
        };
    }
    Some(sum)
}

fn excluded(both: &Both<'_>, pair: &Pair, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (one, other) = names(both, scene, lang);
    let months = both.months.len();
    let so_many = several(months, "month");
    let message = match &pair.unless {
        Some(unless) => {
            let unless = unless.get(lang);
            say!(
                lang,
                "同一身份证号同时在{one}和{other}，共{months}个月；{unless}的除外",
                "one identity number is in {one} and in {other} for {so_many}; unless {unless}"
            )
        }
        None => say!(
            lang,
            "同一身份证号同时在{one}和{other}，共{months}个月",
            "one identity number is in {one} and in {other} for {so_many}"
        ),
    };
    let message = message + &told_apart(both, pair, scene, lang) + &older(both, scene, lang);
    let severity = severity(both, pair, pair.verdict == Verdict::Forbidden, scene);
    let finding = found(both, pair, severity, message, scene, report);
    finding.stakes(Direction::TooMuch, None, Some(months as u32)).clears(keep_one(pair, lang));
}

/// What is to be done of two that exclude each other, and what the table of pairs adds: that others of the household stay.
fn keep_one(pair: &Pair, lang: Lang) -> String {
    let keep = match pair.when.is_empty() {
        true => say!(
            lang,
            "核实户籍和家庭后，只保留应享受的一种",
            "verify registration and household, and keep the one that is due"
        ),
        false => say!(
            lang,
            "核对这一栏是否填错；没有填错的，重新核定，只补差或者只保留应享受的一种",
            "see whether that column is right; if it is, reckon again, and pay the difference or keep the one that is due"
        ),
    };
    match pair.note.as_ref().map(|note| note.get(lang)) {
        Some(note) => say!(lang, "{keep}。{note}", "{keep}. {note}"),
        None => keep,
    }
}

/// What the row of the second says that makes it one of those the pair is of: `；事实无人抚养儿童基本生活补贴写明全额`.
fn told_apart(both: &Both<'_>, pair: &Pair, scene: &Scene<'_>, lang: Lang) -> String {
    let (_, other) = names(both, scene, lang);
    match pair.when.text(lang) {
        "" => String::new(),
        says => say!(lang, "；{other}写明{says}", "; the row in {other} says {says}"),
    }
}

/// Both are paid where only the higher is due: the lower is too much.
fn higher(both: &Both<'_>, pair: &Pair, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (one, other) = names(both, scene, lang);
    let months = both.months.len();
    let so_many = several(months, "month");
    let mut message = say!(
        lang,
        "{one}和{other}只能择高享受一种，同时领{months}个月",
        "of {one} and {other} only the higher is due, and both are paid for {so_many}"
    );
    let mut stake = None;
    if let [Some(first), Some(second)] = both.paid {
        let (higher, much, less) = if first >= second { (one, first, second) } else { (other, second, first) };
        let over = much - less;
        message += &say!(
            lang,
            "：较高的是{higher}，{much}元比{less}元多{over}元；多领的是较低的{less}元",
            ": the higher is {higher}, {much} yuan against {less}, {over} more; the {less} are too much"
        );
        stake = Some(less);
    }
    message += &older(both, scene, lang);
    let severity = severity(both, pair, true, scene);
    found(both, pair, severity, message, scene, report)
        .stakes(Direction::TooMuch, stake, Some(months as u32))
        .clears(say!(
            lang,
            "请本人选择，保留较高的一种，另一种自次月起停，已多领的由人决定是否扣回",
            "let the person choose, keep the higher and end the other from the next month; people decide on what was paid too much"
        ));
}

/// One of the two was given up: it should be the lower.
fn one_chosen(ones: &[&Sighting], others: &[&Sighting], pair: &Pair, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let chosen_first = ones.iter().any(|one| one.is_covered());
    let holds = |covered: bool| move |sighting: &Sighting| sighting.is_covered() == covered;
    let both = together((ones, others), pair, &holds(chosen_first), &holds(!chosen_first), scene);
    let Some(both) = both else { return };
    let [Some(first), Some(second)] = both.paid else { return };
    let (one, other) = names(&both, scene, lang);
    let (chosen, given_up, has, had) =
        if chosen_first { (one, other, first, second) } else { (other, one, second, first) };
    if has >= had {
        return;
    }
    let (months, lost) = (both.months.len(), had - has);
    let so_many = several(months, "month");
    let message = say!(
        lang,
        "择高享受，却领了较低的{chosen}：{months}个月{has}元，放弃的{given_up}是{had}元，少{lost}元",
        "the higher is due and the lower {chosen} is paid: {has} yuan for {so_many}, {given_up} would be {had}, {lost} more"
    );
    found(&both, pair, Severity::Suspicion, message, scene, report)
        .stakes(Direction::TooLittle, Some(lost), Some(months as u32))
        .clears(say!(
            lang,
            "告知本人可以改选较高的一种；不符合较高一种条件的，记明",
            "tell the person they may take the higher; note it where they are not due that"
        ));
}

/// Of the second, only what the first leaves up to the level of the second.
fn top_up(both: &Both<'_>, pair: &Pair, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (one, other) = names(both, scene, lang);
    let (months, level) = (both.months.len(), level(both, pair, scene));
    let so_many = several(months, "month");
    let (Some(level), [Some(first), Some(second)]) = (level, both.paid) else {
        let message = say!(
            lang,
            "{one}和{other}同时享受{months}个月：{other}只补到标准，按补差核对（标准或个人所得金额不全，不能计算）",
            "{one} and {other} are held together for {so_many}: {other} only fills up to its level; what each person gets is not fully known, so check the difference by hand"
        );
        found(both, pair, Severity::Info, message, scene, report)
            .stakes(Direction::Neither, None, Some(months as u32))
            .clears(match pair.note.as_ref().map(|note| note.get(lang)) {
                Some(note) => say!(
                    lang,
                    "算出此人所得的份额，按标准减去后补差。{note}",
                    "work out the person's share and pay the difference. {note}"
                ),
                None => say!(
                    lang,
                    "算出此人所得的份额，按标准减去后补差",
                    "work out the person's share and pay the difference"
                ),
            });
        return;
    };
    let due = if level > first { level - first } else { Yuan::ZERO };
    if second == due {
        return;
    }
    let (direction, off) =
        if second > due { (Direction::TooMuch, second - due) } else { (Direction::TooLittle, due - second) };
    let message = say!(
        lang,
        "{other}应按补差发：标准{level}元－{one}{first}元＝{due}元，实发{second}元，相差{off}元（{months}个月）",
        "{other} fills up to its level: {level} − {first} of {one} = {due} yuan, and {second} are paid, {off} off ({so_many})"
    );
    found(both, pair, Severity::Suspicion, message, scene, report)
        .stakes(direction, Some(off), Some(months as u32))
        .clears(say!(
            lang,
            "核对两项的实际金额和标准，按补差改正",
            "check both amounts and the level, and pay the difference"
        ));
}

/// What the second programme pays in full for the months, where one rate holds for everybody.
fn level(both: &Both<'_>, pair: &Pair, scene: &Scene<'_>) -> Option<Yuan> {
    let programme = &scene.pack.programmes[scene.pack.programme(&pair.programmes[1])?];
    let of_month = |month: &Month| {
        let rates = [Field::MonthlyAmount, Field::BasicAmount].map(|field| programme.rates(field, *month));
        let rates = rates.into_iter().find(|rates| !rates.is_empty())?;
        let [rate] = rates[..] else { return None };
        scene.pack.worth(rate, *month).filter(|_| rate.when.is_empty()).map(|(worth, _)| worth)
    };
    both.months.iter().map(of_month).sum()
}

fn names<'s>(both: &Both<'_>, scene: &Scene<'s>, lang: Lang) -> (&'s str, &'s str) {
    (scene.programme(both.one).name.get(lang), scene.programme(both.other).name.get(lang))
}

/// A list from before the months in question knows less of them.
fn older(both: &Both<'_>, scene: &Scene<'_>, lang: Lang) -> String {
    let facts = [both.one, both.other].into_iter().find_map(|sighting| scene.list_facts(sighting));
    match (facts, both.months.last()) {
        (Some(facts), Some(last)) if facts.as_of < last.first_day() => {
            let drawn = facts.as_of;
            say!(lang, "；名单截至{drawn}，早于{last}", "; the list was drawn up on {drawn}, before {last}")
        }
        _ => String::new(),
    }
}

/// Certain where words that were read say so and both sides are the bureau's own rosters.
fn severity(both: &Both<'_>, pair: &Pair, says_so: bool, scene: &Scene<'_>) -> Severity {
    let own = [both.one, both.other].iter().all(|sighting| !scene.programme(sighting).is_list);
    let sound = [both.one, both.other].iter().all(|sighting| sighting.is_sound() && !sighting.corrects());
    let certain = sound
        && is_same_name([both.one, both.other])
        && own
        && says_so
        && pair.unless.is_none()
        && pair.basis.seen >= Seen::Quoted;
    if certain { Severity::Error } else { Severity::Suspicion }
}

fn found<'r>(
    both: &Both<'_>,
    pair: &Pair,
    severity: Severity,
    message: String,
    scene: &Scene<'_>,
    report: &'r mut Reporter,
) -> &'r mut Finding {
    // The row of a roster comes first, the list it is held against after it.
    let is_list = |sighting: &Sighting| scene.programme(sighting).is_list;
    let (first, second) = if is_list(both.one) { (both.other, both.one) } else { (both.one, both.other) };
    let finding = report.asks(CHECK.name, scene.roster(first).programme).find(severity, first.place(), message);
    finding.at(second.place()).because(&pair.basis)
}
