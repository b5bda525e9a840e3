//! Money of one person that goes to the account of another of whom nothing tells who they are.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::shared_account::takes_several;
use super::{Home, Question, Reporter, Scene, check};
use crate::day::Month;
use crate::field::Field;
use crate::finding::{Direction, Severity};
use crate::lang::{Lang, several};
use crate::roster::{AccountSighting, Holding};
use crate::say;

check!("paid-to-another", "paid_to_another", Question::Account(account));

/// So many rows of a roster are asked about one by one, whatever their share.
const FEW: u64 = 20;
/// Where one row in so many is paid to another, that is how the roster is kept, and said once.
const SHARE: u64 = 5;
/// So many places are named.
const SHOWN: usize = 20;

fn account(sightings: &[AccountSighting], scene: &Scene<'_>, report: &mut Reporter) {
    let is_asked = |of: &&AccountSighting| {
        let programme = &scene.pack.programmes[scene.rosters[usize::from(of.source)].programme];
        of.is_of_another() && CHECK.is_asked_by(programme)
    };
    let is_known = |of: &AccountSighting| is_of_household(of, scene.homes, scene.registered);
    let apart: Vec<&AccountSighting> = sightings.iter().filter(is_asked).filter(|of| !is_known(of)).collect();
    // Where several families have the account that is asked, and a holder who is another of one family is of it.
    let is_paid = |holder: u32| sightings.iter().any(|of| of.name == holder);
    if apart.is_empty() || apart.iter().any(|of| is_paid(of.holder)) || takes_several(sightings, scene) {
        return;
    }
    let (kept_so, asked): (Vec<&AccountSighting>, Vec<&AccountSighting>) =
        apart.into_iter().partition(|of| of.holding == Holding::Another && is_kept_so(of.source, scene));
    for source in kept_so.iter().map(|of| of.source).collect::<BTreeSet<u16>>() {
        say_kept_so(source, scene, report);
    }
    if !asked.is_empty() {
        find(&asked, scene, report);
    }
}

/// Whether the holder of an account has the name of somebody in the payee's household, by the rosters or the register.
pub fn is_of_household(of: &AccountSighting, homes: &FxHashSet<Home>, registered: &BTreeMap<u64, u32>) -> bool {
    let is_home = |household: u32, is_registered: bool| {
        household != 0 && homes.contains(&Home { name: of.holder, household, is_registered })
    };
    is_home(of.household, false) || is_home(registered.get(&of.key).copied().unwrap_or(0), true)
}

/// Whether so much of a roster is paid to other people that it is kept so; that offices hold accounts is no such custom.
fn is_kept_so(source: u16, scene: &Scene<'_>) -> bool {
    let (named, apart) = scene.held.get(usize::from(source)).copied().unwrap_or_default();
    apart > FEW && apart * SHARE >= named
}

fn say_kept_so(source: u16, scene: &Scene<'_>, report: &mut Reporter) {
    let (lang, roster) = (report.lang, &scene.rosters[usize::from(source)]);
    let ((named, apart), name) = (scene.held[usize::from(source)], roster.title());
    report.asks(CHECK.name, roster.programme).cannot_check_of(source, || {
        say!(
            lang,
            "{name}写了户名的{named}行里，{apart}行的户名是别人，名册看不出是谁，多半就是这样发的，没有逐行列出；请加一列“持卡人与享受补贴人的关系”，或写明监护人",
            "{name}: of {named} rows that name the holder of the account {apart} name somebody else, and nothing tells who; it seems to be paid so as a rule, and they are not listed one by one: add a column 持卡人与享受补贴人的关系, or the guardian"
        )
    });
}

fn find(apart: &[&AccountSighting], scene: &Scene<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let months: BTreeSet<Month> = apart.iter().filter_map(|of| of.months).flat_map(|months| months.each()).collect();
    let message = message(apart[0].holding, months.len() as u32, lang);
    let place = |of: &AccountSighting| of.place(scene.rosters[usize::from(of.source)].column(Field::Payee));
    let first = place(apart[0]);
    let roster = &scene.rosters[usize::from(first.source)];
    let programme = roster.list.as_ref().and_then(|facts| facts.of).unwrap_or(roster.programme);
    let months = Some(months.len() as u32).filter(|months| *months > 0);
    let finding = report.asks(CHECK.name, programme).find(Severity::Suspicion, first, message);
    for of in apart.iter().skip(1).take(SHOWN) {
        finding.at(place(of));
    }
    finding.stakes(Direction::TooMuch, None, months).clears(say!(
        lang,
        "问清户名与本人的关系：监护人、同户亲属或书面委托的，在名册写明关系；不是的，查清钱是否到本人手里，改发到本人账户",
        "ask who the holder is: note the relation of a guardian, of kin in the household or of an agent with a written mandate; else find out whether the money arrives, and pay it to the person's own account"
    ));
}

fn message(holding: Holding, months: u32, lang: Lang) -> String {
    let so_many = several(months, "month");
    let during = match months {
        0 => String::new(),
        months => say!(lang, "，共{months}个月", ", in {so_many}"),
    };
    match holding {
        Holding::Office => say!(
            lang,
            "钱进了单位的账户，户名不是本人{during}",
            "the money goes to the account of an office, a body or a firm, not of the person{during}"
        ),
        _ => say!(
            lang,
            "账户是别人的：户名不是本人，也看不出是同户的人或监护人{during}",
            "the account is another's: its holder is not the person, and nothing tells that they are of the household or the guardian{during}"
        ),
    }
}
