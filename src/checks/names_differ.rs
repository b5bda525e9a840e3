//! One identity number under different names.

use std::collections::BTreeMap;

use super::same_person_twice::one_number;
use super::{Question, Reporter, Scene, check};
use crate::finding::{Direction, Severity};
use crate::roster::Sighting;
use crate::say;

check!("names-differ", "names_differ", Question::Person(person));

/// So many places are named.
const SHOWN: usize = 10;

fn person(sightings: &[Sighting], scene: &Scene<'_>, report: &mut Reporter) {
    let mut names: BTreeMap<u32, &Sighting> = BTreeMap::new();
    for sighting in sightings.iter().filter(|sighting| sighting.name != 0) {
        names.entry(sighting.name).or_insert(sighting);
    }
    if names.len() > 1 {
        let mut places: Vec<&Sighting> = names.into_values().collect();
        // A finding belongs to the roster, not to the list it is compared with.
        places.sort_by_key(|sighting| (scene.programme(sighting).is_list, sighting.place()));
        find(&places, sightings, report);
    }
}

/// Names are known here only as the same or not the same: the places say which they are.
fn find(places: &[&Sighting], sightings: &[Sighting], report: &mut Reporter) {
    let [first, others @ ..] = places else { return };
    let Some(room) = report.room(Severity::Suspicion) else { return };
    let (lang, names, seen) = (room.lang, places.len(), sightings.len());
    let number = one_number(sightings.iter().all(Sighting::is_sound), lang);
    let typed = match first.is_sound() {
        true => String::new(),
        false => say!(lang, "；号码的校验码也不对", "; the number's check character is wrong too"),
    };
    let message = say!(
        lang,
        "{number}在{seen}处出现，姓名有{names}个，各见所列的行{typed}",
        "{number} appears {seen} times under {names} names, as the rows listed show{typed}"
    );
    let finding = room.find(first.place(), message);
    for other in others.iter().take(SHOWN) {
        finding.at(other.place());
    }
    finding.stakes(Direction::Neither, None, None).clears(say!(
        lang,
        "对照身份证和户口簿：一个人的，统一写法；两个人的，改正录错的号码",
        "hold both against the identity card: write one person's name one way, or correct the number of the other"
    ));
}
