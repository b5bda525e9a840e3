//! The reference lists that checks work with, by the ids that `lists.toml` gives them.

/// The dead.
pub const DEATHS: &str = "deaths";
/// Registered households.
pub const REGISTER: &str = "hukou";
/// Disability certificates.
pub const CARDS: &str = "disability-cards";
/// What was paid.
pub const PAYMENTS: &str = "payments";
/// What was approved.
pub const APPROVED: &str = "approved";
/// Who was stopped.
pub const STOPS: &str = "stops";
/// Pensions and wages.
pub const INCOME: &str = "pension";
/// Statistical returns.
pub const RETURNS: &str = "returns";
/// Those in custody.
pub const PRISON: &str = "prison";
/// Those paid out of public money.
pub const PAYROLL: &str = "payroll";
/// Those who handle assistance, and village officials.
pub const OFFICIALS: &str = "officials";
/// Their kin that were declared.
pub const KIN: &str = "kin";
/// Registered vehicles.
pub const VEHICLES: &str = "vehicles";
/// Registered firms.
pub const FIRMS: &str = "firms";
/// Registered homes.
pub const HOUSING: &str = "housing";
/// Housing-fund accounts.
pub const FUND: &str = "fund";
/// Care money after an injury at work.
pub const WORK_INJURY: &str = "work-injury";
/// Nursing allowances.
pub const NURSING_ALLOWANCE: &str = "nursing-allowance";
