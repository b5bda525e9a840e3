//! A programme's rules as a lawyer reads them: what is in force on a day, what came before, and on what words it rests.

use chrono::NaiveDate;

use crate::checks::Check;
use crate::lang::{Lang, several};
use crate::rules::{Basis, Counted, Pack, Pair, Programme, Seen, Version};
use crate::say;

use super::provisions::{Change, Provision, changes, provisions};
use super::{Document, Table};

/// All programmes with the documents in force on a day.
pub fn list(pack: &Pack, day: NaiveDate, lang: Lang) -> Document {
    let headers = [
        say!(lang, "代号", "Id"),
        say!(lang, "项目", "Programme"),
        say!(lang, "依据（{day}有效）", "In force on {day}"),
    ];
    let mut table = Table::new(&headers, &[]);
    for programme in pack.paying() {
        let laws = programme.laws(day).map(|law| &law.basis);
        let mut versions: Vec<&Version> = programme.on(day).collect();
        versions.reverse();
        let bases = laws.chain(versions.iter().map(|version| &version.basis));
        let cited: Vec<String> = bases.map(|basis| basis.document.cited()).collect();
        let cited = if cited.is_empty() { "—".to_owned() } else { cited.join("\n") };
        table.rows.push(vec![programme.id.clone(), programme.name.get(lang).to_owned(), cited]);
    }
    let mut document = Document::default();
    document.table(table);
    document
}

/// One programme on a day: what is in force, its history, its checks, and what is not known of it.
pub fn show(programme: &Programme, pack: &Pack, day: NaiveDate, lang: Lang) -> Document {
    let mut document = Document::default();
    let name = programme.name.get(lang);
    document.heading(1, say!(lang, "{name}（{day}有效的规定）", "{name}: the rules in force on {day}"));
    let counted = match programme.counted {
        Counted::Stock => say!(lang, "按期末在册统计", "counted as it stands at the end of a period"),
        Counted::Flow => say!(lang, "按期内累计统计", "counted over the whole of a period"),
    };
    let id = &programme.id;
    document.paragraph(say!(lang, "代号 {id}；{counted}。", "Id {id}; {counted}."));
    let mut versions: Vec<&Version> = programme.on(day).collect();
    versions.reverse();
    for version in &versions {
        let until = end(version.span.until, lang);
        document.heading(2, format!("{} ({} — {until})", version.basis.document.cited(), version.span.from));
        document.paragraph(quoted(&version.basis, lang));
    }
    if versions.is_empty() {
        document.paragraph(say!(lang, "这一天没有已收录的规定。", "No rule is held for this day."));
    }
    in_force(&provisions(programme, pack, day, lang), lang, &mut document);
    history(programme, lang, &mut document);
    together(programme, pack, day, lang, &mut document);
    checks(programme, lang, &mut document);
    document
}

fn in_force(all: &[Provision<'_>], lang: Lang, document: &mut Document) {
    if all.is_empty() {
        return;
    }
    let headers = [
        say!(lang, "事项", "About"),
        say!(lang, "名称", "Name"),
        say!(lang, "规定", "Rule"),
        say!(lang, "起止", "In force"),
        say!(lang, "依据", "Basis"),
    ];
    let mut table = Table::new(&headers, &[]);
    for provision in all {
        let (from, until) = (provision.span.from, end(provision.span.until, lang));
        table.rows.push(vec![
            provision.kind.text(lang),
            provision.name.clone(),
            says(provision, lang),
            format!("{from} — {until}"),
            quoted(provision.basis, lang),
        ]);
    }
    document.table(table);
}

/// The rule, and what would make a deviation rightful.
fn says(provision: &Provision<'_>, lang: Lang) -> String {
    match &provision.unless {
        None => provision.says.clone(),
        Some(unless) => {
            let says = &provision.says;
            say!(lang, "{says}\n例外：{unless}", "{says}\nUnless {unless}")
        }
    }
}

/// Every version there is of a programme, oldest first, level by level.
fn history(programme: &Programme, lang: Lang, document: &mut Document) {
    let headers = [
        say!(lang, "层级", "Level"),
        say!(lang, "起", "From"),
        say!(lang, "止", "Until"),
        say!(lang, "文件", "Document"),
        say!(lang, "读到的程度", "How it was read"),
    ];
    let mut table = Table::new(&headers, &[]);
    for layer in &programme.layers {
        for version in &layer.versions {
            table.rows.push(vec![
                layer.area.clone(),
                version.span.from.to_string(),
                end(version.span.until, lang),
                version.basis.document.cited(),
                how_read(version, lang),
            ]);
        }
    }
    if !table.rows.is_empty() {
        document.heading(2, say!(lang, "沿革", "History"));
        document.table(table);
    }
}

/// How well the document of a version was read, and where.
fn how_read(version: &Version, lang: Lang) -> String {
    let (seen, via) = (seen(version.basis.seen, lang), &version.basis.document.via);
    say!(lang, "{seen}：{via}", "{seen}: {via}")
}

fn together(programme: &Programme, pack: &Pack, day: NaiveDate, lang: Lang, document: &mut Document) {
    let pairs = pack.stacking.iter().filter(|pair| pair.span.holds(day) && pair.programmes.contains(&programme.id));
    let table = pairs_table(pairs, pack, lang);
    if !table.rows.is_empty() {
        document.heading(2, say!(lang, "与其他待遇能否同时享受", "Held together with others"));
        document.table(table);
    }
}

/// Who may hold what together: all pairs, or those in force on a day.
pub fn stacking(pack: &Pack, day: Option<NaiveDate>, lang: Lang) -> Document {
    let mut document = Document::default();
    let heading = match day {
        None => say!(lang, "能否同时享受（全部规定）", "Who may hold what together (all rules)"),
        Some(day) => say!(lang, "能否同时享受（{day}有效）", "Who may hold what together on {day}"),
    };
    document.heading(1, heading);
    let pairs = pack.stacking.iter().filter(|pair| day.is_none_or(|day| pair.span.holds(day)));
    document.table(pairs_table(pairs, pack, lang));
    document
}

fn pairs_table<'p>(pairs: impl Iterator<Item = &'p Pair>, pack: &Pack, lang: Lang) -> Table {
    let headers = [
        say!(lang, "一种", "One"),
        say!(lang, "另一种", "The other"),
        say!(lang, "能否同时享受", "Verdict"),
        say!(lang, "起止", "In force"),
        say!(lang, "依据", "Basis"),
        say!(lang, "说明", "Note"),
    ];
    let mut table = Table::new(&headers, &[]);
    for pair in pairs {
        let (from, until) = (pair.span.from, end(pair.span.until, lang));
        let [one, other] = pair.programmes.each_ref().map(|id| name_of(id, pack, lang));
        let unless = pair.unless.as_ref().map(|unless| unless.get(lang));
        let unless = unless.map(|unless| say!(lang, "例外：{unless}", "Unless {unless}"));
        let grace = pair.grace_months.map(|months| {
            let so_many = several(months, "month");
            say!(lang, "{months}个月内办结", "settled within {so_many}")
        });
        let when = (!pair.when.is_empty()).then(|| {
            let when = pair.when.text(lang);
            match pack.programmes[pair.places[0]].is_list {
                true => say!(lang, "只指名单上{when}的", "Only those of the list {when}"),
                false => say!(lang, "只指{other}写明{when}的", "Only rows of {other} that say {when}"),
            }
        });
        let area = (!pair.area.trim_end_matches('0').is_empty()).then(|| {
            let area = &pair.area;
            say!(lang, "只在{area}", "Only in {area}")
        });
        let note = pair.note.as_ref().map(|note| note.get(lang).to_owned());
        let notes: Vec<String> = note.into_iter().chain(area).chain(when).chain(unless).chain(grace).collect();
        table.rows.push(vec![
            one,
            other,
            pair.verdict.text(lang),
            format!("{from} — {until}"),
            quoted(&pair.basis, lang),
            notes.join("\n"),
        ]);
    }
    table
}

