//! The function's configuration.

use shared::Error;
use shared::environment::required;

/// The tables that the function writes to, and the environment that it serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `USER_PROFILES_TABLE`
    pub user_profiles_table: String,
    /// `USER_SESSIONS_TABLE`
    pub user_sessions_table: String,
    /// `SYSTEM_LOGS_TABLE`
    pub system_logs_table: String,
    /// `ENVIRONMENT`, such as `dev`
    pub environment: String,
}

impl Settings {
    /// Reads the settings with a lookup such as [`shared::environment::variable`].
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Ok(Self {
            user_profiles_table: required(&lookup, "USER_PROFILES_TABLE")?,
            user_sessions_table: required(&lookup, "USER_SESSIONS_TABLE")?,
            system_logs_table: required(&lookup, "SYSTEM_LOGS_TABLE")?,
            environment: required(&lookup, "ENVIRONMENT")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_is_needed() {
        let all =
            ["USER_PROFILES_TABLE", "USER_SESSIONS_TABLE", "SYSTEM_LOGS_TABLE", "ENVIRONMENT"];
        assert!(Settings::read(|name| Some(name.to_lowercase())).is_ok());
        for missing in all {
            let lookup = |name: &str| (name != missing).then(|| name.to_lowercase());
            let error = Settings::read(lookup).unwrap_err();
            assert!(error.to_string().contains(missing), "{error}");
        }
    }
}
