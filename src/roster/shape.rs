//! The rows at the top of a sheet go in; what its columns hold that their headers do not say comes out.

use crate::day::Months;
use crate::field::{Field, Kind};
use crate::identity::IdFault;
use crate::input::Cell;
use crate::rules::{Column, Pack, Programme, Vocabulary};

use super::aliases::{Aliases, Meaning};
use super::amount;
use super::date::days_between;
use super::fold::{folded, trimmed};
use super::header::{HeadColumn, Header, TopRow};
use super::layout::{Member, column, means};
use super::listed;
use super::money_columns::{self, MoneyColumns};
use super::money_rows::Rows;
use super::paid::PAID;
use super::rows;
use super::several::{self, ReadBeside};
use super::value::{self, OfTwo, Unreadable, Value};
use super::{Glossary, NotARoster, Roster};

/// Fields that say who a row is of.
pub(super) const WHO: [Field; 8] = [
    Field::Name,
    Field::Id,
    Field::HeadName,
    Field::HeadId,
    Field::MemberName,
    Field::MemberId,
    Field::DisabilityCertificate,
    Field::Account,
];

/// What may stand beside the name of everyone in a row.
pub(super) const OF_A_PERSON: [Field; 4] = [Field::Relation, Field::Sex, Field::Birth, Field::Age];

/// First and last day of the same thing, which one cell may hold: 2018.4.1-4.7.
const ENDS: [(Field, Field); 4] = [
    (Field::TownshipPostedFrom, Field::TownshipPostedUntil),
    (Field::PostedFrom, Field::PostedUntil),
    (Field::Admitted, Field::Discharged),
    (Field::StartMonth, Field::EndMonth),
];

/// What ends on the later of two days in one cell though no field has the first: a card valid 2012.5.1-2022.4.30.
const ENDS_ALONE: Field = Field::CertificateUntil;

/// Whether a sheet is called what sheets are that only explain others.
pub(super) fn explains(sheet: Option<&str>, words: &Vocabulary) -> bool {
    let name = folded(sheet.unwrap_or_default());
    words.dictionary.contains(&name)
}

/// What a sheet is in which no column says who, not even by a guess.
pub(super) fn names_nobody(header: &Header) -> Option<NotARoster> {
    let meanings = || header.columns.iter().filter_map(|column| column.meaning.or(column.guess));
    if meanings().any(|meaning| WHO.contains(&meaning.field)) || header.columns.iter().any(|column| column.of_another) {
        return None;
    }
    let adds_up = |meaning: Meaning| matches!(meaning.field.kind(), Kind::Money | Kind::Count);
    Some(if meanings().any(adds_up) { NotARoster::Summary } else { NotARoster::Dictionary })
}

/// Whether tables stand side by side, each numbered and naming people of its own.
pub(super) fn stands_side_by_side(header: &Header) -> bool {
    let said = |column: &HeadColumn| match column.meaning.map(|meaning| meaning.field) {
        Some(field @ Field::Sequence) => Some(field),
        Some(Field::Name | Field::HeadName) => Some(Field::Name),
        _ => None,
    };
    let fields: Vec<Field> = header.columns.iter().filter_map(said).collect();
    fields.len() > 2 && fields.chunks(2).all(|pair| *pair == [Field::Sequence, Field::Name])
}

/// How many columns a sheet has: as its header has them, or where it has none as most rows at its top, if these are more
/// than somebody gave a meaning.
pub(super) fn width(header: &Header, top: &[TopRow]) -> u16 {
    let named = header.columns.last().map_or(0, |head| head.index.saturating_add(1));
    if header.last_row > 0 {
        return named;
    }
    let filled = |row: &TopRow| row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    let widths: Vec<usize> = top.iter().map(filled).collect();
    let most = widths.iter().max_by_key(|width| (widths.iter().filter(|other| other == width).count(), **width));
    named.max(most.map_or(0, |width| u16::try_from(*width).unwrap_or(u16::MAX)))
}

/// The cells of a column below the header, one for each row that has somebody or something in it.
fn cells<'t>(header: &Header, column: u16, top: &'t [TopRow]) -> impl Iterator<Item = &'t str> + use<'t> {
    let last = header.last_row;
    let below = top.iter().filter(move |row| row.number > last);
    below.map(move |row| row.cells.get(usize::from(column)).map_or("", |cell| trimmed(cell)))
}

