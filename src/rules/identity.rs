//! What the law says of identity numbers themselves.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;

use super::basis::{Basis, Documents, RawBasis};
use crate::calendar::TomlDay;
use crate::fault::{Fault, Source};

/// Since when numbers of fifteen digits are void, and on what words.
#[derive(Debug, Clone)]
pub struct FifteenDigits {
    pub void_from: NaiveDate,
    pub basis: Arc<Basis>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct IdentityFile {
    fifteen_digits: RawFifteenDigits,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFifteenDigits {
    void_from: TomlDay,
    basis: RawBasis,
}

pub(super) fn read(source: &Source, documents: &Documents) -> Result<Vec<FifteenDigits>, Fault> {
    let file: IdentityFile = source.parse()?;
    let raw = file.fifteen_digits;
    Ok(vec![FifteenDigits { void_from: raw.void_from.0, basis: Arc::new(documents.basis(&raw.basis, source)?) }])
}
