//! Figures in words and in tables: 户, 人, 人次 and money, each with its basis.

use crate::day::{Month, Months};
use crate::finding::NotChecked;
use crate::lang::Lang;
use crate::money::Yuan;
use crate::rules::{Counted, Entitled, Programme};
use crate::run::Outcome;
use crate::say;
pub(super) use crate::totals::town_name;
use crate::totals::{Alike, Arrears, By, Figures, Gap, Line, Totals};

use super::read::{copied, incomplete};
use super::{Block, Datum, Document, Listing, Record, Table};

fn no_month(lang: Lang) -> String {
    say!(lang, "（未写月份）", "(no month)")
}

/// The totals as a table, with a note on how each programme is counted.
pub fn document(totals: &Totals<'_>, lines: &[Line], by: By, lang: Lang) -> Document {
    let mut headers = vec![say!(lang, "项目", "Programme")];
    match by {
        By::Programme => {}
        By::Township => headers.push(say!(lang, "乡镇", "Township")),
        By::Month => headers.push(say!(lang, "月份", "Month")),
    }
    let parts = headers.len();
    headers.extend([
        say!(lang, "户", "Households"),
        say!(lang, "人", "Persons"),
        say!(lang, "人次", "Visits"),
        say!(lang, "金额（元）", "Amount (yuan)"),
        say!(lang, "口径", "Counted"),
    ]);
    let mut table = Table::new(&headers, &[parts, parts + 1, parts + 2, parts + 3]);
    for line in lines {
        let programme = &totals.pack.programmes[line.programme];
        let mut row = vec![programme.name.get(lang).to_owned()];
        match by {
            By::Programme => {}
            By::Township => row.push(town_name(&town(line, totals).unwrap_or_default(), lang)),
            By::Month => row.push(line.part.clone().unwrap_or_else(|| no_month(lang))),
        }
        let figures = &line.figures;
        row.extend([count(figures.households), count(figures.persons), count(figures.visits)]);
        row.push(figures.amount.map_or_else(|| "—".to_owned(), |amount| amount.to_string()));
        row.push(basis(figures, programme, lang));
        table.rows.push(row);
    }
    let mut document = Document::default();
    document.blocks.extend(over(totals, lang).map(Block::Paragraph));
    document.table(table);
    document.blocks.extend(under(totals, by, lang).into_iter().map(Block::Paragraph));
    document.paragraph(say!(lang,
        "“—”表示名册没有提供，不是零。户和人按不同的户、不同的人计，各月不可相加。",
        "“—” means that the rosters do not say, not zero. Households and persons are distinct ones: months do not add up."));
    document
}

/// All that is to be known of the figures and is none of them.
pub fn cautions(totals: &Totals<'_>, by: By, lang: Lang) -> Vec<String> {
    over(totals, lang).chain(under(totals, by, lang)).collect()
}

/// What makes figures wrong as a whole: files that are not in them, rosters whose rows are counted twice.
pub(super) fn over(totals: &Totals<'_>, lang: Lang) -> impl Iterator<Item = String> {
    let outcome = totals.outcome;
    incomplete(outcome, lang).into_iter().chain(copied(outcome, lang)).chain(alike(totals, lang))
}

/// What single programmes lack, and amounts of which nothing tells whose they are.
fn under(totals: &Totals<'_>, by: By, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for programme in 0..totals.pack.paying().count() {
        lines.extend(notes(totals, programme, lang));
        if by == By::Month && totals.stands_in_several_months(programme) {
            lines.push(of_last_months(&totals.pack.programmes[programme], lang));
        }
    }
    lines.extend(households_untold(totals.outcome));
    lines
}

/// That nothing tells whether each row of a household is paid its amount, or whether all its people are listed, which
/// changes the figures.
pub(super) fn households_untold(outcome: &Outcome) -> impl Iterator<Item = String> {
    let is_of_figures = |not_checked: &&NotChecked| ["amount", "household"].contains(&not_checked.check);
    outcome.report.not_checked.iter().filter(is_of_figures).map(|not_checked| not_checked.why.clone())
}

/// Who stands in a month by a row that ends in a later one is counted there.
fn of_last_months(programme: &Programme, lang: Lang) -> String {
    let name = programme.name.get(lang);
    say!(
        lang,
        "注意：{name}有的行一行几个月，户、人和金额都计在最后一个月，前几个月的在册数不含这些行；要某个月的在册数，用 --as-of 那个月的最后一天。",
        "Note: some rows of {name} are of several months, and their households, persons and money stand in the last of these: the months before are without them. For who was on the list in a month, use --as-of with its last day."
    )
}

