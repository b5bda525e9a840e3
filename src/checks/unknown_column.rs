//! Columns no rule knows, and required columns that are not there: of a roster each by itself, of a reference list
//! once.

use super::{Case, Question, Reporter, Tallied, check, required_value};
use crate::field::{Field, Kind};
use crate::finding::{Place, Severity};
use crate::input::letters;
use crate::lang::Lang;
use crate::roster::{Aside, HeadColumn, other_programme};
use crate::rules::Programme;
use crate::say;

check!("unknown-column", "unknown_column", Question::Roster(roster));

/// Columns read by a guess, those not read until somebody confirms one, and those relief.toml names in vain.
fn guesses(case: &Case<'_>, report: &mut Reporter) {
    let (lang, roster) = (report.lang, case.roster);
    for head in &roster.header.columns {
        let Some(guess) = head.guess else { continue };
        let place = Place { source: roster.source, row: roster.header.last_row, column: Some(head.index) };
        let (words, header) = (&head.shown, case.pack.header(guess.field, case.programme));
        let (severity, message) = match head.unconfirmed() {
            None => (
                Severity::Info,
                say!(
                    lang,
                    "“{words}”这一列猜作“{header}”使用",
                    "column {words:?} was guessed to be {header:?} and used"
                ),
            ),
            Some(_) => (
                Severity::Warning,
                say!(
                    lang,
                    "“{words}”这一列像是“{header}”，有人、钱或期限要据此判断，未经确认没有使用",
                    "column {words:?} looks like {header:?}; people, money or limits are judged by it, so it was not used before somebody confirms it"
                ),
            ),
        };
        let name = guess.shown();
        report.find(severity, place, message).seen(words.clone()).clears(say!(
            lang,
            "在 relief.toml 的 [[roster]] 里写 columns = {{ \"{words}\" = \"{name}\" }}（不是的写 \"none\"），relief inspect --pin 可写出整段",
            "write columns = {{ \"{words}\" = \"{name}\" }} in the [[roster]] of relief.toml (\"none\" if it is not); relief inspect --pin writes the block"
        ));
    }
    for name in &roster.unmatched {
        let message =
            say!(lang, "relief.toml 写了“{name}”列，表里没有", "relief.toml names a column {name:?} that is not there");
        report.find(Severity::Warning, required_value::whole(roster), message).clears(say!(
            lang,
            "照表头改 relief.toml",
            "name it as the header does"
        ));
    }
}

/// Two programmes in one sheet: it is read as one, and the other's column may be in the sum of both.
fn of_another(place: Place, words: &str, other: &Programme, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let (own, other) = (case.programme.name.get(lang), other.name.get(lang));
    let message = say!(
        lang,
        "“{words}”像是另一项目“{other}”的，本表按“{own}”读，这一列没有使用；合计一列可能把它也加在内，两列都有的，合计也没有使用",
        "column {words:?} seems to be of another programme, {other}; the sheet was read as {own} and the column was not used; nor was a sum beside {own}'s own column, which may hold both"
    );
    report.find(Severity::Warning, place, message).seen(words.to_owned()).clears(say!(
        lang,
        "一张表里有两个项目的，在 relief.toml 里按项目各写一段 [[roster]]（relief inspect --pin 可写出），同一张表各读一遍、各计各的列；也可以分成两张表",
        "write a [[roster]] of relief.toml for each programme (relief inspect --pin does): the sheet is read for each, which counts its own column; or make a sheet of each"
    ));
}

