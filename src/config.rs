//! Flags + environment + file → one immutable [`Config`]. The only place that reads the environment.

mod beside;
mod check;
mod feedback;
mod llm;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use serde::Deserialize;

use crate::calendar::Date;
use crate::endpoint::{AddressError, BaseUrl};
use crate::lexicon::{Glossary, GlossaryError};
use crate::series::{AliasError, Aliases};
use crate::source::{NamedFile, NamedFileError};
use crate::store::{Location, Quantization, Secret, StoreError, socket_folders};
use crate::vocabulary::OwnWords;

pub use check::CheckTable;
pub use feedback::FeedbackSettings;
pub use llm::{AnswerWording, Hidden, Llm, LlmOverrides, PriceTable, Redact};

/// What the command line says; `None` leaves it to the environment, then to the file, then to the default.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    pub config: Option<PathBuf>,
    pub index: Option<PathBuf>,
    pub qdrant_url: Option<String>,
    pub collection: Option<String>,
    pub embedder: Option<EmbedderKind>,
    pub offline: bool,
    pub as_of: Option<Date>,
    pub llm: LlmOverrides,
}

/// What makes dense vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum EmbedderKind {
    /// The model on this machine; without its weights, words alone
    Local,
    /// An OpenAI-compatible endpoint
    Remote,
    /// None: words alone
    None,
}

/// Everything a command needs to know, decided.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file that was read, if any.
    pub file: Option<PathBuf>,
    pub location: Location,
    /// How a new index keeps its dense vectors.
    pub quantization: Option<Quantization>,
    /// Folders for the socket at which the process that holds the index answers others, the best first.
    pub sockets: Vec<PathBuf>,
    pub embedder: EmbedderKind,
    /// Folder with one folder a model.
    pub models: PathBuf,
    pub remote: RemoteEmbedder,
    pub hub: BaseUrl,
    /// The file that keeps what was typed to `chat`; `None` where there is no home to keep it in.
    pub history: Option<PathBuf>,
    /// No connection to anything but this machine.
    pub offline: bool,
    pub as_of: Date,
    /// `as_of` was asked for; else it is the day on which the process began.
    pub is_as_of_given: bool,
    /// The department's own names, beside those that ship with the program.
    pub glossary: Glossary,
    /// Words that the department adds to the classes of the vocabulary.
    pub words: OwnWords,
    pub aliases: Aliases,
    /// Where accepted names go; `None` without a folder for configuration.
    pub alias_file: Option<PathBuf>,
    pub llm: Llm,
    /// Folder of the ledger of what left this machine.
    pub audit: PathBuf,
    /// What is kept of answers, and of what people say of them.
    pub feedback: FeedbackSettings,
    /// Where uploaded reports are kept: beside an index directory; for a server, in the user's data directory. `None` where there is
    /// neither.
    pub uploads: Option<PathBuf>,
    pub check: CheckTable,
}

