//! Makes a bucket.

use std::time::Duration;

use aws_sdk_s3::types::{BucketLocationConstraint, BucketNamespace, CreateBucketConfiguration};

use super::access::ObjectOwnership;
use super::naming;
use super::spec::Bucket;
use super::tags::to_tags;
use crate::prelude::*;
use aws::ErrorKind;

/// How long a new bucket may take to be seen, and a deleted one not to be.
pub(super) const VISIBLE: Duration = Duration::from_secs(120);

/// The region that CreateBucket does not call by its name.
const FIRST_REGION: &str = "us-east-1";

/// Makes the bucket with its tags.
pub(super) async fn create(bucket: &Bucket, aws: &Aws) -> Result<()> {
    check_new(&bucket.name, aws).await?;
    create_with_tags(bucket, aws).await
}

/// Waits until a new bucket is seen.
pub(super) async fn until_visible(aws: &Aws, name: &str) -> Result<()> {
    let probe = async || optional(aws.s3().head_bucket().bucket(name).send().await);
    sent(wait_until("the bucket to exist", VISIBLE, probe).await)
}

/// In the first of the regions AWS answers CreateBucket for a bucket that the account has as if it were new, and
/// leaves it without our tags. Elsewhere it refuses.
async fn check_new(name: &str, aws: &Aws) -> Result<()> {
    if aws.region() != FIRST_REGION {
        return Ok(());
    }
    let found = aws.s3().head_bucket().bucket(name).send().await;
    match found.map_err(AwsError::from) {
        Ok(_) => Err(AwsError {
            code: Some("BucketAlreadyOwnedByYou".to_owned()),
            ..AwsError::new(format!("there is a bucket `{name}` in this account already"))
        }),
        // Another account's is refused by CreateBucket, in words of its own.
        Err(error) if error.kind == ErrorKind::Unavailable => Err(error),
        Err(_) => Ok(()),
    }
}

async fn create_with_tags(bucket: &Bucket, aws: &Aws) -> Result<()> {
    let (name, region) = (&bucket.name, aws.region());
    let location = (region != FIRST_REGION).then(|| BucketLocationConstraint::from(region));
    let tags = to_tags(&bucket.tags)?;
    // The body must not be there if it would be empty.
    let configuration = (location.is_some() || tags.is_some()).then(|| {
        let builder = CreateBucketConfiguration::builder();
        builder.set_location_constraint(location).set_tags(tags).build()
    });
    let namespace = naming::is_account_regional(name, aws.account(), region)
        .then_some(BucketNamespace::AccountRegional);
    let ownership = Some(bucket.object_ownership).filter(|own| *own != ObjectOwnership::default());
    let request = aws
        .s3()
        .create_bucket()
        .bucket(name)
        .set_create_bucket_configuration(configuration)
        .set_bucket_namespace(namespace)
        .set_object_ownership(ownership.map(Into::into))
        .set_object_lock_enabled_for_bucket(bucket.object_lock.is_some().then_some(true));
    let created = request.send().await.map_err(AwsError::from);
    sent(created.map_err(|error| explain_taken(error, name)))
}

/// Names of buckets are shared by everybody.
fn explain_taken(error: AwsError, name: &str) -> AwsError {
    if !error.has_code("BucketAlreadyExists") {
        return error;
    }
    AwsError {
        message: format!(
            "the name `{name}` is taken by a bucket of another account, as all accounts share the \
             names of buckets: choose another name"
        ),
        ..error
    }
}
