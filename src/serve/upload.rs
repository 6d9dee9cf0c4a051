//! A folder of reports that is sent as a zip: taken in a private temporary file; what can be read of it, by the guards of ingest, is kept
//! beside the index and read from there like any other report.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::body::Bytes;
use axum::http::StatusCode;
use futures::{Stream, StreamExt};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::spawn_blocking;

use super::app::App;
use super::problem::Problem;
use crate::context::{Failure, fingerprint};
use crate::ingest::{Event, Ingest, ReportNotice, Summary};
use crate::render::summary_json;
use crate::source::{Document, Limits, Skip, Skipped, Sources, open, open_some};
use crate::uploads::{Uploads, is_of_the_disk};
use crate::vocabulary::{Wording, both};

/// What the file is called on this machine, whatever it is called by who sends it: reports' paths begin with it.
const NAME: &str = "upload.zip";

/// Pieces that may wait for the disk.
const PIECES: usize = 16;

/// What comes of an upload, in this order.
#[derive(Debug, Clone)]
pub(super) enum UploadEvent {
    /// `{"step": "read", "done": 3, "total": 8}`, `{"step": "embed", …}`, `{"step": "write", "passages": 57}`, `{"step": "optimize"}`.
    Progress(Value),
    Done(Uploaded),
    Failed(Problem),
}

/// What was read of an upload.
#[derive(Debug, Clone)]
pub(super) struct Uploaded {
    /// The summary of ingest, for programs.
    pub summary: Value,
    /// Paths that were not read, and why.
    pub skipped: Vec<(String, Wording)>,
    /// Paths, and what their reader should know.
    pub notices: Vec<(String, Wording)>,
}

impl Uploaded {
    fn new(summary: &Summary) -> Self {
        let skipped = summary.skipped.iter().map(|skipped| {
            (skipped.path.clone(), Wording::new(skipped.reason.in_chinese(), skipped.reason.to_string()))
        });
        let notices = summary
            .notices
            .iter()
            .map(|(path, notice)| (path.clone(), Wording::new(notice.in_chinese(), notice.to_string())));
        Self { summary: summary_json(summary), skipped: skipped.collect(), notices: notices.collect() }
    }
}

/// A zip that was sent, whole, and the right to read it.
#[derive(Debug)]
pub(super) struct Upload {
    folder: TempDir,
    _turn: OwnedSemaphorePermit,
}

impl Upload {
    fn file(&self) -> PathBuf {
        self.folder.path().join(NAME)
    }
}

/// Takes a zip as it comes.
///
/// # Errors
/// 409 while another one is read; 413 for one that is longer than the limit; 400 for what is no zip or breaks off.
pub(super) async fn receive<E>(
    app: &Arc<App>,
    pieces: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Upload, Problem> {
    let turn = Arc::clone(&app.uploading).try_acquire_owned().map_err(|_| {
        let problem = Problem::new(StatusCode::CONFLICT, both!("另一次上传正在读入", "another upload is being read"));
        problem.with_hint(both!("等那次读完再上传", "send it again when that one is done")).retried_after(10)
    })?;
    let folder = tempfile::Builder::new().prefix("zhoubao-upload-").tempdir().map_err(Failure::from_error)?;
    let upload = Upload { folder, _turn: turn };
    let mut file = File::create_new(upload.file()).map_err(Failure::from_error)?;
    let (sender, mut waiting) = mpsc::channel::<Bytes>(PIECES);
    let written = spawn_blocking(move || {
        while let Some(piece) = waiting.blocking_recv() {
            file.write_all(&piece)?;
        }
        file.flush()
    });
    let most = app.settings().limits.upload;
    let (mut bytes, mut head) = (0_usize, Vec::new());
    let mut pieces = std::pin::pin!(pieces);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Problem::bad_request(both!("上传中断了", "the upload broke off")))?;
        bytes += piece.len();
        if bytes > most {
            return Err(too_long(most));
        }
        head.extend(piece.iter().take(MAGIC - head.len().min(MAGIC)));
        if sender.send(piece).await.is_err() {
            break;
        }
    }
    drop(sender);
    match written.await.map_err(Failure::from_error)? {
        Err(error) if error.kind() == ErrorKind::StorageFull => {
            return Err(Problem::new(
                StatusCode::INSUFFICIENT_STORAGE,
                both!("服务器的磁盘满了", "the disk of the server is full"),
            ));
        }
        written => written.map_err(Failure::from_error)?,
    }
    // An archive begins with its first member, or with its end where it has none.
    if !head.starts_with(b"PK\x03\x04") && !head.starts_with(b"PK\x05\x06") {
        let problem = Problem::bad_request(both!("这不是 zip 压缩包", "this is no zip archive"));
        return Err(problem.with_hint(both!(
            "上传周报文件夹打成的 zip，或 Notion 的导出包",
            "send a zip of the folder with the reports, or an export of Notion"
        )));
    }
    Ok(upload)
}

/// Bytes by which a zip is known.
const MAGIC: usize = 4;

pub(super) fn too_long(most: usize) -> Problem {
    let most = most >> 20;
    let detail = both!("上传超过 {most} MiB", "the upload is longer than {most} MiB");
    let problem = Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail);
    problem.with_hint(both!(
        "分几次上传，或在服务器上用 `zhoubao ingest` 读入文件夹",
        "send it in parts, or read the folder with `zhoubao ingest` on the server"
    ))
}