#[derive(Debug, Clone, Default)]
pub struct RemoteEmbedder {
    pub base_url: Option<BaseUrl>,
    pub api_key: Option<Secret>,
    pub model: Option<String>,
    /// Texts a request.
    pub batch: Option<usize>,
    pub width: Option<usize>,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the configuration file cannot be read")]
    Unreadable(#[source] NamedFileError),
    #[error("the file of `[metrics] alias_file` cannot be read")]
    AliasFile(#[source] NamedFileError),
    #[error("`{}` is not a configuration of this program", path.display())]
    Invalid {
        path: PathBuf,
        #[source]
        source: Box<toml::de::Error>,
    },
    #[error("no folder for data: HOME is not set")]
    NoHome,
    #[error("{name} is `{found}`, which is not {wanted}")]
    Variable { name: &'static str, found: String, wanted: &'static str },
    #[error("the glossary of the configuration is wrong")]
    Glossary(#[from] GlossaryError),
    #[error("the names of metrics in the configuration are wrong")]
    Aliases(#[from] AliasError),
    #[error("the prompts cannot be read")]
    Prompts(#[source] std::io::Error),
    #[error("a prompt cannot be read")]
    Prompt(#[source] NamedFileError),
    #[error("the address of {what} cannot be used")]
    Address {
        what: &'static str,
        #[source]
        source: AddressError,
    },
    #[error(transparent)]
    Server(StoreError),
    #[error("{what} is at `{url}`, outside this machine, and --offline was given")]
    Offline { what: &'static str, url: String },
}

impl ConfigError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable(NamedFileError::Unreadable { .. }) => {
                Some("name another file with --config, or leave it out".to_string())
            }
            Self::Unreadable(error) | Self::AliasFile(error) | Self::Prompt(error) => error.hint(),
            Self::Invalid { .. } => Some("see `docs/configuration.md` for what a configuration may hold".to_string()),
            Self::NoHome => Some("set HOME, or name folders with --index and ZHOUBAO_MODELS".to_string()),
            Self::Variable { .. } | Self::Glossary(_) => None,
            Self::Aliases(_) => Some("give every other name to one metric in `[metrics.aliases]`".to_string()),
            Self::Prompts(_) => Some("name a folder with templates with --prompts, or leave it out".to_string()),
            Self::Address { source, .. } => Some(source.hint()),
            Self::Server(error) => error.hint(),
            Self::Offline { .. } => Some("leave out --offline, or use a server on this machine".to_string()),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    index: Option<PathBuf>,
    offline: bool,
    qdrant: QdrantTable,
    embeddings: EmbeddingsTable,
    hub: HubTable,
    llm: llm::LlmTable,
    redaction: Hidden,
    audit: AuditTable,
    feedback: feedback::FeedbackTable,
    metrics: MetricsTable,
    check: CheckTable,
    /// 中文 = ["english", …]
    glossary: BTreeMap<String, Vec<String>>,
    words: OwnWords,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct QdrantTable {
    url: Option<String>,
    api_key: Option<String>,
    collection: Option<String>,
    shard_number: Option<u32>,
    replication_factor: Option<u32>,
    quantization: Vectors,
}

/// How the dense vectors of a new index are kept.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Vectors {
    #[default]
    None,
    Scalar,
    Binary,
}

impl Vectors {
    fn quantization(self) -> Option<Quantization> {
        match self {
            Self::None => None,
            Self::Scalar => Some(Quantization::Scalar),
            Self::Binary => Some(Quantization::Binary),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EmbeddingsTable {
    kind: Option<EmbedderKind>,
    models: Option<PathBuf>,
    base_url: Option<String>,
    api_key: Option<String>,
    model: Option<String>,
    batch: Option<usize>,
    width: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct HubTable {
    endpoint: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MetricsTable {
    /// name = ["other name", …]
    aliases: BTreeMap<String, Vec<String>>,
    /// A file that holds nothing but such lines.
    alias_file: Option<PathBuf>,
}

impl MetricsTable {
    /// The table and the `file` together.
    fn aliases(self, file: Option<&Path>) -> Result<Aliases, ConfigError> {
        let mut table = self.aliases;
        if let Some(path) = file.filter(|path| self.alias_file.is_some() || path.is_file()) {
            let text = NamedFile::ALIASES.read_text(path).map_err(ConfigError::AliasFile)?;
            let more: BTreeMap<String, Vec<String>> = toml::from_str(&text)
                .map_err(|source| ConfigError::Invalid { path: path.to_path_buf(), source: Box::new(source) })?;
            for (name, others) in more {
                table.entry(name).or_default().extend(others);
            }
        }
        Ok(Aliases::new(&table)?)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AuditTable {
    dir: Option<PathBuf>,
}

/// Where weights come from when nothing else is configured.
const DEFAULT_HUB: &str = "https://huggingface.co";
const ALIAS_FILE: &str = "aliases.toml";
const DEFAULT_COLLECTION: &str = "zhoubao";

/// The folders of the person who runs the program, from the environment.
struct Folders {
    config: PathBuf,
    data: PathBuf,
    cache: PathBuf,
    /// What is kept from run to run and is no data: histories.
    state: PathBuf,
}

impl Config {
    /// Decides what holds: command line before environment before file before defaults.
    ///
    /// # Errors
    /// A file that was named and cannot be read, or holds what it must not; a variable with a wrong value; no HOME.
    pub fn resolve(overrides: &Overrides, today: Date) -> Result<Self, ConfigError> {
        let folders = etcetera::choose_base_strategy()
            .map(|base| Folders {
                config: base.config_dir().join("zhoubao"),
                data: base.data_dir().join("zhoubao"),
                cache: base.cache_dir().join("zhoubao"),
                state: base.state_dir().unwrap_or_else(|| base.data_dir()).join("zhoubao"),
            })
            .ok();
        Self::resolve_with(
            overrides,
            &|name| std::env::var(name).ok().filter(|value| !value.is_empty()),
            folders,
            today,
        )
    }

    fn resolve_with(
        overrides: &Overrides,
        variable: &dyn Fn(&'static str) -> Option<String>,
        folders: Option<Folders>,
        today: Date,
    ) -> Result<Self, ConfigError> {
        let named = overrides.config.clone().or_else(|| variable("ZHOUBAO_CONFIG").map(PathBuf::from));
        let (file, path) = read_file(named, folders.as_ref().map(|folders| folders.config.join("config.toml")))?;
        // A named one must be there; the usual one beside the configuration may be missing.
        let usual = || Some(path.as_deref()?.parent()?.join(ALIAS_FILE));
        let usual = usual().or_else(|| Some(folders.as_ref()?.config.join(ALIAS_FILE)));
        let alias_file = file.metrics.alias_file.clone().or(usual);
        let data = || folders.as_ref().map(|folders| folders.data.clone()).ok_or(ConfigError::NoHome);
        let models = match variable("ZHOUBAO_MODELS").map(PathBuf::from).or(file.embeddings.models) {
            Some(models) => models,
            None => data()?.join("models"),
        };
        let audit = match variable("ZHOUBAO_AUDIT").map(PathBuf::from).or(file.audit.dir) {
            Some(dir) => dir,
            // Without a home there is still a folder that was named.
            None => data().map_or_else(|_| models.with_file_name("audit"), |data| data.join("audit")),
        };
        let qdrant_url = overrides.qdrant_url.clone().or_else(|| match overrides.index {
            // A directory on the command line says where the index is, whatever the environment says.
            Some(_) => None,
            None => variable("QDRANT_URL").or(file.qdrant.url.clone()),
        });
        let runtime = variable("XDG_RUNTIME_DIR").map(PathBuf::from);
        let sockets = socket_folders(runtime, &std::env::temp_dir());
        let location = match qdrant_url {
            Some(url) => Location::Server {
                url: url.parse().map_err(ConfigError::Server)?,
                api_key: variable("QDRANT_API_KEY").or(file.qdrant.api_key).map(Secret::new),
                collection: overrides
                    .collection
                    .clone()
                    .or_else(|| variable("ZHOUBAO_COLLECTION"))
                    .or(file.qdrant.collection)
                    .unwrap_or_else(|| DEFAULT_COLLECTION.to_string()),
                shard_number: file.qdrant.shard_number,
                replication_factor: file.qdrant.replication_factor,
            },
            None => Location::Embedded {
                dir: match overrides
                    .index
                    .clone()
                    .or_else(|| variable("ZHOUBAO_INDEX").map(PathBuf::from))
                    .or(file.index)
                {
                    Some(dir) => dir,
                    None => data()?.join("index"),
                },
                // The folder for temporary files first: the other one is often in memory.
                copies: sockets.iter().rev().cloned().collect(),
            },
        };
        let data = folders.as_ref().map(|folders| folders.data.as_path());
        let feedback = file.feedback.resolve(variable, &location, data)?;
        let uploads = beside::beside_index(&location, data, "uploads");
        let lines: String =
            file.glossary.iter().map(|(chinese, english)| format!("{chinese}\t{}\n", english.join(","))).collect();
        let glossary = Glossary::parse(&lines)?;
        let given = match (overrides.as_of, variable("ZHOUBAO_AS_OF")) {
            (Some(date), _) => Some(date),
            (None, Some(found)) => Some(found.parse().map_err(|_| ConfigError::Variable {
                name: "ZHOUBAO_AS_OF",
                found,
                wanted: "a date such as 2023-06-20",
            })?),
            (None, None) => None,
        };
        let kind = match variable("ZHOUBAO_EMBEDDER") {
            Some(found) => Some(clap::ValueEnum::from_str(&found, true).map_err(|_| ConfigError::Variable {
                name: "ZHOUBAO_EMBEDDER",
                found,
                wanted: "local, remote or none",
            })?),
            None => None,
        };
        let replies = folders.as_ref().map(|folders| folders.cache.join("replies"));
        let llm = Llm::resolve(&overrides.llm, file.llm, file.redaction, variable, replies)?;
        let embedder = overrides.embedder.or(kind).or(file.embeddings.kind).unwrap_or(EmbedderKind::Local);
        // What is not asked need not be right: others read OPENAI_BASE_URL, too.
        let embeddings = variable("OPENAI_BASE_URL").or(file.embeddings.base_url);
        let embeddings = embeddings.filter(|_| embedder == EmbedderKind::Remote);
        let hub = variable("HF_ENDPOINT").or(file.hub.endpoint).unwrap_or_else(|| DEFAULT_HUB.to_string());
        let config = Self {
            file: path,
            location,
            quantization: file.qdrant.quantization.quantization(),
            sockets,
            embedder,
            models,
            remote: RemoteEmbedder {
                base_url: embeddings.map(|url| address("the embeddings endpoint", &url)).transpose()?,
                api_key: variable("OPENAI_API_KEY").or(file.embeddings.api_key).map(Secret::new),
                model: variable("ZHOUBAO_EMBEDDING_MODEL").or(file.embeddings.model),
                batch: file.embeddings.batch,
                width: file.embeddings.width,
            },
            history: folders.as_ref().map(|folders| folders.state.join("chat-history")),
            hub: address("the hub", &hub)?,
            offline: overrides.offline || variable("ZHOUBAO_OFFLINE").is_some() || file.offline,
            as_of: given.unwrap_or(today),
            is_as_of_given: given.is_some(),
            glossary,
            words: file.words,
            aliases: file.metrics.aliases(alias_file.as_deref())?,
            alias_file,
            llm,
            audit,
            feedback,
            uploads,
            check: file.check,
        };
        config.check_offline()?;
        Ok(config)
    }

    fn check_offline(&self) -> Result<(), ConfigError> {
        if !self.offline {
            return Ok(());
        }
        if let Location::Server { url, .. } = &self.location
            && !url.is_loopback()
        {
            return Err(ConfigError::Offline { what: "the Qdrant server", url: url.to_string() });
        }
        match &self.remote.base_url {
            Some(url) if !url.is_loopback() => {
                Err(ConfigError::Offline { what: "the embeddings endpoint", url: url.to_string() })
            }
            _ => Ok(()),
        }
    }
}

/// Whether the environment leaves colours on; see <https://no-color.org>.
pub fn wants_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Whether the environment's locale names another encoding than UTF-8. One that names none leaves it open, and is taken
/// for UTF-8, but for the two that are ASCII. Source: POSIX.1-2017, 8.2: `LC_ALL` before `LC_CTYPE` before `LANG`.
pub fn shows_only_ascii() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).is_some_and(|locale| is_ascii_locale(&locale))
}

fn is_ascii_locale(locale: &str) -> bool {
    let encoding = locale.split_once('.').map(|(_, rest)| rest.split('@').next().unwrap_or(rest));
    match encoding {
        Some(encoding) => !matches!(encoding.to_ascii_lowercase().as_str(), "utf-8" | "utf8"),
        None => matches!(locale, "C" | "POSIX"),
    }
}

/// The address of `what`, parsed once: what is judged is what is asked.
fn address(what: &'static str, url: &str) -> Result<BaseUrl, ConfigError> {
    url.parse().map_err(|source| ConfigError::Address { what, source })
}

/// A named file must be there; the usual one may be missing.
fn read_file(named: Option<PathBuf>, usual: Option<PathBuf>) -> Result<(File, Option<PathBuf>), ConfigError> {
    let path = match (named, usual) {
        (Some(path), _) => path,
        (None, Some(usual)) if usual.is_file() => usual,
        _ => return Ok((File::default(), None)),
    };
    let text = NamedFile::CONFIGURATION.read_text(&path).map_err(ConfigError::Unreadable)?;
    let file: File = toml::from_str(&text)
        .map_err(|source| ConfigError::Invalid { path: path.clone(), source: Box::new(source) })?;
    Ok((relative_to(file, path.parent()), Some(path)))
}

/// Folders in a file are meant from where the file is.
fn relative_to(mut file: File, folder: Option<&Path>) -> File {
    if let Some(folder) = folder {
        file.index = file.index.map(|index| folder.join(index));
        file.embeddings.models = file.embeddings.models.map(|models| folder.join(models));
        file.llm.prompts = file.llm.prompts.map(|prompts| folder.join(prompts));
        file.metrics.alias_file = file.metrics.alias_file.map(|path| folder.join(path));
        file.audit.dir = file.audit.dir.map(|dir| folder.join(dir));
    }
    file
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Config, ConfigError, EmbedderKind, Folders, Overrides};
    use crate::calendar::Date;
    use crate::store::Location;

    fn resolve(overrides: &Overrides, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let today: Date = "2024-04-02".parse().expect("a date");
        let folders = Folders {
            config: PathBuf::from("/nowhere/config"),
            data: PathBuf::from("/nowhere/data"),
            cache: PathBuf::from("/nowhere/cache"),
            state: PathBuf::from("/nowhere/state"),
        };
        let variable = |name: &'static str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_string())
        };
        Config::resolve_with(overrides, &variable, Some(folders), today)
    }

    #[test]
    fn the_command_line_wins_over_the_environment_over_the_default() {
        let default = resolve(&Overrides::default(), &[]).expect("defaults");
        let is_in = |config: &Config, wanted: &str| matches!(&config.location, Location::Embedded { dir, .. } if dir == std::path::Path::new(wanted));
        assert!(is_in(&default, "/nowhere/data/index"));
        let variables = [("ZHOUBAO_INDEX", "/a"), ("ZHOUBAO_EMBEDDER", "none")];
        let environment = resolve(&Overrides::default(), &variables).expect("valid");
        assert!(is_in(&environment, "/a"));
        assert_eq!(environment.embedder, EmbedderKind::None);
        let overrides = Overrides { index: Some(PathBuf::from("/b")), ..Overrides::default() };
        assert_eq!(default.audit, PathBuf::from("/nowhere/data/audit"));
        let line = resolve(&overrides, &[("QDRANT_URL", "http://localhost:6334")]).expect("valid");
        assert!(is_in(&line, "/b"));
    }

    #[test]
    fn offline_refuses_what_is_not_this_machine() {
        let overrides = Overrides { offline: true, ..Overrides::default() };
        assert!(matches!(
            resolve(&overrides, &[("QDRANT_URL", "http://10.1.2.3:6334")]),
            Err(ConfigError::Offline { .. })
        ));
        assert!(resolve(&overrides, &[("QDRANT_URL", "http://127.0.0.1:6334")]).is_ok());
    }

    #[test]
    fn an_address_that_is_none_is_an_error_where_it_would_be_asked() {
        for variable in ["OPENAI_BASE_URL", "HF_ENDPOINT"] {
            let error = resolve(&Overrides::default(), &[(variable, "localhost:8080/v1")]).expect_err("no address");
            assert!(matches!(error, ConfigError::Address { .. }) && error.hint().is_some(), "{error}");
        }
        let error =
            resolve(&Overrides::default(), &[("QDRANT_URL", "http://2130706433:6334")]).expect_err("no address");
        assert!(matches!(error, ConfigError::Server(_)) && error.hint().is_some(), "{error}");
        let off = [("OPENAI_BASE_URL", "localhost:8080/v1"), ("ZHOUBAO_LLM", "off")];
        assert!(resolve(&Overrides::default(), &off).is_ok());
    }

    #[test]
    fn a_wrong_variable_is_named() {
        let error = resolve(&Overrides::default(), &[("ZHOUBAO_AS_OF", "tomorrow")]).expect_err("no date");
        assert_eq!(error.to_string(), "ZHOUBAO_AS_OF is `tomorrow`, which is not a date such as 2023-06-20");
    }
}
