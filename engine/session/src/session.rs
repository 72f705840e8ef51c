//! The session: a DataFusion context that finds files, stores, tables and plugins by name.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use datafusion::common::Result;
use datafusion::dataframe::DataFrame;
use datafusion::logical_expr::{DdlStatement, LogicalPlan};
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParser, Statement};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use tamis_host::{CancelToken, Host, Plugin};
use tokio::sync::Mutex;

use crate::builder::SessionBuilder;
use crate::calls::Names;
use crate::config::Config;
use crate::create_function;
use crate::error::SessionError;
use crate::functions::{self, Listener};
use crate::offers::{self, Offer};

/// A SQL session over text corpora. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Session(pub(crate) Arc<Inner>);

/// What the clones of a session share.
pub(crate) struct Inner {
    pub(crate) context: SessionContext,
    pub(crate) config: Config,
    pub(crate) host: Arc<Host>,
    pub(crate) listener: Listener,
    pub(crate) offers: BTreeMap<String, Offer>,
    /// Plugins loaded so far, by SQL name. Held while one is loaded, so that two statements do not load it twice.
    pub(crate) loaded: Mutex<BTreeMap<String, Arc<Plugin>>>,
    pub(crate) cancel: RwLock<CancelToken>,
}

impl Session {
    /// Starts to make a session.
    pub fn builder() -> SessionBuilder {
        SessionBuilder::default()
    }

    /// The context behind the session, for everything DataFusion can do. Plugins are in it once a statement called for them.
    pub fn context(&self) -> &SessionContext {
        &self.0.context
    }

    /// What `tamis.toml` says.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Splits a text into statements.
    ///
    /// # Errors
    ///
    /// Where it is not SQL.
    pub fn statements(&self, sql: &str) -> Result<Vec<Statement>> {
        Ok(DFParser::parse_sql_with_dialect(sql, &GenericDialect {})?.into())
    }

    /// One statement given as text; see [`execute`](Self::execute).
    ///
    /// # Errors
    ///
    /// As for [`execute`](Self::execute); also if the text holds no statement or several.
    pub async fn sql(&self, sql: &str) -> Result<DataFrame> {
        let mut statements = self.statements(sql)?;
        match (statements.pop(), statements.len()) {
            (Some(statement), 0) => self.execute(statement).await,
            (last, before) => {
                let n = before + usize::from(last.is_some());
                datafusion::common::plan_err!("{n} statements, where one is wanted")
            }
        }
    }

    /// Plans one statement, loading (and building) the plugins it names. Statements that define something are carried out here; a query
    /// runs when its `DataFrame` is read.
    ///
    /// # Errors
    ///
    /// Where it cannot be planned: a plugin that cannot be used, a file that cannot be read, or what DataFusion says.
    pub async fn execute(&self, mut statement: Statement) -> Result<DataFrame> {
        create_function::fold_name(&mut statement);
        let mut names = Names::default();
        names.read(&statement.to_string());
        self.prepare(&names).await?;
        self.renew_cancel_token();
        let plan = self.0.context.state().statement_to_plan(statement).await?;
        match plan {
            LogicalPlan::Ddl(DdlStatement::CreateFunction(create)) => {
                self.create_function(&create).await?;
                self.0.context.read_empty()
            }
            LogicalPlan::Ddl(DdlStatement::DropFunction(drop)) => {
                let name = drop.name.clone();
                let dropped = self.0.context.execute_logical_plan(LogicalPlan::Ddl(DdlStatement::DropFunction(drop))).await?;
                self.forget(&name).await?;
                Ok(dropped)
            }
            LogicalPlan::Ddl(DdlStatement::CreateExternalTable(create)) => {
                // DataFusion's own answer to an unknown format names no known one.
                if !self.0.context.state().table_factories().contains_key(&create.file_type.to_uppercase()) {
                    create.file_type.parse::<tamis_corpus::Format>()?;
                }
                self.0.context.execute_logical_plan(LogicalPlan::Ddl(DdlStatement::CreateExternalTable(create))).await
            }
            plan => self.0.context.execute_logical_plan(plan).await,
        }
    }

    /// Loads every offered plugin and opens every table of `tamis.toml` that one of these pieces of SQL names, so that the context
    /// alone can plan them.
    ///
    /// # Errors
    ///
    /// The first that cannot be used.
    pub async fn load_functions(&self, sql: &[&str]) -> Result<()> {
        let mut names = Names::default();
        sql.iter().for_each(|sql| names.read(sql));
        self.prepare(&names).await
    }

    /// The names of the plugins that `tamis.toml` offers, in order; none is loaded for this.
    pub fn offered(&self) -> impl Iterator<Item = &str> {
        self.0.offers.keys().map(String::as_str)
    }

