//! Cells that cannot be read as their column asks: a date that is none, an amount in words, `#N/A`.

use std::fmt::Display;

use super::{Case, Question, Reporter, check, identity_number};
use crate::field::{Field, Kind};
use crate::finding::Severity;
use crate::lang::Lang;
use crate::roster::{Record, Unreadable, Value, loses_digits};
use crate::say;

check!("unreadable-value", "unreadable_value", Question::Row(row));

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if let Some(beyond) = case.beyond.filter(|column| !record.cell_at(*column).is_blank()) {
        spilled(record, beyond, report);
    }
    if record.is_amiss() {
        amiss(record, case, report);
    }
    if record.errors {
        errors_in_words(record, case, report);
    }
    // Merged cells hold for their first row alone here: an account is one person's.
    for (field, _) in case.long.iter().filter(|(_, column)| loses_digits(record.cell_at(*column))) {
        cut_off(record, *field, report);
    }
}

/// Looks for the values of a row that cannot be taken as they stand.
#[inline(never)]
fn amiss(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if case.programme.is_list {
        numbers_of_list(record, case, report);
    }
    for field in &case.typed {
        let why = match record.value(*field) {
            Value::Unreadable(why) => why,
            Value::ShortYear(day) => {
                short_year(record, *field, day, report);
                continue;
            }
            Value::ShortYearMonths(months) => {
                let written = months.written(report.lang);
                short_year(record, *field, written, report);
                continue;
            }
            _ => continue,
        };
        if case.programme.is_list && is_enough(why) {
            continue;
        }
        // What is wrong with an identity number has a check of its own, but for those of lists.
        match field {
            Field::Amount if why != Unreadable::ForEachPerson && record.roster.added().next().is_some() => {
                find_added(record, report)
            }
            _ if field.kind() != Kind::Id => find(record, record.roster.column(*field), *field, why, report),
            _ => {}
        }
    }
}

/// Of a list, the numbers that cannot be read: nobody is found by them.
fn numbers_of_list(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    for person in record.persons() {
        if let Value::Unreadable(why) = person.id {
            identity_number::unreadable(record, person, (why, case), report);
        }
    }
}

/// Whether it is enough for a list: the month in place of the day, or 长期 and 不详 for none.
fn is_enough(why: Unreadable) -> bool {
    matches!(why, Unreadable::OnlyAMonth | Unreadable::NotADay)
}

/// Looks for errors of the spreadsheet among the words that say whose a row is, where it stands and to which account it is paid.
#[inline(never)]
fn errors_in_words(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    for (field, column) in case.named.iter().filter(|(_, column)| record.holds_error_at(*column)) {
        if let Value::Unreadable(why) = record.value(*field) {
            find(record, Some(*column), *field, why, report);
        }
    }
}

/// Of the columns that the amount is made of, those that cannot be read.
fn find_added(record: &Record<'_>, report: &mut Reporter) {
    for column in record.roster.added() {
        if let Value::Unreadable(why) = record.added(column) {
            find(record, Some(column), Field::Amount, why, report);
        }
    }
}

/// Of a text file, a row of one cell more than the header: a comma within an amount, not put in quotation marks, has made two
/// of it, and all behind it stands a column too far.
#[cold]
fn spilled(record: &Record<'_>, beyond: u16, report: &mut Reporter) {
    let lang = report.lang;
    let seen = Kind::Text.shown(&record.cell_at(beyond).shown(), report.reveal);
    let others = match record.roster.header.last_row {
        0 => say!(lang, "别的行", "others"),
        _ => say!(lang, "表头", "the header"),
    };
    let message = say!(
        lang,
        "本行比{others}多出一格“{seen}”：前面某格里的逗号可能把一格拆成了两格，其后都错了一栏",
        "the row has a cell more than {others}, {seen:?}: a comma may have made two cells of one, and those behind it stand in the wrong columns"
    );
    report.find(Severity::Suspicion, record.place_at(Some(beyond)), message).seen(seen).clears(say!(
        lang,
        "对照原表看本行各栏；金额里的千分位逗号去掉，或从原系统导出 .xlsx",
        "hold the row against the original; leave out commas that part thousands, or export it as .xlsx"
    ));
}

