//! Making a session: its limits, its stores, and what `tamis.toml` offers.

use std::sync::{Arc, RwLock};

use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use tamis_corpus::Stores;
use tamis_host::{CancelToken, Host};
use tokio::sync::Mutex;

use crate::config::Config;
use crate::error::SessionError;
use crate::event::Event;
use crate::functions::Listener;
use crate::offers;
use crate::session::{Inner, Session};

/// How a session is to be.
#[derive(Default)]
pub struct SessionBuilder {
    config: Config,
    memory: Option<usize>,
    threads: Option<usize>,
    listener: Option<Listener>,
}

impl SessionBuilder {
    /// What `tamis.toml` says; without it there are no plugins, tables or stores but those that statements name.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Bytes that queries may use before they spill to disk. Default: no limit.
    pub fn memory(mut self, bytes: usize) -> Self {
        self.memory = Some(bytes);
        self
    }

    /// How many partitions a query runs in. Default: one per processor.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Who is told of slow things such as plugin builds.
    pub fn on_event(mut self, listener: impl Fn(Event) + Send + Sync + 'static) -> Self {
        self.listener = Some(Arc::new(listener));
        self
    }

    /// Makes the session. No plugin is built and no file read yet.
    ///
    /// # Errors
    ///
    /// If a folder of plugins cannot be read, or a plugin there has the name of a function of DataFusion's.
    pub fn build(self) -> Result<Session, SessionError> {
        let cancel = CancelToken::default();
        let mut settings = SessionConfig::new().with_information_schema(true);
        if let Some(threads) = self.threads {
            settings = settings.with_target_partitions(threads.max(1));
        }
        settings.options_mut().extensions.insert(cancel.clone());
        let mut runtime = RuntimeEnvBuilder::new();
        if let Some(bytes) = self.memory {
            runtime = runtime.with_memory_pool(Arc::new(FairSpillPool::new(bytes)));
        }
        let stores = Arc::new(Stores::new(self.config.stores.iter().cloned()));
        let runtime = tamis_corpus::runtime(runtime, stores).build_arc()?;
        let context = SessionContext::new_with_config_rt(settings, runtime);
        tamis_corpus::install(&context)?;
        let offers = offers::find(&self.config, &context.state())?;
        let cache = dirs::cache_dir().ok_or(SessionError::NoCacheFolder)?;
        Ok(Session(Arc::new(Inner {
            context,
            config: self.config,
            host: Arc::new(Host::new(cache.join("tamis").join("compiled"))),
            listener: self.listener.unwrap_or_else(|| Arc::new(|_| ())),
            offers,
            loaded: Mutex::default(),
            cancel: RwLock::new(cancel),
        })))
    }
}