/// What stands in a column of a row, if anything does.
fn cell(row: &TopRow, column: u16) -> Option<&str> {
    row.cells.get(usize::from(column)).map(|cell| trimmed(cell)).filter(|cell| !cell.is_empty())
}

/// The programme other than the sheet's own whose money a column is: called as it is, or of yuan and with its name.
pub fn other_programme<'p>(head: &HeadColumn, own: &Programme, pack: &'p Pack) -> Option<&'p Programme> {
    let words = folded(&head.words);
    let longest = pack.paying().max_by_key(|programme| named(head, &words, programme))?;
    (named(head, &words, longest) > named(head, &words, own)).then_some(longest)
}

/// The length of the longest name of a programme that the words over a column of money are, or one of several over it.
fn named(head: &HeadColumn, words: &str, programme: &Programme) -> usize {
    let (upper, last) = words.rsplit_once('/').unwrap_or(("", words));
    let is_of_pay = head.lowest.is_some_and(|field| field.kind() == Kind::Money || field == Field::MonthsPaid);
    let is_upper = |name: &str| is_of_pay && upper.split('/').any(|upper| upper == name);
    let is_named = |name: &&String| {
        let has_unit = head.scale.is_some() && words.contains(name.as_str());
        last.trim_end_matches("金额") == **name || has_unit || is_upper(name)
    };
    let names = programme.aliases.iter().chain([&programme.name.zh]);
    let by_name = names.filter(is_named).map(|name| name.len()).max().unwrap_or(0);
    if ends_name(last, programme) { by_name.max(last.len()) } else { by_name }
}

/// Whether a word over a column is one for what a programme pays, and the end of its name: 护理补贴 of 重度残疾人护理补贴.
fn ends_name(word: &str, programme: &Programme) -> bool {
    let is_pay = |column: &&Column| PAID.contains(&column.field);
    let mut pay = programme.columns.iter().filter(is_pay).flat_map(|column| &column.aliases);
    programme.name.zh.ends_with(word) && pay.any(|alias| alias == word)
}

/// What columns of money and of months hold, by more than their own headers: by each other, by their cells, and by the
/// months of the sheet.
pub(super) fn weigh(
    header: &mut Header,
    rows: &Rows<'_>,
    (own, beside): (usize, &[ReadBeside]),
    glossary: &Glossary<'_>,
) -> MoneyColumns {
    let pack = glossary.pack;
    let of = &pack.programmes[own];
    money_of_others(header, of, pack);
    match beside {
        [] => sum_of_two(header, rows, of, pack),
        beside => several::part(header, rows, (own, beside), glossary),
    }
    numbers_of_months(header, rows.top);
    months_of_payment(header, rows);
    money_for_months(header, rows.months, &pack.vocabulary);
    money_of_no_month(header, rows, &glossary.of_one(own));
    money_columns::of(header, rows)
}

/// Money and months under the name of another programme are none of this one's: 金额 under 重度残疾人护理补贴.
fn money_of_others(header: &mut Header, own: &Programme, pack: &Pack) {
    let is_pay = |field: Field| field.kind() == Kind::Money || field == Field::MonthsPaid;
    for head in header.columns.iter_mut().filter(|head| head.lowest.is_some() && !head.pinned) {
        let is_of_pay = head.meaning.is_some_and(|meaning| is_pay(meaning.field));
        if is_of_pay && other_programme(head, own, pack).is_some() {
            head.meaning = None;
        }
    }
}

/// Whether a column that is not read is another programme's money, and nobody has said that it is none.
pub(super) fn is_pay_of_another(head: &HeadColumn, own: &Programme, pack: &Pack) -> bool {
    head.meaning.is_none() && !head.of_another && !head.pinned && other_programme(head, own, pack).is_some()
}

