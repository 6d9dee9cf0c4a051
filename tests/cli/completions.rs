//! `zhoubao completions`.

use crate::desk::Desk;

#[test]
fn five_shells_are_served() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = desk.run(["completions", shell]).exits(0);
        assert!(["ingest", "search", "explain", "as-of"].iter().all(|word| run.stdout.contains(word)), "{shell}");
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn bash_reads_its_script() {
    let desk = Desk::new();
    let script = desk.run(["completions", "bash"]).stdout;
    desk.write("zhoubao.bash", script);
    let read = std::process::Command::new("bash").args(["-n", "zhoubao.bash"]).current_dir(desk.path("")).output();
    let read = read.expect("bash");
    assert!(read.status.success() && read.stderr.is_empty(), "{read:?}");
}

#[test]
fn another_shell_is_wrong_usage() {
    Desk::new().run(["completions", "tcsh"]).exits(2).notes("bash, elvish, fish, powershell, zsh");
}
