//! Reading files through SQL: a real session, real files in a folder of their own, and what a user would see.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod by_name;
mod external;
mod stores;
mod text;
mod writing;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::error::DataFusionError;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use tamis_corpus::{CorpusError, Stores};
use tempfile::TempDir;

/// A session and a folder for its files; `{}` in a statement is the folder's path.
struct Desk {
    context: SessionContext,
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let runtime = tamis_corpus::runtime(RuntimeEnvBuilder::new(), Arc::new(Stores::default())).build_arc().unwrap();
        let config = SessionConfig::new().with_target_partitions(3).with_information_schema(true);
        let context = SessionContext::new_with_config_rt(config, runtime);
        tamis_corpus::install(&context).unwrap();
        Self { context, folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{}", self.path().to_str().unwrap())
    }

    async fn run(&self, sql: &str) -> Result<String, DataFusionError> {
        let batches = self.context.sql(&self.fill(sql)).await?.collect().await?;
        Ok(pretty_format_batches(&batches)?.to_string())
    }

    /// Runs `sql` and compares the values of its rows, each row joined by a space.
    #[track_caller]
    fn check(&self, sql: &str, rows: &[&str]) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        async move {
            let table = self.run(sql).await.unwrap_or_else(|error| panic_at(place, sql, &error));
            let found: Vec<String> = table
                .lines()
                .filter(|line| line.starts_with('|'))
                .skip(1)
                .map(|line| line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(found, rows, "{sql} at {place}");
        }
    }

    /// Runs `sql`, which must fail with one of our own errors, and compares its text; `{}` is the folder again.
    #[track_caller]
    fn refuse(&self, sql: &str, text: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        async move {
            let error = self.run(sql).await.expect_err(sql);
            let DataFusionError::External(source) = &error else { panic_at(place, sql, &error) };
            let ours = source.downcast_ref::<CorpusError>().unwrap_or_else(|| panic_at(place, sql, &error));
            assert_eq!(ours.to_string(), self.fill(text), "{sql} at {place}");
        }
    }
}

#[expect(clippy::panic, reason = "tests")]
fn panic_at(place: &std::panic::Location<'_>, sql: &str, error: &DataFusionError) -> ! {
    panic!("{sql} at {place}: {error}")
}
