//! What a run could not read or use goes in; lines beside the output come out.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Result;

use super::Office;
use crate::field::Field;
use crate::input::SkippedSheet;
use crate::lang::{Lang, Say};
use crate::output::Format;
use crate::report::read::{no_sheet, not_a_roster, rows_of_others, supposed};
use crate::roster::{Aside, HeadColumn, NotARoster, Roster, folded};
use crate::run::Outcome;
use crate::say;

impl Office<'_, '_> {
    /// Whether all files could be read; says on the side which could not, where the output does not.
    pub fn complain(&mut self, outcome: &Outcome, said_in_output: bool) -> Result<bool> {
        let tables = self.note_other_tables(outcome)?;
        self.note_other_months(outcome)?;
        let incomplete = self.note_nothing_of_asked(outcome)?
            || tables
            || outcome.unread().next().is_some()
            || outcome.not_rosters().next().is_some();
        let incomplete = incomplete || outcome.lacking().next().is_some();
        if said_in_output {
            return Ok(incomplete);
        }
        // A file that is read for several programmes has the same to say each time.
        let mut said = BTreeSet::new();
        for line in self.not_used(outcome).into_iter().filter(|line| said.insert(line.clone())) {
            self.note(&line)?;
        }
        Ok(incomplete)
    }

    /// Whether a programme was asked for of which there was no roster: nothing found in none is no clean bill.
    fn note_nothing_of_asked(&mut self, outcome: &Outcome) -> Result<bool> {
        let is_of = |asked: &usize| outcome.rosters.iter().any(|roster| roster.programme == *asked);
        let Some(asked) = self.asked.filter(|asked| !is_of(asked)) else { return Ok(false) };
        let name = self.pack.programmes[asked].name.get(self.lang).to_owned();
        self.note(&say!(
            self.lang,
            "没有读到{name}的名册，什么也没有核对、没有计；请看 --programme 和 relief.toml 的 [[roster]]",
            "no roster of {name} was read, so nothing was checked or counted; look at --programme and at the [[roster]] of relief.toml"
        ))?;
        Ok(true)
    }

    /// What could not be read, and which sheets are no roster though they may be one: a line each.
    fn not_used(&self, outcome: &Outcome) -> Vec<String> {
        let lang = self.lang;
        let line = |place: &str, why: String| say!(lang, "{place}：{why}", "{place}: {why}");
        let mut lines: Vec<String> = outcome.unread().map(|(file, error)| line(&file.shown, error.say(lang))).collect();
        for file in &outcome.files {
            let name = &file.shown;
            // Of what was not asked for nothing is missing, and of an empty sheet only where there is no other.
            let is_blank = file.rosters == 0 && file.passed_over.iter().all(|passed| passed.why == NotARoster::Empty);
            let is_missing = |why| match why {
                NotARoster::OtherProgramme => false,
                NotARoster::Empty => is_blank,
                _ => true,
            };
            let unread = file.facts.iter().flat_map(|facts| &facts.skipped).filter(|sheet| self.may_be_roster(sheet));
            lines.extend(unread.map(|(sheet, _)| line(&format!("{name}[{sheet}]"), no_sheet(lang))));
            for passed in file.passed_over.iter().filter(|passed| is_missing(passed.why)) {
                let place = passed.sheet.as_ref().map_or_else(|| name.to_string(), |sheet| format!("{name}[{sheet}]"));
                lines.push(line(&place, not_a_roster(passed.why, lang)));
            }
        }
        lines
    }

    /// Sheets that say another month than relief.toml, which goes first; or their names than their titles, which do.
    fn note_other_months(&mut self, outcome: &Outcome) -> Result<()> {
        for roster in &outcome.rosters {
            let Some((other, own)) = roster.other_months.zip(roster.months) else { continue };
            let title = roster.title();
            let note = match roster.months_given {
                true => say!(
                    self.lang,
                    "{title}：标题或名称写的是{other}，relief.toml 的 months 写的是{own}，按后者算；请核对",
                    "{title}: its title or its name says {other} and months in relief.toml {own}, which is what counts; check which is right"
                ),
                false => say!(
                    self.lang,
                    "{title}：表名或文件名写的是{other}，标题写的是{own}，按后者算；请核对",
                    "{title}: the name of the sheet or of the file says {other} and the title {own}, which is what counts; check which is right"
                ),
            };
            self.note(&note)?;
        }
        Ok(())
    }

