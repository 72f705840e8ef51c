//! One open plugin in a store of its own: the thing a call borrows from the pool.

use std::sync::Arc;

use wasmtime::Store;
use wasmtime::component::{InstancePre, ResourceAny};

use crate::bindings::exports::tamis::plugin::{editor, filter, scorer};
use crate::bindings::tamis::plugin::types;
use crate::cancel::CancelToken;
use crate::description::Kind;
use crate::engine::Tier;
use crate::error::{Log, Problem};
use crate::guest::{Artifacts, Guest, tick};
use crate::limits::{Limits, MESSAGE_BYTES};
use crate::shown;

/// Where a kind's functions are in a component; looked up once a plugin.
pub(crate) enum Exports {
    Filter(filter::GuestIndices),
    Scorer(scorer::GuestIndices),
    Editor(editor::GuestIndices),
}

impl Exports {
    /// Finds the functions of a kind.
    pub(crate) fn find(kind: Kind, pre: &InstancePre<Guest>) -> wasmtime::Result<Self> {
        Ok(match kind {
            Kind::Filter => Self::Filter(filter::GuestIndices::new(pre)?),
            Kind::Scorer => Self::Scorer(scorer::GuestIndices::new(pre)?),
            Kind::Editor => Self::Editor(editor::GuestIndices::new(pre)?),
        })
    }
}

enum Bound {
    Filter(filter::Guest),
    Scorer(scorer::Guest),
    Editor(editor::Guest),
}

/// What a plugin answered, unchecked.
pub(crate) enum Answer {
    Verdicts(Vec<u8>),
    Scores(scorer::Scores),
    Edits(editor::Edits),
}

/// Why a call gave no answer, and what the guest wrote.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) problem: Problem,
    pub(crate) log: Log,
    /// Whether the instance must be thrown away: a trap leaves it in no known state.
    pub(crate) poisoned: bool,
    /// Row of the slice at fault, where the plugin named one.
    pub(crate) row: Option<u32>,
}

/// An instance of a plugin.
pub(crate) struct Instance {
    store: Store<Guest>,
    bound: Bound,
    opened: Option<ResourceAny>,
}

impl Instance {
    /// A fresh instance, not yet open.
    pub(crate) fn new(
        pre: &InstancePre<Guest>,
        exports: &Exports,
        tier: Tier,
        plugin: Arc<str>,
        limits: Limits,
        cancel: &CancelToken,
    ) -> Result<Self, Failure> {
        let mut store = Store::new(pre.engine(), Guest::new(plugin, limits));
        store.limiter(|guest| guest);
        if tier == Tier::Checked {
            store.epoch_deadline_callback(tick);
            store.set_epoch_deadline(1);
        }
        store.data_mut().begin(cancel);
        let bound = pre.instantiate(&mut store).and_then(|instance| {
            Ok(match exports {
                Exports::Filter(indices) => Bound::Filter(indices.load(&mut store, &instance)?),
                Exports::Scorer(indices) => Bound::Scorer(indices.load(&mut store, &instance)?),
                Exports::Editor(indices) => Bound::Editor(indices.load(&mut store, &instance)?),
            })
        });
        match bound {
            Ok(bound) => Ok(Self { store, bound, opened: None }),
            Err(error) => Err(failure(&mut store, &error)),
        }
    }

    /// What the plugin says of itself.
    pub(crate) fn describe(&mut self) -> Result<types::Description, Failure> {
        self.begin(&CancelToken::default());
        let store = &mut self.store;
        let described = match &self.bound {
            Bound::Filter(guest) => guest.call_describe(&mut *store),
            Bound::Scorer(guest) => guest.call_describe(&mut *store),
            Bound::Editor(guest) => guest.call_describe(&mut *store),
        };
        described.map_err(|error| failure(store, &error))
    }

    /// Opens the plugin; artifacts can be read meanwhile.
    pub(crate) fn open(
        &mut self,
        config: &str,
        constants: &[types::Scalar<'_>],
        artifacts: Arc<Artifacts>,
        cancel: &CancelToken,
    ) -> Result<(), Failure> {
        self.begin(cancel);
        let store = &mut self.store;
        store.data_mut().artifacts = Some(artifacts);
        let opened = match &self.bound {
            Bound::Filter(guest) => guest.plugin().call_open(&mut *store, config, constants),
            Bound::Scorer(guest) => guest.plugin().call_open(&mut *store, config, constants),
            Bound::Editor(guest) => guest.plugin().call_open(&mut *store, config, constants),
        };
        store.data_mut().artifacts = None;
        match opened {
            Ok(Ok(plugin)) => {
                self.opened = Some(plugin);
                Ok(())
            }
            Ok(Err(message)) => {
                let log = store.data_mut().take_log();
                Err(Failure { problem: Problem::Fault(shown::message(message, MESSAGE_BYTES)), log, poisoned: false, row: None })
            }
            Err(error) => Err(failure(store, &error)),
        }
    }

    /// Sends a batch through the open plugin.
    pub(crate) fn call(&mut self, batch: types::Batch<'_>, cancel: &CancelToken) -> Result<Answer, Failure> {
        self.begin(cancel);
        let store = &mut self.store;
        let Some(plugin) = self.opened else {
            let problem = Problem::Fault("it was called before it was opened".into());
            return Err(Failure { problem, log: Log::default(), poisoned: true, row: None });
        };
        let answer = match &self.bound {
            Bound::Filter(guest) => {
                guest.plugin().call_judge(&mut *store, plugin, batch).map(|answer| answer.map(Answer::Verdicts))
            }
            Bound::Scorer(guest) => guest.plugin().call_score(&mut *store, plugin, batch).map(|answer| answer.map(Answer::Scores)),
            Bound::Editor(guest) => guest.plugin().call_edit(&mut *store, plugin, batch).map(|answer| answer.map(Answer::Edits)),
        };
        match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(fault)) => {
                let log = store.data_mut().take_log();
                Err(Failure {
                    problem: Problem::Fault(shown::message(fault.message, MESSAGE_BYTES)),
                    log,
                    poisoned: false,
                    row: fault.row,
                })
            }
            Err(error) => Err(failure(store, &error)),
        }
    }

    /// What the guest wrote during the last call.
    pub(crate) fn take_log(&mut self) -> Log {
        self.store.data_mut().take_log()
    }

    /// Bytes of linear memory the guest holds.
    pub(crate) fn memory(&self) -> usize {
        self.store.data().memory
    }

    fn begin(&mut self, cancel: &CancelToken) {
        self.store.data_mut().begin(cancel);
        self.store.set_epoch_deadline(1);
    }
}

fn failure(store: &mut Store<Guest>, error: &wasmtime::Error) -> Failure {
    let guest = store.data_mut();
    Failure { problem: guest.problem(error), log: guest.take_log(), poisoned: true, row: None }
}
