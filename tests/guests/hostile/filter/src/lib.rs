//! A filter that attacks its host: while it is described, while it opens, or on rows that begin with `attack`. `attacks.rs` lists the
//! ways; the test of the same name in `tests/hostile/` says how each must end. On harmless rows it is an honest filter that drops `bad`.
//!
//! Config key `attack` names the attack; one on `describe`, which sees no config, is written over the marker in the component's bytes.

#[cfg(target_family = "wasm")]
#[macro_use]
mod attacks;
#[cfg(target_family = "wasm")]
mod bindings;
#[cfg(target_family = "wasm")]
mod describe;
#[cfg(target_family = "wasm")]
mod open;
#[cfg(target_family = "wasm")]
mod plugin;
#[cfg(target_family = "wasm")]
mod reach;
#[cfg(target_family = "wasm")]
mod rows;
#[cfg(target_family = "wasm")]
#[path = "../../rows.rs"]
mod sent;
