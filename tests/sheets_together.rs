//! Sheets that say something of each other: who left and who is new beside who is paid, a roster that goes on, one that is repeated.

mod support;

use support::sheets::{book, said, township};
use support::{Folder, relief, text};

/// The same without a title and with another word for its people in the name of the sheet.
fn untitled(town: &str, names: &[&str], first: u32) -> Vec<Vec<String>> {
    township(town, names, first).split_off(1)
}

#[test]
fn who_left_and_who_is_new_is_not_added_to_who_is_paid() {
    let folder = Folder::new("left-and-new");
    let mut left = township("泽曲镇", &["丁", "戊"], 20);
    left[0][0] = "泽曲镇2018年4月城市低保减少人员名单".to_owned();
    let mut paid = township("泽曲镇", &["甲", "乙", "丙"], 1);
    paid[0][0] = "泽曲镇2018年4月城市低保金发放花名册".to_owned();
    let sheets = [
        ("新增", untitled("泽曲镇", &["甲"], 1), false),
        ("花名册", paid, false),
        ("减少", left, false),
        ("核减", untitled("泽曲镇", &["丁"], 20), false),
        ("清退后", untitled("麦秀镇", &["己"], 30), false),
    ];
    book(&folder, "2018年4月城市低保新增停发.xlsx", &sheets);
    book(&folder, "2018年4月城市低保新增.xlsx", &sheets[..1]);
    // Three of the roster and one of who was left after others were taken off, 300 yuan each.
    let totals = |file: &str| said(&folder, &["totals", file, "--as-of", "2018-04-30", "--format", "csv"]);
    book(&folder, "2018年4月城市低保.xlsx", &sheets);
    let of_all = totals("2018年4月城市低保.xlsx");
    assert!(of_all.contains("dibao-urban,stock,4,4,,120000,"), "{of_all}");
    for (sheet, why) in [("新增", "新增的应已在内"), ("减少", "不是发放名册"), ("核减", "不是发放名册")]
    {
        let line = of_all.lines().find(|line| line.contains(&format!("[{sheet}]"))).unwrap_or_default();
        assert!(line.contains(why), "{sheet}: {of_all}");
    }
    // What a file is called holds for its sheets that say nothing else.
    let of_two_kinds = totals("2018年4月城市低保新增停发.xlsx");
    assert!(of_two_kinds.contains("dibao-urban,stock,3,3,,90000,"), "{of_two_kinds}");
    // Alone in its file it is a roster, and what it is is said.
    let alone = totals("2018年4月城市低保新增.xlsx");
    assert!(alone.contains("dibao-urban,stock,1,1,,30000,"), "{alone}");
    assert!(alone.contains("[新增]：标题或表名说的是新增的人，文件里没有别的名册"), "{alone}");
}

#[test]
fn who_names_the_programme_does_not_add_who_left() {
    let folder = Folder::new("left-and-named");
    let mut left = township("泽曲镇", &["丁", "戊"], 20);
    left[0][0] = "泽曲镇2018年4月停发名单".to_owned();
    let sheets = [("四月", township("泽曲镇", &["甲"], 1), false), ("停发", left, false)];
    book(&folder, "两张.xlsx", &sheets);
    book(&folder, "一张.xlsx", &sheets[1..]);
    let totals = |file: &str| {
        said(&folder, &["totals", file, "--programme", "dibao-urban", "--as-of", "2018-04-30", "--format", "csv"])
    };
    assert!(totals("两张.xlsx").contains("dibao-urban,stock,1,1,,30000,"), "{}", totals("两张.xlsx"));
    assert!(totals("一张.xlsx").contains("dibao-urban,stock,2,2,,60000,"), "{}", totals("一张.xlsx"));
}

#[test]
fn a_roster_that_goes_on_on_another_sheet_is_read_or_missed_aloud() {
    let folder = Folder::new("goes-on");
    let first = ("一", township("泽曲镇", &["甲", "乙"], 1), false);
    let totals = |file: &str| relief(&folder.0, &["totals", file, "--as-of", "2018-04-30", "--format", "csv"]);
    // The header word for word: it is the same roster, as far as anybody can tell.
    book(&folder, "同表头.xlsx", &[first.clone(), ("Sheet2", untitled("麦秀镇", &["丙"], 9), false)]);
    let read = totals("同表头.xlsx");
    assert!(text(&read.stdout).contains("dibao-urban,stock,3,3,,90000,2018-04,"), "{}", text(&read.stdout));
    assert!(text(&read.stderr).contains("[Sheet2]：没有写项目，表头和同一文件里前面的名册一字不差"));
    assert!(read.status.success());
    // 农村 is a part of what another programme is called.
    book(&folder, "城乡.xlsx", &[first.clone(), ("农村", untitled("麦秀镇", &["丙"], 9), false)]);
    let missed = totals("城乡.xlsx");
    assert!(text(&missed.stdout).contains("dibao-urban,stock,2,2,,60000,"), "{}", text(&missed.stdout));
    assert_eq!(missed.status.code(), Some(2));
    // Without a header nothing is guessed, and the figures are said to lack it.
    book(&folder, "无表头.xlsx", &[first, ("续", untitled("麦秀镇", &["丙", "丁"], 9).split_off(1), false)]);
    let missed = totals("无表头.xlsx");
    assert!(text(&missed.stdout).contains("dibao-urban,stock,2,2,,60000,"), "{}", text(&missed.stdout));
    assert!(text(&missed.stderr).contains("[续]：没有表头，内容像前一张名册的续页"), "{}", text(&missed.stderr));
    assert_eq!(missed.status.code(), Some(2));
    let shown = said(&folder, &["totals", "无表头.xlsx", "--as-of", "2018-04-30"]);
    assert!(shown.contains("注意：无表头.xlsx[续]没有读完或没有用上，结果不完整"), "{shown}");
}

#[test]
fn a_county_and_its_townships_are_said_to_be_the_same_rows() {
    let folder = Folder::new("county-and-townships");
    let (one, other) = (township("泽曲镇", &["甲", "乙"], 1), township("麦秀镇", &["丙"], 9));
    let county = [one.clone(), other[2..].to_vec()].concat();
    book(&folder, "全县.xlsx", &[("全县", county, false), ("泽曲镇", one, false), ("麦秀镇", other, false)]);
    let shown = said(&folder, &["totals", "全县.xlsx", "--as-of", "2018-04-30"]);
    let line = "全县.xlsx[全县]和全县.xlsx[泽曲镇]、全县.xlsx[麦秀镇]是同样的3行，人、金额和写着的月份都一样";
    assert!(shown.contains(line), "{shown}");
}
