//! What a sheet without a column of townships is called goes in; the one township it is clearly called by comes out.

use std::ops::RangeInclusive;

use crate::field::Field;
use crate::rules::{Pack, Vocabulary};

use super::NamedBy;
use super::date_number::is_numeral;
use super::fold::{folded, trimmed};
use super::header::{Header, TopRow};
use super::layout::column;
use super::naming::{self, Called};

/// A township, and what names it.
pub type TitledTownship = (String, NamedBy);

/// So many characters the name of a township has before its end.
const NAME: RangeInclusive<usize> = 2..=4;
/// An institution is named within so many characters behind the township it is in: 中心敬老院.
const BEHIND: usize = 6;
/// What numbers of years, months and the like end in, and what may follow: 2018年度, 4月份, 二季度, 第3批.
const COUNTED: [char; 10] = ['年', '月', '日', '号', '季', '批', '次', '期', '度', '份'];

/// The township that the titles and the sheet name, or the file where they name none; none where they name several, where it is not
/// clear where a name begins, and where rows of the sheet are headed by another.
pub(super) fn of(called: &Called, (header, top): (&Header, &[TopRow]), pack: &Pack) -> Option<TitledTownship> {
    if [Field::Township, Field::Region].iter().any(|field| column(header, *field).is_some()) {
        return None;
    }
    let heads = top.iter().filter(|row| row.number > header.last_row).filter_map(alone);
    let own = called.titles_and_sheet().map(|(text, by)| (text.to_owned(), by));
    let mut named = named_in(own.chain(heads.map(|text| (text, NamedBy::Header))), pack)?;
    if named.is_empty() {
        named = named_in([(called.file().to_owned(), NamedBy::File)].into_iter(), pack)?;
    }
    let (name, by) = named.first().cloned()?;
    (by != NamedBy::Header && named.iter().all(|(other, _)| *other == name)).then_some((name, by))
}

/// What stands in a row of which no other cell has anything in it.
fn alone(row: &TopRow) -> Option<String> {
    let mut filled = row.cells.iter().map(|cell| trimmed(cell)).filter(|cell| !cell.is_empty());
    filled.next().filter(|_| filled.next().is_none()).map(folded)
}

/// Every township some texts name; none where one of them is not clear.
fn named_in(texts: impl Iterator<Item = (String, NamedBy)>, pack: &Pack) -> Option<Vec<TitledTownship>> {
    let mut all = Vec::new();
    for (text, by) in texts {
        all.extend(names(&text, pack)?.into_iter().map(|name| (name, by)));
    }
    Some(all)
}

/// The townships a folded text names; none at all where what stands before an end may be more than a name.
fn names(text: &str, pack: &Pack) -> Option<Vec<String>> {
    let words = &pack.vocabulary;
    let mut names = Vec::new();
    for end in &words.township {
        for (place, end) in text.match_indices(end.as_str()) {
            let (before, behind) = (&text[..place], &text[place + end.len()..]);
            let name = &before[begin(before, pack)..];
            let is_none = words.no_township.iter().any(|word| text[..place + end.len()].ends_with(word.as_str()));
            match name.chars().count() {
                length if is_none || length < *NAME.start() || is_of_more(behind, words) => {}
                length if length > *NAME.end() => return None,
                _ => names.push(format!("{name}{end}")),
            }
        }
    }
    Some(names)
}

/// Whether what stands behind a name makes it that of something else.
fn is_of_more(behind: &str, words: &Vocabulary) -> bool {
    let near: String = behind.chars().take(BEHIND).collect();
    words.not_behind_township.iter().any(|word| behind.starts_with(word.as_str()))
        || words.of_an_institution.iter().any(|word| near.contains(word.as_str()))
}

/// Where a name begins that a text ends with: behind signs and digits, days and months, what townships are part of, the name of a
/// programme and what titles are called.
fn begin(before: &str, pack: &Pack) -> usize {
    let words = &pack.vocabulary;
    let behind_sign = before
        .rfind(|c: char| c.is_ascii() || !c.is_alphanumeric())
        .map_or(0, |place| place + before[place..].chars().next().map_or(0, char::len_utf8));
    let programmes = pack.programmes.iter().filter(|programme| !programme.is_list).flat_map(naming::names);
    let lists = [&words.before_township, &words.title, &words.paid, &words.unpaid];
    let said = programmes.chain(lists.into_iter().flatten());
    let ends = said.filter_map(|word| before.rfind(word.as_str()).map(|place| place + word.len()));
    ends.chain(behind_counted(before)).chain([behind_sign]).max().unwrap_or_default()
}

/// Behind the last number of a year, a month or the like.
fn behind_counted(text: &str) -> Option<usize> {
    let numbers = text.char_indices().filter(|(_, c)| is_numeral(*c));
    let mut counted = numbers.filter_map(|(place, number)| {
        let rest = &text[place + number.len_utf8()..];
        let behind = rest.trim_start_matches(COUNTED);
        (behind.len() < rest.len()).then_some(text.len() - behind.len())
    });
    counted.next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_clearly_a_township_is_one() {
        let pack = Pack::load("632323", None).unwrap();
        let cases: [(&str, Option<&[&str]>); 18] = [
            ("泽曲镇2018年4月农村低保发放花名册", Some(&["泽曲镇"])),
            ("青海省黄南州泽库县和日乡2018年农村低保花名册", Some(&["和日乡"])),
            ("2018年4月份宁秀乡农村低保花名册", Some(&["宁秀乡"])),
            ("2018年第二季度麦秀镇高龄津贴", Some(&["麦秀镇"])),
            ("农村低保花名册(泽曲镇)", Some(&["泽曲镇"])),
            ("18年4月农村低保多禾茂乡", Some(&["多禾茂乡"])),
            ("城东区周家泉街道办事处", Some(&["周家泉街道"])),
            ("泽曲镇俄果村2018年4月", Some(&["泽曲镇"])),
            ("泽曲镇、麦秀镇2018年4月", Some(&["泽曲镇", "麦秀镇"])),
            ("泽库县2018年4月城乡低保花名册", Some(&[])),
            ("泽库县城镇居民低保花名册", Some(&[])),
            ("泽库城镇低保花名册", Some(&[])),
            ("泽库县各乡镇2018年4月低保花名册", Some(&[])),
            ("景德镇市珠山区2018年4月", Some(&[])),
            ("宁秀乡村医生补助", Some(&[])),
            ("泽曲镇中心卫生院医疗救助", Some(&[])),
            ("泽库县民政局", Some(&[])),
            ("社会救助对象信息核对泽曲镇", None),
        ];
        for (text, expected) in cases {
            let names = names(&folded(text), &pack);
            let names = names.as_ref().map(|names| names.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(names.as_deref(), expected, "{text}");
        }
    }
}
