//! What rows leave behind of a person: sorted by number, so that every cross-roster question is a walk over groups.

use chrono::NaiveDate;

use crate::day::Months;
use crate::field::{Field, Kind};
use crate::finding::Place;
use crate::identity::IdNumber;
use crate::money::Yuan;
use crate::rules::Codes;

use super::Layout;
use super::causes::Causes;
use super::fold;
use super::hashed::hash;
use super::household;
use super::person::{Person, Role};
use super::purpose::Purpose;
use super::record::Record;

/// One appearance of one identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    /// Seventeen digits: the same for a number of 15 and of 18 characters.
    pub key: u64,
    pub source: u16,
    /// `u16::MAX` stands for no column.
    pub column: u16,
    pub row: u32,
    pub months: Option<Months>,
    pub purpose: Purpose,
    pub(super) flags: u8,
    /// Category and grade of a disability, four bits each: the place in its code set, from 1.
    pub(super) disability: u8,
    /// What the aid is for, by its number among [`Causes`]; 0 where nothing stands.
    pub cause: u16,
    /// The name, hashed; 0 where none stands.
    pub name: u32,
    /// What holds the rows of a household together, hashed; 0 where nothing does.
    pub household: u32,
    /// Numbers of the run's list of places, or [`super::Household::PLACE_ABOVE`]; each township has its own villages.
    pub township: u32,
    pub village: u32,
    /// Fen, as far as they go; [`NO_FEN`] stands for none.
    pub(super) fen: i32,
}

const CHECK_FAILS: u8 = 1;
pub(super) const COVERED: u8 = 2;
const HEAD: u8 = 4;
const CORRECTS: u8 = 8;
const OF_MORE_MONTHS: u8 = 16;
pub(super) const UNCLEAR: u8 = 32;
/// No amount is as far below nothing.
pub(super) const NO_FEN: i32 = i32::MIN;
/// More is not kept of a row as what may be at stake: 21,474,836.47 yuan.
pub const MOST_KEPT: Yuan = Yuan::from_fen(i32::MAX as i64);

/// The code of a payment that did not arrive, and those of one that did.
const FAILED: &str = "failed";
const ARRIVED: [&str; 2] = ["paid", "valid"];

impl Sighting {
    /// Gives every number a record names that can be somebody's.
    pub fn each(
        record: &Record<'_>,
        months: Option<Months>,
        place: (u32, u32),
        causes: &mut Causes,
        mut give: impl FnMut(Sighting),
    ) {
        let row = Sighting::of_row(record, months, place, causes);
        // Nearly every row names one person: a loop over all it may name costs more than that one.
        row.of_person(record.own(), record).into_iter().for_each(&mut give);
        record.members().iter().filter_map(|member| row.of_person(member, record)).for_each(give);
    }

    /// What a row says of one of the people it names; `None` where no number tells who that is.
    #[inline(always)]
    fn of_person(&self, person: &Person<'_>, record: &Record<'_>) -> Option<Sighting> {
        let id = person.somebody()?;
        // What a row of a household says of cover is said of its head.
        let member = record.roster.layout == Layout::Households && person.role == Role::Member;
        let covered = self.is_covered() || (member && !is_unaided(record));
        let flags = (self.flags & !COVERED)
            + u8::from(!id.check_holds()) * CHECK_FAILS
            + u8::from(covered) * COVERED
            + u8::from(person.role != Role::Member) * HEAD;
        Some(Sighting {
            key: id.key(),
            column: person.column.unwrap_or(u16::MAX),
            flags,
            disability: if member { 0 } else { self.disability },
            name: person.hashed,
            fen: if member { NO_FEN } else { self.fen },
            ..*self
        })
    }

    /// What a row says of whoever it is for, without their number and name.
    #[inline(always)]
    fn of_row(record: &Record<'_>, months: Option<Months>, place: (u32, u32), causes: &mut Causes) -> Sighting {
        let unaided = is_unaided(record);
        let paid = paid(record);
        let corrects = u8::from(paid.is_some_and(Yuan::is_negative) || record.makes_up());
        let of_more = u8::from(pays_more_months(record, months));
        // What was refused, or came back, is nobody's money.
        let is_no_money = unaided && record.roster.list.is_none();
        Sighting {
            key: 0,
            source: record.roster.source,
            column: u16::MAX,
            row: record.row,
            months,
            purpose: Purpose::OfSheet,
            flags: corrects * CORRECTS + of_more * OF_MORE_MONTHS + u8::from(record.is_covered() && !unaided) * COVERED,
            disability: disability(record, &record.roster.codes),
            cause: cause(record, causes),
            name: 0,
            household: record.household,
            township: place.0,
            village: place.1,
            fen: fen(paid.filter(|_| !is_no_money)),
        }
    }

