//! The quirks of county files, described in `tests/corpus/*.toml`, are written in every container that can carry them,
//! and each file must be understood as described: what it is, whom it names, what is paid, why each other row is none.
//!
//! `cargo test --test corpus -- --nocapture` prints the table of containers, quirks and outcomes.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use relief::calendar::Calendar;
use relief::day::Months;
use relief::field::Field;
use relief::identity::IdNumber;
use relief::input::{self, FileFacts};
use relief::lang::{Lang, Say};
use relief::money::Yuan;
use relief::roster::{Layout, NotARoster, Record, Roster, RowReader, Taken, Value, folded};
use relief::rules::Pack;
use relief::run::{File, Outcome, Run, Wants};
use relief::totals::Totals;
use serde::Deserialize;
use support::Folder;
use support::books::{self, FORMS, Filled, Page};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    quirk: Vec<Quirk>,
}

/// Something files have, in words; the sheets that have it; and what must be understood of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Quirk {
    name: String,
    /// What a clerk would say of it.
    #[allow(dead_code, reason = "for people")]
    says: String,
    /// What the file is called, without its ending.
    file: Option<String>,
    sheet: Vec<Sheet>,
    /// What is done to the bytes: `cut`, `locked`, `emptied`.
    spoil: Option<String>,
    /// How what is said of a file that cannot be read begins.
    message: Option<String>,
    households: Option<u64>,
    persons: Option<u64>,
    paid: Option<String>,
    /// Containers that cannot carry it, each with why.
    #[serde(default)]
    without: BTreeMap<String, String>,
    /// Containers in which it is read wrong, each with what is wrong.
    #[serde(default)]
    gap: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sheet {
    name: Option<String>,
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    hidden_rows: Vec<usize>,
    #[serde(default)]
    hidden_columns: Vec<usize>,
    /// A line a row: why it is no record, or nothing; then its cells.
    rows: String,
    /// Why it is no roster.
    not: Option<String>,
    programme: Option<String>,
    layout: Option<String>,
    months: Option<String>,
    /// The money of its records.
    yuan: Option<String>,
    /// Who stands in each record, if not everyone whose number is written in the row.
    people: Option<Vec<String>>,
    /// What columns say, record by record.
    #[serde(default)]
    values: BTreeMap<String, Vec<String>>,
}

/// What a sheet turned out to be.
#[derive(Debug, Clone, PartialEq)]
struct Understood {
    not: Option<&'static str>,
    programme: String,
    layout: &'static str,
    months: String,
    yuan: Yuan,
    /// By row: nothing for a record, else why it is none.
    fates: BTreeMap<u32, &'static str>,
    records: Vec<Vec<(Option<String>, Option<u64>)>>,
    values: BTreeMap<&'static str, Vec<String>>,
    /// Rows of a sheet that is no roster.
    passed: u64,
    /// Records in hidden rows, and columns that are hidden.
    hidden: (u64, Vec<usize>),
}

/// An invented number, always the same for a name.
fn number(name: &str) -> String {
    let serial = name.chars().fold(7_u32, |sum, c| (sum * 131 + c as u32) % 39_989);
    support::id(serial)
}

/// `{甲}` is the number of 甲, `{甲:15}` its fifteen digits, `{甲:0}` without its last character; `\n` a line break,
/// `\s` a blank, `\x{feff}` any character.
fn spelled(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let marked =
            rest.strip_prefix("\\x{").map(|rest| (true, rest)).or(rest.strip_prefix('{').map(|rest| (false, rest)));
        if let Some((is_character, inner)) = marked {
            let (inner, after) = inner.split_once('}').unwrap();
            if is_character {
                said.push(char::from_u32(u32::from_str_radix(inner, 16).unwrap()).unwrap());
            } else {
                let (name, form) = inner.split_once(':').unwrap_or((inner, ""));
                let whole = number(name);
                said.push_str(&match form {
                    "15" => format!("{}{}", &whole[..6], &whole[8..17]),
                    "0" => whole[..17].to_owned(),
                    "wide" => whole.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect(),
                    "blanks" => format!("{} {} {}", &whole[..6], &whole[6..14], &whole[14..]),
                    _ => whole,
                });
            }
            rest = after;
            continue;
        }
        let escape = [("\\n", "\n"), ("\\t", "\t"), ("\\s", " ")].into_iter().find(|(mark, _)| rest.starts_with(mark));
        let (mark, character) =
            escape.map_or((c.len_utf8(), c.to_string()), |(mark, plain)| (mark.len(), plain.to_owned()));
        said.push_str(&character);
        rest = &rest[mark..];
    }
    said
}

