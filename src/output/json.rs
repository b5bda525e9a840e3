//! Records as JSON, or one a line.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::report::{Datum, Listing, Record};

pub(super) fn write(listing: &Listing, out: &mut dyn Write) -> io::Result<()> {
    let records: Vec<Value> = listing.records.iter().map(object).collect();
    let mut whole = json!({ "schema": listing.schema, "records": records });
    if !listing.summary.is_empty() {
        whole["summary"] = object(&listing.summary);
    }
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

pub(super) fn lines(listing: &Listing, out: &mut dyn Write) -> io::Result<()> {
    for record in &listing.records {
        serde_json::to_writer(&mut *out, &object(record))?;
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
        Datum::Text(text) => Value::from(text.as_str()),
        Datum::Number(number) => Value::from(*number),
        Datum::YesNo(yes) => Value::from(*yes),
        Datum::List(list) => Value::Array(list.iter().map(value).collect()),
        Datum::Record(record) => object(record),
    }
}
