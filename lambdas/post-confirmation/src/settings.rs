//! The function's configuration. The pool is the event's.

use shared::Error;
use shared::environment::required;

/// The tables that the function writes to, and the environment that it serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `USER_PROFILES_TABLE`
    pub user_profiles_table: String,
    /// `SYSTEM_LOGS_TABLE`
    pub system_logs_table: String,
    /// `ENVIRONMENT`, such as `dev`
    pub environment: String,
    /// `DEFAULT_GROUP`, the group of every user: `BasicUsers` unless it is set
    pub default_group: String,
}

impl Settings {
    /// Reads the settings with a lookup such as [`shared::environment::variable`].
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Ok(Self {
            user_profiles_table: required(&lookup, "USER_PROFILES_TABLE")?,
            system_logs_table: required(&lookup, "SYSTEM_LOGS_TABLE")?,
            environment: required(&lookup, "ENVIRONMENT")?,
            default_group: lookup("DEFAULT_GROUP")
                .filter(|group| !group.trim().is_empty())
                .unwrap_or_else(|| "BasicUsers".to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_group_is_needed() {
        let all = ["USER_PROFILES_TABLE", "SYSTEM_LOGS_TABLE", "ENVIRONMENT"];
        let lookup = |name: &str| all.contains(&name).then(|| name.to_lowercase());
        assert_eq!(Settings::read(lookup).unwrap().default_group, "BasicUsers");
        for missing in all {
            let error = Settings::read(|name| lookup(name).filter(|_| name != missing));
            assert!(error.unwrap_err().to_string().contains(missing));
        }
    }
}