    /// What a row without anybody's number says of whoever it is for, at the place of the account it names.
    #[inline(never)]
    pub fn unnumbered(record: &Record<'_>, months: Option<Months>, place: (u32, u32), causes: &mut Causes) -> Sighting {
        let column = record.roster.column(Field::Account).unwrap_or(u16::MAX);
        let name = record.persons().next().map_or(0, |person| person.hashed);
        let row = Sighting::of_row(record, months, place, causes);
        Sighting { column, name, flags: row.flags + HEAD, ..row }
    }

    /// The same as a row of payments, approvals or stops: which programme's it is, its money with the sign, and whether
    /// anybody can tell that it arrived.
    pub fn of_ledger(self, purpose: Purpose, record: &Record<'_>) -> Sighting {
        // What is taken back is booked as failed, too: it is off what was paid all the same.
        let taken_back = record.is_covered() && paid(record).is_some_and(Yuan::is_negative);
        let covered = self.flags & COVERED != 0 || taken_back;
        let flags = (self.flags & !COVERED) + u8::from(covered) * COVERED + u8::from(is_unclear(record)) * UNCLEAR;
        Sighting { purpose, flags, fen: fen(paid(record)), ..self }
    }

    /// One for each stretch of months that a row with gaps pays; of how much money in each nobody knows where they do not come to
    /// what the row is paid.
    pub fn in_stretches(self, stretches: &[(Months, Yuan)]) -> impl Iterator<Item = Sighting> {
        let all: Yuan = stretches.iter().map(|(_, sum)| *sum).sum();
        let is_all = self.amount() == Some(all);
        let flags = self.flags & !OF_MORE_MONTHS;
        stretches.iter().map(move |(months, sum)| {
            let fen = if is_all { fen(Some(*sum)) } else { NO_FEN };
            Sighting { months: Some(*months), flags, fen, ..self }
        })
    }

    /// Whether two sightings of one person may be of the same time.
    pub fn meets(&self, other: &Sighting) -> bool {
        self.months.zip(other.months).is_none_or(|(one, other)| one.overlap(other))
    }

    /// This one in place of those of the same person in a family file, none of which are of the same time: with the months and
    /// the money of each, and by itself in months that none of them is of.
    pub fn standing_for(&self, families: &[Sighting]) -> Vec<Sighting> {
        if families.is_empty() || (self.months.is_some() && self.fen != NO_FEN) {
            return vec![*self];
        }
        let left = families.iter().fold(Vec::from_iter(self.months), |left, family| match family.months {
            Some(months) => left.into_iter().flat_map(|left| left.without(months)).collect(),
            None => Vec::new(),
        });
        let alone = left.into_iter().map(|months| Sighting { months: Some(months), ..*self });
        families.iter().map(|family| self.paid_as(family)).chain(alone).collect()
    }

    /// This one with the months and the money of the row a family is paid on; money it names itself stays.
    fn paid_as(&self, family: &Sighting) -> Sighting {
        let months = self.months.zip(family.months).map_or(self.months.or(family.months), |(own, of)| own.within(of));
        if self.fen != NO_FEN {
            return Sighting { months, ..*self };
        }
        let is_part = |of: Months| months.is_some_and(|months| months.count() < of.count());
        let of_more = u8::from(family.months.is_some_and(is_part)) * OF_MORE_MONTHS;
        Sighting {
            months,
            fen: family.fen,
            flags: self.flags | family.flags & (CORRECTS | OF_MORE_MONTHS) | of_more,
            ..*self
        }
    }

    /// What holds the household together, hashed in full: known of its head, whose own number that is.
    pub(super) fn own_household(&self) -> Option<u64> {
        Some(hash(&self.key)).filter(|own| *own as u32 == self.household)
    }