/// An account of nineteen digits of which fifteen are left.
#[cold]
fn cut_off(record: &Record<'_>, field: Field, report: &mut Reporter) {
    let (lang, seen) = (report.lang, record.seen(field, report.reveal));
    let message = say!(
        lang,
        "“{seen}”被表格软件存成了数字，只保住前15位，后面的位数已经丢失",
        "{seen:?} was stored as a number: only its first fifteen digits are kept, the others are lost"
    );
    report.find(Severity::Error, record.place(field), message).seen(seen).clears(say!(
        lang,
        "把这一列设成文本格式，按存折、银行卡或证件重新填写；不要照现在的数付款",
        "make the column one of text and fill it in again from the card or certificate; pay nobody by what stands there"
    ));
}

#[cold]
fn find(record: &Record<'_>, column: Option<u16>, field: Field, why: Unreadable, report: &mut Reporter) {
    let Some(room) = report.room(Severity::Error) else { return };
    let lang = room.lang;
    let cell = column.filter(|_| field.kind() == Kind::Money).map(|column| record.cell_at(column).shown());
    let seen = cell.map_or_else(|| record.seen(field, room.reveal), |cell| field.kind().shown(&cell, room.reveal));
    let clears = match why {
        Unreadable::NotWorkedOut => to_calculate(lang),
        Unreadable::ForEachPerson => {
            say!(lang, "写每户的金额，或填上保障人口", "write what the household is paid, or how many are assisted")
        }
        _ => say!(lang, "按原始材料改正", "correct it from the file of the case"),
    };
    let why = reason(why, lang);
    room.find(record.place_at(column), say!(lang, "“{seen}”{why}", "{seen:?} {why}")).seen(seen).clears(clears);
}

/// What to do about a formula without its value: nothing is wrong with what stands in the workbook.
pub(super) fn to_calculate(lang: Lang) -> String {
    say!(
        lang,
        "用表格软件打开这个工作簿，等公式算出后保存，再检查一次",
        "open the workbook in a spreadsheet, which calculates it, save it and check it again"
    )
}

/// Read, but a century was chosen.
#[cold]
fn short_year(record: &Record<'_>, field: Field, read: impl Display, report: &mut Reporter) {
    let (lang, seen) = (report.lang, record.seen(field, report.reveal));
    let message =
        say!(lang, "“{seen}”的年份只有两位，按{read}理解", "{seen:?} has a year of two digits, read as {read}");
    report.find(Severity::Warning, record.place(field), message).seen(seen).clears(say!(
        lang,
        "年份写四位",
        "write the year with four digits"
    ));
}

fn reason(why: Unreadable, lang: Lang) -> String {
    match why {
        Unreadable::NotMoney => say!(lang, "不是金额", "is not an amount of money"),
        Unreadable::ForEachPerson => say!(
            lang,
            "是每人的金额，看不出按几人发",
            "is an amount for each person, and nothing says for how many it is paid"
        ),
        Unreadable::NotADay => {
            say!(lang, "不是日期，日期应写到日，如2018-04-23", "is not a date; a date names a day, as 2018-04-23 does")
        }
        Unreadable::OnlyAMonth => {
            say!(
                lang,
                "只有年月，没有日，应如2018-04-23",
                "names a month and no day; a date names a day, as 2018-04-23 does"
            )
        }
        Unreadable::TwoDays => say!(
            lang,
            "写了两个日期，看不出是哪一天，应只写一天，如2018-04-23",
            "names two days, and nobody can tell which; a date names one day, as 2018-04-23 does"
        ),
        Unreadable::DayOrMonth => say!(
            lang,
            "年份写在最后，看不出前面哪个数是月、哪个是日，应如2018-04-23",
            "puts the year last, and either number before it may be the month; a date is written as 2018-04-23"
        ),
        Unreadable::NoSuchDay => say!(lang, "这一天不存在", "is a day that does not exist"),
        Unreadable::NotMonths => say!(lang, "不是年月，应如2018年4月", "is not a month, such as 2018-04"),
        Unreadable::NotACount => say!(lang, "不是人数或月数", "is not a whole number"),
        Unreadable::NotYesNo => say!(lang, "不是“是”或“否”", "is neither yes nor no"),
        Unreadable::NotWorkedOut => {
            say!(lang, "是还没有算出结果的公式", "is a formula that has not been calculated yet")
        }
        Unreadable::CellError | Unreadable::IdStoredAsNumber | Unreadable::Id(_) => {
            say!(lang, "是表格软件的错误值", "is an error of the spreadsheet")
        }
    }
}
