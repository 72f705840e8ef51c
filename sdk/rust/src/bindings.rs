//! The generated side of `wit/`: one world per kind, sharing their types, and the adapters from a plugin's trait to its world.

use crate::arguments::{DataType, Value};
use crate::plugin;
use crate::rows::{Column, Texts, Values};

#[allow(missing_docs, unsafe_code, unreachable_pub, clippy::all, reason = "generated from wit/, where the documentation is")]
pub mod filter {
    wit_bindgen::generate!({ path: "../../wit/0.1.0", world: "filter-plugin", pub_export_macro: true });
}

#[allow(missing_docs, unsafe_code, unreachable_pub, clippy::all, reason = "generated from wit/, where the documentation is")]
pub mod scorer {
    wit_bindgen::generate!({
        path: "../../wit/0.1.0", world: "scorer-plugin", pub_export_macro: true,
        with: {
            "tamis:plugin/types@0.1.0": crate::bindings::filter::tamis::plugin::types,
            "tamis:plugin/host@0.1.0": crate::bindings::filter::tamis::plugin::host,
        },
    });
}

#[allow(missing_docs, unsafe_code, unreachable_pub, clippy::all, reason = "generated from wit/, where the documentation is")]
pub mod editor {
    wit_bindgen::generate!({
        path: "../../wit/0.1.0", world: "editor-plugin", pub_export_macro: true,
        with: {
            "tamis:plugin/types@0.1.0": crate::bindings::filter::tamis::plugin::types,
            "tamis:plugin/host@0.1.0": crate::bindings::filter::tamis::plugin::host,
        },
    });
}

use filter::tamis::plugin::{host, types};

/// Writes to the host's log.
pub(crate) fn log(level: crate::Level, message: &str) {
    let level = match level {
        crate::Level::Error => host::Level::Error,
        crate::Level::Warn => host::Level::Warn,
        crate::Level::Info => host::Level::Info,
        crate::Level::Debug => host::Level::Debug,
        crate::Level::Trace => host::Level::Trace,
    };
    host::log(level, message);
}

/// The bytes of an artifact.
pub(crate) fn artifact(name: &str) -> Result<Vec<u8>, String> {
    host::artifact(name)
}

/// A plugin as its world's exports see it.
pub struct Component<T>(std::marker::PhantomData<T>);

/// An open plugin as its world's resource.
pub struct Resource<T>(std::cell::RefCell<T>);

fn description<T: plugin::Plugin>() -> types::Description {
    let plugin::Description { name, version, doc, source, arguments, labels, volatility, cost, config } = T::description();
    let argument = |argument: plugin::Parameter| types::Argument {
        name: argument.name.into(),
        data_type: match argument.data_type {
            DataType::Text => types::DataType::Text,
            DataType::Int64 => types::DataType::Int64,
            DataType::Float64 => types::DataType::Float64,
            DataType::Boolean => types::DataType::Boolean,
        },
        constant: argument.constant,
        nullable: argument.nullable,
        doc: String::new(),
    };
    types::Description {
        name: name.into(),
        version: version.into(),
        doc: doc.into(),
        source: source.into(),
        arguments: arguments.into_iter().map(argument).collect(),
        labels: labels.iter().map(|label| types::Label { name: label.name.into(), doc: label.doc.into() }).collect(),
        volatility: match volatility {
            plugin::Volatility::Immutable => types::Volatility::Immutable,
            plugin::Volatility::Stable => types::Volatility::Stable,
            plugin::Volatility::Volatile => types::Volatility::Volatile,
        },
        cost,
        config,
    }
}

fn open<T: plugin::Plugin>(config: &str, constants: Vec<types::Scalar>) -> Result<Resource<T>, String> {
    let value = |scalar| match scalar {
        types::Scalar::Null => Value::Null,
        types::Scalar::Text(text) => Value::Text(text),
        types::Scalar::Int64(number) => Value::Int64(number),
        types::Scalar::Float64(number) => Value::Float64(number),
        types::Scalar::Boolean(truth) => Value::Boolean(truth),
    };
    T::open(config, constants.into_iter().map(value).collect()).map(|plugin| Resource(std::cell::RefCell::new(plugin)))
}

impl<T: plugin::Plugin> Resource<T> {
    /// Takes the rows in and answers for them.
    fn answer<R>(&self, batch: types::Batch, call: impl FnOnce(&T, usize) -> R) -> Result<R, types::Fault> {
        let borrowed = self.0.try_borrow_mut();
        let mut plugin = borrowed.map_err(|error| types::Fault { row: None, message: error.to_string() })?;
        let rows = batch.rows as usize;
        plugin.rows().fill(rows, batch.columns.into_iter().map(column).collect());
        let answer = call(&plugin, rows);
        plugin.rows().fill(0, Vec::new());
        Ok(answer)
    }
}

fn column(column: types::Column) -> Column {
    let values = match column.values {
        types::Values::Text(text) => Values::Text(Texts::new(text.offsets, text.data)),
        types::Values::Int64(numbers) => Values::Int64(numbers),
        types::Values::Float64(numbers) => Values::Float64(numbers),
        types::Values::Boolean(truths) => Values::Boolean(truths),
    };
    Column::new(values, column.validity, column.repeated)
}

/// Implements a world's `Guest` and its resource for [`Component`] and [`Resource`].
macro_rules! adapter {
    ($world:ident, $trait:ident, $method:ident($plugin:ident, $rows:ident) -> $answer:ty $body:block) => {
        impl<T: plugin::$trait> $world::exports::tamis::plugin::$world::Guest for Component<T> {
            type Plugin = Resource<T>;

            fn describe() -> types::Description {
                description::<T>()
            }
        }

        impl<T: plugin::$trait> $world::exports::tamis::plugin::$world::GuestPlugin for Resource<T> {
            fn open(
                config: String,
                constants: Vec<types::Scalar>,
            ) -> Result<$world::exports::tamis::plugin::$world::Plugin, String> {
                open::<T>(&config, constants).map($world::exports::tamis::plugin::$world::Plugin::new)
            }

            fn $method(&self, batch: types::Batch) -> Result<$answer, types::Fault> {
                self.answer(batch, |$plugin, $rows| $body)
            }
        }
    };
}

adapter!(filter, Filter, judge(plugin, rows) -> Vec<u8> { plugin::judge_rows(plugin, rows) });
adapter!(scorer, Scorer, score(plugin, rows) -> scorer::exports::tamis::plugin::scorer::Scores {
    let (values, validity) = plugin::score_rows(plugin, rows);
    scorer::exports::tamis::plugin::scorer::Scores { values, validity }
});
adapter!(editor, Editor, edit(plugin, rows) -> editor::exports::tamis::plugin::editor::Edits {
    let edits = plugin::edit_rows(plugin, rows);
    editor::exports::tamis::plugin::editor::Edits {
        rows: edits.rows,
        ends: edits.ends,
        pieces: edits.pieces,
        literals: edits.literals,
        dropped: edits.dropped,
    }
});

/// Exports a plugin as a component of its kind.
#[doc(hidden)]
#[macro_export]
macro_rules! export_component {
    ($world:ident $exported:ident) => {
        type Exports = $crate::bindings::Component<$exported>;
        $crate::bindings::$world::export!(Exports with_types_in $crate::bindings::$world);
    };
}
