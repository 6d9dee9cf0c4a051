//! What commands and the server work with, opened side by side: the index, the embedder, the dictionaries, the language model.

mod dialogue;
mod failure;
mod headings;
mod model;
mod pages;
mod request;
mod respond;
mod starters;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::answer::prepare;
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::config::{Config, EmbedderKind};
use crate::embed::{BGE_SMALL_ZH, EmbedError, Embedder, Local, Purpose, Remote, RemoteOptions, State};
use crate::feedback::Feedback;
use crate::ingest::{Notes, reports};
use crate::lexicon::{Glossary, SEGMENTER_VERSION, Segmenter};
use crate::output::Output;
use crate::question::{Language, Question};
use crate::retrieve::{IndexCache, Retriever, content};
use crate::series::Aliases;
use crate::statement::Models;
use crate::store::{Access, Fingerprint, Generation, Location, Store, StoreError};
use crate::vocabulary::{Wording, both};
use jiff::tz::TimeZone;
use tokio::sync::OnceCell;
use tokio::task::JoinHandle;
use uuid::Uuid;

pub use dialogue::{Heard, QuestionRead, hear, respond_after, turn};
pub use failure::Failure;
pub use model::{Model, ModelRequest};
pub use pages::{page, page_of, pages_of, shown_path};
pub use request::{check_span, parse_date, parse_period, start_of_day};
pub use respond::{Logged, attach_corrections, log_answer, respond};

/// How long a command waits for another one that holds the index's directory: long enough for a question to end.
const WAIT_FOR_INDEX: Duration = Duration::from_secs(3);

/// How many authors a hint names.
const MOST_AUTHORS: usize = 12;

/// Everything a question needs.
pub struct Context {
    pub store: Store,
    /// The state of the index that the catalogue and the caches are of.
    generation: Generation,
    pub embedder: Embedder,
    pub segmenter: Arc<Segmenter>,
    pub catalogue: Catalogue,
    pub aliases: Aliases,
    cache: IndexCache,
    pub as_of: Date,
    /// What is kept of answers, and what people said of them.
    pub feedback: Feedback,
    /// What the user should know before the answer, a line each.
    pub notices: Vec<Wording>,
    /// What of the reports the index lacks.
    pub gaps: Vec<Wording>,
    /// See [`Context::headings`].
    headings: OnceCell<Vec<String>>,
    /// See [`Context::starters`]; in Chinese, in English.
    starters: [OnceCell<Vec<String>>; 2],
    /// The folders that the program keeps its files in.
    own: Vec<PathBuf>,
}

/// What can be had without the index, and serves however often the index is opened.
pub struct Tools {
    pub config: Config,
    embedder: Embedder,
    segmenter: Arc<Segmenter>,
    feedback: Feedback,
    notices: Vec<Wording>,
}

/// The index, the dictionaries and the model while they are loaded, each on a thread of its own.
pub struct Loading {
    index: JoinHandle<Result<Opened, Failure>>,
    segmenter: JoinHandle<Segmenter>,
    embedder: JoinHandle<Result<(Embedder, Vec<Wording>), Failure>>,
}

impl Loading {
    pub fn start(purpose: Purpose, config: &Config) -> Self {
        let of_index = config.clone();
        Self {
            // The index first: it is what the others wait for.
            index: tokio::spawn(async move { open_index(&of_index).await }),
            segmenter: load_segmenter(config.glossary.clone()),
            embedder: start_embedder(config, purpose),
        }
    }

    /// Opens an existing index for reading. What `question` is most likely compared by is embedded meanwhile.
    ///
    /// # Errors
    /// Those of the index, of the dictionaries and of the model.
    pub async fn open(self, config: &Config, question: Option<&Question>) -> Result<Context, Failure> {
        let ahead = async {
            let (embedder, notices) = joined(self.embedder).await??;
            // To a question in English its words in Chinese are added, as soon as it is known what the reports call them.
            let chinese = question.filter(|question| question.language == Language::Chinese);
            let vector = match (chinese.map(content), &embedder) {
                // What fails is tried again, and said, when the vector is wanted.
                (Some(text), Embedder::Local(_)) => embedder.embed_query(&text).await.ok().map(|vector| (text, vector)),
                _ => None,
            };
            Ok((embedder, notices, vector))
        };
        let index = async { joined(self.index).await? };
        let (opened, (embedder, notices, vector)) = tokio::try_join!(index, ahead)?;
        let segmenter = Arc::new(joined(self.segmenter).await?);
        let context = Context::with(opened, (embedder, notices, segmenter), open_feedback(config), config).await?;
        if let Some((text, vector)) = vector {
            context.cache.keep_vector(&text, vector.into_vec());
        }
        Ok(context)
    }
}

