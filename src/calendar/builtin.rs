//! The notices that come with relief, as text: to add a year, or the local days of a place, add its file and one line
//! here.

macro_rules! notice {
    ($name:literal) => {
        (
            concat!("data-templates/calendar/cn/", $name),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data-templates/calendar/cn/", $name)),
        )
    };
}

/// Every State Council notice relief knows: the name of the file, and its text.
#[rustfmt::skip]
pub const NOTICES: &[(&str, &str)] = &[
    notice!("2004.toml"),
    notice!("2005.toml"),
    notice!("2006.toml"),
    notice!("2007.toml"),
    notice!("2008.toml"),
    notice!("2009.toml"),
    notice!("2010.toml"),
    notice!("2011.toml"),
    notice!("2012.toml"),
    notice!("2013.toml"),
    notice!("2014.toml"),
    notice!("2015.toml"),
    notice!("2015-victory-day.toml"),
    notice!("2016.toml"),
    notice!("2017.toml"),
    notice!("2018.toml"),
    notice!("2019.toml"),
    notice!("2019-labour-day.toml"),
    notice!("2020.toml"),
    notice!("2020-spring-festival.toml"),
    notice!("2021.toml"),
    notice!("2022.toml"),
    notice!("2023.toml"),
    notice!("2024.toml"),
    notice!("2025.toml"),
    notice!("2026.toml"),
];

macro_rules! local {
    ($area:literal, $name:literal) => {
        (
            $area,
            concat!("data-templates/calendar/local/", $name),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data-templates/calendar/local/", $name)),
        )
    };
}

/// Local days: the division code, so that only those of one area are read, the name of the file, and its text.
#[rustfmt::skip]
pub const LOCAL: &[(&str, &str, &str)] = &[
    local!("513400", "513400-2017.toml"),
    local!("513400", "513400-2018.toml"),
    local!("513400", "513400-2023.toml"),
    local!("622900", "622900-2017.toml"),
];
