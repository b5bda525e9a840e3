//! Records as JSON, or one a line.

use std::io::{self, Write};

use serde_json::{Map, Value};

use crate::report::{Datum, Listing, Record};

/// Records stand one a line, so that a file of any size can be read with the tools of lines, too.
pub(super) fn write(listing: Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\n  \"schema\": {},\n  \"records\": [", Value::from(listing.schema))?;
    let mut separator = "\n";
    for record in listing.records {
        write!(out, "{separator}    ")?;
        serde_json::to_writer(&mut *out, &object(&record))?;
        separator = ",\n";
    }
    write!(out, "\n  ]")?;
    if !listing.summary.is_empty() {
        write!(out, ",\n  \"summary\": ")?;
        serde_json::to_writer(&mut *out, &object(&listing.summary))?;
    }
    writeln!(out, "\n}}")
}

pub(super) fn lines(listing: Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    for record in listing.records {
        serde_json::to_writer(&mut *out, &object(&record))?;
        writeln!(out)?;
    }
    Ok(())
}

fn object(record: &Record) -> Value {
    let members = record.iter().map(|(name, datum)| ((*name).to_owned(), value(datum)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn value(datum: &Datum) -> Value {
    match datum {
        Datum::Null => Value::Null,
        Datum::Text(text) => Value::from(&**text),
        Datum::Number(number) => Value::from(*number),
        Datum::Decimal(number) => number.to_string().parse().map_or(Value::Null, Value::Number),
        Datum::YesNo(yes) => Value::from(*yes),
        Datum::List(list) => Value::Array(list.iter().map(value).collect()),
        Datum::Record(record) => object(record),
    }
}
