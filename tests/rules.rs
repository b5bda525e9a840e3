//! The shipped law is held against its own words: every number stands in its quote, every file loads everywhere.

use std::fs;
use std::path::{Path, PathBuf};

use relief::checks;
use relief::lang::Lang;
use relief::rules::{Pack, Seen, says};

fn rule_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-templates/rules");
    let mut files = Vec::new();
    for place in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        files.extend(fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.sort();
    files
}

/// Tables that carry a number beside a basis, with the number.
fn numbers(table: &toml::Table, found: &mut Vec<(u64, String)>) {
    let quote = table.get("basis").and_then(|basis| basis.get("quote")).and_then(toml::Value::as_str);
    for key in ["working_days", "days", "yuan"] {
        if let (Some(value), Some(quote)) = (table.get(key), quote) {
            let number =
                value.as_integer().map_or_else(|| value.as_str().unwrap().to_owned(), |number| number.to_string());
            found.push((number.parse().unwrap(), quote.to_owned()));
        }
    }
    for value in table.values() {
        match value {
            toml::Value::Table(inner) => numbers(inner, found),
            toml::Value::Array(list) => {
                list.iter().filter_map(toml::Value::as_table).for_each(|inner| numbers(inner, found))
            }
            _ => {}
        }
    }
}

#[test]
fn every_number_stands_in_the_words_it_rests_on() {
    let mut found = Vec::new();
    for file in rule_files() {
        let table: toml::Table = fs::read_to_string(&file).unwrap().parse().unwrap();
        numbers(&table, &mut found);
    }
    assert!(found.len() >= 15, "only {} numbers found", found.len());
    for (number, quote) in found {
        assert!(says(&quote, number), "{number} is not in “{quote}”");
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
