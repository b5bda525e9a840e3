//! Reads the lists that show an exception of the law before the rosters that may need it.

use std::collections::BTreeSet;

use crate::checks::{self, Question, Reporter};
use crate::roster::{Glossary, Shown, Sighting};
use crate::sorted::NoRoom;

use super::seen::Seen;
use super::{File, Outcome, Run};

impl Run<'_> {
    /// Who stands on the lists that conditions of the rules name, or checks of rows work with. What else these lists
    /// say is said when their turn comes.
    pub(super) fn shown(&self, files: &[File], glossary: &Glossary<'_>) -> Result<Shown, NoRoom> {
        let mut shown = Shown::default();
        if !self.wants.findings {
            return Ok(shown);
        }
        let wanted = self.wanted(files);
        let id = |file: &File| file.programme.map(|(programme, _)| self.pack.programmes[programme].id.as_str());
        for file in files.iter().filter(|file| file.list.is_some()) {
            if let Some(id) = id(file).filter(|id| wanted.contains(id)) {
                shown.list(id);
                self.collect((file, glossary), id, &mut shown)?;
            }
        }
        Ok(shown)
    }

    fn wanted(&self, files: &[File]) -> BTreeSet<&str> {
        let versions = self.pack.paying().flat_map(|programme| &programme.layers).flat_map(|layer| &layer.versions);
        let conditions = versions.flat_map(|version| &version.conditions);
        let mut wanted: BTreeSet<&str> = self.wanted_by_rows(files).collect();
        wanted.extend(conditions.filter_map(|condition| condition.unless_list.as_deref()));
        wanted
    }

    /// Lists of checks that look at rows, where a file may be a roster of a programme that asks for one.
    fn wanted_by_rows(&self, files: &[File]) -> impl Iterator<Item = &'static str> {
        let rosters = || files.iter().filter(|file| file.list.is_none());
        let programmes = &self.pack.programmes;
        let may_be =
            |index: usize| rosters().any(|file| file.programme.is_none_or(|(programme, _)| programme == index));
        let is_asked = |check: &&checks::Check| {
            programmes.iter().enumerate().any(|(index, programme)| check.is_asked_by(programme) && may_be(index))
        };
        let of_rows = checks::ALL.iter().filter(|check| matches!(check.question, Question::Row(_)));
        let asked: Vec<&checks::Check> = of_rows.filter(|check| !check.lists.is_empty()).filter(is_asked).collect();
        asked.into_iter().flat_map(|check| check.lists.iter().copied())
    }

    fn collect(&self, file: (&File, &Glossary<'_>), id: &str, shown: &mut Shown) -> Result<(), NoRoom> {
        let mut outcome = Outcome::new(Reporter::new(self.lang, self.reveal, self.limit));
        let mut seen = Seen::of(std::slice::from_ref(file.0), self.memory);
        self.file(file, &Shown::default(), &mut outcome, &mut seen)?;
        let codes = &self.pack.codes;
        let people = seen.people.sorted(self.memory)?;
        let mut groups = people.groups()?;
        while let Some(group) = groups.next_group()? {
            let mut person: Vec<Sighting> = group.iter().map(|trace| trace.seen(&seen.settings)).collect();
            person.sort_unstable();
            for row in person {
                let remark = seen.remarks.get(&(row.source, row.row)).cloned().unwrap_or_default();
                if !remark.is_cancelled(codes) {
                    shown.add(id, row, remark);
                }
            }
        }
        Ok(())
    }
}
