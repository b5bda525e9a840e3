//! The workbook a clerk works through: what was read and found, every finding by township, the rosters with their
//! marks.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::checks::Check;
use crate::finding::{Finding, Place, Severity};
use crate::lang::{Lang, Say};
use crate::roster::folded;
use crate::rules::Pack;
use crate::run::{File, Outcome};
use crate::say;

use super::content::Content;
use super::copies::{Copies, CopyWriter};
use super::findings::{because, elsewhere, innocent_of, summary};
use super::read::reason;
use super::{Document, Table};

/// Findings a sheet has room for under its header.
const FINDINGS: usize = 1_048_575;
/// What is said of one cell at most, in characters: a note is to be read at a glance.
const NOTE: usize = 1_000;

/// What a workbook is made of.
pub struct Workbook<'w> {
    pub outcome: &'w Outcome,
    pub pack: &'w Pack,
    pub files: &'w [File],
    pub lang: Lang,
    /// The day the audit is made on.
    pub as_of: NaiveDate,
    copies: Copies<'w>,
    /// Findings by index, in the order of the list.
    order: Vec<usize>,
}

/// One column of the list of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingColumn {
    pub header: String,
    /// In characters.
    pub width: u16,
    /// Answers to choose from; none where anything may be written.
    pub choices: Vec<String>,
}

/// A finding in the list: its cells, and where in the copies its first place is.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingRow<'w> {
    pub severity: Severity,
    pub cells: Vec<Content>,
    pub spot: Option<(&'w str, u32, u16)>,
}

/// What is written beside a cell of a copy: sheet, row and column from 0, and the words.
pub type Note<'w> = (&'w str, u32, u16, String);

