//! How a file was understood: container, sheets, header, columns, rows used and skipped.

use crate::field::Field;
use crate::input::{Encoding, FileFacts};
use crate::lang::{Lang, Say};
use crate::roster::{Aside, HeadColumn, Layout, Meaning, NamedBy, Roster, Scale};
use crate::rules::Pack;
use crate::run::{Account, FileOutcome, Outcome};
use crate::say;

use super::read::{hidden, not_a_roster, not_read, reason, unworded};
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
    for pair in &outcome.linked {
        let title = |source: u16| outcome.rosters[usize::from(source)].title();
        let (families, persons) = (title(pair.families), title(pair.persons));
        document.paragraph(match pair.is_paid_by_person(&outcome.rosters) {
            true => say!(
                lang,
                "{families}和{persons}是同一批家庭：人数和金额取后者，户主在后者里的家庭不再计。",
                "{families} and {persons} are of the same families: people and money are taken from the second, and families whose head stands there are not counted again."
            ),
            false => say!(
                lang,
                "{families}和{persons}是同一批家庭：户数和金额取前者，人数取后者，不重复计。",
                "{families} and {persons} are of the same families: households and money are taken from the first, people from the second, each once."
            ),
        });
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
    let layout = match roster.lists_in_cell() {
        true => say!(lang, "每户一行，成员列在一格里", "a row a household, its members in one cell"),
        false => layout(roster.layout, lang),
    };
    let header = match (roster.header.first_row, roster.header.last_row) {
        (0, _) => say!(lang, "没有", "none"),
        (first, last) if first == last => say!(lang, "第{first}行", "row {first}"),
        (first, last) => say!(lang, "第{first}–{last}行", "row {first}–{last}"),
    };
    let months = roster.months.map_or_else(|| say!(lang, "未写明", "not said"), |months| months.to_string());
    let century = roster.in_short_year.then(|| say!(lang, "（年份只写了两位）", " (a year of two digits)"));
    let months = months + &century.unwrap_or_default();
    let township = roster.titled_township.as_ref().map(|(name, by)| (name, named_by(*by, lang)));
    let township = township.map(|(name, by)| {
        say!(lang, "乡镇：{name}（据{by}，各行都归入）。", " Township: {name} (by {by}, of all rows).")
    });
    let township = township.unwrap_or_default();
    document.paragraph(say!(
        lang,
        "项目：{programme}（据{by}）。布局：{layout}。表头：{header}。月份：{months}。{township}",
        "Programme: {programme} (by {by}). Layout: {layout}. Header: {header}. Months: {months}.{township}"
    ));
    let headers = [
        say!(lang, "列", "Column"),
        say!(lang, "表头", "Header"),
        say!(lang, "含义", "Field"),
        say!(lang, "单位", "Unit"),
    ];
    let mut table = Table::new(&headers, &[]);
    for column in &roster.header.columns {
        let mut meaning = meaning(roster, column, lang);
        if column.hidden {
            meaning.push_str(&say!(lang, "（隐藏列）", " (hidden)"));
        }
        let unit = match column.scale {
            Some(Scale::Wan) => "万元",
            Some(Scale::Thousand) => "千元",
            Some(Scale::Hundred) => "百元",
            Some(Scale::Yuan) => "元",
            None => "",
        };
        let each = if column.each_person { "/人" } else { "" };
        table.rows.push(vec![
            crate::input::letters(usize::from(column.index)),
            column.shown.clone(),
            meaning,
            format!("{unit}{each}"),
        ]);
    }
    document.table(table);
    document.paragraph(rows(account, lang));
    for said in hidden(account, lang).into_iter().chain(unworded(roster, lang)) {
        document.paragraph(say!(lang, "{said}。", "{said}."));
    }
}

/// What a column means, and how that is known.
fn meaning(roster: &Roster, column: &HeadColumn, lang: Lang) -> String {
    let repeated = roster.repeated.contains(&column.index);
    if let Some(aside) = column.aside {
        return self::aside(aside, lang);
    }
    let (meaning, guess) = (column.meaning.map(Meaning::shown), column.guess.map(Meaning::shown));
    match (meaning, guess) {
        (Some(meaning), _) if repeated => say!(lang, "{meaning}（重复，未用）", "{meaning} (again, not used)"),
        (Some(meaning), _)
            if column.each_person && column.meaning.is_some_and(|own| roster.is_multiplied(own.field)) =>
        {
            say!(lang, "{meaning}（每人的，乘以保障人口）", "{meaning} (for each person, times those assisted)")
        }
        (Some(meaning), _) if roster.hides_heads && roster.column(Field::Relation) == Some(column.index) => {
            say!(lang, "{meaning}（代码，不知哪个是户主）", "{meaning} (codes: the head's is not known)")
        }
        (Some(meaning), _) if column.pinned => say!(lang, "{meaning}（relief.toml）", "{meaning} (relief.toml)"),
        (Some(meaning), Some(_)) => say!(lang, "{meaning}（猜的）", "{meaning} (guessed)"),
        (Some(meaning), None) => meaning,
        (None, Some(guess)) => say!(lang, "（像{guess}，待确认，未用）", "(like {guess}, to be confirmed, not used)"),
        (None, None) if column.pinned => say!(lang, "（relief.toml：不用）", "(relief.toml: not used)"),
        (None, None) if column.of_another => say!(lang, "（别人的，未用）", "(somebody else's, not used)"),
        (None, None) => say!(lang, "（不认识，未用）", "(not known, not used)"),
    }
}

