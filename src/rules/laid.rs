//! Files of programmes go in; the programmes come out, each with the layers that hold in an area laid over each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fault::{Fault, Source};
use crate::side_by_side::side_by_side;

use super::basis::Documents;
use super::code::Codes;
use super::duty_file::Desk;
use super::holds_in;
use super::programme::Programme;
use super::programme_file::ProgrammeFile;

/// So many threads read programmes, of which there are some thirty: what each command begins with.
const READERS: usize = 2;

/// The programmes of files in the order in which they are laid over each other, each with whether it is a bureau's own.
pub(super) fn laid(
    files: Vec<(Source, bool)>,
    area: &str,
    (documents, codes, lists): (&Documents, &Codes, &[Programme]),
    faults: &mut Vec<Fault>,
) -> Vec<Programme> {
    let (mut programmes, mut own_files) = (Vec::new(), OwnFiles::new());
    let read = side_by_side(READERS, files, |(source, is_own)| {
        let file = ProgrammeFile::read(Desk { source: &source, documents, codes, lists });
        (source, is_own, file)
    });
    for (source, is_own, file) in read {
        let laid = file.and_then(|file| {
            if is_own {
                stands_alone(&file, &source, &mut own_files)?;
            }
            lay(file, &source, area, &mut programmes)
        });
        faults.extend(laid.err());
    }
    programmes
}

/// Founds a programme or lays a layer over it; a file for another area is checked and left out.
fn lay(file: ProgrammeFile, source: &Source, area: &str, programmes: &mut Vec<Programme>) -> Result<(), Fault> {
    if !holds_in(&file.layer.area, area) {
        return Ok(());
    }
    let id = file.id.get_ref().clone();
    match programmes.iter_mut().find(|programme| programme.id == id) {
        Some(programme) => {
            file.founds_nothing(source)?;
            programme.lay(file);
        }
        None => programmes.push(file.found(source)?),
    }
    Ok(())
}

/// The names of a bureau's files, by the programme and the area they are of.
type OwnFiles = BTreeMap<(String, String), Arc<str>>;

/// A fault if another file of the bureau is of the same programme and area: their names would decide which of the two
/// holds.
fn stands_alone(file: &ProgrammeFile, source: &Source, own_files: &mut OwnFiles) -> Result<(), Fault> {
    let of = (file.id.get_ref().clone(), file.layer.area.clone());
    let Some(other) = own_files.insert(of, Arc::clone(&source.name)) else { return Ok(()) };
    let zh = format!("{other}也是这个项目、这个地区的规定；请合成一个文件");
    let en = format!("{other} has rules of this programme and area, too; put them into one file");
    Err(Fault::new(source, file.id.span(), zh, en))
}
