//! Tags of alarms and dashboards.

use aws_sdk_cloudwatch::types as sdk;

use super::CloudWatch;
use crate::prelude::*;
use aws::tags;

/// The tags of what has this ARN.
pub(super) async fn read(aws: &Aws, arn: &str) -> Result<Tags> {
    let tags = aws.cloudwatch().list_tags_for_resource().resource_arn(arn).send().await?.tags;
    let tags = tags.unwrap_or_default().into_iter();
    Ok(tags::from_aws(tags.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default())))))
}

#[expect(clippy::unnecessary_wraps, reason = "tags of other services can lack what they need")]
pub(super) fn to_sdk(tags: &Tags) -> Result<Vec<sdk::Tag>> {
    let tag = |(key, value)| sdk::Tag::builder().key(key).value(value).build();
    Ok(tags.iter().map(tag).collect())
}
