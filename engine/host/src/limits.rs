//! What a plugin may use. Every figure has a default and can be set per plugin.

use std::time::Duration;

const MIB: usize = 1 << 20;

/// The limits of one plugin.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Bytes of linear memory an instance may have.
    pub memory: usize,
    /// How long one call may take; opening an instance counts as a call.
    pub deadline: Duration,
    /// Bytes of log and standard error kept of one call.
    pub log: usize,
    /// Bytes of new text one call may return, unless `output_factor` allows more.
    pub output: usize,
    /// Times the bytes of text that went in which one call may return, where that is more than `output`.
    pub output_factor: usize,
    /// Bytes of text sent in one call; a single larger row goes alone.
    pub slice: usize,
    /// Bytes of linear memory above which an instance is not used again, since a guest's memory never shrinks.
    pub high_water: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 512 * MIB,
            deadline: Duration::from_secs(10),
            log: 64 << 10,
            output: 16 * MIB,
            output_factor: 8,
            slice: 256 << 10,
            high_water: 64 * MIB,
        }
    }
}

impl Limits {
    /// Bytes of new text a call may return that was given `input` bytes.
    pub(crate) fn output_for(&self, input: usize) -> usize {
        self.output.max(input.saturating_mul(self.output_factor))
    }
}

/// Bytes of one artifact at most: it is copied into every instance.
pub(crate) const ARTIFACT_BYTES: usize = 256 * MIB;

/// Elements of all tables of function references of an instance at most; a real guest has a few thousand.
pub(crate) const TABLE_ELEMENTS: usize = 1 << 20;

/// Bytes of standard error that are kept from its end where it exceeds the log limit.
pub(crate) const LOG_TAIL_BYTES: usize = 4096;

/// Bytes of one log message at most.
pub(crate) const MESSAGE_BYTES: usize = 4096;
