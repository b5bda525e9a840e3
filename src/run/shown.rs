//! Reads the lists that show an exception of the law before the rosters that may need it.

use std::collections::BTreeSet;

use crate::checks::Reporter;
use crate::roster::{Glossary, Shown, Sighting};
use crate::sorted::NoRoom;

use super::seen::Seen;
use super::{File, Outcome, Run};

impl Run<'_> {
    /// Who stands on the lists that conditions of the rules name. What else these lists say is said when their turn comes.
    pub(super) fn shown(&self, files: &[File], glossary: &Glossary<'_>) -> Result<Shown, NoRoom> {
        let mut shown = Shown::default();
        if !self.wants.findings {
            return Ok(shown);
        }
        let wanted = self.wanted();
        let id = |file: &File| file.programme.map(|(programme, _)| self.pack.programmes[programme].id.as_str());
        for file in files.iter().filter(|file| file.list.is_some()) {
            if let Some(id) = id(file).filter(|id| wanted.contains(id)) {
                shown.list(id);
                self.collect((file, glossary), id, &mut shown)?;
            }
        }
        Ok(shown)
    }

    fn wanted(&self) -> BTreeSet<&str> {
        let versions = self.pack.paying().flat_map(|programme| &programme.layers).flat_map(|layer| &layer.versions);
        let conditions = versions.flat_map(|version| &version.conditions);
        conditions.filter_map(|condition| condition.unless_list.as_deref()).collect()
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
