//! The empty program, beside which the start of `relief` is measured.

fn main() {}
