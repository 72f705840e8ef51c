//! What the host keeps of one instance while its guest runs: limits, log, clock, and why it was stopped.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use wasmtime::{ResourceLimiter, StoreContextMut, UpdateDeadline};

use crate::cancel::CancelToken;
use crate::error::{Log, Problem};
use crate::limits::{LOG_TAIL_BYTES, Limits, TABLE_ELEMENTS};

/// Files that a plugin may read while it opens, by name.
pub(crate) type Artifacts = BTreeMap<String, Arc<[u8]>>;

/// The host's side of an instance.
pub(crate) struct Guest {
    /// The plugin's name in SQL, for the log.
    pub(crate) plugin: Arc<str>,
    /// Readable while the plugin opens, `None` afterwards.
    pub(crate) artifacts: Option<Arc<Artifacts>>,
    /// Bytes of linear memory in use.
    pub(crate) memory: usize,
    /// State of the random stream.
    pub(crate) random: u64,
    limits: Limits,
    /// Elements of tables of function references in use.
    elements: usize,
    log: Vec<u8>,
    /// The last of what did not fit into `log`: a panic's message comes last.
    tail: VecDeque<u8>,
    /// Bytes that fitted into neither.
    left_out: usize,
    stopped: Option<Problem>,
    /// When the call must end; known from its first tick on, so that a short call never reads the clock.
    until: Option<Instant>,
    cancel: CancelToken,
}

impl Guest {
    /// The host's side of a fresh instance.
    pub(crate) fn new(plugin: Arc<str>, limits: Limits) -> Self {
        Self {
            plugin,
            artifacts: None,
            memory: 0,
            random: 0,
            limits,
            elements: 0,
            log: Vec::new(),
            tail: VecDeque::new(),
            left_out: 0,
            stopped: None,
            until: None,
            cancel: CancelToken::default(),
        }
    }

    /// Starts the clock and an empty log for a call.
    pub(crate) fn begin(&mut self, cancel: &CancelToken) {
        self.log.clear();
        self.tail.clear();
        self.left_out = 0;
        self.stopped = None;
        self.until = None;
        self.cancel = cancel.clone();
    }

    /// What was written during the call.
    pub(crate) fn take_log(&mut self) -> Log {
        let mut bytes = std::mem::take(&mut self.log);
        if self.left_out > 0 {
            bytes.extend_from_slice(format!("\n[{} bytes left out]\n", self.left_out).as_bytes());
        }
        bytes.extend(self.tail.drain(..));
        Log(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Keeps what fits of some output, and the last of what does not.
    pub(crate) fn write_log(&mut self, bytes: &[u8]) {
        let (kept, rest) = bytes.split_at(self.log_room().min(bytes.len()));
        self.log.extend_from_slice(kept);
        self.tail.extend(rest);
        let too_many = self.tail.len().saturating_sub(LOG_TAIL_BYTES);
        self.tail.drain(..too_many);
        self.left_out += too_many;
    }

    /// Bytes of log and standard error that still fit.
    pub(crate) fn log_room(&self) -> usize {
        self.limits.log.saturating_sub(self.log.len())
    }

    /// Why a call ended in an error: the host's own reason to stop it, if it had one, else the trap.
    pub(crate) fn problem(&mut self, error: &wasmtime::Error) -> Problem {
        if let Some(problem) = self.stopped.take() {
            return problem;
        }
        match error.downcast_ref::<wasmtime::Trap>() {
            Some(wasmtime::Trap::UnreachableCodeReached) => Problem::Trap("a panic or an abort (wasm `unreachable`)".into()),
            Some(trap) => Problem::Trap(trap.to_string().trim_start_matches("wasm trap: ").to_owned()),
            None => Problem::Trap(error.root_cause().to_string()),
        }
    }

    /// The next 64 bits of the instance's random stream (splitmix64: Steele, Lea, Flood 2014). Every instance has the same stream.
    pub(crate) fn next_random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Why the guest must stop now, if it must.
    fn overdue(&mut self) -> Option<Problem> {
        if self.cancel.is_cancelled() {
            return Some(Problem::Cancelled);
        }
        let now = Instant::now();
        let until = *self.until.get_or_insert(now + self.limits.deadline);
        (until <= now).then_some(Problem::Deadline(self.limits.deadline))
    }
}

/// Called at each tick of the engine's clock while the guest runs.
pub(crate) fn tick(mut store: StoreContextMut<'_, Guest>) -> wasmtime::Result<UpdateDeadline> {
    let guest = store.data_mut();
    // A refusal of memory stays on record while the guest is still on its way to the trap.
    let Some(problem) = guest.overdue() else { return Ok(UpdateDeadline::Continue(1)) };
    guest.stopped = Some(problem);
    Ok(UpdateDeadline::Interrupt)
}

impl ResourceLimiter for Guest {
    fn memory_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let total = self.memory.saturating_sub(current).saturating_add(desired);
        if total > self.limits.memory {
            self.stopped = Some(Problem::Memory { asked: total, limit: self.limits.memory });
            return Ok(false);
        }
        self.memory = total;
        Ok(true)
    }

    fn table_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let total = self.elements.saturating_sub(current).saturating_add(desired);
        if total > TABLE_ELEMENTS {
            return Ok(false);
        }
        self.elements = total;
        Ok(true)
    }
}