/// How a column counts that does so only together with another, or not at all.
fn aside(aside: Aside, lang: Lang) -> String {
    let amount = Field::Amount.name();
    match aside {
        Aside::InSum => say!(lang, "（已在合计里，未另用）", "(in the sum, not used)"),
        Aside::Standard => say!(lang, "（旁边金额的标准，未用）", "(standard of the amount beside, not used)"),
        Aside::Beside => say!(lang, "（右边小汇总表的，未用）", "(of the sums beside the roster, not used)"),
        Aside::ReadBeside => {
            say!(lang, "（另读的项目的，未计入本项目）", "(of another programme read beside, not used)")
        }
        Aside::OfMonth => say!(lang, "（分月的，未另加）", "(of a month, not added)"),
        Aside::EachPerson => {
            say!(lang, "（可能是每人的，未用）", "(perhaps for each person, not used)")
        }
        Aside::Added => say!(lang, "{amount}（各月相加）", "{amount} (the months added up)"),
        Aside::AddedPart => say!(lang, "{amount}（各项相加）", "{amount} (the parts added up)"),
        Aside::Due => say!(lang, "{amount}（减去扣款）", "{amount} (less what is held back)"),
        Aside::BeforeHolding => say!(lang, "（扣款以前的，未用）", "(before holding back, not used)"),
        Aside::HeldAgainst => say!(lang, "（应发的，用来核对）", "(what is due, held against what is paid)"),
        Aside::HeldBack => say!(lang, "（扣款，不在发放金额里）", "(held back, no part of what is paid)"),
    }
}

fn rows(account: &Account, lang: Lang) -> String {
    let (all, used) = (account.rows(), account.used);
    let skipped: Vec<String> =
        account.skipped.iter().map(|(why, count)| format!("{}{count}", reason(*why, lang))).collect();
    if skipped.is_empty() {
        return say!(lang, "行：共{all}，全部使用。", "Rows: {all}, all used.");
    }
    let skipped = skipped.join(lang.comma());
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
        NamedBy::SameHeader => {
            say!(lang, "同一文件里表头相同的名册，猜的", "the same header on another sheet, a guess")
        }
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
        NamedBy::SameHeader => "same-header",
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

pub fn listing<'l>(outcome: &'l Outcome, pack: &'l Pack, lang: Lang) -> Listing<'l> {
    let rosters = outcome.rosters.iter().zip(&outcome.accounts);
    Listing {
        schema: "relief.inspect/1",
        columns: COLUMNS.to_vec(),
        records: Box::new(rosters.map(move |(roster, account)| record(roster, account, pack))),
        summary: summary(outcome, lang),
    }
}

/// The files, the sheets that are no roster, and the files that belong together.
fn summary(outcome: &Outcome, lang: Lang) -> Record {
    let [unread, passed_over] = not_read(outcome, lang);
    let linked = outcome.linked.iter().map(|pair| {
        let title = |source: u16| outcome.rosters[usize::from(source)].title();
        Datum::Record(vec![("families", title(pair.families).into()), ("persons", title(pair.persons).into())])
    });
    vec![
        ("files", Datum::List(outcome.files.iter().filter_map(file_record).collect())),
        unread,
        passed_over,
        ("linked", Datum::List(linked.collect())),
    ]
}

fn file_record(file: &FileOutcome) -> Option<Datum> {
    let facts = file.facts.as_ref().ok()?;
    let skipped = facts.skipped.iter().map(|(name, _)| Datum::from(name.clone()));
    Some(Datum::Record(vec![
        ("file", file.shown.to_string().into()),
        ("container", facts.container.name().into()),
        ("encoding", Datum::maybe(facts.encoding.map(|encoding| encoding.name()))),
        ("delimiter", Datum::maybe(facts.delimiter.map(|delimiter| delimiter.to_string()))),
        ("sheets_skipped", Datum::List(skipped.collect())),
    ]))
}

fn record(roster: &Roster, account: &Account, pack: &Pack) -> Record {
    let columns = roster.header.columns.iter().map(|column| {
        Datum::Record(vec![
            ("column", crate::input::letters(usize::from(column.index)).into()),
            ("header", column.shown.clone().into()),
            ("field", Datum::maybe(column.meaning.map(|meaning| meaning.field.name()))),
            ("member", Datum::maybe_number(column.meaning.and_then(|meaning| meaning.member))),
            ("guess", Datum::maybe(column.guess.map(|guess| guess.field.name()))),
            ("hidden", Datum::YesNo(column.hidden)),
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
        ("rows_hidden", Datum::number(account.hidden)),
        ("rows_total_unworded", Datum::List(roster.totals_unworded().map(Datum::number).collect())),
        ("rows_skipped", Datum::Record(skipped.collect())),
    ]
}
