//! What comes by standard input goes into a file of its own, which is read like any other and goes with the command.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use tempfile::NamedTempFile;

use super::Office;
use crate::{refusal, say};

/// Whether the command line means standard input.
pub(super) fn is_meant(named: &Path) -> bool {
    named == Path::new("-")
}

impl Office<'_, '_> {
    /// The file it became, however often it is named.
    pub(super) fn standard_input(&mut self) -> Result<PathBuf> {
        let spooled = match self.spooled.take() {
            Some(spooled) => spooled,
            None => self.spool()?,
        };
        let path = spooled.path().to_owned();
        self.spooled = Some(spooled);
        Ok(path)
    }

    fn spool(&self) -> Result<NamedTempFile> {
        let copied =
            NamedTempFile::new().and_then(|mut file| io::copy(&mut io::stdin().lock(), &mut file).map(|_| file));
        copied.map_err(|error| {
            let why = refusal::to_write(error.kind(), self.lang);
            anyhow!(say!(
                self.lang,
                "标准输入（-）没有读完，它先存到临时文件夹：{why}",
                "standard input (-), which is first put into the temporary folder, could not be read to its end: {why}"
            ))
        })
    }
}
