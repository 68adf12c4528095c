//! What roles and managed policies share: names in a path, and tags.

pub mod policy;
pub mod role;

use aws_sdk_iam::types::Tag;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::aws::tags::{self, Tags};
use crate::kind::{Place, Result};

/// The fields of which the ARN of a role or policy is made.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct PathAndName {
    name: String,
    #[serde(default = "root")]
    path: String,
}

impl PathAndName {
    /// `arn:aws:iam::<account>:<collection>/<path>/<name>`.
    fn arn(&self, collection: &str, place: &Place) -> String {
        let Self { name, path } = self;
        place.global_arn("iam", &format!("{collection}{path}{name}"))
    }
}

/// The path of what has none.
fn root() -> String {
    "/".to_owned()
}

fn to_sdk_tags(tags: &Tags) -> Result<Vec<Tag>> {
    tags.iter().map(|(key, value)| Ok(Tag::builder().key(key).value(value).build()?)).collect()
}

fn from_sdk_tags(tags: Option<Vec<Tag>>) -> Tags {
    tags::from_aws(tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)))
}
