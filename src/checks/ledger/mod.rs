//! What one person was due by the roster or the approvals, beside what the payments of those months say.

mod rows;
mod span;

use std::collections::BTreeSet;

use self::rows::Rows;
use self::span::{Span, spans};
use super::lists::{APPROVED, PAYMENTS, STOPS};
use super::{Reporter, Scene, Whose, unknown_month};
use crate::day::Month;
use crate::finding::Severity;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{Roster, Sighting};
use crate::rules::{Counted, Entitled};
use crate::say;

/// The lists whose rows are each of a programme.
pub const LEDGER: [&str; 3] = [PAYMENTS, APPROVED, STOPS];

/// One person in one programme, month by month, as far as lists of payments go.
pub(super) struct Ledger<'s> {
    pub programme: usize,
    pub side: Side,
    pub paid: Vec<&'s Sighting>,
    pub months: Vec<Entry>,
    pub spans: Vec<Span<'s>>,
    /// Whether households are entitled, of which another member may have been paid.
    pub of_households: bool,
    /// Whether whoever may be paid stands by name on the side that says who is due.
    pub names_all: bool,
    /// Whether some list of payments is meant to have all of the programme's.
    pub is_whole: bool,
    /// Whether relief.toml says that some list of approvals is the programme's.
    pub is_all_approved: bool,
    /// Whether what is due in a month may be paid in another.
    pub is_flow: bool,
    /// Whether some of the payments of its months are people's by their accounts alone.
    pub by_account: bool,
    /// Whether the payments are called by the month after the one they pay.
    pub is_behind: bool,
    /// Whether somebody of the same account and name stands on the other side under another number.
    pub is_mistyped: bool,
}

/// One month of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub month: Month,
    pub due: bool,
    /// On the side that says who is due at all, be it as a member of a household or without a month.
    pub listed: bool,
    /// On the roster of the month.
    pub rostered: bool,
    pub paid: bool,
    /// Whether something stands among the payments of which nobody can tell that it arrived, whose it is, or of when.
    pub unclear: bool,
    /// Of that, whether no account shows it: payments give no numbers, and the person has no account of their own on a roster,
    /// or some payment was held against nobody that may be theirs.
    pub is_untold: bool,
    /// Whether arrears were paid in a later month, perhaps of this one.
    pub made_up: bool,
    pub stopped: bool,
    /// A list has the person dead by then; what the roster still says of them is `dead-and-paid`'s to find.
    pub after_death: bool,
}

/// What says who is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Approved,
    Roster,
}

/// Months of which both sides give an amount, and not the same.
pub(super) struct Difference<'s> {
    pub due: Yuan,
    pub paid: Yuan,
    pub months: u32,
    pub due_at: &'s Sighting,
    pub paid_at: &'s Sighting,
    /// Whether nothing was taken back, which may be of other months, and nobody stands twice for one.
    pub is_plain: bool,
}

impl Side {
    pub fn text(self, lang: Lang) -> String {
        match self {
            Side::Approved => say!(lang, "审批名单", "the approvals"),
            Side::Roster => say!(lang, "花名册", "the roster"),
        }
    }
}

/// A ledger for each programme whose payments are known, and each side that speaks of their months.
pub(super) fn ledgers<'s>(sightings: &'s [Sighting], scene: &Scene<'_>, report: &mut Reporter) -> Vec<Ledger<'s>> {
    if sightings.iter().any(|sighting| sighting.months.is_none() && !scene.is_of(sighting, STOPS)) {
        report.cannot_check(unknown_month(report.lang));
    }
    let mut ledgers = Vec::new();
    for programme in programmes(sightings, scene) {
        let Some(months) = scene.paid_in.get(&programme) else {
            let name = scene.pack.programmes[programme].name.get(report.lang);
            report.cannot_check(say!(
                report.lang,
                "没有写明月份和身份证号的{name}发放清单",
                "there is no list of payments of {name} that gives months and identity numbers"
            ));
            continue;
        };
        for side in [Side::Approved, Side::Roster] {
            let of_side: BTreeSet<Month> =
                months.iter().copied().filter(|month| side_of(programme, *month, scene) == Some(side)).collect();
            if !of_side.is_empty() {
                ledgers.push(ledger((programme, side), &of_side, sightings, scene));
            }
        }
        if months.iter().any(|month| side_of(programme, *month, scene).is_none()) {
            let name = scene.pack.programmes[programme].name.get(report.lang);
            report.cannot_check(say!(
                report.lang,
                "有的月份只有{name}发放清单，没有当月的花名册或审批名单",
                "for some months there are payments of {name} and neither a roster nor approvals"
            ));
        }
    }
    ledgers
}

/// The programmes the sightings are of, but for those that only a row among payments of another names.
pub(super) fn programmes(sightings: &[Sighting], scene: &Scene<'_>) -> BTreeSet<usize> {
    let of = |sighting: &Sighting| match scene.list_facts(sighting) {
        None => Some(scene.roster(sighting).programme),
        Some(_) => match scene.whose(sighting) {
            Whose::Of(of) | Whose::Perhaps(of) => Some(of),
            Whose::Nobodys => None,
        },
    };
    let is_in_run = |of: &usize| {
        let list_of = |roster: &Roster| roster.list.as_ref().and_then(|facts| facts.of);
        scene.rosters.iter().any(|roster| roster.programme == *of || list_of(roster) == Some(*of))
    };
    sightings.iter().filter_map(of).filter(is_in_run).collect()
}