/// Columns that count only together with another, and those of sums beside the roster.
fn aside(case: &Case<'_>, report: &mut Reporter) {
    let (lang, roster) = (report.lang, case.roster);
    for why in Aside::ALL {
        let heads: Vec<&HeadColumn> = roster.header.columns.iter().filter(|head| head.aside == Some(why)).collect();
        let Some(first) = heads.first() else { continue };
        let place = Place { source: roster.source, row: roster.header.last_row, column: Some(first.index) };
        let names = named(heads.iter().map(|head| head.shown.clone()), lang);
        let message = match why {
            Aside::InSum => say!(
                lang,
                "{names}已加在合计里，发放金额以合计一列为准",
                "{names}: in the sum beside, which is taken as what is paid"
            ),
            Aside::Standard => say!(
                lang,
                "{names}是旁边一列金额的标准，没有另外使用",
                "{names}: the standard of the amount beside, and not used"
            ),
            Aside::Beside => say!(
                lang,
                "{names}在名册右边另成一张小表，是汇总，不是各户各人的，没有使用",
                "{names}: a small table of sums right of the roster, of nobody in particular, and not used"
            ),
            Aside::ReadBeside => say!(
                lang,
                "{names}是别的项目的钱，或者几个项目相加的；本表按 relief.toml 另按别的项目再读，各计各的，没有计入本项目",
                "{names}: money of another programme, or of several together; by relief.toml the sheet is read for each, which counts its own"
            ),
            Aside::OfMonth => say!(
                lang,
                "{names}是分月的，只看哪些月发了，没有另外相加",
                "{names}: of single months; they tell which months are paid, and were not added up"
            ),
            Aside::Added => say!(
                lang,
                "{names}是分月的金额，没有合计列，各月相加为发放金额",
                "{names}: amounts of single months, added up as what is paid, as no column gives their sum"
            ),
            Aside::AddedPart => say!(
                lang,
                "{names}是各项的金额，没有合计列，相加为发放金额",
                "{names}: amounts of the parts, added up as what is paid, as no column gives their sum"
            ),
            Aside::Due => say!(
                lang,
                "{names}是应发的，没有实发列，减去扣款为发放金额",
                "{names}: what is due, of which what is held back is taken off as what is paid, as no column gives that"
            ),
            Aside::BeforeHolding => say!(
                lang,
                "{names}是扣款以前的，发放金额以扣款以后的一列为准",
                "{names}: before anything is held back; the column of what is left is taken as what is paid"
            ),
            Aside::HeldAgainst => say!(
                lang,
                "{names}是应发的，用来核对发放金额，不另外相加",
                "{names}: what is due, held against what is paid and not added"
            ),
            Aside::HeldBack => {
                say!(lang, "{names}是扣款，不在发放金额里", "{names}: held back, and no part of what is paid")
            }
            Aside::EachPerson => say!(
                lang,
                "{names}按单位可能是每人的金额，看不出一户按几人发，没有使用；每人一份的，在这一列的表头写（元/人），并填保障人口",
                "{names}: by the unit it may be what each person is paid, and nothing tells for how many a household is; not used. If it is for each, write (元/人) in its own header, and how many are assisted"
            ),
        };
        let severity = if why == Aside::EachPerson { Severity::Warning } else { Severity::Info };
        report.find(severity, place, message).seen(first.shown.clone()).clears(say!(
            lang,
            "不是这样的，在 relief.toml 里用 columns 指明哪一列是 \"amount\"",
            "if it is not so, say in relief.toml which column is \"amount\""
        ));
    }
}

/// Columns that are filled in and have no header; what stands beside a few rows is a remark. Where no column has one, somebody
/// has said which letters are to be read.
fn unnamed(tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    let (lang, roster) = (report.lang, case.roster);
    if roster.header.last_row == 0 {
        return;
    }
    for (column, rows) in tallied.unnamed.iter().filter(|(_, rows)| **rows * 2 >= tallied.records) {
        let place = Place { source: roster.source, row: roster.header.last_row, column: Some(*column) };
        let letters = letters(usize::from(*column));
        let message = say!(
            lang,
            "{letters}列没有表头，{rows}行有内容，没有使用",
            "column {letters} has no header; something stands in {rows} rows, and it was not used"
        );
        report.find(Severity::Warning, place, message).clears(say!(
            lang,
            "给这一列写上表头；几列合用一个表头的（如分月的金额），各列分别写",
            "write a header over it; where several columns share one, as the months of a sum, write one over each"
        ));
    }
}

fn roster(tallied: &Tallied<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let roster = case.roster;
    guesses(case, report);
    for head in roster.unknown().filter(|head| head.guess.is_none() && !head.pinned) {
        if case.goods.contains(&head.index) && !head.of_another {
            continue;
        }
        let place = Place { source: roster.source, row: roster.header.last_row, column: Some(head.index) };
        let words = &head.shown;
        if let Some(other) = other_programme(head, case.programme, case.pack) {
            of_another(place, words, other, case, report);
            continue;
        }
        let message = match head.of_another {
            true => say!(
                lang,
                "“{words}”这一列是别人的（监护人、代领人、家庭成员），没有使用",
                "column {words:?} is about somebody else (a guardian, a proxy, a member) and was not used"
            ),
            false => say!(lang, "不认识“{words}”这一列，没有使用", "column {words:?} is not known and was not used"),
        };
        report.find(Severity::Info, place, message).seen(words.clone()).clears(say!(
            lang,
            "是已知的项目就改用通用列名，或用 inspect --pin 指明；与时限、生死、金额无关的，不必理会",
            "use a known header if it is a known item, or name it with inspect --pin; let it be if it is not of time limits, life and death or money"
        ));
    }
    aside(case, report);
    beside_money(case, report);
    unnamed(tallied, case, report);
    for field in required_value::absent(roster, case.programme.required()) {
        // A register of open cases has no amounts yet.
        if tallied.all_pending && field.kind() == Kind::Money {
            continue;
        }
        let header = case.pack.header(field, case.programme);
        let goods = goods(case, lang).filter(|_| field == Field::Amount);
        if let Some(goods) = goods {
            given(&goods, &header, case, report);
            continue;
        }
        report
            .find(
                Severity::Error,
                required_value::whole(roster),
                say!(lang, "缺少“{header}”列", "the column {header:?} is missing"),
            )
            .clears(say!(lang, "补上这一列；列名不同的，改为通用列名", "add the column, or call it by a known header"));
    }
}

