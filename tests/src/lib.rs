//! What the tests of this package share: sessions configured like a user's, and their answers and errors as text.
//!
//! The tests themselves are in `tests/`. They use what any user can use: the crate `tamis`, the `tamis` command, and files.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};

use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::common::Result;
use tamis::{Config, Session};

/// The repository's root folder, absolute.
pub fn repository() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the package lies in a folder of the repository").to_owned()
}

/// A session with the repository's own `tamis.toml`, and so with every plugin of `plugins/`.
pub fn session() -> Session {
    let config = Config::load(&repository().join("tamis.toml")).expect("the repository's tamis.toml is valid");
    Session::builder().config(config).threads(2).build().expect("a session")
}

/// A session with `toml` as the text of a `tamis.toml` in `folder`. Queries run in two partitions.
///
/// # Errors
///
/// All mistakes of the text, or why its plugins cannot be offered.
pub fn session_with(folder: &Path, toml: &str) -> Result<Session, String> {
    let config = Config::parse(&folder.join("tamis.toml"), toml).map_err(|problems| problems.to_string())?;
    Session::builder().config(config).threads(2).build().map_err(|error| error.to_string())
}

/// The rows of a query as a table drawn in text, without white space at the ends of lines.
///
/// # Errors
///
/// What the user would read.
pub async fn rows(session: &Session, sql: &str) -> Result<String, String> {
    let rows = async { session.sql(sql).await?.collect().await };
    let rows = rows.await.map_err(|error| error.strip_backtrace())?;
    Ok(pretty_format_batches(&rows).expect("every type can be drawn").to_string())
}

/// What a statement that must fail says, with the machine's own paths replaced: `REPOSITORY`, and `SCRATCH` for `scratch`.
///
/// # Panics
///
/// If the statement succeeds.
pub async fn error(session: &Session, scratch: &Path, sql: &str) -> String {
    let error = rows(session, sql).await.expect_err("the statement fails");
    plain(&error, scratch)
}

/// A text with the machine's own paths replaced, as [`error`] does.
pub fn plain(text: &str, scratch: &Path) -> String {
    let scratch = scratch.display().to_string();
    let without_root = scratch.trim_start_matches('/');
    text.replace(&scratch, "SCRATCH").replace(without_root, "SCRATCH").replace(&repository().display().to_string(), "REPOSITORY")
}

/// The `.wasm` file of a plugin of this repository, built if need be. `session` must offer it.
pub async fn component(name: &str) -> PathBuf {
    let session = session();
    session.load_functions(&[&format!("{name}(x)")]).await.expect("the plugin builds");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), |target| repository().join(target));
    target.join("tamis/wasm32-wasip2/release").join(format!("{name}.wasm"))
}
