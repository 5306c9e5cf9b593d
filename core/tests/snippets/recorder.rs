//! A server that remembers what it was sent and answers, whole or streamed, as either API does.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What every answer says.
pub const ANSWER: &str = "the answer";

#[derive(Debug)]
pub struct Received {
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Value,
}

pub struct Recorder {
    /// `http://127.0.0.1:…`
    pub address: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Recorder {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&received);
        // Ends with the test program.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                _ = answer(stream, &record);
            }
        });
        Self { address, received }
    }

    /// What has come since the last time, in order.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.received.lock().unwrap())
    }
}

/// One request per connection. It is recorded before it is answered: who has the answer may look at once. `None` where it is none.
fn answer(mut stream: TcpStream, record: &Mutex<Vec<Received>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let target = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).ok()?;
    let body: Value = serde_json::from_slice(&bytes).ok()?;
    let (kind, text) = words(target.contains("/responses"), body["stream"] == true);
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", text.len());
    record.lock().unwrap().push(Received { target, headers, body });
    stream.write_all((head + &text).as_bytes()).ok()
}

fn words(responses: bool, streamed: bool) -> (&'static str, String) {
    let message = json!({"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
                         "content": [{"type": "output_text", "text": ANSWER, "annotations": []}]});
    let response = json!({"id": "resp_1", "object": "response", "created_at": 0, "status": "completed", "model": "m", "output": [message],
                          "parallel_tool_calls": true, "tool_choice": "auto", "tools": []});
    let said = json!({"role": "assistant", "content": ANSWER, "refusal": null});
    let chat = |object, key: &str| {
        let mut choice = json!({"index": 0, "finish_reason": "stop"});
        choice[key] = said.clone();
        json!({"id": "c", "object": object, "created": 0, "model": "m", "choices": [choice]})
    };
    let event = |name: &str, data: &Value| format!("event: {name}\ndata: {data}\n\n");
    match (responses, streamed) {
        (false, false) => ("application/json", chat("chat.completion", "message").to_string()),
        (false, true) => ("text/event-stream", format!("data: {}\n\ndata: [DONE]\n\n", chat("chat.completion.chunk", "delta"))),
        (true, false) => ("application/json", response.to_string()),
        (true, true) => {
            let delta = json!({"type": "response.output_text.delta", "item_id": "msg_1", "output_index": 0, "content_index": 0,
                               "delta": ANSWER, "sequence_number": 0, "logprobs": []});
            let end = json!({"type": "response.completed", "sequence_number": 1, "response": response});
            ("text/event-stream", event("response.output_text.delta", &delta) + &event("response.completed", &end))
        }
    }
}
