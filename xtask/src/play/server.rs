//! A small static server for the release build: what a plain host does, and no more.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Method, Request, Response, Server};

/// Serves the folder until the process ends.
///
/// # Errors
/// When the server cannot start on the listener.
pub fn serve(listener: TcpListener, folder: &Path) -> Result<()> {
    let server = Server::from_listener(listener, None).map_err(|error| anyhow!("cannot start the server: {error}"))?;
    for request in server.incoming_requests() {
        // A browser that hangs up in the middle is no trouble of ours.
        let _ = answer(request, folder);
    }
    Ok(())
}

fn answer(request: Request, folder: &Path) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::from_string("only GET and HEAD").with_status_code(405));
    }
    let Some(path) = file_of(request.url()) else {
        return request.respond(Response::from_string("no such path").with_status_code(404));
    };
    match std::fs::read(folder.join(&path)) {
        Ok(content) => request.respond(
            Response::from_data(content)
                .with_header(header("Content-Type", media_type(&path)))
                .with_header(header("Cache-Control", "no-cache")),
        ),
        Err(_) => request.respond(Response::from_string(format!("{} is not in the folder", path.display())).with_status_code(404)),
    }
}

/// The file below the folder that a request names; `None` where it would lead out of it.
fn file_of(url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let mut file = PathBuf::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        // The build's names need no percent-encoding; anything else is somebody trying doors.
        if part.starts_with('.') || !part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)) {
            return None;
        }
        file.push(part);
    }
    if path.is_empty() || path.ends_with('/') {
        file.push("index.html");
    }
    Some(file)
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

fn header(name: &'static str, value: &'static str) -> Header {
    // Both are our own ASCII constants; an empty header could only come of a typo above.
    Header::from_bytes(name, value).unwrap_or_else(|()| unreachable!("{name}: {value} is no header"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpStream};

    #[test]
    fn a_request_never_leads_out_of_the_folder() {
        for (url, file) in [
            ("/", Some("index.html")),
            ("/?x=1", Some("index.html")),
            ("/lineup-1a_bg.wasm?v", Some("lineup-1a_bg.wasm")),
            ("/sub/", Some("sub/index.html")),
            ("/../secret", None),
            ("/sub/../../secret", None),
            ("/%2e%2e/secret", None),
            ("/.git/config", None),
            ("//etc/passwd", Some("etc/passwd")),
            ("/C:/secret", None),
            ("/a\\b", None),
            ("relative", None),
        ] {
            assert_eq!(file_of(url), file.map(PathBuf::from), "{url}");
        }
    }

    #[test]
    fn a_module_comes_with_the_type_that_streaming_compilation_needs() {
        let folder = std::env::temp_dir().join(format!("lineup-server-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.wasm"), "module").unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let served = folder.clone();
        std::thread::spawn(move || serve(listener, &served));
        let ask = |request: &str| {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        let answer = ask("GET /a.wasm");
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.contains("Content-Type: application/wasm") && answer.ends_with("module"),
            "{answer}"
        );
        assert!(ask("GET /b.wasm").starts_with("HTTP/1.1 404"));
        assert!(ask("POST /a.wasm").starts_with("HTTP/1.1 405"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