impl<'w> Workbook<'w> {
    pub fn new(
        outcome: &'w Outcome,
        pack: &'w Pack,
        files: &'w [File],
        lang: Lang,
        (as_of, reveal): (NaiveDate, bool),
    ) -> Workbook<'w> {
        let copies = Copies::new(outcome, reveal, lang);
        Workbook { outcome, pack, files, lang, as_of, copies, order: Vec::new() }
    }

    /// The names of its first two sheets.
    pub fn sheet_names(&self) -> [String; 2] {
        [say!(self.lang, "汇总", "Summary"), say!(self.lang, "问题清单", "Findings")]
    }

    /// Reads the rosters once more and copies them; the list of findings is in order only then.
    pub fn copy<E>(&mut self, writer: &mut dyn CopyWriter<E>) -> Result<(), E> {
        self.copies.write(self.files, writer)?;
        let ranks: BTreeMap<&str, usize> = self.copies.towns.iter().map(String::as_str).zip(0..).collect();
        let findings = &self.outcome.report.findings;
        let rank = |index: &usize| {
            let standing = self.copies.standing(&findings[*index].places[0]);
            let town = standing.map(|(town, _)| folded(town)).unwrap_or_default();
            ranks.get(town.as_str()).copied().unwrap_or(usize::MAX)
        };
        let mut order: Vec<usize> = (0..findings.len()).collect();
        // Within a township they stay in the order of files and rows.
        order.sort_by_cached_key(rank);
        self.order = order;
        Ok(())
    }

    /// What was read, found and not checked, by what day and law, and what this workbook leaves out.
    pub fn summary(&self) -> Document {
        let (lang, mut document) = (self.lang, Document::default());
        document.heading(1, say!(lang, "救助名册审核结果", "What was found in the rosters"));
        let (day, area) = (self.as_of, &self.pack.area);
        document.paragraph(say!(
            lang,
            "审核日：{day}。依据：国家规定和地区{area}的规定。",
            "As of {day}, by the rules of the nation and of area {area}."
        ));
        for line in summary(self.outcome, lang) {
            document.paragraph(line);
        }
        for line in self.left_out() {
            document.paragraph(line);
        }
        document.heading(2, say!(lang, "各项检查发现的问题", "Findings by check"));
        document.table(self.by_check());
        document.heading(2, say!(lang, "各份名册", "Rosters"));
        document.table(self.by_roster());
        document.paragraph(say!(
            lang,
            "抄录的名册里，有问题的单元格按程度着色：红色错误，橙色疑点，黄色警告，蓝色提示；批注写明问题和清单里的编号。",
            "In the copies a cell with a finding is coloured by severity: error red, suspicion orange, warning yellow, info blue; its note names the finding and its number in the list."
        ));
        document
    }

    /// What the copies do not show.
    fn left_out(&self) -> Vec<String> {
        let (lang, mut lines) = (self.lang, Vec::new());
        if !self.copies.are_whole() {
            lines.push(say!(
                lang,
                "名册行数多，本工作簿只抄录表头和有问题的行，原行号在第一列。",
                "The rosters are long: only their headers and the rows with findings are copied here, with their own row numbers in the first column."
            ));
        }
        if let beyond @ 1.. = self.copies.beyond {
            lines.push(say!(
                lang,
                "有{beyond}处超出工作表的行数或列数，没有抄录。",
                "{beyond} rows or cells lie beyond what a sheet can hold and are not copied."
            ));
        }
        if let unlisted @ 1.. = self.order.len().saturating_sub(FINDINGS) {
            lines.push(say!(
                lang,
                "清单放不下，还有{unlisted}条没有列出；请分文件审核，或用 -o 写成 .csv。",
                "The list is full and {unlisted} findings are not in it; check fewer files, or write .csv with -o."
            ));
        }
        for (file, error) in &self.copies.lost {
            let why = error.say(lang);
            lines.push(say!(lang, "{file}没有抄录完：{why}", "{file} is not copied to its end: {why}"));
        }
        lines
    }

    fn by_check(&self) -> Table {
        let lang = self.lang;
        let mut headers = vec![say!(lang, "检查", "Check"), say!(lang, "名称", "Name")];
        headers.extend(Severity::ALL.iter().map(|severity| severity.text(lang).to_owned()));
        let mut table = Table::new(&headers, &[2, 3, 4, 5]);
        let mut counts: BTreeMap<&str, [u64; 4]> = BTreeMap::new();
        for (check, severity, count) in self.outcome.report.tally.iter() {
            let place = Severity::ALL.iter().position(|known| *known == severity).unwrap_or(0);
            counts.entry(check).or_default()[place] += count;
        }
        for (check, counts) in counts {
            let mut row = vec![title(check, lang), check.to_owned()];
            row.extend(counts.map(|count| count.to_string()));
            table.rows.push(row);
        }
        table
    }

    fn by_roster(&self) -> Table {
        let lang = self.lang;
        let headers = [
            say!(lang, "文件", "File"),
            say!(lang, "工作表", "Sheet"),
            say!(lang, "项目", "Programme"),
            say!(lang, "行数", "Rows"),
            say!(lang, "使用", "Used"),
            say!(lang, "跳过", "Skipped"),
            say!(lang, "跳过原因", "Why skipped"),
            say!(lang, "问题", "Findings"),
            say!(lang, "抄录在", "Copied to"),
        ];
        let mut table = Table::new(&headers, &[3, 4, 5, 7]);
        let mut found: BTreeMap<u16, u64> = BTreeMap::new();
        for finding in &self.outcome.report.findings {
            *found.entry(finding.places[0].source).or_default() += 1;
        }
        for (roster, account) in self.outcome.rosters.iter().zip(&self.outcome.accounts) {
            let reasons = account.skipped.iter().map(|(why, count)| format!("{}{count}", reason(*why, lang)));
            table.rows.push(vec![
                roster.file.to_string(),
                roster.sheet.clone().unwrap_or_default(),
                self.pack.programmes[roster.programme].name.get(lang).to_owned(),
                account.rows().to_string(),
                account.used.to_string(),
                (account.rows() - account.used).to_string(),
                reasons.collect::<Vec<_>>().join(lang.comma()),
                found.get(&roster.source).copied().unwrap_or(0).to_string(),
                self.copies.name(roster.source).unwrap_or_default().to_owned(),
            ]);
        }
        table
    }

    pub fn columns(&self) -> Vec<FindingColumn> {
        let lang = self.lang;
        let choices = ["属实", "部分属实", "不属实", "已改正", "待核实"];
        let choices_en = ["holds", "holds in part", "does not hold", "corrected", "to be verified"];
        let choices = if lang == Lang::Zh { choices } else { choices_en };
        let column = |header: String, width: u16| FindingColumn { header, width, choices: Vec::new() };
        let mut columns = vec![
            column(say!(lang, "编号", "No."), 6),
            column(say!(lang, "乡镇", "Township"), 10),
            column(say!(lang, "村（社区）", "Village"), 10),
            column(say!(lang, "程度", "Severity"), 8),
            column(say!(lang, "检查", "Check"), 14),
            column(say!(lang, "项目", "Programme"), 12),
            column(say!(lang, "文件", "File"), 20),
            column(say!(lang, "工作表", "Sheet"), 10),
            column(say!(lang, "行", "Row"), 7),
            column(say!(lang, "单元格", "Cell"), 8),
            column(say!(lang, "另见", "See also"), 18),
            column(say!(lang, "看到的", "Seen"), 18),
            column(say!(lang, "问题", "Finding"), 40),
            column(say!(lang, "依据", "Basis"), 40),
            column(say!(lang, "涉及金额（元）", "At stake (yuan)"), 14),
            column(say!(lang, "月数", "Months"), 7),
            column(say!(lang, "怎样消除", "What clears it"), 36),
            column(say!(lang, "可能的正当原因", "Innocent explanations"), 44),
            column(say!(lang, "核查结果", "Outcome"), 12),
            column(say!(lang, "备注", "Note"), 16),
        ];
        let outcome = columns.len() - 2;
        columns[outcome].choices = choices.map(str::to_owned).to_vec();
        columns
    }

    /// The findings by township, then by file and row; numbered in that order.
    pub fn findings(&self) -> impl Iterator<Item = FindingRow<'_>> {
        let listed = self.order.iter().take(FINDINGS).zip(1..);
        listed.map(|(index, number)| self.finding(&self.outcome.report.findings[*index], number))
    }

    fn finding(&self, finding: &Finding, number: u64) -> FindingRow<'_> {
        let (lang, place) = (self.lang, &finding.places[0]);
        let roster = self.outcome.roster_of(finding);
        let standing = self.copies.standing(place);
        let others = finding.places[1..].iter().map(|place| elsewhere(place, finding, self.outcome, lang));
        let basis: Vec<String> = finding.basis.iter().map(|basis| because(basis, lang)).collect();
        let cells = vec![
            Content::Count(number),
            Content::maybe(standing.map(|(town, _)| self.copies.shown(town))),
            Content::maybe(standing.map(|(_, village)| self.copies.shown(village))),
            Content::text(finding.severity.text(lang)),
            Content::text(title(finding.check, lang)),
            Content::text(self.pack.programmes[finding.programme].name.get(lang)),
            Content::text(roster.file.to_string()),
            Content::maybe(roster.sheet.clone()),
            if place.row == 0 { Content::Blank } else { Content::Count(u64::from(place.row)) },
            Content::Text(place.cell().unwrap_or_else(|| whole(place, lang))),
            Content::text(others.collect::<Vec<_>>().join("\n")),
            Content::text(finding.seen.clone()),
            Content::text(finding.message.clone()),
            Content::text(basis.join("\n")),
            finding.stake.map_or(Content::Blank, Content::Money),
            finding.months.map_or(Content::Blank, |months| Content::Count(u64::from(months))),
            Content::text(finding.clears.clone()),
            Content::text(innocent_of(finding, lang).join("\n")),
        ];
        FindingRow { severity: finding.severity, cells, spot: self.copies.spot(place) }
    }

    /// What stands beside the cells of the copies: every finding of the cell with its number in the list.
    pub fn notes(&self) -> impl Iterator<Item = Note<'_>> {
        let mut numbers = vec![0_usize; self.order.len()];
        self.order.iter().zip(1..).for_each(|(index, number)| numbers[*index] = number);
        let numbers: Arc<[usize]> = numbers.into();
        self.copies.marks().map(move |(sheet, row, column, mark)| {
            let mut indices = mark.findings.clone();
            indices.sort_by_key(|index| numbers[*index]);
            indices.dedup();
            let lines = indices.iter().map(|index| {
                let finding = &self.outcome.report.findings[*index];
                let (number, severity) = (numbers[*index], finding.severity.text(self.lang));
                format!("{number}. [{severity}] {}", finding.message)
            });
            let mut text = lines.collect::<Vec<_>>().join("\n");
            if let Some((end, _)) = text.char_indices().nth(NOTE) {
                text.truncate(end);
                text.push('…');
            }
            (sheet, row, column, text)
        })
    }

    /// Said where more cells have findings than notes can stand beside them.
    pub fn without_notes(&self, count: u64) -> String {
        say!(
            self.lang,
            "有{count}个单元格只着色、没有批注；见问题清单。",
            "{count} cells are coloured but carry no note; see the list of findings."
        )
    }
}

/// A place that is no single cell.
fn whole(place: &Place, lang: Lang) -> String {
    if place.row == 0 { say!(lang, "整表", "sheet") } else { say!(lang, "整行", "row") }
}

/// A check's title, or its name if it has none.
fn title(check: &str, lang: Lang) -> String {
    Check::named(check).map_or(check, |check| check.title(lang)).to_owned()
}
