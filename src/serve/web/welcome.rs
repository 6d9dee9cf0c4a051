//! The first visit, and every later upload: what to do, and the reading of what was sent.

use std::convert::Infallible;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use minijinja::context;
use minijinja::value::Serde;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::app::App;
use super::super::problem::Problem;
use super::super::upload::{Upload, UploadEvent, Uploaded, ingest, receive, too_long};
use super::look::Look;
use crate::context::Failure;
use crate::vocabulary::{Language, Wording, both};

/// The route by which reports are uploaded, which takes longer than others.
pub(in crate::serve) const UPLOAD: &str = "/upload";

/// What to do where there is no report yet.
///
/// # Errors
/// As [`Look::page`].
pub(super) fn page(app: &App, look: &Look) -> Result<Response, Problem> {
    let title = look.language.pick("欢迎", "Welcome");
    let most = app.settings().limits.upload >> 20;
    look.page("welcome.html", "ask", title, context! { is_empty => true, most })
}

/// `GET /upload`.
pub(super) async fn upload_page(State(app): State<Arc<App>>, look: Look) -> Result<Response, Problem> {
    let reports = app.live().context().await?.catalogue.len();
    let values = context! {
        is_empty => reports == 0,
        reports,
        most => app.settings().limits.upload >> 20,
    };
    look.page("welcome.html", "reports", look.language.pick("上传", "Upload"), values)
}

/// `POST /upload`: a zip, or texts one by one.
pub(super) async fn upload(
    State(app): State<Arc<App>>,
    look: Look,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Problem> {
    let upload = taken(&app, form).await?;
    let mut events = ingest(&app, upload);
    let wants_events = headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes() == b"text/event-stream");
    if wants_events {
        let events = stream::unfold((events, look), |(mut events, look)| async move {
            let (name, data) = drawn(events.recv().await?, &look);
            Some((Ok::<Event, Infallible>(Event::default().event(name).data(data.to_string())), (events, look)))
        });
        return Ok(Sse::new(events).keep_alive(KeepAlive::new()).into_response());
    }
    while let Some(event) = events.recv().await {
        match event {
            UploadEvent::Progress(_) => {}
            UploadEvent::Done(uploaded) => {
                let title = look.language.pick("读完了", "Done reading");
                return look.page("uploaded.html", "reports", title, values(&uploaded, look.language));
            }
            UploadEvent::Failed(problem) => return Err(problem),
        }
    }
    Err(Failure::new(both!("上传中途放弃了", "the upload was given up"), None).into())
}

/// What was read, in the page's language.
fn values(uploaded: &Uploaded, language: Language) -> minijinja::Value {
    let told = |told: &[(String, Wording)]| -> Vec<minijinja::Value> {
        told.iter().map(|(path, why)| context! { path, why => why.in_language(language) }).collect()
    };
    context! {
        summary => Serde(&uploaded.summary),
        skipped => told(&uploaded.skipped),
        remarks => told(&uploaded.notices),
    }
}

/// An event as the script takes it.
fn drawn(event: UploadEvent, look: &Look) -> (&'static str, Value) {
    let html = |template: &str, values| look.html(template, values).unwrap_or_default();
    match event {
        UploadEvent::Progress(progress) => ("progress", progress),
        UploadEvent::Done(uploaded) => {
            ("done", json!({ "html": html("uploaded_part.html", values(&uploaded, look.language)) }))
        }
        UploadEvent::Failed(problem) => {
            let values = context! { problem => Serde(problem.told(look.language)) };
            ("failed", json!({ "html": html("failed.html", values) }))
        }
    }
}

/// A zip is taken as it is; texts are put into one, so that no name of theirs is a name on this machine.
async fn taken(app: &Arc<App>, mut form: Multipart) -> Result<Upload, Problem> {
    let mut bundle: Option<Bundle> = None;
    let mut whole: Option<Upload> = None;
    let mut bytes = 0;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let Some(name) = field.file_name().map(str::to_string).filter(|name| !name.is_empty()) else { continue };
        let is_zip = name.to_ascii_lowercase().ends_with(".zip");
        if whole.is_some() || is_zip && bundle.is_some() {
            let detail = both!("一次上传一个 zip，或若干篇文本", "one zip at a time, or several texts");
            let hint = both!("几个 zip 请分几次上传。", "Upload several zips one after the other.");
            return Err(Problem::bad_request(detail).with_hint(hint));
        }
        if is_zip {
            whole = Some(receive(app, field).await?);
            continue;
        }
        let text = read(&mut field, app.settings().limits.upload, &mut bytes).await?;
        let into = bundle.take();
        let added = spawn_blocking(move || Bundle::add(into, &name, &text)).await.map_err(Failure::from_error)?;
        bundle = Some(added.map_err(Failure::from_error)?);
    }
    match (whole, bundle) {
        (Some(upload), _) => Ok(upload),
        (None, Some(bundle)) => {
            let pieces = spawn_blocking(move || bundle.finish()).await.map_err(Failure::from_error)?;
            receive(app, stream::iter(pieces.map_err(Failure::from_error)?)).await
        }
        (None, None) => Err(Problem::bad_request(both!("没有选择文件", "no file was chosen"))),
    }
}

/// # Errors
/// 413: all texts together are longer than `most`.
async fn read(field: &mut Field<'_>, most: usize, bytes: &mut usize) -> Result<Vec<u8>, Problem> {
    let mut text = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        *bytes += piece.len();
        if *bytes > most {
            return Err(too_long(most));
        }
        text.extend_from_slice(&piece);
    }
    Ok(text)
}

fn broken(error: MultipartError) -> Problem {
    Problem::new(error.status(), error.body_text())
}

/// Texts in a zip, in a file that has no name.
struct Bundle {
    zip: ZipWriter<std::fs::File>,
}

impl Bundle {
    fn add(into: Option<Self>, name: &str, text: &[u8]) -> Result<Self, zip::result::ZipError> {
        let mut bundle = match into {
            Some(bundle) => bundle,
            None => Self { zip: ZipWriter::new(tempfile::tempfile()?) },
        };
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        bundle.zip.start_file(name, options)?;
        bundle.zip.write_all(text)?;
        Ok(bundle)
    }

    /// The zip in pieces.
    fn finish(self) -> Result<impl Iterator<Item = std::io::Result<axum::body::Bytes>>, zip::result::ZipError> {
        let mut file = self.zip.finish()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(std::iter::from_fn(move || {
            let mut piece = vec![0; 64 << 10];
            match file.read(&mut piece) {
                Ok(0) => None,
                Ok(count) => {
                    piece.truncate(count);
                    Some(Ok(piece.into()))
                }
                Err(error) => Some(Err(error)),
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Bundle;

    #[test]
    fn texts_are_bundled_under_names_that_are_only_data() {
        let bundle = Bundle::add(None, "组/第26周.md", "# 一".as_bytes()).expect("a bundle");
        let bundle = Bundle::add(Some(bundle), "../../etc/x.md", b"y").expect("a bundle");
        let bytes: Vec<u8> =
            bundle.finish().expect("a zip").flat_map(|piece| piece.expect("a piece").to_vec()).collect();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
        let mut text = String::new();
        zip.by_name("组/第26周.md").expect("a member").read_to_string(&mut text).expect("text");
        assert_eq!((zip.len(), text.as_str()), (2, "# 一"));
    }
}
