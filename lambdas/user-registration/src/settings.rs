//! The function's configuration.

use shared::Error;
use shared::environment::required;

const FIRST_GROUP: &str = "BasicUsers";

/// Where users are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `USER_POOL_ID`
    pub user_pool_id: String,
    /// `USER_PROFILES_TABLE`
    pub user_profiles_table: String,
    /// `SYSTEM_LOGS_TABLE`
    pub system_logs_table: String,
    /// `ENVIRONMENT`, such as `dev`
    pub environment: String,
    /// `DEFAULT_GROUP`, the group of every new user: `BasicUsers` unless it is set
    pub default_group: String,
    /// What all functions behind the API are told
    pub api: shared::api::Settings,
}

impl Settings {
    /// Reads the settings with a lookup such as [`shared::environment::variable`].
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Ok(Self {
            user_pool_id: required(&lookup, "USER_POOL_ID")?,
            user_profiles_table: required(&lookup, "USER_PROFILES_TABLE")?,
            system_logs_table: required(&lookup, "SYSTEM_LOGS_TABLE")?,
            environment: required(&lookup, "ENVIRONMENT")?,
            default_group: lookup("DEFAULT_GROUP")
                .filter(|group| !group.trim().is_empty())
                .unwrap_or_else(|| FIRST_GROUP.to_owned()),
            api: shared::api::Settings::read(&lookup)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDED: [&str; 4] =
        ["USER_POOL_ID", "USER_PROFILES_TABLE", "SYSTEM_LOGS_TABLE", "ENVIRONMENT"];

    fn needed(name: &str) -> Option<String> {
        NEEDED.contains(&name).then(|| name.to_lowercase())
    }

    #[test]
    fn four_variables_are_needed() {
        let settings = Settings::read(needed).unwrap();
        assert_eq!(settings.default_group, "BasicUsers");
        assert_eq!(settings.api, shared::api::Settings::default());
        for missing in NEEDED {
            let lookup = |name: &str| needed(name).filter(|_| name != missing);
            let error = Settings::read(lookup).unwrap_err();
            assert!(error.to_string().contains(missing), "{error}");
        }
    }

    #[test]
    fn wrong_origins_are_an_error() {
        let lookup = |name: &str| match name {
            "CORS_ORIGINS" => Some("*".to_owned()),
            _ => needed(name),
        };
        let error = Settings::read(lookup).unwrap_err();
        assert!(error.to_string().contains("CORS_ORIGINS"), "{error}");
    }
}
