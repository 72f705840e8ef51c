//! Hostile guests: whatever a plugin does, its query fails with a clear error, the process lives, and the next query is right.
//!
//! The attacks are listed in the guests themselves (`tests/guests/hostile/*/src/attacks.rs`). Each name becomes a test here and a call of
//! the function of that name, which says how the attack must end: an attack without one does not compile.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

#[macro_use]
#[path = "../../guests/hostile/filter/src/attacks.rs"]
mod filter_attacks;
#[macro_use]
#[path = "../../guests/hostile/scorer/src/attacks.rs"]
mod scorer_attacks;
#[macro_use]
#[path = "../../guests/hostile/editor/src/attacks.rs"]
mod editor_attacks;

mod editor;
mod filter;
mod guest;
mod outcome;
mod queries;
mod scorer;
mod tables;

/// One test per attack: `mod tests::<stage>` of the room that calls it, over the functions `<stage>::<attack>` beside it.
macro_rules! each_attack {
    ($guest:expr, $($stage:ident { $($attack:ident)* })*) => {
        mod tests {
            $(mod $stage {
                $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $attack() {
                    let attack = crate::guest::Attack { guest: &$guest, stage: stringify!($stage), name: stringify!($attack) };
                    crate::outcome::check(attack, super::super::$stage::$attack()).await;
                })*
            })*
        }
    };
}
use each_attack;
