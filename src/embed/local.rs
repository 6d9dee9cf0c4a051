//! The model in this process: loading it and running it on one text. Sharing the work among threads is
//! [`workers`]'s business.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rten::{Dimension, Model, NodeId, RunOptions, ThreadPool, ValueView};

use crate::embed::Progress;
use crate::embed::error::EmbedError;
use crate::embed::model::{BGE_SMALL_ZH, KnownModel};
use crate::embed::tokens::{FOLDING, TokenisedText, Tokens};
use crate::embed::vector::Embedding;
use crate::embed::weights::MappedWeights;
use crate::embed::workers;

/// How many digits of the weights' checksum the id shows.
const ID_DIGITS: usize = 8;

/// What a model is loaded for. The vectors are the same, bit for bit; the speed is not.
///
/// Measured on two shared cores of an AMD EPYC (AVX-512 with VNNI), 60 fresh processes each: load and first vector of
/// a short question take 31 ms for a `Query` and 33 ms for `Many` (medians), at 43 MB and 54 MB of memory. A later text
/// of 112 tokens takes a core 9.5 ms and 6.5 ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// One question, then the process ends: loads as fast as can be.
    Query,
    /// Many texts: packs the weights while loading, which pays from the second text on.
    Many,
}

/// A model in this process. Cheap to clone; clones share the weights and the threads.
#[derive(Clone)]
pub struct Local {
    known: &'static KnownModel,
    weights: Arc<Weights>,
    /// One pool of one thread per worker; for one question a pool of as many threads. A pool runs one text at a time, so several callers together never use more
    /// cores than there are workers.
    pools: Arc<[Arc<ThreadPool>]>,
    /// Which pool is taken next, so that single questions asked at once do not queue for one core.
    next_pool: Arc<AtomicUsize>,
}

/// The model's files, and what was loaded of them unless it was let go of.
struct Weights {
    folder: PathBuf,
    purpose: Purpose,
    mapped: MappedWeights,
    loaded: Mutex<Option<Arc<Engine>>>,
}

/// What runs a text: shared by all workers, changed by none.
pub(crate) struct Engine {
    model: Model,
    tokens: Tokens,
    input_ids: NodeId,
    attention_mask: NodeId,
    token_type_ids: NodeId,
    output: NodeId,
    width: usize,
}

impl Local {
    /// Loads the model `bge-small-zh-v1.5` from its `folder` (see [`KnownModel::path`]), to be run by up to `workers`
    /// threads, one text each. Blocks.
    ///
    /// Sizes are checked, content is not: that is for [`KnownModel::verify`]. The weights are mapped.
    ///
    /// # Errors
    /// `Model` for missing files or weights of a wrong size, `BrokenModel` for weights the runtime refuses, `Tokens`
    /// for a wrong tokenizer, `Width` for a network with vectors of another width.
    pub fn load(folder: &Path, workers: NonZeroUsize, purpose: Purpose) -> Result<Self, EmbedError> {
        let known = &BGE_SMALL_ZH;
        known.check_sizes(folder)?;
        let mapped = MappedWeights::map(&folder.join(known.weights.name))?;
        let loaded = Mutex::new(Some(Arc::new(Engine::load_from(folder, mapped, known, purpose)?)));
        let weights = Arc::new(Weights { folder: folder.to_owned(), purpose, mapped, loaded });
        // One question is waited for, of many texts each core has its own.
        let (pools, threads) = match purpose {
            Purpose::Query => (1, workers.get()),
            Purpose::Many => (workers.get(), 1),
        };
        let pools = (0..pools).map(|_| Arc::new(ThreadPool::with_num_threads(threads)));
        Ok(Self { known, weights, pools: pools.collect(), next_pool: Arc::new(AtomicUsize::new(0)) })
    }

    /// Gives back the memory of the weights and the tokenizer, 31 MB, where they were loaded for one question; another text loads
    /// them again. Other workers' texts in hand are finished.
    pub fn let_go(&self) {
        if self.weights.purpose == Purpose::Query {
            let engine = self.weights.loaded.lock().unwrap_or_else(PoisonError::into_inner).take();
            let mapped = self.weights.mapped;
            // Thousands of small allocations: who answers need not wait for them.
            let _ = thread::Builder::new().name("embed-free".to_owned()).spawn(move || {
                drop(engine);
                mapped.let_go();
            });
        }
    }

    /// What runs a text. Blocks while it is loaded again.
    ///
    /// # Errors
    /// Those of [`Self::load`], where it was let go of.
    pub(crate) fn engine(&self) -> Result<Arc<Engine>, EmbedError> {
        let mut loaded = self.weights.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = &*loaded {
            return Ok(Arc::clone(engine));
        }
        let engine =
            Arc::new(Engine::load_from(&self.weights.folder, self.weights.mapped, self.known, self.weights.purpose)?);
        Ok(Arc::clone(loaded.insert(engine)))
    }

    /// Names the weights and how texts are folded, e.g. `bge-small-zh-v1.5-int8@15b717c3-fold1`.
    pub fn id(&self) -> String {
        let digits = &self.known.weights.sha256[..ID_DIGITS];
        format!("{}-int8@{digits}-{FOLDING}", self.known.name)
    }

    /// How many values a vector has: 512.
    pub fn width(&self) -> usize {
        self.known.width
    }

    /// How many texts run at once.
    pub fn workers(&self) -> usize {
        self.pools.len()
    }

