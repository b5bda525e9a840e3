//! The two languages relief speaks; every sentence is written in both, side by side.

use std::fmt::Display;

/// A language for messages, pages and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// What stands between clauses.
    pub fn comma(self) -> &'static str {
        match self {
            Lang::Zh => "，",
            Lang::En => ", ",
        }
    }

    /// What stands between the things of a list: 顿号.
    pub fn enumeration_comma(self) -> &'static str {
        match self {
            Lang::Zh => "、",
            Lang::En => ", ",
        }
    }
}

/// A thing that can say what it is, in either language.
pub trait Say {
    fn say(&self, lang: Lang) -> String;
}

/// One sentence in both languages: `say!(lang, "最迟{last}", "due {last}")`.
#[macro_export]
macro_rules! say {
    ($lang:expr, $zh:literal, $en:literal $(,)?) => {
        match $lang {
            $crate::lang::Lang::Zh => format!($zh),
            $crate::lang::Lang::En => format!($en),
        }
    };
}

/// A number and what it counts, in English: `1 month`, `2 months`.
pub fn several(number: impl TryInto<u64> + Display + Copy, noun: &str) -> String {
    let s = if number.try_into().is_ok_and(|number| number == 1) { "" } else { "s" };
    format!("{number} {noun}{s}")
}

/// A word or a sentence held in both languages, as rule files write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

impl Words {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::several;

    #[test]
    fn one_alone_has_no_s() {
        let said = [several(0u32, "month"), several(1i64, "month"), several(2usize, "month"), several(-1, "day")];
        assert_eq!(said, ["0 months", "1 month", "2 months", "-1 days"]);
    }
}
