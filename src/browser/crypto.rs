//! The browser's cryptography (Web Cryptography API): a passphrase becomes a key, and the key seals bytes.
//!
//! It is there only in a secure context (https, or localhost).

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use lineup_core::{
    share::sealed::{NONCE, ROUNDS, SALT, Sealed},
    vault::{self, Vault},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

/// Why something was not sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    #[error("the page is not in a secure context: the browser's cryptography is missing")]
    Missing,
    #[error("the passphrase does not open it")]
    Refused,
}

/// Whether anything can be sealed here.
pub fn is_there() -> bool {
    subtle().is_some()
}

/// Seals bytes under a passphrase, with a salt and a nonce of its own.
///
/// # Errors
/// [`CryptoError::Missing`] outside of a secure context.
pub async fn seal(bytes: &[u8], passphrase: &str) -> Result<Vec<u8>, CryptoError> {
    let (salt, nonce) = (random::<SALT>()?, random::<NONCE>()?);
    let ciphertext = transform("encrypt", bytes, passphrase, ROUNDS, &salt, &nonce).await?;
    Ok(Sealed { rounds: ROUNDS, salt, nonce, ciphertext }.to_bytes())
}

/// Opens what [`seal`] has sealed.
///
/// # Errors
/// [`CryptoError::Refused`] for another passphrase or changed bytes: nobody can tell which.
pub async fn open(sealed: &Sealed, passphrase: &str) -> Result<Vec<u8>, CryptoError> {
    transform("decrypt", &sealed.ciphertext, passphrase, sealed.rounds, &sealed.salt, &sealed.nonce).await
}

/// A key (AES-256-GCM) that seals and opens, and that no script can read out.
#[derive(Clone, Debug)]
pub struct DataKey(CryptoKey);

impl DataKey {
    /// A new one; `None` outside of a secure context.
    pub async fn random() -> Option<Self> {
        generated(false).await.ok().map(Self)
    }

    pub fn as_js(&self) -> JsValue {
        self.0.clone().into()
    }

    pub fn from_js(value: JsValue) -> Option<Self> {
        value.dyn_into().ok().map(Self)
    }

    /// Seals bytes, bound to a text: what was sealed for one origin does not open for another.
    ///
    /// # Errors
    /// [`CryptoError::Missing`] outside of a secure context.
    pub async fn seal(&self, bytes: &[u8], bound_to: &str) -> Result<vault::Sealed, CryptoError> {
        let nonce = random::<{ vault::NONCE }>()?;
        let sealed = ask("encrypt", &[bound(&nonce, bound_to).into(), self.as_js(), Uint8Array::from(bytes).into()]).await?;
        Ok(vault::Sealed::new(nonce, Uint8Array::new(&sealed).to_vec()))
    }

    /// Opens what [`DataKey::seal`] has sealed for the same text.
    ///
    /// # Errors
    /// [`CryptoError::Refused`] for another key, another text or changed bytes.
    pub async fn open(&self, sealed: &vault::Sealed, bound_to: &str) -> Result<Vec<u8>, CryptoError> {
        let algorithm = bound(sealed.nonce(), bound_to);
        let opened = ask("decrypt", &[algorithm.into(), self.as_js(), Uint8Array::from(sealed.bytes()).into()]).await?;
        Ok(Uint8Array::new(&opened).to_vec())
    }
}

/// An empty vault under a passphrase, and its data key.
///
/// # Errors
/// [`CryptoError::Missing`] outside of a secure context.
pub async fn new_vault(passphrase: &str) -> Result<(Vault, DataKey), CryptoError> {
    let (salt, nonce) = (random::<{ vault::SALT }>()?, random::<{ vault::NONCE }>()?);
    // This one can be read out, for wrapping; it is dropped with this function, and the one that is used is unwrapped again.
    let data_key = generated(true).await?;
    let wrapping = key(&subtle().ok_or(CryptoError::Missing)?, "wrapKey", passphrase, vault::ROUNDS, &salt).await?;
    let wrapped = ask("wrapKey", &["raw".into(), data_key.into(), wrapping.into(), gcm(&nonce).into()]).await?;
    let vault = Vault::new(salt, vault::Sealed::new(nonce, Uint8Array::new(&wrapped).to_vec()));
    let data_key = unlock(&vault, passphrase).await?;
    Ok((vault, data_key))
}

