//! The bureau's own summary: per programme the law in force, its limits and the figures to a day.
//!
//! Its shape is that of a county's annual summary: 一、主要开展工作 (一)…, 二、下一步工作, signature and date.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use crate::day::written;
use crate::deadline::{Class, Status};
use crate::finding::Severity;
use crate::lang::{Lang, Say};
use crate::money::Yuan;
use crate::rules::{Counted, Programme, Section, Version, chinese};
use crate::run::Outcome;
use crate::say;
use crate::totals::{Figures, Totals};
use crate::workspace::Workspace;

use super::law::law;
use super::totals::{households_untold, notes, over, unit};
use super::{Block, Document, Table};

/// What a summary is about.
pub struct Summary<'s> {
    pub totals: &'s Totals<'s>,
    pub outcome: &'s Outcome,
    pub workspace: Option<&'s Workspace>,
    pub year: i32,
    pub as_of: NaiveDate,
    pub lang: Lang,
}

impl Summary<'_> {
    pub fn document(&self) -> Document {
        let lang = self.lang;
        let (year, bureau) = (self.year, self.bureau());
        let mut document = Document::default();
        document.heading(1, say!(lang, "{bureau}{year}年社会救助工作情况", "{bureau}: social assistance in {year}"));
        let day = written(self.totals.day(), lang);
        document.paragraph(say!(lang,
            "现将{year}年截至{day}社会救助工作情况总结如下。各项数字均由名册逐行汇总，注明截至日期；没有名册的项目写明“未填报”，不以零代替。",
            "This is the state of social assistance in {year} as of {day}. Every figure is the sum of rows in the rosters; a programme without a roster is \"not reported\", which is not zero."));
        document.blocks.extend(over(self.totals, lang).chain(households_untold(self.outcome)).map(Block::Paragraph));
        document.heading(2, say!(lang, "一、主要开展工作", "1. Work done"));
        for (place, (title, programmes)) in self.sections().into_iter().enumerate() {
            let number = place as u64 + 1;
            let numeral = chinese(number).unwrap_or_default();
            document.heading(3, say!(lang, "（{numeral}）{title}", "({number}) {title}"));
            for programme in programmes {
                document.paragraph(self.programme(programme));
            }
        }
        self.table(&mut document);
        self.next_steps(&mut document);
        let signed = vec![self.bureau(), written(self.as_of, lang)];
        document.blocks.push(Block::Signature(signed));
        document
    }

    /// The sections of the outline with their programmes; what no section names comes last.
    fn sections(&self) -> Vec<(String, Vec<usize>)> {
        let (pack, lang) = (self.totals.pack, self.lang);
        let listed =
            |section: &Section| section.programmes.iter().filter_map(|of| pack.programme(&of.name)).collect::<Vec<_>>();
        let titled = |section| (Section::title(section, lang), listed(section));
        let asked_for = |programmes: Vec<usize>| programmes.into_iter().filter(|of| self.is_asked_for(*of)).collect();
        let mut sections: Vec<(String, Vec<usize>)> = pack.outline.sections.iter().map(titled).collect();
        let named = |programme: &usize| sections.iter().any(|(_, listed)| listed.contains(programme));
        let others: Vec<usize> = (0..pack.paying().count()).filter(|programme| !named(programme)).collect();
        if !others.is_empty() {
            sections.push((say!(lang, "其他社会救助情况", "Other assistance"), others));
        }
        let sections = sections.into_iter().map(|(title, programmes)| (title, asked_for(programmes)));
        sections.filter(|(_, programmes): &(String, Vec<usize>)| !programmes.is_empty()).collect()
    }

    /// Whether a programme belongs into the summary: it has rosters, relief.toml speaks of it, or some rule of it was
    /// in force within the year by the day of the figures.
    fn is_asked_for(&self, index: usize) -> bool {
        let programme = &self.totals.pack.programmes[index];
        let day = self.totals.day();
        let mut versions = programme.layers.iter().flat_map(|layer| &layer.versions).peekable();
        let was_in_force = |version: &Version| {
            version.span.from <= day && version.span.until.is_none_or(|until| until.year() >= self.year)
        };
        self.totals.of(index).is_some()
            || self.said_of(programme).is_some()
            || versions.peek().is_none()
            || versions.any(was_in_force)
    }

    /// What relief.toml says of a programme without a roster.
    fn said_of(&self, programme: &Programme) -> Option<&str> {
        let absent = &self.workspace?.absent;
        absent.iter().find(|(called, _)| programme.is_named(called)).map(|(_, why)| why.as_str())
    }

    /// Programmes that are left out, for there was no rule of them yet, or none any more.
    fn left_out(&self) -> Option<String> {
        let lang = self.lang;
        let programmes = self.totals.pack.paying().enumerate().filter(|(index, _)| !self.is_asked_for(*index));
        let names: Vec<&str> = programmes.map(|(_, programme)| programme.name.get(lang)).collect();
        let list = names.join(lang.enumeration_comma());
        (!names.is_empty()).then(|| {
            say!(
                lang,
                "规则库里在本期没有规定、也没有收到名册的项目，没有列入：{list}。",
                "Left out, without a rule in force in the period and without a roster: {list}."
            )
        })
    }

    fn bureau(&self) -> String {
        let lang = self.lang;
        let named = self.workspace.and_then(|workspace| workspace.bureau.clone());
        let named = named.map(|name| self.outcome.shown(&name));
        named.unwrap_or_else(|| say!(lang, "（单位名称）", "(bureau)"))
    }

    /// The law of a programme and its figures, or why there are none.
    fn programme(&self, index: usize) -> String {
        let programme = &self.totals.pack.programmes[index];
        let figures = self.totals.of(index);
        let law = law(programme, &self.days(figures.as_ref()), self.lang);
        match figures {
            Some(figures) if figures.are_all_outside() => {
                format!("{law}{}", self.outside(programme, &figures))
            }
            Some(figures) => {
                let notes = notes(self.totals, index, self.lang);
                let said: Vec<String> = std::iter::once(self.figures(programme, &figures)).chain(notes).collect();
                format!("{law}{}", said.join(if self.lang == Lang::Zh { "" } else { " " }))
            }
            None => format!("{law}{}", self.absent(programme)),
        }
    }

    /// The sentence of the rule file with its figures filled in.
    fn figures(&self, programme: &Programme, figures: &Figures) -> String {
        let lang = self.lang;
        let day = self.figures_day(figures);
        let Some(sentence) = &programme.sentence else {
            return self.plain(programme, figures, &day);
        };
        let unknown = || say!(lang, "（金额名册未提供）", "(no amount in the rosters)");
        let count = |count: Option<u64>, zh: &str, en: &str| match count {
            Some(count) => say!(lang, "{count}{zh}", "{count} {en}"),
            None => say!(lang, "（{zh}数名册未提供）", "({en}: not in the rosters)"),
        };
        let filled = sentence.get(lang).replace("{day}", &day).replace("{name}", programme.name.get(lang));
        let filled = filled
            .replace("{households}", &count(figures.households, "户", "households"))
            .replace("{persons}", &count(figures.persons, "人", "persons"))
            .replace("{visits}", &count(figures.visits, "人次", "visits"))
            .replace("{amount}", &figures.amount.map_or_else(unknown, |amount| money(amount, lang)));
        self.noted(filled, programme, figures)
    }

    /// For a programme whose rule file has no sentence yet.
    fn plain(&self, programme: &Programme, figures: &Figures, day: &str) -> String {
        let lang = self.lang;
        let name = programme.name.get(lang);
        let households = figures.households.map(|count| say!(lang, "{count}户", "{count} households"));
        let persons = figures.persons.map(|count| say!(lang, "{count}人", "{count} persons"));
        let amount = figures.amount.map(|amount| money(amount, lang));
        let parts: Vec<String> = [households, persons, amount].into_iter().flatten().collect();
        let parts = parts.join(lang.comma());
        self.noted(say!(lang, "截至{day}，{name}{parts}。", "{name} as of {day}: {parts}."), programme, figures)
    }

    fn noted(&self, mut sentence: String, programme: &Programme, figures: &Figures) -> String {
        let (lang, unit) = (self.lang, unit(programme, self.lang));
        let is_of_no_month = programme.counted == Counted::Stock && figures.stock_of.is_none();
        if let of_no_year @ 1.. = if is_of_no_month { figures.of_no_year } else { 0 } {
            sentence.push_str(&say!(
                lang,
                "其中{of_no_year}{unit}名册没有写月份，或读不出，不知是否在本期，也已计入。",
                " Counted too, though their month is not written or cannot be read: {of_no_year} {unit}, perhaps of another period."
            ));
        }
        if let undated @ 1.. = figures.undated {
            sentence.push_str(&match programme.counted {
                Counted::Stock => say!(
                    lang,
                    "另有{undated}{unit}名册没有写月份，只计入金额。",
                    " In the amount alone, for want of a month: {undated} {unit}."
                ),
                Counted::Flow => say!(
                    lang,
                    "其中{undated}户（人次）名册没有写月份，或读不出，不知是否在本期，也已计入。",
                    " Counted too, though their month is not written or cannot be read: {undated}, perhaps of another period."
                ),
            });
        }
        if let beyond @ 1.. = figures.beyond {
            sentence.push_str(&say!(
                lang,
                "金额中{beyond}户（人次）所发的月份跨出本期，未拆分，全额计入。",
                " In the amount undivided, though their months reach beyond the period: {beyond}."
            ));
        }
        if let without @ 1.. = figures.without_amount {
            sentence.push_str(&say!(
                lang,
                "其中{without}{unit}金额缺失或读不出，未计入金额。",
                " The amount is without {without} {unit} whose own is missing or unreadable."
            ));
        }
        if let without @ 1.. = figures.without_persons {
            sentence.push_str(&say!(
                lang,
                "其中{without}户没有写人数，或读不出，未计入人数。",
                " Persons are without those of {without} households whose number is missing or unreadable."
            ));
        }
        if let pending @ 1.. = figures.pending {
            // What was open at the end of a past year may be decided since.
            let on = written(self.as_of, lang);
            sentence.push_str(&match self.totals.day() == self.as_of {
                true => say!(lang, "另有在办{pending}件，未计入。", " Open and not counted: {pending}."),
                false => {
                    say!(lang, "另有在办{pending}件（截至{on}），未计入。", " Open on {on} and not counted: {pending}.")
                }
            });
        }
        if let refused @ 1.. = figures.refused {
            sentence.push_str(&say!(lang, "另有不予批准{refused}件，未计入。", " Refused and not counted: {refused}."));
        }
        sentence
    }

    fn figures_day(&self, figures: &Figures) -> String {
        written(self.last_day(figures), self.lang)
    }

    /// A stock of an earlier month is said to be of that month's end, not of the day of the others.
    fn last_day(&self, figures: &Figures) -> NaiveDate {
        let (day, ends) = (self.totals.day(), figures.stock_of.map(|month| month.last_day()));
        ends.map_or(day, |end| end.min(day))
    }

    /// The days whose law a programme's figures rest on: from the first of their months; without any, that of the summary.
    fn days(&self, figures: Option<&Figures>) -> RangeInclusive<NaiveDate> {
        let figures = figures.filter(|figures| !figures.are_all_outside());
        let last = figures.map_or(self.totals.day(), |figures| self.last_day(figures));
        let first = figures.and_then(|figures| figures.months).map(|months| months.first.first_day());
        first.map_or(last, |first| first.min(last))..=last
    }

    /// Rosters were given, but of other months.
    fn outside(&self, programme: &Programme, figures: &Figures) -> String {
        let lang = self.lang;
        let name = programme.name.get(lang);
        let of = figures.outside_months.map(|months| months.written(lang)).unwrap_or_default();
        say!(
            lang,
            "{name}：未填报（名册为{of}，不在本期）。",
            "{name}: not reported (the rosters are of {of}, outside the period)."
        )
    }

    fn absent(&self, programme: &Programme) -> String {
        let lang = self.lang;
        let name = programme.name.get(lang);
        let none = || say!(lang, "没有收到该项目的名册", "no roster of it was given");
        let why = self.said_of(programme).map_or_else(none, str::to_owned);
        say!(lang, "{name}：未填报（{why}）。", "{name}: not reported ({why}).")
    }

    /// All figures once more, in a table.
    fn table(&self, document: &mut Document) {
        let lang = self.lang;
        let headers = [
            say!(lang, "项目", "Programme"),
            say!(lang, "户", "Households"),
            say!(lang, "人", "Persons"),
            say!(lang, "人次", "Visits"),
            say!(lang, "万元", "10,000 yuan"),
            say!(lang, "口径", "Counted"),
        ];
        let mut table = Table::new(&headers, &[1, 2, 3, 4]);
        for programme in (0..self.totals.pack.paying().count()).filter(|index| self.is_asked_for(*index)) {
            let name = self.totals.pack.programmes[programme].name.get(lang).to_owned();
            table.rows.push(match self.totals.of(programme) {
                Some(figures) if !figures.are_all_outside() => self.table_row(name, &figures),
                Some(_) => vec![
                    name,
                    "—".into(),
                    "—".into(),
                    "—".into(),
                    "—".into(),
                    say!(lang, "名册不在本期", "rosters outside the period"),
                ],
                None => {
                    vec![name, "—".into(), "—".into(), "—".into(), "—".into(), say!(lang, "未填报", "not reported")]
                }
            });
        }
        document.table(table);
        document.blocks.extend(self.left_out().map(Block::Paragraph));
    }

    fn table_row(&self, name: String, figures: &Figures) -> Vec<String> {
        let lang = self.lang;
        let count = |count: Option<u64>| count.map_or_else(|| "—".to_owned(), |count| count.to_string());
        let day = self.figures_day(figures);
        let months = figures.months.map(|months| months.written(lang)).unwrap_or_default();
        let basis = match figures.stock_of {
            None if figures.months.is_none() && figures.of_no_year > 0 => {
                say!(lang, "名册没有写月份，不知是否在本期", "the rosters name no month; perhaps of another period")
            }
            Some(_) => say!(lang, "{day}在册，金额为{months}累计", "on the list on {day}, amount of {months}"),
            None => say!(lang, "截至{day}，{months}累计", "as of {day}, all of {months}"),
        };
        let amount = figures.amount.map_or_else(|| "—".to_owned(), Yuan::wan);
        vec![name, count(figures.households), count(figures.persons), count(figures.visits), amount, basis]
    }

    /// What the rosters themselves say must be done next.
    fn next_steps(&self, document: &mut Document) {
        let lang = self.lang;
        document.heading(2, say!(lang, "二、下一步工作", "2. What comes next"));
        let steps = [self.missing(), self.open_cases(), self.to_verify()];
        let mut number = 0;
        for step in steps.into_iter().flatten() {
            number += 1;
            let numeral = chinese(number).unwrap_or_default();
            document.paragraph(say!(lang, "（{numeral}）{step}", "({number}) {step}"));
        }
        if number == 0 {
            document.paragraph(say!(lang, "名册中没有未办结的事项。", "The rosters leave nothing open."));
        }
    }

    fn missing(&self) -> Option<String> {
        let lang = self.lang;
        let programmes = self.totals.pack.paying().enumerate();
        // Of which relief.toml says why there is none, nobody is to hand in a roster.
        let missing = programmes.filter(|(index, programme)| {
            self.totals.of(*index).is_none() && self.is_asked_for(*index) && self.said_of(programme).is_none()
        });
        let names: Vec<&str> = missing.map(|(_, programme)| programme.name.get(lang)).collect();
        let list = names.join(lang.enumeration_comma());
        (!names.is_empty()).then(|| say!(lang, "补报{list}名册。", "Report the rosters of {list}."))
    }

    fn open_cases(&self) -> Option<String> {
        let lang = self.lang;
        let open = || self.outcome.dues.iter().filter(|due| due.ended.is_none());
        let overdue = open().filter(|due| due.class() == Class::Overdue).count();
        let to_look_at = match open().filter(|due| due.class() == Class::ToLookAt).count() {
            0 => String::new(),
            to_look_at => say!(lang, "，待核实{to_look_at}件", ", to look at {to_look_at}"),
        };
        let cases = open().count();
        let next = open().filter(|due| matches!(due.status, Status::DueIn(_))).min_by_key(|due| due.last_day);
        let next = next.and_then(|due| {
            let (day, step) = (written(due.last_day?, lang), due.step.get(lang));
            let status = due.status.say(lang);
            Some(say!(lang, "最近一件{step}于{day}到期（{status}）", "the next is due on {day} ({step}, {status})"))
        });
        let next = next.map(|next| say!(lang, "，{next}", "; {next}")).unwrap_or_default();
        (cases > 0).then(|| {
            say!(
                lang,
                "按期办结在办事项{cases}件，其中已逾期{overdue}件{to_look_at}{next}。",
                "Decide the open steps in time: {cases}, overdue of them {overdue}{to_look_at}{next}."
            )
        })
    }

    fn to_verify(&self) -> Option<String> {
        let lang = self.lang;
        let tally = &self.outcome.report.tally;
        let (errors, suspicions, warnings) =
            (tally.of(Severity::Error), tally.of(Severity::Suspicion), tally.of(Severity::Warning));
        let (year, programmes) = (self.year, 0..self.totals.pack.paying().count());
        let is_of_others = |index: usize| self.totals.of(index).is_some_and(|figures| figures.outside > 0);
        let of_others = match programmes.into_iter().any(is_of_others) {
            true => say!(lang, "，所读名册全部算在内，不只{year}年的", ", of all rosters read and not of {year} alone"),
            false => String::new(),
        };
        (errors + suspicions + warnings > 0).then(|| say!(lang,
            "核实名册中的错误{errors}处、疑点{suspicions}处、警告{warnings}处（relief validate 列出位置和依据{of_others}）；疑点不等于结论，核实前不停发任何人的待遇。",
            "Verify {errors} errors, {suspicions} suspicions and {warnings} warnings in the rosters (relief validate lists where and why{of_others}); a suspicion is no verdict, and nobody's aid is stopped before it is verified."))
    }
}

/// Money as reports write it: exact 万元 in Chinese, yuan in English.
fn money(amount: Yuan, lang: Lang) -> String {
    let wan = amount.wan();
    say!(lang, "{wan}万元", "{amount} yuan")
}
