//! Everyone seen goes in; what is asked of people, accounts, bills, registered households and villages comes out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::checks::{self, APPROVED, Check, DueLaws, PAYMENTS, Purposes, Question, REGISTER, Reporter, Scene, Whose};
use crate::day::{Month, Months};
use crate::roster::{AccountSighting, Roster, Settings, Sighting, Trace};
use crate::rules::{Pack, Programme};
use crate::say;
use crate::side_by_side::side_by_side;
use crate::sorted::NoRoom;

use super::Run;
use super::accounts::accounts;
use super::behind::Calling;
use super::bills::bills;
use super::by_account::Books;
use super::everyone::{Everyone, Wanted};
use super::known::{Known, ToKnow, apart, holding, mistyped, paid_into};
use super::met_again::met_again;
use super::namesakes::{self, namesakes};
use super::outcome::Outcome;
use super::register::{Members, listed_in, of_listed, registered_in};
use super::seen::Seen;
use super::villages::villages;

/// A check of the run, and what it says of each roster.
pub(super) struct Asked {
    pub check: &'static Check,
    /// Whether the roster's programme asks for it.
    asked_by: Vec<bool>,
    /// Whether it looks at the roster: its programme asks for it, or it is a list the check works with.
    looks_at: Vec<bool>,
}

/// What is asked, and of whom.
pub(super) struct Asking<'a> {
    pub asked: Vec<Asked>,
    pub scene: &'a Scene<'a>,
    pub settings: &'a Settings,
    /// The names of townships and villages as they are written, by number.
    pub places: &'a [String],
    /// Bytes that may stay in memory of people in another order.
    pub memory: usize,
    pub threads: usize,
}

impl Run<'_> {
    /// Asks every question that is not about one row, one household or one roster.
    pub(super) fn people(&self, seen: Seen, outcome: &mut Outcome) -> Result<(), NoRoom> {
        let Seen {
            mut people,
            accounts: all_accounts,
            unnumbered,
            bills: all_bills,
            mut settings,
            remarks,
            declared,
            memory,
            ..
        } = seen;
        let rosters = &outcome.rosters;
        let bytes = memory / 4;
        let shared = met_again(&all_accounts, AccountSighting::is_of_another, bytes, self.threads)?;
        let settled = met_again(&all_bills, |_| false, bytes, self.threads)?;
        drop(all_bills);
        let is_list = |roster: &Roster| self.pack.programmes[roster.programme].is_list;
        let purposes = Purposes::new(&settings, rosters);
        let books = Books { pack: self.pack, rosters, settings: &settings, purposes: &purposes, memory: bytes };
        let by_account = books.hold(unnumbered, all_accounts, &mut people)?;
        let is_held = |source: u16| {
            let held = by_account.lists.get(&source).is_some_and(|list| list.held > 0);
            held || rosters[usize::from(source)].gives_numbers()
        };
        let in_register = rosters.iter().any(|roster| self.pack.programmes[roster.programme].id == REGISTER);
        let payees = paid_into(&shared, in_register)?;
        let names_holders = outcome.accounts.iter().any(|account| account.holders > 0);
        let holders = if names_holders { holding(&shared)? } else { FxHashSet::default() };
        let wanted = Wanted {
            // Somebody seen once is asked about where a list might have named them.
            all: rosters.iter().any(is_list),
            also: &payees,
            named: &holders,
            names: namesakes::are_asked_for(rosters, self.pack),
            memory,
            threads: self.threads.max(1),
        };
        let everyone = Everyone::of(people, &wanted)?;
        let calling = Calling { pack: self.pack, rosters, purposes: &purposes };
        let behind = calling.settle(&everyone, &mut settings)?;
        let paid = |id: &str, is_used: &dyn Fn(u16) -> bool| {
            months_of_list(id, (&settings, rosters), (&purposes, is_used), self.pack)
        };
        let is_by_account = |source: u16| is_held(source) && !rosters[usize::from(source)].gives_numbers();
        let to_know = ToKnow {
            paid: &payees,
            holders: &holders,
            declared: &declared,
            settings: &settings,
            pack: self.pack,
            rosters,
        };
        let known = Known::of(&everyone, &to_know)?;
        let apart = if holders.is_empty() { FxHashMap::default() } else { apart(&shared, &known)? };
        let holders = outcome.accounts.iter().map(|account| account.holders);
        let held = holders.zip((0..).map(|source: u16| apart.get(&source).copied().unwrap_or(0)));
        let names = outcome.towns.names();
        let places: Vec<String> = names.iter().map(|name| outcome.shown(name)).collect();
        let scene = Scene {
            pack: self.pack,
            rosters,
            calendar: self.calendar,
            today: self.today,
            remarks: &remarks,
            declared: &declared,
            incomes: &known.incomes,
            rostered: &months_of_rosters(&settings, rosters, is_list),
            paid_in: &paid(PAYMENTS, &is_held),
            approved_in: &paid(APPROVED, &is_held),
            paid_by_account: &paid(PAYMENTS, &is_by_account),
            behind: &behind,
            by_account: &by_account,
            mistyped: &mistyped(&shared, rosters, self.pack)?,
            purposes: &purposes,
            registered: &known.registered,
            homes: &known.homes,
            held: &held.collect::<Vec<(u64, u64)>>(),
            due_laws: DueLaws::new(self.pack),
            places: &places,
        };
        let report = &mut outcome.report;
        let askable = checks::ALL.iter().filter(|check| is_askable(check, &scene, report));
        let asked: Vec<Asked> = askable.map(|check| Asked::new(check, &scene)).collect();
        checks::say_unheld(&scene, report);
        say_unused(&scene, report);
        let threads = everyone.threads;
        let asking = Asking { asked, scene: &scene, settings: &settings, places: &names, memory: bytes, threads };
        let members = persons(&everyone, &asking, report)?;
        members.ask(&asking, report)?;
        accounts(&shared, &asking, &known, report)?;
        bills(&settled, &asking, report)?;
        namesakes(&everyone, &asking, report)?;
        villages(&everyone, &asking, report)
    }
}