/// A cell as described: `#1` a number, `@2018-04-10` a day, `?TRUE` a yes, `#N/A` an error, `=` a formula without a value,
/// `<` and `^` merged with the cell to the left or above.
fn filled(cell: &str) -> Filled {
    let rest = cell.get(1..);
    match (cell.chars().next(), rest) {
        (None, _) => Filled::Blank,
        _ if cell == "<" => Filled::Beside,
        _ if cell == "^" => Filled::Above,
        _ if cell == "=" => Filled::Unfinished,
        (Some('#'), Some(number)) if number.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            Filled::Number(number.to_owned())
        }
        (Some('#'), _) => Filled::Error(cell.to_owned()),
        (Some('@'), Some(day)) => Filled::Day(day.to_owned()),
        (Some('?'), Some(yes)) => Filled::YesNo(yes == "TRUE"),
        _ => Filled::Text(spelled(cell)),
    }
}

impl Sheet {
    /// Each row's fate and its cells as written here.
    fn lines(&self) -> Vec<(&str, Vec<&str>)> {
        let lines = self.rows.trim_matches('\n').lines();
        lines
            .map(|line| {
                let mut cells = line.split('|').map(str::trim);
                (cells.next().unwrap_or_default(), cells.collect())
            })
            .collect()
    }

    fn page(&self) -> Page {
        Page {
            name: self.name.clone().unwrap_or_else(|| "花名册".to_owned()),
            hidden: self.hidden,
            hidden_rows: self.hidden_rows.clone(),
            hidden_columns: self.hidden_columns.clone(),
            rows: self.lines().iter().map(|(_, cells)| cells.iter().map(|cell| filled(cell)).collect()).collect(),
        }
    }

    /// Who must stand in each record: `甲`, with the number of 甲; `甲?` without a number; `?甲` the number alone; `-` nobody.
    fn people(&self) -> Vec<Vec<(Option<String>, Option<u64>)>> {
        let key = |name: &str| IdNumber::parse(&number(name)).map(IdNumber::key).ok();
        let person = |said: &str| match (said.strip_suffix('?'), said.strip_prefix('?')) {
            _ if said == "-" => (None, None),
            _ if said.contains('=') => {
                let (name, number) = said.split_once('=').unwrap();
                (Some(name.to_owned()), IdNumber::parse(number).map(IdNumber::key).ok())
            }
            (Some(name), _) => (Some(name.to_owned()), None),
            (_, Some(name)) => (None, key(name)),
            _ => (Some(said.to_owned()), key(said)),
        };
        if let Some(people) = &self.people {
            return people.iter().map(|row| row.split_whitespace().map(person).collect()).collect();
        }
        let records = self.lines().into_iter().filter(|(fate, _)| fate.is_empty());
        let in_row = |cells: Vec<&str>| -> Vec<(Option<String>, Option<u64>)> {
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace("\\x{", "")).collect();
            let marks = cells
                .iter()
                .flat_map(|cell| cell.split('{').skip(1))
                .map(|mark| mark.split([':', '}']).next().unwrap());
            marks.map(person).collect()
        };
        records.map(|(_, cells)| in_row(cells)).collect()
    }
}

fn layout_word(layout: Layout) -> &'static str {
    match layout {
        Layout::Persons => "persons",
        Layout::HouseholdRows => "household-rows",
        Layout::Households => "households",
    }
}

