//! What aid was for, as rows write it: each cause once, numbered in the order of the files.

use rustc_hash::FxHashMap;

/// The causes of some rows.
#[derive(Debug, Default)]
pub struct Causes {
    numbers: FxHashMap<String, u16>,
    all: Vec<String>,
}

impl Causes {
    /// The number of a cause that is not told from others any more: too many came before it.
    pub const ONE_OF_MANY: u16 = u16::MAX;

    /// The number of a cause, from 1.
    pub fn number(&mut self, cause: &str) -> u16 {
        if let Some(number) = self.numbers.get(cause) {
            return *number;
        }
        match u16::try_from(self.all.len() + 1) {
            Ok(next) if next < Causes::ONE_OF_MANY => {
                self.numbers.insert(cause.to_owned(), next);
                self.all.push(cause.to_owned());
                next
            }
            _ => Causes::ONE_OF_MANY,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Takes those of later rows: which number each of theirs has here.
    pub fn join(&mut self, later: &Causes) -> impl Fn(u16) -> u16 + use<> {
        let numbers: Vec<u16> = later.all.iter().map(|cause| self.number(cause)).collect();
        move |number| match number {
            0 | Causes::ONE_OF_MANY => number,
            number => numbers[usize::from(number) - 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_told_apart_until_there_is_no_number_left() {
        let mut causes = Causes::default();
        let numbers: Vec<u16> = (0..70_000).map(|cause| causes.number(&format!("第{cause}号事由"))).collect();
        assert_eq!(numbers[..3], [1, 2, 3]);
        assert_eq!(numbers[65_533..65_535], [65_534, Causes::ONE_OF_MANY]);
        assert_eq!(causes.number("第2号事由"), 3);
    }

    #[test]
    fn later_rows_have_the_numbers_of_those_before() {
        let (mut whole, mut later) = (Causes::default(), Causes::default());
        let (fire, flood) = (whole.number("火灾"), whole.number("水灾"));
        let (flood_later, illness_later) = (later.number("水灾"), later.number("疾病"));
        let here = whole.join(&later);
        assert_eq!(here(flood_later), flood);
        assert_eq!(here(illness_later), whole.number("疾病"));
        assert_ne!(here(illness_later), fire);
        assert_eq!([here(0), here(Causes::ONE_OF_MANY)], [0, Causes::ONE_OF_MANY]);
    }
}
