//! `zhoubao man`: the pages of the manual, made from the same arguments as the help; `make install` puts them where `man` looks.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::RunOutcome;
use super::args::{Arguments, ManualArgs};
use crate::context::Failure;

pub(super) fn run(args: &ManualArgs) -> Result<RunOutcome, Failure> {
    let pages = pages();
    let Some(wanted) = &args.page else {
        let names: Vec<&str> = pages.iter().map(name).collect();
        super::print::print(&names.join("\n"))?;
        return Ok(RunOutcome::Done);
    };
    let Some(command) = pages.iter().find(|command| name(command) == wanted) else {
        let hint = "`zhoubao man` lists the pages".to_string();
        return Err(Failure::usage(format!("the manual has no page {wanted}"), Some(hint)));
    };
    super::print::print(page(command).map_err(Failure::from_error)?.trim_end())?;
    Ok(RunOutcome::Done)
}

/// Every command that is not hidden, the program itself first, subcommands of subcommands too.
fn pages() -> Vec<Command> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let mut pages = vec![program];
    let mut next = 0;
    while let Some(command) = pages.get(next) {
        let below: Vec<Command> = command.get_subcommands().filter(|below| !below.is_hide_set()).cloned().collect();
        pages.extend(below);
        next += 1;
    }
    pages
}

/// As in `zhoubao-model-pull`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// A page in roff.
fn page(command: &Command) -> std::io::Result<String> {
    let man = Man::new(command.clone()).source(format!("zhoubao {}", env!("CARGO_PKG_VERSION"))).manual("zhoubao");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.get_subcommands().any(|below| !below.is_hide_set()) {
        man.render_subcommands_section(&mut page)?;
    }
    let mut rest = Roff::new();
    if let Some(notes) = command.get_after_help() {
        // Lines as they stand: the renderer of the library would fill them to one paragraph.
        rest.control("SH", ["NOTES"]).control("nf", []);
        for line in notes.to_string().lines() {
            rest.text([roman(line)]);
        }
        rest.control("fi", []);
    }
    if let Some((above, _)) = name(command).rsplit_once('-') {
        rest.control("SH", ["SEE ALSO"]).text([bold(above), roman("(1)")]);
    }
    rest.to_writer(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
