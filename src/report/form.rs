//! A programme goes in; the blank roster it asks for comes out: its columns, what each may hold, and the rules behind
//! it.

use chrono::NaiveDate;

use crate::field::{Field, Kind};
use crate::lang::Lang;
use crate::rules::{Deadline, Entitled, Pack, Programme};
use crate::say;

use super::provisions::{Provision, provisions};

/// A roster nobody has filled in yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The programme.
    pub name: String,
    /// Above the columns; it names the programme.
    pub title: String,
    pub columns: Vec<FormColumn>,
    /// What the first cell of the example row says, so that nobody takes it for a record.
    pub example: String,
}

/// One column of a blank roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormColumn {
    pub header: String,
    /// What to write, and the rules that ask for it.
    pub note: String,
    /// The answers to choose from; none where anything may be written.
    pub choices: Vec<String>,
    /// Numbers too long for a number: kept as text.
    pub is_text: bool,
    pub required: bool,
    pub example: String,
}

/// The blank roster of a programme by the rules of a day.
pub fn form(programme: &Programme, pack: &Pack, day: NaiveDate, lang: Lang) -> Form {
    let provisions = provisions(programme, pack, day, lang);
    let column = |field: Field| {
        let required = programme.required().any(|wanted| wanted == field);
        FormColumn {
            header: pack.header(field, programme),
            note: note(field, required, &provisions, lang),
            choices: choices(field, pack),
            is_text: matches!(field.kind(), Kind::Id | Kind::Account | Kind::Phone | Kind::Certificate),
            required,
            example: example(field, pack),
        }
    };
    Form {
        name: programme.name.zh.clone(),
        title: format!("{}花名册（____年__月）", programme.name.zh),
        columns: fields(programme, day).into_iter().map(column).collect(),
        example: "示例".to_owned(),
    }
}

/// Columns every roster has, before and after those its programme asks for.
const EVERY: [Field; 9] = [
    Field::Sequence,
    Field::Township,
    Field::Village,
    Field::Name,
    Field::Id,
    Field::Phone,
    Field::Payee,
    Field::Bank,
    Field::Account,
];

/// Columns of a household with a row for each member.
const OF_HOUSEHOLDS: [Field; 6] = [
    Field::HouseholdNumber,
    Field::HeadName,
    Field::Relation,
    Field::HouseholdSize,
    Field::CoveredSize,
    Field::Covered,
];