/// Where another programme's money stands beside the programme's own, the sum of a row may be of both: it is no more
/// than a guess. A column that is called as the programme and holds money is its own.
fn sum_of_two(header: &mut Header, rows: &Rows<'_>, own: &Programme, pack: &Pack) {
    let is_others = |head: &HeadColumn| is_pay_of_another(head, own, pack);
    let is_own = |head: &HeadColumn| head.lowest.is_some() && named(head, &folded(&head.words), own) > 0;
    let has_own = |head: &HeadColumn| means(head, Field::MonthlyAmount) || (means(head, Field::Amount) && is_own(head));
    if !header.columns.iter().any(is_others) {
        return;
    }
    if !header.columns.iter().any(has_own) {
        let is_called = |head: &HeadColumn| head.meaning.is_none() && named(head, &folded(&head.words), own) > 0;
        let called = header.columns.iter().position(|head| is_called(head) && rows.give(header, head));
        let Some(called) = called else { return };
        header.columns[called].meaning = Some(Meaning { field: Field::MonthlyAmount, member: None });
    }
    let sums = header.columns.iter_mut().filter(|head| means(head, Field::Amount) && !head.pinned);
    for sum in sums.filter(|head| !is_own(head)) {
        sum.guess = sum.meaning.take();
    }
}

/// 3个月 under 享受月份 is how many months are paid, and not which.
fn numbers_of_months(header: &mut Header, top: &[TopRow]) {
    if column(header, Field::MonthsPaid).is_some() {
        return;
    }
    let Some(of_months) = column(header, Field::Period) else { return };
    let mut cells = cells(header, of_months, top).filter(|cell| !cell.is_empty()).peekable();
    if cells.peek().is_some() && cells.all(|cell| cell.ends_with("个月")) {
        let renamed = header.columns.iter_mut().find(|head| head.index == of_months && !head.pinned);
        renamed.into_iter().for_each(|head| head.meaning = Some(Meaning { field: Field::MonthsPaid, member: None }));
    }
}

/// 2018年1月 under 发放时间 is the month that is paid, and no day of payment.
fn months_of_payment(header: &mut Header, rows: &Rows<'_>) {
    let Some(paid) = column(header, Field::Paid).filter(|_| column(header, Field::Period).is_none()) else { return };
    let is_month = |cell: &str| {
        let read = |kind: Kind| value::read(Cell::Text(cell), kind, &rows.reading);
        let names_month = cell.contains('月') || read(Kind::Day) == Value::Unreadable(Unreadable::OnlyAMonth);
        names_month && read(Kind::Months).months().is_some() && matches!(read(Kind::Day), Value::Unreadable(_))
    };
    let mut cells = rows.of_people(header).filter_map(|row| cell(row, paid)).peekable();
    let are_months = cells.peek().is_some() && cells.all(is_month);
    drop(cells);
    if are_months {
        let renamed = header.columns.iter_mut().find(|head| head.index == paid && !head.pinned);
        renamed.into_iter().for_each(|head| head.meaning = Some(Meaning { field: Field::Period, member: None }));
    }
}

/// Money for a quarter or a year is no money for a month: it is what is paid in all where the sheet is of as many
/// months, and no more than a guess where it is not. Money for a month is not what is paid in all for several.
fn money_for_months(header: &mut Header, months: Option<Months>, words: &Vocabulary) {
    let months = months.map(Months::count);
    let has_both = column(header, Field::MonthlyAmount).is_some() && column(header, Field::Amount).is_some();
    for head in header.columns.iter_mut().filter(|head| !head.pinned) {
        let of_unit = amount::months_of_unit(&head.words, words);
        let Some((meaning, of_unit)) = head.meaning.as_mut().zip(of_unit) else { continue };
        match (meaning.field, of_unit) {
            (Field::MonthlyAmount, 1) => {}
            (Field::MonthlyAmount, of_unit) if months == Some(of_unit) && !has_both => meaning.field = Field::Amount,
            (Field::MonthlyAmount, _) => head.guess = head.meaning.take(),
            (Field::Amount, 1) if months.is_some_and(|months| months > 1) && !has_both => {
                meaning.field = Field::MonthlyAmount;
            }
            _ => {}
        }
    }
}

/// What is called by the name of the programme alone (低保金), or of money that its words do not say to be of a month (保障金) and
/// nothing else in the sheet tells, may in a sheet of several months be of one or of all.
fn money_of_no_month(header: &mut Header, rows: &Rows<'_>, aliases: &Aliases<'_>) {
    if rows.months.is_none_or(|months| months.count() == 1) {
        return;
    }
    let tells = [Field::Amount, Field::MonthsPaid].iter().any(|field| column(header, *field).is_some());
    let may_be_of_all = |head: &HeadColumn| aliases.gives_way(&head.folded) || (!tells && head.months.is_none());
    let is_monthly = |head: &HeadColumn| means(head, Field::MonthlyAmount) && !head.pinned;
    for head in header.columns.iter_mut().filter(|head| is_monthly(head) && may_be_of_all(head)) {
        if !rows.says(head, &rows.reading.words.of_a_month) {
            head.guess = head.meaning.take();
        }
    }
}

