//! A roster, and the law it is judged by: what a check about one roster may look at besides its subject.

use std::cell::Cell;

use chrono::NaiveDate;

use super::law::{ByMonth, MonthLaw};
use super::lists::STOPS;
use super::{Reporter, date_order, entitlement, required_value, unknown_month};
use crate::calendar::Calendar;
use crate::day::{Month, Months};
use crate::deadline::Running;
use crate::field::{Field, Kind};
use crate::lang::Lang;
use crate::roster::{Record, Roster, Shown};
use crate::rules::{Pack, Posting, Programme, Standard};
use crate::say;

/// What a check about one roster may look at besides its subject; each thread has its own.
pub struct Case<'c> {
    pub pack: &'c Pack,
    pub programme: &'c Programme,
    pub roster: &'c Roster,
    /// What lists show that an exception of the law asks for.
    pub shown: &'c Shown,
    pub calendar: &'c Calendar,
    pub today: NaiveDate,
    /// Fields the roster has that are more than words.
    pub typed: Vec<Field>,
    /// Fields the roster has of words that say who, where and to which account.
    pub named: Vec<(Field, u16)>,
    /// Fields whose numbers are longer than a spreadsheet keeps, and their columns.
    pub long: Vec<(Field, u16)>,
    /// The column behind the last of a text file.
    pub beyond: Option<u16>,
    /// Of the first, the amounts, and the days on which something was done.
    pub amounts: Vec<Field>,
    pub done: Vec<Field>,
    /// Of the days, those that follow each other, in their order.
    pub order: Vec<Field>,
    /// The rounds of a notice whose days the programme has not in that order: it is taken down after it is put up all the same.
    pub posted: Vec<[Field; 2]>,
    /// The days of the row looked at last of which nothing was found. A case goes with one reader of rows, whose
    /// numbers tell days apart.
    pub(super) days_in_order: Cell<Option<u32>>,
    /// Columns of goods that are given, of which no rule asks.
    pub goods: Vec<u16>,
    /// The ones no row may lack.
    pub required: Vec<Field>,
    /// What the dates of its rows set running.
    pub running: Running<'c>,
    /// Whether the roster names the members of its households.
    pub lists_members: bool,
    /// What some rate of some day is stated in.
    pub(super) rated: Vec<Field>,
    /// Of these, what stands for a month of one person's pay, supplements for classes apart.
    pub(super) monthly: Vec<Field>,
    /// Whether the law of some day has it pay the difference between a standard and an income.
    pub(super) pays_difference: bool,
    /// Whether its rows are stops.
    stops: bool,
    /// Whether it is a list whose rows say from when until when they hold.
    lists_spans: bool,
    law: ByMonth<MonthLaw<'c>>,
}

/// More months than this are a slip of the pen, not what a row pays.
pub(super) const LONGEST: u32 = 120;

/// Why the months of a row are not known: it gives none, or too many.
pub(super) fn no_months(is_long: bool, lang: Lang) -> String {
    match is_long {
        true => say!(
            lang,
            "有的行写的时段长过{LONGEST}个月，多半是笔误，没有核对",
            "some rows are of more than {LONGEST} months, most likely by a slip, and are not judged"
        ),
        false => unknown_month(lang),
    }
}

/// Words without which a row is nobody's, stands nowhere or is paid to no account.
const NAMED: [Field; 6] =
    [Field::Name, Field::HeadName, Field::Township, Field::Region, Field::Village, Field::Account];

