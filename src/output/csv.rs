//! Records as CSV: a record within a record becomes columns, a list one cell; no cell can start a formula.

use std::io::{self, Write};

use crate::report::{Datum, Listing, Record};

pub(super) fn write(listing: Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(&listing.columns).map_err(stopped)?;
    for record in listing.records {
        let cells = flat("", &record);
        let cell = |column: &&str| cells.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell.as_str());
        writer.write_record(listing.columns.iter().map(|column| guarded(cell(column)))).map_err(stopped)?;
    }
    writer.flush()
}

/// A record's cells. Of a list of records the first becomes columns; how many more there are is said beside them.
fn flat(prefix: &str, record: &Record) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    for (name, datum) in record {
        let name = match prefix {
            "" => (*name).to_owned(),
            prefix => format!("{prefix}.{name}"),
        };
        match datum {
            Datum::Record(inner) if name == "place" => cells.extend(flat("", inner)),
            Datum::Record(inner) if matches!(name.as_str(), "basis" | "before") => cells.push((name, cited(inner))),
            Datum::Record(inner) => cells.extend(flat(&name, inner)),
            Datum::List(list) => match list.as_slice() {
                [Datum::Record(first), more @ ..] if name == "places" => {
                    cells.extend(flat("", first));
                    cells.push(("more_places".to_owned(), more.len().to_string()));
                }
                list if matches!(name.as_str(), "basis" | "before") => {
                    let cited = list
                        .iter()
                        .map(|basis| if let Datum::Record(basis) = basis { cited(basis) } else { text(basis) });
                    cells.push((name, cited.collect::<Vec<_>>().join("; ")));
                }
                list => cells.push((name, list.iter().map(text).collect::<Vec<_>>().join("; "))),
            },
            datum => cells.push((name, text(datum))),
        }
    }
    cells
}

/// A basis in one cell: number, title and article, without the words quoted.
fn cited(basis: &Record) -> String {
    let named = basis.iter().filter(|(name, _)| matches!(*name, "number" | "title" | "article"));
    named.map(|(_, datum)| text(datum)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn text(datum: &Datum) -> String {
    match datum {
        Datum::Null => String::new(),
        Datum::Text(text) => text.clone(),
        Datum::Number(number) => number.to_string(),
        Datum::YesNo(yes) => yes.to_string(),
        Datum::List(list) => list.iter().map(text).collect::<Vec<_>>().join("; "),
        Datum::Record(record) => {
            let parts = record.iter().map(|(_, datum)| text(datum)).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(" ")
        }
    }
}

/// What stopped the writing: a broken pipe must be seen to be one.
pub(super) fn stopped(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Spreadsheets take a cell that starts so for a formula; a number does no harm.
pub(super) fn guarded(cell: &str) -> String {
    let starts = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let number = cell.strip_prefix('-').is_some_and(|rest| rest.parse::<u64>().is_ok());
    if starts && !number { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn no_cell_starts_a_formula() {
        assert_eq!(guarded("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(guarded("-12"), "-12");
        assert_eq!(guarded("-12+A1"), "'-12+A1");
        assert_eq!(guarded("才让"), "才让");
    }
}
