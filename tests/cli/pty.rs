//! A program on a terminal of its own, typed to as a person types: what it shows is waited for, nothing is timed.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use crate::desk::Desk;

/// How long a screen may take; only a failing test waits for it.
const DEADLINE: Duration = Duration::from_secs(60);

/// A terminal with the program on it. Ended when dropped.
pub struct Terminal {
    child: Child,
    keys: Option<ChildStdin>,
    screen: Arc<Screen>,
    /// Bytes of the screen that earlier waits have passed.
    seen: usize,
}

#[derive(Default)]
struct Screen {
    shown: Mutex<(Vec<u8>, bool)>,
    changed: Condvar,
}

pub const CTRL_C: &str = "\u{3}";
pub const CTRL_D: &str = "\u{4}";
pub const BACKSPACE: &str = "\u{7f}";
pub const UP: &str = "\u{1b}[A";
pub const LEFT: &str = "\u{1b}[D";
pub const ENTER: &str = "\r";

impl Terminal {
    /// `None`, and a message, where no program can give one.
    pub fn start(desk: &Desk, arguments: &str) -> Option<Self> {
        let script = std::path::Path::new("/usr/bin/script");
        if !script.exists() {
            eprintln!("skipped: no `script` (package bsdutils) to give the program a terminal");
            return None;
        }
        let mut command = Command::new(script);
        // The exit code is `script`'s own with -e.
        command.args(["-qefc", &format!("exec {} {arguments}", env!("CARGO_BIN_EXE_zhoubao")), "/dev/null"]);
        command.env_clear().env("HOME", desk.path("")).env("TERM", "xterm").env("PATH", "/usr/bin:/bin");
        command.env("NO_COLOR", "1").env("ZHOUBAO_AS_OF", crate::desk::AS_OF).current_dir(desk.path(""));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().expect("`script` starts");
        let keys = child.stdin.take();
        let mut output = child.stdout.take().expect("piped");
        let screen = Arc::new(Screen::default());
        let reader = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let read = output.read(&mut buffer).unwrap_or(0);
                let mut shown = reader.shown.lock().expect("a screen");
                shown.0.extend_from_slice(&buffer[..read]);
                shown.1 = read == 0;
                reader.changed.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        Some(Self { child, keys, screen, seen: 0 })
    }

    /// Waits until `words` are shown, after what earlier waits have passed.
    #[track_caller]
    pub fn shows(&mut self, words: &str) -> &mut Self {
        let start = Instant::now();
        let mut shown = self.screen.shown.lock().expect("a screen");
        loop {
            let text = &shown.0[self.seen..];
            if let Some(at) = text.windows(words.len()).position(|window| window == words.as_bytes()) {
                self.seen += at + words.len();
                break;
            }
            let left = DEADLINE.saturating_sub(start.elapsed());
            assert!(
                !shown.1 && !left.is_zero(),
                "`{words}` was not shown after {:?} of\n{}",
                String::from_utf8_lossy(text),
                String::from_utf8_lossy(&shown.0)
            );
            shown = self.screen.changed.wait_timeout(shown, left).expect("a screen").0;
        }
        drop(shown);
        self
    }

    pub fn types(&mut self, keys: &str) -> &mut Self {
        let input = self.keys.as_mut().expect("open");
        input.write_all(keys.as_bytes()).and_then(|()| input.flush()).expect("typed");
        self
    }

    /// Waits for the prompt, then types a line.
    #[track_caller]
    pub fn asks(&mut self, line: &str) -> &mut Self {
        self.shows("> ").types(line).types(ENTER)
    }

    /// Waits for the end; the exit code and all that was shown.
    #[track_caller]
    pub fn ends(mut self) -> (i32, String) {
        let start = Instant::now();
        let mut shown = self.screen.shown.lock().expect("a screen");
        while !shown.1 {
            let left = DEADLINE.saturating_sub(start.elapsed());
            assert!(!left.is_zero(), "it did not end:\n{}", String::from_utf8_lossy(&shown.0));
            shown = self.screen.changed.wait_timeout(shown, left).expect("a screen").0;
        }
        let text = String::from_utf8_lossy(&shown.0).into_owned();
        drop(shown);
        let code = self.child.wait().expect("it ended").code().unwrap_or(-1);
        (code, text)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        drop(self.keys.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
