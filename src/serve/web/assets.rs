//! Style, script and pictures: in the program, each at an address that changes with its content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::super::problem::Problem;
use crate::vocabulary::both;

/// A file of the pages.
struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    /// `/assets/app.0123456789abcdef.css`.
    address: String,
}

/// Browsers keep them for good: another content has another address.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let files: [(&str, &str, &[u8]); 6] = [
        ("app.css", "text/css; charset=utf-8", include_bytes!("assets/app.css")),
        ("reading.css", "text/css; charset=utf-8", include_bytes!("assets/reading.css")),
        ("ledgers.css", "text/css; charset=utf-8", include_bytes!("assets/ledgers.css")),
        ("app.js", "text/javascript; charset=utf-8", include_bytes!("assets/app.js")),
        ("ledgers.js", "text/javascript; charset=utf-8", include_bytes!("assets/ledgers.js")),
        ("icon.svg", "image/svg+xml", include_bytes!("assets/icon.svg")),
    ];
    let asset = |(name, kind, bytes): (&'static str, &'static str, &'static [u8])| {
        let hash: String = Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        Asset { name, kind, bytes, address: format!("/assets/{stem}.{hash}.{ending}") }
    };
    files.into_iter().map(asset).collect()
});

/// Where an asset is served.
pub(super) fn address(name: &str) -> Option<String> {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| asset.address.clone())
}

/// `GET /assets/{name}`.
pub(super) async fn serve(Path(name): Path<String>) -> Result<Response, Problem> {
    let wanted = format!("/assets/{name}");
    let asset = ASSETS.iter().find(|asset| asset.address == wanted);
    let asset = asset.ok_or_else(|| {
        Problem::not_found(both!("没有这个文件，请刷新页面", "there is no such file; load the page anew"))
    })?;
    Ok(([(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, FOR_GOOD)], asset.bytes).into_response())
}

/// `GET /favicon.ico`, which browsers ask for unasked.
pub(super) async fn favicon() -> Response {
    let icon = ASSETS.iter().find(|asset| asset.name == "icon.svg");
    match icon {
        Some(icon) => ([(header::CONTENT_TYPE, icon.kind)], icon.bytes).into_response(),
        None => Problem::not_found(both!("没有这个文件", "there is no such file")).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ASSETS, address, serve};
    use axum::extract::Path;

    #[tokio::test]
    async fn an_asset_is_served_at_its_address_alone() {
        for asset in ASSETS.iter() {
            let name = asset.address.trim_start_matches("/assets/").to_string();
            assert!(serve(Path(name)).await.is_ok(), "{}", asset.address);
            assert!(serve(Path(asset.name.to_string())).await.is_err());
        }
        assert!(address("../app.css").is_none());
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for asset in ASSETS.iter() {
            let text = std::str::from_utf8(asset.bytes).expect("text");
            let text = text.replace("http://www.w3.org/2000/svg", "");
            for foreign in ["http://", "https://", "@import", "eval(", "innerHTML"] {
                assert!(!text.contains(foreign), "{}: {foreign}", asset.name);
            }
        }
    }
}