impl<'c> Case<'c> {
    pub fn new(
        pack: &'c Pack,
        roster: &'c Roster,
        shown: &'c Shown,
        calendar: &'c Calendar,
        today: NaiveDate,
    ) -> Case<'c> {
        let programme = &pack.programmes[roster.programme];
        let of_kind = |wanted: &dyn Fn(Kind) -> bool| {
            let fields = roster.fields().map(|(field, _)| field);
            fields.filter(|field| wanted(field.kind())).collect::<Vec<Field>>()
        };
        let is_long = |(field, _): &(Field, u16)| matches!(field.kind(), Kind::Account | Kind::Certificate);
        let versions = programme.layers.iter().flat_map(|layer| &layer.versions);
        let order: Vec<Field> = programme.order.iter().copied().filter(|field| roster.has(*field)).collect();
        let posted = Posting::ALL.into_iter().map(|Posting { from, until }| [from, until]);
        let posted = posted.filter(|round| round.iter().all(|field| roster.has(*field) && !order.contains(field)));
        Case {
            pack,
            programme,
            roster,
            shown,
            calendar,
            today,
            typed: of_kind(&|kind| !kind.is_words()),
            named: NAMED.into_iter().filter_map(|field| Some((field, roster.column(field)?))).collect(),
            long: roster.fields().filter(is_long).collect(),
            beyond: roster.beyond_text(),
            amounts: of_kind(&|kind| kind == Kind::Money),
            done: roster.fields().map(|(field, _)| field).filter(|field| date_order::is_done(*field)).collect(),
            posted: posted.collect(),
            order,
            days_in_order: Cell::new(None),
            goods: roster.unknown_with(&pack.vocabulary.goods).map(|head| head.index).collect(),
            required: required_value::required(roster, programme),
            running: Running::new(roster, programme, calendar, today),
            lists_members: roster.lists_members(),
            monthly: entitlement::monthly(&programme.rated(), roster.parts_paid),
            rated: programme.rated(),
            pays_difference: versions.into_iter().any(|version| version.difference.is_some()),
            stops: programme.is_list && programme.id == STOPS,
            lists_spans: programme.is_list && (roster.has(Field::Since) || roster.has(Field::Until)),
            law: ByMonth::default(),
        }
    }

    /// The law of a month, worked out once.
    #[inline]
    pub(super) fn law(&self, month: Month) -> &MonthLaw<'c> {
        self.law.of(month, || MonthLaw::new(month, self.pack, self.roster))
    }

    /// The law of a month as it holds of a row: where it changes within the month and the row's aid was granted in it,
    /// that of the day of the grant; `None` where the row does not give that day.
    pub(super) fn law_of(&self, month: Month, record: &Record<'_>) -> Option<&MonthLaw<'c>> {
        let law = self.law(month);
        if !law.changes() {
            return Some(law);
        }
        match record.granted() {
            Some(day) if Month::of(day) == Some(month) => Some(law.on(day)),
            _ if self.months(record).is_some_and(|months| months.contains(month)) => None,
            _ => Some(law),
        }
    }

    /// The standards of some months, each with the months it holds for without a break; `None` where none is known.
    pub(super) fn standards(&self, months: Months) -> impl Iterator<Item = (Months, Option<&'c Standard>)> {
        let mut rest = Some(months);
        std::iter::from_fn(move || {
            let own = rest.take()?;
            let standard = self.law(own.first).standard;
            // Nearly every row is of one month.
            if own.first == own.last {
                return Some((own, standard));
            }
            let goes_on = |month: &Month| match (self.law(*month).standard, standard) {
                (Some(one), Some(other)) => std::ptr::eq(one, other),
                (one, other) => one.is_none() && other.is_none(),
            };
            let later = own.each().skip(1).take_while(goes_on).last();
            let span = Months { last: later.unwrap_or(own.first), ..own };
            rest = (span.last < own.last).then(|| Months { first: span.last.next(), ..own });
            Some((span, standard))
        })
    }

    /// The months a record is paid for, if they are not more than anybody is paid in a row; or those in which what a
    /// list says of it holds; of a stop, those in one of which it begins.
    #[inline]
    pub fn months(&self, record: &Record<'_>) -> Option<Months> {
        match record.months() {
            // Nearly every row.
            Some(months) if months.first == months.last && !self.stops && !self.lists_spans => Some(months),
            months => self.other_months(months, record),
        }
    }

    #[inline(never)]
    fn other_months(&self, months: Option<Months>, record: &Record<'_>) -> Option<Months> {
        if self.stops
            && let Some(months) = record.typed(Field::EndMonth).months()
        {
            return Some(months);
        }
        if self.lists_spans {
            return record.listed_months();
        }
        months.filter(|months| months.first == months.last || self.are_known(*months, record))
    }

    /// Whether a record is of several months for certain: which of those of its sheet one is of that gives its own and cannot be
    /// read, nobody knows.
    #[inline(never)]
    fn are_known(&self, months: Months, record: &Record<'_>) -> bool {
        let is_long = !self.programme.is_list && months.count() > LONGEST;
        !is_long && !record.typed(Field::Period).is_unreadable()
    }

    /// Says once why the months of a record are not known.
    #[cold]
    pub(super) fn months_unknown(&self, record: &Record<'_>, report: &mut Reporter) {
        let (lang, is_long) = (report.lang, record.months().is_some_and(|months| months.count() > LONGEST));
        report.cannot_check_of(is_long, || no_months(is_long, lang));
    }

    /// The same, where it is certain which they are: a row paid for fewer months than it is of does not say which.
    #[inline]
    pub fn months_known(&self, record: &Record<'_>) -> Option<Months> {
        let paid = record.count(Field::MonthsPaid).or_else(|| record.months_in_sum());
        self.months(record).filter(|months| paid.is_none_or(|paid| paid >= months.count()))
    }
}
