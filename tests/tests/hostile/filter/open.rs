//! Attacks while the plugin opens.

use expect_test::expect;

use crate::outcome::{Outcome, fails};

pub(super) fn refuses() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/filter) does not open: I would rather[.. 84 bytes in
        all]"#]])
}

pub(super) fn refuses_at_length() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/filter) does not open: no, no, no, no[.. 4162 bytes
        in all]"#]])
}

pub(super) fn refuses_in_control_characters() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/filter) does not open: \u{1b}]0;owned[.. 98 bytes in
        all]"#]])
}

pub(super) fn panics() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/filter) does not open: it trapped: a [.. 118 bytes in
        all]
          it wrote:
          | thread '<unnamed>' (1) panicked at tests/guests/hostile/filter/src/open.rs:4[.. 84 bytes in
        all]
          | the door is stuck"#]])
}

pub(super) fn spins() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/filter) does not open: it took longer[.. 142 bytes in
        all]"#]])
    .under("deadline = \"300ms\"")
}

pub(super) fn memory_bomb() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/filter) does not open: it asked for 6[.. 158 bytes in
        all]
          it wrote:
          | memory allocation of 1048576 bytes failed"#]])
    .under("memory = \"64MiB\"")
}

pub(super) fn asks_for_an_artifact() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/filter) does not open: artifact `../.[.. 165 bytes in
        all]"#]])
}