fn not_word(why: NotARoster) -> &'static str {
    match why {
        NotARoster::Empty => "empty",
        NotARoster::NoHeader => "no-header",
        NotARoster::NoProgramme => "no-programme",
        NotARoster::SeveralProgrammes => "several-programmes",
        NotARoster::Unpaid => "unpaid",
        NotARoster::Summary => "summary",
        NotARoster::Dictionary => "dictionary",
        NotARoster::SideBySide => "side-by-side",
        _ => "other",
    }
}

fn hidden_columns(roster: &Roster) -> Vec<usize> {
    let hidden = roster.header.columns.iter().filter(|column| column.hidden);
    hidden.map(|column| usize::from(column.index) + 1).collect()
}

/// What a field says: days, money and numbers in one form, words without blanks.
fn said(record: &Record<'_>, field: Field) -> String {
    if field.kind().is_words() {
        return folded(&record.cell(field).shown());
    }
    match record.value(field) {
        Value::Missing => String::new(),
        Value::Id(number) | Value::UntidyId(number) | Value::CertificateId(number) => number.written(),
        Value::Yuan(yuan) | Value::RoundedYuan(yuan) => yuan.to_string(),
        Value::Day(day) | Value::ShortYear(day) => day.to_string(),
        Value::Months(months) | Value::ShortYearMonths(months) => months.to_string(),
        Value::Count(count) => count.to_string(),
        Value::YesNo(yes) => if yes { "yes" } else { "no" }.to_owned(),
        Value::Words => "words".to_owned(),
        Value::Unreadable(why) => format!("{why:?}").split('(').next().unwrap_or_default().to_owned(),
    }
}

fn money(record: &Record<'_>) -> Yuan {
    let whole = [Field::Amount, Field::MonthlyAmount].into_iter().find_map(|field| record.money(field));
    let parts = || [Field::BasicAmount, Field::CareAmount].into_iter().filter_map(|field| record.money(field)).sum();
    whole.unwrap_or_else(parts)
}

/// The files of a quirk in one form.
struct Built {
    paths: Vec<PathBuf>,
    stems: Vec<String>,
}

fn build(quirk: &Quirk, form: &str, ending: &str, folder: &Path) -> Option<Built> {
    let pages: Vec<Page> = quirk.sheet.iter().map(Sheet::page).collect();
    let spoilt = |bytes: Vec<u8>| match quirk.spoil.as_deref() {
        None => Some(bytes),
        Some("cut") => Some(books::cut(&bytes)),
        Some("emptied") => Some(Vec::new()),
        Some("locked") => books::locked(form),
        Some(other) => panic!("{other} is done to no file"),
    };
    // A file of one sheet is saved from each sheet that is seen.
    let parts: Vec<Vec<Page>> = match books::is_of_one_sheet(form) && form != "zip of csv" {
        true => pages.into_iter().filter(|page| !page.hidden).map(|page| vec![page]).collect(),
        false if form == "zip of csv" => vec![pages.into_iter().filter(|page| !page.hidden).collect()],
        false => vec![pages],
    };
    let (mut paths, mut stems) = (Vec::new(), Vec::new());
    let alone = parts.len() == 1;
    for mut part in parts {
        let stem = quirk.file.clone().filter(|_| alone).unwrap_or_else(|| part[0].name.clone());
        if let (true, Some(file), [page]) = (form == "zip of csv", &quirk.file, part.as_mut_slice()) {
            page.name = file.clone();
        }
        let path = folder.join(format!("{stem}.{ending}"));
        std::fs::write(&path, spoilt(books::written(form, &part))?).unwrap();
        match form {
            "zip of csv" => match input::members(&path) {
                Some(members) => paths.extend(members.iter().map(|member| path.join(member))),
                None => paths.push(path),
            },
            _ => paths.push(path),
        }
        stems.push(stem);
    }
    Some(Built { paths, stems })
}

