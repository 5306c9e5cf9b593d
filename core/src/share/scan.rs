//! Texts that look like secrets, found before they leave: by the fixed beginnings that issuers give their keys, and by the words
//! that people write before a password. It warns; it never blocks, and it never says the value again.

use serde::Serialize;

/// What a finding looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// A key of a model's vendor.
    ApiKey,
    /// A token of a code host, a chat or a cloud.
    Token,
    /// A JSON Web Token: what Entra ID and other sign-ins hand out.
    Jwt,
    /// The head of a private key in PEM.
    PrivateKey,
    /// `password=…`, `api_key: …`, `Authorization: …`
    Named,
    /// `scheme://user:password@host`
    Url,
}

/// One finding: what it looks like, and enough of its beginning to find it again, never the whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    pub kind: SecretKind,
    /// The first characters and an ellipsis.
    pub hint: String,
}

/// (beginning, shortest length of what follows, kind). Beginnings as their issuers document them.
const PREFIXES: [(&str, usize, SecretKind); 30] = [
    ("sk-", 20, SecretKind::ApiKey),
    ("sess-", 30, SecretKind::ApiKey),
    ("gsk_", 30, SecretKind::ApiKey),
    ("xai-", 30, SecretKind::ApiKey),
    ("hf_", 25, SecretKind::ApiKey),
    ("r8_", 30, SecretKind::ApiKey),
    ("pplx-", 30, SecretKind::ApiKey),
    ("nvapi-", 30, SecretKind::ApiKey),
    ("csk-", 30, SecretKind::ApiKey),
    ("fw_", 20, SecretKind::ApiKey),
    ("AIza", 30, SecretKind::ApiKey),
    ("AKIA", 16, SecretKind::Token),
    ("ASIA", 16, SecretKind::Token),
    ("ghp_", 30, SecretKind::Token),
    ("gho_", 30, SecretKind::Token),
    ("ghu_", 30, SecretKind::Token),
    ("ghs_", 30, SecretKind::Token),
    ("ghr_", 30, SecretKind::Token),
    ("github_pat_", 40, SecretKind::Token),
    ("glpat-", 18, SecretKind::Token),
    ("npm_", 30, SecretKind::Token),
    ("pypi-", 50, SecretKind::Token),
    ("xoxb-", 20, SecretKind::Token),
    ("xoxp-", 20, SecretKind::Token),
    ("xapp-", 20, SecretKind::Token),
    ("SG.", 40, SecretKind::Token),
    ("dop_v1_", 40, SecretKind::Token),
    ("shpat_", 30, SecretKind::Token),
    ("sk_live_", 20, SecretKind::Token),
    ("rk_live_", 20, SecretKind::Token),
];

/// Words before `=` or `:` that announce a secret, lower case, compared without `-`, `_` and spaces inside.
const NAMES: [&str; 14] = [
    "apikey",
    "accesskey",
    "accesstoken",
    "accountkey",
    "authorization",
    "authtoken",
    "clientsecret",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "secretkey",
    "sharedaccesskey",
];

/// The most that are told: a pasted file of keys makes its point with a few.
const MOST: usize = 20;
/// The most bytes of one text that are looked through.
const MOST_TEXT: usize = 4 * 1024 * 1024;

/// Looks through texts; what is found twice is told once.
#[must_use]
pub fn scan<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Finding> {
    let mut found = Vec::new();
    for text in texts {
        let end = text.floor_char_boundary(MOST_TEXT);
        look(text.get(..end).unwrap_or_default(), &mut found);
        if found.len() >= MOST {
            break;
        }
    }
    found.sort();
    found.dedup();
    found.truncate(MOST);
    found
}

fn look(text: &str, found: &mut Vec<Finding>) {
    let mut add = |kind, secret: &str| {
        if found.len() < MOST * 4 {
            found.push(Finding { kind, hint: hint(secret) });
        }
    };
    for (at, _) in text.match_indices("-----BEGIN ") {
        let head = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        if head.contains("PRIVATE KEY") {
            add(SecretKind::PrivateKey, head);
        }
    }
    for word in text.split(|letter: char| {
        letter.is_whitespace() || matches!(letter, '"' | '\'' | '`' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';')
    }) {
        // `KEY=sk-…`, `key:sk-…`: the value alone.
        for piece in word.split(['=', ':', '&', '?']).filter(|piece| piece.len() >= 16) {
            if let Some(kind) = known_beginning(piece) {
                add(kind, piece);
            }
        }
        if let Some((_, rest)) = word.split_once("://") {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let password = host.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).map(|(_, password)| password);
            if password.is_some_and(|password| !password.is_empty() && !is_placeholder(password)) {
                add(SecretKind::Url, word);
            }
        }
    }
    for line in text.lines() {
        if let Some(secret) = named(line) {
            add(SecretKind::Named, secret);
        }
    }
}

fn known_beginning(word: &str) -> Option<SecretKind> {
    if word.starts_with("eyJ") && word.split('.').count() == 3 && word.split('.').take(2).all(|part| part.len() >= 10 && is_token(part)) {
        return Some(SecretKind::Jwt);
    }
    let of = |(beginning, least, kind): &(&str, usize, SecretKind)| {
        let rest = word.strip_prefix(beginning)?;
        let length = rest.bytes().take_while(|byte| is_token_byte(*byte) || *byte == b'.').count();
        let body = rest.get(..length)?;
        (length >= *least && !is_placeholder(body) && is_mixed(body)).then_some(*kind)
    };
    PREFIXES.iter().find_map(of)
}

