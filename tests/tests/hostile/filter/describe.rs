//! Attacks while the plugin says who it is.

use expect_test::expect;

use crate::outcome::{Outcome, fails};

pub(super) fn panics() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/hostile.wasm) does not open: it trapp[.. 124 bytes in
        all]
          it wrote:
          | thread '<unnamed>' (1) panicked at tests/guests/hostile/filter/src/describe.[.. 88 bytes in
        all]
          | who am I?"#]])
}

pub(super) fn spins() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/hostile.wasm) does not open: it took [.. 148 bytes in
        all]"#]])
    .under("deadline = \"300ms\"")
}

pub(super) fn long_name() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: the funct[.. 231 bytes in
        all]"#]])
}

pub(super) fn wrong_name() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: the funct[.. 186 bytes in
        all]"#]])
}

pub(super) fn long_version() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: version h[.. 113 bytes in
        all]"#]])
}

pub(super) fn long_doc() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: doc has 5[.. 113 bytes in
        all]"#]])
}

pub(super) fn no_arguments() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: 0 argumen[.. 109 bytes in
        all]"#]])
}

pub(super) fn many_arguments() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: 17 argume[.. 110 bytes in
        all]"#]])
}

pub(super) fn same_arguments() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: argument [.. 101 bytes in
        all]"#]])
}

pub(super) fn first_argument_is_a_number() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: its first[.. 110 bytes in
        all]"#]])
}

pub(super) fn first_argument_is_constant() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: its first[.. 110 bytes in
        all]"#]])
}

pub(super) fn no_labels() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: a filter [.. 121 bytes in
        all]"#]])
}

pub(super) fn many_labels() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: a filter [.. 123 bytes in
        all]"#]])
}

pub(super) fn long_label() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: a label's[.. 226 bytes in
        all]"#]])
}

pub(super) fn wrong_label() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: a label's[.. 170 bytes in
        all]"#]])
}

pub(super) fn same_labels() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: label "ba[.. 97 bytes in
        all]"#]])
}

pub(super) fn same_long_labels() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: a label's[.. 226 bytes in
        all]"#]])
}

pub(super) fn overlapping_labels() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile` (<guests>/hostile.wasm) does not open: it trapp[.. 193 bytes in
        all]"#]])
}

pub(super) fn long_config() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: config ha[.. 118 bytes in
        all]"#]])
}

pub(super) fn config_is_no_json() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: its confi[.. 128 bytes in
        all]"#]])
}

pub(super) fn config_is_a_list() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: its confi[.. 108 bytes in
        all]"#]])
}

pub(super) fn config_is_deep() -> Outcome {
    fails(expect![[r#"
        External error: plugin `hostile`: its description breaks the contract: its confi[.. 140 bytes in
        all]"#]])
}
