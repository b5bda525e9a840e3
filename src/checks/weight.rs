//! How grave a breach is, by how well the words of its rule were read, and which rules of a day are asked.

use chrono::NaiveDate;

use crate::day::{Month, Months};
use crate::finding::Severity;
use crate::lang::{Lang, Words};
use crate::rules::{Basis, Programme, Seen, Version};
use crate::say;

/// What stands in a text that was read is certain, unless the text itself knows another way; what is only reported is a
/// question, and what nobody read can do no more than warn.
pub(super) fn weight(basis: &Basis, unless: Option<&Words>) -> Severity {
    match basis.seen {
        Seen::Unread => Severity::Warning,
        Seen::Press => Severity::Suspicion,
        Seen::Quoted | Seen::Original if unless.is_some() => Severity::Suspicion,
        Seen::Quoted | Seen::Original => Severity::Error,
    }
}

/// The rules of a kind in force on a day, of every layer; a more local one replaces a wider one of its name.
pub(super) fn in_force<'p, T>(
    programme: &'p Programme,
    day: NaiveDate,
    of: impl Fn(&'p Version) -> &'p [T],
    name: impl Fn(&T) -> &Words,
) -> Vec<&'p T> {
    programme.in_force(day, of, name)
}

/// Every one of some months.
pub(super) fn each(months: Months) -> impl Iterator<Item = Month> {
    std::iter::successors(Some(months.first), |month| Some(month.next())).take_while(move |month| *month <= months.last)
}

/// What clears a finding: what was said, or what the text itself lets pass.
pub(super) fn or_unless(clears: String, unless: Option<&Words>, lang: Lang) -> String {
    let Some(unless) = unless else { return clears };
    let unless = unless.get(lang);
    say!(lang, "{clears}；{unless}的，不算问题", "{clears}; it is in order if {unless}")
}
