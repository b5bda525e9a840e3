//! The columns of money of a sheet of several programmes go in; which rows are paid by another programme alone comes
//! out.

use crate::money::Yuan;
use crate::rules::{Pack, Programme};

use super::Layout;
use super::header::{Aside, HeadColumn, Header};
use super::layout::means;
use super::paid::PAID;
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

impl PayOfOthers {
    /// Those of a sheet whose rows each stand for themselves.
    pub(super) fn of(header: &Header, layout: Layout, own: &Programme, pack: &Pack) -> Option<PayOfOthers> {
        let has_own = header.columns.iter().any(|head| PAID.iter().any(|field| means(head, *field)));
        let is_others =
            |head: &&HeadColumn| head.aside == Some(Aside::ReadBeside) || is_pay_of_another(head, own, pack);
        let others = header.columns.iter().filter(is_others);
        let others: Vec<&HeadColumn> = others.filter(|_| has_own && layout != Layout::HouseholdRows).collect();
        (!others.is_empty()).then(|| PayOfOthers {
            are_read: others.iter().all(|head| head.aside.is_some()),
            columns: others.iter().map(|head| head.index).collect(),
        })
    }

    /// Whether something stands in them and in no column of the programme's own, so that the row is theirs; `money`
    /// reads a column of it. 停发 is something, too.
    pub(super) fn stand_alone(&self, own: &Values, money: impl Fn(u16) -> Value) -> bool {
        let is_nothing = |value: Value| matches!(value, Value::Missing | Value::Yuan(Yuan::ZERO));
        let stands = |column: &u16| !is_nothing(money(*column));
        PAID.iter().all(|field| is_nothing(own[field.index()])) && self.columns.iter().any(stands)
    }
}
