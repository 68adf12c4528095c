//! Lifecycle rules as the SDK has them, to and fro.

use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use aws_sdk_s3::types::{
    AbortIncompleteMultipartUpload, ExpirationStatus, LifecycleExpiration,
    LifecycleRule as AwsRule, LifecycleRuleAndOperator, LifecycleRuleFilter,
    NoncurrentVersionExpiration, NoncurrentVersionTransition, Transition,
};
use aws_smithy_types::error::operation::BuildError;

use super::{LifecycleRule, Noncurrent, StorageClass, When};
use crate::fields::present;
use crate::s3::bucket::support::{from_tags, to_tags};
use aws::AwsError;
use kind::Result;

pub(super) fn from_aws(rule: AwsRule) -> Result<(String, LifecycleRule)> {
    let Some(id) = rule.id else {
        return Err(AwsError::new("S3 gave a lifecycle rule without an id"));
    };
    let filter = Filter::of(rule.filter);
    // Rules of before 2016 have their prefix outside the filter.
    #[allow(deprecated, reason = "old rules are still there to be read")]
    let prefix = rule.prefix.filter(|prefix| !prefix.is_empty()).unwrap_or(filter.prefix);
    let expiration = rule.expiration;
    let noncurrent_expiration = rule.noncurrent_version_expiration;
    let abort = rule.abort_incomplete_multipart_upload;
    let transitions = rule.transitions.unwrap_or_default().into_iter();
    let noncurrent_transitions = rule.noncurrent_version_transitions.unwrap_or_default();
    let spec = LifecycleRule {
        enabled: rule.status == ExpirationStatus::Enabled,
        prefix,
        tags: from_tags(filter.tags),
        object_size_greater_than: filter.greater_than,
        object_size_less_than: filter.less_than,
        transitions: transitions.map(transition).collect::<Result<_>>()?,
        expired_object_delete_marker: expiration
            .as_ref()
            .and_then(|expiration| expiration.expired_object_delete_marker)
            .unwrap_or(false),
        expiration: match expiration {
            Some(expiration) => When::of(expiration.days, expiration.date)?,
            None => None,
        },
        noncurrent_version_transitions: noncurrent_transitions
            .into_iter()
            .map(noncurrent_transition)
            .collect::<Result<_>>()?,
        noncurrent_version_expiration: noncurrent_expiration.map(|expiration| Noncurrent {
            days: expiration.noncurrent_days.unwrap_or_default(),
            newer_noncurrent_versions: expiration.newer_noncurrent_versions,
        }),
        abort_incomplete_multipart_upload_days: abort.and_then(|abort| abort.days_after_initiation),
    };
    Ok((id, spec))
}

fn transition(transition: Transition) -> Result<(StorageClass, When)> {
    let when = When::of(transition.days, transition.date)?;
    // AWS leaves out a zero: the object moves on the day it is made.
    let when = when.unwrap_or(When::Days(0));
    Ok((storage_class(transition.storage_class)?, when))
}

fn noncurrent_transition(
    transition: NoncurrentVersionTransition,
) -> Result<(StorageClass, Noncurrent)> {
    let when = Noncurrent {
        days: transition.noncurrent_days.unwrap_or_default(),
        newer_noncurrent_versions: transition.newer_noncurrent_versions,
    };
    Ok((storage_class(transition.storage_class)?, when))
}

fn storage_class(class: Option<aws_sdk_s3::types::TransitionStorageClass>) -> Result<StorageClass> {
    match class {
        Some(class) => Ok(StorageClass::of(class)),
        None => Err(AwsError::new("S3 gave a lifecycle transition without a storage class")),
    }
}

