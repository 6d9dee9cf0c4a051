//! A roll-up's page in a real browser, headless Chromium: it stands alone, its marks lead to their sources and back, nothing is wider
//! than a phone, and it prints. `make test` installs the browser and names it in `ZHOUBAO_TEST_CHROMIUM`.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A phone's width in CSS pixels.
const PHONE: usize = 360;

struct Browser {
    program: PathBuf,
    folder: TempDir,
}

impl Browser {
    /// `None`, and a message, where there is none.
    #[allow(clippy::print_stderr, reason = "a skipped test says so")]
    fn find() -> Option<Self> {
        match std::env::var_os("ZHOUBAO_TEST_CHROMIUM") {
            Some(program) => {
                Some(Self { program: program.into(), folder: tempfile::tempdir().expect("a temporary folder") })
            }
            None => {
                eprintln!("skipped: ZHOUBAO_TEST_CHROMIUM is not set; `make test` sets it");
                None
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Opens a page of the folder; what the browser prints. It asks for nothing else than the page.
    fn open(&self, page: &str, arguments: &[&str]) -> String {
        let output = Command::new(&self.program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--disable-dev-shm-usage", "--allow-file-access-from-files", "--virtual-time-budget=20000"])
            .arg(format!("--user-data-dir={}", self.path("profile").display()))
            .args(arguments)
            .arg(format!("file://{}", self.path(page).display()))
            .stdin(Stdio::null())
            .output()
            .expect("the browser starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The roll-up of the samples' June in the folder, as `name`.
    fn june(&self, name: &str, arguments: &[&str]) {
        let program = |arguments: &[&str]| {
            let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
            let mut command = Command::new(env!("CARGO_BIN_EXE_zhoubao"));
            for (variable, _) in std::env::vars_os() {
                let text = variable.to_string_lossy().into_owned();
                if ["ZHOUBAO_", "QDRANT_", "OPENAI_", "XDG_"].iter().any(|start| text.starts_with(start)) {
                    command.env_remove(variable);
                }
            }
            command.env("HOME", self.folder.path()).env("ZHOUBAO_EMBEDDER", "none").current_dir(self.folder.path());
            let arguments = arguments.iter().map(|argument| argument.replace("SEEDS", &seeds.display().to_string()));
            let output = command.args(arguments).output().expect("the program starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        };
        program(&["ingest", "SEEDS"]);
        program(&[&["rollup", "2023-06", "-o", name, "--force"], arguments].concat());
    }
}

/// What stands between `before` and the next quotation mark, each time.
fn attributes<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn marks_lead_to_their_sources_and_back_and_charts_are_in_the_page() {
    let Some(browser) = Browser::find() else { return };
    browser.june("june.html", &[]);
    let page = browser.open("june.html", &["--dump-dom"]);
    let ids: HashSet<&str> = attributes(&page, " id=\"").into_iter().collect();
    let targets = attributes(&page, " href=\"#");
    assert!(targets.len() > 200, "{} marks", targets.len());
    let lost: Vec<&&str> = targets.iter().filter(|target| !ids.contains(**target)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert_eq!(page.matches("<svg").count(), 7);
    assert!(!page.contains("<script") && !page.contains("src=\"http"));
}

#[test]
fn nothing_is_wider_than_a_phone() {
    let Some(browser) = Browser::find() else { return };
    for arguments in [&[][..], &["--template", "leadership"]] {
        browser.june("june.html", arguments);
        // Beside the page, which runs no script itself: how wide it becomes in so narrow a frame.
        let frame = format!(
            "<body><iframe id=f src=june.html style='width:{PHONE}px;height:2000px;border:0'></iframe><p id=w></p><script>\
             const f=document.getElementById('f');\
             f.onload=()=>document.getElementById('w').textContent='width '+f.contentDocument.documentElement.scrollWidth+' end';\
             </script></body>"
        );
        fs::write(browser.path("frame.html"), frame).expect("written");
        let page = browser.open("frame.html", &["--dump-dom"]);
        let told = page.split("width ").skip(1).find_map(|rest| rest.split(" end").next()?.parse::<usize>().ok());
        let width = told.unwrap_or_else(|| panic!("the frame did not load: {page}"));
        assert!(width <= PHONE, "{width} pixels on a phone of {PHONE} with {arguments:?}");
    }
}

#[test]
fn it_prints() {
    let Some(browser) = Browser::find() else { return };
    browser.june("june.html", &["--template", "leadership"]);
    let pdf = browser.path("june.pdf");
    browser.open("june.html", &["--no-pdf-header-footer", &format!("--print-to-pdf={}", pdf.display())]);
    let bytes = fs::read(&pdf).expect("a PDF");
    assert!(bytes.starts_with(b"%PDF-") && bytes.len() > 20_000, "{} bytes", bytes.len());
}
