//! Files as tables by their names alone: `SELECT * FROM 'docs/*.parquet'`.
//!
//! DataFusion has the same idea, but drops every reason on the way: whatever goes wrong is "table not found". Here a name
//! that can only be a location is one, and says why it cannot be read; any other name is left to DataFusion.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::catalog::{TableProvider, UrlTableFactory};
use datafusion::datasource::dynamic_file::DynamicListTableFactory;
use datafusion::error::Result;
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;

use crate::format::FileKind;
use crate::location::looks_like_a_path;
use crate::{CorpusError, Location, open};

/// Opens locations that appear where a table's name should be.
#[derive(Debug)]
pub(crate) struct FilesByName {
    /// Only its weak reference to the session is used: a strong one would keep the session alive for ever, as the session
    /// owns its catalogs and those own this.
    session: DynamicListTableFactory,
}

impl FilesByName {
    pub(crate) fn new(context: &SessionContext) -> Self {
        let session = DynamicListTableFactory::default();
        session.session_store().with_state(context.state_weak_ref());
        Self { session }
    }

    fn state(&self) -> Result<SessionState, CorpusError> {
        let session = self.session.session_store().get_session().upgrade().ok_or(CorpusError::NoSession)?;
        let session = session.read();
        session.as_any().downcast_ref::<SessionState>().cloned().ok_or(CorpusError::NoSession)
    }
}

#[async_trait]
impl UrlTableFactory for FilesByName {
    async fn try_new(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        if !looks_like_a_path(name, |name| FileKind::of(name).is_some()) {
            return Ok(None);
        }
        let (state, at) = (self.state()?, Location::parse(name)?);
        Ok(Some(open(&state, &at, None).await?))
    }
}
