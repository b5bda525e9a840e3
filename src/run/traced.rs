//! Rows go in one by one; the households they are of come out, the last still open.

use crate::roster::{Household, OpenHousehold, Record, Sign, Supplement};

/// The households of rows that follow each other. Those of the rows before may go on in the first, the last in the rows
/// to come.
#[derive(Debug, Default)]
pub(super) struct Traced {
    /// `None` while there is one at most.
    first: Option<OpenHousehold>,
    pub between: Vec<Household>,
    last: Option<OpenHousehold>,
}

impl Traced {
    /// Adds what one row says, and what of supplements if a check asks; a row of the household before it joins that.
    /// Whether a household that begins with it is one of an open case.
    pub fn add(
        &mut self,
        record: &Record<'_>,
        place: (u32, u32),
        supplement: Option<Supplement>,
        is_open: impl FnOnce() -> bool,
    ) {
        let sign = Sign::of(record, place);
        match &mut self.last {
            Some(last) if last.continues(&sign) => last.take_row(record, supplement),
            last => {
                let mut begun = OpenHousehold::begin(record, &sign, supplement);
                begun.household.pending |= is_open();
                let before = last.replace(begun);
                if self.first.is_none() && self.between.is_empty() {
                    self.first = before;
                } else {
                    self.between.extend(before.map(|before| before.household));
                }
            }
        }
    }

    /// Adds those of later rows to what has no beginning of its own any more.
    pub fn join(&mut self, later: &mut Traced) {
        let goes_on = later.first.is_some();
        later.first.take().into_iter().for_each(|first| self.go_on(first));
        if goes_on {
            self.close();
        }
        match self.between.is_empty() {
            true => std::mem::swap(&mut self.between, &mut later.between),
            false => self.between.append(&mut later.between),
        }
        later.last.take().into_iter().for_each(|last| self.go_on(last));
    }

    fn go_on(&mut self, next: OpenHousehold) {
        match &mut self.last {
            Some(last) if last.continues(&next.sign()) => last.absorb(&next),
            _ => {
                self.close();
                self.last = Some(next);
            }
        }
    }

    /// No row goes on with the last any more.
    pub fn close(&mut self) {
        self.between.extend(self.last.take().map(|last| last.household));
    }

    pub fn households_mut(&mut self) -> impl Iterator<Item = &mut Household> {
        let ends = self.first.iter_mut().chain(self.last.iter_mut()).map(|open| &mut open.household);
        ends.chain(&mut self.between)
    }
}
