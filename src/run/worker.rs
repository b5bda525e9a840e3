//! A batch of rows goes in; the stretches it is made of come out.

use crate::checks::{Case, Reporter};
use crate::field::Kind;
use crate::finding::{Place, Severity};
use crate::input::{Batch, Cell, Row};
use crate::roster::{Roster, RowReader, Skipped, Taken};
use crate::say;

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
                Taken::OfAnother(record) => {
                    examiner.pass(record);
                    stretch.skip(Skipped::OtherProgramme, row, (roster, pack));
                }
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
            let report = stretch.report.asks("unreadable-value", self.roster.programme);
            batch.for_each(|row| undecoded(row, self.roster, report));
        }
        done.push(stretch);
        done
    }
}

/// Characters the file's encoding does not have were lost before the file came here.
fn undecoded(row: Row<'_>, roster: &Roster, report: &mut Reporter) {
    let lang = report.lang;
    for (column, cell) in row.cells.iter().enumerate() {
        let Cell::Text(text) = cell else { continue };
        if !text.contains('\u{FFFD}') {
            continue;
        }
        let place = Place { source: roster.source, row: row.number, column: u16::try_from(column).ok() };
        let message = say!(
            lang,
            "有无法识别的字符：字节损坏，或者编码和文件其他部分不同",
            "holds characters that cannot be decoded: bytes are broken, or encoded otherwise than the rest of the file"
        );
        let seen = Kind::Text.shown(text, report.reveal);
        report.find(Severity::Error, place, message).seen(seen).clears(say!(
            lang,
            "用原系统重新导出，选UTF-8或GB18030编码",
            "export it again, as UTF-8 or GB18030"
        ));
    }
}