/// The data key of a vault.
///
/// # Errors
/// [`CryptoError::Refused`] for another passphrase or a changed vault.
pub async fn unlock(vault: &Vault, passphrase: &str) -> Result<DataKey, CryptoError> {
    let unwrapping = key(&subtle().ok_or(CryptoError::Missing)?, "unwrapKey", passphrase, vault.rounds(), vault.salt()).await?;
    let wrapped = Uint8Array::from(vault.data_key().bytes());
    let arguments = [
        "raw".into(),
        wrapped.into(),
        unwrapping.into(),
        gcm(vault.data_key().nonce()).into(),
        "AES-GCM".into(),
        false.into(),
        usages().into(),
    ];
    DataKey::from_js(ask("unwrapKey", &arguments).await?).ok_or(CryptoError::Refused)
}

async fn generated(extractable: bool) -> Result<CryptoKey, CryptoError> {
    let wanted = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
    ask("generateKey", &[wanted.into(), extractable.into(), usages().into()]).await?.dyn_into().map_err(|_| CryptoError::Missing)
}

fn usages() -> Array {
    Array::of2(&"encrypt".into(), &"decrypt".into())
}

fn gcm(nonce: &[u8]) -> Object {
    object(&[("name", "AES-GCM".into()), ("iv", Uint8Array::from(nonce).into())])
}

fn bound(nonce: &[u8], text: &str) -> Object {
    let algorithm = gcm(nonce);
    // Fails only for a frozen object.
    _ = Reflect::set(&algorithm, &"additionalData".into(), &Uint8Array::from(text.as_bytes()).into());
    algorithm
}

/// Calls a method of `SubtleCrypto` by its name: the binding crate has one for every mixture of arguments.
async fn ask(method: &str, arguments: &[JsValue]) -> Result<JsValue, CryptoError> {
    let subtle = subtle().ok_or(CryptoError::Missing)?;
    let function: Function = Reflect::get(&subtle, &method.into()).ok().and_then(|it| it.dyn_into().ok()).ok_or(CryptoError::Missing)?;
    let promise = Reflect::apply(&function, &subtle, &arguments.iter().collect::<Array>()).map_err(|_| CryptoError::Refused)?;
    JsFuture::from(Promise::resolve(&promise)).await.map_err(|_| CryptoError::Refused)
}

fn crypto() -> Option<Crypto> {
    web_sys::window()?.crypto().ok()
}

fn subtle() -> Option<SubtleCrypto> {
    let crypto = crypto()?;
    // Undefined outside of a secure context, whatever its type says.
    Reflect::get(&crypto, &"subtle".into()).ok()?.dyn_into().ok()
}

fn random<const N: usize>() -> Result<[u8; N], CryptoError> {
    let mut bytes = [0; N];
    crypto().ok_or(CryptoError::Missing)?.get_random_values_with_u8_array(&mut bytes).map_err(|_| CryptoError::Missing)?;
    Ok(bytes)
}

async fn transform(way: &str, bytes: &[u8], passphrase: &str, rounds: u32, salt: &[u8], nonce: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let subtle = subtle().ok_or(CryptoError::Missing)?;
    let key = key(&subtle, way, passphrase, rounds, salt).await?;
    let algorithm = object(&[("name", "AES-GCM".into()), ("iv", Uint8Array::from(nonce).into())]);
    let bytes = Uint8Array::from(bytes);
    let promise = match way {
        "encrypt" => subtle.encrypt_with_object_and_buffer_source(&algorithm, &key, &bytes),
        _ => subtle.decrypt_with_object_and_buffer_source(&algorithm, &key, &bytes),
    };
    let buffer = JsFuture::from(promise.map_err(|_| CryptoError::Missing)?).await.map_err(|_| CryptoError::Refused)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// A key that cannot be read out again.
async fn key(subtle: &SubtleCrypto, way: &str, passphrase: &str, rounds: u32, salt: &[u8]) -> Result<CryptoKey, CryptoError> {
    let missing = |_: JsValue| CryptoError::Missing;
    // One text, however it was typed: a composed and a decomposed "é" are the same passphrase.
    let passphrase = String::from(js_sys::JsString::from(passphrase).normalize("NFC"));
    let material = Uint8Array::from(passphrase.as_bytes());
    let usages = Array::of1(&"deriveKey".into());
    let base = subtle.import_key_with_str("raw", &material, "PBKDF2", false, &usages).map_err(missing)?;
    let base: CryptoKey = JsFuture::from(base).await.map_err(missing)?.unchecked_into();
    let derive = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", rounds.into()),
    ]);
    let wanted = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
    let usages = Array::of1(&way.into());
    let derived = subtle.derive_key_with_object_and_object(&derive, &base, &wanted, false, &usages).map_err(missing)?;
    Ok(JsFuture::from(derived).await.map_err(missing)?.unchecked_into())
}

fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // Fails only for a frozen object.
        _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
