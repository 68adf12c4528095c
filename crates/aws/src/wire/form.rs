//! Forms, as queries are sent.

/// A form with its parameters in the order that they are given in.
pub(super) fn encoded<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs =
        parameters.into_iter().map(|(name, value)| format!("{}={}", plain(name), plain(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A text in which only unreserved characters stand as they are (RFC 3986, section 2.3).
fn plain(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_reserved_is_written_in_percent() {
        let form = encoded([("Filter.1.Name", "tag:a b"), ("x", "ü")]);
        assert_eq!(form, "Filter.1.Name=tag%3Aa%20b&x=%C3%BC");
    }
}
