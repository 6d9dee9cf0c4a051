//! Connections: taken, timed, and let end before the process does.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::app::App;

/// The pause after a connection could not be taken (no file descriptor is left), so that the loop does not spin.
const PAUSE: Duration = Duration::from_millis(100);

/// Takes connections until `stop` is ready; then finishes the requests in hand.
pub(super) async fn run(listener: TcpListener, router: Router, app: &Arc<App>, stop: impl Future<Output = ()>) {
    let limits = app.settings().limits;
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_headers(100);
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, taken) = tokio::select! {
            taken = taken => taken,
            () = stop.as_mut() => break,
        };
        let Ok((stream, from)) = taken else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        // Answers come in small pieces that should not wait for each other.
        let _ = stream.set_nodelay(true);
        let service = router.clone().map_request(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request = request.map(axum::body::Body::new);
            request.extensions_mut().insert(ConnectInfo(from));
            request
        });
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        let app = Arc::clone(app);
        app.metrics.connections.inc();
        tokio::spawn(async move {
            // A caller that goes away, or is too slow, is no news.
            let _ = connection.await;
            app.metrics.connections.dec();
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(limits.farewell, graceful.shutdown()).await;
}
