//! The forms a result can be shown in.

use clap::ValueEnum;

/// How rows are written to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for people; NULL is shown as NULL.
    #[default]
    Table,
    /// Comma-separated values with a header line; NULL is an empty field.
    Csv,
    /// JSON lines: one object per row; NULL is null.
    Json,
}
