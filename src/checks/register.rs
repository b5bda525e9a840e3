//! The list of registered households goes in; who was registered in a month, and how old a list is, comes out.

use super::Scene;
use super::lists::REGISTER;
use crate::day::Month;
use crate::lang::Lang;
use crate::roster::Sighting;
use crate::say;

/// Whether somebody is registered in a month: not before moving in, not after moving out.
pub(super) fn is_registered(members: &[&[Sighting]], key: u64, month: Month, scene: &Scene<'_>) -> bool {
    let own = members.iter().find(|member| member.first().is_some_and(|one| one.key == key));
    let mut entries = own.into_iter().flat_map(|member| member.iter()).filter(|of| scene.is_of(of, REGISTER));
    entries.any(|entry| entry.months.is_none_or(|months| months.contains(month)))
}

/// The register's own remark on how old it is; empty where it is not.
pub(super) fn older_register(members: &[&[Sighting]], month: Month, scene: &Scene<'_>, lang: Lang) -> String {
    let mut entries = members.iter().flat_map(|member| member.iter()).filter(|of| scene.is_of(of, REGISTER));
    entries.next().map_or_else(String::new, |entry| older(entry, month, scene, lang))
}

/// A list drawn up before the month says less of it.
pub(super) fn older(entry: &Sighting, month: Month, scene: &Scene<'_>, lang: Lang) -> String {
    let Some(facts) = scene.list_facts(entry) else { return String::new() };
    let (as_of, name) = (facts.as_of, scene.programme(entry).name.get(lang));
    if as_of >= month.first_day() {
        return String::new();
    }
    say!(lang, "；{name}截至{as_of}，早于{month}", "; the list ({name}) is of {as_of}, before {month}")
}
