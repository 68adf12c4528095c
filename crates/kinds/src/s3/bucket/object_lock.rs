//! Versions that nobody may delete for a time.

use aws_sdk_s3::types::{
    self as sdk, DefaultRetention, ObjectLockConfiguration, ObjectLockEnabled, ObjectLockRule,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::words;
use aws::S3;
use aws::{Aws, AwsError, optional};
use kind::{Findings, Result};

/// Object lock, which needs `versioning`. It can be turned on at any time, and never off again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectLock {
    /// How long new objects are locked that come without a wish of their own. Absent: not at all.
    #[serde(default)]
    pub default_retention: Option<Retention>,
}

/// How objects are locked, and for how long: `days` or `years`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// `GOVERNANCE` can be bypassed with a permission of its own, `COMPLIANCE` by nobody.
    pub mode: Mode,
    /// Days from the object's creation.
    #[serde(default)]
    #[schemars(range(min = 1, max = 36500))]
    pub days: Option<i32>,
    /// Years from the object's creation.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    pub years: Option<i32>,
}

words! {
    /// How strict a lock is.
    Mode = sdk::ObjectLockRetentionMode {
        Governance = "GOVERNANCE",
        Compliance = "COMPLIANCE",
    }
}

impl ObjectLock {
    pub(super) fn check(&self, versioning: bool, findings: &mut Findings) {
        if !versioning {
            findings.add(
                "object_lock",
                "the bucket is not versioned",
                "AWS locks versions of objects, and keeps versioning on where it does",
                "add `versioning: true`",
            );
        }
        if let Some(retention) = &self.default_retention
            && retention.days.is_some() == retention.years.is_some()
        {
            findings.add(
                "object_lock.default_retention",
                "a retention takes either `days` or `years`",
                "AWS takes exactly one of the two",
                "",
            );
        }
    }

    fn of(configuration: ObjectLockConfiguration) -> Result<Option<Self>> {
        if configuration.object_lock_enabled != Some(ObjectLockEnabled::Enabled) {
            return Ok(None);
        }
        let retention = configuration.rule.and_then(|rule| rule.default_retention);
        let default_retention = match retention {
            Some(DefaultRetention { mode: Some(mode), days, years, .. }) => {
                Some(Retention { mode: Mode::of(mode), days, years })
            }
            _ => None,
        };
        Ok(Some(Self { default_retention }))
    }

    fn to_aws(&self) -> ObjectLockConfiguration {
        let rule = self.default_retention.as_ref().map(|retention| {
            let default = DefaultRetention::builder()
                .mode(retention.mode.into())
                .set_days(retention.days)
                .set_years(retention.years)
                .build();
            ObjectLockRule::builder().default_retention(default).build()
        });
        ObjectLockConfiguration::builder()
            .object_lock_enabled(ObjectLockEnabled::Enabled)
            .set_rule(rule)
            .build()
    }
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Option<ObjectLock>> {
    let request = aws.s3().get_object_lock_configuration().bucket(bucket);
    let answer = optional(request.send().await)?;
    match answer.and_then(|answer| answer.object_lock_configuration) {
        Some(configuration) => ObjectLock::of(configuration),
        None => Ok(None),
    }
}

pub(super) async fn write(aws: &Aws, bucket: &str, lock: Option<&ObjectLock>) -> Result<()> {
    let Some(lock) = lock else {
        return Err(AwsError::new(
            "object lock cannot be turned off again: keep `object_lock` in the spec, or move the \
             objects to another bucket",
        ));
    };
    let request = aws.s3().put_object_lock_configuration().bucket(bucket);
    let request = request.object_lock_configuration(lock.to_aws());
    request.send().await?;
    Ok(())
}