pub(super) fn to_aws_rule(id: &str, rule: &LifecycleRule) -> Result<AwsRule> {
    let transitions = rule.transitions.iter().map(|(class, when)| {
        let (days, date) = when.to_aws()?;
        let transition = Transition::builder().storage_class((*class).into());
        Ok(transition.set_days(days).set_date(date).build())
    });
    let noncurrent = rule.noncurrent_version_transitions.iter().map(|(class, when)| {
        NoncurrentVersionTransition::builder()
            .storage_class((*class).into())
            .noncurrent_days(when.days)
            .set_newer_noncurrent_versions(when.newer_noncurrent_versions)
            .build()
    });
    let noncurrent_expiration = rule.noncurrent_version_expiration.as_ref().map(|when| {
        NoncurrentVersionExpiration::builder()
            .noncurrent_days(when.days)
            .set_newer_noncurrent_versions(when.newer_noncurrent_versions)
            .build()
    });
    let abort = rule
        .abort_incomplete_multipart_upload_days
        .map(|days| AbortIncompleteMultipartUpload::builder().days_after_initiation(days).build());
    let status = match rule.enabled {
        true => ExpirationStatus::Enabled,
        false => ExpirationStatus::Disabled,
    };
    Ok(AwsRule::builder()
        .id(id)
        .status(status)
        .filter(Filter::to_aws(rule)?)
        .set_transitions(some(transitions.collect::<Result<_>>()?))
        .set_expiration(expiration(rule)?)
        .set_noncurrent_version_transitions(some(noncurrent.collect()))
        .set_noncurrent_version_expiration(noncurrent_expiration)
        .set_abort_incomplete_multipart_upload(abort)
        .build()?)
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

fn expiration(rule: &LifecycleRule) -> Result<Option<LifecycleExpiration>> {
    let builder = LifecycleExpiration::builder();
    Ok(match &rule.expiration {
        Some(when) => {
            let (days, date) = when.to_aws()?;
            Some(builder.set_days(days).set_date(date).build())
        }
        None if rule.expired_object_delete_marker => {
            Some(builder.expired_object_delete_marker(true).build())
        }
        None => None,
    })
}

impl When {
    fn of(days: Option<i32>, date: Option<DateTime>) -> Result<Option<Self>> {
        Ok(match (days, date) {
            (_, Some(date)) => {
                let text = date.fmt(DateTimeFormat::DateTime);
                let text = text.map_err(|error| AwsError::new(error.to_string()))?;
                Some(Self::Date(text.split('T').next().unwrap_or(&text).to_owned()))
            }
            (Some(days), None) => Some(Self::Days(days)),
            (None, None) => None,
        })
    }

    fn to_aws(&self) -> Result<(Option<i32>, Option<DateTime>)> {
        match self {
            Self::Days(days) => Ok((Some(*days), None)),
            Self::Date(date) => Ok((None, Some(midnight(date)?))),
        }
    }
}

/// The start of a day in UTC, which is the only time of day that AWS takes here.
pub(super) fn midnight(date: &str) -> Result<DateTime> {
    DateTime::from_str(&format!("{date}T00:00:00Z"), DateTimeFormat::DateTime)
        .map_err(|error| AwsError::new(format!("`{date}` is no date: {error}")))
}

/// The four things by which a rule chooses objects, wherever the SDK's filter has them.
#[derive(Default)]
struct Filter {
    prefix: String,
    tags: Option<Vec<aws_sdk_s3::types::Tag>>,
    greater_than: Option<i64>,
    less_than: Option<i64>,
}

impl Filter {
    fn of(filter: Option<LifecycleRuleFilter>) -> Self {
        let Some(filter) = filter else {
            return Self::default();
        };
        match filter.and {
            Some(and) => Self {
                prefix: and.prefix.unwrap_or_default(),
                tags: and.tags,
                greater_than: and.object_size_greater_than,
                less_than: and.object_size_less_than,
            },
            None => Self {
                prefix: filter.prefix.unwrap_or_default(),
                tags: filter.tag.map(|tag| vec![tag]),
                greater_than: filter.object_size_greater_than,
                less_than: filter.object_size_less_than,
            },
        }
    }

    /// AWS takes one condition alone, and several only inside an `And`.
    fn to_aws(rule: &LifecycleRule) -> Result<LifecycleRuleFilter, BuildError> {
        let mut tags = to_tags(&rule.tags)?;
        let prefix = present(Some(&rule.prefix));
        let greater_than = rule.object_size_greater_than;
        let less_than = rule.object_size_less_than;
        let conditions = usize::from(prefix.is_some())
            + tags.len()
            + usize::from(greater_than.is_some())
            + usize::from(less_than.is_some());
        let filter = LifecycleRuleFilter::builder();
        Ok(match conditions {
            0 => filter.prefix("").build(),
            1 => filter
                .set_prefix(prefix)
                .set_tag(tags.pop())
                .set_object_size_greater_than(greater_than)
                .set_object_size_less_than(less_than)
                .build(),
            _ => {
                let and = LifecycleRuleAndOperator::builder()
                    .set_prefix(prefix)
                    .set_tags(some(tags))
                    .set_object_size_greater_than(greater_than)
                    .set_object_size_less_than(less_than);
                filter.and(and.build()).build()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn when() -> impl Strategy<Value = When> {
        prop_oneof![
            (0..4000i32).prop_map(When::Days),
            (2025..2040i32, 1..=12u8, 1..=28u8)
                .prop_map(|(y, m, d)| When::Date(format!("{y}-{m:02}-{d:02}"))),
        ]
    }

    fn noncurrent() -> impl Strategy<Value = Noncurrent> {
        (0..4000i32, proptest::option::of(1..100i32))
            .prop_map(|(days, newer)| Noncurrent { days, newer_noncurrent_versions: newer })
    }

    fn class() -> impl Strategy<Value = StorageClass> {
        prop_oneof![
            Just(StorageClass::StandardIa),
            Just(StorageClass::GlacierIr),
            Just(StorageClass::DeepArchive),
        ]
    }

    prop_compose! {
        fn rule()(
            enabled: bool,
            prefix in "[a-z/]{0,6}",
            tags in prop::collection::btree_map("[a-z]{1,3}", "[a-z]{0,3}", 0..3),
            greater in proptest::option::of(0..1000i64),
            less in proptest::option::of(1000..9000i64),
            transitions in prop::collection::btree_map(class(), when(), 0..3),
            expiration in proptest::option::of(when()),
            marker: bool,
            noncurrent_transitions in prop::collection::btree_map(class(), noncurrent(), 0..3),
            noncurrent_expiration in proptest::option::of(noncurrent()),
            abort in proptest::option::of(1..30i32),
        ) -> LifecycleRule {
            LifecycleRule {
                enabled,
                prefix,
                tags,
                object_size_greater_than: greater,
                object_size_less_than: less,
                transitions,
                expired_object_delete_marker: marker && expiration.is_none(),
                expiration,
                noncurrent_version_transitions: noncurrent_transitions,
                noncurrent_version_expiration: noncurrent_expiration,
                abort_incomplete_multipart_upload_days: abort,
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read(rule in rule()) {
            let written = to_aws_rule("a", &rule).unwrap();
            let read: BTreeMap<_, _> = [from_aws(written).unwrap()].into();
            prop_assert_eq!(read, [("a".to_owned(), rule)].into());
        }
    }

    #[test]
    fn a_date_that_does_not_exist_is_an_error() {
        assert!(midnight("2030-02-31").is_err());
        assert!(midnight("2032-02-29").is_ok());
    }
}
