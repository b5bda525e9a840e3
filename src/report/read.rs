//! What was read and what was not, in words and as records: files, sheets and rows, each with the reason.

use crate::input::InputError;
use crate::lang::{Lang, Say};
use crate::roster::{NamedBy, NotARoster, Roster, Skipped};
use crate::run::{Account, FileOutcome, Outcome};
use crate::say;

use super::{Datum, Record, inspect};

/// What must stand over what was made of files when some was not read to its end; nothing when all were.
pub fn incomplete(outcome: &Outcome, lang: Lang) -> Option<String> {
    let files = outcome.unread().map(|(file, _)| file).chain(outcome.not_rosters()).map(|file| file.shown.to_string());
    let sheets = outcome.lacking().map(|(file, passed)| place_of(&file.shown, passed.sheet.as_deref()));
    let all: Vec<String> = files.chain(sheets).collect();
    let list = all.join(lang.comma());
    (!all.is_empty()).then(|| {
        say!(
            lang,
            "注意：{list}没有读完或没有用上，结果不完整。",
            "Note: {list} was not read to its end or not used; the result is incomplete."
        )
    })
}

/// What about a file was not used, and why.
pub(super) fn file_lines(file: &FileOutcome, lang: Lang) -> Vec<String> {
    let name = &file.shown;
    match &file.facts {
        Err(error) => {
            let why = error.say(lang);
            vec![say!(lang, "{name}：{why}", "{name}: {why}")]
        }
        Ok(facts) => {
            let mut lines = Vec::new();
            if let Some(misnamed) = inspect::misnamed(facts, lang) {
                lines.push(say!(lang, "{name}：{misnamed}", "{name}: {misnamed}"));
            }
            for passed in &file.passed_over {
                let place = place_of(name, passed.sheet.as_deref());
                let (rows, why) = (passed.rows, not_a_roster(passed.why, lang));
                lines.push(say!(lang, "{place}（{rows}行）：{why}", "{place} (rows: {rows}): {why}"));
            }
            for (sheet, _) in &facts.skipped {
                let (place, why) = (place_of(name, Some(sheet)), no_sheet(lang));
                lines.push(say!(lang, "{place}：{why}", "{place}: {why}"));
            }
            lines
        }
    }
}

/// That rows of a roster are hidden, which belong to it all the same.
pub(super) fn hidden(account: &Account, lang: Lang) -> Option<String> {
    let (rows, (first, last)) = (account.hidden, account.hidden_rows?);
    let place = match first == last {
        true => say!(lang, "第{first}行", "row {first}"),
        false => say!(lang, "第{first}行至第{last}行之间", "between rows {first} and {last}"),
    };
    Some(say!(
        lang,
        "有{rows}行被隐藏或筛选掉（{place}），仍是名册里的人，照样读入和计数",
        "{rows} rows are hidden or filtered out ({place}); they are part of the roster, and are read and counted"
    ))
}

/// That columns of a roster are hidden, which are read all the same.
pub(super) fn hidden_columns(roster: &Roster, lang: Lang) -> Option<String> {
    let columns = roster.header.columns.iter().filter(|column| column.hidden).map(|column| column.shown.as_str());
    let columns = columns.collect::<Vec<&str>>().join(lang.enumeration_comma());
    let say =
        say!(lang, "这些列被隐藏，照样读入：{columns}", "columns that are hidden, and read all the same: {columns}");
    (!columns.is_empty()).then_some(say)
}

/// That rows were taken for totals, or for what explains one, though no word says so.
pub(super) fn unworded(roster: &Roster, lang: Lang) -> impl Iterator<Item = String> {
    totals_unworded(roster, lang).into_iter().chain(explanations_unworded(roster, lang))
}

