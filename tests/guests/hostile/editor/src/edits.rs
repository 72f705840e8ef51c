//! Attacks by edits that break a rule of the contract. The row that asks for one reads `attack ü`: 7 bytes before a letter of two.

use crate::bindings::exports::tamis::plugin::editor::Edits;
use crate::bindings::tamis::plugin::types::Fault;

const TEXT_BYTES: u32 = 9;

/// A span of a row's own text.
pub(crate) fn own(start: u32, len: u32) -> u64 {
    u64::from(start) << 32 | u64::from(len)
}

/// A span of the literals.
pub(crate) fn literal(start: u32, len: u32) -> u64 {
    1 << 63 | own(start, len)
}

/// Carries out the attack in a batch of `rows` rows, of which `row` asked for it.
///
/// # Errors
///
/// If there is no attack of this name.
pub(crate) fn run(attack: &str, row: u32, rows: u32) -> Result<Edits, Fault> {
    macro_rules! dispatch {
        (rows { $($name:ident)* }) => {
            match attack {
                $(concat!("rows_", stringify!($name)) => Ok(attacks::$name(row, rows)),)*
                other => Err(Fault { row: Some(row), message: format!("there is no attack `{other}`") }),
            }
        };
    }
    editor_attacks!(dispatch)
}

fn edits(rows: impl Into<Vec<u32>>, ends: impl Into<Vec<u32>>, pieces: impl Into<Vec<u64>>) -> Edits {
    let (rows, ends, pieces) = (rows.into(), ends.into(), pieces.into());
    Edits { rows, ends, pieces, literals: "a literal ü".into(), dropped: Vec::new() }
}

fn one_row(row: u32, pieces: impl Into<Vec<u64>>) -> Edits {
    let pieces = pieces.into();
    edits([row], [pieces.len() as u32], pieces)
}

mod attacks {
    use super::*;

    pub(super) fn rows_that_fall(_: u32, _: u32) -> Edits {
        edits([2, 0], [1, 2], [own(0, 1), own(0, 1)])
    }

    pub(super) fn same_row_twice(row: u32, _: u32) -> Edits {
        edits([row, row], [1, 2], [own(0, 1), own(0, 1)])
    }

    pub(super) fn row_of_no_batch(_: u32, rows: u32) -> Edits {
        one_row(rows, [literal(0, 1)])
    }

    pub(super) fn dropped_rows_that_fall(_: u32, _: u32) -> Edits {
        Edits { dropped: vec![2, 0], ..edits([], [], []) }
    }

    pub(super) fn dropped_row_of_no_batch(_: u32, _: u32) -> Edits {
        Edits { dropped: vec![u32::MAX], ..edits([], [], []) }
    }

    pub(super) fn edited_and_dropped(row: u32, _: u32) -> Edits {
        Edits { dropped: vec![row], ..one_row(row, [own(0, 1)]) }
    }

    pub(super) fn too_few_ends(row: u32, _: u32) -> Edits {
        edits([row], [], [own(0, 1)])
    }

    pub(super) fn too_many_ends(row: u32, _: u32) -> Edits {
        edits([row], [1, 1], [own(0, 1)])
    }

    pub(super) fn ends_that_fall(_: u32, _: u32) -> Edits {
        edits([0, 1, 2], [2, 1, 2], [own(0, 1), own(0, 1)])
    }

    pub(super) fn end_past_the_pieces(row: u32, _: u32) -> Edits {
        edits([row], [u32::MAX], [own(0, 1)])
    }

    pub(super) fn pieces_of_no_row(row: u32, _: u32) -> Edits {
        edits([row], [1], [own(0, 1), own(0, 1), own(0, 1)])
    }

    pub(super) fn span_outside_its_row(row: u32, _: u32) -> Edits {
        one_row(row, [own(0, TEXT_BYTES + 1)])
    }

    pub(super) fn span_begins_outside_its_row(row: u32, _: u32) -> Edits {
        one_row(row, [own(0x7fff_ffff, u32::MAX)])
    }

    /// Where the bytes of the next row stand in the batch.
    pub(super) fn span_of_another_row(row: u32, _: u32) -> Edits {
        one_row(row, [own(TEXT_BYTES, 4)])
    }

    pub(super) fn span_cuts_a_character(row: u32, _: u32) -> Edits {
        one_row(row, [own(0, 8)])
    }

    pub(super) fn span_outside_the_literals(row: u32, _: u32) -> Edits {
        one_row(row, [literal(4, 100)])
    }

    pub(super) fn span_cuts_a_literal(row: u32, _: u32) -> Edits {
        one_row(row, [literal(0, 11), own(0, 1)])
    }

    #[expect(unsafe_code, reason = "the attack; the string is given to the host and never read here")]
    pub(super) fn literals_of_no_utf8(row: u32, _: u32) -> Edits {
        // SAFETY: not kept. A string must be UTF-8, and the host must notice that this one is not.
        let literals = unsafe { String::from_utf8_unchecked(vec![b'o', b'k', 0xff, 0xfe]) };
        Edits { literals, ..one_row(row, [literal(0, 4)]) }
    }

    pub(super) fn oversized_output(row: u32, _: u32) -> Edits {
        Edits { literals: "x".repeat(1 << 20), ..one_row(row, vec![literal(0, 1 << 20); 17]) }
    }

    /// 16 MiB of answer that stand for 2 TiB.
    pub(super) fn output_of_terabytes(row: u32, _: u32) -> Edits {
        Edits { literals: "x".repeat(1 << 20), ..one_row(row, vec![literal(0, 1 << 20); 2 << 20]) }
    }

    /// No row has too much, all together have.
    pub(super) fn output_of_many_rows(_: u32, rows: u32) -> Edits {
        let ends: Vec<u32> = (1..=rows).map(|row| row * 6).collect();
        let pieces = vec![literal(0, 1 << 20); rows as usize * 6];
        Edits { literals: "x".repeat(1 << 20), ..edits((0..rows).collect::<Vec<_>>(), ends, pieces) }
    }

    pub(super) fn spins(row: u32, _: u32) -> Edits {
        while std::hint::black_box(true) {}
        one_row(row, [])
    }
}
