//! Settings from environment variables.
//!
//! Readers take the lookup as an argument: `std::env::var` in a function, a map in a test. A
//! process's own environment cannot be changed safely while tests run side by side.

use crate::Error;

/// Looks a variable up in the environment of this process.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The value of a variable that the function cannot do without.
pub fn required(
    lookup: impl Fn(&str) -> Option<String>,
    name: &'static str,
) -> Result<String, Error> {
    lookup(name).filter(|value| !value.trim().is_empty()).ok_or(Error::MissingVariable(name))
}

/// The names in an optional variable: a JSON array of texts, or texts with commas between them. No
/// variable means no names.
pub fn list(
    lookup: impl Fn(&str) -> Option<String>,
    name: &'static str,
) -> Result<Vec<String>, Error> {
    let text = lookup(name).unwrap_or_default();
    let text = text.trim();
    let entries = if text.starts_with('[') {
        serde_json::from_str(text).map_err(|_| Error::InvalidVariable {
            name,
            reason: "is neither a JSON array of texts nor a list with commas".to_owned(),
        })?
    } else {
        text.split(',').map(str::to_owned).collect::<Vec<_>>()
    };
    Ok(entries
        .iter()
        .map(|entry| entry.trim().to_owned())
        .filter(|entry| !entry.is_empty())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_variable_is_returned_as_it_is() {
        let value = required(|name| Some(format!("value of {name}")), "TABLE");
        assert_eq!(value.unwrap(), "value of TABLE");
    }

    #[test]
    fn a_missing_or_blank_variable_is_named() {
        for lookup in [|_: &str| None, |_: &str| Some("  ".to_owned())] {
            let error = required(lookup, "USERS_TABLE").unwrap_err();
            assert_eq!(
                error.to_string(),
                "the environment variable USERS_TABLE is missing or blank"
            );
        }
    }

    #[test]
    fn a_list_is_json_or_has_commas() {
        let read = |text: &'static str| list(move |_| Some(text.to_owned()), "LIST");
        for text in [r#"["a", "b"]"#, "a,b", " a , b ,", r#"["a","b",""]"#] {
            assert_eq!(read(text).unwrap(), ["a", "b"], "{text}");
        }
        assert!(read(" ").unwrap().is_empty());
        assert!(list(|_| None, "LIST").unwrap().is_empty());
        for text in ["[a, b]", "[1]", r#"["a""#] {
            let error = read(text).unwrap_err();
            assert!(error.to_string().contains("LIST"), "{error}");
        }
    }
}
