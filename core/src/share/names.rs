//! Which names announce a credential, whatever their makers' way of writing: `api-key`, `API_KEY`, `apiKey`, `xapikey`.
//!
//! A rule over words, not a list of names: a free field may be called as its server likes. What the two APIs themselves call so
//! without meaning a secret (openai-openapi, the schemas of the requests) is told apart by name, and by what stands beside it.

use serde_json::{Map, Value};

/// A name with one of these words in it holds a credential, or headers that may be one.
const WORDS: [&str; 24] = [
    "auth",
    "authentication",
    "authorization",
    "bearer",
    "cookie",
    "cookies",
    "credential",
    "credentials",
    "jwt",
    "oauth",
    "oauth2",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "pwd",
    "secret",
    "secrets",
    "비밀번호",
    "headers",
    "apikey",
    "apikeys",
    "apitoken",
];

/// A name that ends so holds a credential, even where its words run together.
const ENDS: [&str; 14] = [
    "accesskey",
    "accesskeyid",
    "accesstoken",
    "apikey",
    "apitoken",
    "authtoken",
    "bearertoken",
    "clientsecret",
    "connectionstring",
    "idtoken",
    "privatekey",
    "refreshtoken",
    "secretkey",
    "subscriptionkey",
];

/// A name whose last word is one of these holds a credential, unless the word before says which harmless kind it is.
const HEADS: [&str; 5] = ["key", "token", "signature", "sig", "sas"];
/// Many of them are counted or listed (`max_tokens`, `keys`), unless the word before says that they open something.
const MANY: [&str; 2] = ["keys", "tokens"];
const OPENING: [&str; 9] = ["access", "api", "auth", "bearer", "id", "private", "refresh", "secret", "session"];

/// What a key or a token can be of that opens nothing: a cache's, a table's, a page's, a vocabulary's.
const HARMLESS: [&str; 29] = [
    "audio",
    "bos",
    "cache",
    "cls",
    "continuation",
    "end",
    "eos",
    "first",
    "foreign",
    "group",
    "idempotency",
    "image",
    "last",
    "map",
    "mask",
    "max",
    "min",
    "next",
    "pad",
    "page",
    "partition",
    "per",
    "primary",
    "public",
    "sort",
    "start",
    "stop",
    "think",
    "thought",
];

/// Words after the one that counts.
const AFTER: [&str; 5] = ["b64", "base64", "header", "string", "value"];

