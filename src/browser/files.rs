//! Files that the user gives: chosen, dropped or pasted; pictures made smaller; sound recorded and turned into samples.

use super::{
    by_name::{call, construct, get},
    promise::settled,
};
use js_sys::{Array, ArrayBuffer, Float32Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList, HtmlCanvasElement, HtmlImageElement, HtmlInputElement};

/// A file of the user's, not read yet.
#[derive(Clone, Debug)]
pub struct Given {
    file: File,
}

impl Given {
    pub fn name(&self) -> String {
        self.file.name()
    }

    pub fn size(&self) -> f64 {
        self.file.size()
    }

    /// `None` if it was moved or changed meanwhile, or may not be read.
    pub async fn bytes(&self) -> Option<Vec<u8>> {
        let buffer = JsFuture::from(self.file.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}

fn listed(files: &FileList) -> Vec<Given> {
    (0..files.length()).filter_map(|at| files.get(at)).map(|file| Given { file }).collect()
}

/// The files of a file input, which is emptied, so that the same file can be chosen again.
pub fn chosen(input: &HtmlInputElement) -> Vec<Given> {
    let files = input.files().map(|files| listed(&files)).unwrap_or_default();
    input.set_value("");
    files
}

/// The files that a paste or a drop brings.
pub fn brought(event: &JsValue) -> Vec<Given> {
    let transfer = ["clipboardData", "dataTransfer"].into_iter().find_map(|name| get(event, name).filter(JsValue::is_object));
    let files = transfer.and_then(|transfer| get(&transfer, "files")).and_then(|files| files.dyn_into::<FileList>().ok());
    files.map(|files| listed(&files)).unwrap_or_default()
}

/// The text that a paste brings.
pub fn brought_text(event: &JsValue) -> Option<String> {
    let text = call(&get(event, "clipboardData")?, "getData", &["text".into()])?.as_string()?;
    (!text.is_empty()).then_some(text)
}

/// Whether what is dragged over the page are files, which cannot be read before they are dropped.
pub fn drags_files(event: &JsValue) -> bool {
    let types = get(event, "dataTransfer").and_then(|transfer| get(&transfer, "types"));
    types.is_some_and(|types| Array::from(&types).includes(&"Files".into(), 0))
}

/// The picture of a `data:` URL in another size, in the same format where a canvas writes it, else as PNG. `None` if it cannot be
/// painted.
pub async fn scaled(url: &str, (width, height): (u32, u32)) -> Option<String> {
    const QUALITY: f64 = 0.9;
    let image = HtmlImageElement::new().ok()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await.ok()?;
    let canvas: HtmlCanvasElement = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok()??;
    _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    let size = [0.0, 0.0, f64::from(width), f64::from(height)].map(JsValue::from);
    call(&context, "drawImage", &[&[image.into()], &size[..]].concat())?;
    let format = url.strip_prefix("data:").and_then(|rest| rest.split(';').next()).unwrap_or("image/png");
    call(&canvas, "toDataURL", &[format.into(), QUALITY.into()])?.as_string().filter(|url| url.starts_with("data:image/"))
}

/// One channel of samples at 16,000 a second, which is what speech models hear; `None` if the browser cannot read the sound.
pub async fn samples(sound: &[u8]) -> Option<(Vec<f32>, u32)> {
    const RATE: u32 = 16_000;
    // A context that is never played: it decodes, at its own rate.
    let context = construct("OfflineAudioContext", &[1.into(), 1.into(), RATE.into()])?;
    let buffer: ArrayBuffer = Uint8Array::from(sound).buffer();
    let decoded = settled(call(&context, "decodeAudioData", &[buffer.into()])).await?;
    let count = get(&decoded, "numberOfChannels")?.as_f64()? as u32;
    let mut mixed = Vec::new();
    for channel in 0..count {
        let samples = call(&decoded, "getChannelData", &[channel.into()])?.dyn_into::<Float32Array>().ok()?.to_vec();
        if mixed.is_empty() {
            mixed = vec![0.0; samples.len()];
        }
        mixed.iter_mut().zip(samples).for_each(|(sum, sample)| *sum += sample / count as f32);
    }
    Some((mixed, RATE))
}

/// Why nothing is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    #[error("the page has no microphone: it is not served securely, or the browser has none")]
    NoMicrophone,
    #[error("the microphone was refused")]
    Refused,
}

/// A recording that goes on.
#[derive(Clone, Debug)]
pub struct Recording {
    recorder: JsValue,
    stream: JsValue,
    chunks: Array,
    stopped: Promise,
}

impl Recording {
    /// Asks for the microphone and begins.
    pub async fn begin() -> Result<Self, NotRecorded> {
        let navigator: JsValue = web_sys::window().ok_or(NotRecorded::NoMicrophone)?.navigator().into();
        let devices = get(&navigator, "mediaDevices").filter(JsValue::is_object).ok_or(NotRecorded::NoMicrophone)?;
        let wish = Object::new();
        _ = Reflect::set(&wish, &"audio".into(), &true.into());
        let asked = call(&devices, "getUserMedia", &[wish.into()]).and_then(|asked| asked.dyn_into::<Promise>().ok());
        let stream = JsFuture::from(asked.ok_or(NotRecorded::NoMicrophone)?).await.map_err(|_| NotRecorded::Refused)?;
        let recorder = construct("MediaRecorder", std::slice::from_ref(&stream)).ok_or(NotRecorded::NoMicrophone)?;
        let chunks = Array::new();
        let keep = {
            let chunks = chunks.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
                if let Some(data) = get(&event, "data") {
                    chunks.push(&data);
                }
            })
        };
        // The recorder ends before these do: they live as long as it.
        _ = Reflect::set(&recorder, &"ondataavailable".into(), &keep.into_js_value());
        let stopped = Promise::new(&mut |resolve, _| _ = Reflect::set(&recorder, &"onstop".into(), &resolve));
        call(&recorder, "start", &[]).ok_or(NotRecorded::NoMicrophone)?;
        Ok(Self { recorder, stream, chunks, stopped })
    }

    /// Ends it, gives the microphone back, and returns what was recorded, in the browser's own format.
    pub async fn end(self) -> Option<Vec<u8>> {
        call(&self.recorder, "stop", &[]);
        let ended = JsFuture::from(self.stopped).await;
        for track in Array::from(&call(&self.stream, "getTracks", &[]).unwrap_or_default()).iter() {
            call(&track, "stop", &[]);
        }
        ended.ok()?;
        let blob = web_sys::Blob::new_with_blob_sequence(&self.chunks).ok()?;
        let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}
