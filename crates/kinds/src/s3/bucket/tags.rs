//! The tags of a bucket, and those by which its settings choose objects.

use aws_sdk_s3::types::{Tag, Tagging};
use aws_smithy_types::error::operation::BuildError;

use crate::prelude::*;
use aws::tags;

/// Tags as requests take them; nothing where there are none.
pub(super) fn to_tags(tags: &Tags) -> Result<Option<Vec<Tag>>, BuildError> {
    let tag = |(key, value)| Tag::builder().key(key).value(value).build();
    (!tags.is_empty()).then(|| tags.iter().map(tag).collect()).transpose()
}

/// Tags as answers give them.
pub(super) fn from_tags(tags: Option<Vec<Tag>>) -> Tags {
    let tags = tags.unwrap_or_default();
    tags::from_aws(tags.into_iter().map(|tag| (tag.key, tag.value)))
}

/// The bucket's tags, without those that AWS sets itself.
pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Tags> {
    Ok(from_tags(Some(all(aws, bucket).await?)))
}

/// Writes all tags at once, as S3 has no other way. Those that AWS set itself have to be among them.
pub(super) async fn write(aws: &Aws, bucket: &str, tags: &Tags) -> Result<()> {
    let mut all = all(aws, bucket).await?;
    all.retain(|tag| tag.key.starts_with("aws:"));
    all.extend(to_tags(tags)?.into_iter().flatten());
    if all.is_empty() {
        return deleted(aws.s3().delete_bucket_tagging().bucket(bucket).send().await);
    }
    let tagging = Tagging::builder().set_tag_set(Some(all)).build()?;
    sent(aws.s3().put_bucket_tagging().bucket(bucket).tagging(tagging).send().await)
}

async fn all(aws: &Aws, bucket: &str) -> Result<Vec<Tag>> {
    let answer = optional(aws.s3().get_bucket_tagging().bucket(bucket).send().await)?;
    Ok(answer.map(|answer| answer.tag_set).unwrap_or_default())
}
