//! The shipped law is held against its own words: every number stands in its quote, every file loads everywhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use relief::checks;
use relief::lang::Lang;
use relief::rules::{Pack, Seen, Worth, says};
use rust_decimal::Decimal;

fn rule_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-templates/rules");
    let mut files = Vec::new();
    for place in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        files.extend(fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.sort();
    files
}

/// Every file with rules in it, by the path it has in `data-templates/`.
fn files_with_rules() -> Vec<(String, toml::Table)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-templates");
    let mut files = rule_files();
    let beside = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path());
    files.extend(beside.filter(|path| path.extension().is_some_and(|extension| extension == "toml")));
    files.sort();
    let read = |path: PathBuf| {
        let table = fs::read_to_string(&path).unwrap().parse().unwrap();
        (path.strip_prefix(&root).unwrap().display().to_string(), table)
    };
    files.into_iter().map(read).collect()
}

/// A key that carries a number, its value, and the words beside it.
struct Stated {
    place: String,
    key: String,
    value: toml::Value,
    quote: String,
}

/// Keys whose value is a number of the law.
const NUMBERS: [&str; 10] =
    ["working_days", "days", "day", "yuan", "percent", "months", "times", "any", "when", "void_from"];

/// Numbers the words beside them do not have, and what the file says of how they are known.
const KNOWN_OTHERWISE: [(&str, &str); 1] = [("version.repeat.months", "twelve months are taken from local practice")];

/// The keys of a table and of all tables in it, each with its nearest basis.
fn stated(path: &str, table: &toml::Table, found: &mut Vec<Stated>) {
    let quote = table.get("basis").and_then(|basis| basis.get("quote")).and_then(toml::Value::as_str);
    for (key, value) in table {
        let place = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        if let (Some(quote), true) = (quote, NUMBERS.contains(&key.as_str())) {
            found.push(Stated { place, key: key.clone(), value: value.clone(), quote: quote.to_owned() });
            continue;
        }
        match value {
            toml::Value::Table(inner) => stated(&place, inner, found),
            toml::Value::Array(list) => {
                list.iter().filter_map(toml::Value::as_table).for_each(|inner| stated(&place, inner, found))
            }
            _ => {}
        }
    }
}