    /// Whether the check character is right: a number that fails may be somebody else's.
    pub fn is_sound(&self) -> bool {
        self.flags & CHECK_FAILS == 0
    }

    /// Whether the person is assisted, not merely named; of a payment, whether it arrived.
    pub fn is_covered(&self) -> bool {
        self.flags & COVERED != 0
    }

    /// Of a payment: whether its row says how it went, and in words nobody knows.
    pub fn is_unclear(&self) -> bool {
        self.flags & UNCLEAR != 0
    }

    /// Whether the row puts other months right: takes money back, or pays what was owed, by its note, its column of arrears
    /// alone or what its sheet is called.
    pub fn corrects(&self) -> bool {
        self.flags & CORRECTS != 0
    }

    /// Whether its money is of more months than the row is of: 2018-04, and three months paid.
    pub fn is_of_more_months(&self) -> bool {
        self.flags & OF_MORE_MONTHS != 0
    }

    /// Whether it is a household's head, or somebody listed alone.
    pub fn is_head(&self) -> bool {
        self.flags & HEAD != 0
    }

    /// What the row of the person is paid in all, or what a list says of money; what is taken back is less than nothing.
    pub fn amount(&self) -> Option<Yuan> {
        (self.fen != NO_FEN).then(|| Yuan::from_fen(i64::from(self.fen)))
    }

    /// The places of the category and the grade of disability in their code sets.
    pub fn disability(&self) -> (Option<u8>, Option<u8>) {
        let place = |bits: u8| bits.checked_sub(1);
        (place(self.disability >> 4), place(self.disability & 15))
    }

    /// The eight digits of the birth date, and the area and serial number around them.
    pub fn birth_digits(&self) -> u64 {
        birth_digits(self.key)
    }

    pub fn rest_digits(&self) -> u64 {
        rest_digits(self.key)
    }

    /// Birth date and sex stand in the number.
    pub fn birth(&self) -> Option<NaiveDate> {
        IdNumber::from_key(self.key).birth()
    }

    /// Whole years on a day.
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        IdNumber::from_key(self.key).age_on(day)
    }

    pub fn place(&self) -> Place {
        Place { source: self.source, row: self.row, column: Some(self.column).filter(|column| *column != u16::MAX) }
    }
}

/// The eight digits of the birth date in a key, and the area and serial number around them.
pub fn birth_digits(key: u64) -> u64 {
    key / 1000 % 100_000_000
}

pub fn rest_digits(key: u64) -> u64 {
    key / 100_000_000_000 * 1000 + key % 1000
}

/// What holds the rows of one household together, hashed: its head's number, else its own, else its head's name.
pub(super) fn household(record: &Record<'_>) -> u64 {
    let head = household::number_of_head(record).map(|number| hash(&number));
    let number = || record.household_number.map(|number| number.across(record));
    let name = || record.text(Field::HeadName).map(|name| u64::from(fold::hashed_name(name)));
    head.or_else(number).or_else(name).unwrap_or(0)
}

/// Whether nobody is aided by a row: its payment came back, its case was refused, or it was stopped.
pub(super) fn is_unaided(record: &Record<'_>) -> bool {
    has_failed(record) || record.is_refused() || record.is_stopped()
}

/// A payment the bank sent back was none.
pub(super) fn has_failed(record: &Record<'_>) -> bool {
    state(record) == Some(FAILED)
}

/// Whether a row says how its payment went, and neither that it arrived nor that it did not.
fn is_unclear(record: &Record<'_>) -> bool {
    record.text(Field::State).is_some() && !tells_of_payment(state(record))
}

/// Whether words for how a payment went say neither that it arrived nor that it did not.
pub fn tells_nothing_of_payment(words: &str, codes: &Codes) -> bool {
    let place = codes.read(Field::State, &fold::plain(words));
    !tells_of_payment(place.and_then(|place| codes.code(Field::State, place)).map(|code| code.code.as_str()))
}

fn tells_of_payment(state: Option<&str>) -> bool {
    state.is_some_and(|state| state == FAILED || ARRIVED.contains(&state))
}

fn state<'r>(record: &Record<'r>) -> Option<&'r str> {
    let codes = &record.roster.codes;
    let state = record.code(Field::State, codes).and_then(|place| codes.code(Field::State, place))?;
    Some(state.code.as_str())
}

