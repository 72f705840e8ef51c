//! Counting what a step does, from many threads at once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::error::PipelineError;
use crate::exec::Refused;
use crate::summary::StepSummary;

/// The numbers of one step.
#[derive(Debug, Default)]
pub(crate) struct Count {
    rows_in: AtomicU64,
    rows_out: AtomicU64,
    refused: AtomicU64,
    nanos: AtomicU64,
    reasons: Mutex<BTreeMap<String, u64>>,
}

impl Count {
    /// A batch of `rows_in` rows gave `rows_out`.
    pub(crate) fn add(&self, rows_in: usize, rows_out: usize, time: Duration) {
        self.rows_in.fetch_add(rows_in as u64, Ordering::Relaxed);
        self.rows_out.fetch_add(rows_out as u64, Ordering::Relaxed);
        self.nanos.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Rows were refused.
    pub(crate) fn refuse(&self, refused: &Refused) {
        self.refused.fetch_add(refused.rows.num_rows() as u64, Ordering::Relaxed);
        // Neighbors often share a reason, and the map is shared by all threads: runs are counted before it is locked.
        let mut runs: Vec<(&str, u64)> = Vec::new();
        for reason in refused.reasons.iter().map(|reason| (refused.label)(reason.unwrap_or_default())) {
            match runs.last_mut() {
                Some((last, n)) if *last == reason => *n += 1,
                _ => runs.push((reason, 1)),
            }
        }
        let mut reasons = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        for (reason, n) in runs {
            match reasons.get_mut(reason) {
                Some(total) => *total += n,
                None => _ = reasons.insert(reason.to_owned(), n),
            }
        }
    }

    /// Rows that came out so far.
    pub(crate) fn rows_out(&self) -> u64 {
        self.rows_out.load(Ordering::Relaxed)
    }

    /// The numbers as a part of a summary.
    pub(crate) fn summary(&self, name: &str, verb: &'static str) -> StepSummary {
        let reasons = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        let mut reasons: Vec<(String, u64)> = reasons.iter().map(|(reason, n)| (reason.clone(), *n)).collect();
        reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        StepSummary {
            name: name.to_owned(),
            verb,
            rows_in: self.rows_in.load(Ordering::Relaxed),
            rows_out: self.rows_out(),
            refused: self.refused.load(Ordering::Relaxed),
            reasons,
            seconds: Duration::from_nanos(self.nanos.load(Ordering::Relaxed)).as_secs_f64(),
        }
    }
}

/// Checks that nothing was lost: each step's rows in are its rows out and its refused ones, and are what the step before
/// gave; a query makes what rows it likes of those it is given.
///
/// # Errors
/// [`PipelineError::Miscounted`], for the first step where it is not so.
pub(crate) fn check(steps: &[StepSummary]) -> Result<(), PipelineError> {
    let mut given: Option<u64> = None;
    for step in steps {
        let adds_up = step.verb == "sql" || step.rows_in == step.rows_out + step.refused;
        let all_came = given.is_none_or(|given| given == step.rows_in);
        let all_named = step.reasons.iter().map(|(_, n)| n).sum::<u64>() == step.refused;
        if !(adds_up && all_came && all_named) {
            return Err(PipelineError::Miscounted {
                step: step.name.clone(),
                rows_in: given.unwrap_or(step.rows_in),
                rows_out: step.rows_out,
                refused: step.refused,
            });
        }
        given = Some(step.rows_out);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(verb: &'static str, rows_in: u64, rows_out: u64, refused: u64) -> StepSummary {
        let reasons = vec![("x".to_owned(), refused)];
        StepSummary { name: verb.to_owned(), verb, rows_in, rows_out, refused, reasons, seconds: 0.0 }
    }

    #[test]
    fn a_lost_row_is_found() {
        assert!(check(&[step("source", 5, 5, 0), step("keep", 5, 3, 2), step("sql", 3, 9, 0), step("edit", 9, 9, 0)]).is_ok());
        assert!(check(&[step("keep", 5, 3, 1)]).is_err());
        assert!(check(&[step("keep", 5, 4, 1), step("edit", 3, 3, 0)]).is_err());
    }
}
