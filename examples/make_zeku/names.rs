//! Names put together from syllables: two thirds Tibetan, most others Han, a few Hui, Mongol and Salar.

use crate::chance::Chance;
use crate::people::Sex;

#[derive(Clone, Copy)]
enum Origin {
    Tibetan,
    Han,
    Hui,
    Mongol,
    Salar,
}

/// What the names of relatives have in common.
#[derive(Clone, Copy)]
pub struct Family {
    origin: Origin,
    surname: &'static str,
}

const ORIGINS: [(Origin, i64); 5] =
    [(Origin::Tibetan, 66), (Origin::Han, 26), (Origin::Hui, 4), (Origin::Mongol, 2), (Origin::Salar, 2)];

const TIBETAN: [&str; 24] = [
    "才让", "扎西", "仁青", "索南", "公保", "旦正", "桑杰", "南杰", "完么", "久美", "尕藏", "华旦", "项秀", "切羊",
    "更太", "彭措", "贡保", "万德", "加羊", "官却", "航青", "卡毛", "德吉", "羊忠",
];
const TIBETAN_MEN: [&str; 18] = [
    "多杰", "东智", "尖措", "才旦", "南加", "端智", "项欠", "昂杰", "本太", "太本", "加布", "才郎", "达杰", "冷智",
    "却吉", "热旦", "才让", "扎西",
];
const TIBETAN_WOMEN: [&str; 16] = [
    "卓玛", "拉毛", "措毛", "卓措", "桑吉", "央宗", "吉毛", "草", "措", "吉", "毛吉", "羊毛", "草毛", "友毛", "先毛",
    "德吉",
];
const SURNAMES: [&str; 20] = [
    "李", "王", "张", "刘", "陈", "赵", "杨", "祁", "贺", "何", "吴", "郭", "史", "董", "徐", "冯", "孙", "谢", "罗",
    "雷",
];
const HAN_MEN: [&str; 24] = [
    "生", "海", "福", "国", "建", "永", "成", "文", "德", "青", "军", "平", "全", "明", "启", "占", "元", "忠", "宝",
    "有", "财", "林", "贵", "存",
];
const HAN_WOMEN: [&str; 22] = [
    "秀", "兰", "英", "玉", "梅", "花", "香", "莲", "桂", "芳", "春", "存", "月", "珍", "青", "霞", "红", "琴", "凤",
    "银", "萍", "艳",
];
const HUI_SURNAMES: [&str; 5] = ["马", "冶", "白", "喇", "妥"];
const HUI_MEN: [&str; 9] = ["成林", "伊斯麻", "尔沙", "文祥", "进才", "优素福", "阿卜都", "福海", "占彪"];
const HUI_WOMEN: [&str; 8] = ["法土麦", "阿英舍", "玉兰", "麦燕", "海切", "秀英", "哈力麦", "索非亚"];
const SALAR_MEN: [&str; 7] = ["乙奴", "热木赞", "五十九", "艾力", "木沙", "六十三", "乙四夫"];
const SALAR_WOMEN: [&str; 6] = ["阿乙草", "乙沙", "麦尔燕", "哈吉", "阿米乃", "赛力麦"];
const MONGOL: [&str; 8] = ["巴图", "那木", "苏和", "布和", "德力", "阿拉腾", "孟和", "乌兰"];
const MONGOL_MEN: [&str; 6] = ["加布", "巴特尔", "吉雅", "达来", "苏荣", "仓"];
const MONGOL_WOMEN: [&str; 5] = ["其其格", "高娃", "萨仁", "托娅", "娜仁"];

impl Family {
    pub fn any(chance: &mut Chance) -> Family {
        let origin = chance.weighted(&ORIGINS);
        Family { origin, surname: surname(origin, chance) }
    }

    /// The family someone married from: other surname, same people.
    pub fn in_law(self, chance: &mut Chance) -> Family {
        Family { surname: surname(self.origin, chance), ..self }
    }

    pub fn name(self, sex: Sex, chance: &mut Chance) -> String {
        let man = sex == Sex::Male;
        match self.origin {
            Origin::Tibetan => tibetan(if man { &TIBETAN_MEN } else { &TIBETAN_WOMEN }, chance),
            Origin::Mongol => mongol(if man { &MONGOL_MEN } else { &MONGOL_WOMEN }, chance),
            Origin::Han => self.surname.to_owned() + &han(if man { &HAN_MEN } else { &HAN_WOMEN }, chance),
            Origin::Hui => self.surname.to_owned() + chance.of(if man { &HUI_MEN[..] } else { &HUI_WOMEN }),
            Origin::Salar => self.surname.to_owned() + chance.of(if man { &SALAR_MEN[..] } else { &SALAR_WOMEN }),
        }
    }
}

fn surname(origin: Origin, chance: &mut Chance) -> &'static str {
    match origin {
        Origin::Tibetan | Origin::Mongol => "",
        Origin::Han => chance.of(&SURNAMES),
        Origin::Hui => chance.of(&HUI_SURNAMES),
        Origin::Salar => "韩",
    }
}

/// One in ten is written with a point between the parts.
fn tibetan(last: &[&str], chance: &mut Chance) -> String {
    loop {
        let (first, last) = (chance.of(&TIBETAN), chance.of(last));
        if first != last {
            let point = if chance.percent(10) { "·" } else { "" };
            return format!("{first}{point}{last}");
        }
    }
}

fn mongol(last: &[&str], chance: &mut Chance) -> String {
    format!("{}{}", chance.of(&MONGOL), chance.of(last))
}

fn han(characters: &[&str], chance: &mut Chance) -> String {
    let first = chance.of(characters);
    let second = chance.of(characters);
    if first == second || chance.percent(20) { first.to_owned() } else { format!("{first}{second}") }
}
