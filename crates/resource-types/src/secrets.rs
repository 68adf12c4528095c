//! Which properties hold secrets, by their names.

/// What a name says of a secret.
const SECRETS: [&str; 11] = [
    "password", "passwd", "secret", "token", "passphrase", "privatekey", "credential", "apikey",
    "accesskey", "authkey", "presharedkey",
];

/// What a name says of something that is about a secret and not the secret itself.
const ABOUT: [&str; 34] = [
    "arn", "arns", "id", "ids", "name", "names", "version", "length", "policy", "type", "types",
    "status", "expiration", "enabled", "required", "endpoint", "url", "uri", "location",
    "provider", "method", "mode", "source", "scope", "scopes", "count", "format", "host",
    "storage", "header", "audience", "audiences", "parameter", "clienttoken",
];

/// Whether the name of a property says that it holds a secret.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase().replace(['_', '-'], "");
    SECRETS.iter().any(|secret| name.contains(secret))
        && !ABOUT.iter().any(|about| name.ends_with(about))
}
