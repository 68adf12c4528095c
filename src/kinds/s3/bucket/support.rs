//! What the settings of a bucket have in common: words that AWS and we spell alike, tags, filters, and
//! calls that need patience.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::aws::tags::{self, Tags};
use crate::aws::{AwsError, wait_until};
use crate::kind::Result;
pub(super) use crate::kinds::words::{to_aws, word};
use aws_sdk_s3::types::{AnalyticsAndOperator, AnalyticsFilter, Tag};
use aws_smithy_types::error::operation::BuildError;

/// Tags as requests take them.
pub(super) fn to_tags(tags: &Tags) -> Result<Vec<Tag>, BuildError> {
    tags.iter()
        .map(|(key, value)| Tag::builder().key(key).value(value).build())
        .collect()
}

/// Tags as answers give them.
pub(super) fn from_tags(tags: Option<Vec<Tag>>) -> Tags {
    let tags = tags.unwrap_or_default();
    tags::from_aws(tags.into_iter().map(|tag| (tag.key, tag.value)))
}

/// The text, unless it is empty: AWS takes an absent prefix and an empty one for the same.
pub(super) fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The configurations to put and the ids of those to delete, to get from one set to another.
pub(super) fn keyed_changes<'a, T: PartialEq>(
    desired: &'a BTreeMap<String, T>,
    live: &'a BTreeMap<String, T>,
) -> (Vec<(&'a String, &'a T)>, Vec<&'a String>) {
    let put = desired
        .iter()
        .filter(|(id, value)| live.get(*id) != Some(value))
        .collect();
    let delete = live
        .keys()
        .filter(|id| !desired.contains_key(*id))
        .collect();
    (put, delete)
}

/// How long what a setting names may take to be known everywhere. IAM takes seconds, and a queue's
/// policy up to a minute (SetQueueAttributes).
const SETTLING: Duration = Duration::from_secs(60);

/// Makes a call again while AWS refuses it for what is only too new: a role, a queue's permission, the
/// versioning of a bucket, or a change to the same bucket that is still under way.
pub(super) async fn settled<T, E, F>(what: &str, mut call: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<T, E>>,
    AwsError: From<E>,
{
    let refusal = Mutex::new(None);
    let remember = |error| *refusal.lock().unwrap_or_else(PoisonError::into_inner) = error;
    let outcome = wait_until(what, SETTLING, || {
        let attempt = call();
        let remember = &remember;
        async move {
            match attempt.await.map_err(AwsError::from) {
                Err(error) if is_too_new(&error) => {
                    remember(Some(error));
                    Ok(None)
                }
                outcome => {
                    remember(None);
                    outcome.map(Some)
                }
            }
        }
    })
    .await;
    // What AWS said is more use than how long we waited.
    let refusal = refusal.into_inner().unwrap_or_else(PoisonError::into_inner);
    outcome.map_err(|error| refusal.unwrap_or(error))
}

/// Errors that pass by themselves, by code and a part of the message: S3 has no code of its own for them.
const TOO_NEW: &[(&str, &str)] = &[
    (
        "InvalidArgument",
        "Unable to validate the following destination configurations",
    ),
    ("InvalidRequest", "ersioning must be 'Enabled'"),
    ("MalformedPolicy", "Invalid principal"),
    ("NoSuchBucket", ""),
    ("OperationAborted", ""),
];

fn is_too_new(error: &AwsError) -> bool {
    let fits = |(code, part): &(&str, &str)| error.has_code(code) && error.message.contains(part);
    TOO_NEW.iter().any(fits)
}

/// A filter by prefix and tags, in each of the types that the SDK has for it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub prefix: String,
    pub tags: Tags,
}

/// One conversion each way for a filter type of the SDK that is a struct with `prefix`, `tag`, `and`.
macro_rules! struct_filter {
    ($filter:ident, $and:ident) => {
        impl Filter {
            #[allow(non_snake_case, reason = "named after the type it is made for")]
            pub(super) fn $filter(&self) -> Result<aws_sdk_s3::types::$filter, BuildError> {
                let filter = aws_sdk_s3::types::$filter::builder();
                let mut tags = to_tags(&self.tags)?;
                Ok(match (self.prefix.as_str(), tags.len()) {
                    (prefix, 0) => filter.prefix(prefix).build(),
                    ("", 1) => filter.set_tag(tags.pop()).build(),
                    (prefix, _) => {
                        let and = aws_sdk_s3::types::$and::builder()
                            .set_prefix(non_empty(prefix))
                            .set_tags(Some(tags));
                        filter.and(and.build()).build()
                    }
                })
            }
        }

        impl From<aws_sdk_s3::types::$filter> for Filter {
            fn from(filter: aws_sdk_s3::types::$filter) -> Self {
                let (prefix, tags) = match filter.and {
                    Some(and) => (and.prefix, and.tags),
                    None => (filter.prefix, filter.tag.map(|tag| vec![tag])),
                };
                Self {
                    prefix: prefix.unwrap_or_default(),
                    tags: from_tags(tags),
                }
            }
        }
    };
}

struct_filter!(ReplicationRuleFilter, ReplicationRuleAndOperator);
struct_filter!(IntelligentTieringFilter, IntelligentTieringAndOperator);

impl Filter {
    /// For metrics and analytics AWS takes no filter at all where all objects are meant.
    pub(super) fn to_analytics(&self) -> Result<Option<AnalyticsFilter>, BuildError> {
        let mut tags = to_tags(&self.tags)?;
        Ok(match (non_empty(&self.prefix), tags.len()) {
            (None, 0) => None,
            (Some(prefix), 0) => Some(AnalyticsFilter::Prefix(prefix)),
            (None, 1) => tags.pop().map(AnalyticsFilter::Tag),
            (prefix, _) => {
                let and = AnalyticsAndOperator::builder().set_prefix(prefix);
                Some(AnalyticsFilter::And(and.set_tags(Some(tags)).build()))
            }
        })
    }
}

impl From<AnalyticsFilter> for Filter {
    fn from(filter: AnalyticsFilter) -> Self {
        let (prefix, tags) = match filter {
            AnalyticsFilter::Prefix(prefix) => (Some(prefix), None),
            AnalyticsFilter::Tag(tag) => (None, Some(vec![tag])),
            AnalyticsFilter::And(and) => (and.prefix, and.tags),
            _ => (None, None),
        };
        Self {
            prefix: prefix.unwrap_or_default(),
            tags: from_tags(tags),
        }
    }
}

/// The pages of a list of configurations, of which the SDK makes no paginator.
macro_rules! list_configurations {
    ($aws:expr, $bucket:expr, $operation:ident, $list:ident) => {{
        let mut found = Vec::new();
        let mut token = None;
        loop {
            let request = $aws
                .s3()
                .$operation()
                .bucket($bucket)
                .set_continuation_token(token);
            let page = request.send().await?;
            found.extend(page.$list.unwrap_or_default());
            token = page.next_continuation_token;
            if token.is_none() {
                break;
            }
        }
        found
    }};
}
pub(super) use list_configurations;
