//! Warm instances of one plugin, opened with the same constants. A call takes one and gives it back; nothing is locked while a guest
//! runs, so partitions never wait for one another.

use std::sync::{Arc, Mutex, PoisonError};

use datafusion::common::ScalarValue;

use crate::cancel::CancelToken;
use crate::instance::{Failure, Instance};
use crate::plugin::Plugin;

/// The idle instances of a plugin.
pub(crate) struct Pool {
    constants: Vec<ScalarValue>,
    idle: Mutex<Vec<Instance>>,
}

impl Pool {
    /// An empty pool for these constants.
    pub(crate) fn new(constants: Vec<ScalarValue>) -> Self {
        Self { constants, idle: Mutex::new(Vec::new()) }
    }

    /// An idle instance, or a new one, open.
    ///
    /// # Errors
    ///
    /// Why a new one does not open; being cancelled is one.
    pub(crate) fn take(&self, plugin: &Arc<Plugin>, cancel: &CancelToken) -> Result<Instance, Failure> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(instance) => Ok(instance),
            None => plugin.instantiate(&self.constants, cancel),
        }
    }

    /// Takes an instance back, unless its guest holds more memory than an idle one should.
    pub(crate) fn put(&self, plugin: &Plugin, instance: Instance) {
        if instance.memory() <= plugin.limits().high_water {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(instance);
        }
    }
}
