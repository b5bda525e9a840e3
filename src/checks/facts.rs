//! Whether a row meets a condition of the rules, as the roster tells.

pub(super) use crate::roster::condition::{age_on, has_age, lacking, meets};
