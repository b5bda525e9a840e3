//! Townships of the county in 2018, with numbered communities and villages instead of real ones.

use crate::chance::Chance;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Orders places as the bureau lists them.
    order: usize,
    pub township: &'static str,
    pub community: &'static str,
}

/// Township, community and its share of urban households.
const COMMUNITIES: [(&str, &str, i64); 15] = [
    ("泽曲镇", "第一社区", 16),
    ("泽曲镇", "第二社区", 14),
    ("泽曲镇", "第三社区", 12),
    ("泽曲镇", "第四社区", 10),
    ("泽曲镇", "第五社区", 8),
    ("麦秀镇", "第一社区", 7),
    ("麦秀镇", "第二社区", 5),
    ("麦秀镇", "第三社区", 4),
    ("和日镇", "第一社区", 6),
    ("和日镇", "第二社区", 4),
    ("和日镇", "第三社区", 3),
    ("宁秀乡", "第一社区", 4),
    ("王家乡", "第一社区", 3),
    ("西卜沙乡", "第一社区", 2),
    ("多禾茂乡", "第一社区", 2),
];

pub const TOWNSHIPS: [&str; 7] = ["泽曲镇", "麦秀镇", "和日镇", "宁秀乡", "王家乡", "西卜沙乡", "多禾茂乡"];
const VILLAGES: [&str; 8] = ["第一村", "第二村", "第三村", "第四村", "第五村", "第六村", "第一社区", "第二社区"];

pub fn community(chance: &mut Chance) -> Place {
    let shares: Vec<(usize, i64)> = COMMUNITIES.iter().enumerate().map(|(order, place)| (order, place.2)).collect();
    let order = chance.weighted(&shares);
    let (township, community, _) = COMMUNITIES[order];
    Place { order, township, community }
}

pub fn village(chance: &mut Chance) -> (&'static str, &'static str) {
    (chance.of(&TOWNSHIPS), chance.of(&VILLAGES))
}

/// A community of any township, each as likely.
pub fn anywhere(chance: &mut Chance) -> Place {
    let order = chance.between(0, COMMUNITIES.len() as i64 - 1) as usize;
    let (township, community, _) = COMMUNITIES[order];
    Place { order, township, community }
}
