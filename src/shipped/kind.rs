//! What kinds of values there are, each a byte before the value.

pub const TEXT: u8 = 0;
/// An integer, as it is written.
pub const NUMBER: u8 = 1;
pub const NO: u8 = 2;
pub const YES: u8 = 3;
/// A day or time, as it is written.
pub const DAY: u8 = 4;
/// How many values, and these.
pub const LIST: u8 = 5;
/// How many keys, and each, which is a text, with its value.
pub const TABLE: u8 = 6;
