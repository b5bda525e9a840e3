//! Documents, and the words in them that a rule rests on.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use crate::cite::{Seen, is_numeral, says, says_digits};
use crate::numeral::whole_number;

use super::when::OLDEST;
use crate::calendar::TomlDay;
use crate::fault::{Fault, Source};

/// A law, regulation, notice or report, entered once in `documents.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    pub title: String,
    /// 文号, where one is known.
    pub number: Option<String>,
    pub issued: Option<NaiveDate>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// How many articles it has, where that is known.
    pub articles: Option<u32>,
    pub seen: Seen,
    /// Whether it is a report in a paper or on a page, and no document of an office.
    pub is_report: bool,
    /// Where it was read.
    pub via: String,
}

/// The words a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    pub document: Arc<Document>,
    pub article: String,
    pub quote: String,
    pub seen: Seen,
}

impl Document {
    /// 《title》（number）: how a report names it.
    pub fn cited(&self) -> String {
        match &self.number {
            Some(number) => format!("《{}》（{number}）", self.title),
            None => format!("《{}》", self.title),
        }
    }

    /// The 文号, or the title where it has none.
    pub fn short(&self) -> String {
        let titled = || format!("《{}》", self.title);
        self.number.clone().unwrap_or_else(titled)
    }
}

impl Basis {
    /// `民发〔2012〕220号 第二十六条`.
    pub fn cited(&self) -> String {
        format!("{} {}", self.document.short(), self.article).trim_end().to_owned()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentsFile {
    document: Vec<RawDocument>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDocument {
    id: Spanned<String>,
    title: String,
    number: Option<String>,
    issued: Option<TomlDay>,
    from: Option<TomlDay>,
    until: Option<TomlDay>,
    articles: Option<u32>,
    seen: Seen,
    #[serde(default)]
    report: bool,
    via: String,
}

/// As written in a rule file: the document by its id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBasis {
    document: Spanned<String>,
    article: Spanned<String>,
    quote: Spanned<String>,
    seen: Option<Seen>,
}

/// All documents by id.
#[derive(Debug, Clone, Default)]
pub struct Documents(HashMap<String, Arc<Document>>);

impl Documents {
    /// Adds a file's documents; an id already taken is a fault.
    pub(super) fn add(&mut self, source: &Source) -> Result<(), Fault> {
        let file: DocumentsFile = source.parse()?;
        for raw in file.document {
            let span = raw.id.span();
            let document = Arc::new(raw.into_document());
            let id = document.id.clone();
            if self.0.insert(id.clone(), document).is_some() {
                let zh = format!("文件“{id}”登记了两次");
                let en = format!("document {id:?} is entered twice");
                return Err(Fault::new(source, span, zh, en));
            }
        }
        Ok(())
    }

    pub fn get(&self, id: &str) -> Option<&Arc<Document>> {
        self.0.get(id)
    }

    /// The basis a rule file names, if its document is known, its article exists, and its quote is not empty.
    pub(super) fn basis(&self, raw: &RawBasis, source: &Source) -> Result<Basis, Fault> {
        let id = raw.document.get_ref();
        let Some(document) = self.get(id) else {
            let zh = format!("没有登记文件“{id}”；请先写入 documents.toml");
            let en = format!("no document {id:?} is entered in documents.toml");
            return Err(Fault::new(source, raw.document.span(), zh, en));
        };
        let article = raw.article.get_ref();
        if let Some(last) = document.articles.filter(|last| !has_article(article, *last)) {
            let zh = format!("{}共{last}条，没有{article}", document.short());
            let en = format!("{} has {last} articles, not {article}", document.short());
            return Err(Fault::new(source, raw.article.span(), zh, en));
        }
        let quote = raw.quote.get_ref().trim();
        if quote.is_empty() {
            let zh = "没有引用原文".to_owned();
            let en = "the quoted words are missing".to_owned();
            return Err(Fault::new(source, raw.quote.span(), zh, en));
        }
        Ok(Basis {
            document: Arc::clone(document),
            article: article.clone(),
            quote: quote.to_owned(),
            seen: raw.seen.unwrap_or(document.seen),
        })
    }
}

impl RawBasis {
    /// A fault unless the quoted words contain the number, in digits or in Chinese numerals.
    pub(super) fn must_say(&self, number: u64, source: &Source) -> Result<(), Fault> {
        if says(self.quote.get_ref(), number) {
            return Ok(());
        }
        let zh = format!("引文里没有数字{number}");
        let en = format!("the quoted words do not contain the number {number}");
        Err(Fault::new(source, self.quote.span(), zh, en))
    }

    /// A fault unless the quoted words contain a sum that is not of whole yuan, with or without zeros at its end.
    pub(super) fn must_say_yuan(&self, yuan: Decimal, source: &Source) -> Result<(), Fault> {
        let (written, short) = (format!("{yuan:.2}"), yuan.normalize().to_string());
        if says_digits(self.quote(), &written) || says_digits(self.quote(), &short) {
            return Ok(());
        }
        let zh = format!("引文里没有数字{short}");
        let en = format!("the quoted words do not contain the number {short}");
        Err(Fault::new(source, self.quote.span(), zh, en))
    }

    pub(super) fn quote(&self) -> &str {
        self.quote.get_ref()
    }

    /// A fault unless the quoted words give the bounds of a range of ages: 不满16周岁 is said of `..15`, and by either
    /// number.
    pub(super) fn must_say_age(&self, from: u32, until: u32, source: &Source) -> Result<(), Fault> {
        let said = |age: u32| says(self.quote(), u64::from(age));
        if (from > 0 && !said(from)) || (until < OLDEST && !said(until) && !said(until + 1)) {
            let bound = if from > 0 && !said(from) { from } else { until + 1 };
            return self.must_say(u64::from(bound), source);
        }
        Ok(())
    }

    /// A fault unless the quoted words give a number of months, as a number or as 每年, 每半年, 每季度, 每月.
    pub(super) fn must_say_months(&self, months: u32, source: &Source) -> Result<(), Fault> {
        let words: &[&str] = match months {
            1 => &["每月", "按月"],
            3 => &["每季", "按季"],
            6 => &["每半年", "按半年"],
            12 => &["每年", "年度", "按年", "一年", "1年"],
            _ => &[],
        };
        match words.iter().any(|word| self.quote().contains(word)) {
            true => Ok(()),
            false => self.must_say(u64::from(months), source),
        }
    }
}

impl RawDocument {
    fn into_document(self) -> Document {
        Document {
            id: self.id.into_inner(),
            title: self.title,
            number: self.number,
            issued: self.issued.map(|day| day.0),
            from: self.from.map(|day| day.0),
            until: self.until.map(|day| day.0),
            articles: self.articles,
            seen: self.seen,
            is_report: self.report,
            via: self.via,
        }
    }
}

/// Whether 第二十六条 or 第26条 is one of so many articles; other ways of naming a place in a document are nobody's guess.
fn has_article(article: &str, last: u32) -> bool {
    let inner = article.strip_prefix('第').and_then(|inner| inner.split_once('条'));
    let Some((numeral, _)) = inner.filter(|(numeral, _)| is_numeral(numeral)) else { return true };
    let number = numeral.parse().ok().or_else(|| whole_number(numeral));
    number.is_some_and(|number| (1..=last).contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_counted() {
        let of_a_hundred = |article: &str| has_article(article, 100);
        for article in ["第二十六条", "第九条第二款", "第一百条", "第100条", "二（三）4", "第三章", "第某条"]
        {
            assert!(of_a_hundred(article), "{article}");
        }
        for article in ["第一百零一条", "第一百二十条第二款", "第一千条", "第101条", "第0条"] {
            assert!(!of_a_hundred(article), "{article}");
        }
    }
}
