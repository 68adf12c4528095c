//! The function's configuration.

use shared::{Error, api, data};

/// Where the data is, and who may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the data is, and as whom it is reached
    pub data: data::Settings,
    /// What all functions behind the API are told
    pub api: api::Settings,
}

impl Settings {
    /// Reads the settings with a lookup such as [`shared::environment::variable`].
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Ok(Self { data: data::Settings::read(&lookup)?, api: api::Settings::read(&lookup)? })
    }
}