fn explanations_unworded(roster: &Roster, lang: Lang) -> Option<String> {
    let mut rows = roster.unworded.iter().filter(|(_, why)| *why == Skipped::Explanation);
    let (first, _) = rows.next()?;
    Some(match rows.count() {
        0 => say!(
            lang,
            "第{first}行在合计以下，没有姓名和证件号，当作对合计的说明，不算一户",
            "row {first} stands below a total and names nobody: taken for an explanation of it and no household"
        ),
        others => {
            let count = others + 1;
            say!(
                lang,
                "第{first}行起有{count}行在合计以下，没有姓名和证件号，当作对合计的说明，不算一户",
                "from row {first} on, {count} rows stand below a total and name nobody: taken for explanations of it and no households"
            )
        }
    })
}

fn totals_unworded(roster: &Roster, lang: Lang) -> Option<String> {
    let rows: Vec<u32> = roster.totals_unworded().collect();
    let first = rows.first()?;
    Some(match rows.len() {
        1 => say!(
            lang,
            "第{first}行只有数字，没有写“合计”，各数正好是以上各行之和，当作合计行，不算一户",
            "row {first} gives nothing but numbers, which are the sums of the rows above: taken for a total and no household"
        ),
        count => say!(
            lang,
            "第{first}行起有{count}行只有数字，没有写“合计”，各数正好是以上各行之和，当作合计行，不算一户",
            "from row {first} on, {count} rows give nothing but numbers, which are the sums of the rows above: taken for totals and no households"
        ),
    })
}

/// Why a sheet was not read.
pub fn no_sheet(lang: Lang) -> String {
    say!(lang, "隐藏或不是数据表，没有读", "hidden or no sheet of cells, not read")
}

/// What is said of files and rosters besides what was used and what was not: a wrong ending, rows taken for totals
/// or for what explains one.
pub(super) fn remarks(outcome: &Outcome, lang: Lang) -> impl Iterator<Item = String> {
    let misnamed = outcome.files.iter().filter_map(move |file| {
        let (name, said) = (&file.shown, inspect::misnamed(file.facts.as_ref().ok()?, lang)?);
        Some(say!(lang, "{name}：{said}", "{name}: {said}"))
    });
    let unworded = outcome.rosters.iter().flat_map(move |roster| {
        let title = roster.title();
        unworded(roster, lang).map(move |said| say!(lang, "{title}：{said}", "{title}: {said}"))
    });
    let copied = copied(outcome, lang);
    let supposed = outcome.rosters.iter().flat_map(move |roster| supposed(roster, lang));
    misnamed.chain(copied).chain(supposed).chain(unworded)
}

/// That rows of a roster are of another programme, or of several, and were left for that reason.
pub fn rows_of_others(roster: &Roster, account: &Account, lang: Lang) -> Option<String> {
    let rows = account.skipped.get(&Skipped::OtherProgramme).filter(|_| roster.leaves_rows_to_others())?;
    let title = roster.title();
    if let Some(header) = roster.coded_programmes() {
        return Some(say!(
            lang,
            "{title}：“{header}”写的是代码，没有说明各是哪个项目，有{rows}行没有计入；把代码换成项目名称，或者按项目分成几张表；不是项目的，在 relief.toml 里写 columns = {{ \"{header}\" = \"none\" }}",
            "{title}: {header} has codes, and nothing says which programmes they are: {rows} rows were not counted; write the names of the programmes instead, or make a sheet of each; where they are no programmes, write columns = {{ \"{header}\" = \"none\" }} in relief.toml"
        ));
    }
    if roster.read_as.is_some() {
        return Some(say!(
            lang,
            "{title}：有{rows}行写的是别的项目，或者写了几个项目、没有写明，没有计入本项目；一行有几个项目的，各项目的金额各列一栏",
            "{title}: {rows} rows name another programme, or several or none, and were not counted for this one; where a row is of several, give the money of each a column"
        ));
    }
    Some(say!(
        lang,
        "{title}：有{rows}行是别的项目的，或者写了几个项目、不认得的项目，没有计入；用 --programme 指明别的项目再算一次，或在 relief.toml 里按项目各写一段 [[roster]]",
        "{title}: {rows} rows are of another programme, of several or of one nobody knows, and were not counted; name that programme with --programme for its own figures, or write a [[roster]] of relief.toml for each"
    ))
}

