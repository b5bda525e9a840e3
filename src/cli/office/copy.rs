//! Two lists go in; whether one is a copy of the other comes out: 一卡通2月（副本）.csv beside 一卡通2月.csv, the same to the byte.

use std::path::Path;

use crate::cite::is_chinese_digit;
use crate::input;
use crate::run::File;

/// Whether two files of one folder are the same to the byte, and one has the other's name with nothing added that may tell months or
/// batches apart: who is paid the same every month has the same file for each.
pub fn is_copy(one: &File, other: &File) -> bool {
    one.months == other.months
        && one.path.parent() == other.path.parent()
        && one.path.extension() == other.path.extension()
        && (adds_a_mark(&one.path, &other.path) || adds_a_mark(&other.path, &one.path))
        && input::are_the_same(&one.path, &other.path)
}

/// Whether a name is another's and a mark such as copies get: （副本）, - Copy, (1).
fn adds_a_mark(name: &Path, original: &Path) -> bool {
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let (Some(name), Some(original)) = (stem(name), stem(original)) else { return false };
    match name.split_once(&original) {
        Some((before, after)) => name != original && is_mark(before) && is_mark(after),
        None => false,
    }
}

/// What numbers nothing, but for the number of a copy in brackets.
fn is_mark(added: &str) -> bool {
    let added = added.trim();
    let bare = added.trim_matches(['(', ')', '（', '）']);
    let is_number = bare.len() < 3 && bare.bytes().all(|byte| byte.is_ascii_digit());
    (added.len() > bare.len() && is_number) || !added.contains(|c: char| c.is_numeric() || is_chinese_digit(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_no_month_and_no_batch() {
        let of = |name: &str, original: &str| adds_a_mark(Path::new(name), Path::new(original));
        for name in
            ["发放2月（副本）.csv", "发放2月副本.csv", "发放2月 - Copy.csv", "发放2月(1).csv", "副本 发放2月.csv"]
        {
            assert!(of(name, "发放2月.csv"), "{name}");
        }
        let others = [
            ("12月.csv", "2月.csv"),
            ("十一月.csv", "一月.csv"),
            ("发放3月.csv", "发放.csv"),
            ("发放2.csv", "发放.csv"),
        ];
        for (name, original) in others.into_iter().chain([("发放(3月).csv", "发放.csv"), ("甲.csv", "乙.csv")]) {
            assert!(!of(name, original), "{name}");
        }
    }
}
