//! The rows behind one figure, and what each of them adds to it.

use crate::lang::Lang;
use crate::money::Yuan;
use crate::run::Outcome;
use crate::say;
use crate::totals::{Figure, Share};

use super::read::incomplete;
use super::{Block, Datum, Document, Listing, Table};

/// Amounts in yuan, as the figure prints them.
pub fn document(shares: &[Share<'_>], figure: Figure, outcome: &Outcome, lang: Lang) -> Document {
    let headers = [say!(lang, "名册", "Roster"), say!(lang, "行", "Rows"), say!(lang, "计入", "Adds")];
    let mut table = Table::new(&headers, &[2]);
    for share in shares {
        let rows = match share.rows {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}–{last}"),
        };
        let adds = share.of(figure).map(|adds| shown(adds, figure)).unwrap_or_default();
        table.rows.push(vec![share.roster.title(), rows, adds]);
    }
    let sum: i64 = shares.iter().filter_map(|share| share.of(figure)).sum();
    let mut document = Document::default();
    document.blocks.extend(incomplete(outcome, lang).map(Block::Paragraph));
    document.table(table);
    let (count, sum) = (shares.len(), shown(sum, figure));
    document.paragraph(say!(lang, "共{count}处，合计{sum}。", "In all {sum}, places: {count}."));
    if shares.iter().any(|share| share.of(figure) == Some(0)) {
        document.paragraph(say!(
            lang,
            "同一户（人）多次出现的，只在人数最多的一处计入，其余计0。",
            "A household or person met several times counts where it is largest, and adds 0 elsewhere."
        ));
    }
    document
}

fn shown(number: i64, figure: Figure) -> String {
    match figure {
        Figure::Amount => Yuan::from_fen(number).to_string(),
        Figure::Households | Figure::Persons | Figure::Visits => number.to_string(),
    }
}

/// Amounts in fen.
pub fn listing<'l>(shares: &'l [Share<'_>], figure: Figure) -> Listing<'l> {
    let adds = match figure {
        Figure::Amount => "amount_fen",
        other => other.name(),
    };
    let record = move |share: &Share<'_>| {
        vec![
            ("file", share.roster.file.to_string().into()),
            ("sheet", Datum::maybe(share.roster.sheet.clone())),
            ("first_row", Datum::number(share.rows.0)),
            ("last_row", Datum::number(share.rows.1)),
            (adds, Datum::maybe_number(share.of(figure))),
        ]
    };
    let columns = vec!["file", "sheet", "first_row", "last_row", adds];
    Listing { schema: "relief.trace/1", columns, records: Box::new(shares.iter().map(record)), summary: Vec::new() }
}
