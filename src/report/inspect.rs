//! How a file was understood: container, sheets, header, columns, rows used and skipped.

use crate::input::{Encoding, FileFacts};
use crate::lang::{Lang, Say};
use crate::roster::{Layout, NamedBy, Roster, Scale};
use crate::rules::Pack;
use crate::run::{Account, FileOutcome, Outcome};
use crate::say;

use super::findings::{not_a_roster, reason};
use super::{Datum, Document, Listing, Record, Table};

pub fn document(outcome: &Outcome, pack: &Pack, lang: Lang) -> Document {
    let mut document = Document::default();
    let mut rosters = outcome.rosters.iter().zip(&outcome.accounts);
    for file in &outcome.files {
        document.heading(2, file.shown.to_string());
        document.paragraph(facts(file, lang));
        for (roster, account) in rosters.by_ref().take(file.rosters) {
            sheet(roster, account, pack, lang, &mut document);
        }
        for passed in &file.passed_over {
            let (rows, why) = (passed.rows, not_a_roster(passed.why, lang));
            document.paragraph(match &passed.sheet {
                Some(name) => say!(lang, "工作表“{name}”（{rows}行）：{why}", "Sheet {name:?} (rows: {rows}): {why}"),
                None => say!(lang, "{rows}行：{why}", "Rows: {rows}: {why}"),
            });
        }
    }
    document
}

fn facts(file: &FileOutcome, lang: Lang) -> String {
    match &file.facts {
        Err(error) => error.say(lang),
        Ok(facts) => read_facts(facts, lang),
    }
}

fn read_facts(facts: &FileFacts, lang: Lang) -> String {
    let container = facts.container.name();
    let mut said = say!(lang, "格式：{container}", "Format: {container}");
    if let Some(encoding) = facts.encoding.map(Encoding::name) {
        said.push_str(&say!(lang, "，编码{encoding}", ", {encoding}"));
    }
    if let Some(delimiter) = facts.delimiter.map(separator) {
        said.push_str(&say!(lang, "，分隔符“{delimiter}”", ", separated by “{delimiter}”"));
    }
    if let Some(misnamed) = misnamed(facts, lang) {
        said.push_str(&say!(lang, "；{misnamed}", "; {misnamed}"));
    }
    for (name, _) in &facts.skipped {
        said.push_str(&say!(
            lang,
            "；没有读隐藏的或非数据的工作表“{name}”",
            "; hidden or other sheet {name:?} not read"
        ));
    }
    said
}

/// What the name of a file claims when it is something else.
pub(super) fn misnamed(facts: &FileFacts, lang: Lang) -> Option<String> {
    let (ending, container) = (facts.misnamed.as_ref()?, facts.container.name());
    Some(say!(
        lang,
        "扩展名是 .{ending}，内容却是 {container}，按内容读",
        "its name ends in .{ending}, but it is {container} and was read as that"
    ))
}

/// A separator as people can see it.
fn separator(delimiter: char) -> String {
    delimiter.escape_default().to_string()
}

fn sheet(roster: &Roster, account: &Account, pack: &Pack, lang: Lang, document: &mut Document) {
    let programme = pack.programmes[roster.programme].name.get(lang);
    if let Some(sheet) = &roster.sheet {
        document.heading(3, say!(lang, "工作表“{sheet}”", "Sheet {sheet:?}"));
    }
    let by = named_by(roster.named_by, lang);
    let layout = layout(roster.layout, lang);
    let header = match (roster.header.first_row, roster.header.last_row) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first}–{last}"),
    };
    let months = roster.months.map_or_else(|| say!(lang, "未写明", "not said"), |months| months.to_string());
    document.paragraph(say!(
        lang,
        "项目：{programme}（据{by}）。布局：{layout}。表头：第{header}行。月份：{months}。",
        "Programme: {programme} (by {by}). Layout: {layout}. Header: row {header}. Months: {months}."
    ));
    let headers = [
        say!(lang, "列", "Column"),
        say!(lang, "表头", "Header"),
        say!(lang, "含义", "Field"),
        say!(lang, "单位", "Unit"),
    ];
    let mut table = Table::new(&headers, &[]);
    for column in &roster.header.columns {
        let meaning = column.meaning.map(|meaning| match meaning.member {
            Some(n) => format!("{} {n}", meaning.field.name()),
            None => meaning.field.name().to_owned(),
        });
        let repeated = roster.repeated.contains(&column.index);
        let meaning = match meaning {
            Some(meaning) if repeated => say!(lang, "{meaning}（重复，未用）", "{meaning} (again, not used)"),
            Some(meaning) => meaning,
            None => say!(lang, "（不认识，未用）", "(not known, not used)"),
        };
        let unit = match column.scale {
            Some(Scale::Wan) => "万元",
            Some(Scale::Yuan) => "元",
            None => "",
        };
        table.rows.push(vec![
            crate::input::letters(usize::from(column.index)),
            column.words.clone(),
            meaning,
            unit.to_owned(),
        ]);
    }
    document.table(table);
    document.paragraph(rows(account, lang));
}