/// Rosters of which one lists nearly all that another does, as a corrected file and the one it corrects do.
fn alike(totals: &Totals<'_>, lang: Lang) -> impl Iterator<Item = String> {
    totals.alike.iter().map(move |alike| {
        let title = |number: usize| totals.outcome.rosters[number].title();
        let (one, other, unit) = (title(alike.one), title(alike.other), unit(&totals.pack.programmes[alike.programme], lang));
        let Alike { of_one, of_other, both, .. } = alike;
        say!(
            lang,
            "{one}（{of_one}{unit}）和{other}（{of_other}{unit}）有{both}{unit}号码、月份和金额都一样；两处都计入了，这些钱算了两遍。是更正、修改或副本的，去掉不用的一份；是另发的一笔，不必改。",
            "{one} ({of_one} {unit}) and {other} ({of_other} {unit}) have {both} {unit} with the same number, months and amount. Both are counted, this money twice. If one corrects or copies the other, leave out the one that does not hold; if it is another payment, leave it as it is."
        )
    })
}

/// The township of a line as people may see it; two that differ only in what is hidden stay two lines.
fn town(line: &Line, totals: &Totals<'_>) -> Option<String> {
    line.part.as_ref().map(|town| totals.outcome.shown(town))
}

/// What stands below the figures of a programme: that months or townships are missing from the rosters of a stock, and
/// that some of these pay arrears alone.
pub(super) fn notes(totals: &Totals<'_>, programme: usize, lang: Lang) -> Vec<String> {
    let (name, figures) = (totals.pack.programmes[programme].name.get(lang), totals.of(programme));
    let arrears = totals.arrears(programme).map(|arrears| said_of_arrears(&arrears, lang));
    let last = figures.and_then(|figures| figures.stock_of);
    let gaps = last.map(|last| totals.gaps(programme).iter().map(|gap| missing(gap, name, last, lang)).collect());
    gaps.unwrap_or_else(Vec::new).into_iter().chain(arrears).collect()
}

fn said_of_arrears(arrears: &Arrears<'_>, lang: Lang) -> String {
    let rosters = arrears.rosters.iter().map(|roster| roster.title()).collect::<Vec<_>>();
    let rosters = rosters.join(lang.enumeration_comma());
    match arrears.are_all {
        false => say!(
            lang,
            "注意：{rosters}是补发以前月份的，户和人不按它计，金额计入。",
            "Note: {rosters} pays what was owed of other months: its money is counted, its households and persons are not."
        ),
        true => say!(
            lang,
            "注意：{rosters}是补发以前月份的，没有别的名册，户和人按它计，不一定是当月在册的全部。",
            "Note: {rosters} pays what was owed of other months, and there is no other roster: households and persons are those on it, which need not be all on the list."
        ),
    }
}

/// Without a month figures lack money, without the last one people, too.
fn missing(gap: &Gap, name: &str, last: Month, lang: Lang) -> String {
    let towns: Vec<String> = gap.towns.iter().map(|town| town_name(town, lang)).collect();
    let (months, towns) = (gap.months.written(lang), towns.join(lang.enumeration_comma()));
    match (gap.towns.is_empty(), gap.months.contains(last)) {
        (true, _) => say!(
            lang,
            "注意：{name}{months}没有名册，金额不含这些月份。",
            "Note: no roster of {name} for {months}; the amount is without it."
        ),
        (false, false) => say!(
            lang,
            "注意：{name}{months}没有{towns}的名册，金额不含这些地方。",
            "Note: no roster of {name} for {months} from {towns}; the amount is without them."
        ),
        (false, true) => say!(
            lang,
            "注意：{name}{months}没有{towns}的名册，户数、人数和金额都不含这些地方。",
            "Note: no roster of {name} for {months} from {towns}; households, persons and the amount are without them."
        ),
    }
}

fn count(count: Option<u64>) -> String {
    count.map_or_else(|| "—".to_owned(), |count| count.to_string())
}

/// What a row of a programme is one of.
pub(super) fn unit(programme: &Programme, lang: Lang) -> String {
    match (programme.entitled, programme.counted) {
        (Entitled::Household, _) => say!(lang, "户", "households"),
        (Entitled::Person, Counted::Stock) => say!(lang, "人", "persons"),
        (Entitled::Person, Counted::Flow) => say!(lang, "人次", "visits"),
    }
}

