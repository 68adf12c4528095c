//! What roles and managed policies share: names in a path, tags, and the seconds that IAM takes to
//! agree with itself.

pub mod policy;
pub mod role;

use std::future::Future;
use std::time::Duration;

use aws_sdk_iam::types::Tag;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::aws::tags::{self, Tags};
use crate::aws::{self, AwsError};
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

/// How long a change may take until all of IAM knows it.
const PROPAGATION: Duration = Duration::from_secs(30);

/// Makes a call until its error is not one that passes by itself.
async fn persist<T, F>(
    what: &str,
    passes: fn(&AwsError) -> bool,
    call: impl FnMut() -> F,
) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    aws::persist(what, PROPAGATION, passes, call).await
}

/// Another change to the same object is still under way.
fn is_busy(error: &AwsError) -> bool {
    error.has_code("EntityTemporarilyUnmodifiable") || error.has_code("ConcurrentModification")
}

/// What the call names may have been created a moment ago.
fn is_not_known_yet(error: &AwsError) -> bool {
    let unknown_principal = error.has_code("MalformedPolicyDocument")
        && error.message.to_lowercase().contains("invalid principal");
    is_busy(error) || error.has_code("NoSuchEntity") || unknown_principal
}

/// What stands in the way of a delete may have been removed a moment ago.
fn is_still_in_use(error: &AwsError) -> bool {
    is_busy(error) || error.has_code("DeleteConflict")
}

fn to_sdk_tags(tags: &Tags) -> Result<Vec<Tag>> {
    tags.iter()
        .map(|(key, value)| Ok(Tag::builder().key(key).value(value).build()?))
        .collect()
}

fn from_sdk_tags(tags: Option<Vec<Tag>>) -> Tags {
    tags::from_aws(
        tags.unwrap_or_default()
            .into_iter()
            .map(|tag| (tag.key, tag.value)),
    )
}
