//! The days of a period go in; the words of the local notices they rest on come out, and how well each was read.

use crate::calendar::{Step, local_sources};
use crate::lang::Lang;
use crate::say;

use super::rules;

/// One sentence a festival; none where the nation's notices alone decide.
pub fn words(steps: &[Step<'_>], lang: Lang) -> Vec<String> {
    let sources = local_sources(steps).into_iter();
    let words = sources.filter_map(|(festival, notice)| {
        let (quoted, place) = (festival.quoted.as_ref()?, notice.place.as_ref()?);
        let (cited, article, quote, seen) =
            (notice.cited(lang), &quoted.article, &quoted.quote, rules::seen(place.seen, lang));
        Some(say!(
            lang,
            "本地放假：{cited} {article}“{quote}”（{seen}）",
            "Local days off: {cited} {article} “{quote}” ({seen})"
        ))
    });
    words.collect()
}
