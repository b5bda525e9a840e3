//! Reads the files of `data-templates/` once, as text, so that the program need not at each start.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/shipped/kind.rs"]
mod kind;
#[path = "src/shipped/put.rs"]
mod put;

fn main() -> Result<(), Box<dyn Error>> {
    let from = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("data-templates");
    let to = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=data-templates");
    println!("cargo::rerun-if-changed=src/shipped");
    put_folder(&from, &to)
}

/// Puts down each file in TOML under the path it has.
fn put_folder(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if path.is_dir() {
            put_folder(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let values =
                put::put(&fs::read_to_string(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
            fs::write(to.join(name), values)?;
        }
    }
    Ok(())
}
