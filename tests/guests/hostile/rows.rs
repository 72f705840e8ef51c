//! What every hostile guest needs of a batch: its texts, and whether one of them asks for the attack.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::bindings::tamis::plugin::types::{Batch, Values};

/// A text that starts so sets the attack off; all others are answered honestly.
const TRIGGER: &str = "attack";

/// Whether this instance has attacked and must not see another call.
static SPENT: AtomicBool = AtomicBool::new(false);

/// The first column, `None` where it is NULL.
pub(crate) fn texts(batch: &Batch) -> Vec<Option<&str>> {
    let Some(column) = batch.columns.first() else { return Vec::new() };
    let Values::Text(text) = &column.values else { return Vec::new() };
    let row = |row: usize| {
        let row = if column.repeated { 0 } else { row };
        let valid = column.validity.get(row / 8).is_none_or(|byte| byte >> (row % 8) & 1 == 1);
        let (start, end) = (*text.offsets.get(row)? as usize, *text.offsets.get(row + 1)? as usize);
        text.data.get(start..end).filter(|_| valid)
    };
    (0..batch.rows as usize).map(row).collect()
}

/// The first row that asks for the attack. From then on the instance counts as spent.
///
/// # Panics
///
/// If the host calls a spent instance, whose answer it cannot have believed.
#[expect(clippy::panic, reason = "a guest's way to fail")]
pub(crate) fn attacked(texts: &[Option<&str>]) -> Option<usize> {
    if SPENT.load(Ordering::Relaxed) {
        panic!("the instance was called again after its attack");
    }
    let row = texts.iter().position(|text| text.is_some_and(|text| text.starts_with(TRIGGER)))?;
    SPENT.store(true, Ordering::Relaxed);
    Some(row)
}

/// Says that the attack was no more than a fault, after which the instance stays in use.
pub(crate) fn pardon() {
    SPENT.store(false, Ordering::Relaxed);
}

/// The value of the config's only key.
pub(crate) fn attack_of(config: &str) -> String {
    config.split('"').nth(3).unwrap_or_default().to_owned()
}
