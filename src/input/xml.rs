//! What the two spreadsheet formats in XML share: attributes by name, and text with its references resolved.

use std::io::BufRead;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::InputError;

/// Text longer than this fits no cell.
pub(super) const LONGEST: usize = 16 << 20;

pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    /// Elements open; a workbook has a dozen.
    depth: usize,
}

/// Elements within elements, beyond which a file is not one that a program wrote.
const DEEPEST: usize = 256;

/// What matters of the events of XML.
pub(super) enum Part<'x> {
    Open(BytesStart<'x>),
    /// The local name.
    Close(String),
    Text(String),
    /// Text that fits no cell.
    LongText,
    End,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(reader: R) -> Xml<R> {
        let mut reader = Reader::from_reader(reader);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, buffer: Vec::new(), depth: 0 }
    }

    pub(super) fn next(&mut self) -> Result<Part<'_>, InputError> {
        self.buffer.clear();
        let event = self.reader.read_event_into(&mut self.buffer);
        let event = event.map_err(|error| InputError::Damaged(error.to_string()))?;
        Ok(match event {
            Event::Start(element) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(InputError::Damaged("XML".to_owned()));
                }
                Part::Open(element)
            }
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                Part::Close(element.local_name().into_inner().to_owned())
            }
            Event::Text(text) if text.len() > LONGEST => Part::LongText,
            Event::CData(text) if text.len() > LONGEST => Part::LongText,
            Event::Text(text) => Part::Text(text.xml10_content().into_owned()),
            Event::CData(text) => Part::Text(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => Part::Text(resolved(&reference)),
            Event::Eof if self.depth > 0 => return Err(InputError::Damaged("XML".to_owned())),
            Event::Eof => Part::End,
            _ => Part::Text(String::new()),
        })
    }
}

/// A reference as the characters it stands for; one that is not known stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.xml10_content();
    match quick_xml::escape::resolve_predefined_entity(&name) {
        Some(text) => text.to_owned(),
        None => format!("&{name};"),
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

pub(super) fn number<N: std::str::FromStr>(element: &BytesStart<'_>, name: &str) -> Option<N> {
    attribute(element, name)?.trim().parse().ok()
}

/// The day of `2018-04-24` or `2018-04-24T00:00:00.000`.
pub(super) fn day(text: &str) -> Option<chrono::NaiveDate> {
    let day = text.trim().get(..10)?;
    chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()
}
