//! The households of urban dibao: who lives in them, from which month to which they are paid.

use std::ops::RangeInclusive;

use crate::chance::Chance;
use crate::names::Family;
use crate::people::{Person, Registry, Sex};
use crate::places::{self, Place};

/// How many households of one, two, … people are on the list in April: 1413 with 2287 people.
const SIZES: [usize; 5] = [850, 337, 155, 57, 14];
/// Of these, how many came in February, in March and in April; the others were there in January.
const JOINED: [(u32, usize); 3] = [(2, 12), (3, 11), (4, 13)];
/// How many were paid for the last time in January, in February, in March.
const LEFT: [(u32, usize); 3] = [(1, 3), (2, 5), (3, 4)];
const BANKS: [(&str, i64); 3] = [("农村信用社", 70), ("农业银行", 20), ("邮政储蓄银行", 10)];

pub const HEAD: &str = "户主";

#[derive(Clone)]
pub struct Member {
    pub person: Person,
    /// To the head.
    pub relation: &'static str,
}

pub struct Household {
    pub place: Place,
    /// The head first.
    pub members: Vec<Member>,
    pub months: RangeInclusive<u32>,
    /// 月保障金 of January to April, in fen.
    pub monthly: [i64; 4],
    /// 分类施保金, in fen.
    pub classified: i64,
    pub bank: &'static str,
    pub account: String,
    pub note: &'static str,
}

impl Household {
    pub fn head(&self) -> &Person {
        &self.members[0].person
    }

    pub fn size(&self) -> i64 {
        self.members.len() as i64
    }

    /// Those for whom 分类施保 pays more: the old and the children.
    pub fn old_or_young(&self) -> i64 {
        self.members.iter().filter(|member| !(18..60).contains(&member.person.age())).count() as i64
    }
}

/// All households of the four months, in the order in which the bureau lists them.
pub fn all(registry: &mut Registry) -> Vec<Household> {
    let mut households = stock(registry);
    households.extend(leavers(registry));
    households.sort_by_key(|household| household.place);
    rename_neighbours(&mut households, registry);
    households
}

fn stock(registry: &mut Registry) -> Vec<Household> {
    let mut sizes: Vec<usize> = SIZES.iter().zip(1..).flat_map(|(count, size)| vec![size; *count]).collect();
    registry.chance.shuffle(&mut sizes);
    let joined: Vec<u32> = JOINED.iter().flat_map(|(month, count)| vec![*month; *count]).collect();
    let joined = joined.into_iter().chain(std::iter::repeat(1));
    sizes.into_iter().zip(joined).map(|(size, month)| household(size, month..=4, registry)).collect()
}

fn leavers(registry: &mut Registry) -> Vec<Household> {
    let last: Vec<u32> = LEFT.iter().flat_map(|(month, count)| vec![*month; *count]).collect();
    let size = |month| 1 + month as usize % 2;
    last.into_iter().map(|month| household(size(month), 1..=month, registry)).collect()
}

fn household(size: usize, months: RangeInclusive<u32>, registry: &mut Registry) -> Household {
    let members = members(size, registry);
    let chance = &mut registry.chance;
    Household {
        place: places::community(chance),
        note: note(&members, chance),
        bank: chance.weighted(&BANKS),
        account: registry.account(),
        members,
        months,
        monthly: [0; 4],
        classified: 0,
    }
}

fn note(members: &[Member], chance: &mut Chance) -> &'static str {
    let adult = (18..60).contains(&members[0].person.age());
    match members {
        [_] if adult => chance.weighted(&[("", 40), ("重度残疾", 40), ("重病", 20)]),
        [_, child] if adult && child.person.age() < 18 => chance.weighted(&[("", 40), ("单亲家庭", 60)]),
        _ => chance.weighted(&[("", 90), ("重病", 10)]),
    }
}

/// One of the kinds of household of a size.
fn members(size: usize, registry: &mut Registry) -> Vec<Member> {
    let family = Family::any(&mut registry.chance);
    let roll = registry.chance.between(1, 100);
    match (size, roll) {
        (1, ..=70) => vec![head(&family, (60, 88), registry)],
        (1, _) => vec![head(&family, (35, 58), registry)],
        (2, ..=40) => couple(&family, (60, 84), registry),
        (2, ..=70) => with_children(vec![head(&family, (25, 50), registry)], 1, &family, registry),
        (2, _) => with_grown_child(&family, registry),
        (3, ..=40) => with_children(vec![head(&family, (25, 50), registry)], 2, &family, registry),
        (5, _) => {
            with_mother(with_children(couple(&family, (26, 40), registry), 2, &family, registry), &family, registry)
        }
        (size, _) => with_children(couple(&family, (25, 48), registry), size - 2, &family, registry),
    }
}

fn head(family: &Family, ages: (i64, i64), registry: &mut Registry) -> Member {
    let sex = Sex::any(&mut registry.chance);
    Member { person: registry.person(family, sex, ages), relation: HEAD }
}

fn couple(family: &Family, ages: (i64, i64), registry: &mut Registry) -> Vec<Member> {
    let head = head(family, ages, registry);
    let in_law = family.in_law(&mut registry.chance);
    let (age, sex) = (head.person.age(), head.person.sex.other());
    let spouse = registry.person(&in_law, sex, (age - 4, age + 4));
    vec![head, Member { person: spouse, relation: "配偶" }]
}

fn with_children(mut members: Vec<Member>, children: usize, family: &Family, registry: &mut Registry) -> Vec<Member> {
    let youngest_parent = members.iter().map(|member| member.person.age()).min().unwrap_or_default();
    for _ in 0..children {
        let ages = ((youngest_parent - 42).max(1), (youngest_parent - 20).min(17));
        members.push(child(family, ages, registry));
    }
    members
}

/// An old head with a son or daughter who cannot work.
fn with_grown_child(family: &Family, registry: &mut Registry) -> Vec<Member> {
    let head = head(family, (60, 80), registry);
    let age = head.person.age();
    let child = child(family, ((age - 42).max(20), age - 24), registry);
    vec![head, child]
}

fn child(family: &Family, ages: (i64, i64), registry: &mut Registry) -> Member {
    let sex = Sex::any(&mut registry.chance);
    let relation = if sex == Sex::Male { "儿子" } else { "女儿" };
    Member { person: registry.person(family, sex, ages), relation }
}

fn with_mother(mut members: Vec<Member>, family: &Family, registry: &mut Registry) -> Vec<Member> {
    let age = members[0].person.age();
    let in_law = family.in_law(&mut registry.chance);
    let mother = registry.person(&in_law, Sex::Female, (age + 20, age + 34));
    members.push(Member { person: mother, relation: "母亲" });
    members
}

/// No head bears the name of another head listed near by, and no two people of a household share one.
fn rename_neighbours(households: &mut [Household], registry: &mut Registry) {
    const NEAR: usize = 40;
    for place in 0..households.len() {
        let near = households[place.saturating_sub(NEAR)..place].iter();
        let mut taken: Vec<String> = near.map(|household| household.head().name.clone()).collect();
        for member in &mut households[place].members {
            while taken.contains(&member.person.name) {
                member.person.name = Family::any(&mut registry.chance).name(member.person.sex, &mut registry.chance);
            }
            taken.push(member.person.name.clone());
        }
    }
}