fn rows(account: &Account, lang: Lang) -> String {
    let (all, used) = (account.rows(), account.used);
    let skipped: Vec<String> =
        account.skipped.iter().map(|(why, count)| format!("{}{count}", reason(*why, lang))).collect();
    let skipped = skipped.join(&say!(lang, "，", ", "));
    say!(lang, "行：共{all}，使用{used}，跳过：{skipped}。", "Rows: {all}, used {used}, skipped: {skipped}.")
}

fn named_by(by: NamedBy, lang: Lang) -> String {
    match by {
        NamedBy::Option => say!(lang, "--programme", "--programme"),
        NamedBy::Workspace => say!(lang, "relief.toml", "relief.toml"),
        NamedBy::Title => say!(lang, "标题", "its title"),
        NamedBy::Sheet => say!(lang, "工作表名", "the sheet's name"),
        NamedBy::File => say!(lang, "文件名", "the file's name"),
        NamedBy::Header => say!(lang, "表头", "its header"),
    }
}

fn layout(layout: Layout, lang: Lang) -> String {
    match layout {
        Layout::Persons => say!(lang, "每人一行", "a row a person"),
        Layout::HouseholdRows => say!(lang, "每人一行，每户多行", "a row a person, several rows a household"),
        Layout::Households => say!(lang, "每户一行", "a row a household"),
    }
}

fn named_by_word(by: NamedBy) -> &'static str {
    match by {
        NamedBy::Option => "option",
        NamedBy::Workspace => "workspace",
        NamedBy::Title => "title",
        NamedBy::Sheet => "sheet",
        NamedBy::File => "file",
        NamedBy::Header => "header",
    }
}

fn layout_word(layout: Layout) -> &'static str {
    match layout {
        Layout::Persons => "persons",
        Layout::HouseholdRows => "household-rows",
        Layout::Households => "households",
    }
}

const COLUMNS: [&str; 10] = [
    "file",
    "sheet",
    "programme",
    "programme_by",
    "layout",
    "header_first_row",
    "header_last_row",
    "months",
    "rows",
    "rows_used",
];

pub fn listing<'l>(outcome: &'l Outcome, pack: &'l Pack) -> Listing<'l> {
    let rosters = outcome.rosters.iter().zip(&outcome.accounts);
    Listing {
        schema: "relief.inspect/1",
        columns: COLUMNS.to_vec(),
        records: Box::new(rosters.map(move |(roster, account)| record(roster, account, pack))),
        summary: Vec::new(),
    }
}

fn record(roster: &Roster, account: &Account, pack: &Pack) -> Record {
    let columns = roster.header.columns.iter().map(|column| {
        Datum::Record(vec![
            ("column", crate::input::letters(usize::from(column.index)).into()),
            ("header", column.words.clone().into()),
            ("field", Datum::maybe(column.meaning.map(|meaning| meaning.field.name()))),
            ("member", Datum::maybe_number(column.meaning.and_then(|meaning| meaning.member))),
        ])
    });
    let skipped = account.skipped.iter().map(|(why, count)| (why.word(), Datum::number(*count)));
    vec![
        ("file", roster.file.to_string().into()),
        ("sheet", Datum::maybe(roster.sheet.clone())),
        ("programme", pack.programmes[roster.programme].id.clone().into()),
        ("programme_by", named_by_word(roster.named_by).into()),
        ("layout", layout_word(roster.layout).into()),
        ("header_first_row", Datum::number(roster.header.first_row)),
        ("header_last_row", Datum::number(roster.header.last_row)),
        ("months", Datum::maybe(roster.months.map(|months| months.to_string()))),
        ("columns", Datum::List(columns.collect())),
        ("rows", Datum::number(account.rows())),
        ("rows_used", Datum::number(account.used)),
        ("rows_skipped", Datum::Record(skipped.collect())),
    ]
}
