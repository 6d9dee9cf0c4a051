//! What the server counts, as Prometheus reads it. No text of a report and no question is in it.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    /// The pattern that was matched, never the path itself.
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct VerdictLabels {
    verdict: String,
}

/// The counters of one server.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram>,
    answers: Family<VerdictLabels, Counter>,
    pub(super) open: Gauge,
    pub(super) connections: Gauge,
    reports: Gauge<f64, AtomicU64>,
}

/// Seconds: from a page out of memory to a model that writes.
const BUCKETS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0];

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("zhoubao");
        let requests = Family::<RequestLabels, Counter>::default();
        registry.register("requests", "Requests by route and status", requests.clone());
        let seconds = Family::<RouteLabels, Histogram>::new_with_constructor(|| Histogram::new(BUCKETS));
        registry.register_with_unit("request_duration", "Until the reply began", Unit::Seconds, seconds.clone());
        let answers = Family::<VerdictLabels, Counter>::default();
        registry.register("answers", "Answers by verdict", answers.clone());
        let (open, connections): (Gauge, Gauge) = Default::default();
        registry.register("requests_open", "Requests that are being answered", open.clone());
        registry.register("connections_open", "Connections", connections.clone());
        let reports = Gauge::<f64, AtomicU64>::default();
        registry.register("reports", "Reports in the index", reports.clone());
        Self { registry, requests, seconds, answers, open, connections, reports }
    }
}

impl Metrics {
    /// Counts a reply to a request of `route`.
    pub(super) fn replied(&self, route: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&RequestLabels { route: route.to_string(), status }).inc();
        self.seconds.get_or_create(&RouteLabels { route: route.to_string() }).observe(took.as_secs_f64());
    }

    pub(super) fn answered(&self, verdict: &str) {
        self.answers.get_or_create(&VerdictLabels { verdict: verdict.to_string() }).inc();
    }

    /// All of them in the text format of OpenMetrics.
    pub(super) fn text(&self, reports: usize) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a count of reports")]
        self.reports.set(reports as f64);
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