/// All sheets of a run as they were understood, and every row of theirs accounted for.
fn understood(paths: &[PathBuf], outcome: &Outcome, pack: &Pack) -> Result<Vec<Understood>, String> {
    let (mut sheets, mut rosters) = (Vec::new(), outcome.rosters.iter().zip(&outcome.accounts).peekable());
    for (path, file) in paths.iter().zip(&outcome.files) {
        file.facts.as_ref().map_err(|error| error.say(Lang::Zh))?;
        let (mut passed, mut ours) = (file.passed_over.iter().peekable(), file.rosters);
        let mut faults = Vec::new();
        input::read(path, &mut |sheet| {
            let name = sheet.name().map(str::to_owned);
            let is_passed = passed.peek().is_some_and(|passed| passed.sheet == name);
            if is_passed && (ours == 0 || name.is_some()) {
                let (passed, mut rows) = (passed.next().unwrap(), 0);
                while let Some(batch) = sheet.next_batch()? {
                    batch.for_each(|_| rows += 1);
                }
                if rows != passed.rows {
                    faults.push(format!("{rows} rows in, {} passed over", passed.rows));
                }
                sheets.push(Understood {
                    not: Some(not_word(passed.why)),
                    programme: String::new(),
                    layout: "",
                    months: String::new(),
                    yuan: Yuan::ZERO,
                    fates: BTreeMap::new(),
                    records: Vec::new(),
                    values: BTreeMap::new(),
                    passed: rows,
                    hidden: (0, Vec::new()),
                });
                return Ok(());
            }
            ours -= 1;
            let (roster, account) = rosters.next().unwrap();
            let mut seen = Understood {
                not: None,
                programme: pack.programmes[roster.programme].id.clone(),
                layout: if roster.lists_in_cell() { "in-cell" } else { layout_word(roster.layout) },
                months: roster.months.map(|months| months.to_string()).unwrap_or_default(),
                yuan: Yuan::ZERO,
                fates: BTreeMap::new(),
                records: Vec::new(),
                values: BTreeMap::new(),
                passed: 0,
                hidden: (account.hidden, hidden_columns(roster)),
            };
            let mut reader = RowReader::new(roster);
            let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
            while let Some(batch) = sheet.next_batch()? {
                batch.for_each(|row| {
                    let fate = reader.take(row, |taken| match taken {
                        Taken::Skipped(why) => why.word(),
                        Taken::OfAnother(_) => "other-programme",
                        Taken::Total(total) => total.kind.word(),
                        Taken::Record(record) => {
                            let people = record
                                .persons()
                                .map(|person| (person.name.map(folded), person.id.id().map(IdNumber::key)));
                            seen.records.push(people.collect());
                            seen.yuan += money(record);
                            for (field, _) in roster.fields() {
                                seen.values.entry(field.name()).or_default().push(said(record, field));
                            }
                            ""
                        }
                    });
                    *counted.entry(fate).or_default() += 1;
                    seen.fates.insert(row.number, fate);
                });
            }
            let used = counted.remove("").unwrap_or_default();
            let skipped: BTreeMap<&str, u64> =
                account.skipped.iter().map(|(why, count)| (why.word(), *count)).collect();
            if (used, &counted) != (account.used, &skipped) {
                faults
                    .push(format!("rows in: {used} and {counted:?}; accounted for: {} and {skipped:?}", account.used));
            }
            sheets.push(seen);
            Ok(())
        })
        .map_err(|error| error.say(Lang::Zh))?;
        if !faults.is_empty() {
            return Err(faults.join("; "));
        }
    }
    Ok(sheets)
}

