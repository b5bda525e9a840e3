//! What the rows of each roster say goes in; which rosters hold the same rows as others comes out.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::roster::{Likeness, Roster};

use super::stretch::Account;

/// A roster all of whose rows stand in others, too: those of one, or those of several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// By their numbers among all rosters.
    pub one: usize,
    pub others: Vec<usize>,
    pub rows: u64,
}

/// The rosters of one programme that have rows.
type Rosters = Vec<(usize, Likeness)>;

/// Rosters that repeat others of their programme, and lists of money that repeat others of their kind. The same sheet of several
/// files is found, and so is that of a county beside those of all its townships, in its file or in others.
pub(super) fn copied(rosters: &[Roster], accounts: &[Account]) -> Vec<Copied> {
    let mut by_programme: BTreeMap<(usize, Option<usize>), Rosters> = BTreeMap::new();
    for (number, (roster, account)) in rosters.iter().zip(accounts).enumerate() {
        let list_of = roster.list.as_ref().and_then(|list| list.of);
        if account.likeness.rows > 0 {
            by_programme.entry((roster.programme, list_of)).or_default().push((number, account.likeness));
        }
    }
    let mut copied = Vec::new();
    for of_programme in by_programme.into_values() {
        let once = once(&of_programme, &mut copied);
        wholes(&once, rosters, &mut copied);
    }
    copied.sort_by_key(|copied| copied.one);
    copied
}

/// Those that repeat no single one before them.
fn once(all: &Rosters, copied: &mut Vec<Copied>) -> Rosters {
    let mut first: BTreeMap<Likeness, usize> = BTreeMap::new();
    let mut once = Vec::new();
    for (number, likeness) in all {
        match first.get(likeness) {
            Some(first) => copied.push(Copied { one: *number, others: vec![*first], rows: likeness.rows }),
            None => {
                first.insert(*likeness, *number);
                once.push((*number, *likeness));
            }
        }
    }
    once
}

/// Those whose rows are the rows of all others of their file, of those of another file, or of all others there are.
fn wholes(once: &Rosters, rosters: &[Roster], copied: &mut Vec<Copied>) {
    let mut files: BTreeMap<&Arc<str>, Rosters> = BTreeMap::new();
    for (number, likeness) in once {
        files.entry(&rosters[*number].file).or_default().push((*number, *likeness));
    }
    let sum = |of: &Rosters| of.iter().fold(Likeness::default(), |sum, (_, likeness)| sum.with(*likeness));
    let of_files: BTreeMap<Likeness, &Rosters> = files.values().map(|file| (sum(file), file)).collect();
    let all = sum(once);
    for (one, likeness) in once {
        let own = &files[&rosters[*one].file];
        let elsewhere = of_files.get(likeness).copied();
        let groups = [
            Some(own).filter(|own| sum(own).without(*likeness) == *likeness),
            elsewhere,
            Some(once).filter(|_| all.without(*likeness) == *likeness),
        ];
        let others = |group: &Rosters| group.iter().map(|(number, _)| *number).filter(|other| other != one).collect();
        let several = |others: &Vec<usize>| others.len() > 1;
        let Some(others) = groups.into_iter().flatten().map(others).find(several) else { continue };
        copied.push(Copied { one: *one, others, rows: likeness.rows });
    }
}
