//! How the program ends: the exit codes, and the two ways to stop that are no errors to report.

use std::fmt;
use std::process::ExitCode;

/// 128 + SIGINT, as shells have it.
pub(crate) const INTERRUPTED: i32 = 130;

/// What the caller of the program is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything was done.
    Done,
    /// Everything was done, but some rows could not be judged.
    RowsErrored,
    /// Something failed; what, was or will be said on standard error.
    Failed,
    /// The user pressed Ctrl-C.
    Interrupted,
}

impl Exit {
    /// What an error means for the exit: a reader that went away (`tamis sql .. | head`) had what it wanted.
    pub(crate) fn of(error: &anyhow::Error) -> Self {
        match error.downcast_ref::<Stop>() {
            Some(Stop::ReaderGone) => Self::Done,
            Some(Stop::Interrupted) => Self::Interrupted,
            None => Self::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::RowsErrored => 1,
            Exit::Failed => 2,
            Exit::Interrupted => INTERRUPTED as u8,
        })
    }
}

/// A reason to stop that nobody needs to be told, since they caused it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Standard output is a pipe whose reader has gone.
    ReaderGone,
    /// Ctrl-C.
    Interrupted,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReaderGone => "nobody reads standard output any more",
            Self::Interrupted => "interrupted",
        })
    }
}

impl std::error::Error for Stop {}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn a_stop_is_found_under_its_context() {
        let error = Err::<(), _>(Stop::ReaderGone).context("statement 2 of 3").map_err(|error| Exit::of(&error));
        assert_eq!(error, Err(Exit::Done));
        assert_eq!(Exit::of(&anyhow::anyhow!("broken")), Exit::Failed);
    }
}
