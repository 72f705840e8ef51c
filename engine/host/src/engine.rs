//! The wasmtime engines: one per tier, shared by every plugin of the process.

use std::time::Duration;

use wasmtime::{Config, Engine};

use crate::error::HostError;

/// How often a running guest is asked whether it must stop: a fraction of the 100 ms within which a cancelled query stops.
const TICK: Duration = Duration::from_millis(5);

/// How much a plugin's compiled code is watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tier {
    /// Interrupted at its deadline and when its query is cancelled.
    #[default]
    Checked,
    /// Runs without interruption checks, faster, and stops at the end of its call; memory and answers are checked as ever.
    Trusted,
}

impl Tier {
    /// The word in settings and in the cache.
    pub fn name(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Trusted => "trusted",
        }
    }
}

/// An engine for one tier. For the checked one a thread ticks for as long as the engine lives.
pub(crate) fn engine(tier: Tier) -> Result<Engine, HostError> {
    let mut config = Config::new();
    config.concurrency_support(false).wasm_relaxed_simd(false).epoch_interruption(tier == Tier::Checked);
    let engine = Engine::new(&config).map_err(|error| HostError::Engine(format!("{error:#}")))?;
    if tier == Tier::Checked {
        let weak = engine.weak();
        let tick = move || {
            while let Some(engine) = weak.upgrade() {
                engine.increment_epoch();
                drop(engine);
                std::thread::sleep(TICK);
            }
        };
        let thread = std::thread::Builder::new().name("tamis-epoch".into()).spawn(tick);
        thread.map_err(|error| HostError::Engine(format!("no thread for the clock: {error}")))?;
    }
    Ok(engine)
}