/// Rosters that hold the same rows as others, and what that does to the figures.
pub(super) fn copied(outcome: &Outcome, lang: Lang) -> impl Iterator<Item = String> {
    let title = |number: &usize| outcome.rosters[*number].title();
    outcome.copied.iter().map(move |copied| {
        let (one, rows) = (title(&copied.one), copied.rows);
        let others = copied.others.iter().map(title).collect::<Vec<String>>().join(lang.enumeration_comma());
        if outcome.rosters[copied.one].list.is_some() {
            return say!(
                lang,
                "{one}和{others}是同样的{rows}行，人、金额和写着的月份都一样；各处都用来核对了，金额算了两遍，这些人的问题可能由此而来，也可能因此看不出。是副本或汇总的，去掉一份再核对；是不同月份的，在标题里写明月份。",
                "{one} and {others} hold the same rows ({rows}): the same people, amounts and, where written, months. Both were held against the rosters and their money counted twice: what is found of these people may come of that, or be hidden by it. If one is a copy or a summary, leave it out and run again; if they are of different months, name these in their titles."
            );
        }
        say!(
            lang,
            "{one}和{others}是同样的{rows}行，人、金额和写着的月份都一样；各处都计入了，金额和人次算了两遍，没有证件号的户和人也是。是副本或汇总的，去掉一份；是不同月份的，在标题里写明月份。",
            "{one} and {others} hold the same rows ({rows}): the same people, amounts and, where written, months. Both are counted, money and visits twice, and so are households and people without a number. If one is a copy or a summary, leave it out; if they are of different months, name these in their titles."
        )
    })
}

/// What was taken for granted of a roster as a whole: its programme from the sheet before, or that its people are on no
/// other; and the century of its months.
pub fn supposed(roster: &Roster, lang: Lang) -> impl Iterator<Item = String> {
    supposed_kind(roster, lang).into_iter().chain(supposed_century(roster, lang))
}

fn supposed_century(roster: &Roster, lang: Lang) -> Option<String> {
    let (title, months) =
        (roster.title(), roster.months.or(roster.whole_years).filter(|_| roster.in_short_year)?.written(lang));
    Some(say!(
        lang,
        "{title}：标题或名称里的年份只有两位，按{months}理解；不是的，把年份写成四位",
        "{title}: its title or name has a year of two digits, read as {months}; if it is another, write the year with four"
    ))
}

fn supposed_kind(roster: &Roster, lang: Lang) -> Option<String> {
    let title = roster.title();
    match roster.named_by {
        NamedBy::SameHeader => Some(say!(
            lang,
            "{title}：没有写项目，表头和同一文件里前面的名册一字不差，猜作它的续表使用；不是的，用 relief.toml 指明",
            "{title}: names no programme; its header is word for word that of a roster before it in its file, and it was guessed to go on with that and used; if it does not, say so in relief.toml"
        )),
        _ if roster.has_other_title && roster.read_as.is_none() => Some(say!(
            lang,
            "{title}：标题或表名写的是别的项目，照 --programme 或 relief.toml 指定的项目读；不是这个项目的，不要一起统计",
            "{title}: its title or name is of another programme than --programme or relief.toml says, which it was read as; if it is of that other, do not count it here"
        )),
        _ if roster.is_added => Some(say!(
            lang,
            "{title}：标题或表名说的是新增的人，文件里没有别的名册，照名册使用；这些人另有名册的，不要一起统计",
            "{title}: its title or name is of new people; its file holds no other roster, so it was used as one; if they are on another roster, do not count both"
        )),
        _ => None,
    }
}

