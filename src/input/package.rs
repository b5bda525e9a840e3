//! Workbooks of Excel 2007 and after as archives: which part is related to the workbook by which name.

use std::collections::HashMap;
use std::io::BufReader;

use super::InputError;
use super::archive::{self, Zip};
use super::xml::{Part, Xml, attribute};

/// The parts a workbook is related to, by the names it has for them.
pub(super) fn targets(zip: &mut Zip, relations: &str) -> Result<HashMap<String, String>, InputError> {
    let part = zip.by_name(relations).map_err(|error| archive::zip_error(&error))?;
    let (mut xml, mut targets) = (Xml::new(BufReader::new(part)), HashMap::new());
    loop {
        match xml.next()? {
            Part::Open(found) if found.local_name().into_inner() == "Relationship" => {
                if let Some((id, target)) = attribute(&found, "Id").zip(attribute(&found, "Target")) {
                    let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                    targets.insert(id, part);
                }
            }
            Part::End => return Ok(targets),
            _ => {}
        }
    }
}
