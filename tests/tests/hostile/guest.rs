//! A hostile guest in a session, armed with one attack.

use std::path::{Path, PathBuf};

use tamis::{Config, Session};
use tokio::sync::OnceCell;

use crate::tables;

/// A hostile guest and what its function says of harmless rows.
pub(crate) struct Guest {
    /// Its folder's name.
    pub(crate) kind: &'static str,
    /// How its function is called under the name `hostile`.
    pub(crate) call: &'static str,
    /// What to ask of it over the table `calm`.
    pub(crate) query: &'static str,
    /// The answer, printed.
    pub(crate) answer: &'static str,
}

/// One attack of a guest.
pub(crate) struct Attack {
    pub(crate) guest: &'static Guest,
    /// When it strikes: `describe`, `open` or `rows`.
    pub(crate) stage: &'static str,
    pub(crate) name: &'static str,
}

/// Where the guests' crates are.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("guests/hostile")
}

impl Attack {
    /// A session whose function `hostile` carries the attack out, with settings of its own in TOML, and whose function `honest` is the
    /// same guest without one. `scratch` is a folder for a changed component.
    pub(crate) async fn session(&self, settings: &str, scratch: &Path) -> Session {
        let honest = format!("[plugins.honest]\npath = \"{}\"\n", self.guest.kind);
        build().await;
        let (place, attack) = match self.stage {
            "describe" => (self.component(scratch), "nothing".to_owned()),
            stage => (folder().join(self.guest.kind), format!("{stage}_{}", self.name)),
        };
        let hostile = format!("[plugins.hostile]\npath = {place:?}\n{settings}\nconfig = {{ attack = \"{attack}\" }}\n");
        session(&format!("{honest}{hostile}"))
    }

    /// A component that attacks while it is described: the guest's, with the attack's name written over the marker in its bytes.
    fn component(&self, scratch: &Path) -> PathBuf {
        const MARKER: &[u8] = b"describe-attack=nothing.........................";
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let mut bytes = std::fs::read(target.join("tamis/wasm32-wasip2/release/hostile_filter.wasm")).unwrap();
        let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(MARKER)).collect();
        assert_eq!(places.len(), 1, "the marker stands at {places:?}");
        let name = format!("{:.<width$}", format!("describe-attack={}", self.name), width = MARKER.len());
        assert_eq!(name.len(), MARKER.len(), "the attack's name is too long");
        bytes[places[0]..places[0] + MARKER.len()].copy_from_slice(name.as_bytes());
        let file = scratch.join("hostile.wasm");
        std::fs::write(&file, bytes).unwrap();
        file
    }
}

/// A session on two threads with both tables and these plugins, whose paths are relative to the guests' folder.
pub(crate) fn session(plugins: &str) -> Session {
    let config = Config::parse(&folder().join("tamis.toml"), plugins).unwrap();
    let session = Session::builder().config(config).threads(2).build().unwrap();
    tables::register(&session);
    session
}

/// Builds and compiles every guest once, so that no test is measured while it waits for cargo.
pub(crate) async fn build() {
    static BUILT: OnceCell<()> = OnceCell::const_new();
    let all = || async {
        let plugins = ["filter", "scorer", "editor"].map(|kind| format!("[plugins.{kind}]\npath = {kind:?}\n"));
        let session = session(&plugins.concat());
        session.load_functions(&["SELECT filter(text), scorer(text), editor(text)"]).await.unwrap();
    };
    BUILT.get_or_init(all).await;
}