/// How what was understood differs from what must be.
fn differences(sheet: &Sheet, seen: &Understood, form: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut hold = |what: &str, is: String, must: String| {
        if is != must {
            wrong.push(format!("{what}: {is}, must be {must}"));
        }
    };
    if let Some(not) = &sheet.not {
        // The name of a sheet that explains others is lost with the sheet.
        let lost = books::is_of_one_sheet(form) && not == "dictionary" && seen.not.is_some();
        let is = if lost { not.clone() } else { seen.not.unwrap_or("a roster").to_owned() };
        hold("no roster", is, not.clone());
        return wrong;
    }
    hold("is", seen.not.unwrap_or("a roster").to_owned(), "a roster".to_owned());
    hold("programme", seen.programme.clone(), sheet.programme.clone().unwrap_or_default());
    hold("layout", seen.layout.to_owned(), sheet.layout.clone().unwrap_or_default());
    if let Some(months) = &sheet.months {
        hold("months", seen.months.clone(), months.clone());
    }
    hold("money", seen.yuan.to_string(), sheet.yuan.clone().unwrap_or_else(|| "0.00".to_owned()));
    if !books::shows_all(form) {
        let is_record = |row: &&usize| sheet.lines().get(**row - 1).is_some_and(|(fate, _)| fate.is_empty());
        hold("hidden rows", seen.hidden.0.to_string(), sheet.hidden_rows.iter().filter(is_record).count().to_string());
        hold("hidden columns", format!("{:?}", seen.hidden.1), format!("{:?}", sheet.hidden_columns));
    }
    let page = sheet.page();
    for (place, ((fate, _), cells)) in sheet.lines().iter().zip(&page.rows).enumerate() {
        let row = place as u32 + 1;
        let blank = cells.iter().all(Filled::is_empty);
        match seen.fates.get(&row) {
            None if blank && !books::keeps_blank_rows(form) => {}
            is => hold(&format!("row {row}"), format!("{is:?}"), format!("{:?}", Some(fate))),
        }
    }
    hold("people", format!("{:?}", seen.records), format!("{:?}", sheet.people()));
    for (field, must) in &sheet.values {
        let must: Vec<String> = must.iter().map(|value| spelled(value)).collect();
        hold(field, format!("{:?}", seen.values.get(field.as_str()).cloned().unwrap_or_default()), format!("{must:?}"));
    }
    wrong
}

/// What came of a file, as the table shows it.
enum Came {
    Read {
        used: usize,
        skipped: usize,
    },
    Refused,
    /// A container that cannot carry it, or reads it wrong: why.
    Without(String),
    Gap(String),
}

struct Bench<'b> {
    pack: &'b Pack,
    calendar: &'b Calendar,
    folder: &'b Path,
}

