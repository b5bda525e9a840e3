//! The notices that come with relief: to add a year, or the local days of a place, add its file and one line here.

use crate::shipped::{Shipped, shipped};

/// Every State Council notice relief knows.
#[rustfmt::skip]
pub const NOTICES: &[Shipped] = &[
    shipped!("calendar/cn/2004.toml"),
    shipped!("calendar/cn/2005.toml"),
    shipped!("calendar/cn/2006.toml"),
    shipped!("calendar/cn/2007.toml"),
    shipped!("calendar/cn/2008.toml"),
    shipped!("calendar/cn/2009.toml"),
    shipped!("calendar/cn/2010.toml"),
    shipped!("calendar/cn/2011.toml"),
    shipped!("calendar/cn/2012.toml"),
    shipped!("calendar/cn/2013.toml"),
    shipped!("calendar/cn/2014.toml"),
    shipped!("calendar/cn/2015.toml"),
    shipped!("calendar/cn/2015-victory-day.toml"),
    shipped!("calendar/cn/2016.toml"),
    shipped!("calendar/cn/2017.toml"),
    shipped!("calendar/cn/2018.toml"),
    shipped!("calendar/cn/2019.toml"),
    shipped!("calendar/cn/2019-labour-day.toml"),
    shipped!("calendar/cn/2020.toml"),
    shipped!("calendar/cn/2020-spring-festival.toml"),
    shipped!("calendar/cn/2021.toml"),
    shipped!("calendar/cn/2022.toml"),
    shipped!("calendar/cn/2023.toml"),
    shipped!("calendar/cn/2024.toml"),
    shipped!("calendar/cn/2025.toml"),
    shipped!("calendar/cn/2026.toml"),
];

/// Local days, each with the division code, so that only those of one area are read.
#[rustfmt::skip]
pub const LOCAL: &[(&str, Shipped)] = &[
    ("513400", shipped!("calendar/local/513400-2017.toml")),
    ("513400", shipped!("calendar/local/513400-2018.toml")),
    ("513400", shipped!("calendar/local/513400-2023.toml")),
    ("622900", shipped!("calendar/local/622900-2017.toml")),
];
