//! The page of a year as a web page: one file, nothing fetched, an A4 sheet when printed.

use std::io::{self, Write};

use super::{classes, escaped};
use crate::lang::Lang;
use crate::report::year::{Cell, Cited, Month, Year};

const STYLE: &str = include_str!("year.css");

pub fn html(year: &Year, out: &mut dyn Write) -> io::Result<()> {
    let (title, summary) = (escaped(&year.title), escaped(&year.summary));
    let lang = if year.lang == Lang::Zh { "zh-CN" } else { "en" };
    write!(out, "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n")?;
    write!(
        out,
        "<style>\n{STYLE}</style>\n</head>\n<body>\n<header><h1>{title}</h1><div><p>{summary}</p>{}</div></header>\n",
        key(year)
    )?;
    writeln!(out, "<main class=\"months\">")?;
    for month in &year.months {
        write_month(month, &year.weekdays, out)?;
    }
    writeln!(out, "</main>\n<table class=\"festivals\">")?;
    for [name, off, work, notice] in &year.festivals {
        let [name, off, work, notice] = [name, off, work, notice].map(|cell| escaped(cell));
        let (off, work) = (tagged("off", year.key[0].0, &off), tagged("work", year.key[1].0, &work));
        writeln!(out, "<tr><td>{name}</td><td>{off}</td><td>{work}</td><td>{notice}</td></tr>")?;
    }
    writeln!(out, "</table>\n<footer>")?;
    for notice in &year.notices {
        writeln!(out, "<p>{}</p>", cited(notice))?;
    }
    if let Some(reserve) = &year.reserve {
        writeln!(out, "<p>{}</p>", escaped(reserve))?;
    }
    writeln!(out, "</footer>\n</body>\n</html>")
}

fn key(year: &Year) -> String {
    let classes = ["off", "work", ""];
    let marks = year.key.iter().zip(classes).map(|((mark, meaning), class)| tagged(class, mark, &escaped(meaning)));
    let items = marks.chain(year.local.iter().map(|meaning| tagged("frame", "", &escaped(meaning))));
    format!("<div class=\"key\">{}</div>", items.map(|item| format!("<span>{item}</span>")).collect::<String>())
}

/// Words behind the mark they are about; nothing where there are none.
fn tagged(class: &str, mark: &str, words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    format!("<i class=\"tag {class}\">{mark}</i>{words}")
}

fn write_month(month: &Month, weekdays: &[&str; 7], out: &mut dyn Write) -> io::Result<()> {
    let (name, summary) = (escaped(&month.name), escaped(&month.summary));
    writeln!(out, "<section class=\"month\"><h2>{name} <small>{summary}</small></h2>")?;
    let heads: String = weekdays.iter().map(|name| format!("<th>{name}</th>")).collect();
    writeln!(out, "<table><tr>{heads}</tr>")?;
    for week in &month.weeks {
        let cells: String = week.iter().map(|cell| day(cell.as_ref())).collect();
        writeln!(out, "<tr>{cells}</tr>")?;
    }
    writeln!(out, "</table></section>")
}

fn day(cell: Option<&Cell>) -> String {
    let Some(cell) = cell else { return "<td></td>".to_owned() };
    let (classes, number, mark) = (classes(cell), cell.day, cell.mark);
    let why = if cell.why.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(&cell.why)) };
    let mark = if mark.is_empty() { String::new() } else { format!("<i class=\"mark\">{mark}</i>") };
    format!("<td class=\"{classes}\"{why}><span>{number}{mark}</span></td>")
}

fn cited(notice: &Cited) -> String {
    let words = escaped(&notice.words);
    match &notice.url {
        Some(url) => format!("{words} <a href=\"{0}\">{0}</a>", escaped(url)),
        None => words,
    }
}
