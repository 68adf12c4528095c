//! Settings of a bucket that are on or off.

use aws_sdk_s3::types::{
    AccelerateConfiguration, BucketAccelerateStatus, BucketVersioningStatus, Payer,
    RequestPaymentConfiguration, VersioningConfiguration,
};

use aws::{Aws, AwsError, S3};
use kind::Result;

pub(super) async fn write_versioning(aws: &Aws, bucket: &str, is_on: bool) -> Result<()> {
    let status = match is_on {
        true => BucketVersioningStatus::Enabled,
        false => BucketVersioningStatus::Suspended,
    };
    let configuration = VersioningConfiguration::builder().status(status).build();
    let request = aws.s3().put_bucket_versioning().bucket(bucket);
    request.versioning_configuration(configuration).send().await?;
    Ok(())
}

/// Whether acceleration is on. Some regions have none, and refuse even the question.
pub(super) async fn read_acceleration(aws: &Aws, bucket: &str) -> Result<bool> {
    const NOT_OFFERED: [&str; 2] = ["MethodNotAllowed", "UnsupportedArgument"];
    let request = aws.s3().get_bucket_accelerate_configuration().bucket(bucket);
    match request.send().await.map_err(AwsError::from) {
        Ok(answer) => Ok(answer.status == Some(BucketAccelerateStatus::Enabled)),
        Err(error) if NOT_OFFERED.iter().any(|code| error.has_code(code)) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(super) async fn write_acceleration(aws: &Aws, bucket: &str, is_on: bool) -> Result<()> {
    let status = match is_on {
        true => BucketAccelerateStatus::Enabled,
        false => BucketAccelerateStatus::Suspended,
    };
    let configuration = AccelerateConfiguration::builder().status(status).build();
    let request = aws.s3().put_bucket_accelerate_configuration().bucket(bucket);
    request.accelerate_configuration(configuration).send().await?;
    Ok(())
}

pub(super) async fn read_requester_pays(aws: &Aws, bucket: &str) -> Result<bool> {
    let request = aws.s3().get_bucket_request_payment().bucket(bucket);
    Ok(request.send().await?.payer == Some(Payer::Requester))
}

pub(super) async fn write_requester_pays(aws: &Aws, bucket: &str, is_on: bool) -> Result<()> {
    let payer = if is_on { Payer::Requester } else { Payer::BucketOwner };
    let configuration = RequestPaymentConfiguration::builder().payer(payer).build()?;
    let request = aws.s3().put_bucket_request_payment().bucket(bucket);
    request.request_payment_configuration(configuration).send().await?;
    Ok(())
}
