//! What all requests share.

use std::sync::Arc;
use std::thread::available_parallelism;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;

use super::Settings;
use super::conversations::Conversations;
use super::guard::{Caller, Sessions};
use super::live::Live;
use super::metrics::Metrics;
use super::problem::Problem;
use crate::config::Config;
use crate::context::{Context, Failure, ModelRequest, Tools};
use crate::vocabulary::{Wording, both};

/// What all requests share.
pub(super) struct App {
    live: Live,
    model: ModelRequest,
    settings: Settings,
    pub(super) conversations: Conversations,
    pub(super) sessions: Sessions,
    pub(super) metrics: Metrics,
    /// Whether the server is about to end.
    pub(super) stopping: watch::Sender<bool>,
    /// The right to read an upload: one at a time.
    pub(super) uploading: Arc<Semaphore>,
    turns: Semaphore,
    queue: Semaphore,
    rate: Option<DefaultKeyedRateLimiter<String>>,
}

/// Seconds after which a request that found too many before it may come again.
const BUSY_SECONDS: u64 = 2;

impl App {
    pub(super) fn new(tools: Tools, model: ModelRequest, settings: Settings) -> Self {
        let cores = available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        let jobs = settings.limits.jobs.unwrap_or(cores).max(1);
        Self {
            live: Live::new(tools, settings.today),
            model,
            conversations: Conversations::default(),
            sessions: Sessions::default(),
            metrics: Metrics::default(),
            stopping: watch::Sender::new(false),
            uploading: Arc::new(Semaphore::new(1)),
            turns: Semaphore::new(jobs),
            queue: Semaphore::new(jobs + settings.limits.waiting),
            rate: settings.limits.rate.map(|rate| RateLimiter::keyed(Quota::per_second(rate))),
            settings,
        }
    }

    pub(super) fn live(&self) -> &Live {
        &self.live
    }

    pub(super) fn config(&self) -> &Config {
        &self.live.tools().config
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn model(&self) -> &ModelRequest {
        &self.model
    }

    pub(super) async fn notices(&self) -> Vec<Wording> {
        let mut notices: Vec<Wording> = match self.live.context().await {
            Ok(context) => context.notices.iter().chain(&context.gaps).cloned().collect(),
            Err(failure) => vec![failure.message().into()],
        };
        if let ModelRequest::Without(why) = &self.model {
            notices.push(why.clone());
        }
        notices
    }

    /// Whether a caller with a token comes seldom enough.
    pub(super) fn is_within_rate(&self, caller: &Caller) -> bool {
        match (&self.rate, &caller.name) {
            (Some(rate), Some(name)) => rate.check_key(name).is_ok(),
            _ => true,
        }
    }

    /// Works on the index as it is now, on a thread that may be kept busy, when its turn has come. The work goes on when nobody
    /// waits for it any more; it is never long.
    ///
    /// # Errors
    /// 503 where too many wait already or the index cannot be read; 404 for an index without reports; those of `work`.
    pub(super) async fn work<T, W, F>(self: &Arc<Self>, work: W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: FnOnce(Arc<Context>) -> F + Send + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        self.work_even_if_empty(|context| async move {
            if context.catalogue.is_empty() {
                return Ok(None);
            }
            work(context).await.map(Some)
        })
        .await?
        .ok_or_else(no_reports)
    }

    /// As [`Self::work`], with an index that may have no report.
    pub(super) async fn work_even_if_empty<T, W, F>(self: &Arc<Self>, work: W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: FnOnce(Arc<Context>) -> F + Send + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        let Ok(_place) = self.queue.try_acquire() else {
            let problem = Problem::new(
                http::StatusCode::SERVICE_UNAVAILABLE,
                both!("现在来问的人太多", "too many requests are waiting already"),
            );
            return Err(problem.retried_after(BUSY_SECONDS));
        };
        let _turn = self.turns.acquire().await.map_err(Failure::from_error)?;
        let context = self.live.context().await?;
        let handle = Handle::current();
        let done = spawn_blocking(move || handle.block_on(work(context))).await;
        Ok(done.map_err(Failure::from_error)??)
    }
}

/// What a request for reports gets while there are none.
pub(super) fn no_reports() -> Problem {
    Problem::not_found(both!("索引里还没有周报", "the index holds no report yet")).with_hint(both!(
        "用 `zhoubao ingest 文件夹` 读入周报，或在首页上传打包的文件夹",
        "read reports with `zhoubao ingest PATH`, or upload a folder's zip on the page"
    ))
}
