//! Settings of a bucket that are on or off.

use aws_sdk_s3::types as sdk;

use crate::prelude::*;

pub(super) async fn write_versioning(aws: &Aws, bucket: &str, is_on: bool) -> Result<()> {
    let status = if is_on { "Enabled" } else { "Suspended" };
    let configuration = sdk::VersioningConfiguration::builder().status(status.into());
    let request = aws.s3().put_bucket_versioning().bucket(bucket);
    sent(request.versioning_configuration(configuration.build()).send().await)
}

/// Whether acceleration is on. Some regions have none, and refuse even the question.
pub(super) async fn read_acceleration(aws: &Aws, bucket: &str) -> Result<bool> {
    const NOT_OFFERED: [&str; 2] = ["MethodNotAllowed", "UnsupportedArgument"];
    let request = aws.s3().get_bucket_accelerate_configuration().bucket(bucket);
    match request.send().await.map_err(AwsError::from) {
        Ok(answer) => Ok(answer.status == Some(sdk::BucketAccelerateStatus::Enabled)),
        Err(error) if NOT_OFFERED.iter().any(|code| error.has_code(code)) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(super) async fn write_acceleration(aws: &Aws, bucket: &str, is_on: bool) -> Result<()> {
    let status = if is_on { "Enabled" } else { "Suspended" };
    let configuration = sdk::AccelerateConfiguration::builder().status(status.into());
    let request = aws.s3().put_bucket_accelerate_configuration().bucket(bucket);
    sent(request.accelerate_configuration(configuration.build()).send().await)
}

pub(super) async fn read_requester_pays(aws: &Aws, bucket: &str) -> Result<bool> {
    let request = aws.s3().get_bucket_request_payment().bucket(bucket);
    Ok(request.send().await?.payer == Some(sdk::Payer::Requester))
}

pub(super) async fn write_requester_pays(aws: &Aws, bucket: &str, is_on: bool) -> Result<()> {
    let payer = if is_on { sdk::Payer::Requester } else { sdk::Payer::BucketOwner };
    let configuration = sdk::RequestPaymentConfiguration::builder().payer(payer).build()?;
    let request = aws.s3().put_bucket_request_payment().bucket(bucket);
    sent(request.request_payment_configuration(configuration).send().await)
}
