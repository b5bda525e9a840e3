//! Lines `date,n[,unit]` go in; the same lines come out with the last day of each period, or with what is wrong.

use super::Outcome;
use crate::calendar::{Calendar, Due, Unit, Unknown, iso};
use crate::field::Kind;
use crate::lang::{Lang, Say};
use crate::output::{guarded, stopped};
use crate::say;
use anyhow::{Context, Result};
use chrono::NaiveDate;
use csv::ByteRecord;
use std::io::{self, Read, Write};

const BUFFER: usize = 1 << 18;
const HEADER: [&str; 6] = ["date", "n", "unit", "last_day", "provisional", "problem"];

type Output<'a> = csv::Writer<&'a mut dyn Write>;

/// Why a line has no last day.
enum Problem {
    Fields,
    Date(String),
    Number(String),
    Unit(String),
    Unknown(Unknown),
}

struct Line<'a> {
    date: NaiveDate,
    n: u32,
    /// The number as it was written.
    digits: &'a [u8],
    unit: Unit,
}

pub fn run(
    calendar: &Calendar,
    unit: Unit,
    input: impl Read,
    (lang, reveal): (Lang, bool),
    out: &mut dyn Write,
) -> Result<Outcome> {
    // A stray quotation mark must spoil its own line only, so quotes are not CSV's here.
    let mut input = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .quoting(false)
        .buffer_capacity(BUFFER)
        .from_reader(input);
    let mut out: Output<'_> = csv::WriterBuilder::new().buffer_capacity(BUFFER).from_writer(out);
    out.write_record(HEADER).map_err(stopped)?;

    let mut outcome = Outcome::default();
    let mut record = ByteRecord::new();
    while input.read_byte_record(&mut record).context("stdin")? {
        if is_header(&record) {
            continue;
        }
        match answer(calendar, unit, &record) {
            Ok((line, due)) => {
                if due.provisional {
                    outcome.provisional = Some(calendar.provisional());
                }
                write_due(&mut out, &line, due)?;
            }
            Err(problem) => {
                outcome.problems += 1;
                write_problem(&mut out, &record, &problem.say(lang), reveal)?;
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn is_header(record: &ByteRecord) -> bool {
    record.position().is_some_and(|position| position.line() == 1)
        && matches!(text(field(record, 0)).as_str(), "date" | "日期")
}

fn answer<'a>(calendar: &Calendar, unit: Unit, record: &'a ByteRecord) -> Result<(Line<'a>, Due), Problem> {
    let line = read(record, unit)?;
    let due = calendar.add(line.date, line.n, line.unit).map_err(Problem::Unknown)?;
    Ok((line, due))
}

fn read(record: &ByteRecord, unit: Unit) -> Result<Line<'_>, Problem> {
    if !(2..=3).contains(&record.len()) {
        return Err(Problem::Fields);
    }
    let [date, digits, name] = [0, 1, 2].map(|column| field(record, column));
    Ok(Line {
        date: iso::parse(date).ok_or_else(|| Problem::Date(text(date)))?,
        n: number(digits).ok_or_else(|| Problem::Number(text(digits)))?,
        digits,
        unit: named_unit(name, unit).ok_or_else(|| Problem::Unit(text(name)))?,
    })
}

/// A field without the blanks and quotation marks around it; empty if there is none.
fn field(record: &ByteRecord, column: usize) -> &[u8] {
    let field = record.get(column).unwrap_or_default().trim_ascii();
    let unquoted = field.strip_prefix(b"\"").and_then(|field| field.strip_suffix(b"\""));
    unquoted.unwrap_or(field)
}

fn text(field: &[u8]) -> String {
    String::from_utf8_lossy(field).into_owned()
}

fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

fn named_unit(name: &[u8], otherwise: Unit) -> Option<Unit> {
    match name {
        b"" => Some(otherwise),
        b"wd" | b"working-days" => Some(Unit::WorkingDays),
        b"cd" | b"days" => Some(Unit::Days),
        b"mo" | b"months" => Some(Unit::Months),
        b"h" | b"hours" => Some(Unit::Hours),
        _ => match str::from_utf8(name).ok()? {
            "工作日" | "个工作日" => Some(Unit::WorkingDays),
            "天" | "日" => Some(Unit::Days),
            "个月" | "月" => Some(Unit::Months),
            "小时" | "个小时" => Some(Unit::Hours),
            _ => None,
        },
    }
}

fn write_due(out: &mut Output<'_>, line: &Line<'_>, due: Due) -> io::Result<()> {
    let unit: &[u8] = match line.unit {
        Unit::WorkingDays => b"wd",
        Unit::Days => b"cd",
        Unit::Months => b"mo",
        Unit::Hours => b"h",
    };
    let provisional: &[u8] = if due.provisional { b"true" } else { b"false" };
    let (date, last_day) = (iso::bytes(line.date), iso::bytes(due.last_day));
    out.write_record([&date, line.digits, unit, &last_day, provisional, b""]).map_err(stopped)
}

/// A line as it came, with what is wrong: it may be of anything, so nobody's number is shown, and no cell is a formula.
fn write_problem(out: &mut Output<'_>, record: &ByteRecord, problem: &str, reveal: bool) -> io::Result<()> {
    let shown = |said: &str| guarded(Kind::Text.shown(said, reveal)).into_owned();
    let [date, n, unit] = [0, 1, 2].map(|column| shown(&text(field(record, column))));
    out.write_record([date, n, unit, String::new(), String::new(), shown(problem)]).map_err(stopped)
}

impl Say for Problem {
    fn say(&self, lang: Lang) -> String {
        match self {
            Problem::Fields => {
                say!(lang, "应为两栏或三栏：日期,天数[,单位]", "two or three fields are wanted: date,n[,unit]",)
            }
            Problem::Date(seen) => {
                say!(lang, "“{seen}”不是日期；应如2018-04-23", "“{seen}” is not a day; write it like 2018-04-23",)
            }
            Problem::Number(seen) => say!(
                lang,
                "“{seen}”不是天数；应为0以上的整数",
                "“{seen}” is not a number of days; write a whole number from 0",
            ),
            Problem::Unit(seen) => say!(
                lang,
                "“{seen}”不是单位；应为 wd、工作日，cd、天，mo、个月，h、小时",
                "“{seen}” is not a unit; write wd or 工作日, cd or 天, mo or 个月, h or 小时",
            ),
            Problem::Unknown(unknown) => unknown.say(lang),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(lines: &[u8], lang: Lang) -> (String, Outcome) {
        let mut out = Vec::new();
        let outcome = run(&Calendar::builtin(), Unit::WorkingDays, lines, (lang, false), &mut out).unwrap();
        (String::from_utf8(out).unwrap(), outcome)
    }

    #[test]
    fn each_line_gets_its_last_day_whatever_the_unit_is_called() {
        let lines = "2018-04-23,5\r\n2018-04-23, 7 ,天\n\n\"2018-04-23\",10,工作日\n2026-12-25,1,cd";
        let (text, outcome) = answers(lines.as_bytes(), Lang::Zh);
        assert_eq!(
            text,
            "date,n,unit,last_day,provisional,problem\n\
             2018-04-23,5,wd,2018-04-28,false,\n\
             2018-04-23,7,cd,2018-05-02,false,\n\
             2018-04-23,10,wd,2018-05-08,false,\n\
             2026-12-25,1,cd,2026-12-28,true,\n"
        );
        assert_eq!(outcome.problems, 0);
        assert!(outcome.provisional.is_some());
    }

    #[test]
    fn a_bad_line_says_what_is_wrong_and_the_next_is_read() {
        let lines = "2018-4-23,5\n2018-04-23,\"5\n2018-04-23,5,周\n2018-04-23\n2027-01-04,1\n2018-04-23,3";
        let (text, outcome) = answers(lines.as_bytes(), Lang::Zh);
        let problems: Vec<&str> = text.lines().skip(1).map(|line| line.split(",,").last().unwrap()).collect();
        assert_eq!(outcome.problems, 5);
        assert!(problems[0].contains("2018-4-23") && problems[0].contains("不是日期"));
        assert!(problems[1].contains("不是天数"));
        assert!(problems[2].contains("“周”不是单位"));
        assert!(problems[3].contains("应为两栏或三栏"));
        assert!(problems[4].starts_with("2027年的放假安排通知"));
        assert_eq!(problems[5], "2018-04-23,3,wd,2018-04-26,false,");
    }

    #[test]
    fn a_line_of_something_else_shows_nobodys_number_and_is_no_formula() {
        let (text, _) = answers("999999195001010018,5\n=1+1,5\n@x,5".as_bytes(), Lang::Zh);
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert!(lines[0].starts_with("999999**********18,5,,,,“999999**********18”不是日期"), "{text}");
        assert!(lines[1].starts_with("'=1+1,5,") && lines[2].starts_with("'@x,5,"), "{text}");
    }

    #[test]
    fn a_header_and_a_byte_order_mark_are_no_problem_and_other_encodings_are() {
        assert_eq!(answers("\u{feff}date,n,unit\n2018-04-23,5,wd\n".as_bytes(), Lang::Zh).1.problems, 0);
        assert_eq!(answers("\u{feff}日期,天数\n2018-04-23,5\n".as_bytes(), Lang::Zh).1.problems, 0);
        assert_eq!(answers(b"2018-04-23,5,\xcc\xec\n", Lang::Zh).1.problems, 1);
    }

    #[test]
    fn every_unit_there_is_is_offered() {
        for lang in [Lang::Zh, Lang::En] {
            let offered = Problem::Unit("周".to_owned()).say(lang);
            for name in ["wd", "工作日", "cd", "天", "mo", "个月", "h", "小时"] {
                assert!(
                    named_unit(name.as_bytes(), Unit::Days).is_some() && offered.contains(name),
                    "{name}: {offered}"
                );
            }
        }
        // What `relief deadlines` calls them, in its records and in its sentences.
        for name in ["working-days", "days", "months", "hours", "个工作日"] {
            assert!(named_unit(name.as_bytes(), Unit::Days).is_some(), "{name}");
        }
    }

    /// A reader who has seen enough.
    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_broken_pipe_is_seen_to_be_one() {
        let lines = "2018-04-23,5\n".repeat(BUFFER / 10);
        let stopped =
            run(&Calendar::builtin(), Unit::WorkingDays, lines.as_bytes(), (Lang::Zh, false), &mut Closed).unwrap_err();
        assert_eq!(stopped.downcast_ref::<io::Error>().map(io::Error::kind), Some(io::ErrorKind::BrokenPipe));
    }
}
