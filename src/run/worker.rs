//! A batch of rows goes in; the stretches it is made of come out.

use crate::checks::Case;
use crate::input::Batch;
use crate::roster::{Roster, RowReader, Taken};

use super::Run;
use super::examiner::Examiner;
use super::segment::close;
use super::stretch::{Emptied, Stretch};
use super::towns::Towns;

/// Takes batches of one roster apart; each thread has its own.
pub(super) struct Worker<'w, 'c> {
    roster: &'c Roster,
    /// The first column without a header; few rosters have one.
    unnamed: Option<usize>,
    reader: RowReader<'c>,
    examiner: Examiner<'w, 'c>,
    /// Room for what the next batch leaves.
    pub room: Emptied,
}

impl<'w, 'c> Worker<'w, 'c> {
    pub fn new(run: &'w Run<'w>, case: &'w Case<'c>, towns: &'w Towns) -> Worker<'w, 'c> {
        Worker {
            roster: case.roster,
            unnamed: case.roster.first_unnamed(),
            reader: RowReader::new(case.roster),
            examiner: Examiner::new(run, case, towns),
            room: Emptied::default(),
        }
    }

    /// What the rows leave behind; each that names nobody stands apart, between those before and those after it.
    pub fn work(&mut self, batch: &Batch) -> Vec<Stretch> {
        let (mut done, summed) = (Vec::new(), self.reader.summed().collect());
        let mut stretch = self.examiner.begin(summed);
        std::mem::take(&mut self.room).fill(&mut stretch);
        let (reader, examiner) = (&mut self.reader, &mut self.examiner);
        let (roster, pack, unnamed) = (self.roster, examiner.run.pack, self.unnamed);
        let sound = batch.for_each(|row| {
            reader.take(row, |taken| match taken {
                Taken::Skipped(why) => stretch.skip(why, row, (roster, pack)),
                Taken::Total(total) => close(&total, &mut stretch),
                Taken::Record(record) => {
                    if unnamed.is_some_and(|first| row.cells.len() > first) {
                        stretch.account.look_beside(row, roster);
                    }
                    match record.bare() {
                        None => {
                            if stretch.is_silent() {
                                stretch.begins_like = record.likeness();
                            }
                            examiner.record(record, &mut stretch);
                        }
                        Some(bare) => examiner.apart((record, bare), &mut stretch, &mut done),
                    }
                }
            });
        });
        self.examiner.end(&mut stretch);
        if !sound && self.examiner.run.wants.findings {
            batch.for_each(|row| self.examiner.undecoded(row, &mut stretch));
        }
        done.push(stretch);
        done
    }
}