    /// Whether a sheet that was not read is one of cells that is not called as those are that only explain others.
    fn may_be_roster(&self, (name, why): &(String, SkippedSheet)) -> bool {
        *why == SkippedSheet::Hidden && !self.pack.vocabulary.dictionary.contains(&folded(name))
    }

    /// Sheets on which another table stands, of which a part was read by the wrong header or not at all; whether there
    /// are any.
    fn note_other_tables(&mut self, outcome: &Outcome) -> Result<bool> {
        let mut any = false;
        for (roster, account) in outcome.rosters.iter().zip(&outcome.accounts) {
            let Some(row) = account.other_table else { continue };
            any = true;
            let (title, header) = (roster.title(), roster.header.last_row);
            let note = say!(
                self.lang,
                "{title}：第{row}行是另一张表的，只按第{header}行的表头读了，数字不能用；请把两张表分到不同的工作表",
                "{title}: row {row} is of another table, and only the header of row {header} was read by: its figures are of no use; put each table on a sheet of its own"
            );
            writeln!(self.surroundings.notes, "{note}")?;
        }
        Ok(any)
    }

    /// Columns that are not there, and those that were not used before somebody confirms what they look like, for
    /// commands that show no findings.
    pub fn note_columns(&mut self, outcome: &Outcome) -> Result<()> {
        self.note_unmatched(outcome)?;
        for (roster, account) in outcome.rosters.iter().zip(&outcome.accounts) {
            for said in supposed(roster, self.lang).chain(rows_of_others(roster, account, self.lang)) {
                self.note(&said)?;
            }
            self.note_of(roster, roster.beside(), |title, words, lang| {
                say!(
                    lang,
                    "{title}：右边另有一张小汇总表（{words}），不是各户各人的，没有使用",
                    "{title}: a small table of sums stands right of the roster ({words}); it is of nobody in particular and was not used"
                )
            })?;
            let is_unconfirmed =
                |head: &&HeadColumn| head.unconfirmed().is_some() || head.aside == Some(Aside::EachPerson);
            let unconfirmed = roster.header.columns.iter().filter(is_unconfirmed);
            self.note_of(roster, unconfirmed.map(|column| column.shown.as_str()), |title, words, lang| {
                say!(
                    lang,
                    "{title}：这些列像是已知的列，未经确认没有使用：{words}（见 relief inspect）",
                    "{title}: columns that look like known ones were not used before somebody confirms them: {words} (see relief inspect)"
                )
            })?;
        }
        Ok(())
    }

    /// A roster in which no column is known that gives what is paid, and one whose visits are counted by people.
    fn note_pay(&mut self, roster: &Roster) -> Result<()> {
        let (title, lang) = (roster.title(), self.lang);
        if roster.list.is_none() && !roster.gives_pay() {
            let words = Arc::clone(&self.pack.vocabulary);
            let is_open = |head: &&HeadColumn| head.unconfirmed().is_none() && !head.says_one_of(&words.goods);
            let may_be_pay = roster.unknown_with(&words.money).filter(is_open);
            self.note_of(roster, may_be_pay.map(|head| head.shown.as_str()), |title, words, lang| {
                say!(
                    lang,
                    "{title}：看不出哪一列是发放的金额，金额没有计；像是金额而不认识的列：{words}（在 relief.toml 里用 columns 指明）",
                    "{title}: no column is known to give what is paid, and no money is counted; columns that may be of money: {words} (name it with columns in relief.toml)"
                )
            })?;
        }
        self.note_of(roster, roster.parts_untold().map(|head| head.shown.as_str()), |title, words, lang| {
            say!(
                lang,
                "{title}：看不出{words}是一个月的还是几个月合计的，金额没有计；写上发放月数或合计，按月的也可以在表头写（元/月）",
                "{title}: nothing tells whether {words} are for a month or for all of them, and no money is counted; give the months paid or a total, or write (元/月) over what is for a month"
            )
        })?;
        if let Some(column) = roster.visits_not_counted() {
            let words = roster.words(column);
            self.note(&say!(
                lang,
                "{title}：“{words}”一栏没有使用，人次按人数计",
                "{title}: column {words} is not used; visits are counted by people"
            ))?;
        }
        Ok(())
    }

