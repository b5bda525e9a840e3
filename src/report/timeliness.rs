//! How steps went, by township, for people and for programs.

use std::fmt::Display;

use crate::lang::Lang;
use crate::rules::Pack;
use crate::run::Outcome;
use crate::say;
use crate::timeliness::Line;

use super::totals::town_name;
use super::{Datum, Record, Table};

pub fn table(lines: &[Line], outcome: &Outcome, pack: &Pack, lang: Lang) -> Table {
    let headers = [
        say!(lang, "乡镇", "Township"),
        say!(lang, "环节", "Step"),
        say!(lang, "件", "Steps"),
        say!(lang, "按期", "In time"),
        say!(lang, "逾期办结", "Done late"),
        say!(lang, "已逾期", "Overdue"),
        say!(lang, "未到期", "Not yet due"),
        say!(lang, "待核实", "To look at"),
        say!(lang, "无法判断", "Cannot tell"),
        say!(lang, "按期率", "In time, %"),
        say!(lang, "用时中位", "Median days"),
        say!(lang, "九成用时", "90% within"),
    ];
    let mut table = Table::new(&headers, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    table.rows = lines.iter().map(|line| row(line, outcome, pack, lang)).collect();
    table
}

/// Of how many townships and steps nothing is listed, if of any.
pub fn left_out(lines: usize, lang: Lang) -> Option<String> {
    (lines > 0).then(|| {
        say!(
            lang,
            "另有{lines}个乡镇环节未列出；加 --limit 0 或用 -o 写入文件可得全部",
            "{lines} more lines of townships are not listed; --limit 0 or a file given with -o lists all"
        )
    })
}

/// What the columns mean.
pub fn legend(lang: Lang) -> String {
    say!(
        lang,
        "逾期办结含公示天数不足的；待核实为超出期限但可能另有情形的，和公示没有达到指引天数的。按期率＝按期÷（按期＋逾期办结＋已逾期）；用时为已办结各件从开始到办结的工作日，中位是居中一件的（双数时取居中两件的平均），九成用时为九成的件不超过的天数。",
        "Done late: also notices too short. To look at: beyond the limit unless excepted, and notices shorter than a text that only guides. In time: of those done or overdue. Days are working days from start to end of the steps done; the median is that of the one in the middle, or the mean of two; nine in ten took no more than the last figure."
    )
}

/// The same in lines, for formats without a place for a second table.
pub fn lines(lines: &[Line], outcome: &Outcome, pack: &Pack, lang: Lang) -> Vec<String> {
    let said = |line: &Line| {
        let (town, step) = (town(line, outcome, lang), step(line, pack, lang));
        let (all, in_time, late, overdue) = (line.steps(), line.in_time, line.late, line.overdue);
        let (open, to_look_at, untold) = (line.open, line.to_look_at, line.untold);
        let (rate, median, most) = (rate_of(line, lang), days(line.median()), days(line.percentile(90)));
        say!(
            lang,
            "{town} {step}：{all}件，按期{in_time}，逾期办结{late}，已逾期{overdue}，未到期{open}，待核实{to_look_at}，无法判断{untold}；按期率{rate}，用时中位{median}、九成{most}个工作日",
            "{town} {step}: {all}; in time {in_time}, late {late}, overdue {overdue}, not yet due {open}, to look at {to_look_at}, not to be told {untold}; in time {rate}, median {median} and 90% {most} working days"
        )
    };
    lines.iter().map(said).collect()
}

pub fn records(lines: &[Line], outcome: &Outcome, pack: &Pack, lang: Lang) -> Datum {
    Datum::List(lines.iter().map(|line| Datum::Record(record(line, outcome, pack, lang))).collect())
}

fn record(line: &Line, outcome: &Outcome, pack: &Pack, lang: Lang) -> Record {
    let name = line.township.map(|town| outcome.town(town)).filter(|name| !name.is_empty());
    vec![
        ("township", Datum::maybe(name)),
        ("all_townships", Datum::YesNo(line.township.is_none())),
        ("programme", pack.programmes[line.programme].id.clone().into()),
        ("step", line.step.get(lang).to_owned().into()),
        ("steps", Datum::number(line.steps())),
        ("in_time", Datum::number(line.in_time)),
        ("late", Datum::number(line.late)),
        ("overdue", Datum::number(line.overdue)),
        ("due", Datum::number(line.open)),
        ("to_look_at", Datum::number(line.to_look_at)),
        ("cannot_tell", Datum::number(line.untold)),
        ("in_time_per_mille", Datum::maybe_number(line.in_time_per_mille())),
        ("median_days", Datum::maybe_decimal(line.median())),
        ("ninety_percent_days", Datum::maybe_number(line.percentile(90))),
    ]
}

fn row(line: &Line, outcome: &Outcome, pack: &Pack, lang: Lang) -> Vec<String> {
    let counts = [line.steps(), line.in_time, line.late, line.overdue, line.open, line.to_look_at, line.untold];
    let mut row = vec![town(line, outcome, lang), step(line, pack, lang)];
    row.extend(counts.map(|count| count.to_string()));
    row.extend([rate(line), days(line.median()), days(line.percentile(90))]);
    row
}

fn town(line: &Line, outcome: &Outcome, lang: Lang) -> String {
    match line.township {
        None => say!(lang, "各乡镇合计", "All townships"),
        Some(town) => town_name(&outcome.town(town), lang),
    }
}

fn step(line: &Line, pack: &Pack, lang: Lang) -> String {
    format!("{}·{}", pack.programmes[line.programme].name.get(lang), line.step.get(lang))
}

fn rate(line: &Line) -> String {
    let rate = line.in_time_per_mille();
    rate.map_or_else(|| "—".to_owned(), |rate| format!("{}.{}%", rate / 10, rate % 10))
}

/// The share in time, and of how many it is, where others are not judged that may have been late: a table has their columns beside it.
fn rate_of(line: &Line, lang: Lang) -> String {
    let (rate, judged) = (rate(line), line.judged());
    match line.to_look_at + line.untold {
        1.. if judged > 0 => say!(lang, "{rate}（{judged}件）", "{rate} of {judged}"),
        _ => rate,
    }
}

fn days(days: Option<impl Display>) -> String {
    days.map_or_else(|| "—".to_owned(), |days| days.to_string())
}
