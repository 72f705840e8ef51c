//! The interface `tamis:plugin/host`: what a plugin may ask of the engine.

use wasmtime::Engine;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, HasSelf, Linker, LinkerInstance};

use crate::bindings::tamis::plugin::host::{self, Level};
use crate::guest::Guest;
use crate::limits::MESSAGE_BYTES;

/// Everything one component imports: this interface, our own WASI set, and a trap for the rest.
///
/// # Errors
///
/// If it imports something that is neither a function nor a resource of an interface.
pub(crate) fn linker(engine: &Engine, component: &Component) -> wasmtime::Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    linker.allow_shadowing(true);
    for (name, import) in component.component_type().imports(engine) {
        match import.ty {
            ComponentItem::ComponentInstance(interface) => {
                let mut instance = linker.instance(name)?;
                for (item, export) in interface.exports(engine) {
                    trap(&mut instance, &format!("{name}#{item}"), item, &export.ty)?;
                }
                crate::wasi::define(&mut instance, name)?;
            }
            other => trap(&mut linker.root(), name, name, &other)?,
        }
    }
    host::add_to_linker::<_, HasSelf<_>>(&mut linker, |guest| guest)?;
    Ok(linker)
}

/// Links a function that says it is not given, or a resource.
fn trap(instance: &mut LinkerInstance<'_, Guest>, path: &str, name: &str, item: &ComponentItem) -> wasmtime::Result<()> {
    match item {
        ComponentItem::ComponentFunc(_) => {
            let message = format!("it called `{path}`, which plugins are not given");
            instance.func_new(name, move |_, _, _, _| Err(wasmtime::Error::msg(message.clone())))
        }
        ComponentItem::Resource(_) => instance.resource(name, crate::wasi::resource_type(name), |_, _| Ok(())),
        ComponentItem::Type(_) => Ok(()),
        _ => Err(wasmtime::Error::msg(format!("it imports `{path}`, which is neither a function nor a type"))),
    }
}

impl crate::bindings::tamis::plugin::types::Host for Guest {}

impl host::Host for Guest {
    fn log(&mut self, level: Level, message: String) {
        let mut end = message.len().min(MESSAGE_BYTES).min(self.log_room());
        while !message.is_char_boundary(end) {
            end -= 1;
        }
        let message = message.get(..end).unwrap_or_default();
        if message.is_empty() {
            return;
        }
        let plugin = &*self.plugin;
        match level {
            Level::Error => tracing::error!(target: "tamis::plugin", plugin, "{message}"),
            Level::Warn => tracing::warn!(target: "tamis::plugin", plugin, "{message}"),
            Level::Info => tracing::info!(target: "tamis::plugin", plugin, "{message}"),
            Level::Debug => tracing::debug!(target: "tamis::plugin", plugin, "{message}"),
            Level::Trace => tracing::trace!(target: "tamis::plugin", plugin, "{message}"),
        }
        self.write_log(message.as_bytes());
        self.write_log(b"\n");
    }

    fn artifact(&mut self, name: String) -> Result<Vec<u8>, String> {
        let Some(artifacts) = &self.artifacts else {
            return Err(format!("artifact `{name}` was asked for after the plugin opened; ask in `open`"));
        };
        match artifacts.get(&name) {
            Some(bytes) => Ok(bytes.to_vec()),
            None if artifacts.is_empty() => {
                Err(format!("artifact `{name}` is not given: name a file in `artifacts = {{ {name} = \"...\" }}`"))
            }
            None => {
                let names: Vec<_> = artifacts.keys().map(String::as_str).collect();
                Err(format!("artifact `{name}` is not given, only {}", names.join(", ")))
            }
        }
    }
}
