//! The index as it is now. Every request works on one picture of it, which is as old as its catalogue; the next request after a
//! change gets a new one.

use std::sync::{Arc, PoisonError, RwLock};

use super::ahead::Ahead;
use crate::calendar::Date;
use crate::context::{Context, Failure, Tools};

/// The index of a server, opened once.
pub(super) struct Live {
    tools: Tools,
    today: Option<fn() -> Date>,
    now: RwLock<Option<Arc<Context>>>,
    /// Held while a new picture is made, so that it is made once.
    making: tokio::sync::Mutex<()>,
    ahead: Ahead,
}

impl Live {
    pub(super) fn new(tools: Tools, today: Option<fn() -> Date>) -> Self {
        Self { tools, today, now: RwLock::default(), making: tokio::sync::Mutex::default(), ahead: Ahead::default() }
    }

    pub(super) fn tools(&self) -> &Tools {
        &self.tools
    }

    /// Opens the index; one that is missing is made, and has no reports.
    pub(super) async fn open(&self) -> Result<(), Failure> {
        self.context().await.map(|_| ())
    }

    /// The index as it is now; it may be without reports.
    pub(super) async fn context(&self) -> Result<Arc<Context>, Failure> {
        if let Some(context) = self.current().await? {
            return Ok(context);
        }
        let _making = self.making.lock().await;
        if let Some(context) = self.current().await? {
            return Ok(context);
        }
        let known = self.now.read().unwrap_or_else(PoisonError::into_inner).clone();
        let made = match known {
            Some(known) => self.tools.renewed(&known, self.as_of()).await?,
            None => self.tools.open_or_make(self.as_of()).await?,
        };
        let made = Arc::new(made);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
        self.ahead.begin(&made);
        Ok(made)
    }

    /// As [`Self::context`]; an index that was removed is made anew, and has no reports.
    pub(super) async fn context_or_new(&self) -> Result<Arc<Context>, Failure> {
        if let Ok(context) = self.context().await {
            return Ok(context);
        }
        let _making = self.making.lock().await;
        let made = Arc::new(self.tools.open_or_make(self.as_of()).await?);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
        Ok(made)
    }

    /// What there is, where it is of today and nothing was written since.
    async fn current(&self) -> Result<Option<Arc<Context>>, Failure> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(context) = now.filter(|context| context.as_of == self.as_of()) else { return Ok(None) };
        // What is wrong with it is said when it is opened anew, if that does not mend it.
        Ok(context.is_current().await.unwrap_or(false).then_some(context))
    }

    fn as_of(&self) -> Date {
        self.today.map_or(self.tools.config.as_of, |today| today())
    }

    /// Ends the use of the index as the process ends.
    ///
    /// # Errors
    /// Those of sealing what was written meanwhile; nothing of it is lost.
    pub(super) async fn end(&self) -> Result<(), Failure> {
        let now = self.now.write().unwrap_or_else(PoisonError::into_inner).take();
        match now {
            Some(context) => Ok(context.store.clone().seal().await?),
            None => Ok(()),
        }
    }
}
