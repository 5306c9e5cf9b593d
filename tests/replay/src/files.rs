//! Serves the built page under `/` and, the same files, under `/a/b/`: relative URLs must work on any sub-path.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use std::path::{Component, Path};

pub async fn serve(dist: Option<&Path>, path: &str) -> Response<Body> {
    let Some(dist) = dist else { return plain(StatusCode::NOT_FOUND, "started without --dist") };
    let inside = path.strip_prefix("/a/b/").unwrap_or_else(|| path.trim_start_matches('/'));
    let inside = if inside.is_empty() { "index.html" } else { inside };
    let sound = Path::new(inside).components().all(|component| matches!(component, Component::Normal(_)));
    if !sound {
        return plain(StatusCode::BAD_REQUEST, "no such path");
    }
    match tokio::task::spawn_blocking({
        let file = dist.join(inside);
        move || std::fs::read(file)
    })
    .await
    {
        Ok(Ok(bytes)) => {
            let mut response = Response::new(Body::from(bytes));
            response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(content_type(inside)));
            response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
            response
        }
        _ => plain(StatusCode::NOT_FOUND, "no such file"),
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
