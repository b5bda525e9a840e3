//! Two numbers that may be one person: the same name, and births, numbers, villages or households that agree.

use super::{Question, Reporter, Scene, check};
use crate::finding::{Direction, Severity};
use crate::lang::Lang;
use crate::roster::Sighting;
use crate::say;

check!("near-same-person", "near_same_person", Question::Namesakes(namesakes));

/// A name alone is worth nothing; from so many points on, somebody should look.
const ENOUGH: u32 = 4;
/// Beyond so many people of one name and birth, each is held only against the next.
const COMPARED: usize = 32;

/// All that was seen of one number.
type Known<'s> = &'s [Sighting];

/// Which marks two people share, each with what it is worth.
#[derive(Debug, Default)]
struct Alike {
    birth: bool,
    digits: Digits,
    village: bool,
    household: bool,
    check_fails: bool,
}

/// How far two numbers differ.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Digits {
    One,
    Swapped,
    Two,
    #[default]
    More,
}

fn namesakes(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let mut covered: Vec<Sighting> = sightings.iter().filter(|sighting| sighting.is_covered()).copied().collect();
    covered.sort_unstable();
    let mut people: Vec<Known<'_>> = covered.chunk_by(|one, other| one.key == other.key).collect();
    // One typing error leaves either the birth or all the rest of the number as it was.
    people.sort_by_key(|person| (birth(person), person[0].key));
    pairs(&people, birth, scene, report);
    people.sort_by_key(|person| (without_birth(person), person[0].key));
    pairs(&people, without_birth, scene, report);
}

fn birth(person: &Known<'_>) -> u64 {
    person[0].birth_digits()
}

/// Area and sequence.
fn without_birth(person: &Known<'_>) -> u64 {
    person[0].rest_digits()
}

fn pairs(people: &[Known<'_>], by: fn(&Known<'_>) -> u64, scene: &Scene<'_>, report: &mut Reporter) {
    for alike in people.chunk_by(|one, other| by(one) == by(other)) {
        let few = alike.len() <= COMPARED;
        if !few {
            let lang = report.lang;
            report.cannot_check(say!(
                lang,
                "有的姓名同生日超过{COMPARED}人，只比号码相邻的",
                "some names have more than {COMPARED} people of one birth date; only neighbouring numbers were compared"
            ));
        }
        let reach = if few { COMPARED } else { 1 };
        for (place, one) in alike.iter().enumerate() {
            for other in alike[place + 1..].iter().take(reach) {
                compare(one, other, scene, report);
            }
        }
    }
}

fn compare(one: Known<'_>, other: Known<'_>, scene: &Scene<'_>, report: &mut Reporter) {
    let (birth, digits) = (birth(&one) == birth(&other), digits(one[0].key, other[0].key));
    if !birth && digits == Digits::More {
        return;
    }
    let any = |same: &dyn Fn(&Sighting, &Sighting) -> bool| one.iter().any(|a| other.iter().any(|b| same(a, b)));
    let alike = Alike {
        birth,
        digits,
        village: any(&|a, b| {
            (a.township, a.village) == (b.township, b.village) && !scene.place_name(a.village).is_empty()
        }),
        household: any(&|a, b| is_one_household(a, b, scene)),
        check_fails: one.iter().chain(other).any(|sighting| !sighting.is_sound()),
    };
    if alike.score() < ENOUGH {
        return;
    }
    // A number corrected from one month to the next is in no month twice.
    let met = one.iter().find_map(|a| Some((a, other.iter().find(|b| together(a, b))?)));
    if let Some((a, b)) = met {
        let (first, second) = if a.place() <= b.place() { (a, b) } else { (b, a) };
        find(first, second, &alike, scene, report);
    }
}

/// Whether two of one name are surely of one household: not of two in different places, and not each of one that nothing but their
/// own name tells from others.
fn is_one_household(one: &Sighting, other: &Sighting, scene: &Scene<'_>) -> bool {
    let may_be_one = |a: u32, b: u32| a == b || [a, b].iter().any(|place| scene.place_name(*place).is_empty());
    let is_there = may_be_one(one.township, other.township) && may_be_one(one.village, other.village);
    one.household != 0 && one.household == other.household && one.household != one.name && is_there
}

fn together(one: &Sighting, other: &Sighting) -> bool {
    match (one.months, other.months) {
        (Some(one), Some(other)) => one.overlap(other),
        _ => one.source == other.source,
    }
}

fn digits(one: u64, other: u64) -> Digits {
    let at = |key: u64, place: u32| key / 10_u64.pow(place) % 10;
    let differing: Vec<u32> = (0..17).filter(|place| at(one, *place) != at(other, *place)).collect();
    match differing[..] {
        [_] => Digits::One,
        [low, high] if high == low + 1 && at(one, low) == at(other, high) && at(one, high) == at(other, low) => {
            Digits::Swapped
        }
        [_, _] => Digits::Two,
        _ => Digits::More,
    }
}

impl Alike {
    /// Those born on one day in one county differ in three digits at most: near numbers say more where the births
    /// differ.
    fn score(&self) -> u32 {
        let digits = match self.digits {
            Digits::One | Digits::Swapped if self.birth => 1,
            Digits::One | Digits::Swapped => 3,
            Digits::Two if !self.birth => 2,
            Digits::Two | Digits::More => 0,
        };
        digits + 2 * [self.birth, self.village, self.household, self.check_fails].map(u32::from).iter().sum::<u32>()
    }

    fn parts(&self, lang: Lang) -> String {
        let digits = match self.digits {
            Digits::One => Some(say!(lang, "号码只差一位", "the numbers differ in one digit")),
            Digits::Swapped => Some(say!(lang, "号码只是相邻两位颠倒", "two neighbouring digits are swapped")),
            Digits::Two => Some(say!(lang, "号码只差两位", "the numbers differ in two digits")),
            Digits::More => None,
        };
        let parts = [
            self.birth.then(|| say!(lang, "出生日期相同", "same birth date")),
            digits,
            self.village.then(|| say!(lang, "同村", "same village")),
            self.household.then(|| say!(lang, "同户", "same household")),
            self.check_fails.then(|| say!(lang, "有一个校验码不对", "a check character is wrong")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(lang.enumeration_comma())
    }
}

fn find(first: &Sighting, second: &Sighting, alike: &Alike, scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (score, parts) = (alike.score(), alike.parts(lang));
    let message = say!(
        lang,
        "同名而号码不同，可能是同一人，{score}分：{parts}",
        "one name under two numbers may be one person, score {score}: {parts}"
    );
    let programme = scene.rosters[usize::from(first.source)].programme;
    let finding = report.asks(CHECK.name, programme).find(Severity::Suspicion, first.place(), message);
    finding.at(second.place()).stakes(Direction::TooMuch, None, None).clears(say!(
        lang,
        "对照两人的身份证和户口簿：同一人的只留一处，并改正号码；两个人的注明",
        "hold both against their identity cards: keep one entry of one person and correct the number; note it if they are two"
    ));
}
