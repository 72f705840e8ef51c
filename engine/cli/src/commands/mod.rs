//! The commands, one file each.

pub(crate) mod plugin;
pub(crate) mod run;
pub(crate) mod shell;
pub(crate) mod sql;

use crate::arguments::{Arguments, Command};
use crate::exit::Exit;
use crate::input;
use crate::open::Open;
use crate::screen::Screen;

/// Does what was asked for.
///
/// # Errors
///
/// Whatever stopped it; [`Exit::of`] says what that means.
pub(crate) fn run(arguments: Arguments, screen: &Screen) -> anyhow::Result<Exit> {
    let open = || Open::new(&arguments.options, screen);
    match arguments.command {
        Some(Command::Sql(sql)) if sql.names_nothing() && !input::is_piped() => shell::run(&open()?, sql.printing(), screen),
        Some(Command::Sql(sql)) => sql::run(&sql, &open()?, screen),
        Some(Command::Run(pipeline)) => run::run(&pipeline, &arguments.options, screen),
        Some(Command::Plugin(command)) => plugin::run(&command, &open()?, screen),
        None if input::is_piped() => sql::run(&sql::SqlArguments::default(), &open()?, screen),
        None => shell::run(&open()?, sql::SqlArguments::default().printing(), screen),
    }
}
