//! The command line as a whole: the commands, and the options all of them share.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::commands::plugin::PluginCommand;
use crate::commands::run::RunArguments;
use crate::commands::sql::SqlArguments;

const EXAMPLES: &str = "\
Examples:
  tamis                                          open the SQL shell
  tamis sql \"SELECT count(*) FROM 'docs.parquet'\"  run a statement over a file
  tamis run pipeline.toml                        sift a corpus as a file says
  tamis plugin list                              show which plugins can be called

Exit codes: 0 done, 1 done but some rows errored, 2 failed, 130 stopped by Ctrl-C.
TAMIS_LOG=info (or debug, or tamis=debug) makes it say what it does.";

/// Sifts text corpora: SQL over files and object stores, with WebAssembly plugins as functions.
///
/// Without a command it opens the SQL shell, or runs the statements piped into it.
#[derive(Debug, Parser)]
#[command(name = "tamis", version, about, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// How the session is to be.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// The commands; without one, the shell.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run SQL statements from the command line, from files or from standard input
    Sql(SqlArguments),
    /// Run a pipeline: source, steps and sink as a TOML file says
    Run(RunArguments),
    /// List or build the plugins that tamis.toml offers
    #[command(subcommand)]
    Plugin(PluginCommand),
}

/// What holds for every command.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// Memory that queries may use before they spill to disk, such as 2GB or 512MiB [default: no limit]
    #[arg(long, global = true, value_name = "SIZE", value_parser = bytes)]
    pub(crate) memory: Option<usize>,
    /// Threads to work with [default: one per processor]
    #[arg(long, global = true, value_name = "N")]
    pub(crate) threads: Option<std::num::NonZeroUsize>,
    /// The file that names plugins, tables and stores [default: tamis.toml in the working folder or the nearest above it]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

fn bytes(text: &str) -> Result<usize, String> {
    match usize::try_from(tamis::config::parse_bytes(text)?) {
        Ok(0) => Err("no query runs in 0 bytes".to_owned()),
        Ok(bytes) => Ok(bytes),
        Err(_) => Err(format!("{text} is more than this machine can address")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(bytes("2GB"), Ok(2_000_000_000));
        assert_eq!(bytes("0"), Err("no query runs in 0 bytes".to_owned()));
        assert!(bytes("lots").is_err());
    }
}
