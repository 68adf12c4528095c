//! The URL of an endpoint that stands in for AWS: what can be one, and what is told about it offline.

use super::file::Loaded;
use language::diagnostic::{Diagnostic, Diagnostics, Severity};

/// What is wrong with a URL, if no request can be sent there: it needs `http` or `https` and a host, and
/// may have a port and a path.
pub fn fault(url: &str) -> Option<String> {
    let Some((scheme, rest)) = url.split_once("://") else {
        return Some(format!("it has no scheme: write `http://{url}` or `https://{url}`"));
    };
    if !["http", "https"].contains(&scheme) {
        return Some(format!("`{scheme}` is neither `http` nor `https`"));
    }
    if let Some(character) =
        rest.chars().find(|c| c.is_whitespace() || c.is_control() || "?#@\\\"<>^`{|}".contains(*c))
    {
        return Some(format!("`{character}` cannot stand in it"));
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let (host, port) = host_and_port(authority);
    if host.is_empty() {
        return Some("it names no host".to_owned());
    }
    match port {
        Some(port) if port.parse::<u16>().is_err() => Some(format!("`{port}` is not a port")),
        _ => None,
    }
}

/// Splits `host:port` and `[address]:port`.
fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    let end = authority.rfind(']').map_or(0, |end| end + 1);
    match authority.get(end..).and_then(|rest| rest.rfind(':')) {
        Some(colon) => {
            let (host, port) = authority.split_at(end + colon);
            (host, Some(port.trim_start_matches(':')))
        }
        None => (authority, None),
    }
}

/// Whether requests go over a network, and everybody on the way can read them.
fn is_readable_on_the_way(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else {
        return false;
    };
    let (host, _) = host_and_port(rest.split('/').next().unwrap_or_default());
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = match host.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    };
    !is_loopback
}

/// Checks the endpoint of an environment. `given` is that of the command line, which stands in for the
/// file's.
pub fn check(loaded: &Loaded, given: Option<&str>, diagnostics: &mut Diagnostics) {
    let Some(url) = &loaded.environment.endpoint_url else {
        return;
    };
    let finding = match fault(url) {
        Some(fault) => Diagnostic::new(format!("`{url}` is not an endpoint: {fault}")),
        None if is_readable_on_the_way(url) => Diagnostic::new(format!(
            "`{url}` is not encrypted: anyone on the network path can read and change requests, secrets too"
        ))
        .severity(Severity::Warning)
        .help("use `https`, or a tunnel to an address of this machine"),
        None => return,
    };
    let written = loaded.written.entry("endpoint_url");
    diagnostics.push(match written.filter(|_| given.is_none()) {
        Some(written) => finding.at(written.value.span, "set here"),
        None => finding,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_called_is_an_endpoint() {
        for url in [
            "http://127.0.0.1:4566", "https://localhost.localstack.cloud:4566/",
            "http://[::1]:80/path", "https://vpce-1.sts.us-east-2.vpce.amazonaws.com",
        ] {
            assert_eq!(fault(url), None, "{url}");
        }
        for url in [
            "foo", "127.0.0.1:4566", "ftp://host", "http://", "http://:80", "http://host:port",
            "http://host:99999", "http://a b", "http://user@host", "http://host?x=y", "",
        ] {
            assert!(fault(url).is_some(), "{url}");
        }
    }

    #[test]
    fn plain_http_is_readable_beyond_this_machine() {
        for url in ["http://10.0.0.1:4566", "http://emulator:4566", "http://[fe80::1]"] {
            assert!(is_readable_on_the_way(url), "{url}");
        }
        for url in [
            "https://emulator", "http://127.0.0.1:4566", "http://127.1.2.3", "http://[::1]:80",
            "http://localhost:4566", "http://s3.localhost",
        ] {
            assert!(!is_readable_on_the_way(url), "{url}");
        }
    }
}