fn fen(yuan: Option<Yuan>) -> i32 {
    yuan.and_then(|yuan| i32::try_from(yuan.fen()).ok()).unwrap_or(NO_FEN)
}

fn pays_more_months(record: &Record<'_>, months: Option<Months>) -> bool {
    record.count(Field::MonthsPaid).zip(months).is_some_and(|(paid, months)| paid > months.count())
}

/// What the aid is for, as the row writes it; of bills nobody asks.
#[inline(always)]
fn cause(record: &Record<'_>, causes: &mut Causes) -> u16 {
    match record.text(Field::Cause) {
        Some(cause) if record.roster.month_of != Some(Field::Paid) => numbered(cause, causes),
        _ => 0,
    }
}

#[inline(never)]
fn numbered(cause: &str, causes: &mut Causes) -> u16 {
    causes.number(&fold::plain(cause))
}

fn disability(record: &Record<'_>, codes: &Codes) -> u8 {
    let place = |field| record.code(field, codes).map_or(0, |place| (place + 1).min(15));
    place(Field::DisabilityCategory) << 4 | place(Field::DisabilityGrade)
}

pub(super) fn paid(record: &Record<'_>) -> Option<Yuan> {
    if !record.gives(Kind::Money) {
        return None;
    }
    let fields = [Field::Amount, Field::MonthlyAmount, Field::MonthlyIncome];
    let amount = fields.iter().find_map(|field| record.money(*field));
    // Destitute support stands in two columns: living and care.
    let parts = || record.money_together(&[Field::BasicAmount, Field::CareAmount]);
    let own = amount.or_else(parts);
    match record.arrears_besides() {
        None => own,
        Some(arrears) => record.with_arrears(own, arrears),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Month;

    #[test]
    fn a_key_is_its_digits() {
        // 110105 19491231 002
        let key = 11_010_519_491_231_002;
        assert_eq!((birth_digits(key), rest_digits(key)), (19_491_231, 110_105_002));
    }

    fn head(months: Option<(u32, u32)>, yuan: Option<i32>) -> Sighting {
        let month = |month: u32| Month::new(2018, month).unwrap();
        Sighting {
            key: 11_010_519_491_231_002,
            source: 0,
            purpose: Purpose::OfSheet,
            column: 0,
            row: 2,
            months: months.map(|(first, last)| Months { first: month(first), last: month(last) }),
            flags: HEAD | COVERED,
            disability: 0,
            cause: 0,
            name: 0,
            household: 0,
            township: 0,
            village: 0,
            fen: yuan.map_or(NO_FEN, |yuan| yuan * 100),
        }
    }

    #[test]
    fn a_person_has_the_months_and_the_money_of_the_family_rows_and_keeps_the_rest() {
        let (january, february) = (head(Some((1, 1)), Some(300)), head(Some((2, 2)), Some(310)));
        let stands = |own: Sighting, families: &[Sighting]| -> Vec<(Option<Months>, Option<i32>, bool)> {
            let all = own.standing_for(families).into_iter();
            all.map(|one| (one.months, (one.fen != NO_FEN).then_some(one.fen / 100), one.is_of_more_months())).collect()
        };
        let of = |months: (u32, u32)| head(Some(months), None).months;
        // Of no month: of those of the rows. From January to April: March and April without money.
        let paid = [(of((1, 1)), Some(300), false), (of((2, 2)), Some(310), false)];
        assert_eq!(stands(head(None, None), &[january, february]), paid);
        let with_rest = [paid[0], paid[1], (of((3, 4)), None, false)];
        assert_eq!(stands(head(Some((1, 4)), None), &[january, february]), with_rest);
        // One row for the quarter, of which the person file is of a month: its money is of more.
        let quarter = head(Some((1, 3)), Some(900));
        assert_eq!(stands(head(Some((2, 2)), None), &[quarter]), [(of((2, 2)), Some(900), true)]);
        // Money of its own stays, in its own months.
        assert_eq!(stands(head(Some((1, 4)), Some(50)), &[january]), [(of((1, 4)), Some(50), false)]);
        assert_eq!(stands(head(Some((1, 4)), None), &[head(None, Some(300))]), [(of((1, 4)), Some(300), false)]);
        assert_eq!(stands(head(Some((1, 4)), None), &[]), [(of((1, 4)), None, false)]);
    }
}