impl Tools {
    /// Loads the dictionaries and the model, side by side.
    pub async fn load(config: Config) -> Result<Self, Failure> {
        let segmenter = load_segmenter(config.glossary.clone());
        let (embedder, notices) = load_embedder(&config, Purpose::Many).await?;
        let feedback = open_feedback(&config);
        Ok(Self { config, embedder, segmenter: Arc::new(joined(segmenter).await?), feedback, notices })
    }

    /// Opens the index as it is now.
    pub async fn open(&self) -> Result<Context, Failure> {
        self.with(open_index(&self.config).await?).await
    }

    pub fn feedback(&self) -> &Feedback {
        &self.feedback
    }

    /// Opens the index as it is now, seen from `as_of`; one that is missing is made, and may have no reports.
    ///
    /// # Errors
    /// Those of the index, and of the embedder that a new one is made for.
    pub async fn open_or_make(&self, as_of: Date) -> Result<Context, Failure> {
        let store = match Store::open(&self.config.location, Access::Existing, WAIT_FOR_INDEX).await {
            Err(StoreError::NotFound { .. }) => {
                let fingerprint = fingerprint(&self.embedder).await?.quantized(self.config.quantization);
                let access = Access::Create(fingerprint);
                Store::open(&self.config.location, access, WAIT_FOR_INDEX).await?
            }
            opened => opened?,
        };
        share(&store, &self.config).await;
        let context = self.with(load(store).await?).await?;
        Ok(Context { as_of, ..context })
    }

    /// The index of `known` as it is now, seen from `as_of`: reports, caches and notices are read anew. It stays open all the time.
    ///
    /// # Errors
    /// Those of the index.
    pub async fn renewed(&self, known: &Context, as_of: Date) -> Result<Context, Failure> {
        let store = known.store.renewed(&self.config.location, WAIT_FOR_INDEX).await?;
        share(&store, &self.config).await;
        let context = self.with(load(store).await?).await?;
        Ok(Context { as_of, ..context })
    }

    async fn with(&self, opened: Opened) -> Result<Context, Failure> {
        let tools = (self.embedder.clone(), self.notices.clone(), Arc::clone(&self.segmenter));
        Context::with(opened, tools, self.feedback.clone(), &self.config).await
    }
}

impl Context {
    /// Opens an existing index for reading, for one question or for many.
    pub async fn open(purpose: Purpose, config: &Config) -> Result<Self, Failure> {
        Loading::start(purpose, config).open(config, None).await
    }

    async fn with(
        Opened { store, catalogue, gaps, generation }: Opened,
        (embedder, mut notices, segmenter): (Embedder, Vec<Wording>, Arc<Segmenter>),
        feedback: Feedback,
        config: &Config,
    ) -> Result<Self, Failure> {
        let embedder = match check_reading(&store, &embedder).await? {
            None => embedder,
            Some(notice) => {
                notices.push(notice);
                Embedder::None
            }
        };
        notices.extend(store.notice());
        Ok(Self {
            store,
            generation,
            embedder,
            segmenter,
            catalogue,
            aliases: config.aliases.clone(),
            cache: IndexCache::default(),
            as_of: config.as_of,
            feedback,
            notices,
            gaps,
            headings: OnceCell::new(),
            starters: Default::default(),
            own: own_folders(config),
        })
    }

    /// Whether nothing was written to the index since this was read; see [`Store::generation`] for the cost.
    ///
    /// # Errors
    /// Those of asking for it.
    pub async fn is_current(&self) -> Result<bool, Failure> {
        Ok(self.store.generation().await? == self.generation)
    }

    /// Reads ahead what questions of all reports ask for.
    ///
    /// # Errors
    /// Those of the index.
    pub async fn prepare(&self) -> Result<(), Failure> {
        Ok(prepare(&self.retriever()).await?)
    }

    /// Ends a long use of the index, through which others may have written; see [`Store::seal`].
    ///
    /// # Errors
    /// Those of sealing; nothing that was written is lost.
    pub async fn end(self) -> Result<(), Failure> {
        Ok(self.store.seal().await?)
    }

    /// Lets go of the index as the process ends; see [`Store::leave`]. The rest goes with the process, too: to free it piece by piece
    /// takes a tenth of a question's time.
    pub fn leave(self) {
        let Self { store, embedder, segmenter, catalogue, cache, .. } = self;
        store.leave();
        std::mem::forget((embedder, segmenter, catalogue, cache));
    }

