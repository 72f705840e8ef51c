//! What a session tells while it does something slow, so that a person can be shown it.

/// Something that takes long enough to be told.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Crate folders are being built with cargo.
    Building {
        /// The plugins' names.
        plugins: Vec<String>,
    },
    /// They are built.
    Built {
        /// The plugins' names.
        plugins: Vec<String>,
        /// How long that took.
        seconds: f64,
    },
}