/// Whether a text has a decimal, not as part of a longer number.
fn has(text: &str, number: &str) -> bool {
    let part = |c: char| c.is_ascii_digit() || c == '.';
    text.match_indices(number).any(|(start, _)| {
        let (before, after) = (text[..start].chars().next_back(), text[start + number.len()..].chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// The ages of a table of tests, or of a list of such: each end, in words as 不满 (one more than the last) or as it is.
fn ages(value: &toml::Value) -> Vec<[Option<u64>; 2]> {
    let tests = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    let ranges = tests.iter().filter_map(|test| test.get("age").and_then(toml::Value::as_str));
    ranges
        .map(|range| {
            let (from, until) = range.split_once("..").unwrap();
            [from.parse().ok(), until.parse().ok()]
        })
        .collect()
}

impl Stated {
    /// Whether the words have the number, or say it without one: all of a cost, once, every year.
    fn is_said(&self) -> bool {
        let quote = &self.quote;
        let whole = self.value.as_integer().map(|number| u64::try_from(number).unwrap());
        match self.key.as_str() {
            "any" | "when" => ages(&self.value).into_iter().all(|[from, until]| {
                from.is_none_or(|from| says(quote, from))
                    && until.is_none_or(|until| says(quote, until) || says(quote, until + 1))
            }),
            "months" => {
                let words: &[&str] = match whole.unwrap() {
                    1 => &["每月", "按月"],
                    3 => &["每季", "按季"],
                    6 => &["每半年"],
                    12 => &["每年", "年度", "一年"],
                    _ => &[],
                };
                says(quote, whole.unwrap()) || words.iter().any(|word| quote.contains(word))
            }
            "percent" => whole == Some(100) || has(quote, &format!("{}%", whole.unwrap())),
            "times" => {
                let times: Decimal = self.value.as_str().unwrap().parse().unwrap();
                let percent = (times * Decimal::ONE_HUNDRED).normalize();
                let number = u64::try_from(times).ok().filter(|_| times.fract().is_zero());
                times == Decimal::ONE
                    || has(quote, &times.normalize().to_string())
                    || has(quote, &format!("{percent}%"))
                    || number.is_some_and(|number| says(quote, number))
            }
            "yuan" => {
                let yuan = self.value.as_str().unwrap();
                yuan.parse().map_or_else(|_| has(quote, yuan), |whole| says(quote, whole))
            }
            "void_from" => {
                let day: chrono::NaiveDate = self.value.to_string().parse().unwrap();
                quote.contains(&day.format("%Y年%-m月%-d日").to_string())
            }
            _ => says(quote, whole.unwrap()),
        }
    }
}

#[test]
fn every_number_stands_in_the_words_it_rests_on() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-templates");
    for (file, table) in files_with_rules() {
        let mut found = Vec::new();
        stated("", &table, &mut found);
        for number in found {
            let otherwise = KNOWN_OTHERWISE.iter().find(|(place, _)| *place == number.place);
            let known = match otherwise {
                Some((_, how)) => fs::read_to_string(root.join(&file)).unwrap().contains(how),
                None => number.is_said(),
            };
            assert!(known, "{file} {}: {} is not in “{}”", number.place, number.value, number.quote);
            *kinds.entry(number.key).or_default() += 1;
        }
    }
    let seen: Vec<&str> = kinds.keys().map(String::as_str).collect();
    let mut all = NUMBERS;
    all.sort_unstable();
    assert_eq!(seen, all, "a kind of number is in no file: {kinds:?}");
    assert!(kinds.values().sum::<usize>() >= 150, "{kinds:?}");
}

/// The key with its nearest basis: a rule without words beside it would slip through the test above.
#[test]
fn every_number_has_words_beside_it() {
    fn bare(path: &str, table: &toml::Table, found: &mut Vec<String>) {
        for (key, value) in table {
            let place = format!("{path}.{key}");
            // Lists are of words.
            let is_number = NUMBERS.contains(&key.as_str()) && !value.is_table() && !value.is_array();
            if is_number && !table.contains_key("basis") {
                found.push(place.clone());
            }
            match value {
                toml::Value::Table(inner) => bare(&place, inner, found),
                toml::Value::Array(list) => {
                    list.iter().filter_map(toml::Value::as_table).for_each(|inner| bare(&place, inner, found))
                }
                _ => {}
            }
        }
    }
    for (file, table) in files_with_rules() {
        let mut found = Vec::new();
        bare(&file, &table, &mut found);
        // The column of the months in [sum] has no number.
        found.retain(|place| !place.ends_with(".sum.times"));
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn every_rule_file_is_compiled_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = fs::read_to_string(root.join("src/rules/mod.rs")).unwrap();
    for file in rule_files() {
        let name = file.strip_prefix(root.join("data-templates")).unwrap().display().to_string();
        assert!(listed.contains(&format!("\"{name}\"")), "{name} is not in rules::BUILTIN");
    }
}

#[test]
fn the_pack_loads_for_every_area_and_knows_its_checks() {
    for area in ["000000", "110101", "630000", "632323"] {
        let pack = Pack::load(area, None).unwrap();
        pack.require_checks(&checks::names()).unwrap();
        assert_eq!(pack.paying().count(), 15);
    }
}

/// 青政〔2014〕70号 gives ten working days in Qinghai and nowhere else.
#[test]
fn provincial_law_holds_in_the_province_alone() {
    let day = "2018-04-23".parse().unwrap();
    let limits = |area: &str| {
        let pack = Pack::load(area, None).unwrap();
        let temporary = &pack.programmes[pack.programme("temporary").unwrap()];
        temporary
            .on(day)
            .flat_map(|version| version.deadlines.clone())
            .filter(|deadline| deadline.span.holds(day))
            .map(|deadline| deadline.limit.number)
            .collect::<Vec<_>>()
    };
    assert_eq!(limits("632323"), [10]);
    assert_eq!(limits("110101"), [0_u32; 0]);
}

/// 民发〔2012〕220号 第二十六条 until 2021-06-30, 民发〔2021〕57号 第二十条 from 2021-07-01.
#[test]
fn the_countys_clock_for_dibao_changes_on_the_day_the_law_does() {
    let pack = Pack::load("632323", None).unwrap();
    for name in ["dibao-urban", "dibao-rural", "城市低保", "农村低保"] {
        let programme = &pack.programmes[pack.programme(name).unwrap()];
        let limit = |day: &str| {
            let received = relief::field::Field::OpinionReceived;
            let deadline = programme.deadlines(received, day.parse().unwrap()).next().unwrap();
            (deadline.limit.number, deadline.basis.article.clone(), deadline.basis.document.number.clone().unwrap())
        };
        assert_eq!(limit("2021-06-30"), (5, "第二十六条".into(), "民发〔2012〕220号".into()), "{name}");
        assert_eq!(limit("2021-07-01"), (10, "第二十条".into(), "民发〔2021〕57号".into()), "{name}");
    }
}

#[test]
fn what_nobody_read_cannot_accuse() {
    let pack = Pack::load("632323", None).unwrap();
    let layers = pack.programmes.iter().flat_map(|programme| &programme.layers);
    for deadline in layers.flat_map(|layer| &layer.versions).flat_map(|version| &version.deadlines) {
        assert!(deadline.basis.seen > Seen::Unread, "{} rests on a text nobody read", deadline.name.zh);
    }
}

/// Every check has a page with its parts in both languages, and suspicions name innocent explanations.
#[test]
fn every_check_has_its_pages() {
    for check in checks::ALL {
        for (lang, parts) in
            [(Lang::Zh, ["## 查", "## 为什么", "## 怎么改"]), (Lang::En, ["## What\n", "## Why", "## What to do"])]
        {
            let page = check.page(lang);
            for part in parts {
                assert!(page.contains(part), "{} lacks {part} in {lang:?}", check.name);
            }
            assert!(!check.title(lang).is_empty());
        }
        assert_eq!(check.innocent(Lang::Zh).len(), check.innocent(Lang::En).len(), "{}", check.name);
    }
}

/// A check that can say "suspicion" must be able to say what would make it innocent.
#[test]
fn suspicions_have_innocent_explanations() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks");
    for check in checks::ALL {
        let code = fs::read_to_string(root.join(format!("{}.rs", check.name.replace('-', "_")))).unwrap();
        if code.contains("Severity::Suspicion") {
            assert!(!check.innocent(Lang::Zh).is_empty(), "{} has no innocent explanation", check.name);
        }
    }
}

/// What a rate is a multiple of is a programme that has standards, or a figure.
#[test]
fn rates_are_counted_from_what_there_is() {
    let pack = Pack::load("632323", None).unwrap();
    for programme in pack.paying() {
        for rate in programme.layers.iter().flat_map(|layer| &layer.rates) {
            let Worth::Times(_, of) = &rate.worth else { continue };
            let figure = pack.figures.iter().any(|figure| figure.name == of.name);
            let standard = pack
                .programme(&of.name)
                .is_some_and(|of| pack.programmes[of].layers.iter().any(|layer| !layer.standards.is_empty()));
            assert!(figure || standard, "{} {}: there is no {}", programme.id, rate.name.zh, of.name);
        }
    }
}

/// Steps of one layer and day have one limit, unless it is for some rows only.
#[test]
fn a_step_has_one_limit_a_day() {
    let pack = Pack::load("632323", None).unwrap();
    for programme in pack.paying() {
        for version in programme.layers.iter().flat_map(|layer| &layer.versions) {
            // A limit may begin within the time of its version.
            for from in version.deadlines.iter().map(|deadline| deadline.span.from) {
                let of_day = version.deadlines.iter().filter(|deadline| deadline.span.holds(from));
                let mut steps: Vec<_> = of_day
                    .filter(|deadline| deadline.when.is_empty())
                    .map(|deadline| (deadline.starts, deadline.ends))
                    .collect();
                let all = steps.len();
                steps.sort_unstable();
                steps.dedup();
                assert_eq!(steps.len(), all, "{} on {from}", programme.id);
            }
        }
    }
}

/// Every step has somebody whose it is to keep.
#[test]
fn every_clock_is_somebodys() {
    let pack = Pack::load("632323", None).unwrap();
    let mut seen = 0;
    for programme in pack.paying() {
        for version in programme.layers.iter().flat_map(|layer| &layer.versions) {
            for deadline in &version.deadlines {
                let (id, step, from) = (&programme.id, &deadline.name.zh, version.span.from);
                assert!(deadline.who.is_some(), "{id} {step} from {from}: who has the clock?");
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen}");
}