    /// # Errors
    /// Usage: `wanted` is in no author's name, which would otherwise look like "not in the reports".
    pub fn check_author(&self, wanted: Option<&str>) -> Result<(), Failure> {
        let Some(wanted) = wanted else { return Ok(()) };
        if !self.catalogue.written_by(wanted).is_empty() {
            return Ok(());
        }
        let authors = self.catalogue.authors();
        let hint = match authors.as_slice() {
            [] => both!("没有一篇周报写了作者", "no report names its author"),
            authors => {
                let (named, others) = authors.split_at(authors.len().min(MOST_AUTHORS));
                let (zh, en) = (named.join("、"), named.join(", "));
                match others.len() {
                    0 => both!("有这些作者：{zh}", "known: {en}"),
                    others => both!("有这些作者：{zh} 等，另有 {others} 位", "known: {en} and {others} more"),
                }
            }
        };
        Err(Failure::usage(both!("没有叫“{wanted}”的作者", "no author is called `{wanted}`"), None).with_hint(hint))
    }

    pub fn retriever(&self) -> Retriever<'_> {
        Retriever {
            store: &self.store,
            embedder: &self.embedder,
            adapter: Models::built_in().adapter(),
            segmenter: &self.segmenter,
            catalogue: &self.catalogue,
            aliases: &self.aliases,
            cache: &self.cache,
            as_of: self.as_of,
        }
    }

    /// Lets go of the index, so that others may have it while a model writes; keeps what is known of the reports.
    pub fn into_catalogue(self) -> Catalogue {
        drop(self.store);
        self.catalogue
    }
}

/// What is kept of the answers of this index; nothing is read yet.
pub fn open_feedback(config: &Config) -> Feedback {
    Feedback::open(&config.feedback, TimeZone::system())
}

/// What may be written for this run: nothing among what these reports were read from, nor among the program's own files.
pub fn output(context: &Context, replaces: bool) -> Output {
    let entries = context.catalogue.entries().iter();
    let roots: BTreeSet<PathBuf> = entries.map(|entry| PathBuf::from(&entry.record.root)).collect();
    Output::new(replaces, roots.into_iter().chain(context.own.iter().cloned()))
}

/// The folders that the program keeps its files in.
fn own_folders(config: &Config) -> Vec<PathBuf> {
    let index = match &config.location {
        Location::Embedded { dir, .. } => Some(dir.clone()),
        Location::Server { .. } => None,
    };
    index
        .into_iter()
        .chain([config.audit.clone()])
        .chain(config.feedback.folder.clone())
        .chain(config.uploads.clone())
        .chain(config.llm.replies.clone())
        .collect()
}

/// The file that a report was read from, where it still is; for one in a zip, the zip.
pub fn file_of(catalogue: &Catalogue, report: Uuid) -> Option<PathBuf> {
    let entry = catalogue.entry(report)?;
    let root = PathBuf::from(&entry.record.root);
    let file = if root.is_dir() { root.join(&entry.record.path) } else { root };
    file.is_file().then_some(file)
}

/// The index and what it knows of its reports.
pub struct Opened {
    pub store: Store,
    pub catalogue: Catalogue,
    pub gaps: Vec<Wording>,
    /// As which all of this was read.
    generation: Generation,
}

/// How often the catalogue is read anew because the index was written meanwhile; a batch of a run takes much longer than that.
const MOST_LOADS: usize = 10;

/// Opens the index, and lets other processes work with it as long as this one has it.
pub async fn open_index(config: &Config) -> Result<Opened, Failure> {
    let store = Store::open(&config.location, Access::Existing, WAIT_FOR_INDEX).await?;
    share(&store, config).await;
    let opened = load(store).await?;
    if opened.catalogue.is_empty() {
        let hint = both!(
            "用 `zhoubao ingest 文件夹` 读入周报；中断过的，再运行一次就接着读",
            "read reports with `zhoubao ingest PATH`; a run that was stopped goes on with the same command"
        );
        let message = both!("索引里还没有周报", "the index holds no report yet");
        return Err(Failure::new(message, None).with_hint(hint));
    }
    Ok(opened)
}

/// Lets other processes work with an index that this one holds.
async fn share(store: &Store, config: &Config) {
    // Where no socket can be had others wait, as for any process that does not share.
    let _ = store.share(&config.sockets).await;
}

/// What is known of the reports of `store`, all of it from one moment.
async fn load(store: Store) -> Result<Opened, Failure> {
    let mut loads = 0;
    loop {
        let generation = store.generation().await?;
        let catalogue = Catalogue::new(reports(&store).await?);
        let gaps = gaps(&store, &catalogue).await?;
        loads += 1;
        // Where the changes do not end, what was read last is taken; it is not current, and read anew when it is wanted next.
        if loads == MOST_LOADS || store.generation().await? == generation {
            return Ok(Opened { store, catalogue, gaps, generation });
        }
    }
}

/// What of the reports the index lacks, a line each.
async fn gaps(store: &Store, catalogue: &Catalogue) -> Result<Vec<Wording>, Failure> {
    let records = catalogue.entries().iter().map(|entry| &entry.record);
    Ok(Notes::load(store).await?.gaps(records))
}

