//! Attacks by a call over rows.

use expect_test::expect;

use crate::outcome::{Outcome, fails};

pub(super) fn spins() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 168 bytes in
        all]"#]])
    .under("deadline = \"300ms\"")
}

pub(super) fn spins_in_the_log() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 168 bytes in
        all]"#]])
    .under("deadline = \"300ms\"")
}

pub(super) fn memory_bomb() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 184 bytes in
        all]
          it wrote:
          | memory allocation of 1048576 bytes failed"#]])
    .under("memory = \"64MiB\"")
}

pub(super) fn stack_overflow() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 124 bytes in
        all]"#]])
}

pub(super) fn panics() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 144 bytes in
        all]
          it wrote:
          | thread '<unnamed>' (1) panicked at tests/guests/hostile/filter/src/rows.rs:7[.. 84 bytes in
        all]
          | row 1 is too much"#]])
}

pub(super) fn panics_in_control_characters() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 144 bytes in
        all]
          it wrote:
          | thread '<unnamed>' (1) panicked at tests/guests/hostile/filter/src/rows.rs:7[.. 84 bytes in
        all]
          | \u{1b}]0;owned\u{7}\u{1b}[2J\r\u{202e}backwards"#]])
}

pub(super) fn exits() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 118 bytes in
        all]"#]])
}

pub(super) fn too_few_verdicts() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 145 bytes in
        all]"#]])
}

pub(super) fn too_many_verdicts() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 145 bytes in
        all]"#]])
}

pub(super) fn no_verdicts() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 145 bytes in
        all]"#]])
}

pub(super) fn unknown_reason() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 169 bytes in
        all]"#]])
}

pub(super) fn answer_outside_memory() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 147 bytes in
        all]"#]])
}

pub(super) fn huge_answer() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 213 bytes in
        all]"#]])
}

pub(super) fn fault_on_a_row() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 1..2 [.. 113 bytes in
        all]"#]])
}

pub(super) fn fault_on_no_row() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 113 bytes in
        all]"#]])
}

pub(super) fn fault_at_length() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 4188 bytes
        in all]"#]])
}

pub(super) fn reads_a_file() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 166 bytes in
        all]"#]])
}

pub(super) fn writes_a_file() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 166 bytes in
        all]"#]])
}

pub(super) fn lists_a_folder() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 166 bytes in
        all]"#]])
}

pub(super) fn connects() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 199 bytes in
        all]"#]])
}

pub(super) fn resolves_a_name() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 197 bytes in
        all]"#]])
}

pub(super) fn looks_around() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 197 bytes in
        all]"#]])
}

pub(super) fn reads_standard_input() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 98 bytes in
        all]"#]])
}

pub(super) fn sleeps() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 197 bytes in
        all]"#]])
}

pub(super) fn starts_a_thread() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 157 bytes in
        all]"#]])
}

pub(super) fn starts_a_process() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 177 bytes in
        all]"#]])
}

pub(super) fn asks_for_an_artifact() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 168 bytes in
        all]"#]])
}

pub(super) fn asks_for_many_random_bytes() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 173 bytes in
        all]"#]])
}

pub(super) fn floods_standard_error() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 144 bytes in
        all]
          it wrote:
          | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx[.. 65540 bytes
        in all]
          | [16707764 bytes left out]
          | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx[.. 3920 bytes
        in all]
          | thread '<unnamed>' (1) panicked at tests/guests/hostile/filter/src/rows.rs:1[.. 85 bytes in
        all]
          | and now you see it"#]])
}

pub(super) fn floods_standard_output() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 120 bytes in
        all]"#]])
}

pub(super) fn floods_the_log() -> Outcome {
    fails(expect![[r#"
        External error: hostile: plugin `hostile` (<guests>/filter) failed on rows 0..5 [.. 107 bytes in
        all]
          it wrote:
          | flood flood flood flood flood flood flood flood flood flood flood flood floo[.. 4100 bytes
        in all] [15 times]
          | flood flood flood flood flood flood flood flood flood flood flood flood floo[.. 4085 bytes
        in all]"#]])
}
