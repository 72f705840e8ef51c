//! An editor that attacks its host.

use crate::guest::Guest;

static GUEST: Guest = Guest {
    kind: "editor",
    call: "hostile(text)",
    query: "SELECT text, hostile(text) AS edited FROM calm ORDER BY text",
    answer: "\
+--------------+--------------+
| text         | edited       |
+--------------+--------------+
| bad          |              |
| bad          |              |
| hello, world | hello, world |
| hello, world | hello, world |
| loud         | \"loud\"       |
| loud         | \"loud\"       |
|              |              |
|              |              |
+--------------+--------------+",
};

macro_rules! tests {
    ($($stages:tt)*) => { crate::each_attack!(crate::editor::GUEST, $($stages)*); };
}
editor_attacks!(tests);

mod rows {
    use expect_test::expect;

    use crate::outcome::{Outcome, fails};

    pub(super) fn rows_that_fall() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 162 bytes in
            all]"#]])
    }

    pub(super) fn same_row_twice() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 162 bytes in
            all]"#]])
    }

    pub(super) fn row_of_no_batch() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 156 bytes in
            all]"#]])
    }

    pub(super) fn dropped_rows_that_fall() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 165 bytes in
            all]"#]])
    }

    pub(super) fn dropped_row_of_no_batch() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 168 bytes in
            all]"#]])
    }

    pub(super) fn edited_and_dropped() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 159 bytes in
            all]"#]])
    }

    pub(super) fn too_few_ends() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 141 bytes in
            all]"#]])
    }

    pub(super) fn too_many_ends() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 141 bytes in
            all]"#]])
    }

    pub(super) fn ends_that_fall() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 171 bytes in
            all]"#]])
    }

    pub(super) fn end_past_the_pieces() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 180 bytes in
            all]"#]])
    }

    pub(super) fn pieces_of_no_row() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 161 bytes in
            all]"#]])
    }

    pub(super) fn span_outside_its_row() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 180 bytes in
            all]"#]])
    }

    pub(super) fn span_begins_outside_its_row() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 197 bytes in
            all]"#]])
    }

    pub(super) fn span_of_another_row() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 180 bytes in
            all]"#]])
    }

    pub(super) fn span_cuts_a_character() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 185 bytes in
            all]"#]])
    }

    pub(super) fn span_outside_the_literals() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 186 bytes in
            all]"#]])
    }

    pub(super) fn span_cuts_a_literal() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 191 bytes in
            all]"#]])
    }

    pub(super) fn literals_of_no_utf8() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 150 bytes in
            all]"#]])
    }

    pub(super) fn oversized_output() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 215 bytes in
            all]"#]])
    }

    pub(super) fn output_of_terabytes() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 215 bytes in
            all]"#]])
    }

    pub(super) fn output_of_many_rows() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 215 bytes in
            all]"#]])
    }

    pub(super) fn spins() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/editor) failed on rows 0..5 [.. 168 bytes in
            all]"#]])
        .under("deadline = \"300ms\"")
    }
}