impl Bench<'_> {
    fn over(&self, files: &[PathBuf]) -> Outcome {
        let wants = Wants { totals: true, ..Wants::default() };
        let file = |path: &PathBuf| File::bare(path, path.file_name().unwrap().to_string_lossy());
        let run = Run {
            pack: self.pack,
            calendar: self.calendar,
            today: "2018-12-31".parse().unwrap(),
            lang: Lang::Zh,
            reveal: false,
            threads: 1,
            block: input::BLOCK,
            memory: 48 << 20,
            limit: 0,
            wants,
            only: None,
        };
        run.over(&files.iter().map(file).collect::<Vec<_>>()).unwrap()
    }

    /// What is wrong with a file, and what came of it.
    fn tried(
        &self,
        quirk: &Quirk,
        form: &str,
        built: &Built,
        first: &mut Option<Vec<Understood>>,
    ) -> (Vec<String>, Came) {
        let outcome = self.over(&built.paths);
        let seen = match (understood(&built.paths, &outcome, self.pack), &quirk.message) {
            (Err(said), Some(message)) if said.starts_with(message.as_str()) => return (Vec::new(), Came::Refused),
            (Err(said), _) => return (vec![said], Came::Refused),
            (Ok(seen), Some(message)) => {
                return (vec![format!("{} sheets read, must be refused: {message}", seen.len())], Came::Refused);
            }
            (Ok(seen), None) => seen,
        };
        let mut wrong = Vec::new();
        let described: Vec<&Sheet> = quirk.sheet.iter().filter(|sheet| !sheet.hidden).collect();
        if described.len() != seen.len() {
            wrong.push(format!("{} sheets, must be {}", seen.len(), described.len()));
        }
        for (sheet, seen) in described.iter().zip(&seen) {
            wrong.extend(differences(sheet, seen, form));
        }
        wrong.extend(self.figures(quirk, &outcome));
        wrong.extend(facts(quirk, form, &outcome));
        let records = |seen: &[Understood]| {
            seen.iter().map(|sheet| (sheet.records.clone(), sheet.values.clone())).collect::<Vec<_>>()
        };
        match first {
            Some(first) if records(first) != records(&seen) => {
                wrong.push(format!("not the records of the first form: {:?}, {:?}", records(&seen), records(first)));
            }
            Some(_) => {}
            None => *first = Some(seen.clone()),
        }
        let rows = || seen.iter().flat_map(|sheet| sheet.fates.values());
        let used = rows().filter(|fate| fate.is_empty()).count();
        let passed = seen.iter().map(|sheet| sheet.passed).sum::<u64>() as usize;
        (wrong, Came::Read { used, skipped: rows().count() - used + passed })
    }

    /// 户, 人 and 元 of the rosters together.
    fn figures(&self, quirk: &Quirk, outcome: &Outcome) -> Vec<String> {
        let must = (quirk.households, quirk.persons, quirk.paid.clone());
        let Some(roster) = outcome.rosters.first().filter(|_| must != (None, None, None)) else { return Vec::new() };
        let year = Months::of_year(2018).unwrap();
        let totals = Totals::new(self.pack, outcome, year, "2018-12-31".parse().unwrap()).unwrap();
        let figures = totals.of(roster.programme).unwrap();
        let paid = quirk.paid.as_ref().and(figures.amount).map(|yuan| yuan.to_string());
        let is = (quirk.households.and(figures.households), quirk.persons.and(figures.persons), paid);
        if is == must { Vec::new() } else { vec![format!("figures: {is:?}, must be {must:?}")] }
    }

    /// Every form of a quirk: what is wrong in any, and what came of each.
    fn quirk(&self, place: usize, quirk: &Quirk) -> (Vec<String>, Vec<Came>) {
        let (mut wrong, mut row) = (Vec::new(), Vec::new());
        // What is merged downwards says more where it is known to be merged.
        let merges = quirk.sheet.iter().any(|sheet| sheet.lines().iter().any(|(_, cells)| cells.contains(&"^")));
        let mut firsts = [None, None];
        for (number, (form, ending)) in FORMS.into_iter().enumerate() {
            let told = |list: &BTreeMap<String, String>| {
                let names = |key: &str| {
                    key == "all"
                        || form == key
                        || form.starts_with(&format!("{key} "))
                        || (key == "text" && books::is_of_one_sheet(form))
                        || (key == "plain" && books::shows_all(form))
                };
                list.iter().find(|(key, _)| names(key)).map(|(_, why)| why.clone())
            };
            if let Some(why) = told(&quirk.without) {
                row.push(Came::Without(why));
                continue;
            }
            let folder = self.folder.join(format!("{place}-{number}"));
            std::fs::create_dir_all(&folder).unwrap();
            let built = build(quirk, form, ending, &folder);
            let Some(built) = built else {
                wrong.push(format!("{} / {form}: cannot be built and says no reason", quirk.name));
                continue;
            };
            let (faults, came) =
                self.tried(quirk, form, &built, &mut firsts[usize::from(merges && !books::shows_all(form))]);
            match (told(&quirk.gap), faults.is_empty()) {
                (Some(_), true) => {
                    wrong.push(format!("{} / {form}: the gap is closed; take it off the list", quirk.name))
                }
                (Some(why), false) => {
                    row.push(Came::Gap(why));
                    continue;
                }
                (None, _) => {
                    let named =
                        |fault: String| format!("{} / {form} ({}): {fault}", quirk.name, built.stems.join(", "));
                    wrong.extend(faults.into_iter().map(named));
                }
            }
            row.push(came);
        }
        (wrong, row)
    }
}