/// A programme or a list by its name.
pub fn name_of(id: &str, pack: &Pack, lang: Lang) -> String {
    let found = pack.programmes.iter().find(|programme| programme.id == *id);
    found.map_or_else(|| id.to_owned(), |programme| programme.name.get(lang).to_owned())
}

/// What changed between two days, for one programme or for all.
pub fn diff(programmes: &[&Programme], pack: &Pack, days: [NaiveDate; 2], lang: Lang) -> Document {
    let [first, second] = days;
    let mut document = Document::default();
    document.heading(
        1,
        say!(
            lang,
            "{first}与{second}之间有变化的规定",
            "What the rules of {second} say differently from those of {first}"
        ),
    );
    let mut none = true;
    for programme in programmes {
        let changed = changes(programme, pack, days, lang);
        if changed.is_empty() {
            continue;
        }
        none = false;
        document.heading(2, programme.name.get(lang));
        document.table(changed_table(&changed, days, lang));
    }
    if none {
        document.paragraph(say!(lang, "已收录的规定没有变化。", "No rule held here changed."));
    }
    document
}

fn changed_table(changed: &[Change<'_>], [first, second]: [NaiveDate; 2], lang: Lang) -> Table {
    let headers = [
        say!(lang, "事项", "About"),
        say!(lang, "名称", "Name"),
        say!(lang, "{first}", "{first}"),
        say!(lang, "{second}", "{second}"),
    ];
    let mut table = Table::new(&headers, &[]);
    let side = |provision: &Option<Provision<'_>>| match provision {
        None => "—".to_owned(),
        Some(provision) => format!("{}\n{}", says(provision, lang), quoted(provision.basis, lang)),
    };
    for change in changed {
        let Some(one) = change.after.as_ref().or(change.before.as_ref()) else { continue };
        table.rows.push(vec![one.kind.text(lang), one.name.clone(), side(&change.before), side(&change.after)]);
    }
    table
}

fn end(until: Option<NaiveDate>, lang: Lang) -> String {
    until.map_or_else(|| say!(lang, "至今", "now"), |day| day.to_string())
}

/// `民发〔2012〕220号 第二十六条“…”（原文）`
fn quoted(basis: &Basis, lang: Lang) -> String {
    // Quotation marks within quotation marks are single ones.
    let quote = basis.quote.replace('“', "‘").replace('”', "’");
    let (cited, seen) = (basis.cited(), seen(basis.seen, lang));
    say!(lang, "{cited}“{quote}”（{seen}）", "{cited} “{quote}” ({seen})")
}

pub(super) fn seen(seen: Seen, lang: Lang) -> String {
    match seen {
        Seen::Original => say!(lang, "据原文", "read in the text"),
        Seen::Quoted => say!(lang, "据转引", "read as quoted elsewhere"),
        Seen::Press => say!(lang, "据报道", "read in a report"),
        Seen::Unread => say!(lang, "未读到", "not read"),
    }
}

fn checks(programme: &Programme, lang: Lang, document: &mut Document) {
    let headers = [say!(lang, "检查", "Check"), say!(lang, "查什么", "What it asks")];
    let mut table = Table::new(&headers, &[]);
    for check in programme.checks.iter().filter_map(|asked| Check::named(&asked.name)) {
        table.rows.push(vec![check.name.to_owned(), check.title(lang).to_owned()]);
    }
    document.heading(2, say!(lang, "检查", "Checks"));
    document.table(table);
}
