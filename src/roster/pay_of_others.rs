//! The columns of money of a sheet of several programmes go in; which rows are paid by another programme alone comes out.

use crate::field::Field;
use crate::money::Yuan;
use crate::rules::{Pack, Programme};

use super::Layout;
use super::header::{HeadColumn, Header};
use super::layout::means;
use super::record::Values;
use super::shape::is_pay_of_another;
use super::value::Value;

/// The columns of other programmes' money beside the programme's own: 重度残疾人护理补贴 beside 困难残疾人生活补贴.
#[derive(Debug, Clone)]
pub(super) struct PayOfOthers {
    columns: Vec<u16>,
    /// Whether the sheet is read for all of these programmes as well.
    pub(super) are_read: bool,
}

/// What a row is paid by its own programme.
const OWN: [Field; 7] = [
    Field::Amount,
    Field::MonthlyAmount,
    Field::ClassifiedAmount,
    Field::OtherAmount,
    Field::BasicAmount,
    Field::CareAmount,
    Field::Arrears,
];

impl PayOfOthers {
    /// Those of a sheet whose rows each stand for themselves.
    pub(super) fn of(header: &Header, layout: Layout, own: &Programme, pack: &Pack) -> Option<PayOfOthers> {
        let has_own = header.columns.iter().any(|head| OWN.iter().any(|field| means(head, *field)));
        let others = header.columns.iter().filter(|head| is_pay_of_another(head, own, pack));
        let others: Vec<&HeadColumn> = others.filter(|_| has_own && layout != Layout::HouseholdRows).collect();
        (!others.is_empty()).then(|| PayOfOthers {
            are_read: others.iter().all(|head| head.aside.is_some()),
            columns: others.iter().map(|head| head.index).collect(),
        })
    }

    /// Whether they pay a row something and its own programme nothing; `money` reads a column of it.
    pub(super) fn pay_alone(&self, own: &Values, money: impl Fn(u16) -> Value) -> bool {
        let is_nothing = |field: &Field| matches!(own[field.index()], Value::Missing | Value::Yuan(Yuan::ZERO));
        let is_paid = |column: &u16| money(*column).number().is_some_and(|number| number != 0);
        OWN.iter().all(is_nothing) && self.columns.iter().any(is_paid)
    }
}
