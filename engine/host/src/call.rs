//! One invocation of a function: slice by slice through an instance from the pool, each answer checked as it comes.

use std::ops::Range;
use std::sync::Arc;

use crate::answer::Collector;
use crate::arguments::{Arguments, Slice};
use crate::bindings::tamis::plugin::types;
use crate::cancel::CancelToken;
use crate::error::{HostError, Log, Problem};
use crate::instance::{Failure, Instance};
use crate::plugin::Plugin;

/// Sends every row through the plugin and collects the answers.
///
/// # Errors
///
/// The first call that failed, with its rows.
pub(crate) fn call(
    plugin: &Arc<Plugin>,
    function: &str,
    arguments: &Arguments,
    cancel: &CancelToken,
    collector: &mut Collector<'_>,
) -> Result<(), HostError> {
    if arguments.all_null() {
        return Ok(());
    }
    let pool = plugin.pool(&arguments.constants);
    let mut idle = None;
    for rows in arguments.slices(plugin.limits().slice) {
        let failed = |failure: Failure| {
            let rows = match failure.row {
                Some(row) if (row as usize) < rows.len() => rows.start + row as usize..rows.start + row as usize + 1,
                _ => rows.clone(),
            };
            let (problem, log) = (failure.problem, failure.log);
            let (plugin, origin) = (plugin.name().to_owned(), plugin.origin().to_owned());
            HostError::Call { function: function.to_owned(), plugin, origin, rows, problem, log }
        };
        let mut instance = match idle.take() {
            Some(instance) => instance,
            None => pool.take(plugin, cancel).map_err(|failure| plugin.open_error(failure))?,
        };
        match call_slice(&mut instance, arguments, rows.clone(), cancel, collector) {
            // An instance whose memory has grown past the mark is not used again, be it in this invocation or the next.
            Ok(()) if instance.memory() <= plugin.limits().high_water => idle = Some(instance),
            Ok(()) => drop(instance),
            Err(failure) => {
                if !failure.poisoned {
                    pool.put(plugin, instance);
                }
                return Err(failed(failure));
            }
        }
    }
    if let Some(instance) = idle {
        pool.put(plugin, instance);
    }
    Ok(())
}

fn call_slice(
    instance: &mut Instance,
    arguments: &Arguments,
    rows: Range<usize>,
    cancel: &CancelToken,
    collector: &mut Collector<'_>,
) -> Result<(), Failure> {
    if cancel.is_cancelled() {
        return Err(Failure { problem: Problem::Cancelled, log: Log::default(), poisoned: false, row: None });
    }
    let slices: Vec<Slice<'_>> = arguments.columns.iter().map(|column| column.slice(rows.clone())).collect();
    let columns: Vec<types::Column<'_>> = slices.iter().map(Slice::column).collect();
    let input = slices.iter().map(Slice::bytes).sum();
    let batch = types::Batch { rows: u32::try_from(rows.len()).unwrap_or(u32::MAX), columns: &columns };
    let answer = instance.call(batch, cancel)?;
    // A guest that breaks the contract is in no known state either: its instance goes.
    collector.collect(rows, answer, input).map_err(|rule| Failure {
        problem: Problem::Answer(rule),
        log: instance.take_log(),
        poisoned: true,
        row: None,
    })
}