/// What a line's figures are of: a stock at a month's end, or a flow over months.
fn basis(figures: &Figures, programme: &Programme, lang: Lang) -> String {
    let (counted, unit) = (programme.counted, unit(programme, lang));
    if figures.are_all_outside() {
        let (outside, of) = (figures.outside, figures.outside_months.map_or_else(String::new, |of| of.written(lang)));
        return say!(
            lang,
            "名册的{outside}处都是{of}的，不在本期",
            "all that the rosters list is of {of}, outside the period: {outside}"
        );
    }
    let months = figures.months.map(|months| months.written(lang)).unwrap_or_default();
    let mut basis = match (counted, figures.stock_of) {
        (Counted::Stock, Some(month)) => {
            let month = Months::one(month).written(lang);
            say!(lang, "户、人为{month}在册；金额为{months}", "households and persons of {month}; amount of {months}")
        }
        (Counted::Stock, None) => say!(lang, "在册；名册没有写月份", "on the list; the rosters name no month"),
        (Counted::Flow, _) if figures.months.is_none() && figures.undated > 0 => {
            say!(lang, "累计；月份没有写，或读不出", "all of it; no month is written, or none can be read")
        }
        (Counted::Flow, _) => say!(lang, "{months}累计", "all of {months}"),
    };
    if let without @ 1.. = figures.without_amount {
        basis.push_str(&say!(
            lang,
            "；{without}{unit}金额缺失或读不出，未计",
            "; without the amount of {without} {unit}, missing or unreadable"
        ));
    }
    if let without @ 1.. = figures.without_persons {
        basis.push_str(&say!(
            lang,
            "；{without}户没有写人数，或读不出，未计入人数",
            "; persons without those of {without} households, whose number is missing or unreadable"
        ));
    }
    if let (undated @ 1.., Some(_)) = (figures.undated, figures.months) {
        basis.push_str(&match counted {
            Counted::Stock => say!(
                lang,
                "；另有{undated}{unit}没有月份，只计入金额",
                "; in the amount alone, for want of a month: {undated} {unit}"
            ),
            Counted::Flow => say!(
                lang,
                "；其中{undated}户（人次）没有写月份，或读不出，也已计入",
                "; among them {undated} whose month is not written or cannot be read"
            ),
        });
    }
    if let beyond @ 1.. = figures.beyond {
        basis.push_str(&say!(
            lang,
            "；金额中{beyond}户（人次）所发的月份跨出本期，未拆分",
            "; in the amount undivided, though their months reach beyond the period: {beyond}"
        ));
    }
    if let outside @ 1.. = figures.outside {
        let of = figures.outside_months.map(|months| months.written(lang)).unwrap_or_default();
        basis.push_str(&say!(lang, "；另有{outside}处为{of}，不在本期", "; outside the period: {outside} of {of}"));
    }
    if let pending @ 1.. = figures.pending {
        basis.push_str(&say!(lang, "；另有在办{pending}件未计", "; open and not counted: {pending}"));
    }
    if let refused @ 1.. = figures.refused {
        basis.push_str(&say!(lang, "；另有不予批准{refused}件未计", "; refused and not counted: {refused}"));
    }
    basis
}

const FIGURES: [&str; 15] = [
    "counted",
    "households",
    "persons",
    "visits",
    "amount_fen",
    "stock_of",
    "from",
    "until",
    "pending",
    "without_amount",
    "outside",
    "undated",
    "refused",
    "beyond",
    "without_persons",
];

pub fn listing<'l>(totals: &'l Totals<'_>, lines: &'l [Line], by: By) -> Listing<'l> {
    let records = lines.iter().map(move |line| record(line, totals, by));
    let part: &[&str] = match by {
        By::Programme => &[],
        By::Township => &["township"],
        By::Month => &["month"],
    };
    let columns = [&["programme"], part, &FIGURES].concat();
    Listing { schema: "relief.totals/1", columns, records: Box::new(records), summary: Vec::new() }
}

fn record(line: &Line, totals: &Totals<'_>, by: By) -> Record {
    let programme = &totals.pack.programmes[line.programme];
    let figures = &line.figures;
    let mut record: Record = vec![("programme", programme.id.clone().into())];
    match by {
        By::Programme => {}
        By::Township => record.push(("township", Datum::maybe(town(line, totals)))),
        By::Month => record.push(("month", Datum::maybe(line.part.clone()))),
    }
    let counted = match programme.counted {
        Counted::Stock => "stock",
        Counted::Flow => "flow",
    };
    record.extend([
        ("counted", Datum::from(counted)),
        ("households", Datum::maybe_number(figures.households)),
        ("persons", Datum::maybe_number(figures.persons)),
        ("visits", Datum::maybe_number(figures.visits)),
        ("amount_fen", Datum::maybe_number(figures.amount.map(Yuan::fen))),
        ("stock_of", Datum::maybe(figures.stock_of.map(|month| month.to_string()))),
        ("from", Datum::maybe(figures.months.map(|months| months.first.to_string()))),
        ("until", Datum::maybe(figures.months.map(|months| months.last.to_string()))),
        ("pending", Datum::number(figures.pending)),
        ("without_amount", Datum::number(figures.without_amount)),
        ("outside", Datum::number(figures.outside)),
        ("undated", Datum::number(figures.undated)),
        ("refused", Datum::number(figures.refused)),
        ("beyond", Datum::number(figures.beyond)),
        ("without_persons", Datum::number(figures.without_persons)),
    ]);
    record
}
