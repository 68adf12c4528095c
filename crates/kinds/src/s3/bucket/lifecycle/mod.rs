//! What happens to objects as they age.

mod check;
mod consequences;
mod rule;
mod when;

use std::time::Duration;

use aws_sdk_s3::types as sdk;

use crate::prelude::*;

pub(super) use check::check;
pub(super) use consequences::tell;
pub use rule::LifecycleRule;
pub use when::MinimumObjectSize;

/// The rules of a bucket, by id, and which objects they leave where they are.
type Lifecycle = (BTreeMap<String, LifecycleRule>, MinimumObjectSize);

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Lifecycle> {
    let request = aws.s3().get_bucket_lifecycle_configuration().bucket(bucket);
    let Some(answer) = optional(request.send().await)? else {
        return Ok(Lifecycle::default());
    };
    let rules = answer.rules.unwrap_or_default().into_iter().map(LifecycleRule::of_rule);
    let minimum = MinimumObjectSize::from_aws(answer.transition_default_minimum_object_size);
    Ok((rules.collect::<Result<_>>()?, minimum.unwrap_or_default()))
}

/// Writes the rules and waits until S3 shows them: for a while it goes on showing the old ones.
pub(super) async fn write(
    aws: &Aws,
    bucket: &str,
    rules: &BTreeMap<String, LifecycleRule>,
    minimum: MinimumObjectSize,
) -> Result<()> {
    /// Changes are seen after seconds as a rule, and sometimes after more than a minute.
    const LIMIT: Duration = Duration::from_secs(120);
    match rules.is_empty() {
        true => deleted(aws.s3().delete_bucket_lifecycle().bucket(bucket).send().await)?,
        false => put(aws, bucket, rules, minimum).await?,
    }
    let shown = wait_until("S3 to show the lifecycle rules", LIMIT, || async {
        let (live, _) = read(aws, bucket).await?;
        Ok((live == *rules).then_some(()))
    });
    // Whoever reads the bucket next can say which rule is not as it was written; we only know that
    // one is not.
    let _ = shown.await;
    Ok(())
}

async fn put(
    aws: &Aws,
    bucket: &str,
    rules: &BTreeMap<String, LifecycleRule>,
    minimum: MinimumObjectSize,
) -> Result<()> {
    let rules = rules.iter().map(|(id, rule)| rule.to_rule(id)).collect::<Result<_>>()?;
    let rules = sdk::BucketLifecycleConfiguration::builder().set_rules(Some(rules)).build()?;
    let request = aws.s3().put_bucket_lifecycle_configuration().bucket(bucket);
    let request = request.transition_default_minimum_object_size(minimum.into());
    sent(request.lifecycle_configuration(rules).send().await)
}
