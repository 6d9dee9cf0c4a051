//! A browser that is driven: the few commands of WebDriver (W3C Recommendation, 2018) that the tests need, to Debian's chromedriver.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};

/// How long anything on a page may take to come about.
const PATIENCE: Duration = Duration::from_secs(20);

/// The name under which WebDriver hands over an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One browser window, and the process that drives it.
pub struct Driver {
    process: Child,
    session: String,
    client: Client,
}

/// How a window is.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub width: u32,
    pub is_dark: bool,
    pub has_script: bool,
}

impl Window {
    pub const DESK: Self = Self { width: 1440, is_dark: false, has_script: true };
}

/// A running chromedriver and its port. Asked for any free port it takes one on IPv4, then the same number on IPv6, and
/// exits where another process holds that one; the next start draws another number.
fn start_on_a_free_port(driver: &Path) -> (Child, u16) {
    let start = Instant::now();
    loop {
        let mut process = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let mut said = Vec::new();
        for line in lines.map_while(Result::ok) {
            let port = line.split_once("started successfully on port ").map(|(_, rest)| rest.trim_end_matches('.'));
            if let Some(port) = port.and_then(|port| port.parse().ok()) {
                return (process, port);
            }
            said.push(line);
        }
        let status = process.wait().expect("its end");
        assert!(start.elapsed() < PATIENCE, "chromedriver names no port, {status}: {}", said.join("\n"));
    }
}

impl Driver {
    /// `None`, and a message, where there is no browser or no driver.
    #[allow(clippy::print_stderr, reason = "a skipped test says so")]
    pub async fn start(profile: &Path, window: Window) -> Option<Self> {
        let named = |name| std::env::var_os(name);
        let (Some(chromium), Some(driver)) = (named("ZHOUBAO_TEST_CHROMIUM"), named("ZHOUBAO_TEST_CHROMEDRIVER"))
        else {
            eprintln!("skipped: ZHOUBAO_TEST_CHROMIUM or ZHOUBAO_TEST_CHROMEDRIVER is not set; `make test` sets them");
            return None;
        };
        let (process, port) = start_on_a_free_port(Path::new(&driver));
        // Nothing is encrypted here; a client asks for a provider all the same. Another test may have named it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().build().expect("a client");
        let scheme = if window.is_dark { "--force-dark-mode" } else { "--force-color-profile=srgb" };
        let mut options = json!({
            "binary": chromium.to_string_lossy(),
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                "--hide-scrollbars", "--force-prefers-reduced-motion", scheme,
                format!("--user-data-dir={}", profile.display()), format!("--window-size={},1000", window.width),
            ],
            "mobileEmulation": { "deviceMetrics": { "width": window.width, "height": 1000, "pixelRatio": 1, "touch": false } },
        });
        if !window.has_script {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let wanted =
            json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } });
        let mut this = Self { process, session: format!("http://127.0.0.1:{port}/session"), client };
        let session = this.send("POST", "", Some(wanted)).await;
        this.session = format!("{}/{}", this.session, session["sessionId"].as_str().expect("a session"));
        Some(this)
    }

    async fn try_send(&self, method: &str, command: &str, body: Option<Value>) -> Result<Value, String> {
        let address = format!("{}{command}", self.session);
        let request = match method {
            "GET" => self.client.get(address),
            "DELETE" => self.client.delete(address),
            _ => self.client.post(address).body(body.unwrap_or_else(|| json!({})).to_string()),
        };
        let reply = request.send().await.expect("chromedriver answers");
        let is_done = reply.status().is_success();
        let reply: Value = serde_json::from_str(&reply.text().await.expect("a reply")).expect("JSON");
        if is_done { Ok(reply["value"].clone()) } else { Err(reply["value"]["message"].to_string()) }
    }

    async fn send(&self, method: &str, command: &str, body: Option<Value>) -> Value {
        self.try_send(method, command, body).await.unwrap_or_else(|why| panic!("{command}: {why}"))
    }

    /// Opens an address and waits until it is loaded.
    pub async fn open(&self, address: &str) {
        self.send("POST", "/url", Some(json!({ "url": address }))).await;
    }

    pub async fn address(&self) -> String {
        self.send("GET", "/url", None).await.as_str().unwrap_or_default().to_string()
    }

    pub async fn title(&self) -> String {
        self.send("GET", "/title", None).await.as_str().unwrap_or_default().to_string()
    }

    /// What a script's body returns; it works where the page's policy allows no script of others.
    pub async fn run(&self, script: &str) -> Value {
        self.send("POST", "/execute/sync", Some(json!({ "script": script, "args": [] }))).await
    }

    /// What a script hands to its last argument, a function.
    pub async fn run_until_done(&self, script: &str) -> Value {
        self.send("POST", "/execute/async", Some(json!({ "script": script, "args": [] }))).await
    }

    /// Waits until a script's body returns what is true.
    pub async fn until(&self, what: &str, script: &str) {
        let start = Instant::now();
        while !self
            .try_send("POST", "/execute/sync", Some(json!({ "script": script, "args": [] })))
            .await
            .is_ok_and(is_true)
        {
            assert!(start.elapsed() < PATIENCE, "{what} did not come about at {}", self.address().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What a command answers about the first element that a CSS selector finds, as soon as there is one. An element
    /// whose page goes away before the command reaches it is looked for again on the page that comes.
    async fn on(&self, selector: &str, command: impl Fn(String) -> (&'static str, String, Value)) -> Value {
        let start = Instant::now();
        let find = json!({ "using": "css selector", "value": selector });
        loop {
            let done = match self.try_send("POST", "/element", Some(find.clone())).await {
                Ok(found) => {
                    let (method, command, body) = command(found[ELEMENT].as_str().expect("an element").to_string());
                    self.try_send(method, &command, Some(body)).await
                }
                Err(why) => Err(why),
            };
            match done {
                Ok(answer) => return answer,
                Err(why) => {
                    let may_come = why.contains("stale element") || why.contains("no such element");
                    assert!(may_come && start.elapsed() < PATIENCE, "{selector}: {why}");
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn click(&self, selector: &str) {
        self.on(selector, |element| ("POST", format!("/element/{element}/click"), json!({}))).await;
    }

    /// Moves the pointer over the middle of an element.
    pub async fn hover(&self, selector: &str) {
        self.on(selector, |element| {
            let to = json!({ "type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": { ELEMENT: element } });
            let actions = json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": [to] }] });
            ("POST", "/actions".to_string(), actions)
        })
        .await;
    }

    /// Types into an element; `\u{e007}` is the Enter key, `\u{e004}` Tab, `\u{e00c}` Escape (WebDriver, 17.4.2).
    pub async fn write(&self, selector: &str, text: &str) {
        self.on(selector, |element| ("POST", format!("/element/{element}/value"), json!({ "text": text }))).await;
    }

    pub async fn text(&self, selector: &str) -> String {
        let text = self.on(selector, |element| ("GET", format!("/element/{element}/text"), Value::Null)).await;
        text.as_str().unwrap_or_default().to_string()
    }

    /// The page as it would be printed, a PDF in base64.
    pub async fn print(&self) -> String {
        self.send("POST", "/print", None).await.as_str().unwrap_or_default().to_string()
    }

    pub async fn end(mut self) {
        let _ = self.try_send("DELETE", "", None).await;
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A test that fails leaves no browser behind.
impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn is_true(value: Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false)) && value != json!(0) && value != json!("")
}