/// Whether a row of a list is of a programme.
pub(super) fn is_of(sighting: &Sighting, list: &str, programme: usize, scene: &Scene<'_>) -> bool {
    scene.is_of(sighting, list) && scene.whose(sighting) == Whose::Of(programme)
}

/// Approvals of the month, if there are any, say who is due; else its roster does.
fn side_of(programme: usize, month: Month, scene: &Scene<'_>) -> Option<Side> {
    let flow = scene.pack.programmes[programme].counted == Counted::Flow;
    let is_approved = || scene.approved_in.get(&programme).is_some_and(|months| months.contains(&month));
    let any_approved = || scene.rosters.iter().any(|roster| is_list_of(roster, APPROVED, programme, scene));
    if is_approved() || (flow && any_approved()) {
        return Some(Side::Approved);
    }
    let covers = |roster: &Roster| flow || roster.months.is_some_and(|months| months.contains(month));
    let of_rows = || scene.rostered.get(&programme).is_some_and(|months| months.contains(&month));
    let mut rosters = scene.rosters.iter().filter(|roster| roster.programme == programme);
    (rosters.any(covers) || of_rows()).then_some(Side::Roster)
}

fn ledger<'s>(
    (programme, side): (usize, Side),
    months: &BTreeSet<Month>,
    sightings: &'s [Sighting],
    scene: &Scene<'_>,
) -> Ledger<'s> {
    let rows = Rows::of((programme, side), sightings, scene);
    let (is_flow, of_households) = (rows.is_flow, scene.pack.programmes[programme].entitled == Entitled::Household);
    let none = BTreeSet::new();
    let by_account = scene.paid_by_account.get(&programme).unwrap_or(&none);
    let entries = months.iter().map(|month| rows.entry(*month, (months, by_account)));
    let any = |is: &dyn Fn(&Roster) -> bool| scene.rosters.iter().any(is);
    let is_of_side = |roster: &&Roster| match side {
        Side::Approved => is_list_of(roster, APPROVED, programme, scene),
        Side::Roster => roster.programme == programme,
    };
    let is_said_of = |roster: &Roster| roster.list.as_ref().is_some_and(|facts| facts.of == Some(programme));
    Ledger {
        programme,
        side,
        months: entries.filter(|entry| is_flow || entry.due || entry.paid).collect(),
        spans: spans(&rows.due, &rows.paid, months, is_flow),
        of_households,
        names_all: !of_households || scene.rosters.iter().filter(is_of_side).all(Roster::lists_members),
        is_whole: any(&|roster| is_list_of(roster, PAYMENTS, programme, scene)),
        is_all_approved: any(&|roster| scene.pack.programmes[roster.programme].id == APPROVED && is_said_of(roster)),
        is_flow,
        by_account: if is_flow { !by_account.is_empty() } else { !by_account.is_disjoint(months) },
        is_behind: scene.behind.contains_key(&programme),
        is_mistyped: sightings.first().is_some_and(|of| scene.mistyped.contains(&of.key)),
        paid: rows.paid,
    }
}

fn is_list_of(roster: &Roster, list: &str, programme: usize, scene: &Scene<'_>) -> bool {
    scene.pack.programmes[roster.programme].id == list && scene.purposes.is_list_of(roster.source, programme)
}

/// Whether a payment gives, and takes nothing back.
pub(super) fn gives(payment: &Sighting) -> bool {
    payment.amount().is_none_or(|amount| amount > Yuan::ZERO)
}

fn is_in(sightings: &[&Sighting], month: Month) -> bool {
    sightings.iter().any(|sighting| sighting.months.is_some_and(|months| months.contains(month)))
}

/// What some entries give in all, if they are of these months alone.
pub(super) fn in_all(entries: &[&Sighting], months: &[Month]) -> Option<Yuan> {
    let is_alone = |of: &&Sighting| of.months.is_some_and(|own| own.each().all(|month| months.contains(&month)));
    let sum = || entries.iter().map(|entry| entry.amount()).sum::<Option<Yuan>>();
    entries.iter().all(is_alone).then(sum).flatten()
}