/// Whether some roster asks for a check and the lists it works with are there; says so where they are not.
fn is_askable(check: &Check, scene: &Scene<'_>, report: &mut Reporter) -> bool {
    let programmes = || scene.rosters.iter().map(|roster| roster.programme);
    let Some(programme) = programmes().find(|index| check.is_asked_by(&scene.pack.programmes[*index])) else {
        return false;
    };
    let by_household = matches!(check.question, Question::Register(_)) && !scene.has_list(REGISTER);
    if !by_household && !check.without_lists && check.lists.iter().any(|list| scene.has_list(list)) {
        return true;
    }
    let wanted = |list: &&Programme| if by_household { list.id == REGISTER } else { check.works_with(list) };
    let lists = scene.pack.programmes.iter().filter(|list| list.is_list).filter(wanted);
    let missed = lists.filter(|list| !check.without_lists || is_missed(list, scene));
    let names: Vec<String> = missed.map(|list| list.name.get(report.lang).to_owned()).collect();
    if names.is_empty() {
        return true;
    }
    report.asks(check.name, programme).lacks_lists(names);
    check.without_lists
}

/// Says of each list that is there in vain: no roster's programme asks for a check that works with it.
fn say_unused(scene: &Scene<'_>, report: &mut Reporter) {
    let programmes = || scene.rosters.iter().map(|roster| &scene.pack.programmes[roster.programme]);
    let lists: BTreeSet<&str> = programmes().filter(|of| of.is_list).map(|list| list.id.as_str()).collect();
    for list in lists {
        let mut users = checks::ALL.iter().filter(|check| check.lists.contains(&list) || check.besides.contains(&list));
        let Some(first) = users.clone().next() else { continue };
        if users.any(|check| programmes().any(|programme| !programme.is_list && check.is_asked_by(programme))) {
            continue;
        }
        let (lang, name) = (report.lang, scene.list_name(list, report.lang));
        let why = say!(
            lang,
            "给了{name}，但规则没有规定用它查这些名册的项目",
            "{name}: given, but no rule holds it against the programmes of these rosters"
        );
        report.asks(first.name, scene.rosters[0].programme).cannot_check(why);
    }
}

/// Whether a list is not there though a pair of the rules holds it against a programme of the run.
fn is_missed(list: &Programme, scene: &Scene<'_>) -> bool {
    let rostered = |id: &String| scene.rosters.iter().any(|roster| scene.pack.programmes[roster.programme].id == *id);
    let pairs = scene.pack.stacking.iter().map(|pair| &pair.programmes);
    !scene.has_list(&list.id) && pairs.into_iter().any(|pair| pair.contains(&list.id) && pair.iter().any(rostered))
}

/// The months some row of a programme's rosters is of.
fn months_of_rosters(
    settings: &Settings,
    rosters: &[Roster],
    is_list: impl Fn(&Roster) -> bool,
) -> BTreeMap<usize, BTreeSet<Month>> {
    let of_rows = settings.all().iter().filter_map(|setting| {
        let roster = &rosters[usize::from(setting.source)];
        Some((roster.programme, setting.months.filter(|_| !is_list(roster))?))
    });
    by_programme(of_rows)
}

