//! A scorer that attacks its host on rows that begin with `attack`. `attacks.rs` lists the ways; the test of the same name in
//! `tests/hostile/` says how each must end. On harmless rows it honestly counts bytes, and gives 1 as its second score.
//!
//! Config key `attack` names the attack. With the constant `'spinning'` as second argument it never gets to open.

#[cfg(target_family = "wasm")]
#[macro_use]
mod attacks;
#[cfg(target_family = "wasm")]
mod bindings;
#[cfg(target_family = "wasm")]
mod plugin;
#[cfg(target_family = "wasm")]
#[path = "../../rows.rs"]
mod sent;
