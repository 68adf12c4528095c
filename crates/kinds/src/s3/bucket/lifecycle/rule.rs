//! A lifecycle rule, and how the SDK has it.

use aws_sdk_s3::types as sdk;

use super::when::{Noncurrent, StorageClass, When, noncurrent_transitions, transitions};
use crate::conversions::Enabled;
use crate::prelude::*;
use crate::s3::bucket::filter::Filter;

/// A lifecycle rule: which objects, and what happens to them when.
#[spec(sdk::LifecycleRule, request = sdk::builders::LifecycleRuleBuilder)]
#[inside(abort_incomplete_multipart_upload = sdk::AbortIncompleteMultipartUpload)]
pub struct LifecycleRule {
    /// Whether the rule is followed. Absent: yes.
    #[field(default = true, aws = status, with = Enabled::<sdk::ExpirationStatus>)]
    pub enabled: bool,
    /// The rule is for objects whose key starts with this. Absent: for all.
    #[field(length = ..=1024, not_in_answer, not_in_request)]
    pub prefix: String,
    /// The rule is for objects that have all these tags.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
    /// The rule is for objects of more bytes than this.
    #[field(range = 0.., not_in_answer, not_in_request)]
    pub object_size_greater_than: Option<i64>,
    /// The rule is for objects of fewer bytes than this.
    #[field(range = 1.., not_in_answer, not_in_request)]
    pub object_size_less_than: Option<i64>,
    /// When objects move, by the storage class to which they do: `{ GLACIER: { days: 90 } }`.
    #[field(with = transitions)]
    pub transitions: BTreeMap<StorageClass, When>,
    /// When objects are deleted; in a versioned bucket, when they become noncurrent. Absent: never.
    #[field(not_in_answer, not_in_request)]
    pub expiration: Option<When>,
    /// Whether delete markers go away once no older version is left behind them.
    #[field(not_in_answer, not_in_request)]
    pub expired_object_delete_marker: bool,
    /// When versions that are no longer the current one move, by the storage class to which they do.
    #[field(with = noncurrent_transitions)]
    pub noncurrent_version_transitions: BTreeMap<StorageClass, Noncurrent>,
    /// When versions that are no longer the current one are deleted. Absent: never.
    pub noncurrent_version_expiration: Option<Noncurrent>,
    /// Days after their start when unfinished multipart uploads are given up. Absent: never, and their
    /// parts go on costing.
    #[field(range = 1.., aws = abort_incomplete_multipart_upload.days_after_initiation)]
    pub abort_incomplete_multipart_upload_days: Option<i32>,
}

impl LifecycleRule {
    /// The rule, with its id.
    pub(super) fn of_rule(mut aws: sdk::LifecycleRule) -> Result<(String, Self)> {
        let Some(id) = aws.id.take() else {
            return Err(AwsError::new("S3 gave a lifecycle rule without an id"));
        };
        let filter = aws.filter.take().map(Filter::from).unwrap_or_default();
        // Rules of before 2016 have their prefix outside the filter.
        #[allow(deprecated, reason = "old rules are still there to be read")]
        let prefix = aws.prefix.take().filter(|prefix| !prefix.is_empty());
        let expiration = aws.expiration.take();
        let marker = expiration.as_ref().and_then(|when| when.expired_object_delete_marker);
        let expiration = expiration.map(|when| When::of(when.days, when.date)).transpose()?;
        let rule = Self {
            prefix: prefix.unwrap_or(filter.prefix),
            tags: filter.tags,
            object_size_greater_than: filter.object_size_greater_than,
            object_size_less_than: filter.object_size_less_than,
            expiration: expiration.flatten(),
            expired_object_delete_marker: marker.unwrap_or(false),
            ..Self::demanded(Some(aws), "rule")?
        };
        Ok((id, rule))
    }

    /// The rule, as requests take it.
    pub(super) fn to_rule(&self, id: &str) -> Result<sdk::LifecycleRule> {
        let filter = Filter {
            object_size_greater_than: self.object_size_greater_than,
            object_size_less_than: self.object_size_less_than,
            ..Filter::of(&self.prefix, &self.tags)
        };
        let rule = sdk::LifecycleRule::builder().id(id).filter(filter.try_into()?);
        Ok(self.fill(rule.set_expiration(self.to_expiration()?))?.build()?)
    }

    fn to_expiration(&self) -> Result<Option<sdk::LifecycleExpiration>> {
        let builder = sdk::LifecycleExpiration::builder();
        Ok(match &self.expiration {
            Some(when) => {
                let (days, date) = when.to_aws()?;
                Some(builder.set_days(days).set_date(date).build())
            }
            None if self.expired_object_delete_marker => {
                Some(builder.expired_object_delete_marker(true).build())
            }
            None => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::s3::bucket::lifecycle::when::StorageClass;

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
            let written = rule.to_rule("a").unwrap();
            let read: BTreeMap<_, _> = [LifecycleRule::of_rule(written).unwrap()].into();
            prop_assert_eq!(read, [("a".to_owned(), rule)].into());
        }
    }
}
