//! What a column of places says goes in; the township in it comes out, and the village behind that: 青海省黄南州泽库县宁秀乡尕强村.

use rustc_hash::FxHashMap;

use crate::rules::{Vocabulary, is_one_of};

use super::fold::plain;

/// The name of a township has no fewer characters before its end.
const NAME: usize = 2;
/// The name of an institution ends within so many characters behind that of its township.
const BEHIND: usize = 6;
/// So many texts are remembered; a column that has more of them gives addresses.
const KNOWN: usize = 4096;

/// The township that a text names, and the village, which is empty where it names none.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    pub township: String,
    pub village: String,
}

/// What was read of texts, which come again and again.
#[derive(Debug, Default)]
pub(super) struct Paths(FxHashMap<String, Path>);

impl Paths {
    pub(super) fn of(&mut self, text: &str, words: &Vocabulary) -> &Path {
        if !self.0.contains_key(text) {
            self.read(text, words);
        }
        &self.0[text]
    }

    #[cold]
    fn read(&mut self, text: &str, words: &Vocabulary) {
        if self.0.len() >= KNOWN {
            self.0.clear();
        }
        self.0.insert(text.to_owned(), Path::of(text, words));
    }
}

impl Path {
    /// A text in which no township is clearly named is itself the name of one.
    fn of(text: &str, words: &Vocabulary) -> Path {
        let folded = plain(text);
        let Some((name, behind)) = township(&folded, words) else {
            return Path { township: text.to_owned(), village: String::new() };
        };
        Path { township: name.to_owned(), village: village(behind, words).to_owned() }
    }
}

/// The first township that a folded text names, and what stands behind it.
fn township<'t>(text: &'t str, words: &Vocabulary) -> Option<(&'t str, &'t str)> {
    let mut ends: Vec<(usize, usize)> = words.township.iter().flat_map(|end| places(text, end)).collect();
    ends.sort_unstable();
    for (place, end) in ends {
        let (name, behind) = (&text[begin(&text[..place], words)..end], &text[end..]);
        // 景德镇市珠山区: the name of what it is in.
        if words.before_township.iter().any(|word| behind.starts_with(word.as_str())) {
            continue;
        }
        let is_none = text[..place].chars().count() < NAME || is_one_of(name, &words.no_township);
        return (!is_none && !is_of_more(behind, words)).then_some((name, behind));
    }
    None
}

/// Where a word stands in a text, from and to.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
    text.match_indices(word).map(|(place, word)| (place, place + word.len()))
}

/// Where a name begins that ends with a text: behind signs and what the township is in, unless too little would be left, as of 沙州乡.
fn begin(before: &str, words: &Vocabulary) -> usize {
    let signs = before.char_indices().filter(|(_, c)| c.is_ascii() || !c.is_alphanumeric());
    let behind_signs = signs.map(|(place, sign)| place + sign.len_utf8());
    let above = words.before_township.iter().flat_map(|word| places(before, word)).map(|(_, end)| end);
    let long_enough = |begin: &usize| before[*begin..].chars().nth(NAME - 1).is_some();
    above.chain(behind_signs).filter(long_enough).max().unwrap_or_default()
}

/// Whether what stands behind a name makes it that of something else, or a number is no place: 宁秀乡村医, 泽曲镇中心敬老院.
fn is_of_more(behind: &str, words: &Vocabulary) -> bool {
    let near = behind.char_indices().nth(BEHIND).map_or(behind, |(end, _)| &behind[..end]);
    behind.starts_with(|c: char| c.is_ascii_digit())
        || words.not_behind_township.iter().any(|word| behind.starts_with(word.as_str()))
        || words.of_an_institution.iter().any(|word| near.contains(word.as_str()))
}

/// The village that stands behind a township and its office; nothing where none is clearly named.
fn village<'t>(behind: &'t str, words: &Vocabulary) -> &'t str {
    let signs = |text: &'t str| text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let office = words.township_office.iter().find_map(|word| behind.strip_prefix(word.as_str()));
    let from = signs(office.unwrap_or(behind));
    let end = words.village.iter().find_map(|word| places(from, word).filter(|(place, _)| *place > 0).last());
    end.map_or("", |(_, end)| &from[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Pack;

    #[test]
    fn township_and_village_are_taken_where_the_words_tell_them() {
        let pack = Pack::load("632323", None).unwrap();
        let cases = [
            ("青海省黄南州泽库县宁秀乡尕强村", "宁秀乡", "尕强村"),
            ("青海省/黄南州/泽库县/宁秀乡/尕强村", "宁秀乡", "尕强村"),
            ("宁秀乡尕强村委会", "宁秀乡", "尕强村"),
            ("宁秀乡尕强村一社", "宁秀乡", "尕强村"),
            ("宁秀乡尕强牧委会", "宁秀乡", "尕强牧委会"),
            ("泽库县宁秀乡", "宁秀乡", ""),
            (" 宁秀乡 ", "宁秀乡", ""),
            ("宁秀乡人民政府", "宁秀乡", ""),
            ("城东区周家泉街道办事处新村社区", "周家泉街道", "新村社区"),
            ("景德镇市珠山区竟成镇", "竟成镇", ""),
            ("敦煌市沙州镇", "沙州镇", ""),
            ("门源县皇城蒙古族乡", "皇城蒙古族乡", ""),
            ("泽曲镇东镇社区", "泽曲镇", "东镇社区"),
            ("城关镇镇东村", "城关镇镇东村", ""),
            ("泽库县泽曲镇中心敬老院", "泽库县泽曲镇中心敬老院", ""),
            ("宁秀乡村医", "宁秀乡村医", ""),
            ("泽曲镇13987654321", "泽曲镇13987654321", ""),
            ("各乡镇", "各乡镇", ""),
            ("城镇", "城镇", ""),
            ("泽库县", "泽库县", ""),
            ("尕强村", "尕强村", ""),
            ("", "", ""),
        ];
        for (text, township, village) in cases {
            let path = Path::of(text, &pack.vocabulary);
            assert_eq!((path.township.as_str(), path.village.as_str()), (township, village), "{text}");
        }
    }
}
