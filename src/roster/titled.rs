//! Titles, names of files and of sheets become months and years.

use crate::day::{Month, Months};
use crate::rules::Vocabulary;

use super::date_number::{is_digit, is_numeral, number, numbers};
use super::fold::narrow;
use super::month_text::{LISTED, PARTS_OF_YEAR, quarter, span, usual_names, with_whole_years, written_months};

/// What follows a year that is not all there is: 以来, 至今, 起, 之后, 前, 底, 末, 初, 标准.
const BESIDE_A_YEAR: [char; 16] =
    ['以', '至', '起', '之', '前', '后', '底', '末', '初', '标', '新', '及', '和', '、', '-', '—'];

/// The months a title names, among other numbers: a year and 年, then a month or two and 月, or a quarter; or `2018-04`.
/// Where it names none so, those of a year of two digits: `18年4月`.
pub fn titled_months(title: &str) -> Option<Months> {
    months_of_whole_year(title).or_else(|| months_of_short_year(title))
}

/// The months a title names with a year of two digits, where it names none otherwise. No roster is of the last century.
pub(super) fn months_of_short_year(title: &str) -> Option<Months> {
    let whole = with_whole_years(title).filter(|_| months_of_whole_year(title).is_none())?;
    months_of_whole_year(&whole).filter(|months| months.first.year() >= 2000)
}

fn months_of_whole_year(title: &str) -> Option<Months> {
    let title: String = usual_names(title).chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    let mut after_years = title.match_indices('年').filter_map(|(place, _)| {
        let year = year_before(&title[..place])?;
        let rest = &title[place + '年'.len_utf8()..];
        // 2018年度一季度
        Some((year, rest.strip_prefix('度').unwrap_or(rest)))
    });
    // Of months that are no span, those further on are no better answer.
    match after_years.find(|(_, rest)| begins_with_months(rest)) {
        Some((year, rest)) => months_of_year(rest, year),
        None => dashed_month(&title),
    }
}

/// The year a title or a file's name gives.
pub fn titled_year(title: &str) -> Option<i32> {
    let title: String = title.chars().map(narrow).collect();
    let mut years = title.match_indices('年').filter_map(|(place, _)| year_before(&title[..place]));
    years
        .next()
        .or_else(|| numbers(&title).into_iter().find(|number| (1990..=2100).contains(number)).map(|year| year as i32))
}

/// The year a title gives with two digits, where it begins with it or a place stands before it, or where it says so: 18年, 泽库县18年,
/// 城市低保18年度. 低保18年 is how long.
pub(super) fn titled_short_year(title: &str, words: &Vocabulary) -> Option<i32> {
    let whole = with_whole_years(title)?;
    let short: String = title.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    let years = whole.match_indices('年').zip(short.match_indices('年'));
    years.into_iter().find_map(|((place, _), (short_place, _))| {
        let (before, behind) = (&short[..short_place], &short[short_place + '年'.len_utf8()..]);
        let stem = before.trim_end_matches(is_digit);
        let is_short = before[stem.len()..].chars().count() == 2;
        let mut places = words.before_township.iter().chain(&words.township);
        let is_alone = stem.chars().last().is_none_or(|c| !c.is_alphanumeric());
        let is_year = is_alone || behind.starts_with('度') || places.any(|place| stem.ends_with(place.as_str()));
        let year = year_before(&whole[..place]).filter(|year| *year >= 2000)?;
        (is_short && is_year && !behind.starts_with(BESIDE_A_YEAR)).then_some(year)
    })
}

/// The one year that titles and names give, each time as a year and 年; none where they give another number that may be
/// a year, or a year that something else begins or ends with: 2014年以来, 2018年底.
pub fn only_year<'t>(titles: impl Iterator<Item = &'t str>) -> Option<i32> {
    only_years(titles).filter(|(first, last)| first == last).map(|(year, _)| year)
}

/// The same, or the years from one to another: 2025-2026年度冬春救助.
pub(super) fn only_years<'t>(titles: impl Iterator<Item = &'t str>) -> Option<(i32, i32)> {
    let mut only = None;
    for title in titles {
        let title: String = title.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
        for (place, _) in title.match_indices('年') {
            let Some(years) = years_before(&title[..place]) else { continue };
            let goes_on = title[place + '年'.len_utf8()..].starts_with(BESIDE_A_YEAR);
            if goes_on || only.is_some_and(|only| only != years) {
                return None;
            }
            only = Some(years);
        }
        let mut years = numbers(&title).into_iter().filter(|number| (1990..=2100).contains(number));
        if years.any(|year| only.is_none_or(|(first, last)| ![first, last].contains(&(year as i32)))) {
            return None;
        }
    }
    only
}

