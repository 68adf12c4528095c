//! Tags of alarms and dashboards.

use aws_sdk_cloudwatch::types as sdk;

use super::CloudWatch;
use crate::prelude::*;
use crate::settings::write_tags;
use aws::tags;

/// The tags of what has this ARN.
pub(super) async fn read(aws: &Aws, arn: &str) -> Result<Tags> {
    let tags = aws.cloudwatch().list_tags_for_resource().resource_arn(arn).send().await?.tags;
    let tags = tags.unwrap_or_default().into_iter();
    Ok(tags::from_aws(tags.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default())))))
}

/// Writes the tags that differ.
pub(super) async fn write(aws: &Aws, arn: &str, wanted: &Tags, live: &Tags) -> Result<()> {
    let (untag, tag) = (aws.cloudwatch().untag_resource(), aws.cloudwatch().tag_resource());
    write_tags!(*wanted, *live, untag.resource_arn(arn), tag.resource_arn(arn), to_sdk);
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "tags of other services can lack what they need")]
pub(super) fn to_sdk(tags: &Tags) -> Result<Vec<sdk::Tag>> {
    let tag = |(key, value)| sdk::Tag::builder().key(key).value(value).build();
    Ok(tags.iter().map(tag).collect())
}
