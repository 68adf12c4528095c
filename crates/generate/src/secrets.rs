//! Secrets that nobody has marked: what stands in a map of texts, such as the environment of a function, under a
//! key that says so, or has the form of a well-known credential.
//!
//! A key says so with its last words: `DB_PASSWORD`, `stripeApiKey`. What says where a secret *is* holds none:
//! `SECRET_ARN`, `TOKEN_TABLE_NAME`, and an ARN, a path or an address under whatever key.

use serde_json::Value;

/// The last words of keys that hold secrets.
const SECRET_WORDS: &[&[&str]] = &[
    &["secret"],
    &["secrets"],
    &["password"],
    &["passwords"],
    &["passwd"],
    &["pwd"],
    &["passphrase"],
    &["token"],
    &["apikey"],
    &["api", "key"],
    &["api", "keys"],
    &["access", "key"],
    &["account", "key"],
    &["encryption", "key"],
    &["private", "key"],
    &["secret", "key"],
    &["signing", "key"],
    &["credential"],
    &["credentials"],
];

/// What credentials of well-known services begin with, and the fewest letters that follow.
const CREDENTIALS: &[(&str, usize)] = &[
    ("AKIA", 16),
    ("ASIA", 16),
    ("sk_live_", 8),
    ("sk_test_", 8),
    ("rk_live_", 8),
    ("rk_test_", 8),
    ("whsec_", 8),
    ("ghp_", 16),
    ("gho_", 16),
    ("ghu_", 16),
    ("ghs_", 16),
    ("ghr_", 16),
    ("github_pat_", 16),
    ("xoxa-", 8),
    ("xoxb-", 8),
    ("xoxp-", 8),
    ("xoxr-", 8),
    ("xoxs-", 8),
];

/// What texts begin with that say where the value comes from when a call is made.
const FROM_CALLS: &[&str] = &[
    "method.", "integration.", "context.", "stageVariables.", "$context.", "$request.",
    "{{resolve:",
];

/// Whether a text under a key looks like a secret.
pub(super) fn is_secret(key: &str, text: &str) -> bool {
    let says_so = names_secret(key) && !is_reference(text) && !is_switch(text);
    says_so || holds_secret(text) || holds_member(text)
}

/// Whether a text holds a secret by its form, whatever it stands under.
pub(super) fn holds_secret(text: &str) -> bool {
    is_credential(text) || holds_pair(text)
}

/// Whether the last words of a key say that a secret stands there.
fn names_secret(key: &str) -> bool {
    let words = words(key);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    // `PASSWORD_2` is one more password.
    let is_number = |word: &&str| word.chars().all(|c| c.is_ascii_digit());
    let end = words.iter().rposition(|word| !is_number(word));
    let words = end.and_then(|end| words.get(..=end)).unwrap_or_default();
    SECRET_WORDS.iter().any(|secret| words.ends_with(secret))
}

