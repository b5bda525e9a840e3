//! Every case under `tests/cases/` is run as it is written, and so is the README.

#[test]
fn cases() {
    // The locale of the machine must not choose the language of a case.
    let cases = trycmd::TestCases::new();
    cases.env("LC_ALL", "C.UTF-8");
    cases.case("tests/cases/*/*.md");
    cases.case("README.md");
    cases.case("README.zh-CN.md");
}
