//! Bad input gets a clear error, and nothing is lost: after each, the same session answers the next query.
//!
//! What SQL text alone can show is in `sql/errors.slt`; here are files made to be wrong. UPDATE_EXPECT=1 rewrites the snapshots.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod components;
mod documents;
mod files;
mod settings;

use std::path::{Path, PathBuf};

use expect_test::Expect;
use tamis::Session;
use tempfile::TempDir;

/// A folder for the files of one test, and its full path.
fn scratch() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap();
    (folder, path)
}

/// `[plugins] path` with the plugins of this repository.
fn plugins() -> String {
    format!("[plugins]\npath = [{:?}]\n", tamis_tests::repository().join("plugins"))
}

/// The statement fails with exactly this text, and the session goes on.
async fn check(session: &Session, scratch: &Path, sql: &str, expected: Expect) {
    expected.assert_eq(&tamis_tests::error(session, scratch, sql).await);
    goes_on(session).await;
}

/// The session answers.
async fn goes_on(session: &Session) {
    let answer = tamis_tests::rows(session, "SELECT sum(i) AS n FROM generate_series(1, 10) AS t(i)").await.unwrap();
    assert_eq!(answer, "+----+\n| n  |\n+----+\n| 55 |\n+----+");
}
