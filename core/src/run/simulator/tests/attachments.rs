//! What the simulator says of pictures, sound and files.

use super::*;
use crate::draft::Part;
use crate::draft::attachment;
use crate::draft::examples::whiteboard;

fn said(content: Value, responses_too: Value) -> [String; 2] {
    let chat = chat(json!({"model": "gpt-4o", "messages": [{"role": "user", "content": content}]}));
    let responses = responses(json!({"model": "gpt-4o", "input": [{"role": "user", "content": responses_too}]}));
    let chat = body(answer(&chat, Scenario::Answer, 1));
    let responses = body(answer(&responses, Scenario::Answer, 1));
    let message = responses["output"].as_array().unwrap().last().unwrap();
    [chat["choices"][0]["message"]["content"].as_str().unwrap().to_owned(), message["content"][0]["text"].as_str().unwrap().to_owned()]
}

#[test]
fn the_echo_names_every_attachment_by_its_own_facts() {
    let Ok(Part::Audio { data, .. }) = attachment::of_file("", &attachment::wav(&[0.0; 8_000], 16_000)) else { panic!("no sound") };
    let notes = "data:text/plain;base64,aGVsbG8=";
    let picture = "data:image/gif;base64,R0lGODlhAwACAA==";
    let texts = said(
        json!([{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": picture}},
               {"type": "file", "file": {"filename": "notes.txt", "file_data": notes}}, {"type": "input_audio", "input_audio": {"data": data, "format": "wav"}}]),
        json!([{"type": "input_text", "text": "What is it?"}, {"type": "input_image", "image_url": picture, "detail": "auto"},
               {"type": "input_file", "filename": "notes.txt", "file_data": notes}, {"type": "input_image", "image_url": "https://a.example/b.png"}]),
    );
    for text in &texts {
        assert!(text.contains("| picture | `image/gif`, 3 × 2, 0.0 kB |"), "{text}");
        assert!(text.contains("| file | `notes.txt`, 0.0 kB |"), "{text}");
    }
    assert!(texts[0].contains("| sound | `wav`, 0.5 s, 16.0 kB |"), "{}", texts[0]);
    assert!(texts[1].contains("| picture | `https://a.example/b.png` |"), "{}", texts[1]);
}

#[test]
fn the_whiteboard_is_read_and_its_problem_solved() {
    let picture = whiteboard();
    for (prompt, words) in [("Solve it.", "**x = 10** and **area = 24**"), ("풀어 주세요.", "**넓이 = 24**")] {
        let texts = said(
            json!([{"type": "image_url", "image_url": {"url": picture}}, {"type": "text", "text": prompt}]),
            json!([{"type": "input_image", "image_url": picture}, {"type": "input_text", "text": prompt}]),
        );
        assert!(texts.iter().all(|text| text.contains(words)), "{texts:?}");
    }
}
