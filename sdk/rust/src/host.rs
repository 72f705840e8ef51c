//! What a plugin may ask of the host.

/// How loud a log message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Something is wrong.
    Error,
    /// Something may be wrong.
    Warn,
    /// Worth knowing.
    Info,
    /// For the plugin's author.
    Debug,
    /// For the plugin's author, in bulk.
    Trace,
}

/// Writes to the host's log. A native build has no host and drops the message.
pub fn log(level: Level, message: &str) {
    #[cfg(target_family = "wasm")]
    crate::bindings::log(level, message);
    #[cfg(not(target_family = "wasm"))]
    let _ = (level, message);
}

/// The bytes of a file that the user named for this plugin (`artifacts` in `tamis.toml`). Works only while the plugin opens.
///
/// # Errors
///
/// A sentence naming the artifacts there are. A native build has no host, and says so.
pub fn artifact(name: &str) -> Result<Vec<u8>, String> {
    #[cfg(target_family = "wasm")]
    return crate::bindings::artifact(name);
    #[cfg(not(target_family = "wasm"))]
    Err(format!("artifact `{name}`: a native build has no host to give it"))
}
