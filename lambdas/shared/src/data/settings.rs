//! Where the data is, and as whom it is reached.

use crate::Error;
use crate::environment::required;

/// What every function is told whose data belongs to tenants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `TABLE_PREFIX`, what the names of the tables begin with, before `-`
    pub table_prefix: String,
    /// `TENANT_DATA_ROLE`, the ARN of the role that reaches a tenant's data
    pub tenant_data_role: String,
    /// `CONTENT_BUCKET`, the name of the bucket that has the files
    pub content_bucket: String,
}

impl Settings {
    /// Reads the settings with a lookup such as [`crate::environment::variable`].
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Ok(Self {
            table_prefix: required(&lookup, "TABLE_PREFIX")?,
            tenant_data_role: required(&lookup, "TENANT_DATA_ROLE")?,
            content_bucket: required(&lookup, "CONTENT_BUCKET")?,
        })
    }

    /// The tables and the files, by sessions of the role.
    #[cfg(feature = "files")]
    pub fn connect(self, configuration: aws_config::SdkConfig) -> super::Data {
        use std::sync::Arc;
        let sessions = super::Sessions::of_role(configuration, self.tenant_data_role);
        let sessions = Arc::new(sessions);
        let tables = super::Dynamo::new(Arc::clone(&sessions), self.table_prefix);
        super::Data::new(tables)
            .with_files(Arc::new(super::Bucket::new(sessions, self.content_bucket)))
    }
}