/// Columns of people each cell of which may hold several are lists of members.
pub(super) fn list_in_cells(header: &mut Header, top: &[TopRow], words: &Vocabulary) {
    if column(header, Field::HeadName).or(column(header, Field::HeadId)).is_none() {
        return;
    }
    let lists = |field: Field| lists_members(header, field, top, words);
    if !lists(Field::Name) && !lists(Field::Id) && !beside_heads(header, top, words) {
        return;
    }
    for (from, to) in [(Field::Name, Field::MemberName), (Field::Id, Field::MemberId)] {
        if let Some(column) = header.columns.iter_mut().find(|column| means(column, from)) {
            column.meaning = Some(Meaning { field: to, member: None });
        }
    }
}

/// Whether cells of a column hold several people each because they list members: its words say so, somebody else than
/// the head stands in every row, or most cells do. One odd cell of two numbers makes no list of a column of heads.
fn lists_members(header: &Header, field: Field, top: &[TopRow], words: &Vocabulary) -> bool {
    let Some(head) = header.columns.iter().find(|column| means(column, field)) else { return false };
    let filled = || cells(header, head.index, top).filter(|cell| !cell.is_empty());
    let several = filled().filter(|cell| listed::names_several(cell, field)).count();
    let has_relation = column(header, Field::Relation).is_some();
    let says_so = || words.members.iter().any(|word| head.words.contains(word.as_str()));
    let is_of_others = || Beside::of(header, top, words).is_some_and(|beside| beside.are_others());
    several > 0 && (several * 2 > filled().count() || (!has_relation && (says_so() || is_of_others())))
}

/// Who stands beside the head in the rows of a sheet.
struct Beside(Vec<(String, String)>);

impl Beside {
    /// None where nobody has a column beside the heads'.
    fn of(header: &Header, top: &[TopRow], words: &Vocabulary) -> Option<Beside> {
        // 申请人姓名, 身份证号: the number is the applicant's own, and nobody stands beside.
        column(header, Field::Name).or(column(header, Field::HeadId).and(column(header, Field::Id)))?;
        let filled = |fields: [Field; 2]| -> Vec<String> {
            let Some(column) = fields.iter().find_map(|field| column(header, *field)) else { return Vec::new() };
            cells(header, column, top).map(folded).collect()
        };
        let heads = filled([Field::HeadId, Field::HeadName]);
        let people = filled([Field::Id, Field::Name]);
        let is_of_people =
            |(head, who): &(String, String)| !(head.is_empty() && who.is_empty()) && rows::label(head, words).is_none();
        Some(Beside(heads.into_iter().zip(people).filter(is_of_people).collect()))
    }

    fn have_own_heads(&self) -> bool {
        self.0.windows(2).all(|pair| pair[0].0 != pair[1].0) && self.0.iter().all(|(head, _)| !head.is_empty())
    }

    /// Whether each row has a head of its own, and beside it never the head again.
    fn are_others(&self) -> bool {
        self.have_own_heads() && self.0.iter().all(|(head, who)| head != who)
    }
}

/// Whether every row has a head of its own and some have nobody beside it: then a row is a household, whose members
/// happen to be few in the rows looked at.
fn beside_heads(header: &Header, top: &[TopRow], words: &Vocabulary) -> bool {
    // Several columns of names are those of so many members, one each.
    let names = header.columns.iter().filter(|column| means(column, Field::Name)).count();
    let Some(beside) = Beside::of(header, top, words).filter(|_| names <= 1) else { return false };
    let alone = beside.0.iter().any(|(_, who)| who.is_empty());
    column(header, Field::Relation).is_none() && beside.have_own_heads() && alone && beside.0.len() > 1
}

/// What is said of a person right of a member's name or number is said of that member; who is read of members is no
/// more than these two.
pub(super) fn beside_members(header: &mut Header) {
    let mut of_member = false;
    for column in &mut header.columns {
        match column.meaning.map(|meaning| meaning.field) {
            Some(Field::MemberName | Field::MemberId) => of_member = true,
            Some(field) if of_member && OF_A_PERSON.contains(&field) && !column.pinned => {
                (column.meaning, column.of_another) = (None, true);
            }
            Some(_) => of_member = false,
            None => {}
        }
    }
}

