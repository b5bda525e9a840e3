//! Figures of a statistical return that are not what the rosters add up to.

use super::lists::RETURNS;
use super::{Question, Reporter, Returned, check};
use crate::field::Kind;
use crate::finding::{Direction, Severity};
use crate::lang::Lang;
use crate::money::Yuan;
use crate::rules::Pack;
use crate::say;

check!("reported-figure", "reported_figure", Question::Return(figures), [RETURNS]);

/// One figure: what it is called, what was reported, what the rosters give; of money, in fen.
struct Figure {
    name: String,
    is_money: bool,
    said: i64,
    counted: Option<i64>,
}

fn figures(returned: &Returned<'_>, pack: &Pack, report: &mut Reporter) {
    let lang = report.lang;
    let (reported, differing): (Vec<Figure>, Vec<Figure>) =
        all(returned, lang).into_iter().partition(|figure| figure.counted.is_none_or(|counted| counted == figure.said));
    let of = of(returned, pack, report);
    let unknown: Vec<&str> =
        reported.iter().filter(|figure| figure.counted.is_none()).map(|figure| figure.name.as_str()).collect();
    if !unknown.is_empty() {
        let unknown = unknown.join(lang.enumeration_comma());
        let why = returned.unknown.clone().unwrap_or_else(|| say!(lang, "名册里没有", "the rosters do not give it"));
        report.cannot_check(say!(lang, "{of}的{unknown}：{why}", "{unknown} of {of}: {why}"));
    }
    if !differing.is_empty() {
        find(&of, &differing, returned, report);
    }
}

fn all(returned: &Returned<'_>, lang: Lang) -> Vec<Figure> {
    let (said, counted) = (&returned.said, &returned.counted);
    let count = |number: Option<u64>| number.and_then(|number| i64::try_from(number).ok());
    let fen = |yuan: Option<Yuan>| yuan.map(Yuan::fen);
    let figures = [
        (say!(lang, "户数", "households"), false, count(said.households), count(counted.households)),
        (say!(lang, "人数", "persons"), false, count(said.persons), count(counted.persons)),
        (say!(lang, "人次", "visits"), false, count(said.visits), count(counted.visits)),
        (say!(lang, "金额", "amount"), true, fen(said.amount), fen(counted.amount)),
    ];
    let said = figures
        .into_iter()
        .filter_map(|(name, is_money, said, counted)| Some(Figure { name, is_money, said: said?, counted }));
    said.collect()
}

/// Programme, place and period, as a message names them.
fn of(returned: &Returned<'_>, pack: &Pack, report: &Reporter) -> String {
    let lang = report.lang;
    let programme = pack.programmes[returned.programme].name.get(lang);
    let (township, months) = (Kind::Text.shown(returned.township, report.reveal), returned.months.written(lang));
    match township.is_empty() {
        true => say!(lang, "{programme}{months}", "{programme}, {months}"),
        false => say!(lang, "{township}{programme}{months}", "{programme} in {township}, {months}"),
    }
}

fn find(of: &str, differing: &[Figure], returned: &Returned<'_>, report: &mut Reporter) {
    let lang = report.lang;
    let parts: Vec<String> = differing.iter().map(|figure| figure.text(lang)).collect();
    let parts = parts.join(if lang == Lang::Zh { "；" } else { "; " });
    let message = say!(lang, "{of}：{parts}", "{of}: {parts}");
    report.find(Severity::Error, returned.place, message).stakes(Direction::Neither, None, None).clears(say!(
        lang,
        "用 relief report --trace 逐行核对，名册漏报的补上，报表错的按程序更正",
        "go through the rows with relief report --trace; complete the roster or correct the return, whichever is wrong"
    ));
}

impl Figure {
    fn text(&self, lang: Lang) -> String {
        let (name, said, counted) = (&self.name, self.said, self.counted.unwrap_or_default());
        let shown = |number: i64| match self.is_money {
            true => {
                let yuan = Yuan::from_fen(number);
                say!(lang, "{yuan}元", "{yuan} yuan")
            }
            false => number.to_string(),
        };
        let (more, said, counted) = (shown((said - counted).abs()), shown(said), shown(counted));
        match self.said > self.counted.unwrap_or_default() {
            true => say!(
                lang,
                "{name}报表{said}，名册{counted}，多报{more}",
                "{name} reported {said}, rosters {counted}: {more} too many"
            ),
            false => say!(
                lang,
                "{name}报表{said}，名册{counted}，少报{more}",
                "{name} reported {said}, rosters {counted}: {more} too few"
            ),
        }
    }
}
