//! The function's configuration.

use shared::Error;
use shared::environment::required;

/// Where users and tenants are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `USER_POOL_ID`
    pub user_pool_id: String,
    /// `TABLE_PREFIX`, what the names of the tables begin with, before `-`
    pub table_prefix: String,
    /// `TENANT_DATA_ROLE`, the ARN of the role that reaches a tenant's data
    pub tenant_data_role: String,
    /// `ENVIRONMENT`, such as `dev`
    pub environment: String,
    /// `ORGANIZATION_GROUP`, the group of those who belong to an organization: `OrgUsers` unless it is set
    pub organization_group: String,
    /// What all functions behind the API are told
    pub api: shared::api::Settings,
}

impl Settings {
    /// Reads the settings with a lookup such as [`shared::environment::variable`].
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Ok(Self {
            user_pool_id: required(&lookup, "USER_POOL_ID")?,
            table_prefix: required(&lookup, "TABLE_PREFIX")?,
            tenant_data_role: required(&lookup, "TENANT_DATA_ROLE")?,
            environment: required(&lookup, "ENVIRONMENT")?,
            organization_group: lookup("ORGANIZATION_GROUP")
                .filter(|group| !group.trim().is_empty())
                .unwrap_or_else(|| "OrgUsers".to_owned()),
            api: shared::api::Settings::read(&lookup)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_group_is_needed() {
        let all = ["USER_POOL_ID", "TABLE_PREFIX", "TENANT_DATA_ROLE", "ENVIRONMENT"];
        let lookup = |name: &str| all.contains(&name).then(|| name.to_lowercase());
        assert_eq!(Settings::read(lookup).unwrap().organization_group, "OrgUsers");
        for missing in all {
            let error = Settings::read(|name| lookup(name).filter(|_| name != missing));
            assert!(error.unwrap_err().to_string().contains(missing));
        }
    }
}
