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
    lookup(name)
        .filter(|value| !value.trim().is_empty())
        .ok_or(Error::MissingVariable(name))
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
}