impl<'s> Ledger<'s> {
    /// The months that are due and among no payments, and that nothing explains.
    pub fn unpaid(&self, scene: &Scene<'_>, report: &mut Reporter) -> Vec<Month> {
        let missing = self.months.iter().filter(|of| of.due && !of.paid && !of.stopped && !of.after_death);
        let missing: Vec<Month> = missing.map(|of| of.month).collect();
        if missing.is_empty() || self.is_made_up(scene, report) {
            return Vec::new();
        }
        let entry = |month: &Month| self.months.iter().find(|of| of.month == *month);
        if missing.iter().filter_map(entry).any(|of| of.is_untold) {
            report.cannot_check(say!(
                report.lang,
                "发放清单没有身份证号，有的人名册上没有写明只属本人（本户）的账号，或有同名的款没有对上：发了没有不知道",
                "payments give no identity numbers, and some people have no account of their own on the roster, or money under their name was held against nobody: whether they were paid is not known"
            ));
        }
        if missing.iter().filter_map(entry).any(|of| of.made_up) {
            report.cannot_check(say!(
                report.lang,
                "有的人有的月份没有发放，后来有补发，没有逐月比",
                "of some people months are without payment and arrears were paid later: the months were not compared"
            ));
        }
        let is_unclear = |month: &Month| {
            entry(month).is_some_and(|of| of.unclear || of.made_up)
                || (!self.is_flow && self.spans.iter().any(|span| span.pays_for(*month, (self, scene))))
        };
        missing.into_iter().filter(|month| !is_unclear(month)).collect()
    }

    /// Whether as much was paid in all as was due, though some of it in other months of those that were due; says so.
    fn is_made_up(&self, scene: &Scene<'_>, report: &mut Reporter) -> bool {
        let due = self.spans.iter().flat_map(|span| span.due.iter().copied()).collect();
        let paid = self.spans.iter().flat_map(|span| span.paid.iter().copied()).collect();
        let whole = Span { due, paid };
        let is_equal = || whole.sums(false, scene).is_some_and(|(due, paid)| due == paid);
        let is_made_up = !self.is_flow && !whole.is_explained(self) && whole.is_comparable(self) && is_equal();
        if is_made_up {
            report.cannot_check(say!(
                report.lang,
                "有的人应发和实发合计相同、月份不同，没有逐月比",
                "of some people as much was paid as was due, under other months: the months were not compared"
            ));
        }
        is_made_up
    }

    /// What some months differ by, one way or the other.
    pub fn difference(&self, too_much: bool, scene: &Scene<'_>, report: &mut Reporter) -> Option<Difference<'s>> {
        let mut all: Option<Difference<'s>> = None;
        for span in &self.spans {
            let (Some(due_at), Some(paid_at)) = (span.due.first(), span.paid.iter().find(|of| gives(of))) else {
                continue;
            };
            let Some((due, paid)) = self.sums(span, scene, report) else { continue };
            if (paid > due) != too_much || paid == due {
                continue;
            }
            let none = Difference { due: Yuan::ZERO, paid: Yuan::ZERO, months: 0, due_at, paid_at, is_plain: true };
            let sum = all.get_or_insert(none);
            sum.due += due;
            sum.paid += paid;
            sum.months += span.months();
            sum.is_plain &= span.is_plain();
        }
        all.filter(|_| !self.is_made_up(scene, report))
    }

    /// What is due and paid over a span; says so where that cannot be compared.
    fn sums(&self, span: &Span<'_>, scene: &Scene<'_>, report: &mut Reporter) -> Option<(Yuan, Yuan)> {
        if span.is_explained(self) {
            return None;
        }
        let (due, paid) =
            (scene.roster(span.due.first()?).short_title(), scene.roster(span.paid.first()?).short_title());
        if !span.is_of_one_kind(scene) {
            report.cannot_check(say!(
                report.lang,
                "{due}与{paid}的金额口径不同（每人、每户、每月或合计），没有比金额",
                "amounts in {due} and {paid} are not of one kind (a person, a household, a month or in all) and were not compared"
            ));
            return None;
        }
        let sums = span.sums(self.is_flow, scene).filter(|_| span.is_comparable(self));
        if sums.is_none() {
            report.cannot_check(say!(
                report.lang,
                "{due}与{paid}有的人月份对不上，或缺金额，没有比金额",
                "of some people in {due} and {paid} the months do not meet or an amount is wanting: their amounts were not compared"
            ));
        }
        sums
    }

    /// How sure a finding about some sighting is: aid granted once, money taken back and what is called by another month may be
    /// of other months, an account may be new or another's, and a number mistyped.
    pub fn severity(&self, sighting: &Sighting, is_certain: bool) -> Severity {
        let is_dated = !self.is_flow && !self.is_behind;
        match sighting.is_sound() && is_certain && is_dated && !self.by_account && !self.is_mistyped {
            true => Severity::Error,
            false => Severity::Suspicion,
        }
    }

    /// What a finding adds where payments are people's by their accounts, pay the month before the one they are called by, or may
    /// name somebody by a mistyped number.
    pub fn by_what(&self, lang: Lang) -> String {
        let by_account =
            say!(lang, "（清单没有身份证号，按账号比对）", " (by account: the payments give no identity numbers)");
        let behind =
            say!(lang, "（清单写的是发放的月份，发的是上个月的）", " (the payments are called by the month after)");
        let mistyped = say!(
            lang,
            "（另一边有同一账户、同一姓名、另一个证件号的，可能有一处号码写错）",
            " (the same account and name stand on the other side under another number: one of the two may be mistyped)"
        );
        let what = [(self.by_account, by_account), (self.is_behind, behind), (self.is_mistyped, mistyped)];
        what.into_iter().filter_map(|(is_so, words)| is_so.then_some(words)).collect()
    }
}