/// The months lists of payments or approvals are of that were held against anybody, by programme. Approvals decide who
/// is due, so they are of the programme they are meant for and of the months their sheet says: a row of arrears does
/// not make them those of its month.
fn months_of_list(
    id: &str,
    (settings, rosters): (&Settings, &[Roster]),
    (purposes, is_held): (&Purposes<'_>, &dyn Fn(u16) -> bool),
    pack: &Pack,
) -> BTreeMap<usize, BTreeSet<Month>> {
    let of_rows = settings.all().iter().filter_map(|setting| {
        let roster = &rosters[usize::from(setting.source)];
        let is_of_list = roster.list.is_some() && pack.programmes[roster.programme].id == id && is_held(setting.source);
        let Whose::Of(programme) = purposes.whose(setting.source, setting.purpose) else { return None };
        let decides = id == APPROVED;
        let of_sheet = roster.months.filter(|_| decides);
        let is_meant = !decides || purposes.is_list_of(setting.source, programme);
        Some((programme, of_sheet.or(setting.months).filter(|_| is_of_list && is_meant)?))
    });
    by_programme(of_rows)
}

fn by_programme(spans: impl Iterator<Item = (usize, Months)>) -> BTreeMap<usize, BTreeSet<Month>> {
    let spans: FxHashSet<(usize, Months)> = spans.collect();
    let mut all: BTreeMap<usize, BTreeSet<Month>> = BTreeMap::new();
    for (programme, months) in spans {
        all.entry(programme).or_default().extend(months.each());
    }
    all
}

impl Asked {
    fn new(check: &'static Check, scene: &Scene<'_>) -> Asked {
        let programmes = || scene.rosters.iter().map(|roster| &scene.pack.programmes[roster.programme]);
        let is_of_use = |list: &Programme| check.works_with(list) || check.besides.contains(&list.id.as_str());
        let looks_at = |roster: &Roster| {
            let of = &scene.pack.programmes[roster.programme];
            // What is somebody's by an account says nothing of their number.
            let tells_of_numbers = roster.list.is_none() || roster.gives_numbers();
            (check.is_asked_by(of) && tells_of_numbers) || (of.is_list && is_of_use(of))
        };
        Asked {
            check,
            asked_by: programmes().map(|programme| check.is_asked_by(programme)).collect(),
            looks_at: scene.rosters.iter().map(looks_at).collect(),
        }
    }

    pub fn is_asked_by(&self, source: u16) -> bool {
        self.asked_by[usize::from(source)]
    }

    /// The sightings of a group that the check looks at.
    pub fn looked_at<'g>(&self, group: &'g [Sighting]) -> Cow<'g, [Sighting]> {
        let looked_at = || group.iter().filter(|sighting| self.looks_at[usize::from(sighting.source)]);
        let count = looked_at().count();
        if count == group.len() {
            return Cow::Borrowed(group);
        }
        let mut some = Vec::with_capacity(count);
        some.extend(looked_at());
        Cow::Owned(some)
    }
}

impl Asking<'_> {
    /// All that was seen of a group, in order.
    pub fn seen<'t>(&self, group: impl IntoIterator<Item = &'t Trace>) -> Vec<Sighting> {
        let mut seen: Vec<Sighting> = group.into_iter().map(|trace| trace.seen(self.settings)).collect();
        seen.sort_unstable();
        seen
    }

    /// The questions of one kind, each with its check.
    pub fn questions<Q>(&self, of_kind: impl Fn(Question) -> Option<Q>) -> Vec<(&Asked, Q)> {
        self.asked.iter().filter_map(|asked| Some((asked, of_kind(asked.check.question)?))).collect()
    }
}

/// The programme a group's findings are listed under: that of its first sighting in a roster.
pub(super) fn programme_of(group: &[Sighting], scene: &Scene<'_>) -> Option<usize> {
    let of_roster = group.iter().find(|sighting| !scene.programme(sighting).is_list);
    let of_list = || group.iter().find_map(|sighting| scene.list_facts(sighting)?.of);
    of_roster
        .map(|sighting| scene.roster(sighting).programme)
        .or_else(of_list)
        .or(group.first().map(|sighting| scene.roster(sighting).programme))
}

/// Asks about each person by themselves; who is to be asked about beside others of their household comes back.
fn persons(everyone: &Everyone, asking: &Asking<'_>, report: &mut Reporter) -> Result<Members, NoRoom> {
    let questions = asking.questions(|question| if let Question::Person(ask) = question { Some(ask) } else { None });
    let of_listed = asking.questions(of_listed);
    let by_household = asking.scene.has_list(REGISTER);
    let alone_too = by_household || questions.iter().any(|(asked, _)| !asked.check.without_lists);
    let parts = side_by_side(asking.threads, everyone.together.parts(asking.threads)?, |mut groups| {
        let (mut report, mut members) = (report.fresh(), Members::default());
        while let Some(group) = groups.next_group()? {
            if group.len() < 2 && !alone_too {
                continue;
            }
            let person = asking.seen(group);
            let registered = registered_in(&person, asking.scene).filter(|_| by_household);
            members.add(group, (registered, listed_in(&person, &of_listed, asking)), asking);
            members.spill_beyond(asking.memory)?;
            for (asked, ask) in &questions {
                let (check, looked_at) = (asked.check, asked.looked_at(&person));
                let enough = if check.without_lists { 2 } else { 1 };
                if looked_at.len() >= enough
                    && let Some(programme) = programme_of(&looked_at, asking.scene)
                {
                    ask(&looked_at, asking.scene, report.asks(check.name, programme));
                }
            }
        }
        Ok((report, members))
    });
    let mut all = Members::default();
    for part in parts {
        let (of_part, members) = part?;
        report.join(of_part);
        all.join(members, asking.memory)?;
    }
    all.order()?;
    Ok(all)
}
