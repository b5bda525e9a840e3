//! Workbooks as counties send them: which sheets are rosters, what relief.toml says of them, and the same households in
//! every layout.

mod support;

use std::path::Path;

use relief::input;
use rust_xlsxwriter::Workbook;
use support::books::{Page, written};
use support::sheets::{Sheet, book, rows, said, township};
use support::{Folder, id, relief, text};

/// All that the sheets of a file show.
fn cells(path: &Path) -> Vec<String> {
    let mut cells = Vec::new();
    input::read(path, &mut |sheet| {
        while let Some(batch) = sheet.next_batch()? {
            batch.for_each(|row| cells.extend(row.cells.iter().map(input::Cell::shown)));
        }
        Ok(())
    })
    .unwrap();
    cells
}

#[test]
fn rosters_are_told_from_sums_lists_of_words_and_instructions() {
    let folder = Folder::new("sheets");
    let words = rows(&[&["户籍类别", "民族", "性别"], &["农业", "藏族", "男"], &["非农业", "汉族", "女"]]);
    let sums = rows(&[
        &["2018年4月城市低保汇总表"],
        &["乡镇", "保障户数", "保障人数", "发放合计（元）"],
        &["泽曲镇", "2", "2", "600"],
        &["麦秀镇", "1", "1", "300"],
    ]);
    let hints = rows(&[&["姓名、身份证号必填"], &["姓名", "身份证号", "金额"], &["一律填写全名", "18位", "元"]]);
    book(
        &folder,
        "城市低保.xlsx",
        &[
            ("汇总", sums, false),
            ("泽曲镇", township("泽曲镇", &["甲", "乙"], 1), false),
            ("麦秀镇", township("麦秀镇", &["丙"], 9), false),
            ("选择项", words.clone(), false),
            ("导入注意事项", hints, false),
            ("字典", words, true),
        ],
    );
    let shown = said(&folder, &["inspect", "城市低保.xlsx"]);
    for line in [
        "没有读隐藏的或非数据的工作表“字典”",
        "工作表“汇总”（4行）：没有姓名、身份证号列，是汇总表",
        "工作表“选择项”（3行）：是字典或说明",
        "工作表“导入注意事项”（3行）：是字典或说明",
        "工作表“泽曲镇”\n",
        "工作表“麦秀镇”\n",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let totals = said(&folder, &["totals", "城市低保.xlsx", "--as-of", "2018-04-30", "--format", "csv"]);
    assert!(totals.contains("dibao-urban,stock,3,3,,90000,"), "{totals}");
    let json = said(&folder, &["inspect", "城市低保.xlsx", "--format", "json"]);
    assert!(json.contains(r#""passed_over":[{"file":"城市低保.xlsx","sheet":"汇总","rows":4,"#), "{json}");
    assert!(json.contains(r#""sheets_skipped":["字典"]"#), "{json}");
}

/// A cover and a roster may have one name where a file can be read sheet by sheet; what is read again is the roster.
#[test]
fn of_two_sheets_of_one_name_each_is_itself() {
    let cover = rows(&[&["泽曲镇2018年4月城市低保"], &["材料目录"], &["一、花名册"]]);
    let roster = township("泽曲镇", &["甲", "乙"], 1);
    let pages = [Page::of("Sheet1", &cover), Page::of("Sheet1", &roster), Page::of("Sheet1", &cover)];
    for (form, ending) in [("ods", "ods"), ("fods", "fods"), ("xml 2003", "xml")] {
        let folder = Folder::new(&format!("sheets-of-one-name-{ending}"));
        let name = format!("a.{ending}");
        folder.file(&name, written(form, &pages));
        let converted = said(&folder, &["convert", &name, "--format", "csv"]);
        assert!(converted.contains("甲") && converted.contains("乙"), "{form}: {converted}");
        said(&folder, &["validate", &name, "--as-of", "2018-04-30", "-o", "out.xlsx"]);
        let copied = cells(&folder.0.join("out.xlsx"));
        assert!(copied.iter().any(|cell| cell == "户主身份证号"), "{form}: {copied:?}");
        assert!(!copied.iter().any(|cell| cell == "材料目录"), "{form}: {copied:?}");
    }
}

#[test]
fn a_block_of_relief_toml_for_each_sheet_pins_them_all() {
    let folder = Folder::new("pinned-sheets");
    let mut odd = township("泽曲镇", &["甲", "乙"], 1);
    odd[1][4] = "低保月保障金".to_owned();
    book(
        &folder,
        "城市低保.xlsx",
        &[
            ("一", odd.clone(), false),
            ("二", township("麦秀镇", &["丙"], 9), false),
            ("旧", township("泽曲镇", &["甲"], 1), false),
        ],
    );
    let pins = text(&relief(&folder.0, &["inspect", "城市低保.xlsx", "--pin"]).stdout);
    assert_eq!(pins.matches("[[roster]]").count(), 3, "{pins}");
    // The clerk throws out the block of the old sheet.
    let kept = pins.split("\n[[roster]]").take(2).collect::<Vec<_>>().join("\n[[roster]]");
    folder.file("relief.toml", format!("area = \"632323\"\n{kept}"));
    let totals = said(&folder, &["totals", "--as-of", "2018-04-30", "--format", "csv"]);
    assert!(totals.contains("dibao-urban,stock,3,3,,90000,"), "{totals}");
    let shown = said(&folder, &["inspect"]);
    assert!(shown.contains("工作表“旧”（3行）：relief.toml 指定了别的工作表，没有使用"), "{shown}");
    assert!(shown.contains("monthly-amount（relief.toml）"), "{shown}");
    // A column it names and nobody finds is said.
    folder.file("relief.toml", format!("area = \"632323\"\n{kept}").replace("低保月保障金", "月低保金"));
    let found = said(&folder, &["validate", "--as-of", "2018-04-30"]);
    assert!(found.contains("relief.toml 写了“月低保金”列，表里没有"), "{found}");
}

/// A household: people, of whom the first is the head, and what it gets a month.
struct Family {
    people: Vec<(String, String)>,
    yuan: u32,
}

fn families() -> Vec<Family> {
    let mut serial = 0;
    let family = |place: u32| {
        let mut person = || {
            serial += 7;
            (format!("某{serial}"), id(serial))
        };
        Family {
            people: (0..place % 10)
                .map(|_| person())
                .chain([("户主".to_owned() + &place.to_string(), id(5000 + place))])
                .rev()
                .collect(),
            yuan: 100 * (place + 1),
        }
    };
    (0..12).map(family).collect()
}

/// The head across, and up to nine pairs beside it; a family leaves its fourth pair blank.
fn pairs_across(families: &[Family]) -> Vec<Vec<String>> {
    let mut head = ["户主姓名", "户主身份证号", "户月保障金额"].map(str::to_owned).to_vec();
    for numeral in "一二三四五六七八九".chars() {
        head.extend([format!("成员{numeral}姓名"), format!("成员{numeral}身份证号")]);
    }
    let row = |family: &Family| {
        let (name, id) = &family.people[0];
        let mut row = vec![name.clone(), id.clone(), family.yuan.to_string()];
        for (place, (name, id)) in family.people[1..].iter().enumerate() {
            if place == 3 && family.people.len() < 9 {
                row.extend([String::new(), String::new()]);
            }
            row.extend([name.clone(), id.clone()]);
        }
        row
    };
    [head].into_iter().chain(families.iter().map(row)).collect()
}

fn rows_of_people(families: &[Family], cells: impl Fn(&Family, usize) -> Vec<String>) -> Vec<Vec<String>> {
    families
        .iter()
        .flat_map(|family| (0..family.people.len()).map(|place| cells(family, place)).collect::<Vec<_>>())
        .collect()
}

/// The head on every row, or on the first of the household and blank below, as where cells are merged.
fn head_beside_people(families: &[Family], merged: bool) -> Vec<Vec<String>> {
    let mut all = rows(&[&["户主姓名", "户主身份证号", "户月保障金额", "姓名", "身份证号", "与户主关系"]]);
    all.extend(rows_of_people(families, |family, place| {
        let (name, id) = &family.people[place];
        let (head, head_id) = &family.people[0];
        let of_head = match merged && place > 0 {
            true => [String::new(), String::new(), String::new()],
            false => [head.clone(), head_id.clone(), family.yuan.to_string()],
        };
        let relation = if place == 0 { "户主" } else { "子女" };
        of_head.into_iter().chain([name.clone(), id.clone(), relation.to_owned()]).collect()
    }));
    all
}

fn in_one_cell(families: &[Family], between: &str) -> Vec<Vec<String>> {
    let mut all = rows(&[&["户主姓名", "户主身份证号", "户月保障金额", "家庭成员姓名", "家庭成员身份证号"]]);
    all.extend(families.iter().map(|family| {
        let (head, head_id) = family.people[0].clone();
        let names: Vec<&str> = family.people.iter().map(|(name, _)| name.as_str()).collect();
        let ids: Vec<&str> = family.people.iter().map(|(_, id)| id.as_str()).collect();
        vec![head, head_id, family.yuan.to_string(), names.join(between), ids.join(between)]
    }));
    all
}

fn families_alone(families: &[Family]) -> Vec<Vec<String>> {
    let mut all = rows(&[&["户主姓名", "户主身份证号", "家庭人口", "户月保障金额"]]);
    all.extend(families.iter().map(|family| {
        let (head, head_id) = family.people[0].clone();
        vec![head, head_id, family.people.len().to_string(), family.yuan.to_string()]
    }));
    all
}

fn people_alone(families: &[Family]) -> Vec<Vec<String>> {
    let mut all = rows(&[&["姓名", "身份证号", "户主身份证号", "与户主关系", "户月保障金额"]]);
    all.extend(rows_of_people(families, |family, place| {
        let (name, id) = family.people[place].clone();
        let (head, relation) =
            if place == 0 { (String::new(), "户主/本人") } else { (family.people[0].1.clone(), "子女") };
        vec![name, id, head, relation.to_owned(), family.yuan.to_string()]
    }));
    all
}

#[test]
fn the_same_households_in_every_layout_are_the_same_people_and_money() {
    let families = families();
    let people: usize = families.iter().map(|family| family.people.len()).sum();
    let fen: u32 = families.iter().map(|family| family.yuan * 100).sum();
    let expected = format!("dibao-rural,stock,{},{people},,{fen},", families.len());
    let layouts = [
        ("成员横列", vec![pairs_across(&families)]),
        ("逐行写户主", vec![head_beside_people(&families, false)]),
        ("户主合并", vec![head_beside_people(&families, true)]),
        ("一格顿号", vec![in_one_cell(&families, "、")]),
        ("一格换行", vec![in_one_cell(&families, "\n")]),
        ("一格空格", vec![in_one_cell(&families, " ")]),
        ("两张表", vec![families_alone(&families), people_alone(&families)]),
        ("两张表一格", vec![people_alone(&families), in_one_cell(&families, ";")]),
    ];
    for (layout, sheets) in layouts {
        let folder = Folder::new("layouts");
        let names: Vec<String> = (1..=sheets.len()).map(|place| format!("2018年4月农村低保{place}")).collect();
        let sheets: Vec<Sheet<'_>> =
            names.iter().zip(sheets).map(|(name, rows)| (name.as_str(), rows, false)).collect();
        book(&folder, "名册.xlsx", &sheets);
        let totals = said(&folder, &["totals", "名册.xlsx", "--as-of", "2018-04-30", "--format", "csv"]);
        assert!(totals.contains(&expected), "{layout}: {expected} is not in {totals}");
        let found = said(&folder, &["validate", "名册.xlsx", "--as-of", "2018-04-30"]);
        assert!(!found.contains("same-person-twice"), "{layout}: {found}");
        assert!(!found.contains("identity-number"), "{layout}: {found}");
    }
}

/// A workbook keeps no cells behind the last that is filled in: a remark nobody writes leaves rows that end earlier.
#[test]
fn a_column_without_a_header_is_seen_before_one_that_stays_blank() {
    let folder = Folder::new("unnamed");
    let header = ["户主姓名", "户主身份证号", "保障人口", "户月保障金额", "", "备注"];
    let mut all = rows(&[&["泽曲镇2018年4月城市低保花名册"], &header]);
    all.extend((1..=2).map(|serial| ["甲", &id(serial), "1", "300", "310", ""].map(str::to_owned).to_vec()));
    book(&folder, "名册.xlsx", &[("低保", all, false)]);
    let found = said(&folder, &["validate", "名册.xlsx", "--as-of", "2018-04-30"]);
    assert!(found.contains("E列没有表头，2行有内容，没有使用"), "{found}");
}

/// A spreadsheet keeps a grade, an age or a short account that is typed in as a number: it says the same.
#[test]
fn words_typed_as_numbers_say_the_same() {
    let header = ["姓名", "身份证号", "年龄", "残疾类别", "残疾等级", "银行账号", "月补贴标准"];
    // Born in 1941, 1942 and 1943. Two are paid into one account; the third is of no grade that is paid.
    let people =
        [["甲", "77", "1", "621700012345"], ["乙", "20", "2", "621700012345"], ["丙", "75", "3", "621700067890"]];
    let found = |as_numbers: bool| {
        let folder = Folder::new(&format!("numbers-{as_numbers}"));
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        header.iter().enumerate().for_each(|(column, head)| {
            sheet.write_string(0, column as u16, *head).unwrap();
        });
        for (place, [name, age, grade, account]) in people.iter().enumerate() {
            let row = place as u32 + 1;
            sheet.write_string(row, 0, *name).unwrap();
            sheet.write_string(row, 1, id(place as u32 + 1)).unwrap();
            sheet.write_string(row, 3, "肢体").unwrap();
            for (column, digits) in [(2, age), (4, grade), (5, account), (6, &"100")] {
                match as_numbers {
                    true => sheet.write_number(row, column, digits.parse::<f64>().unwrap()),
                    false => sheet.write_string(row, column, *digits),
                }
                .unwrap();
            }
        }
        book.save(folder.0.join("重度残疾人护理补贴2018年4月.xlsx")).unwrap();
        said(&folder, &["validate", "重度残疾人护理补贴2018年4月.xlsx", "--as-of", "2018-05-05", "--area", "632323"])
    };
    let words = found(false);
    for part in ["年龄栏写20岁", "[shared-account]", "残疾等级“3”", "疑点 3"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert_eq!(found(true), words);
}

/// Payments of two programmes, each on a sheet of its own; whoever is paid is on the roster.
#[test]
fn sheets_of_one_list_are_lists_of_their_own() {
    let folder = Folder::new("list-sheets");
    let paid = |name: &str, serial: u32| {
        rows(&[&["户名", "享受补贴人姓名", "身份证号", "金额"], &[name, name, &id(serial), "100"]])
    };
    book(&folder, "发放.xlsx", &[("生活", paid("甲", 1), false), ("护理", paid("乙", 2), false)]);
    let roster =
        |title: &str, name: &str, serial: u32| format!("{title}\n姓名,身份证号,金额\n{name},{},100\n", id(serial));
    folder.file("生活.csv", roster("某县2018年4月困难残疾人生活补贴发放花名册", "甲", 1));
    folder.file("护理.csv", roster("某县2018年4月重度残疾人护理补贴发放花名册", "丙", 3));
    let list = |sheet: &str, programme: &str| {
        format!(
            "[[list]]\nkind = \"payments\"\nfiles = \"发放.xlsx\"\nsheet = \"{sheet}\"\nprogramme = \"{programme}\"\n\
             months = \"2018-04\"\nas_of = 2018-04-30\nsource = \"银行\"\n"
        )
    };
    let lists = list("生活", "disability-living") + &list("护理", "disability-nursing");
    folder.file("relief.toml", format!("area = \"990101\"\n[[roster]]\nfiles = \"*.csv\"\n{lists}"));
    let found = said(&folder, &["validate", "--as-of", "2018-05-31"]);
    assert!(!found.contains("给出不止一次"), "{found}");
    assert!(found.contains("发放.xlsx[护理] C2 错误 [paid-unapproved] 发放清单里有，花名册里没有"), "{found}");
    assert!(!found.contains("发放.xlsx[生活] C2"), "{found}");
}