fn place_of(file: &str, sheet: Option<&str>) -> String {
    sheet.map_or_else(|| file.to_owned(), |sheet| format!("{file}[{sheet}]"))
}

/// Why a sheet is no roster, and what to do if it is one after all.
pub fn not_a_roster(why: NotARoster, lang: Lang) -> String {
    match why {
        NotARoster::Empty => say!(lang, "是空表，什么也没有", "an empty sheet"),
        NotARoster::NoHeader => say!(
            lang,
            "前30行里没有认得的表头（至少两列），没有使用；列名应如“姓名”“身份证号”",
            "no header with at least two known columns in its first 30 rows, so it was not used; headers are such as 姓名, 身份证号"
        ),
        NotARoster::Added => say!(
            lang,
            "标题或表名说的是新增的人，同一文件另有名册，新增的应已在内，没有使用；不在内的，在 relief.toml 的 [[roster]] 里用 sheet 指明这张表",
            "its title or name is of new people, who should be on the other roster of its file, too, so it was not used; if they are not, name the sheet in a [[roster]] of relief.toml"
        ),
        NotARoster::GoesOn => say!(
            lang,
            "没有表头，内容像前一张名册的续页，没有使用；请补上表头，或接到那张表的下面",
            "it has no header, and its rows look as if they went on with the roster before, but it was not used; give it a header, or paste it below that roster"
        ),
        NotARoster::OtherProgramme => {
            say!(lang, "是别的项目的名册，没有使用", "a roster of another programme, not used")
        }
        NotARoster::Summary => say!(
            lang,
            "没有姓名、身份证号列，是汇总表，不是名册，没有使用；是名册的，在 relief.toml 写明各列（relief inspect --pin）",
            "no column says who, so it is a summary and no roster, and was not used; if it is one, name its columns in relief.toml (relief inspect --pin)"
        ),
        NotARoster::Dictionary => {
            say!(lang, "是字典或说明，不是名册，没有使用", "a list of words or an explanation, no roster, not used")
        }
        NotARoster::SideBySide => say!(
            lang,
            "几张表左右并排，一行里是不同的人，没有使用；请把右边的表剪到左边的下面，或各放一张工作表",
            "several tables stand side by side, so that a row is of different people, and it was not used; cut those on the right and paste them below, or give each a sheet"
        ),
        NotARoster::NotNamed => {
            say!(lang, "relief.toml 指定了别的工作表，没有使用", "relief.toml names other sheets, so it was not used")
        }
        NotARoster::TooMany => say!(
            lang,
            "一次最多读65536份名册，没有使用；请分几次检查",
            "one run holds at most 65536 rosters, so it was not used; run the rest apart"
        ),
        NotARoster::SeveralProgrammes => say!(
            lang,
            "标题或 relief.toml 写了几个项目，看不出每一行是哪个项目的，没有使用；各项目的金额各有一列的，在 relief.toml 里按项目各写一段 [[roster]]，各计各的列；否则按项目分表，或用 --programme 指明",
            "its title, or relief.toml, names several programmes and nothing says which row is of which, so it was not used; if each has its own column of money, write a [[roster]] of relief.toml for each, which counts its own; else give each programme a sheet, or name one with --programme"
        ),
        NotARoster::OtherMoney => say!(
            lang,
            "标题或表名写的是别的钱或别的人（如危房改造、工资、体检），不是这里的救助项目，没有使用；确是某个项目的，用 --programme 指明",
            "its title or name is of other money or other people (the repair of houses, wages), and of no programme here, so it was not used; if it is of one, name it with --programme"
        ),
        NotARoster::Unpaid => say!(
            lang,
            "标题或文件名说的是停发、退出、未批准一类的人，不是发放名册，没有使用；停发和死亡名单写进 relief.toml 的 [[list]]；确是发放名册的，用 --programme 指明，同一文件另有名册的，在 relief.toml 里用 sheet 指明",
            "its title or name is of people who are not paid, or no longer, so it was not used; give lists of stops and deaths in relief.toml as [[list]]; if it is a roster of what is paid, name it with --programme, or, beside another in its file, its sheet in relief.toml"
        ),
        NotARoster::NamesAlone => say!(
            lang,
            "看不出是哪个项目，也没有证件号和金额，没有使用；是名册的，用 --programme 指明",
            "nothing says which programme it is of, and it gives neither identity numbers nor money, so it was not used; if it is a roster, name its programme with --programme"
        ),
        NotARoster::NoProgramme => say!(
            lang,
            "标题、表名和文件名都看不出是哪个项目，没有使用；请用 --programme 指明；有一列写明各行是哪个项目的，逐个项目指明，只算写着它的行",
            "neither title, sheet nor file name says which programme it is of, so it was not used; name it with --programme; if a column says of which each row is, name one after the other, and only its own rows count"
        ),
    }
}

