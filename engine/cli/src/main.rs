//! The `tamis` command: what was typed becomes calls of the library rooms, and what they answer becomes text and an exit code.
//!
//! This is the only room that knows argv, standard output and anyhow. Standard output carries data only; everything said to a person
//! (errors, progress, notes) goes to standard error. Exit codes: 0 done, 1 done but some rows errored, 2 failed, 130 stopped by Ctrl-C.

mod arguments;
mod builds;
mod commands;
mod exit;
mod format;
mod hint;
mod input;
mod listing;
mod open;
mod output;
mod print;
mod progress;
mod report;
mod screen;
mod table;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::screen::Screen;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let screen = Screen::new();
    start_log(&screen);
    match commands::run(arguments, &screen) {
        Ok(exit) => exit.into(),
        Err(error) => match Exit::of(&error) {
            Exit::Failed => {
                screen.say(&report::render(&error));
                Exit::Failed.into()
            }
            exit => exit.into(),
        },
    }
}

/// Log lines go to standard error, above any progress bar; `TAMIS_LOG` says which, for example `tamis=debug,datafusion=info`.
fn start_log(screen: &Screen) {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_env_var("TAMIS_LOG")
        .with_default_directive(tracing::level_filters::LevelFilter::WARN.into())
        .from_env_lossy();
    let writer = screen.clone();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(screen.has_colors())
        .with_target(false)
        .with_writer(move || writer.clone())
        .init();
}
