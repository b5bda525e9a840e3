//! A programme's rules as a lawyer reads them: what is in force on a day, and on what words it rests.

use chrono::NaiveDate;

use crate::checks::Check;
use crate::lang::Lang;
use crate::rules::{Basis, Counted, Pack, Programme, Seen, Version};
use crate::say;

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
        let mut cited: Vec<String> = programme.on(day).map(|version| version.basis.document.cited()).collect();
        cited.reverse();
        let cited = if cited.is_empty() { "—".to_owned() } else { cited.join("\n") };
        table.rows.push(vec![programme.id.clone(), programme.name.get(lang).to_owned(), cited]);
    }
    let mut document = Document::default();
    document.table(table);
    document
}

/// One programme on a day.
pub fn show(programme: &Programme, day: NaiveDate, lang: Lang) -> Document {
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
        self::version(version, lang, &mut document);
    }
    if versions.is_empty() {
        document.paragraph(say!(lang, "这一天没有已收录的规定。", "No rule is held for this day."));
    }
    standards(programme, day, lang, &mut document);
    checks(programme, lang, &mut document);
    document
}

fn version(version: &Version, lang: Lang, document: &mut Document) {
    let until = version.span.until.map_or_else(|| say!(lang, "至今", "now"), |day| day.to_string());
    document.heading(2, format!("{} ({} — {until})", version.basis.document.cited(), version.span.from));
    document.paragraph(quoted(&version.basis, lang));
    if version.deadlines.is_empty() {
        return;
    }
    let headers = [
        say!(lang, "环节", "Step"),
        say!(lang, "从", "From"),
        say!(lang, "到", "To"),
        say!(lang, "期限", "Limit"),
        say!(lang, "依据", "Basis"),
    ];
    let mut table = Table::new(&headers, &[]);
    for deadline in &version.deadlines {
        let mut basis = quoted(&deadline.basis, lang);
        if let Some(unless) = &deadline.unless {
            let unless = unless.get(lang);
            basis.push('\n');
            basis.push_str(&say!(lang, "例外：{unless}", "Unless {unless}"));
        }
        table.rows.push(vec![
            deadline.name.get(lang).to_owned(),
            deadline.starts.name().to_owned(),
            deadline.ends.name().to_owned(),
            deadline.limit.text(lang),
            basis,
        ]);
    }
    document.table(table);
}

/// `民发〔2012〕220号 第二十六条“…”（原文）`
fn quoted(basis: &Basis, lang: Lang) -> String {
    let (cited, quote, seen) = (basis.cited(), &basis.quote, seen(basis.seen, lang));
    say!(lang, "{cited}“{quote}”（{seen}）", "{cited} “{quote}” ({seen})")
}

fn seen(seen: Seen, lang: Lang) -> String {
    match seen {
        Seen::Original => say!(lang, "据原文", "read in the text"),
        Seen::Quoted => say!(lang, "据转引", "read as quoted elsewhere"),
        Seen::Press => say!(lang, "据报道", "read in a report"),
        Seen::Unread => say!(lang, "未读到", "not read"),
    }
}

fn standards(programme: &Programme, day: NaiveDate, lang: Lang, document: &mut Document) {
    let all = programme.layers.iter().flat_map(|layer| &layer.standards);
    let held = all.filter(|standard| standard.span.holds(day));
    for standard in held {
        let (rate, quoted) = (standard.text(lang), quoted(&standard.basis, lang));
        document.paragraph(say!(lang, "标准：{rate}。{quoted}", "Standard: {rate}. {quoted}"));
    }
}

fn checks(programme: &Programme, lang: Lang, document: &mut Document) {
    let headers = [say!(lang, "检查", "Check"), say!(lang, "查什么", "What it asks")];
    let mut table = Table::new(&headers, &[]);
    for check in programme.checks.iter().filter_map(|asked| Check::named(&asked.name)) {
        table.rows.push(vec![check.name.to_owned(), check.title(lang).to_owned()]);
    }
    document.table(table);
}
