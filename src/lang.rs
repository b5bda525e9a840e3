//! The two languages relief speaks; every sentence is written in both, side by side.

/// A language for messages, pages and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
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
