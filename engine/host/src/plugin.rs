//! A loaded plugin: its code, what it says of itself, and the settings it runs with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::common::ScalarValue;
use datafusion::logical_expr::ScalarUDF;
use serde_json::{Map, Value};
use wasmtime::component::InstancePre;

use crate::arguments::constant;
use crate::cancel::CancelToken;
use crate::description::{Description, Kind};
use crate::engine::Tier;
use crate::error::HostError;
use crate::function;
use crate::guest::{Artifacts, Guest};
use crate::instance::{Exports, Failure, Instance};
use crate::limits::{ARTIFACT_BYTES, Limits};
use crate::pool::Pool;

/// How a user wants a plugin to run.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Config keys that differ from their defaults.
    pub config: Map<String, Value>,
    /// What it may use.
    pub limits: Limits,
    /// How its code is watched.
    pub tier: Tier,
    /// Files it may read while it opens: bytes by name.
    pub artifacts: HashMap<String, Arc<[u8]>>,
}

/// A plugin that SQL can call.
pub struct Plugin {
    name: Arc<str>,
    origin: String,
    hash: String,
    kind: Kind,
    description: Description,
    config: String,
    limits: Limits,
    tier: Tier,
    artifacts: Arc<Artifacts>,
    pre: InstancePre<Guest>,
    exports: Exports,
    /// The pool of a plugin without constants, which most are.
    pool: Arc<Pool>,
    pools: Mutex<HashMap<Vec<ScalarValue>, Arc<Pool>>>,
}

/// What a component is before its settings are known.
pub(crate) struct Loaded {
    pub(crate) name: String,
    pub(crate) origin: String,
    pub(crate) hash: String,
    pub(crate) kind: Kind,
    pub(crate) pre: InstancePre<Guest>,
}

impl Plugin {
    /// Asks the component who it is and joins that with the user's settings.
    pub(crate) fn new(loaded: Loaded, settings: Settings) -> Result<Self, HostError> {
        let Loaded { name, origin, hash, kind, pre } = loaded;
        let Settings { config, limits, tier, artifacts } = settings;
        let exports = Exports::find(kind, &pre).map_err(|error| HostError::NotAPlugin {
            plugin: name.clone(),
            origin: origin.clone(),
            reason: format!("{error:#}"),
        })?;
        let plugin: Arc<str> = name.as_str().into();
        let open_error = |failure: Failure| HostError::Open {
            plugin: name.clone(),
            origin: origin.clone(),
            problem: failure.problem,
            log: failure.log,
        };
        let described = Instance::new(&pre, &exports, tier, Arc::clone(&plugin), limits.clone(), &CancelToken::default())
            .and_then(|mut instance| instance.describe())
            .map_err(open_error)?;
        let description =
            Description::check(kind, described).map_err(|reason| HostError::Description { plugin: name.clone(), reason })?;
        let config = merge(&description.config, config).map_err(|reason| HostError::Config { plugin: name.clone(), reason })?;
        let artifacts = check_artifacts(&name, artifacts)?;
        let (pool, pools) = (Arc::new(Pool::new(Vec::new())), Mutex::default());
        Ok(Self { name: plugin, origin, hash, kind, description, config, limits, tier, artifacts, pre, exports, pool, pools })
    }

    /// The SQL functions it makes: one, and for a filter `<name>_reason` too.
    pub fn functions(self: &Arc<Self>) -> Vec<ScalarUDF> {
        function::functions(self)
    }

    /// The name it has in SQL.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file, folder or URL it came from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The hexadecimal SHA-256 of its component.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// What it does with a row.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What it says of itself.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// The config it runs with, as a JSON object of every key.
    pub fn config(&self) -> &str {
        &self.config
    }

    /// What it may use.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How it is called, for example `gopher_quality(text VARCHAR) -> BOOLEAN`.
    pub fn signature(&self) -> String {
        function::signature(self, function::Facet::of(self.kind))
    }

    /// Opens it once with these constants and gives the instance to their pool, so that a config it refuses is known before rows are.
    ///
    /// # Errors
    ///
    /// [`HostError::Open`] with the plugin's reason.
    pub fn check(self: &Arc<Self>) -> Result<(), HostError> {
        if self.description.arguments.iter().any(|argument| argument.constant) {
            return Ok(());
        }
        let pool = self.pool(&[]);
        let instance = pool.take(self, &CancelToken::default()).map_err(|failure| self.open_error(failure))?;
        pool.put(self, instance);
        Ok(())
    }

    /// An instance opened with these constants.
    pub(crate) fn instantiate(&self, constants: &[ScalarValue], cancel: &CancelToken) -> Result<Instance, Failure> {
        let (name, limits) = (Arc::clone(&self.name), self.limits.clone());
        let mut instance = Instance::new(&self.pre, &self.exports, self.tier, name, limits, cancel)?;
        let constants: Vec<_> = constants.iter().map(constant).collect();
        instance.open(&self.config, &constants, Arc::clone(&self.artifacts), cancel)?;
        Ok(instance)
    }

    /// The pool of instances opened with these constants.
    pub(crate) fn pool(&self, constants: &[ScalarValue]) -> Arc<Pool> {
        if constants.is_empty() {
            return Arc::clone(&self.pool);
        }
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let pool = pools.entry(constants.to_vec()).or_insert_with(|| Arc::new(Pool::new(constants.to_vec())));
        Arc::clone(pool)
    }

    /// A failure to open as an error.
    pub(crate) fn open_error(&self, failure: Failure) -> HostError {
        HostError::Open { plugin: self.name.to_string(), origin: self.origin.clone(), problem: failure.problem, log: failure.log }
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Plugin({} {} from {})", self.kind, self.name, self.origin)
    }
}

/// The defaults with the user's values over them, as JSON. All problems at once.
fn merge(defaults: &Map<String, Value>, config: Map<String, Value>) -> Result<String, String> {
    let mut merged = defaults.clone();
    let mut problems = Vec::new();
    for (key, value) in config {
        match merged.get_mut(&key) {
            Some(slot) if slot.is_null() || json_type(slot) == json_type(&value) => *slot = value,
            Some(slot) => {
                problems.push(format!(
                    "config key `{key}` is {value}, a {}, and must be a {} like {slot}",
                    json_type(&value),
                    json_type(slot)
                ));
            }
            None if defaults.is_empty() => problems.push(format!("config key `{key}` is unknown; this plugin has no config")),
            None => {
                let known: Vec<_> = defaults.keys().map(String::as_str).collect();
                problems.push(format!("config key `{key}` is unknown; there are {}", known.join(", ")));
            }
        }
    }
    if problems.is_empty() { Ok(Value::Object(merged).to_string()) } else { Err(problems.join("; ")) }
}

fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "table",
    }
}

fn check_artifacts(plugin: &str, artifacts: HashMap<String, Arc<[u8]>>) -> Result<Arc<Artifacts>, HostError> {
    for (name, bytes) in &artifacts {
        if bytes.len() > ARTIFACT_BYTES {
            let reason =
                format!("it has {} bytes, where {ARTIFACT_BYTES} are allowed since every instance holds a copy", bytes.len());
            return Err(HostError::Artifact { plugin: plugin.to_owned(), artifact: name.clone(), reason });
        }
    }
    Ok(Arc::new(artifacts.into_iter().collect()))
}
