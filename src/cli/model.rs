//! `zhoubao model`.

use super::RunOutcome;
use super::args::{Global, ModelArgs, ModelCommand};
use super::print::{note, print};
use super::progress::PullBar;
use crate::context::Failure;
use crate::embed::{KNOWN_MODELS, KnownModel, Source, State, list, pull};

pub(super) async fn run(args: ModelArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let config = global.config()?;
    match args.command {
        ModelCommand::Pull { model, from } => {
            let model = known(&model)?;
            let source = match from {
                Some(folder) => Source::Folder(folder),
                None => Source::Hub { endpoint: config.hub.clone() },
            };
            if let Source::Hub { endpoint } = &source
                && config.offline
                && !endpoint.is_loopback()
            {
                let hint = "leave out --offline, or name a folder with --from".to_string();
                return Err(Failure::usage(format!("the hub `{endpoint}` is outside this machine"), Some(hint)));
            }
            let bar = PullBar::new();
            let pulled = pull(model, &config.models, &source, &|progress| bar.show(progress)).await;
            bar.finish();
            let folder = pulled?;
            note(&format!("{} is complete and its checksums are right", model.name));
            print(&folder.display().to_string())?;
        }
        ModelCommand::List => {
            for (model, folder, state) in list(&config.models) {
                let state = match state {
                    State::Present => "present",
                    State::Missing => "missing",
                    State::Damaged => "damaged",
                };
                print(&format!("{}\t{} wide\t{state}\t{}", model.name, model.width, folder.display()))?;
            }
        }
        ModelCommand::Path { model } => {
            let model = known(&model)?;
            print(&model.path(&config.models).display().to_string())?;
            if model.state(&config.models) != State::Present {
                note(&format!("note: {} is not there yet; get it with `zhoubao model pull`", model.name));
                return Ok(RunOutcome::Failed);
            }
        }
    }
    Ok(RunOutcome::Done)
}

fn known(name: &str) -> Result<&'static KnownModel, Failure> {
    KnownModel::named(name).ok_or_else(|| {
        let names: Vec<&str> = KNOWN_MODELS.iter().map(|model| model.name).collect();
        Failure::usage(format!("no model is called `{name}`"), Some(format!("known: {}", names.join(", "))))
    })
}
