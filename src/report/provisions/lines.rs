//! What one level of government says of a programme goes in; a line for each thing it says comes out.

use std::sync::Arc;

use chrono::NaiveDate;

use super::says::{amount, by, cycle, expires, limit, posted, share, starts, who, worth, yearly};
use super::{Kind, Provision};
use crate::day::Month;
use crate::field::Field;
use crate::lang::{Lang, Words, several};
use crate::rules::{Basis, Layer, Pack, Programme, Span, Version, Worth};
use crate::say;

/// What a layer of a programme says on a day, and in which words columns are called: in Chinese by their headers, in
/// English by the words rule files use.
#[derive(Clone, Copy)]
pub(super) struct Page<'p> {
    pub layer: &'p Layer,
    pub programme: &'p Programme,
    pub pack: &'p Pack,
    pub day: NaiveDate,
    pub lang: Lang,
}

impl<'p> Page<'p> {
    pub fn lines(self) -> Vec<Provision<'p>> {
        let mut all: Vec<Provision<'p>> = self.laws().collect();
        if let Some(version) = self.layer.on(self.day) {
            all.extend(self.conditions(version));
            all.extend(self.whole(version));
            all.extend(self.deadlines(version));
            all.extend(self.notices(version));
            all.extend(self.visits(version));
            all.extend(self.payment(version));
            all.extend(self.aid_again(version));
            all.extend(self.reviews(version));
        }
        all.extend(self.standards());
        all.extend(self.rates());
        all.extend(self.shares());
        all.extend(self.not_income());
        all.extend(self.expiries());
        all.extend(self.yearly());
        all
    }

    pub fn header(self, field: Field) -> String {
        match self.lang {
            Lang::Zh => self.pack.header(field, self.programme),
            Lang::En => field.name().to_owned(),
        }
    }

    /// What a version says of something, where no nearer one says it.
    fn said<T: 'p>(
        self,
        version: &'p Version,
        what: impl Fn(&'p Version) -> Option<&'p T>,
    ) -> impl Iterator<Item = &'p T> {
        let said = self.programme.says(self.day, &what);
        what(version).filter(|rule| said.is_some_and(|said| std::ptr::eq(said, *rule))).into_iter()
    }

    /// A line of the only thing of its kind.
    fn only(self, kind: Kind, says: String, basis: &'p Arc<Basis>, span: Span) -> Provision<'p> {
        Provision {
            kind,
            key: String::new(),
            name: String::new(),
            says,
            unless: None,
            basis,
            span,
            area: &self.layer.area,
            deadline: None,
            fields: Vec::new(),
            worth: None,
        }
    }

    /// A line of one of several of its kind.
    fn named(self, kind: Kind, name: &Words, says: String, basis: &'p Arc<Basis>, span: Span) -> Provision<'p> {
        let (key, name) = (name.zh.clone(), name.get(self.lang).to_owned());
        Provision { key, name, ..self.only(kind, says, basis, span) }
    }

    fn except(self, unless: Option<&Words>) -> Option<String> {
        unless.map(|unless| unless.get(self.lang).to_owned())
    }

    /// The text that the version of the day rests on.
    pub fn text(self) -> Option<Provision<'p>> {
        let version = self.layer.on(self.day)?;
        Some(self.only(Kind::Text, version.basis.document.cited(), &version.basis, version.span))
    }

    fn laws(self) -> impl Iterator<Item = Provision<'p>> {
        self.layer.laws.iter().filter(move |law| law.span.holds(self.day)).map(move |law| {
            let says = law.basis.document.cited();
            let line = self.only(Kind::Law, says.clone(), &law.basis, law.span);
            Provision { key: says, ..line }
        })
    }

    fn whole(self, version: &'p Version) -> impl Iterator<Item = Provision<'p>> {
        self.said(version, |version| version.whole.as_ref()).map(move |rule| {
            let says = say!(self.lang, "家庭符合条件的，整户纳入", "a household that meets them is covered whole");
            let line = self.named(Kind::Condition, &rule.name, says, &rule.basis, version.span);
            let fields = vec![Field::HouseholdSize, Field::CoveredSize];
            Provision { unless: self.except(Some(&rule.unless)), fields, ..line }
        })
    }

    fn conditions(self, version: &'p Version) -> impl Iterator<Item = Provision<'p>> {
        held(&version.conditions, self.programme.conditions(self.day)).map(move |rule| {
            let asked = rule.any.iter().chain([&rule.only_when]).flat_map(|when| when.fields());
            let line = self.named(Kind::Condition, &rule.name, who(rule, self.lang), &rule.basis, version.span);
            Provision { unless: self.except(rule.unless.as_ref()), fields: asked.collect(), ..line }
        })
    }

    fn deadlines(self, version: &'p Version) -> impl Iterator<Item = Provision<'p>> {
        let starts = self.programme.starts().into_iter();
        let running = starts.flat_map(|starts| self.programme.deadlines(starts, self.day)).collect();
        held(&version.deadlines, running).map(move |rule| {
            let extended_by = rule.extension.iter().flat_map(|extension| extension.when.fields());
            let line = self.named(Kind::Deadline, &rule.name, limit(rule, self), &rule.basis, version.span);
            Provision {
                key: format!("{} {} {}", rule.starts.name(), rule.ends.name(), rule.when.text(Lang::Zh)),
                unless: self.except(rule.unless.as_deref()),
                deadline: Some(rule),
                fields: [rule.starts, rule.ends].into_iter().chain(extended_by).collect(),
                ..line
            }
        })
    }

    fn notices(self, version: &'p Version) -> impl Iterator<Item = Provision<'p>> {
        held(&version.notices, self.programme.notices(self.day)).map(move |rule| {
            let line = self.named(Kind::Notice, &rule.name, posted(rule, self.lang), &rule.basis, version.span);
            let key = format!("{} {}", rule.name.zh, rule.binding);
            Provision { key, fields: vec![Field::PostedFrom, Field::PostedUntil], ..line }
        })
    }

    fn visits(self, version: &'p Version) -> impl Iterator<Item = Provision<'p>> {
        let lang = self.lang;
        let visit = self.said(version, |version| version.visit.as_ref()).map(move |rule| {
            let percent = rule.percent;
            let says = say!(lang, "不低于{percent}%", "at least {percent}%");
            Provision { fields: vec![Field::Visited], ..self.only(Kind::Visit, says, &rule.basis, version.span) }
        });
        let of_kin = self.said(version, |version| version.kin_visit.as_ref()).map(move |rule| {
            let says = say!(lang, "登记备案的逐户", "every registered case");
            let line = self.only(Kind::KinVisit, says, &rule.basis, version.span);
            Provision { fields: vec![Field::KinRecorded, Field::Visited], ..line }
        });
        visit.chain(of_kin)
    }

    /// From when, by when and how much.
    fn payment(self, version: &'p Version) -> impl Iterator<Item = Provision<'p>> {
        let lang = self.lang;
        let start = held(&version.starts, self.programme.paid_from(self.day).iter().collect()).map(move |rule| {
            let line = self.only(Kind::Start, starts(rule, self), &rule.basis, version.span);
            let fields = [Field::StartMonth, rule.after].into_iter().chain(rule.when.fields()).collect();
            Provision { key: rule.when.text(Lang::Zh).to_owned(), fields, ..line }
        });
        let pay_day = self.said(version, |version| version.pay_day.as_ref()).map(move |rule| {
            let by = rule.day;
            let says = say!(lang, "每月{by}日前", "by day {by} of the month");
            Provision { fields: vec![Field::Paid], ..self.only(Kind::PayDay, says, &rule.basis, version.span) }
        });
        let difference = self.said(version, |version| version.difference.as_ref()).map(move |rule| {
            let says = say!(lang, "（标准－人均收入）×人数", "(standard − income per head) × persons");
            let line = self.only(Kind::Difference, says, &rule.basis, version.span);
            let fields = vec![Field::MonthlyAmount, Field::IncomePerHead];
            Provision { unless: self.except(rule.unless.as_ref()), fields, ..line }
        });
        let below = |version: &'p Version| version.difference.as_ref()?.below.as_ref();
        let below = self.said(version, below).map(move |rule| {
            let says = say!(lang, "人均收入低于标准的才有", "only where income per head is below the standard");
            let basis = self.programme.basis_of(rule, self.day);
            let line = self.only(Kind::Difference, says, basis, version.span);
            let fields = vec![Field::MonthlyAmount, Field::IncomePerHead];
            Provision { key: "below".to_owned(), unless: self.except(rule.unless.as_ref()), fields, ..line }
        });
        start.chain(pay_day).chain(difference).chain(below)
    }

    fn aid_again(self, version: &'p Version) -> impl Iterator<Item = Provision<'p>> {
        self.said(version, |version| version.repeat.as_ref()).map(move |rule| {
            let (months, so_many) = (rule.months, several(rule.months, "month"));
            let practice = match rule.says_months {
                true => String::new(),
                false => say!(self.lang, "（月数是有的地方的做法）", " (so many are what some places do in practice)"),
            };
            let says = say!(
                self.lang,
                "{months}个月内同一事由不重复{practice}",
                "not for one cause within {so_many}{practice}"
            );
            let line = self.only(Kind::Repeat, says, &rule.basis, version.span);
            Provision { unless: self.except(rule.unless.as_ref()), ..line }
        })
    }

    fn reviews(self, version: &'p Version) -> impl Iterator<Item = Provision<'p>> {
        held(&version.reviews, self.programme.reviews(self.day)).map(move |rule| {
            let line = self.named(Kind::Review, &rule.name, cycle(rule, self.lang), &rule.basis, version.span);
            Provision { unless: self.except(rule.excepted()), fields: vec![Field::Reviewed], ..line }
        })
    }

    fn standards(self) -> impl Iterator<Item = Provision<'p>> {
        held(&self.layer.standards, self.programme.standard_on(self.day).into_iter().collect()).map(move |rule| {
            let says = rule.text(self.lang) + &unsure(rule.span, rule.sure_from, self.lang);
            let line = self.only(Kind::Standard, says, &rule.basis, rule.span);
            Provision { fields: vec![Field::Standard], ..line }
        })
    }

    fn rates(self) -> impl Iterator<Item = Provision<'p>> {
        self.layer.rates.iter().filter(move |rule| rule.span.holds(self.day)).map(move |rule| {
            let says = amount(rule, self) + &unsure(rule.span, rule.sure_from, self.lang);
            let line = self.named(Kind::Rate, &rule.name, says, &rule.basis, rule.span);
            Provision {
                key: format!("{} {} {}", rule.name.zh, rule.pays.name(), rule.when.text(Lang::Zh)),
                unless: self.except(rule.unless.as_ref()),
                fields: rule.when.fields().chain([rule.pays]).collect(),
                worth: matches!(rule.worth, Worth::Times(..)).then(|| worth(rule, self)),
                ..line
            }
        })
    }

    fn shares(self) -> impl Iterator<Item = Provision<'p>> {
        self.layer.shares.iter().filter(move |rule| rule.span.holds(self.day)).map(move |rule| {
            let line = self.named(Kind::Share, &rule.name, share(rule, self), &rule.basis, rule.span);
            Provision {
                key: format!("{} {}", rule.name.zh, rule.when.text(Lang::Zh)),
                unless: self.except(rule.unless.as_ref()),
                fields: rule.less.iter().copied().chain([rule.of, rule.pays]).collect(),
                ..line
            }
        })
    }

    fn not_income(self) -> impl Iterator<Item = Provision<'p>> {
        self.layer.not_income.iter().filter(move |rule| rule.span.holds(self.day)).map(move |rule| {
            let fixed = || say!(self.lang, "不计入家庭收入", "no income of the household");
            let says = rule.unknown.as_ref().map_or_else(fixed, |unknown| unknown.get(self.lang).to_owned());
            self.named(Kind::NotIncome, &rule.name, says, &rule.basis, rule.span)
        })
    }

    fn expiries(self) -> impl Iterator<Item = Provision<'p>> {
        self.layer.expiries.iter().filter(move |rule| rule.span.holds(self.day)).map(move |rule| {
            let says = by(rule.who.as_ref(), expires(rule, self), self.lang);
            let line = self.named(Kind::Expiry, &rule.name, says, &rule.basis, rule.span);
            Provision { unless: self.except(rule.unless.as_ref()), fields: vec![rule.field], ..line }
        })
    }

    fn yearly(self) -> impl Iterator<Item = Provision<'p>> {
        self.layer.yearly.iter().filter(move |rule| rule.span.holds(self.day)).map(move |rule| {
            let says = by(rule.who.as_ref(), yearly(rule, self.lang), self.lang);
            self.named(Kind::Yearly, &rule.name, says, &rule.basis, rule.span)
        })
    }
}

/// That the month from which an amount held was not found.
fn unsure(span: Span, sure_from: NaiveDate, lang: Lang) -> String {
    match Month::of(sure_from).filter(|_| sure_from > span.from) {
        Some(latest) => {
            say!(
                lang,
                "（执行月份没有查到，最迟{latest}）",
                " (from which month was not found, {latest} at the latest)"
            )
        }
        None => String::new(),
    }
}

/// Those of a level that no nearer one replaces: the same that rows are judged by.
fn held<'p, T>(of_level: &'p [T], in_force: Vec<&'p T>) -> impl Iterator<Item = &'p T> {
    of_level.iter().filter(move |rule| in_force.iter().any(|held| std::ptr::eq(*held, *rule)))
}