    /// Every plugin that is offered or was created, loaded: by its SQL name, with the reason where it cannot be used.
    pub async fn plugins(&self) -> Vec<(String, Result<Arc<Plugin>, String>)> {
        let names: Vec<String> = self.0.offers.keys().cloned().collect();
        // All in one cargo call if possible; if one is broken, each on its own, so that it does not hide the others.
        if self.load(&names).await.is_err() {
            let mut broken = BTreeMap::new();
            for name in names {
                if let Err(error) = self.load(std::slice::from_ref(&name)).await {
                    broken.insert(name, Err(error.to_string()));
                }
            }
            let loaded = self.0.loaded.lock().await;
            broken.extend(loaded.iter().map(|(name, plugin)| (name.clone(), Ok(Arc::clone(plugin)))));
            return broken.into_iter().collect();
        }
        let loaded = self.0.loaded.lock().await;
        loaded.iter().map(|(name, plugin)| (name.clone(), Ok(Arc::clone(plugin)))).collect()
    }

    /// Stops the plugins of every query begun so far; checked ones end their call within a few milliseconds, with an error.
    pub fn cancel(&self) {
        self.0.cancel.read().unwrap_or_else(PoisonError::into_inner).cancel();
    }

    async fn prepare(&self, names: &Names) -> Result<()> {
        if names.asks_for_functions() {
            for (name, plugin) in self.plugins().await {
                if let Err(error) = plugin {
                    tracing::warn!("plugin `{name}` is left out: {error}");
                }
            }
        }
        let offered = |name: &String| {
            [Some(name.as_str()), name.strip_suffix("_reason")]
                .into_iter()
                .flatten()
                .find_map(|name| self.0.offers.get_key_value(name))
        };
        let wanted: Vec<String> = names.called.iter().filter_map(offered).map(|(name, _)| name.clone()).collect();
        self.load(&wanted).await?;
        self.open_tables(names).await?;
        Ok(())
    }

    /// Loads and registers offered plugins that are not loaded yet.
    async fn load(&self, names: &[String]) -> Result<(), SessionError> {
        let mut loaded = self.0.loaded.lock().await;
        let missing = names.iter().filter(|name| !loaded.contains_key(*name));
        let offers: BTreeMap<String, Offer> =
            missing.filter_map(|name| Some((name.clone(), self.0.offers.get(name)?.clone()))).collect();
        if offers.is_empty() {
            return Ok(());
        }
        for plugin in functions::load(&self.0.host, &self.0.context, &self.0.listener, offers).await? {
            functions::register(&self.0.context, &plugin)?;
            loaded.insert(plugin.name().to_owned(), plugin);
        }
        Ok(())
    }

    /// Registers the tables of `tamis.toml` that are named and not there yet.
    async fn open_tables(&self, names: &Names) -> Result<(), SessionError> {
        for (name, table) in &self.0.config.tables {
            if names.mentioned.contains(name) && !self.0.context.table_exist(name.as_str())? {
                let opened = tamis_corpus::open(&self.0.context.state(), &table.location, table.format).await;
                let opened = opened.map_err(|source| SessionError::Table { table: name.clone(), source: Box::new(source) })?;
                self.0.context.register_table(name.as_str(), opened)?;
            }
        }
        Ok(())
    }

    async fn create_function(&self, create: &datafusion::logical_expr::CreateFunction) -> Result<(), SessionError> {
        let state = self.0.context.state();
        let offer = create_function::offer(&state, create, self.0.config.build)?;
        let taken = offers::taken(&state, &create.name) || self.0.offers.contains_key(&create.name);
        if taken && !create.or_replace {
            let reason = "the name is taken; choose another, or write CREATE OR REPLACE FUNCTION".to_owned();
            return Err(SessionError::CreateFunction { name: create.name.clone(), reason });
        }
        let offers = BTreeMap::from([(create.name.clone(), offer)]);
        let mut loaded = self.0.loaded.lock().await;
        for plugin in functions::load(&self.0.host, &self.0.context, &self.0.listener, offers).await? {
            self.0.context.deregister_udf(&format!("{}_reason", create.name));
            functions::register(&self.0.context, &plugin)?;
            loaded.insert(create.name.clone(), plugin);
        }
        Ok(())
    }

    /// What DROP FUNCTION leaves behind: the sibling, and the plugin itself.
    async fn forget(&self, name: &str) -> Result<()> {
        if self.0.loaded.lock().await.remove(name).is_some() {
            self.0.context.deregister_udf(&format!("{name}_reason"));
        }
        Ok(())
    }

    /// Gives the next query a token of its own, if the present one is used up.
    fn renew_cancel_token(&self) {
        let mut token = self.0.cancel.write().unwrap_or_else(PoisonError::into_inner);
        if token.is_cancelled() {
            *token = CancelToken::default();
            self.0.context.state_ref().write().config_mut().options_mut().extensions.insert(token.clone());
        }
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Session({} plugins offered)", self.0.offers.len())
    }
}
