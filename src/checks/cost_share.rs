//! Medical aid that is more or less than its share of what insurance left to pay.

use super::entitlement;
use super::{Case, Question, Reporter, check};
use crate::day::Months;
use crate::field::Field;
use crate::finding::Direction;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::roster::{Record, Value, condition};
use crate::rules::{Bound, Share};
use crate::say;

check!("cost-share", "cost_share", Question::Row(row));

/// What was left to pay, and whether every column that lessens it is there.
struct Left {
    yuan: Yuan,
    is_all: bool,
    how: String,
}

fn row(record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    if record.grants_nothing() {
        return;
    }
    let Some(months) = case.months(record) else {
        return case.months_unknown(record, report);
    };
    let shares: Vec<&Share> = case.programme.shares(record.granted_in(months)).collect();
    if shares.is_empty() {
        let (name, month) = (case.programme.name.get(report.lang), months.first);
        let why = say!(report.lang, "不知道{name}{month}的救助比例", "the shares of {name} for {month} are not known");
        return report.cannot_check(why);
    }
    let asked: Vec<&Share> = shares.iter().copied().filter(|share| record.roster.has(share.of)).collect();
    for (before, share) in shares.iter().enumerate().filter(|(_, share)| !record.roster.has(share.of)) {
        // One cost or the other will do.
        if asked.iter().chain(&shares[..before]).any(|other| other.limits_as(share)) {
            continue;
        }
        let header = case.pack.header(share.of, case.programme);
        let why = say!(report.lang, "有的名册没有“{header}”栏", "some rosters have no column {header}");
        report.cannot_check(why);
    }
    let broken: Vec<(&Share, Yuan, Left)> =
        asked.iter().filter_map(|share| broken(share, months, record, case, report)).collect();
    // One row, one finding each way: the share it is furthest from.
    for too_much in [true, false] {
        let gap = |paid_rule: &Yuan, paid: Yuan| (paid - *paid_rule).fen().abs();
        let of_way = broken.iter().filter_map(|(share, due, left)| {
            let paid = record.money(share.pays)?;
            ((paid > *due) == too_much).then_some((gap(due, paid), share, due, left))
        });
        if let Some((_, share, due, left)) = of_way.max_by_key(|(gap, ..)| *gap) {
            find(share, *due, left, record, case, report);
        }
    }
}

/// A share that holds of the row and is not kept, with what it makes.
fn broken<'p>(
    share: &'p Share,
    months: Months,
    record: &Record<'_>,
    case: &Case<'_>,
    report: &mut Reporter,
) -> Option<(&'p Share, Yuan, Left)> {
    let lang = report.lang;
    let paid = record.money(share.pays)?;
    let Some(left) = left(share, record, case, lang) else {
        let header = case.pack.header(share.of, case.programme);
        let why = say!(
            lang,
            "有的行没有“{header}”，或报销金额看不懂",
            "some rows do not state {header}, or what insurance paid is unclear"
        );
        report.cannot_check(why);
        return None;
    };
    match condition::meets(&share.when, record, months) {
        Some(true) => {}
        Some(false) => return None,
        None => {
            let (name, when) = (share.name.get(lang), share.when.text(lang));
            let why = say!(lang, "{name}：有的行看不出是否{when}", "{name}: some rows do not tell whether {when}");
            report.cannot_check(why);
            return None;
        }
    }
    if allows(share, paid, left.yuan) {
        return None;
    }
    let due = part(share, left.yuan);
    // What others paid and no column states makes the share smaller, never larger.
    if paid < due && !left.is_all {
        let name = share.name.get(lang);
        let why = say!(lang, "{name}：名册缺少报销栏", "{name}: a column of what insurance paid is missing");
        report.cannot_check(why);
        return None;
    }
    Some((share, due, left))
}

/// Whether the aid is the share, a fen that rounding takes or gives aside.
fn allows(share: &Share, paid: Yuan, left: Yuan) -> bool {
    let hundredths = i128::from(left.fen()) * i128::from(share.percent);
    let (low, high) = (hundredths.div_euclid(100), -(-hundredths).div_euclid(100));
    let paid = i128::from(paid.fen());
    match share.bound {
        Bound::Exact => low <= paid && paid <= high,
        Bound::Most => paid <= high,
        Bound::Least => paid >= low,
    }
}

/// The share of what is left, rounded to the fen.
fn part(share: &Share, left: Yuan) -> Yuan {
    let hundredths = i128::from(left.fen()) * i128::from(share.percent);
    Yuan::from_fen(i64::try_from((hundredths + 50).div_euclid(100)).unwrap_or(i64::MAX))
}

/// What insurance left of the cost; `None` where the cost, or a part paid of it, cannot be read.
fn left(share: &Share, record: &Record<'_>, case: &Case<'_>, lang: Lang) -> Option<Left> {
    let whole = record.money(share.of)?;
    let (mut yuan, mut how) = (whole, named(share.of, whole, case, lang));
    for field in &share.less {
        match record.value(*field) {
            Value::Yuan(paid) | Value::RoundedYuan(paid) => {
                yuan = yuan - paid;
                let paid = named(*field, paid, case, lang);
                how = say!(lang, "{how}－{paid}", "{how} − {paid}");
            }
            Value::Missing => {}
            _ => return None,
        }
    }
    let is_all = share.less.iter().all(|field| record.roster.has(*field));
    Some(Left { yuan: yuan.max(Yuan::ZERO), is_all, how })
}

/// A sum under its header.
fn named(field: Field, yuan: Yuan, case: &Case<'_>, lang: Lang) -> String {
    let header = case.pack.header(field, case.programme);
    say!(lang, "{header}{yuan}", "{header} {yuan}")
}

#[cold]
fn find(share: &Share, due: Yuan, left: &Left, record: &Record<'_>, case: &Case<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let Some(paid) = record.money(share.pays) else { return };
    let severity = entitlement::severity([&share.basis], share.unless.is_some());
    let (header, bound, percent) =
        (case.pack.header(share.pays, case.programme), share.bound.text(lang), share.percent);
    let (name, rest, how) = (share.name.get(lang), left.yuan, &left.how);
    let message = say!(
        lang,
        "{header}{paid}元，按规定{bound}{due}元：{name}，{how}，余{rest}元的{percent}%",
        "{header} {paid} yuan; {bound} {due}: {name}, {percent}% of the {rest} left ({how})"
    );
    let direction = if paid > due { Direction::TooMuch } else { Direction::TooLittle };
    let gap = Yuan::from_fen((paid - due).fen().abs());
    let finding = report.find(severity, record.place(share.pays), message);
    finding.seen(paid.to_string()).because(&share.basis).stakes(direction, Some(gap), None).clears(clears(share, lang));
    for field in std::iter::once(&share.of).chain(&share.less).filter(|field| record.roster.has(**field)) {
        finding.at(record.place(*field));
    }
}

fn clears(share: &Share, lang: Lang) -> String {
    match &share.unless {
        Some(unless) => {
            let unless = unless.get(lang);
            say!(
                lang,
                "对照结算单核对各项费用；{unless}的，不算",
                "check the costs by the hospital's bill; it is right if {unless}"
            )
        }
        None => say!(
            lang,
            "对照结算单核对各项费用，改正后重算",
            "check the costs by the hospital's bill and work it out again"
        ),
    }
}
