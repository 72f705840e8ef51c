//! A session and the threads it runs on, made from the shared options.

use std::future::Future;
use std::time::Duration;

use anyhow::Context;
use tamis::{Config, Session};
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::SignalKind;
use tokio::sync::oneshot;

use crate::arguments::Options;
use crate::builds::Builds;
use crate::exit::{INTERRUPTED, Stop};
use crate::screen::Screen;

/// What a command works with.
pub(crate) struct Open {
    session: Session,
    builds: Builds,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
}

impl Open {
    /// Makes the session that `tamis.toml` describes. No plugin is built yet.
    ///
    /// # Errors
    ///
    /// Where `tamis.toml` is wrong or missing though named, or the session refuses what it says.
    pub(crate) fn new(options: &Options, screen: &Screen) -> anyhow::Result<Self> {
        Self::with(options, screen, |config| config)
    }

    /// The same, with what `tamis.toml` says changed first.
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new).
    pub(crate) fn with(options: &Options, screen: &Screen, change: impl FnOnce(Config) -> Config) -> anyhow::Result<Self> {
        let builds = Builds::default();
        let mut threads = Builder::new_multi_thread();
        let mut session = Session::builder().config(change(config(options)?)).on_event(builds.listener(screen));
        if let Some(n) = options.threads {
            threads.worker_threads(n.get());
            session = session.threads(n.get());
        }
        if let Some(bytes) = options.memory {
            session = session.memory(bytes);
        }
        let runtime = threads.enable_all().build().context("cannot start threads")?;
        Ok(Self { session: session.build()?, builds, runtime: Some(runtime) })
    }

    /// The session.
    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// Waits for some work. Ctrl-C stops it, and the plugins it runs; a second one ends the process.
    ///
    /// # Errors
    ///
    /// The work's own, or [`Stop::Interrupted`].
    pub(crate) fn wait<T>(&self, work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
        let runtime = self.runtime.as_ref().context("the threads have ended")?;
        let (finished, listening) = oneshot::channel();
        let interrupted = listen(self.session.clone(), listening)?;
        let done = runtime.block_on(async {
            tokio::select! {
                biased;
                Ok(()) = interrupted => Err(Stop::Interrupted.into()),
                done = work => done,
            }
        });
        // The listener may have ended by itself.
        let _ = finished.send(());
        self.builds.clear();
        done
    }
}

/// Listens for Ctrl-C until `finished`, on a thread of its own: plugins may be busy on every thread of the session's.
fn listen(session: Session, mut finished: oneshot::Receiver<()>) -> anyhow::Result<oneshot::Receiver<()>> {
    let (tell, interrupted) = oneshot::channel();
    let runtime = Builder::new_current_thread().enable_all().build().context("cannot listen for Ctrl-C")?;
    let mut signals = {
        let _inside = runtime.enter();
        tokio::signal::unix::signal(SignalKind::interrupt()).context("cannot listen for Ctrl-C")?
    };
    let listen = async move {
        tokio::select! {
            _ = &mut finished => return,
            _ = signals.recv() => session.cancel(),
        }
        // Where nobody waits any more, the work is done.
        let _ = tell.send(());
        tokio::select! {
            _ = finished => (),
            _ = signals.recv() => std::process::exit(INTERRUPTED),
        }
    };
    std::thread::Builder::new()
        .name("tamis-ctrl-c".into())
        .spawn(move || runtime.block_on(listen))
        .context("cannot listen for Ctrl-C")?;
    Ok(interrupted)
}

impl Drop for Open {
    /// Does not wait for what is still running on a thread of its own, such as a cargo build nobody wants any more.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_millis(200));
        }
    }
}

fn config(options: &Options) -> anyhow::Result<Config> {
    match &options.config {
        Some(file) => Ok(Config::load(file)?),
        None => {
            let folder = std::env::current_dir().context("cannot tell the working folder")?;
            Ok(Config::find(&folder)?.unwrap_or_default())
        }
    }
}