/// Every column the rules of a programme ask about on a day, in the order of the fields.
fn fields(programme: &Programme, day: NaiveDate) -> Vec<Field> {
    let mut fields: Vec<Field> = EVERY.to_vec();
    if programme.entitled == Entitled::Household {
        fields.extend(OF_HOUSEHOLDS);
    }
    fields.extend(programme.columns.iter().map(|column| column.field));
    fields.extend(&programme.order);
    fields.extend(programme.month_of);
    if let Some(sum) = &programme.sum {
        fields.extend(sum.parts.iter().copied().chain([sum.total]).chain(sum.times));
    }
    fields.extend(asked_by(programme, day));
    fields.extend(programme.expiries(day).map(|(expiry, _)| expiry.field));
    for layer in &programme.layers {
        let rates = layer.rates.iter().filter(|rate| rate.span.holds(day));
        rates.for_each(|rate| fields.extend(rate.when.fields().chain([rate.pays])));
        let shares = layer.shares.iter().filter(|share| share.span.holds(day));
        shares.for_each(|share| {
            fields.extend(share.when.fields().chain(share.less.iter().copied()).chain([share.of, share.pays]));
        });
    }
    fields.push(Field::Note);
    // Members across the row are another layout, and the head's own number stands in its own row.
    fields.retain(|field| !matches!(field, Field::MemberName | Field::MemberId | Field::HeadId | Field::HeadCovered));
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// The columns that the versions in force ask about, as far as no nearer one says otherwise.
fn asked_by(programme: &Programme, day: NaiveDate) -> Vec<Field> {
    let starts = programme.starts().into_iter();
    let deadlines: Vec<&Deadline> = starts.flat_map(|starts| programme.deadlines(starts, day)).collect();
    let mut fields: Vec<Field> = deadlines.iter().flat_map(|deadline| [deadline.starts, deadline.ends]).collect();
    // Where steps are clocked, a row is a case as well, and found by its number.
    fields.extend((!deadlines.is_empty()).then_some(Field::CaseNumber));
    let extensions = deadlines.iter().filter_map(|deadline| deadline.extension.as_ref());
    fields.extend(extensions.flat_map(|extension| extension.when.fields()));
    for condition in programme.conditions(day) {
        fields.extend(condition.any.iter().chain([&condition.only_when]).flat_map(|when| when.fields()));
    }
    let posted = programme.notices(day).iter().any(|notice| notice.length != crate::rules::Length::Forbidden);
    fields.extend(posted.then_some([Field::PostedFrom, Field::PostedUntil]).into_iter().flatten());
    for start in programme.paid_from(day) {
        fields.extend(start.when.fields().chain([start.after]));
    }
    fields.extend(programme.says(day, |version| version.pay_day.as_ref()).map(|_| Field::Paid));
    fields.extend(programme.says(day, |version| version.visit.as_ref()).map(|_| Field::Visited));
    fields.extend(programme.says(day, |version| version.difference.as_ref()).map(|_| Field::IncomePerHead));
    for review in programme.reviews(day) {
        fields.extend(review.when.fields().chain([Field::Reviewed]));
    }
    fields
}

fn note(field: Field, required: bool, all: &[Provision<'_>], lang: Lang) -> String {
    let mut lines = vec![kind(field.kind(), lang)];
    if required {
        lines.push(say!(lang, "必填。", "Required."));
    }
    for provision in all.iter().filter(|provision| provision.concerns(field)) {
        let (about, name, says) = (provision.kind.text(lang), &provision.name, &provision.says);
        let cited = provision.basis.cited();
        let name = if name.is_empty() { about } else { name.clone() };
        lines.push(say!(lang, "{name}：{says}。{cited}", "{name}: {says}. {cited}"));
    }
    lines.join("\n")
}

fn kind(kind: Kind, lang: Lang) -> String {
    match kind {
        Kind::Id => say!(lang, "18位身份证号，文本格式。", "Eighteen characters, as text."),
        Kind::Money => say!(lang, "元，写到分。", "Yuan, to the fen."),
        Kind::Day => say!(lang, "日期，如2018-04-23。", "A day, such as 2018-04-23."),
        Kind::Months => say!(lang, "年月，如2018-04或2018年1-4月。", "A month or months, such as 2018-04."),
        Kind::Count => say!(lang, "整数。", "A whole number."),
        Kind::YesNo => say!(lang, "是或否。", "是 or 否."),
        Kind::Account | Kind::Phone | Kind::Certificate => say!(lang, "文本格式。", "As text."),
        Kind::Text => say!(lang, "文字。", "Words."),
    }
}

fn choices(field: Field, pack: &Pack) -> Vec<String> {
    if field.kind() == Kind::YesNo {
        return vec!["是".to_owned(), "否".to_owned()];
    }
    pack.codes.set(field).iter().map(|code| code.name.zh.clone()).collect()
}

/// What the example row shows: an invented person of a place that does not exist.
fn example(field: Field, pack: &Pack) -> String {
    if let Some(first) = choices(field, pack).first() {
        return first.clone();
    }
    let text = match field {
        Field::Sequence => "示例",
        Field::Name | Field::HeadName | Field::Payee => "某某某",
        Field::Relation => "户主",
        Field::Account => "6200000000000000000",
        Field::Phone => "13800000000",
        _ => match field.kind() {
            Kind::Id => "990101199001010012",
            Kind::Certificate => "99010119900101001241",
            Kind::Money => "100.00",
            Kind::Day => "2018-04-23",
            Kind::Months => "2018-04",
            Kind::Count => "1",
            Kind::Text | Kind::YesNo | Kind::Account | Kind::Phone => "",
        },
    };
    text.to_owned()
}
