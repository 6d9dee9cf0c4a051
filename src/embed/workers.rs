//! Shares a list of texts among worker threads and puts the vectors back in order. Owns balance, progress and
//! stopping; leaves the model to [`Local`].

use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rten::ThreadPool;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::embed::Progress;
use crate::embed::error::EmbedError;
use crate::embed::local::{Engine, Local};
use crate::embed::vector::Embedding;

/// A list of texts being worked on: workers take the next position of `order` until its end.
struct Job {
    texts: Vec<String>,
    /// Positions in `texts`, the longest text first: what is taken last is short, so no worker is left with a long
    /// text when the others are done.
    order: Vec<usize>,
    next: AtomicUsize,
}

/// A text's vector and what it took.
struct Done {
    position: usize,
    embedding: Embedding,
    tokens: usize,
    truncated: bool,
}

/// What workers send, in no order.
type Results = UnboundedReceiver<Result<Done, EmbedError>>;

/// Embeds `texts` on the workers of `local`. The caller's task only waits on a channel; when it stops waiting, the
/// channel closes and each worker ends after the text in hand.
pub(crate) async fn embed(
    local: &Local,
    texts: &[String],
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Embedding>, EmbedError> {
    let (_, mut receiver) = start(local, texts)?;
    let mut embeddings: Vec<Option<Embedding>> = vec![None; texts.len()];
    let mut so_far = Progress { total_texts: texts.len(), ..Progress::default() };
    while let Some(done) = receiver.recv().await {
        let done = done?;
        embeddings[done.position] = Some(done.embedding);
        so_far.done_texts += 1;
        so_far.done_tokens += done.tokens;
        so_far.truncated_texts += usize::from(done.truncated);
        progress(so_far);
    }
    let missing = texts.len() - so_far.done_texts;
    embeddings.into_iter().collect::<Option<Vec<_>>>().ok_or(EmbedError::WorkersLost { missing })
}

/// Starts the workers on `texts`; their results come in no order through the channel, which ends after the last.
fn start(local: &Local, texts: &[String]) -> Result<(Arc<Job>, Results), EmbedError> {
    let job = Arc::new(Job { texts: texts.to_vec(), order: longest_first(texts), next: AtomicUsize::new(0) });
    let (sender, receiver) = unbounded_channel();
    for worker in 0..local.workers().min(texts.len()) {
        let (local, pool) = (local.clone(), local.pool());
        let (job, sender) = (Arc::clone(&job), sender.clone());
        thread::Builder::new()
            .name(format!("embed-{worker}"))
            .spawn(move || match local.engine() {
                Ok(engine) => work(&engine, &pool, &job, &sender),
                // Nobody receiving means nobody waits any more, which is no error.
                Err(error) => drop(sender.send(Err(error))),
            })
            .map_err(EmbedError::Worker)?;
    }
    // The channel ends when the last worker drops its sender; ours goes here.
    Ok((job, receiver))
}

/// Positions in `texts`, the longest (in bytes, which is near enough) first; equals in their order.
fn longest_first(texts: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&position| Reverse(texts[position].len()));
    order
}

fn work(engine: &Engine, pool: &Arc<ThreadPool>, job: &Job, sender: &UnboundedSender<Result<Done, EmbedError>>) {
    while !sender.is_closed() {
        let Some(&position) = job.order.get(job.next.fetch_add(1, Ordering::Relaxed)) else {
            return;
        };
        let done = engine.run(&job.texts[position], pool).map(|(embedding, tokenised)| Done {
            position,
            embedding,
            tokens: tokenised.ids.len(),
            truncated: tokenised.truncated,
        });
        let failed = done.is_err();
        // Nobody receiving means nobody waits any more, which is no error.
        if sender.send(done).is_err() || failed {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::Ordering;
    use std::thread;

    use crate::embed::local::{Local, Purpose};
    use crate::embed::model::BGE_SMALL_ZH;
    use crate::embed::workers::start;

    #[test]
    fn workers_stop_when_nobody_waits() {
        let Some(models_dir) = std::env::var_os("ZHOUBAO_MODELS") else {
            eprintln!("skipped: ZHOUBAO_MODELS is not set");
            return;
        };
        let folder = BGE_SMALL_ZH.path(Path::new(&models_dir));
        let workers = NonZeroUsize::new(2).expect("not zero");
        let local = Local::load(&folder, workers, Purpose::Query).expect("the model loads");
        let texts: Vec<String> = (0..100_000).map(|week| format!("第{week}周")).collect();
        let (job, mut receiver) = start(&local, &texts).expect("workers start");
        receiver.blocking_recv().expect("a result").expect("a vector");
        drop(receiver);
        while Arc::strong_count(&job) > 1 {
            thread::yield_now();
        }
        let taken = job.next.load(Ordering::Relaxed);
        assert!(taken < 1_000, "{taken} texts were taken");
    }

    #[test]
    fn the_longest_text_comes_first() {
        let order = super::longest_first(&["二二".to_owned(), "一".to_owned(), "三三三".to_owned()]);
        assert_eq!(order, [2, 0, 1]);
    }
}
