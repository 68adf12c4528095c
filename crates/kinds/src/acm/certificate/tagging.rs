//! The tags of a certificate, which AWS reads and writes by its ARN.

use aws_sdk_acm::types as sdk;

use crate::acm::Acm;
use crate::prelude::*;
use aws::tags;

pub(super) async fn read_tags(aws: &Aws, arn: &str) -> Result<Tags> {
    let answer = aws.acm().list_tags_for_certificate().certificate_arn(arn).send().await?;
    let tags = answer.tags.unwrap_or_default().into_iter();
    Ok(tags::from_aws(tags.map(|tag| (tag.key, tag.value.unwrap_or_default()))))
}

pub(super) fn sdk_tags(tags: &Tags) -> Result<Vec<sdk::Tag>> {
    tags.iter().map(|(key, value)| Ok(sdk::Tag::builder().key(key).value(value).build()?)).collect()
}
