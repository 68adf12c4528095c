//! Whether Cognito would take a URL to send people to. It refuses some at once; others it takes, and
//! then nobody gets back from the sign-in page.

/// Hosts that `http` reaches without a network in between.
const LOCAL: &[&str] = &["localhost", "127.0.0.1", "[::1]"];

/// What is wrong with a callback or sign-out URL, as the end of a sentence; nothing if it is fine.
pub(super) fn fault(url: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = url.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
        return Some("it does not begin with a scheme, such as `https://`");
    };
    if url.contains('#') {
        return Some("it has a part behind `#`, which OAuth does not allow");
    }
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        // An app's own, as `myapp://callback`.
        return rest.is_empty().then_some("nothing follows its scheme");
    }
    let Some(host) = host(rest) else {
        return Some("its scheme is not followed by `//`");
    };
    if host.is_empty() {
        return Some("it names no host");
    }
    if host.split('.').any(str::is_empty) {
        return Some("a part of its host is empty");
    }
    let is_local = LOCAL.contains(&host.to_ascii_lowercase().as_str());
    (scheme == "http" && !is_local)
        .then_some("`http` is for `localhost` alone; elsewhere it is `https`")
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
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
            "https://example.com/auth/callback",
            "https://dev.example.com:8443/auth?x=1",
            "https://example.com",
            "http://localhost:3000/auth/callback",
            "http://127.0.0.1",
            "http://[::1]:3000/",
            "HTTP://LOCALHOST/",
            "myapp://callback",
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
            assert!(fault(url).is_some_and(|fault| fault.contains(why)), "{url}");
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
