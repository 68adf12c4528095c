//! The function's configuration.

use shared::Error;
use shared::environment::required;

/// Where the tables are, and as whom they are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `TABLE_PREFIX`, what the names of the tables begin with, before `-`
    pub table_prefix: String,
    /// `TENANT_DATA_ROLE`, the ARN of the role that reaches a tenant's data
    pub tenant_data_role: String,
    /// What all functions behind the API are told
    pub api: shared::api::Settings,
}

impl Settings {
    /// Reads the settings with a lookup such as [`shared::environment::variable`].
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Ok(Self {
            table_prefix: required(&lookup, "TABLE_PREFIX")?,
            tenant_data_role: required(&lookup, "TENANT_DATA_ROLE")?,
            api: shared::api::Settings::read(&lookup)?,
        })
    }
}
