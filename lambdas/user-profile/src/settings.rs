//! The function's configuration.

use std::collections::BTreeSet;

use shared::Error;
use shared::environment::{list, required};

/// Where users are kept, and who administers them.
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
    /// `ADMINISTRATOR_GROUPS`, whose members administer their organization: none unless it is set
    pub administrator_groups: BTreeSet<String>,
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
            administrator_groups: list(&lookup, "ADMINISTRATOR_GROUPS")?.into_iter().collect(),
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
        assert!(settings.administrator_groups.is_empty());
        for missing in NEEDED {
            let lookup = |name: &str| needed(name).filter(|_| name != missing);
            let error = Settings::read(lookup).unwrap_err();
            assert!(error.to_string().contains(missing), "{error}");
        }
    }

    #[test]
    fn administrators_are_in_the_groups_that_are_named() {
        let lookup = |name: &str| match name {
            "ADMINISTRATOR_GROUPS" => Some("Administrators, Support".to_owned()),
            _ => needed(name),
        };
        let groups = Settings::read(lookup).unwrap().administrator_groups;
        assert_eq!(groups, ["Administrators", "Support"].map(str::to_owned).into());
    }
}
