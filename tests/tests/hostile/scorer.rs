//! A scorer that attacks its host.

use crate::guest::Guest;

static GUEST: Guest = Guest {
    kind: "scorer",
    call: "hostile(text, 'calm')",
    query: "SELECT text, hostile(text, 'calm')['bytes'] AS bytes, hostile(text, 'calm')['one'] AS one FROM calm ORDER BY text",
    answer: "\
+--------------+-------+-----+
| text         | bytes | one |
+--------------+-------+-----+
| bad          | 3.0   | 1.0 |
| bad          | 3.0   | 1.0 |
| hello, world | 12.0  | 1.0 |
| hello, world | 12.0  | 1.0 |
| loud         | 4.0   | 1.0 |
| loud         | 4.0   | 1.0 |
|              |       |     |
|              |       |     |
+--------------+-------+-----+",
};

macro_rules! tests {
    ($($stages:tt)*) => { crate::each_attack!(crate::scorer::GUEST, $($stages)*); };
}
scorer_attacks!(tests);

mod rows {
    use expect_test::expect;

    use crate::outcome::{Outcome, fails};

    pub(super) fn too_few_values() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/scorer) failed on rows 0..5 [.. 155 bytes in
            all]"#]])
    }

    pub(super) fn too_many_values() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/scorer) failed on rows 0..5 [.. 156 bytes in
            all]"#]])
    }

    pub(super) fn values_of_one_score_only() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/scorer) failed on rows 0..5 [.. 155 bytes in
            all]"#]])
    }

    pub(super) fn short_validity() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/scorer) failed on rows 0..5 [.. 157 bytes in
            all]"#]])
    }

    pub(super) fn long_validity() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/scorer) failed on rows 0..5 [.. 158 bytes in
            all]"#]])
    }

    pub(super) fn panics() -> Outcome {
        fails(expect![[r#"
            External error: hostile: plugin `hostile` (<guests>/scorer) failed on rows 0..5 [.. 144 bytes in
            all]
              it wrote:
              | thread '<unnamed>' (1) panicked at tests/guests/hostile/scorer/src/plugin.rs[.. 86 bytes in
            all]
              | no score for you"#]])
    }
}