/// The words of a key in small letters, in whatever style it is written: `api_key`, `API-KEY`, `apiKey`, `APIKey`.
pub(super) fn words(key: &str) -> Vec<String> {
    let letters: Vec<char> = key.chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let before_is = |is: fn(&char) -> bool| before.is_some_and(is);
        let starts = letter.is_uppercase()
            && (before_is(|c| c.is_lowercase() || c.is_numeric())
                || before_is(|c| c.is_uppercase()) && after.is_some_and(|c| c.is_lowercase()));
        if starts || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a text says where something is, and not what it is.
pub(super) fn is_reference(text: &str) -> bool {
    let is_path =
        text.starts_with('/') && text.chars().all(|c| c.is_alphanumeric() || "/_.-".contains(c));
    let is_address = text.contains("://");
    let is_given_later = FROM_CALLS.iter().any(|start| text.starts_with(start));
    text.is_empty() || text.starts_with("arn:") || is_path || is_address || is_given_later
}

/// Whether a text only turns something on or off.
pub(super) fn is_switch(text: &str) -> bool {
    const SWITCHES: &[&str] = &[
        "true", "false", "yes", "no", "on", "off", "0", "1", "enabled", "disabled", "none", "null",
    ];
    SWITCHES.contains(&text.to_lowercase().as_str())
}

/// Whether a text is a credential, or has one among its words.
fn is_credential(text: &str) -> bool {
    let is_key = text.contains("-----BEGIN ") && text.contains("PRIVATE KEY");
    let mut words = text.split_whitespace();
    is_key || words.any(|word| is_known_form(word) || is_json_web_token(word) || has_password(word))
}

fn is_known_form(word: &str) -> bool {
    let mut forms = CREDENTIALS.iter();
    forms.any(|(start, fewest)| {
        let rest = word.strip_prefix(start);
        let is_one = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        rest.is_some_and(|rest| rest.len() >= *fewest && rest.chars().all(is_one))
    })
}

/// Three parts in the alphabet of addresses, of which the first two are JSON objects: `{"` is `eyJ` there.
fn is_json_web_token(word: &str) -> bool {
    let is_part = |part: &&str| {
        let mut letters = part.chars();
        !part.is_empty() && letters.all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
    };
    let parts: Vec<&str> = word.split('.').filter(is_part).collect();
    word.split('.').count() == 3
        && matches!(parts.as_slice(), [header, claims, _]
            if header.starts_with("eyJ") && claims.starts_with("eyJ"))
}

/// Whether an address has a password in it: `postgres://user:password@host`. One that is filled in later is none.
fn has_password(word: &str) -> bool {
    let after_scheme = word.split_once("://").map(|(_, after)| after);
    let authority = after_scheme.and_then(|after| after.split(['/', '?', '#']).next());
    let user = authority.and_then(|authority| authority.rsplit_once('@'));
    let password = user.and_then(|(user, _)| user.split_once(':'));
    password
        .is_some_and(|(_, password)| !password.is_empty() && !password.contains(['{', '<', '*']))
}

/// Whether a text is a list of pairs of which one is a secret: `Server=db;Password=…`, `https://x.test/?token=…`.
fn holds_pair(text: &str) -> bool {
    let mut pairs = text.split([';', '&', '?', ' ']).filter_map(|pair| pair.split_once('='));
    pairs.any(|(key, value)| {
        // What a template computes, or fills in later, is not a secret.
        let is_computed = value.starts_with(['$', '{', '<', '%']);
        !value.is_empty()
            && !is_computed
            && names_secret(key)
            && !is_reference(value)
            && !is_switch(value)
    })
}

/// Whether a text is a JSON object with a secret somewhere inside.
fn holds_member(text: &str) -> bool {
    fn holds(value: &Value) -> bool {
        match value {
            Value::Object(object) => object.iter().any(|(key, value)| match value {
                Value::String(text) => is_secret(key, text),
                other => holds(other),
            }),
            Value::Array(list) => list.iter().any(holds),
            _ => false,
        }
    }
    text.starts_with('{') && serde_json::from_str(text).is_ok_and(|value| holds(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that no scanner of this repository takes for a credential.
    fn joined(parts: &[&str]) -> String {
        parts.concat()
    }

    #[test]
    fn keys_say_in_their_last_words_that_a_secret_stands_there() {
        for key in [
            "SECRET", "DB_PASSWORD", "dbPassword", "db-passwd", "PASSWORD_2", "STRIPE_API_KEY",
            "stripeApiKey", "StripeAPIKey", "stripe.apikey", "SIGNING_PRIVATE_KEY",
            "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "authToken", "CREDENTIALS",
            "integration.request.header.X-Api-Key",
        ] {
            assert!(is_secret(key, "hunter2"), "{key}");
        }
        for key in [
            "", "2", "STAGE", "SECRET_ARN", "SECRET_NAME", "TOKEN_TABLE_NAME",
            "STRIPE_SECRET_PATH", "PASSWORD_MINIMUM_LENGTH", "USER_POOL_ID", "MAX_TOKENS",
            "PARTITION_KEY", "KEY", "TOKENIZER", "SECRETARY",
        ] {
            assert!(!is_secret(key, "hunter2"), "{key}");
        }
    }

    #[test]
    fn what_says_where_a_secret_is_holds_none() {
        for text in [
            "",
            "true",
            "off",
            "arn:aws:secretsmanager:us-east-2:123456789012:secret:stripe-AbCdEf",
            "/ai/dev/stripe/api-key",
            "https://example.com/oauth/token",
            "method.request.header.X-Api-Key",
            "{{resolve:secretsmanager:stripe}}",
        ] {
            assert!(!is_secret("API_TOKEN", text), "{text}");
        }
    }

    #[test]
    fn credentials_are_known_by_their_form() {
        for text in [
            joined(&["AKIA", "IOSFODNN7EXAMPLE"]),
            joined(&["sk_", "live_", "abcdefgh12345678"]),
            joined(&["whsec", "_abcdefgh12345678"]),
            joined(&["ghp", "_abcdefghijklmnopqrstuvwxyz0123456789"]),
            joined(&["github", "_pat_abcdefghijklmnopqrstuvwxyz"]),
            joined(&["xoxb", "-123456789012-abcdef"]),
            joined(&["-----BEGIN RSA ", "PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----"]),
            joined(&["Bearer eyJ", "hbGciOiJIUzI1NiJ9.eyJ", "zdWIiOiIxIn0.c2lnbmF0dXJl"]),
            "postgres://app:hunter2@db.example.com:5432/shop".to_owned(),
            "redis://:hunter2@cache.example.com".to_owned(),
            "Server=db.example.com;User Id=app;Password=hunter2".to_owned(),
            "https://example.com/hook?room=1&token=hunter2".to_owned(),
            r#"{ "database": { "user": "app", "password": "hunter2" } }"#.to_owned(),
        ] {
            assert!(is_secret("VALUE", &text), "{text}");
        }
        for text in [
            "https://example.com/hook", "https://example.com/search?q=a&page=2",
            "https://example.com/@user:1", "postgres://app@db.example.com/shop",
            "postgres://app:{password}@db.example.com/shop", "Server=db.example.com;User Id=app",
            "AKIA", "sk_live_", "a.b.c", "eyJhbGciOiJIUzI1NiJ9", r#"["https://app.example.com"]"#,
            "#set($token=$input.params('token'))",
            r#"{ "token_table": "users", "password_secret_arn": "x" }"#, "{",
        ] {
            assert!(!is_secret("VALUE", text), "{text}");
        }
    }
}