    /// The pool whose turn it is.
    pub(crate) fn pool(&self) -> Arc<ThreadPool> {
        let turn = self.next_pool.fetch_add(1, Ordering::Relaxed);
        Arc::clone(&self.pools[turn % self.pools.len()])
    }

    /// See [`Embedder::embed`](crate::embed::Embedder::embed). Works in any runtime and blocks none: the threads are
    /// its own.
    ///
    /// # Errors
    /// `Run`, `Tokens`, `Worker`, `WorkersLost`, `Vector`.
    pub async fn embed(
        &self,
        texts: &[String],
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Vec<Embedding>, EmbedError> {
        workers::embed(self, texts, progress).await
    }
}

impl fmt::Debug for Local {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Local");
        shown.field("id", &self.id()).field("workers", &self.workers()).finish()
    }
}

impl Engine {
    fn load_from(
        folder: &Path,
        mapped: MappedWeights,
        known: &'static KnownModel,
        purpose: Purpose,
    ) -> Result<Self, EmbedError> {
        Self::load(&folder.join(known.weights.name), mapped, &folder.join(known.tokenizer.name), known, purpose)
    }

    fn load(
        weights: &Path,
        mapped: MappedWeights,
        tokenizer: &Path,
        known: &'static KnownModel,
        purpose: Purpose,
    ) -> Result<Self, EmbedError> {
        // The tokenizer, many small allocations, loads on this thread, and the network, few large ones, on another:
        // measured, that is faster than the other way round and than one after the other.
        let (model, tokens) = thread::scope(|scope| {
            let loading = thread::Builder::new()
                .name("embed-load".to_owned())
                .spawn_scoped(scope, || mapped.network(weights, purpose))
                .map_err(EmbedError::Worker)?;
            let tokens = Tokens::load(tokenizer, known);
            let model = loading.join().map_err(|_| EmbedError::WorkersLost { missing: 0 })??;
            Ok::<_, EmbedError>((model, tokens?))
        })?;
        let node = |name| model.node_id(name).map_err(|source| EmbedError::broken(weights, source));
        let output = node("last_hidden_state")?;
        let shape = model.node_info(output).and_then(|info| info.shape());
        if let Some([_, _, Dimension::Fixed(found)]) = shape.as_deref()
            && *found != known.width
        {
            return Err(EmbedError::Width { found: *found, wanted: known.width });
        }
        Ok(Self {
            input_ids: node("input_ids")?,
            attention_mask: node("attention_mask")?,
            token_type_ids: node("token_type_ids")?,
            output,
            width: known.width,
            model,
            tokens,
        })
    }

    /// Tokenises a text, runs it on `pool` and takes the vector of `[CLS]`. Blocks.
    ///
    /// One text a run, never a batch: the network quantises its activations over the whole input tensor, so
    /// neighbours and padding would change a text's vector.
    pub(crate) fn run(&self, text: &str, pool: &Arc<ThreadPool>) -> Result<(Embedding, TokenisedText), EmbedError> {
        let tokenised = self.tokens.tokenise(text)?;
        let tokens = tokenised.ids.len();
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| EmbedError::Run { tokens, source };
        let (ones, zeros) = (vec![1_i32; tokens], vec![0_i32; tokens]);
        let shape = [1, tokens];
        let input = |ids| ValueView::from_shape(shape, ids).map_err(|error| failed(Box::new(error)));
        let inputs = vec![
            (self.input_ids, input(&tokenised.ids[..])?.into()),
            (self.attention_mask, input(&ones[..])?.into()),
            (self.token_type_ids, input(&zeros[..])?.into()),
        ];
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let [output] =
            self.model.run_n(inputs, [self.output], Some(options)).map_err(|error| failed(Box::new(error)))?;
        let ([_, _, found], values) = output.into_shape_vec::<f32, 3>().map_err(|error| failed(Box::new(error)))?;
        let wanted = self.width;
        let first_row = values.get(..wanted).filter(|_| found == wanted);
        let first_row = first_row.ok_or(EmbedError::Width { found, wanted })?;
        // `[CLS]` comes first, so its row is the head of the values. Copied, not cut: a cut vector would keep the
        // memory of all rows, 230 kB for a text of 112 tokens.
        let embedding = Embedding::normalised(first_row.to_vec())?;
        Ok((embedding, tokenised))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::embed::error::EmbedError;
    use crate::embed::local::{Engine, Purpose};
    use crate::embed::model::BGE_SMALL_ZH;
    use crate::embed::weights::MappedWeights;

    #[test]
    fn a_network_of_another_width_is_refused() {
        let Some(models_dir) = std::env::var_os("ZHOUBAO_MODELS") else {
            eprintln!("skipped: ZHOUBAO_MODELS is not set");
            return;
        };
        let tokenizer = BGE_SMALL_ZH.path(Path::new(&models_dir)).join("tokenizer.json");
        // Written by scripts/narrow_model.py.
        let narrow = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/narrow.onnx");
        let mapped = MappedWeights::map(&narrow).expect("the file is there");
        let refused = Engine::load(&narrow, mapped, &tokenizer, &BGE_SMALL_ZH, Purpose::Many);
        let error = refused.err().map(|error| error.to_string());
        let wanted = EmbedError::Width { found: 1, wanted: 512 }.to_string();
        assert_eq!(error, Some(wanted));
    }
}