/// The months a sheet's name gives without a year: `4月`, `1-3月`, `一季度`.
pub fn sheet_months(name: &str, year: i32) -> Option<Months> {
    months_of_year(&usual_names(name.trim()), year)
}

/// The year a text ends with, and the one it runs from: 2025-2026.
fn years_before(text: &str) -> Option<(i32, i32)> {
    let last = year_before(text)?;
    let before = text.trim_end_matches(is_digit);
    let first = before.strip_suffix(['-', '~', '—', '–', '至']).and_then(year_before);
    Some((first.filter(|first| *first < last).unwrap_or(last), last))
}

pub(super) fn year_before(text: &str) -> Option<i32> {
    let digits: String = text.chars().rev().take_while(|c| is_digit(*c)).collect();
    let digits: String = digits.chars().rev().collect();
    number(&digits).filter(|year| (1900..=2999).contains(year)).map(|year| year as i32)
}

/// The months at the start of a text: `4月…`, `1-4月…`, `4、5、6月…`, `1月至3月…`, `12月-2018年2月…`, `1月1日-3月31日…`,
/// `第二季度…`, `一、二季度…`, `第一、第二季度…`, `上半年…`. Whatever else follows, such as 第3批 or 五保, is not a month, and 1、3月 are no span.
pub(super) fn months_of_year(text: &str, year: i32) -> Option<Months> {
    let year_number = u32::try_from(year).ok()?;
    for (half, first, last) in &PARTS_OF_YEAR[..2] {
        if text.starts_with(half) {
            return span((year_number, *first), (year_number, *last));
        }
    }
    let (first, last, rest) = leading_numbers(text.strip_prefix('第').unwrap_or(text))?;
    if let Some(rest) = after_quarter(rest) {
        let last = last_named(last, rest, after_quarter)?.0;
        return span(
            (year_number, quarter(year, first)?.first.number()),
            (year_number, quarter(year, last)?.last.number()),
        );
    }
    let (last, rest) = last_named(last, after_month(rest)?, after_month)?;
    let of_next_year = joined(rest).and_then(|(joint, rest)| {
        let (year, rest) = leading_number(rest)?;
        Some((joint, year, rest.strip_prefix('年')?))
    });
    let Some((joint, last_year, rest)) = of_next_year else { return span((year_number, first), (year_number, last)) };
    let end = months_of_year(rest, last_year as i32)?;
    let follows = || Month::new(year, last).is_some_and(|last| last.next() == end.first);
    let months = span((year_number, first), (last_year, end.last.number()));
    months.filter(|_| joint == Joint::To || follows())
}

/// Whether a text begins with months or quarters, be they a span or not.
fn begins_with_months(text: &str) -> bool {
    let is_part = |c: char| {
        is_numeral(c) || matches!(c, '-' | '—' | '–' | '~' | '～' | '至' | '到' | '第') || LISTED.contains(&c)
    };
    let numbers = text.strip_prefix('第').unwrap_or(text);
    let rest = numbers.trim_start_matches(is_part);
    (rest.len() < numbers.len() && rest.starts_with(['月', '季']))
        || PARTS_OF_YEAR[..2].iter().any(|(half, ..)| text.starts_with(half))
}

/// Numbers joined at the start of a text, the first and the last of them, and what follows: `1-4`, `4、5、6`. None of a
/// list whose numbers do not follow each other.
fn leading_numbers(text: &str) -> Option<(u32, u32, &str)> {
    let (first, rest) = leading_number(text)?;
    let (last, rest) = last_named(first, rest, Some)?;
    Some((first, last, rest))
}

/// The last of the numbers that further ones are joined to, each with its unit, and what follows; none where a list
/// leaves one out.
fn last_named<'t>(first: u32, rest: &'t str, unit: fn(&'t str) -> Option<&'t str>) -> Option<(u32, &'t str)> {
    let (mut last, mut rest) = (first, rest);
    while let Some((joint, behind)) = joined(rest)
        && let Some((next, behind)) = leading_number(behind.strip_prefix('第').unwrap_or(behind))
        && let Some(behind) = unit(behind).filter(|_| next <= 12)
    {
        if joint == Joint::And && next != last.saturating_add(1) {
            return None;
        }
        (last, rest) = (next, behind);
    }
    Some((last, rest))
}

