//! What a run tells while it runs, so that a person can be shown it.

/// Listens to a run. All calls come from the task that called `run`, several times a second while there is news.
pub trait Progress {
    /// The run begins to read: how many bytes the source's files have; `None` where that is not known.
    fn begin(&self, total_bytes: Option<u64>);

    /// So many more rows were read from the source, and files of so many more bytes are done.
    fn read(&self, rows: u64, bytes: u64);

    /// All rows are read and judged; what is left is making the result visible.
    fn committing(&self);
}

/// Listens to nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Option<u64>) {}

    fn read(&self, _: u64, _: u64) {}

    fn committing(&self) {}
}
