//! Attacks while the plugin opens.

use crate::bindings::tamis::plugin::host;

/// Carries out the attack, if it is one on `open`.
///
/// # Errors
///
/// If there is no attack of this name, and where refusing to open is the attack.
pub(crate) fn run(attack: &str) -> Result<(), String> {
    let Some(attack) = attack.strip_prefix("open_") else { return Ok(()) };
    macro_rules! dispatch {
        (describe { $($describe:ident)* } open { $($name:ident)* } rows { $($row:ident)* }) => {
            match attack {
                $(stringify!($name) => attacks::$name(),)*
                other => Err(format!("there is no attack `{other}`")),
            }
        };
    }
    filter_attacks!(dispatch)
}

mod attacks {
    use super::*;

    pub(super) fn refuses() -> Result<(), String> {
        Err("I would rather not".into())
    }

    pub(super) fn refuses_at_length() -> Result<(), String> {
        Err("no, ".repeat(1 << 20))
    }

    pub(super) fn refuses_in_control_characters() -> Result<(), String> {
        Err("\x1b]0;owned\x07\x1b[2Jno\r\n".into())
    }

    #[expect(clippy::panic, reason = "the attack")]
    pub(super) fn panics() -> Result<(), String> {
        panic!("the door is stuck")
    }

    pub(super) fn spins() -> Result<(), String> {
        while std::hint::black_box(true) {}
        Ok(())
    }

    pub(super) fn memory_bomb() -> Result<(), String> {
        crate::reach::memory_bomb();
        Ok(())
    }

    pub(super) fn asks_for_an_artifact() -> Result<(), String> {
        host::artifact("../../etc/passwd").map(drop)
    }
}
