//! What is wrong with the dibao roster, on purpose. The table in the folder's README lists it.

use crate::amounts;
use crate::dibao::Entry;
use crate::households::{self, HEAD, Household};
use crate::names::Family;
use crate::people::{self, Registry, Sex};

/// More than the standard of one person.
const ABOVE: i64 = 52_000;
/// By how much 发放合计 of March is printed too high.
const TOO_MUCH: i64 = 30_000;

/// Which households have something wrong.
pub struct Plants {
    remark: usize,
    headless: usize,
    wrong_check: usize,
    twice: (usize, usize),
    too_many: usize,
    above: usize,
}

/// The households, with amounts.
pub fn households(registry: &mut Registry) -> (Vec<Household>, Plants) {
    let mut households = households::all(registry);
    let plants = Plants::among(&households);
    list_twice(&mut households, plants.twice, registry);
    amounts::set(&mut households, &plants.all(), (plants.above, ABOVE), &mut registry.chance);
    (households, plants)
}

/// How much too high the month's total is.
pub fn too_much(month: u32) -> i64 {
    if month == 3 { TOO_MUCH } else { 0 }
}

impl Plants {
    /// They stand apart, so that none hides another.
    fn among(households: &[Household]) -> Plants {
        let find = |from: usize, fits: &dyn Fn(&Household) -> bool| {
            let found = (from..households.len()).find(|place| fits(&households[*place]));
            found.expect("there is such a household further down")
        };
        let stays = |household: &Household| household.months == (1..=4);
        let marries = |household: &Household| household.size() == 2 && has_daughter(household) && stays(household);
        Plants {
            remark: find(60, &|household| stays(household) && household.size() == 1),
            headless: find(200, &|household| stays(household) && parent_and_child(household)),
            wrong_check: find(420, &|household| stays(household) && household.size() == 3),
            twice: (find(640, &marries), find(0, &|household| household.size() == 2 && *household.months.start() == 4)),
            too_many: find(860, &|household| stays(household) && household.size() == 2),
            above: find(1080, &|household| stays(household) && household.size() == 1),
        }
    }

    /// All households that are not for others to change.
    pub fn all(&self) -> Vec<usize> {
        vec![self.remark, self.headless, self.wrong_check, self.twice.0, self.twice.1, self.too_many, self.above]
    }

    /// Makes the mistakes of one household in one month.
    pub fn plant(&self, place: usize, month: u32, entry: &mut Entry<'_>) {
        if (place, month) == (self.remark, 1) {
            entry.remark = Some("请社区再入户核实");
        }
        if (place, month) == (self.headless, 2) {
            let relation = if entry.members[0].person.sex == Sex::Male { "父亲" } else { "母亲" };
            entry.members[0].relation = relation;
        }
        if (place, month) == (self.wrong_check, 4) {
            let member = &mut entry.members[1].person;
            member.id = people::with_wrong_check(&member.id);
        }
        if (place, month) == (self.too_many, 4) {
            entry.size += 1;
        }
    }
}

fn parent_and_child(household: &Household) -> bool {
    household.size() == 2 && household.members[1].relation != "配偶"
}

fn has_daughter(household: &Household) -> bool {
    household.members.iter().any(|member| member.relation == "女儿" && (20..35).contains(&member.person.age()))
}

/// A daughter marries into a household that comes in April, and stays on the list of her parent.
fn list_twice(households: &mut [Household], (before, after): (usize, usize), registry: &mut Registry) {
    let daughter = households[before].members[1].person.clone();
    let family = Family::any(&mut registry.chance);
    let age = daughter.age();
    let husband = registry.person(&family, Sex::Male, (age, age + 3));
    let married = &mut households[after];
    married.members[0].person = husband;
    married.members[0].relation = HEAD;
    married.members[1].person = daughter;
    married.members[1].relation = "配偶";
    married.note = "";
}