/// What follows 月 or 月份, and a day after it.
fn after_month(text: &str) -> Option<&str> {
    text.strip_prefix('月').map(|rest| skip_day(rest.strip_prefix('份').unwrap_or(rest)))
}

fn after_quarter(text: &str) -> Option<&str> {
    text.strip_prefix("季度").or_else(|| text.strip_prefix('季'))
}

/// A number at the start of a text, and what follows it.
fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !is_numeral(c)).unwrap_or(text.len());
    Some((number(&text[..end]).filter(|_| end > 0)?, &text[end..]))
}

/// What stands before a number that is no month: 附件3、表2.
const NUMBERING: [char; 6] = ['件', '表', '第', '之', '录', '册'];

/// How two months are joined: the first and the last of a span, or two of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    To,
    And,
}

/// How what follows is joined to what stands before, and what it is.
fn joined(text: &str) -> Option<(Joint, &str)> {
    let to = text.strip_prefix(['-', '—', '–', '~', '～', '至', '到']).map(|rest| (Joint::To, rest));
    to.or_else(|| Some((Joint::And, text.strip_prefix(LISTED)?)))
}

/// What follows a day of the month, if one stands first: `10日…`.
fn skip_day(text: &str) -> &str {
    leading_number(text).and_then(|(_, rest)| rest.strip_prefix('日')).unwrap_or(text)
}

/// The months a title names without a year: `泽库县4月…`, `1-3月…`, `4、5月…`.
pub fn yearless_title(title: &str, year: i32) -> Option<Months> {
    let title: String = title.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    let mut named = title.match_indices('月').map(|(place, _)| &title[list_begin(&title[..place])..]);
    named.find(|text| begins_with_months(text)).and_then(|text| months_of_year(text, year))
}

/// Where the months begin that a text ends with: those before 、, too, in digits of the same kind, and not what
/// numbers the text: 一、4月, 1、4月, 附件3、4月.
fn list_begin(text: &str) -> usize {
    let part = |c: char| is_numeral(c) || matches!(c, '-' | '—' | '–' | '~' | '至');
    let mut begin = text.trim_end_matches(part).len();
    while let Some(before) = text[..begin].strip_suffix(LISTED) {
        let before = before.strip_suffix('月').unwrap_or(before);
        let is_of_kind =
            |c: char| part(c) && c.is_ascii_digit() == text[begin..].starts_with(|c: char| c.is_ascii_digit());
        let further = before.trim_end_matches(part);
        let is_unit = text[further.len()..begin].contains('月');
        let numbers =
            [further.len(), begin].map(|place| leading_number(&text[place..]).map_or(0, |(number, _)| number));
        let is_numbered =
            further.ends_with(NUMBERING) || (further.is_empty() && numbers[0].saturating_add(1) != numbers[1]);
        if !before.ends_with(is_of_kind) || (is_numbered && !is_unit) {
            break;
        }
        begin = further.len();
    }
    begin
}

/// `2018-04`, `2018.04` or `201804` standing on its own, or two of them (`2018.1-2018.3`, `2018.1-3`).
fn dashed_month(title: &str) -> Option<Months> {
    let mut runs = title.split(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '.' | '/'));
    runs.find_map(|run| {
        let run = run.trim_matches(['-', '.', '/']);
        let joined = run.len() == 6 && run.bytes().all(|byte| byte.is_ascii_digit());
        let begins_with_year = run.len() >= 6 && run[..4].bytes().all(|byte| byte.is_ascii_digit());
        let dashed = begins_with_year && numbers(run).len() == 2;
        if joined || dashed || (begins_with_year && joins_two_months(run)) { written_months(run) } else { None }
    })
}

/// Whether a text is a year and a month, and behind the only sign that joins another month, of its own year or of the
/// same.
fn joins_two_months(text: &str) -> bool {
    let (first, last) = match text.split_once('-').filter(|(_, last)| !last.contains('-')) {
        Some(both) => both,
        // 2018-1-2018-3
        None => match text.match_indices('-').nth(1) {
            Some((place, _)) => (&text[..place], &text[place + 1..]),
            None => return false,
        },
    };
    let (first, last) = (numbers(first), numbers(last));
    matches!((&first[..], &last[..]), ([1900..=2999, _], [_] | [1900..=2999, _]))
}
