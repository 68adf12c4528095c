//! Versions that nobody may delete for a time.

use aws_sdk_s3::types as sdk;

use crate::prelude::*;

/// Object lock, which needs `versioning`. It can be turned on at any time, and never off again.
#[spec(sdk::ObjectLockConfiguration)]
#[inside(rule = sdk::ObjectLockRule)]
pub struct ObjectLock {
    /// How long new objects are locked that come without a wish of their own. Absent: not at all.
    #[field(aws = rule.default_retention)]
    pub default_retention: Option<Retention>,
}

/// How objects are locked, and for how long: `days` or `years`.
#[spec(sdk::DefaultRetention)]
pub struct Retention {
    /// `GOVERNANCE` can be bypassed with a permission of its own, `COMPLIANCE` by nobody.
    #[field(required)]
    pub mode: Mode,
    /// Days from the object's creation.
    #[field(range = 1..=36500)]
    pub days: Option<i32>,
    /// Years from the object's creation.
    #[field(range = 1..=100)]
    pub years: Option<i32>,
}

aws_enum! {
    /// How strict a lock is.
    Mode = sdk::ObjectLockRetentionMode {
        Governance = "GOVERNANCE",
        Compliance = "COMPLIANCE",
    }
}

impl ObjectLock {
    pub(super) fn check(&self, versioning: bool, findings: &mut Findings) {
        let retention = self.default_retention.as_ref();
        let units =
            retention.map(|retention| (retention.days.is_some(), retention.years.is_some()));
        rules! { findings;
            Error "object_lock" if !versioning =>
                "the bucket is not versioned",
                "AWS locks versions of objects, and keeps versioning on where it does",
                "add `versioning: true`";
        }
        rules! { findings, Path::field("object_lock");
            Error "default_retention" if units.is_some_and(|(days, years)| days == years) =>
                "a retention takes either `days` or `years`",
                "AWS accepts exactly one of the two",
                "";
        }
    }
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Option<ObjectLock>> {
    let request = aws.s3().get_object_lock_configuration().bucket(bucket);
    found(optional(request.send().await)?, |answer| {
        let mut lock = answer.object_lock_configuration?;
        if let Some(rule) = &mut lock.rule {
            rule.default_retention.take_if(|retention| retention.mode.is_none());
        }
        Some(lock).filter(|lock| lock.object_lock_enabled == Some(sdk::ObjectLockEnabled::Enabled))
    })
}

pub(super) async fn write(aws: &Aws, bucket: &str, lock: Option<&ObjectLock>) -> Result<()> {
    let Some(lock) = lock else {
        return Err(AwsError::new(
            "object lock cannot be turned off again: keep `object_lock` in the spec, or move the \
             objects to another bucket",
        ));
    };
    let rule = lock.to_aws()?.and_then(|lock| lock.rule);
    let configuration = sdk::ObjectLockConfiguration::builder()
        .object_lock_enabled(sdk::ObjectLockEnabled::Enabled)
        .set_rule(rule)
        .build();
    let request = aws.s3().put_object_lock_configuration().bucket(bucket);
    sent(request.object_lock_configuration(configuration).send().await)
}