/// The columns that list members in one cell; they are read by nobody else.
pub(super) fn members_in_cell(by_field: &mut [Option<u16>; Field::COUNT]) -> Option<Member> {
    let name = by_field[Field::MemberName.index()].take();
    let id = by_field[Field::MemberId.index()].take();
    (name.is_some() || id.is_some()).then_some(Member { name, id })
}

/// A column of first days or months whose cells hold the last ones too is the column of both.
pub(super) fn both_ends_in_one_cell(by_field: &mut [Option<u16>; Field::COUNT], header: &Header, top: &[TopRow]) {
    for (first, last) in ENDS {
        let (Some(column), None) = (by_field[first.index()], by_field[last.index()]) else { continue };
        let both = |cell: &str| match first.kind() {
            Kind::Months => super::written_months(cell).is_some_and(|months| months.count() > 1),
            _ => days_between(cell).is_some(),
        };
        if cells(header, column, top).any(both) {
            by_field[last.index()] = Some(column);
        }
    }
}

/// Whether the field that ends what this one begins has its column, too.
pub(super) fn lends_column(roster: &Roster, field: Field) -> bool {
    let last = ENDS.iter().find(|(first, _)| *first == field).map(|(_, last)| *last);
    last.is_some_and(|last| roster.has(last) && roster.column(last) == roster.column(field))
}

/// Which of two days or months in one cell a field has.
pub(super) fn of_two(field: Field) -> OfTwo {
    if field == ENDS_ALONE {
        return OfTwo::Last;
    }
    match ENDS.iter().find(|(first, last)| [*first, *last].contains(&field)) {
        Some((first, _)) if *first == field => OfTwo::First,
        Some(_) => OfTwo::Last,
        None => OfTwo::Neither,
    }
}

/// Whether a field that ends something has the column of the one that begins it.
pub(super) fn shares_column(roster: &Roster, field: Field) -> bool {
    let first = ENDS.iter().find(|(_, last)| *last == field).map(|(first, _)| *first);
    first.is_some_and(|first| roster.column(first) == roster.column(field))
}

/// The column that names townships: that of regions where there is no other, or where the other is blank.
pub(super) fn townships(header: &Header, top: &[TopRow]) -> Field {
    let names = |column: u16| cells(header, column, top).any(|cell| !cell.is_empty());
    match (column(header, Field::Township), column(header, Field::Region)) {
        (None, Some(_)) => Field::Region,
        (Some(own), Some(_)) if !names(own) => Field::Region,
        _ => Field::Township,
    }
}

/// Whether all identity numbers, of which there are some, have stars in the place of digits.
pub(super) fn masks_numbers(header: &Header, rows: &Rows<'_>) -> bool {
    let columns: Vec<u16> = [Field::Id, Field::HeadId].into_iter().filter_map(|field| column(header, field)).collect();
    let numbers = rows.of_people(header).flat_map(|row| columns.iter().filter_map(|column| cell(row, *column)));
    let mut numbers = numbers.peekable();
    let masked = Value::Unreadable(Unreadable::Id(IdFault::Masked));
    numbers.peek().is_some() && numbers.all(|number| value::read(Cell::Text(number), Kind::Id, &rows.reading) == masked)
}

/// Whether a column is filled in once for the rows below it, as where its cells are merged.
pub(super) fn stands_once(header: &Header, field: Field, top: &[TopRow]) -> bool {
    let Some(column) = column(header, field) else { return false };
    let person = [Field::Id, Field::HeadId, Field::Name, Field::HeadName];
    let Some(person) = person.iter().find_map(|field| self::column(header, *field)) else { return false };
    let rows = cells(header, column, top).zip(cells(header, person, top));
    let filled: Vec<bool> = rows.filter(|(_, who)| !who.is_empty()).map(|(cell, _)| !cell.is_empty()).collect();
    let blank = filled.iter().filter(|filled| !**filled).count();
    // The first row has it, and no fewer rows go without than with it.
    filled.first() == Some(&true) && blank > 0 && blank * 2 >= filled.len()
}