    /// Columns that relief.toml names and the roster has not: what was meant by them is not read.
    pub fn note_unmatched(&mut self, outcome: &Outcome) -> Result<()> {
        for roster in &outcome.rosters {
            self.note_of(roster, roster.unmatched.iter().map(String::as_str), |title, words, lang| {
                say!(
                    lang,
                    "{title}：relief.toml 写的这些列没有找到，没有读：{words}（见 relief inspect）",
                    "{title}: columns that relief.toml names are not there and were not read: {words} (see relief inspect)"
                )
            })?;
        }
        Ok(())
    }

    /// Columns nobody recognised that may be of money, where no total tells that they are in it.
    fn note_money_unread(&mut self, roster: &Roster) -> Result<()> {
        if roster.list.is_some() || !roster.gives_pay() || roster.has(Field::Amount) {
            return Ok(());
        }
        let words = Arc::clone(&self.pack.vocabulary);
        let of_others: Vec<u16> = roster.money_of_others(&self.pack).map(|(head, _)| head.index).collect();
        let is_other = |head: &&HeadColumn| {
            let words = [&words.not_paid, &words.never_guessed, &words.goods];
            of_others.contains(&head.index) || words.iter().any(|list| head.says_one_of(list))
        };
        let unread = roster.unknown_with(&words.further_pay).filter(|head| head.unconfirmed().is_none());
        let unread = unread.filter(|head| !is_other(head));
        self.note_of(roster, unread.map(|head| head.shown.as_str()), |title, words, lang| {
            say!(
                lang,
                "{title}：这些列像是金额，但不认识，没有算在内：{words}（发放的钱在里面的，在 relief.toml 里用 columns 指明，或加一列合计）",
                "{title}: these columns may be of money, are not known and not counted: {words} (if what is paid is in them, name them with columns in relief.toml, or add a column of the total)"
            )
        })
    }

    /// Columns of money that mean the same as one before them, or are another programme's; and rosters that have none.
    pub fn note_money_not_used(&mut self, outcome: &Outcome) -> Result<()> {
        let pack = Arc::clone(&self.pack);
        for roster in &outcome.rosters {
            self.note_pay(roster)?;
            self.note_money_unread(roster)?;
            let beside = roster.parts_beside(&pack.programmes[roster.programme]);
            self.note_of(roster, beside.map(|head| head.shown.as_str()), |title, words, lang| {
                say!(
                    lang,
                    "{title}：看不出{words}是不是已经算在发放的金额里，没有另外加上；名册有一列合计的，以合计为准",
                    "{title}: nothing tells whether {words} is in what is paid, and it was not added; a column of the total decides that"
                )
            })?;
            let of_others = roster.money_of_others(&pack).map(|(head, _)| head);
            let not_used = roster.repeated_money().chain(of_others);
            self.note_of(roster, not_used.map(|head| head.shown.as_str()), |title, words, lang| {
                say!(
                    lang,
                    "{title}：这些列的钱没有算在内：{words}（见 relief validate）",
                    "{title}: the money in these columns is not counted: {words} (see relief validate)"
                )
            })?;
        }
        Ok(())
    }

    /// A line about some columns of a roster, if there are any.
    fn note_of<'w>(
        &mut self,
        roster: &Roster,
        columns: impl Iterator<Item = &'w str>,
        line: impl Fn(&str, &str, Lang) -> String,
    ) -> Result<()> {
        match columns.collect::<Vec<&str>>() {
            columns if columns.is_empty() => Ok(()),
            columns => {
                let columns = columns.join(self.lang.enumeration_comma());
                self.note(&line(&roster.title(), &columns, self.lang))
            }
        }
    }

    /// Lines of a summary that the format of the output has no place for go to the notes.
    pub fn note_summary(&mut self, lines: &[String]) -> Result<()> {
        if matches!(self.format(Format::Table), Format::Ndjson | Format::Csv { .. } | Format::Xlsx | Format::Ics) {
            for line in lines {
                writeln!(self.surroundings.notes, "{line}")?;
            }
        }
        Ok(())
    }
}