/// The value after a word that announces a secret, if it looks like one.
fn named(line: &str) -> Option<&str> {
    let line = line.get(..line.floor_char_boundary(2_000))?;
    line.match_indices(['=', ':']).find_map(|(at, _)| {
        let before = line.get(..at)?.trim_end().trim_end_matches(['"', '\'']);
        let start = before.rfind(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'))).map_or(0, |at| at + 1);
        let name: String =
            before.get(start..)?.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
        if !NAMES.iter().any(|known| name.ends_with(known)) {
            return None;
        }
        let value = line.get(at + 1..)?.trim_start().trim_start_matches(['"', '\'']);
        let value = value
            .strip_prefix("Bearer ")
            .or_else(|| value.strip_prefix("bearer "))
            .or_else(|| value.strip_prefix("Basic "))
            .unwrap_or(value);
        let value = value.split(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'' | ',' | ';')).next()?;
        (value.len() >= 8 && value.is_ascii() && !is_placeholder(value) && has_digit_or_case(value)).then_some(value)
    })
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_token(text: &str) -> bool {
    text.bytes().all(is_token_byte)
}

/// Keys are drawn at random: letters and digits both. `sk-and-so-on-and-so-forth` is prose.
fn is_mixed(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn has_digit_or_case(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    has(u8::is_ascii_digit) || has(u8::is_ascii_punctuation) || (has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase))
}

/// What documentation writes in the place of a secret.
fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let few = text.chars().collect::<std::collections::BTreeSet<_>>().len() <= 3;
    let said =
        ["your", "example", "placeholder", "xxxx", "redacted", "change-me", "changeme", "...", "process.env", "os.environ", "getenv"];
    few || said.iter().any(|word| lower.contains(word)) || text.starts_with(['$', '<', '%'])
}

fn hint(secret: &str) -> String {
    let shown = (secret.chars().count() / 3).min(8);
    secret.chars().take(shown).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// Put together here, so that no scanner of repositories takes this file for a leak.
    fn key(beginning: &str) -> String {
        format!("{beginning}{}", "a1B2c3D4e5F6g7H8i9J0".repeat(3))
    }

    #[rstest]
    #[case("sk-proj-", SecretKind::ApiKey)]
    #[case("sk-ant-api03-", SecretKind::ApiKey)]
    #[case("gsk_", SecretKind::ApiKey)]
    #[case("AIza", SecretKind::ApiKey)]
    #[case("ghp_", SecretKind::Token)]
    #[case("xoxb-", SecretKind::Token)]
    #[case("AKIA", SecretKind::Token)]
    fn keys_are_known_by_their_beginning(#[case] beginning: &str, #[case] kind: SecretKind) {
        let key = key(beginning);
        for text in [
            key.clone(),
            format!("use {key}, please"),
            format!("OPENAI=\"{key}\""),
            format!("{{\"k\":\"{key}\"}}"),
            format!("https://h/?x={key}"),
        ] {
            let found = scan([text.as_str()]);
            assert!(found.iter().any(|finding| finding.kind == kind), "{text}: {found:?}");
            assert!(found.iter().all(|finding| finding.hint.chars().count() <= 9), "{found:?}");
        }
    }

    #[rstest]
    #[case("Authorization: Bearer 0123456789abcdef0123456789abcdef", SecretKind::Named)]
    #[case("password = \"Tr0ub4dor&3\"", SecretKind::Named)]
    #[case("  \"api_key\": \"0123456789abcdef\",", SecretKind::Named)]
    #[case("AZURE_OPENAI_API_KEY=0123456789abcdef0123456789abcdef", SecretKind::Named)]
    #[case("AccountKey=abcDEF0123456789abcDEF==;EndpointSuffix=x", SecretKind::Named)]
    #[case("postgres://admin:hunter2@db.example.org/x", SecretKind::Url)]
    fn named_secrets_are_found(#[case] text: &str, #[case] kind: SecretKind) {
        assert!(scan([text]).iter().any(|finding| finding.kind == kind), "{:?}", scan([text]));
    }

    #[test]
    fn tokens_and_private_keys_are_found() {
        let jwt = format!("eyJ{}.eyJ{}.{}", "hbGciOiJIUzI1NiJ9", "zdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P");
        assert_eq!(scan([jwt.as_str()])[0].kind, SecretKind::Jwt);
        let pem = format!("-----BEGIN {} KEY-----\nMIIE", "RSA PRIVATE");
        assert_eq!(scan([pem.as_str()])[0].kind, SecretKind::PrivateKey);
    }

    #[rstest]
    #[case("How long should a password be? password: at least twelve letters")]
    #[case("export OPENAI_API_KEY=your-key-here")]
    #[case("api_key = os.environ[\"OPENAI_API_KEY\"]")]
    #[case("api_key: $OPENAI_API_KEY")]
    #[case("sk-and-so-on-and-so-forth-until-the-end")]
    #[case("sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    #[case("https://user@example.org/ and http://localhost:8080/v1")]
    #[case("The secret: patience")]
    #[case("비밀번호: 열두 글자 이상")]
    #[case("")]
    fn prose_and_placeholders_are_not(#[case] text: &str) {
        assert_eq!(scan([text]), []);
    }

    proptest! {
        #[test]
        fn any_text_is_looked_through(text in "\\PC{0,300}") {
            _ = scan([text.as_str()]);
        }
    }
}
