//! Whether a row meets a condition of the rules, as the roster tells.

#[allow(unused_imports)]
pub(super) use crate::roster::condition::{age_on, has_age, lacking, meets};
