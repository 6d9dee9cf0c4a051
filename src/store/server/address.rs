//! The address of a Qdrant server. The gRPC client parses addresses by other rules than HTTP clients do, so one counts only
//! where both parsers find the same host; what is handed to the client is put together from that.

use std::fmt;
use std::str::FromStr;

use http::Uri;

use crate::endpoint::BaseUrl;
use crate::store::error::StoreError;

const GRPC_PORT: u16 = 6334;

/// `http://host:6334`; given as `host`, `host:port` or a URL, or as several of them with commas between: the nodes of one cluster, of which
/// any may be asked. Displays as it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAddress {
    /// With scheme, host and port, and nothing else; at least one.
    nodes: Vec<String>,
    is_loopback: bool,
}

impl ServerAddress {
    /// Whether all of it is this machine; see [`BaseUrl::is_loopback`].
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    pub(super) fn nodes(&self) -> &[String] {
        &self.nodes
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.nodes.join(","))
    }
}

impl FromStr for ServerAddress {
    type Err = StoreError;

    fn from_str(given: &str) -> Result<Self, StoreError> {
        let nodes = given.split(',').map(node).collect::<Result<Vec<_>, _>>()?;
        let is_loopback = nodes.iter().all(|(_, is_loopback)| *is_loopback);
        Ok(Self { nodes: nodes.into_iter().map(|(url, _)| url).collect(), is_loopback })
    }
}

/// One node's address, and whether it is this machine.
fn node(given: &str) -> Result<(String, bool), StoreError> {
    let trimmed = given.trim();
    let whole = if trimmed.contains("://") { trimmed.to_owned() } else { format!("http://{trimmed}") };
    let base: BaseUrl =
        whole.parse().map_err(|error: crate::endpoint::AddressError| refused(error.shown, &error.reason))?;
    let url = base.url();
    let refuse = |reason: &str| refused(base.to_string(), reason);
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("put the key into QDRANT_API_KEY, not into the address"));
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("gRPC cannot be reached under a path"));
    }
    let host = url.host_str().unwrap_or_default();
    let uri: Uri = whole.parse().map_err(|_| refuse("write its host plainly"))?;
    if !uri.host().is_some_and(|read| read.eq_ignore_ascii_case(host)) {
        return Err(refuse("its host can be read in two ways; write it plainly"));
    }
    // A URL forgets the port that its scheme has anyway, which is not gRPC's.
    let port = uri.port_u16().unwrap_or(GRPC_PORT);
    Ok((format!("{}://{host}:{port}", url.scheme()), base.is_loopback()))
}

fn refused(url: String, reason: &str) -> StoreError {
    StoreError::Address { url, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::ServerAddress;
    use crate::store::error::StoreError;

    #[test]
    fn an_address_may_be_short() {
        for (given, wanted) in [
            ("qdrant.local", "http://qdrant.local:6334"),
            ("localhost:7000", "http://localhost:7000"),
            (" https://qdrant.local/ ", "https://qdrant.local:6334"),
            ("https://qdrant.local:443", "https://qdrant.local:443"),
            ("http://qdrant.local:80", "http://qdrant.local:80"),
            ("HTTP://127.0.0.1:6333", "http://127.0.0.1:6333"),
            ("http://[::1]", "http://[::1]:6334"),
            ("http://[::1]:7000", "http://[::1]:7000"),
            ("qdrant-1, qdrant-2:7000", "http://qdrant-1:6334,http://qdrant-2:7000"),
        ] {
            assert_eq!(given.parse::<ServerAddress>().expect("an address").to_string(), wanted);
        }
    }

    #[test]
    fn what_is_no_address_or_could_be_two_is_refused() {
        for given in [
            "", "http://", "ftp://host", "http://host:port", "http://host/qdrant", "http://host?x", "http://key@host",
            "two words", "http://evil.example\\@localhost", "http:evil.example/://localhost",
            "http:\\\\evil.example/://localhost", "http:evil.example?://localhost", "http:localhost",
            "http:///localhost", "http://2130706433", "http://0x7f.1", "http://127.1", "http://ｌｏｃａｌｈｏｓｔ",
            "http://①②⑦.0.0.1", "http://%6cocalhost", "http://loc\talhost", "http://[0:0:0:0:0:0:0:1]", "host,",
            "host,,other",
        ] {
            let read = given.parse::<ServerAddress>();
            assert!(matches!(read, Err(StoreError::Address { .. })), "{given}: {read:?}");
        }
    }

    #[test]
    fn this_machine_is_what_the_client_asks() {
        for (given, expected) in [
            ("localhost", true),
            ("http://LOCALHOST:1", true),
            ("127.0.0.2:6334", true),
            ("http://[::1]", true),
            ("http://[::ffff:7f00:1]", true),
            ("http://0.0.0.0", false),
            ("http://[::]", false),
            ("localhost.", false),
            ("x.localhost", false),
            ("localhost.example.com", false),
            ("10.1.2.3", false),
            ("localhost,10.1.2.3", false),
            ("localhost,127.0.0.2", true),
        ] {
            let address: ServerAddress = given.parse().expect("an address");
            assert_eq!(address.is_loopback(), expected, "{given}");
            let host =
                |node: &String| node.parse::<Uri>().expect("what the client parses").host().expect("a host").to_owned();
            let hosts: Vec<String> = address.nodes().iter().map(host).collect();
            let again: ServerAddress = hosts.join(",").parse().expect("hosts");
            assert_eq!(again.is_loopback(), expected, "{given} asks {hosts:?}");
        }
    }
}
