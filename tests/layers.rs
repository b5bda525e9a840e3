//! A module uses only modules above it in the list of `src/lib.rs`, and a library is known only where it belongs.

use std::fs;
use std::path::{Path, PathBuf};

/// Libraries and the modules that may know them.
const LIBRARIES: [(&str, &[&str]); 23] = [
    ("terminal_size", &[]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("calamine", &["input"]),
    ("cfb", &["input"]),
    ("flate2", &["input"]),
    ("html5gum", &["input"]),
    ("quick_xml", &["input"]),
    ("zip", &["input"]),
    ("csv_core", &["input"]),
    ("memchr", &["input"]),
    ("csv", &["output", "cli"]),
    ("unicode_width", &["output"]),
    ("encoding_rs", &["input"]),
    ("annotate_snippets", &["fault"]),
    ("comfy_table", &["output"]),
    ("rust_xlsxwriter", &["output"]),
    ("serde_json", &["output"]),
    ("glob", &["workspace"]),
    ("tempfile", &["sorted", "cli"]),
    ("serde_spanned", &["shipped"]),
    ("toml_datetime", &["shipped"]),
    ("toml", &["shipped", "fault", "rules", "calendar", "workspace"]),
];

/// The modules as `lib.rs` lists them: from the words everything is written in, down to the command line.
fn order() -> Vec<&'static str> {
    let lines = include_str!("../src/lib.rs").lines();
    lines.filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, found),
            false if path.extension().is_some_and(|extension| extension == "rs") => found.push(path),
            false => {}
        }
    }
}

/// Every source file with the module it belongs to; `lib.rs` and `main.rs` belong to none.
fn modules() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let module = |path: &PathBuf| {
        let inside = path.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        first.trim_end_matches(".rs").to_owned()
    };
    let read = |path: PathBuf| (module(&path), path.clone(), fs::read_to_string(&path).unwrap());
    found.into_iter().map(read).filter(|(module, ..)| module != "lib" && module != "main").collect()
}

/// What a file's code says, without what its tests and comments say.
fn code(text: &str) -> String {
    let mut code = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            skip_item(&line[..line.len() - line.trim_start().len()], &mut lines);
        } else if !line.trim_start().starts_with("//") {
            code.push(line);
        }
    }
    code.join("\n")
}

/// Passes over the item that follows, which is so far from the margin: to its brace, or to the semicolon of its only line.
fn skip_item<'t>(margin: &str, lines: &mut impl Iterator<Item = &'t str>) {
    let ends = |line: &&str| line.strip_prefix(margin) == Some("}") || line.trim_end().ends_with([';', ',']);
    let is_first = |line: &&str| !line.trim_start().starts_with("#[") && !line.trim_start().starts_with("//");
    let Some(first) = lines.find(is_first) else { return };
    if !ends(&first) {
        lines.find(|line| line.strip_prefix(margin).is_some_and(|line| matches!(line, "}" | "};" | ")")));
    }
}

/// The modules a file names: `crate::x`, and each of `crate::{x, y::{z, w}}`.
fn used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for after in code.split("crate::").skip(1) {
        let names = after.strip_prefix('{').map_or(vec![after], outermost);
        for name in names {
            let word: String = name.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            used.push(word);
        }
    }
    used
}

/// What stands between the commas of a group in braces, but not in those of groups within it.
fn outermost(group: &str) -> Vec<&str> {
    let (mut names, mut depth, mut begin) = (Vec::new(), 0, 0);
    for (place, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' if depth == 0 => {
                names.push(&group[begin..place]);
                begin = place + 1;
            }
            '}' => {
                names.push(&group[begin..place]);
                return names;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn all_uses_are_seen_and_those_of_tests_are_not() {
    let text = "\
use crate::{day, input::{self, Row}, rules::Pack};
#[cfg(test)]
use crate::cli;
struct Sheet {
    #[cfg(test)]
    asked: crate::report::Asked,
    row: crate::roster::Row,
}
#[cfg(test)]
mod tests {
    use crate::output;
    fn one() {
    }
}
// crate::totals
fn last() -> crate::money::Yuan {}
";
    assert_eq!(used(&code(text)), ["day", "input", "rules", "roster", "money"]);
}

#[test]
fn every_module_stands_in_the_order() {
    let order = order();
    for (module, path, _) in modules() {
        assert!(order.contains(&module.as_str()), "{} belongs to no known module", path.display());
    }
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let order = order();
    let rank = |module: &str| order.iter().position(|known| *known == module);
    let mut uses = 0;
    for (module, path, text) in modules() {
        for other in used(&code(&text)) {
            if let Some(above) = rank(&other) {
                uses += 1;
                assert!(Some(above) <= rank(&module), "{} uses {other}, which stands below {module}", path.display());
            }
        }
    }
    assert!(uses > 200, "the test sees no uses any more: {uses}");
}

#[test]
fn a_library_is_known_only_where_it_belongs() {
    for (module, path, text) in modules() {
        let code = code(&text);
        for (library, at_home) in LIBRARIES {
            let known = code.contains(&format!("{library}::"));
            assert!(!known || at_home.contains(&module.as_str()), "{} knows {library}", path.display());
        }
    }
}

#[test]
fn only_main_asks_the_clock_and_the_terminal() {
    for (_, path, text) in modules() {
        let code = code(&text);
        for word in ["Local::now", "Utc::now", "SystemTime::now", "stdout()", "println!", "eprintln!"] {
            assert!(!code.contains(word), "{} uses {word}", path.display());
        }
    }
}
