//! Whether Cognito would take a URL to send people to. It refuses some at once; others it takes, and
//! then nobody gets back from the sign-in page.

use language::diagnostic::Severity;

/// Hosts that `http` reaches without a network in between.
const LOCAL: &[&str] = &["localhost", "127.0.0.1", "[::1]"];

/// What is wrong with a URL, as the end of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// An error where Cognito refuses the URL.
    pub severity: Severity,
    pub why: &'static str,
}

/// What is wrong with a callback or sign-out URL; nothing if it is fine.
///
/// Cognito refuses what is not an absolute URI, has a fragment, or is `http` for another host than localhost (API
/// reference of CreateUserPoolClient, `CallbackURLs`). It takes a host that cannot be.
pub(super) fn fault(url: &str) -> Option<Fault> {
    let error = |why| Some(Fault { severity: Severity::Error, why });
    let warning = |why| Some(Fault { severity: Severity::Warning, why });
    let Some((scheme, rest)) = url.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
        return error("it does not begin with a scheme, such as `https://`");
    };
    if url.contains('#') {
        return error("it has a part behind `#`, which OAuth does not allow");
    }
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        // An app's own, as `myapp://callback`.
        return rest.is_empty().then(|| warning("nothing follows its scheme")).flatten();
    }
    let Some(host) = host(rest) else {
        return warning("its scheme is not followed by `//`");
    };
    if host.is_empty() {
        return warning("it names no host");
    }
    let is_local = LOCAL.contains(&host.to_ascii_lowercase().as_str());
    if scheme == "http" && !is_local {
        return error("`http` is for `localhost` alone; elsewhere it is `https`");
    }
    match host.split('.').any(str::is_empty) {
        true => warning("a part of its host is empty"),
        false => None,
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// The host in `//host:port/path`.
fn host(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix("//")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
        _ => authority,
    };
    Some(host)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_write_is_fine() {
        for url in [
            "https://example.com/auth/callback", "https://dev.example.com:8443/auth?x=1",
            "https://example.com", "http://localhost:3000/auth/callback", "http://127.0.0.1",
            "http://[::1]:3000/", "HTTP://LOCALHOST/", "myapp://callback",
            "com.example.app:/oauth",
        ] {
            assert_eq!(fault(url), None, "{url}");
        }
    }

    #[test]
    fn what_leads_nowhere_is_not() {
        for (url, why) in [
            ("https:///auth/callback", "no host"),
            ("https://:3000/", "no host"),
            ("https://dev./auth/callback", "host is empty"),
            ("https://.example.com/", "host is empty"),
            ("https://dev..example.com", "host is empty"),
            ("http://example.com/", "`https`"),
            ("http://localhost.example.com", "`https`"),
            ("https:example.com", "`//`"),
            ("https://example.com/#/callback", "`#`"),
            ("example.com/callback", "scheme"),
            ("/callback", "scheme"),
            ("myapp:", "follows"),
        ] {
            assert!(fault(url).is_some_and(|fault| fault.why.contains(why)), "{url}");
        }
    }

    #[test]
    fn what_cognito_takes_is_no_error() {
        for url in
            ["https://dev./auth", "https:///auth/callback", "https://dev..example.com", "myapp:"]
        {
            assert_eq!(fault(url).unwrap().severity, Severity::Warning, "{url}");
        }
        for url in ["example.com", "https://example.com/#a", "http://example.com/"] {
            assert_eq!(fault(url).unwrap().severity, Severity::Error, "{url}");
        }
    }

    proptest! {
        #[test]
        fn any_host_of_full_labels_is_fine(
            labels in prop::collection::vec("[a-z0-9-]{1,9}", 1..5), path in "(/[a-z]{0,5}){0,3}"
        ) {
            let host = labels.join(".");
            let (full, dangling) = (format!("https://{host}{path}"), format!("https://{host}.{path}"));
            prop_assert_eq!(fault(&full), None);
            prop_assert!(fault(&dangling).is_some());
        }
    }
}
