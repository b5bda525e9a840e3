//! Another reader of iCalendar than the writer: RFC 5545 taken line by line.

use std::collections::BTreeMap;

/// Lines end in CRLF and have at most 75 octets, each whole characters; a blank at the start goes on with the line before.
pub fn unfolded(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut lines: Vec<String> = Vec::new();
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "{line:?}");
        match line.strip_prefix(' ') {
            Some(more) => lines.last_mut().unwrap().push_str(more),
            None => lines.push(line.to_owned()),
        }
    }
    lines
}

fn unescaped(text: &str) -> String {
    let (mut plain, mut characters) = (String::new(), text.chars());
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next().unwrap() {
                'n' => plain.push('\n'),
                other => {
                    assert!("\\;,".contains(other));
                    plain.push(other);
                }
            },
            ';' | ',' => panic!("unescaped {c} in {text}"),
            c => plain.push(c),
        }
    }
    plain
}

/// The properties of each event; what stands outside of events is left out.
pub fn events(lines: &[String]) -> Vec<BTreeMap<String, String>> {
    let mut events = Vec::new();
    let mut open: Option<BTreeMap<String, String>> = None;
    for line in lines {
        match (line.as_str(), &mut open) {
            ("BEGIN:VEVENT", None) => open = Some(BTreeMap::new()),
            ("END:VEVENT", Some(_)) => events.push(open.take().unwrap()),
            (line, Some(event)) => {
                let (name, value) = line.split_once(':').unwrap();
                assert!(event.insert(name.to_owned(), unescaped(value)).is_none(), "{name} stands twice");
            }
            (_, None) => {}
        }
    }
    assert!(open.is_none());
    events
}
