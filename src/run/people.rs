//! Everyone seen goes in; what is asked of people, accounts, registered households and villages comes out.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::checks::{self, Check, Question, Reporter, Scene};
use crate::day::{Month, Months};
use crate::roster::{AccountSighting, Means, MeansKey, Remark, Roster, Sighting};
use crate::rules::Programme;

use super::Run;
use super::met::Met;
use super::outcome::Outcome;

/// All that rows left behind of people and accounts.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub people: Vec<Sighting>,
    pub accounts: Vec<AccountSighting>,
    /// What rows of reference lists say besides, by roster and row.
    pub remarks: BTreeMap<(u16, u32), Remark>,
    /// What rosters say households live on.
    pub means: BTreeMap<MeansKey, Means>,
}

/// A check of the run, and what it says of each roster.
struct Asked {
    check: &'static Check,
    /// Whether the roster's programme asks for it.
    asked_by: Vec<bool>,
    /// Whether it looks at the roster: its programme asks for it, or it is a list the check works with.
    looks_at: Vec<bool>,
}

/// The list of registered households.
const REGISTER: &str = "hukou";
/// The list of pensions and wages.
const INCOME: &str = "pension";

impl Run<'_> {
    /// Asks every question that is not about one row, one household or one roster.
    pub(super) fn people(&self, mut seen: Seen, outcome: &mut Outcome) {
        keep_met_again(&mut seen.accounts);
        seen.people.sort_unstable();
        let rostered = rostered(&seen.people, &outcome.rosters);
        let incomes = incomes(&seen, self, &outcome.rosters);
        let registered = registered(&seen.accounts, &seen.people, self, &outcome.rosters);
        let scene = Scene {
            pack: self.pack,
            rosters: &outcome.rosters,
            calendar: self.calendar,
            today: self.today,
            remarks: &seen.remarks,
            means: &seen.means,
            incomes: &incomes,
            rostered: &rostered,
            registered: &registered,
            places: &outcome.towns.names(),
        };
        let report = &mut outcome.report;
        let askable = checks::ALL.iter().filter(|check| is_askable(check, &scene, report));
        let asked: Vec<Asked> = askable.map(|check| Asked::new(check, &scene)).collect();
        persons(&seen.people, &asked, &scene, report);
        register(&seen.people, &asked, &scene, report);
        give_households(&mut seen.accounts, &seen.people, &scene);
        accounts(&seen.accounts, &asked, &scene, report);
        namesakes(&seen.people, &asked, &scene, report);
        villages(&seen.people, &asked, &scene, report);
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

/// Whether a list is not there though a pair of the rules holds it against a programme of the run.
fn is_missed(list: &Programme, scene: &Scene<'_>) -> bool {
    let rostered = |id: &String| scene.rosters.iter().any(|roster| scene.pack.programmes[roster.programme].id == *id);
    let pairs = scene.pack.stacking.iter().map(|pair| &pair.programmes);
    !scene.has_list(&list.id) && pairs.into_iter().any(|pair| pair.contains(&list.id) && pair.iter().any(rostered))
}

/// What lists of income have on the members of each household that states its own.
fn incomes(seen: &Seen, run: &Run<'_>, rosters: &[Roster]) -> BTreeMap<MeansKey, Vec<Sighting>> {
    let list = |sighting: &&Sighting| run.pack.programmes[rosters[usize::from(sighting.source)].programme].id == INCOME;
    let mut incomes: BTreeMap<MeansKey, Vec<Sighting>> = BTreeMap::new();
    if seen.means.is_empty() {
        return incomes;
    }
    for group in seen.people.chunk_by(|one, other| one.key == other.key) {
        let listed: Vec<Sighting> = group.iter().filter(list).copied().collect();
        if listed.is_empty() {
            continue;
        }
        let keys = group.iter().map(|member| (member.source, member.household, member.months));
        let households: BTreeSet<MeansKey> = keys.filter(|key| seen.means.contains_key(key)).collect();
        for household in households {
            incomes.entry(household).or_default().extend(&listed);
        }
    }
    incomes
}

/// The months some row of each programme is of.
fn rostered(people: &[Sighting], rosters: &[Roster]) -> BTreeMap<usize, BTreeSet<Month>> {
    let spans: FxHashSet<(u16, Months)> =
        people.iter().filter_map(|sighting| Some((sighting.source, sighting.months?))).collect();
    let mut rostered: BTreeMap<usize, BTreeSet<Month>> = BTreeMap::new();
    for (source, months) in spans {
        let roster = &rosters[usize::from(source)];
        if roster.list.is_none() {
            rostered.entry(roster.programme).or_default().extend(months.each());
        }
    }
    rostered
}

impl Asked {
    fn new(check: &'static Check, scene: &Scene<'_>) -> Asked {
        let programmes = || scene.rosters.iter().map(|roster| &scene.pack.programmes[roster.programme]);
        let looks_at = |of: &Programme| check.is_asked_by(of) || (of.is_list && check.works_with(of));
        Asked {
            check,
            asked_by: programmes().map(|programme| check.is_asked_by(programme)).collect(),
            looks_at: programmes().map(looks_at).collect(),
        }
    }

    fn is_asked_by(&self, sighting: &Sighting) -> bool {
        self.asked_by[usize::from(sighting.source)]
    }

    /// The sightings of a group that the check looks at.
    fn looked_at(&self, group: &[Sighting]) -> Vec<Sighting> {
        group.iter().filter(|sighting| self.looks_at[usize::from(sighting.source)]).copied().collect()
    }
}

/// The programme a group's findings are listed under: that of its first sighting in a roster.
fn programme_of(group: &[Sighting], scene: &Scene<'_>) -> Option<usize> {
    let of_roster = group.iter().find(|sighting| !scene.programme(sighting).is_list);
    let of_list = || group.iter().find_map(|sighting| scene.list_facts(sighting)?.of);
    of_roster
        .map(|sighting| scene.roster(sighting).programme)
        .or_else(of_list)
        .or(group.first().map(|sighting| scene.roster(sighting).programme))
}

fn persons(people: &[Sighting], asked: &[Asked], scene: &Scene<'_>, report: &mut Reporter) {
    let questions = asked.iter().filter_map(|asked| match asked.check.question {
        Question::Person(ask) => Some((asked, ask)),
        _ => None,
    });
    let questions: Vec<_> = questions.collect();
    // Somebody seen once is asked about only where a list might have named them.
    let alone_too = questions.iter().any(|(asked, _)| !asked.check.without_lists);
    for group in people.chunk_by(|one, other| one.key == other.key) {
        if group.len() < 2 && !alone_too {
            continue;
        }
        for (asked, ask) in &questions {
            let (check, asking) = (asked.check, asked.looked_at(group));
            let enough = if check.without_lists { 2 } else { 1 };
            if asking.len() >= enough
                && let Some(programme) = programme_of(&asking, scene)
            {
                ask(&asking, scene, report.asks(check.name, programme));
            }
        }
    }
}

/// Everyone of each registered household, with all that was seen of them.
fn register(people: &[Sighting], asked: &[Asked], scene: &Scene<'_>, report: &mut Reporter) {
    let mut registered: Vec<(u32, &[Sighting])> = Vec::new();
    if !scene.has_list(REGISTER) {
        return;
    }
    for group in people.chunk_by(|one, other| one.key == other.key) {
        let household = group.iter().filter(|sighting| scene.is_of(sighting, REGISTER)).map(|of| of.household);
        registered.extend(household.filter(|household| *household != 0).min().map(|household| (household, group)));
    }
    registered.sort_unstable_by_key(|(household, group)| (*household, group[0].key));
    for household in registered.chunk_by(|one, other| one.0 == other.0) {
        for asked in asked {
            let (check, Question::Register(ask)) = (asked.check, asked.check.question) else { continue };
            let members: Vec<Vec<Sighting>> = household.iter().map(|(_, group)| asked.looked_at(group)).collect();
            let members: Vec<&[Sighting]> = members.iter().map(Vec::as_slice).collect();
            let all = members.iter().flat_map(|member| member.iter()).copied().collect::<Vec<_>>();
            if let Some(programme) = programme_of(&all, scene) {
                ask(&members, scene, report.asks(check.name, programme));
            }
        }
    }
}

/// Leaves the accounts that may occur more than once, by account; nearly all occur once and raise no question.
fn keep_met_again(accounts: &mut Vec<AccountSighting>) {
    let mut met = Met::new(accounts.len());
    accounts.iter().for_each(|sighting| met.add(sighting.account));
    accounts.retain(|sighting| met.met_again(sighting.account));
    accounts.shrink_to_fit();
    accounts.sort_unstable();
}

/// All that was seen of a person.
fn seen_of(key: u64, people: &[Sighting]) -> impl Iterator<Item = &Sighting> {
    let first = people.partition_point(|sighting| sighting.key < key);
    people[first..].iter().take_while(move |sighting| sighting.key == key)
}

/// The registered households of those paid.
fn registered(
    accounts: &[AccountSighting],
    people: &[Sighting],
    run: &Run<'_>,
    rosters: &[Roster],
) -> BTreeMap<u64, u32> {
    let is_register = |source: u16| {
        let programme = &run.pack.programmes[rosters[usize::from(source)].programme];
        programme.is_list && programme.id == REGISTER
    };
    if !rosters.iter().any(|roster| is_register(roster.source)) {
        return BTreeMap::new();
    }
    let household = |key: u64| {
        let known = |of: &&Sighting| of.household != 0 && is_register(of.source);
        Some((key, seen_of(key, people).find(known)?.household))
    };
    accounts.iter().filter(|account| account.key != 0).filter_map(|account| household(account.key)).collect()
}

/// What the rosters know of the households of those paid.
fn give_households(accounts: &mut [AccountSighting], people: &[Sighting], scene: &Scene<'_>) {
    for account in accounts.iter_mut().filter(|account| account.key != 0 && account.household == 0) {
        let mut own = seen_of(account.key, people);
        let in_roster = own.find(|of| of.household != 0 && !scene.programme(of).is_list);
        account.household = in_roster.map_or(0, |sighting| sighting.household);
    }
}

fn accounts(accounts: &[AccountSighting], asked: &[Asked], scene: &Scene<'_>, report: &mut Reporter) {
    let groups = accounts.chunk_by(|one, other| one.account == other.account);
    for group in groups.filter(|group| group.len() > 1) {
        for check in asked.iter().map(|asked| asked.check) {
            let programme = scene.rosters[usize::from(group[0].source)].programme;
            if let Question::Account(ask) = check.question {
                ask(group, scene, report.asks(check.name, programme));
            }
        }
    }
}

/// Everyone of each name who may share more than that with somebody else, by birth date.
fn namesakes(people: &[Sighting], asked: &[Asked], scene: &Scene<'_>, report: &mut Reporter) {
    let questions: Vec<_> =
        asked.iter().filter(|asked| matches!(asked.check.question, Question::Namesakes(_))).collect();
    if questions.is_empty() {
        return;
    }
    let [same_birth, same_rest] = shared(people);
    let shares = |sighting: &Sighting| {
        same_birth.met_again(sighting.name_and_birth()) || same_rest.met_again(sighting.name_and_rest())
    };
    let named = (0..).zip(people).filter(|(_, sighting)| sighting.name != 0 && shares(sighting));
    let mut names: Vec<(u32, u32)> = named.map(|(place, sighting)| (sighting.name, place)).collect();
    names.sort_unstable();
    let of = |(_, place): &(u32, u32)| &people[*place as usize];
    for named in names.chunk_by(|one, other| one.0 == other.0) {
        // The places of one person follow each other.
        if of(&named[0]).key == of(&named[named.len() - 1]).key {
            continue;
        }
        let mut group: Vec<Sighting> = named.iter().map(of).copied().collect();
        group.sort_by_key(Sighting::birth_digits);
        for asked in &questions {
            let (check, Question::Namesakes(ask)) = (asked.check, asked.check.question) else { continue };
            let asking = asked.looked_at(&group);
            if let (true, Some(programme)) = (asking.len() > 1, programme_of(&asking, scene)) {
                ask(&asking, scene, report.asks(check.name, programme));
            }
        }
    }
}

/// Names met again with the same birth in the number, and with the same rest of it; the sightings of one person count once.
fn shared(people: &[Sighting]) -> [Met; 2] {
    let mut shared = [Met::new(people.len()), Met::new(people.len())];
    for same in people.chunk_by(|one, other| (one.key, one.name) == (other.key, other.name)) {
        shared[0].add(same[0].name_and_birth());
        shared[1].add(same[0].name_and_rest());
    }
    shared
}

/// Everyone of each village and programme, by month.
fn villages(people: &[Sighting], asked: &[Asked], scene: &Scene<'_>, report: &mut Reporter) {
    let questions: Vec<_> = asked.iter().filter(|asked| matches!(asked.check.question, Question::Village(_))).collect();
    if questions.is_empty() {
        return;
    }
    let programme = |sighting: &Sighting| scene.roster(sighting).programme;
    let mut villages: FxHashMap<(usize, u32, u32), Vec<u32>> = FxHashMap::default();
    for (place, sighting) in (0..).zip(people) {
        villages.entry((programme(sighting), sighting.township, sighting.village)).or_default().push(place);
    }
    let of = |place: &u32| &people[*place as usize];
    // Places are numbered as they were met; the files have an order of their own.
    let mut villages: Vec<Vec<u32>> = villages.into_values().collect();
    villages.sort_by_cached_key(|village| village.iter().map(|place| of(place).place()).min());
    for village in villages {
        let mut group: Vec<Sighting> = village.iter().map(of).copied().collect();
        group.sort_by_key(|sighting| sighting.months);
        for asked in &questions {
            let (check, Question::Village(ask)) = (asked.check, asked.check.question) else { continue };
            if asked.is_asked_by(&group[0]) {
                ask(&group, scene, report.asks(check.name, programme(&group[0])));
            }
        }
    }
}
