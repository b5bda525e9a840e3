//! A record goes in; the cells of its row come out: a record within a record becomes columns, a list one cell.

use std::borrow::Cow;

use crate::report::{Datum, Record};

/// A value, not a list or a record, under the name of its column.
pub(super) type NamedCell<'r> = (Cow<'static, str>, Cow<'r, Datum>);

/// A record's cells. Of a list of records the first becomes columns; how many more there are is said beside them.
pub(super) fn flat(record: &Record) -> Vec<NamedCell<'_>> {
    under("", record)
}

/// The cell of a column.
pub(super) fn cell<'c>(cells: &'c [NamedCell<'_>], column: &str) -> Option<&'c Datum> {
    cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.as_ref())
}

fn under<'r>(prefix: &str, record: &'r Record) -> Vec<NamedCell<'r>> {
    let mut cells = Vec::new();
    for (name, datum) in record {
        let name = match prefix {
            "" => Cow::Borrowed(*name),
            prefix => Cow::Owned(format!("{prefix}.{name}")),
        };
        match datum {
            Datum::Record(inner) if name == "place" => cells.extend(under("", inner)),
            Datum::Record(inner) if matches!(&*name, "basis" | "before") => {
                cells.push((name, made(cited(inner))));
            }
            Datum::Record(inner) => cells.extend(under(&name, inner)),
            Datum::List(list) => match list.as_slice() {
                [Datum::Record(first), more @ ..] if name == "places" => {
                    cells.extend(under("", first));
                    cells.push(("more_places".into(), Cow::Owned(Datum::number(more.len()))));
                }
                list if matches!(&*name, "basis" | "before") => {
                    let cited = list
                        .iter()
                        .map(|basis| if let Datum::Record(basis) = basis { cited(basis).into() } else { text(basis) });
                    cells.push((name, made(cited.collect::<Vec<_>>().join("; "))));
                }
                list => cells.push((name, made(list.iter().map(text).collect::<Vec<_>>().join("; ")))),
            },
            datum => cells.push((name, Cow::Borrowed(datum))),
        }
    }
    cells
}

fn made(text: String) -> Cow<'static, Datum> {
    Cow::Owned(Datum::from(text))
}

/// A basis in one cell: number, title and article, without the words quoted.
fn cited(basis: &Record) -> String {
    let named = basis.iter().filter(|(name, _)| matches!(*name, "number" | "title" | "article"));
    named.map(|(_, datum)| text(datum)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

pub(super) fn text(datum: &Datum) -> Cow<'_, str> {
    match datum {
        Datum::Null => Cow::Borrowed(""),
        Datum::Text(text) => Cow::Borrowed(text),
        Datum::Number(number) => number.to_string().into(),
        Datum::Decimal(number) => number.to_string().into(),
        Datum::YesNo(yes) => yes.to_string().into(),
        Datum::List(list) => list.iter().map(text).collect::<Vec<_>>().join("; ").into(),
        Datum::Record(record) => {
            let parts = record.iter().map(|(_, datum)| text(datum)).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(" ").into()
        }
    }
}
