//! `zhoubao completions`.

use clap::CommandFactory;

use super::RunOutcome;
use super::args::{Arguments, CompletionsArgs};
use crate::context::Failure;

pub(super) fn run(args: &CompletionsArgs) -> Result<RunOutcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "zhoubao", &mut script);
    let script = String::from_utf8_lossy(&script);
    super::print::print(script.trim_end())?;
    Ok(RunOutcome::Done)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::args::Arguments;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
