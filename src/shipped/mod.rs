//! The files of `data-templates/` that the program carries: as people read them, and as it reads them itself.
//!
//! Nearly all of them are read at each start; as text that took half the time a small roster takes.

mod kind;
#[cfg(test)]
mod put;
mod take;

use serde::Deserialize;
use toml::de::Error;

use take::Values;

/// A file in TOML, under `data-templates/`.
#[derive(Debug)]
pub struct Shipped {
    /// Its path there.
    pub name: &'static str,
    pub text: &'static str,
    /// What its text says, put down by `build.rs`.
    values: &'static [u8],
}

/// A file by its path under `data-templates/`.
macro_rules! shipped {
    ($path:literal) => {
        $crate::shipped::Shipped::of(
            $path,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data-templates/", $path)),
            include_bytes!(concat!(env!("OUT_DIR"), "/", $path)),
        )
    };
}
pub(crate) use shipped;

impl Shipped {
    pub const fn of(name: &'static str, text: &'static str, values: &'static [u8]) -> Shipped {
        Shipped { name, text, values }
    }

    /// What the file says, in some shape; where it has another, the text itself tells in which place.
    pub fn read<T: Deserialize<'static>>(&self) -> Result<T, Error> {
        T::deserialize(&mut Values::of(self.text, self.values)).or_else(|_| toml::from_str(self.text))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use toml::value::Datetime;
    use toml::{Spanned, Value};

    use super::*;

    fn taken<'t, T: Deserialize<'t>>(text: &'t str, values: &'t [u8]) -> Result<T, Error> {
        T::deserialize(&mut Values::of(text, values))
    }

    /// Every file in TOML of a folder and those within it.
    fn texts(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => texts(&path, found),
                false if path.extension().is_some_and(|extension| extension == "toml") => {
                    found.push(fs::read_to_string(&path).unwrap());
                }
                false => {}
            }
        }
    }

    #[test]
    fn every_file_says_what_its_text_says() {
        let mut all = Vec::new();
        texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data-templates"), &mut all);
        assert!(all.len() > 60);
        for text in all {
            let values = put::put(&text).unwrap();
            assert_eq!(taken::<Value>(&text, &values).unwrap(), toml::from_str::<Value>(&text).unwrap());
        }
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Share {
        Whole,
        Part(Spanned<u64>),
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Rule {
        name: Spanned<String>,
        from: Spanned<Datetime>,
        until: Option<Spanned<Datetime>>,
        steps: Vec<Spanned<i64>>,
        #[serde(default)]
        is_old: bool,
        shares: Vec<Spanned<Share>>,
        basis: Spanned<BTreeMap<Spanned<String>, Spanned<String>>>,
    }

    const RULE: &str = r#"
name   = "临时\u6551助"  # 六个字
steps  = [1, 0x10,
          -200]
from   = 2014-12-16
is_old = true
shares = ["whole", { part = 300 }]

[basis]
document      = "qing-2014-70"
'二（三）4'   = '''
县级民政部门在10个工作日内'''
"#;

    #[test]
    fn every_value_stands_where_it_stands_in_the_text() {
        let values = put::put(RULE).unwrap();
        let rule = taken::<Rule>(RULE, &values).unwrap();
        assert_eq!(rule, toml::from_str(RULE).unwrap());
        assert_eq!(&RULE[rule.name.span()], r#""临时\u6551助""#);
        assert_eq!(&RULE[rule.shares[1].span()], "{ part = 300 }");
        let keys: Vec<&str> = rule.basis.get_ref().keys().map(|key| &RULE[key.span()]).collect();
        assert_eq!(keys, ["document", "'二（三）4'"]);
    }

    #[test]
    fn a_fault_stands_where_it_does_in_the_text() {
        let text = RULE.replace("is_old", "is_new");
        let file = Shipped::of("rule.toml", text.clone().leak(), put::put(&text).unwrap().leak());
        let fault = file.read::<Rule>().unwrap_err();
        assert_eq!(fault.span().map(|span| &text[span]), Some("is_new"));
    }

    #[test]
    fn what_has_another_shape_or_is_cut_off_is_refused() {
        let refused = |text: &str| taken::<Rule>(text, &put::put(text).unwrap()).unwrap_err().message().to_owned();
        for (right, wrong) in [("is_old", "is_new"), ("[1,", "[\"1\","), ("2014-12-16", "\"2014\""), ("whole", "half")]
        {
            let text = RULE.replace(right, wrong);
            assert_eq!(refused(&text), toml::from_str::<Rule>(&text).unwrap_err().message(), "{wrong}");
        }
        let values = put::put(RULE).unwrap();
        assert!((0..values.len()).all(|end| taken::<Rule>(RULE, &values[..end]).is_err()));
    }
}
