//! What is wrong with a file of rules or of days off, shown in place: file, line and a caret under the very words.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::lang::{Lang, Words};
use crate::shipped::Shipped;

/// One thing wrong with one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub file: Arc<str>,
    text: Text,
    span: Range<usize>,
    pub message: Words,
}

/// Everything that keeps a rule pack from loading.
#[derive(Debug, Clone)]
pub struct Faults(pub Vec<Fault>);

impl Fault {
    pub fn new(source: &Source, span: Range<usize>, zh: String, en: String) -> Fault {
        let Source { name, text } = source.clone();
        Fault { file: name, text, span, message: Words { zh, en } }
    }

    /// The line of the first wrong character, from 1.
    pub fn line(&self) -> usize {
        let before = self.text.get().get(..self.span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    }

    /// The message with the lines it is about and a caret under them.
    pub fn render(&self, lang: Lang) -> String {
        let message = self.message.get(lang);
        if self.text.get().is_empty() {
            return format!("{}: {message}", self.file);
        }
        let place = AnnotationKind::Primary.span(self.span.clone());
        let snippet = Snippet::source(self.text.get()).path(&*self.file).annotation(place);
        let level = match lang {
            Lang::Zh => Level::ERROR.with_name("错误"),
            Lang::En => Level::ERROR,
        };
        let group = level.primary_title(message).element(snippet);
        Renderer::plain().render(&[group])
    }
}

/// A file: its name, as messages give it, and its text. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: Arc<str>,
    text: Text,
}

#[derive(Debug, Clone)]
enum Text {
    Shipped(&'static Shipped),
    Own(Arc<str>),
}

impl Text {
    fn get(&self) -> &str {
        match self {
            Text::Shipped(file) => file.text,
            Text::Own(text) => text,
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Text {}

impl Source {
    pub fn new(name: &str, text: &str) -> Source {
        Source { name: name.into(), text: Text::Own(text.into()) }
    }

    /// A file that the program carries.
    pub fn shipped(file: &'static Shipped) -> Source {
        Source { name: file.name.into(), text: Text::Shipped(file) }
    }

    /// Reads the file as TOML of one shape; keys it does not know are refused.
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, Fault> {
        let read = match &self.text {
            Text::Shipped(file) => file.read(),
            Text::Own(text) => toml::from_str(text),
        };
        read.map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let why = error.message();
            let (zh, en) = match why.split_once(BOTH) {
                Some((zh, en)) => (zh.to_owned(), en.to_owned()),
                None => {
                    let zh = in_chinese(why).unwrap_or_else(|| format!("这个文件读不懂：{why}"));
                    (zh, format!("this file cannot be read: {why}"))
                }
            };
            Fault::new(self, span, zh, en)
        })
    }
}

impl Source {
    /// Words in both languages, or none: one language alone would be passed over in silence for readers of the other.
    pub fn both(
        &self,
        zh: Option<toml::Spanned<String>>,
        en: Option<toml::Spanned<String>>,
    ) -> Result<Option<Words>, Fault> {
        match (zh, en) {
            (Some(zh), Some(en)) => Ok(Some(Words { zh: zh.into_inner(), en: en.into_inner() })),
            (None, None) => Ok(None),
            (Some(alone), None) | (None, Some(alone)) => {
                let zh = "中英文须都写（x 和 x_en）".to_owned();
                let en = "both languages are needed (x and x_en)".to_owned();
                Err(Fault::new(self, alone.span(), zh, en))
            }
        }
    }
}

/// Stands between the Chinese and the English words of what our own readers of days say of one that is none.
const BOTH: &str = " / ";

/// What the reader of TOML says most often, in Chinese.
fn in_chinese(why: &str) -> Option<String> {
    if why.ends_with("expected a TOML datetime") {
        return Some("日期不加引号，应如 2018-04-23".to_owned());
    }
    let key = why.split('`').nth(1)?;
    if why.starts_with("missing field") {
        return Some(format!("缺少 {key}"));
    }
    if why.starts_with("unknown field") {
        let known: Vec<&str> = why.split('`').skip(3).step_by(2).collect();
        return Some(format!("没有 {key} 这个键；可以写：{}", known.join("、")));
    }
    if why.starts_with("unknown variant") {
        let known: Vec<&str> = why.split('`').skip(3).step_by(2).collect();
        return Some(format!("没有“{key}”这种写法；可以写：{}", known.join("、")));
    }
    (why.starts_with("duplicate key")).then(|| format!("{key} 写了两次"))
}

impl Faults {
    pub fn render(&self, lang: Lang) -> String {
        let pages: Vec<String> = self.0.iter().map(|fault| fault.render(lang)).collect();
        pages.join("\n\n")
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Faults {
        Faults(vec![fault])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Lang::En))
    }
}

impl std::error::Error for Faults {}