/// Whether a field, a header or a query parameter of this name holds a credential, or headers.
#[must_use]
pub fn is_credential(name: &str) -> bool {
    let mut words = words(name);
    if words.iter().any(|word| WORDS.contains(&word.as_str())) {
        return true;
    }
    let together = words.concat();
    if ENDS.iter().any(|end| together.ends_with(end)) {
        return true;
    }
    while words.last().is_some_and(|last| AFTER.contains(&last.as_str()) || is_number(last)) {
        words.pop();
    }
    let mut from_last = words.iter().rev().map(|word| word.trim_end_matches(|letter: char| letter.is_ascii_digit()));
    let (last, before) = (from_last.next().unwrap_or_default(), from_last.next().unwrap_or_default());
    HEADS.contains(&last) && !HARMLESS.contains(&before) || MANY.contains(&last) && OPENING.contains(&before)
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a member of this name is one of an object of the APIs that has it for something else, as its other members show: the field
/// that a filter of a file search compares (`ComparisonFilter`), the piece of text that a probability is of (`LogProb`), the mark on a
/// step of thinking that has to come back as it was (wire.md b.5).
pub(super) fn is_of_the_api(name: &str, members: &Map<String, Value>) -> bool {
    let kind = || members.get("type").and_then(Value::as_str).unwrap_or_default();
    match name {
        "key" => members.contains_key("value") && ["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"].contains(&kind()),
        "token" => members.get("logprob").is_some_and(Value::is_number),
        "signature" => kind() == "thinking" || kind().starts_with("reasoning"),
        _ => false,
    }
}

/// The words of a name, in lower case: parted by what is no letter or digit, and by capitals (`azureADToken`).
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied().unwrap_or(' ');
        let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
        let begins =
            letter.is_uppercase() && (before.is_lowercase() || before.is_numeric() || before.is_uppercase() && after.is_lowercase());
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case("Authorization api-key API_KEY apiKey APIKey x-api-key xapikey X-Goog-Api-Key openai_api_key OPENAI_API_KEY encodedApiKey")]
    #[case("token auth auth_token authToken X-Auth-Token access_token accessToken id_token refreshToken session_token botToken api_tokens")]
    #[case("azure_ad_token azureADToken azureADTokenProviderSecret x-amz-security-token X-Vault-Token HF_TOKEN github_token2")]
    #[case("proxy-authorization Proxy-Authorization authentication bearer bearer_token oauth oauth2 jwt id_jwt basicAuth auth_header")]
    #[case(
        "api_secret client_secret clientSecret secret secrets domain_secrets aws_secret_access_key AWS_ACCESS_KEY_ID accesskey secret_key"
    )]
    #[case("password dbPassword passwd pwd passphrase passcode 비밀번호 credential credentials cookie Set-Cookie cookies session-cookie")]
    #[case("Ocp-Apim-Subscription-Key ocpapimsubscriptionkey connection_string connectionString private_key privateKey")]
    #[case("key Key keyBase64 api_key_1 api_key_value signature sig sas x-hub-signature")]
    #[case("headers extra_headers default_headers http_headers httpHeaders")]
    fn credentials_are_known_by_name(#[case] names: &str) {
        for name in names.split(' ') {
            assert!(is_credential(name), "{name}");
        }
    }

    #[rstest]
    #[case(
        "max_tokens max_output_tokens max_completion_tokens maxTokens token_limit tokens min_tokens budget_tokens prompt_tokens input_tokens"
    )]
    #[case("prompt_cache_key prompt_cache_retention logit_bias keys keywords header tokenizer token_ids stop_token_ids allowed_token_ids")]
    #[case("pad_token eos_token bos_token stop_token max_token next_page_token continuation_token skip_special_tokens add_special_tokens")]
    #[case(
        "thought_signature primary_key sortKey idempotency-key author authors secretary monkey turkey hockey keyboard passenger tokenise"
    )]
    #[case("safety_identifier encrypted_content reasoning_effort chat_template_kwargs top_k metadata user 열쇠 이름")]
    fn what_the_apis_and_people_call_otherwise_is_none(#[case] names: &str) {
        for name in names.split(' ') {
            assert!(!is_credential(name), "{name}");
        }
    }

    #[test]
    fn a_member_of_the_api_is_known_by_what_stands_beside_it() {
        let is = |name: &str, value: Value| is_of_the_api(name, value.as_object().unwrap());
        assert!(is("key", json!({"type": "eq", "key": "region", "value": "eu"})));
        assert!(is("token", json!({"token": "Hi", "logprob": -0.5, "bytes": null})));
        assert!(is("signature", json!({"type": "thinking", "thinking": "…", "signature": "Eu…"})));
        assert!(!is("key", json!({"key": "x"})) && !is("key", json!({"type": "bearer", "key": "x", "value": 1})));
        assert!(!is("token", json!({"token": "x", "logprob": "no number"})) && !is("signature", json!({"type": "mcp"})));
        assert!(!is("password", json!({"type": "eq", "password": "x", "value": 1})));
    }

    proptest! {
        #[test]
        fn any_name_has_words(name in "\\PC{0,40}") {
            prop_assert!(words(&name).iter().all(|word| !word.is_empty()));
            _ = is_credential(&name);
        }

        #[test]
        fn the_way_of_writing_does_not_matter(at in 0..6_usize, between in "[-_. ]") {
            let name = [["api", "key"], ["client", "secret"], ["ad", "token"], ["proxy", "authorization"], ["db", "password"], ["x", "auth"]][at];
            let capital = format!("{}{}{}", name[0], name[1][..1].to_uppercase(), &name[1][1..]);
            for name in [name.join(&between), name.join(&between).to_uppercase(), capital] {
                prop_assert!(is_credential(&name), "{}", name);
            }
        }
    }
}