/// The columns of goods that the roster gives, if it has any.
fn goods(case: &Case<'_>, lang: Lang) -> Option<String> {
    let headers: Vec<&str> = case.goods.iter().map(|column| case.roster.words(*column)).collect();
    (!headers.is_empty()).then(|| headers.join(lang.enumeration_comma()))
}

/// Goods beside money: what they are worth is in no amount.
fn beside_money(case: &Case<'_>, report: &mut Reporter) {
    let (lang, roster) = (report.lang, case.roster);
    let Some(goods) = goods(case, lang).filter(|_| roster.has(Field::Amount)) else { return };
    let place = Place { source: roster.source, row: roster.header.last_row, column: case.goods.first().copied() };
    let message = say!(
        lang,
        "{goods}是发放的物资，没有计入金额；领了物资、金额空着的，不作缺少金额",
        "{goods}: goods that are given, in no amount; who is given some lacks no money"
    );
    report.find(Severity::Info, place, message).clears(say!(
        lang,
        "另外发了钱的，补填金额；只发物资的，不必理会",
        "fill in the amount if money was paid besides; let it be if goods are all"
    ));
}

/// Goods are given and no money.
fn given(goods: &str, header: &str, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let message = say!(
        lang,
        "没有“{header}”列，发的是物资（{goods}）；金额没有计入合计",
        "there is no column {header:?}, for goods are given ({goods}); no amount was counted"
    );
    report.find(Severity::Info, required_value::whole(case.roster), message).clears(say!(
        lang,
        "另外发了钱的，补上“{header}”列；只发物资的，不必理会",
        "add {header:?} if money was paid besides; let it be if goods are all"
    ));
}

/// Required columns that a reference list has not, and columns of it that were not used.
pub fn list(case: &Case<'_>, report: &mut Reporter) {
    let (lang, roster) = (report.lang, case.roster);
    let absent = required_value::absent(roster, case.programme.required());
    let absent = named(absent.into_iter().map(|field| case.pack.header(field, case.programme)), lang);
    let unused = named(roster.unknown().filter(|head| !head.pinned).map(|head| head.shown.clone()), lang);
    let name = case.programme.name.get(lang);
    let (severity, message) = match (absent.is_empty(), unused.is_empty()) {
        (true, true) => return,
        (true, false) => (
            Severity::Info,
            say!(lang, "{name}：不认识{unused}列，没有使用", "{name}: columns not known and not used: {unused}"),
        ),
        (false, true) => (
            Severity::Warning,
            say!(
                lang,
                "{name}：缺少{absent}列，要靠它判断的查不准",
                "{name}: columns missing, and what rests on them is uncertain: {absent}"
            ),
        ),
        (false, false) => (
            Severity::Warning,
            say!(
                lang,
                "{name}：缺少{absent}列，要靠它判断的查不准；不认识{unused}列，没有使用",
                "{name}: columns missing, and what rests on them is uncertain: {absent}; not known and not used: {unused}"
            ),
        ),
    };
    report.find(severity, required_value::whole(roster), message).clears(say!(
        lang,
        "看给的是不是这份名单；是的，把列名改为通用列名，或在 relief.toml 的 [[list]] 里用 columns 指明（不用的写 \"none\"）",
        "see whether this is the list it was given as; if so, use known headers, or name the columns in the [[list]] of relief.toml (\"none\" if one is of no use)"
    ));
}

/// Headers in quotation marks, one behind the other.
fn named(headers: impl Iterator<Item = String>, lang: Lang) -> String {
    let quoted = headers.map(|words| say!(lang, "“{words}”", "{words:?}"));
    quoted.collect::<Vec<String>>().join(if lang == Lang::Zh { "" } else { ", " })
}
