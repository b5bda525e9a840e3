//! How grave a breach is, by how well the words of its rule were read, and what lets it pass.

use crate::finding::Severity;
use crate::lang::{Lang, Words};
use crate::rules::{Basis, Seen};
use crate::say;

/// What stands in a text that was read is certain, unless the text itself knows another way; what is only reported is a
/// question, and what nobody read can do no more than warn.
pub(super) fn weight(basis: &Basis, unless: Option<&Words>) -> Severity {
    weight_of(basis.seen, unless.is_some())
}

/// The same of words read so well, which know another way or not.
pub(super) fn weight_of(seen: Seen, excepted: bool) -> Severity {
    match seen {
        Seen::Unread => Severity::Warning,
        Seen::Press => Severity::Suspicion,
        Seen::Quoted | Seen::Original if excepted => Severity::Suspicion,
        Seen::Quoted | Seen::Original => Severity::Error,
    }
}

/// What clears a finding: what was said, or what the text itself lets pass.
pub(super) fn or_unless(clears: String, unless: Option<&Words>, lang: Lang) -> String {
    let Some(unless) = unless else { return clears };
    let unless = unless.get(lang);
    say!(lang, "{clears}；{unless}的，不算问题", "{clears}; it is in order if {unless}")
}