pub fn reason(why: Skipped, lang: Lang) -> String {
    match why {
        Skipped::AboveHeader => say!(lang, "标题", "title "),
        Skipped::Header => say!(lang, "表头", "header "),
        Skipped::ColumnNumbers => say!(lang, "栏号", "column numbers "),
        Skipped::Blank => say!(lang, "空行", "blank "),
        Skipped::Subtotal => say!(lang, "小计", "subtotal "),
        Skipped::Total => say!(lang, "合计", "total "),
        Skipped::Cumulative => say!(lang, "累计", "cumulative "),
        Skipped::Explanation => say!(lang, "合计说明", "explanation "),
        Skipped::Note => say!(lang, "说明", "note "),
        Skipped::Heading => say!(lang, "分段标题", "heading "),
        Skipped::Footer => say!(lang, "表尾", "footer "),
        Skipped::Example => say!(lang, "示例", "example "),
        Skipped::OtherProgramme => say!(lang, "别的项目", "of another programme "),
    }
}

/// Sheets that are no roster, and those that were not read at all, of which nobody knows the rows.
fn passed_over(file: &FileOutcome, lang: Lang) -> impl Iterator<Item = Datum> {
    let record = move |sheet: Option<String>, rows: Option<u64>, why: String| {
        Datum::Record(vec![
            ("file", file.shown.to_string().into()),
            ("sheet", Datum::maybe(sheet)),
            ("rows", Datum::maybe_number(rows)),
            ("why", why.into()),
        ])
    };
    let unread = file.facts.iter().flat_map(|facts| &facts.skipped);
    let unread = unread.map(move |(sheet, _)| record(Some(sheet.clone()), None, no_sheet(lang)));
    let passed = file.passed_over.iter();
    passed.map(move |one| record(one.sheet.clone(), Some(one.rows), not_a_roster(one.why, lang))).chain(unread)
}

/// Files that were not read to their end and sheets that were not used, as every summary of records has them.
pub(super) fn not_read(outcome: &Outcome, lang: Lang) -> [(&'static str, Datum); 2] {
    let unread = outcome.unread().map(|(file, error)| unread_record(file, error, lang));
    let passed_over = outcome.files.iter().flat_map(|file| passed_over(file, lang));
    [("unread", Datum::List(unread.collect())), ("passed_over", Datum::List(passed_over.collect()))]
}

/// What records that were made of rosters say of these in their summary: in words what is to be known of the result,
/// then what was not read.
pub fn known_of(notes: &[String], outcome: &Outcome, lang: Lang) -> Record {
    let notes = notes.iter().cloned().map(Datum::from).collect();
    std::iter::once(("notes", Datum::List(notes))).chain(not_read(outcome, lang)).collect()
}

fn unread_record(file: &FileOutcome, error: &InputError, lang: Lang) -> Datum {
    Datum::Record(vec![("file", file.shown.to_string().into()), ("why", error.say(lang).into())])
}
