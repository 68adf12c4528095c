//! What roles and policies have in common: paths and tags.

use aws_sdk_iam::types::Tag;
use schemars::JsonSchema;
use serde::Deserialize;

use aws::tags::{self, Tags};
use kind::{Place, Result};

/// The fields of which the ARN of a role or policy is made.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct PathAndName {
    pub name: String,
    #[serde(default = "root")]
    pub path: String,
}

impl PathAndName {
    /// `arn:aws:iam::<account>:<collection>/<path>/<name>`.
    pub fn arn(&self, collection: &str, place: &Place) -> String {
        let Self { name, path } = self;
        place.global_arn("iam", &format!("{collection}{path}{name}"))
    }
}

/// The path of what has none.
pub fn root() -> String {
    "/".to_owned()
}

pub fn to_sdk_tags(tags: &Tags) -> Result<Vec<Tag>> {
    tags.iter().map(|(key, value)| Ok(Tag::builder().key(key).value(value).build()?)).collect()
}

pub fn from_sdk_tags(tags: Option<Vec<Tag>>) -> Tags {
    tags::from_aws(tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)))
}