/// Builds the dictionaries on a thread of their own: they take longer than anything else at the start.
/// Loads the dictionaries with `glossary`, the department's own words.
pub fn load_segmenter(own: Glossary) -> JoinHandle<Segmenter> {
    tokio::task::spawn_blocking(move || {
        let mut glossary = Glossary::built_in();
        glossary.extend(own);
        Segmenter::new(glossary)
    })
}

pub async fn joined<T>(handle: JoinHandle<T>) -> Result<T, Failure> {
    handle.await.map_err(Failure::from_error)
}

/// The embedder that the configuration asks for, and a notice where it is not to be had.
pub async fn load_embedder(config: &Config, purpose: Purpose) -> Result<(Embedder, Vec<Wording>), Failure> {
    joined(start_embedder(config, purpose)).await?
}

fn start_embedder(config: &Config, purpose: Purpose) -> JoinHandle<Result<(Embedder, Vec<Wording>), Failure>> {
    let config = config.clone();
    tokio::task::spawn_blocking(move || embedder(&config, purpose))
}

fn embedder(config: &Config, purpose: Purpose) -> Result<(Embedder, Vec<Wording>), Failure> {
    match config.embedder {
        EmbedderKind::None => Ok((Embedder::None, Vec::new())),
        EmbedderKind::Local => {
            let folder = BGE_SMALL_ZH.path(&config.models);
            if BGE_SMALL_ZH.state(&config.models) == State::Missing {
                let notice = both!(
                    "这里没有向量模型，只按词查找（`zhoubao model pull` 可取得）",
                    "no embedding model here: working on words alone (get it with `zhoubao model pull`)"
                );
                return Ok((Embedder::None, vec![notice]));
            }
            let workers = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
            Ok((Embedder::Local(Local::load(&folder, workers, purpose)?), Vec::new()))
        }
        EmbedderKind::Remote => Ok((Embedder::Remote(remote(config)?), Vec::new())),
    }
}

fn remote(config: &Config) -> Result<Remote, Failure> {
    let missing = |what: &str| {
        Failure::usage(
            format!("the remote embedder has no {what}"),
            Some("set OPENAI_BASE_URL, ZHOUBAO_EMBEDDING_MODEL and, if it wants one, OPENAI_API_KEY".to_string()),
        )
    };
    let settings = &config.remote;
    let options = RemoteOptions {
        base_url: settings.base_url.clone().ok_or_else(|| missing("base URL"))?,
        key: settings.api_key.as_ref().map(|key| key.reveal().to_string()),
        model: settings.model.clone().ok_or_else(|| missing("model"))?,
        width: settings.width.and_then(NonZeroUsize::new),
        ask_for_width: false,
        batch_texts: settings.batch.and_then(NonZeroUsize::new).unwrap_or(REMOTE_BATCH),
        retries: 3,
        deadline: Duration::from_secs(60),
    };
    Ok(Remote::new(options)?)
}

/// Texts a request where nothing else is configured; most servers take this many.
const REMOTE_BATCH: NonZeroUsize = NonZeroUsize::new(32).expect("32 is not zero");

/// The fingerprint of an index that this run would write.
pub async fn fingerprint(embedder: &Embedder) -> Result<Fingerprint, Failure> {
    Ok(fingerprint_of(embedder).await?)
}

/// As [`fingerprint`], with the embedder's own error.
pub async fn fingerprint_of(embedder: &Embedder) -> Result<Fingerprint, EmbedError> {
    Ok(match embedder.find_width().await? {
        Some(width) => Fingerprint::new(&embedder.id(), width, SEGMENTER_VERSION),
        None => Fingerprint::sparse_only(SEGMENTER_VERSION),
    })
}

/// Whether the index can be read with this embedder; a notice where only the sparse leg can.
async fn check_reading(store: &Store, embedder: &Embedder) -> Result<Option<Wording>, Failure> {
    let mine = match (embedder, store.fingerprint().has_dense()) {
        (Embedder::None, _) => Fingerprint::sparse_only(SEGMENTER_VERSION),
        (_, false) => {
            store.fingerprint().check_read(&Fingerprint::sparse_only(SEGMENTER_VERSION))?;
            return Ok(Some(both!(
                "索引是没有嵌入模型时建的，只按词查找（`zhoubao ingest --rebuild PATH` 用它重建）",
                "the index was made without the embedding model: searching by words alone (`zhoubao ingest --rebuild PATH` makes it anew with it)"
            )));
        }
        // A server's width is what the index says, until a vector of another width comes back.
        (embedder, true) => {
            let width = embedder.width().unwrap_or(store.fingerprint().width);
            Fingerprint::new(&embedder.id(), width, SEGMENTER_VERSION)
        }
    };
    store.fingerprint().check_read(&mine)?;
    Ok(None)
}