/// Reads what was sent into the index, in the background; what comes of it is received here. It goes on when nobody listens any more.
pub(super) fn ingest(app: &Arc<App>, upload: Upload) -> mpsc::Receiver<UploadEvent> {
    let (sender, receiver) = mpsc::channel(64);
    let app = Arc::clone(app);
    let handle = Handle::current();
    spawn_blocking(move || {
        let last = match handle.block_on(read(&app, &upload, &sender)) {
            Ok(summary) => UploadEvent::Done(summary),
            Err(failure) => UploadEvent::Failed(failure.into()),
        };
        // Whoever hears that it is done may send the next one.
        drop(upload);
        let _ = sender.blocking_send(last);
    });
    receiver
}

async fn read(app: &Arc<App>, upload: &Upload, events: &mpsc::Sender<UploadEvent>) -> Result<Uploaded, Failure> {
    let context = app.live().context().await?;
    // An index that was made with another embedder would have passages that no question finds.
    context.store.fingerprint().check_write(&fingerprint(&context.embedder).await?)?;
    let sent = Sent::keep(&upload.file(), app.config().uploads.clone())?;
    let stop = AtomicBool::new(false);
    let ingest = Ingest {
        store: &context.store,
        embedder: &context.embedder,
        segmenter: &context.segmenter,
        year: None,
        stop: &stop,
        on_event: &|event| {
            // Progress that a slow reader misses is followed by more of it.
            let _ = events.try_send(UploadEvent::Progress(progress_json(event)));
        },
    };
    let summary = sent.told(ingest.run(&sent.sources).await?);
    // The next picture of the index is made here, not while somebody waits for an answer.
    app.live().context().await?;
    Ok(Uploaded::new(&summary))
}

/// What was sent, to be read: the texts that are kept, and what of the archive could not be.
struct Sent {
    sources: Sources,
    skipped: Vec<Skipped>,
    unsupported: Vec<String>,
    notices: Vec<(String, ReportNotice)>,
}

impl Sent {
    /// # Errors
    /// What was sent cannot be opened; the disk takes nothing.
    fn keep(file: &Path, folder: Option<PathBuf>) -> Result<Self, Failure> {
        let sources = open(&[file.to_path_buf()], Limits::default())?;
        let mut sent = Self { sources, skipped: Vec::new(), unsupported: Vec::new(), notices: Vec::new() };
        // Without a place to keep them they are read as long as the archive is there.
        let Some(uploads) = folder.map(Uploads::new) else { return Ok(sent) };
        let mut paths = Vec::new();
        for item in sent.sources.documents() {
            match item {
                Err(Skipped { reason: Skip::Unsupported { ending }, .. }) => sent.unsupported.push(ending),
                Err(skipped) => sent.skipped.push(Skipped { path: in_archive(&skipped.path).to_string(), ..skipped }),
                Ok(document) => {
                    let path = in_archive(&document.path).to_string();
                    match uploads.keep(&path, &document.text) {
                        Ok(()) => {}
                        Err(error) if is_of_the_disk(&error) => return Err(not_kept(&error)),
                        Err(error) => {
                            let Document { absolute, root, page_id, .. } = document;
                            sent.skipped.push(Skipped { path, absolute, root, page_id, reason: Skip::from(error) });
                            continue;
                        }
                    }
                    if document.replaced_chars > 0 {
                        let notice = ReportNotice::Replaced { chars: document.replaced_chars };
                        sent.notices.push((path.clone(), notice));
                    }
                    paths.push(path);
                }
            }
        }
        if !paths.is_empty() {
            sent.sources = open_some(uploads.folder(), paths.iter().map(String::as_str), Limits::default())?;
        } else {
            sent.sources = open(&[], Limits::default())?;
        }
        Ok(sent)
    }

    /// With what of the archive was not read.
    fn told(&self, mut summary: Summary) -> Summary {
        summary.skipped.extend(self.skipped.iter().cloned());
        for ending in &self.unsupported {
            *summary.unsupported.entry(ending.clone()).or_default() += 1;
        }
        summary.notices.extend(self.notices.iter().cloned());
        summary
    }
}

/// A path without the name of the archive that was sent.
fn in_archive(path: &str) -> &str {
    path.strip_prefix(NAME).and_then(|path| path.strip_prefix('/')).unwrap_or(path)
}

fn not_kept(error: &std::io::Error) -> Failure {
    let hint = both!("请管理员看看索引旁边的文件夹能不能写", "see that the folder beside the index can be written");
    Failure::new(both!("没能保存上传的周报：{error}", "the reports that were sent cannot be kept: {error}"), None)
        .with_hint(hint)
}

fn progress_json(event: Event) -> Value {
    match event {
        Event::Wait => json!({ "step": "wait" }),
        Event::Read { done, total } => json!({ "step": "read", "done": done, "total": total }),
        Event::Embed { before, progress } => {
            json!({ "step": "embed", "done": before + progress.done_texts, "total": before + progress.total_texts })
        }
        Event::Write { passages } => json!({ "step": "write", "passages": passages }),
        Event::Optimize => json!({ "step": "optimize" }),
    }
}