/// What must be said of the file besides its rows: hidden sheets, and a name that claims another kind of file.
fn facts(quirk: &Quirk, form: &str, outcome: &Outcome) -> Vec<String> {
    let mut wrong = Vec::new();
    let facts: Vec<&FileFacts> = outcome.files.iter().filter_map(|file| file.facts.as_ref().ok()).collect();
    let misnamed = form.ends_with("named xls").then_some("xls");
    if facts.iter().any(|facts| facts.misnamed.as_deref() != misnamed) {
        wrong.push(format!("misnamed: {:?}", facts[0].misnamed));
    }
    if !books::is_of_one_sheet(form) {
        let skipped: Vec<&str> = facts.iter().flat_map(|facts| &facts.skipped).map(|(name, _)| name.as_str()).collect();
        let hidden = quirk.sheet.iter().filter(|sheet| sheet.hidden);
        let hidden: Vec<&str> = hidden.map(|sheet| sheet.name.as_deref().unwrap_or_default()).collect();
        if skipped != hidden {
            wrong.push(format!("hidden sheets: {skipped:?}, must be {hidden:?}"));
        }
    }
    wrong
}

fn described() -> Vec<Quirk> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let group = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        toml::from_str::<Group>(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).quirk
    };
    paths.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")).flat_map(group).collect()
}

/// Rows used and skipped; 拒 refused as it must be; a letter where there is no file; ! and a letter where it is read wrong.
fn table(quirks: &[Quirk], rows: &[Vec<Came>]) -> String {
    let mut said = "Rows used + rows skipped; R: refused as it must be; a number in brackets: no such file, ! read wrong, why below.\n".to_owned();
    for (number, (form, _)) in FORMS.into_iter().enumerate() {
        write!(said, "{}{form}", if number == 0 { "" } else { " | " }).unwrap();
    }
    said.push('\n');
    let mut reasons: Vec<&str> = Vec::new();
    for (quirk, row) in quirks.iter().zip(rows) {
        let mut cells = Vec::new();
        for came in row {
            let mut reason = |why| match reasons.iter().position(|known| *known == why) {
                Some(place) => place + 1,
                None => {
                    reasons.push(why);
                    reasons.len()
                }
            };
            cells.push(match came {
                Came::Read { used, skipped } => format!("{used}+{skipped}"),
                Came::Refused => "R".to_owned(),
                Came::Without(why) => format!("({})", reason(why)),
                Came::Gap(why) => format!("!({})", reason(why)),
            });
        }
        writeln!(said, "{:<40} {}", quirk.name, cells.iter().map(|cell| format!("{cell:>5}")).collect::<String>())
            .unwrap();
    }
    for (place, why) in reasons.iter().enumerate() {
        writeln!(said, "({}) {why}", place + 1).unwrap();
    }
    said
}

#[test]
fn every_quirk_in_every_container_is_understood_as_described() {
    let folder = Folder::new("corpus");
    let pack = Pack::load("632323", None).unwrap();
    let calendar = Calendar::builtin();
    let bench = Bench { pack: &pack, calendar: &calendar, folder: &folder.0 };
    let quirks = described();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(quirk) = quirks.get(place) else { return done };
            done.push((place, bench.quirk(place, quirk)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
    });
    done.sort_by_key(|(place, _)| *place);
    let (wrong, rows): (Vec<Vec<String>>, Vec<Vec<Came>>) = done.into_iter().map(|(_, found)| found).unzip();
    let files = rows.iter().flatten().filter(|came| !matches!(came, Came::Without(_))).count();
    println!("{}{} quirks, {files} files", table(&quirks, &rows), quirks.len());
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows.iter().all(|row| row.len() == FORMS.len()), "the table has a hole");
    assert!(files >= 120, "{files} files");
    let names: std::collections::BTreeSet<&str> = quirks.iter().map(|quirk| quirk.name.as_str()).collect();
    assert_eq!(names.len(), quirks.len(), "two quirks have one name");
}
