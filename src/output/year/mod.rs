//! The page of a year goes in; text for a terminal, a drawing or a web page comes out.

mod html;
mod svg;
mod text;
mod width;

pub use html::html;
pub use svg::svg;
pub use text::text;

use crate::report::year::{Cell, Kind};
use crate::visible::visible;

/// What text must be written as in markup.
fn escaped(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The names by which style sheets know a day.
fn classes(cell: &Cell) -> String {
    let kind = match cell.kind {
        Kind::Weekday => "day",
        Kind::Weekend => "day weekend",
        Kind::Off => "day off",
        Kind::MakeUp => "day work",
    };
    let local = if cell.local { " local" } else { "" };
    let provisional = if cell.provisional { " provisional" } else { "" };
    format!("{kind}{local}{provisional}")
}
