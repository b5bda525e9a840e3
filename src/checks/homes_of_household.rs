//! Households whose members have two homes or more together, and none of them two alone.

use std::collections::{BTreeMap, BTreeSet};

use super::asset_match::{asset, entries, held, is_held};
use super::listed::written;
use super::lists::HOUSING;
use super::{Question, Reporter, Scene, check};
use crate::day::{Month, Months};
use crate::finding::{Direction, Severity};
use crate::lang::Lang;
use crate::roster::Sighting;
use crate::rules::Entitled;
use crate::say;

check!("homes-of-household", "homes_of_household", Question::Listed(listed), [HOUSING]);

/// A household as a roster has it: its programme, what holds its rows together, its township and its village.
type Household = (usize, u32, u32, u32);

/// Somebody assisted in a household, and the homes of theirs.
struct Member<'g> {
    paid: Vec<&'g Sighting>,
    homes: Vec<&'g Sighting>,
}

fn listed(persons: &[&[Sighting]], scene: &Scene<'_>, report: &mut Reporter) {
    let mut households: BTreeMap<Household, Vec<Member<'_>>> = BTreeMap::new();
    for person in persons {
        let mut paid: BTreeMap<Household, Vec<&Sighting>> = BTreeMap::new();
        for sighting in person.iter().filter(|sighting| is_of_household(sighting, scene)) {
            let programme = scene.roster(sighting).programme;
            let household = (programme, sighting.household, sighting.township, sighting.village);
            paid.entry(household).or_default().push(sighting);
        }
        let homes = entries(person, HOUSING, scene);
        for (household, paid) in paid {
            households.entry(household).or_default().push(Member { paid, homes: homes.clone() });
        }
    }
    for ((programme, ..), members) in households.iter().filter(|(_, members)| members.len() > 1) {
        in_household(members, scene, report.asks(CHECK.name, *programme));
    }
}

fn is_of_household(sighting: &Sighting, scene: &Scene<'_>) -> bool {
    let programme = scene.programme(sighting);
    let is_held = sighting.household != 0 && sighting.is_covered() && sighting.months.is_some();
    is_held && !programme.is_list && programme.entitled == Entitled::Household
}

fn in_household(members: &[Member<'_>], scene: &Scene<'_>, report: &mut Reporter) {
    let all = members.iter().flat_map(|member| &member.paid).filter_map(|paid| paid.months).flat_map(Months::each);
    let months: BTreeSet<Month> = all.filter(|month| have_several(members, *month, scene)).collect();
    if !months.is_empty() {
        find(members, &months, scene, report);
    }
}

/// Whether those assisted in a month have several homes together. Who has several alone is another check's.
fn have_several(members: &[Member<'_>], month: Month, scene: &Scene<'_>) -> bool {
    let assisted = members.iter().filter(|member| member.is_paid_in(month));
    let homes: Vec<&Sighting> = assisted.clone().flat_map(|member| member.homes.iter().copied()).collect();
    let alone = assisted.map(|member| held(&member.homes, month, scene)).max();
    held(&homes, month, scene) > 1 && alone < Some(2)
}

impl Member<'_> {
    fn is_paid_in(&self, month: Month) -> bool {
        self.paid.iter().any(|paid| paid.months.is_some_and(|months| months.contains(month)))
    }
}

fn find(members: &[Member<'_>], months: &BTreeSet<Month>, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let in_months = |row: &&&Sighting| months.iter().any(|month| is_held(row, *month));
    let mut homes: Vec<&Sighting> =
        members.iter().flat_map(|member| member.homes.iter().filter(in_months)).copied().collect();
    homes.sort_by_key(|home| home.place());
    let mut rows: Vec<&Sighting> = members.iter().filter_map(|member| member.paid.first()).copied().collect();
    rows.sort_by_key(|row| row.place());
    let [first, others @ ..] = &rows[..] else { return };
    let held: Vec<String> = homes.iter().map(|home| asset(home, scene, lang)).collect();
    let held = held.join(if lang == Lang::Zh { "；" } else { "; " });
    let list = homes.first().map_or("", |home| scene.programme(home).name.get(lang));
    let name = scene.programme(first).name.get(lang);
    let (count, months) = (months.len() as u32, written(months, lang));
    let message = say!(
        lang,
        "{list}上本户几人名下合起来不止一处：{held}；{name}同期在册{count}个月（{months}）",
        "{list}: members of this household have more than one between them: {held}; on {name} for {count} of these months ({months})"
    );
    let finding = report.find(Severity::Suspicion, first.place(), message);
    for other in others.iter().chain(&homes) {
        finding.at(other.place());
    }
    finding.stakes(Direction::TooMuch, None, Some(count)).clears(say!(
        lang,
        "入户核实是不是他们的、住的是哪处、值多少，当地财产条件怎么规定。核实前不停发",
        "verify at home whether they are theirs, where the household lives and what each is worth, and what the place allows. Stop nothing before"
    ));
}
