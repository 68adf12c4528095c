//! What the settings of a bucket have in common: tags, filters, and the calls for settings that a bucket
//! has several of.

use crate::fields::present;
use aws::tags::{self, Tags};
use aws_sdk_s3::types::{AnalyticsAndOperator, AnalyticsFilter, Tag};
use aws_smithy_types::error::operation::BuildError;
use kind::Result;

/// Tags as requests take them.
pub(super) fn to_tags(tags: &Tags) -> Result<Vec<Tag>, BuildError> {
    tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect()
}

/// Tags as answers give them.
pub(super) fn from_tags(tags: Option<Vec<Tag>>) -> Tags {
    let tags = tags.unwrap_or_default();
    tags::from_aws(tags.into_iter().map(|tag| (tag.key, tag.value)))
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
                            .set_prefix(present(Some(prefix)))
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
                Self { prefix: prefix.unwrap_or_default(), tags: from_tags(tags) }
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
        Ok(match (present(Some(&self.prefix)), tags.len()) {
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
        Self { prefix: prefix.unwrap_or_default(), tags: from_tags(tags) }
    }
}

/// Reads and writes the settings of which a bucket has several by id, each kind with calls of its own. The
/// SDK makes no paginator for them.
macro_rules! by_id {
    ($own:ident: $list:ident gives $found:ident, $put:ident takes $set:ident, $delete:ident) => {
        impl $own {
            pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<BTreeMap<String, Self>> {
                use aws::S3;
                let mut found = BTreeMap::new();
                let mut token = None;
                loop {
                    let request = aws.s3().$list().bucket(bucket);
                    let page = request.set_continuation_token(token).send().await?;
                    for configuration in page.$found.unwrap_or_default() {
                        let (id, own) = Self::of(configuration)?;
                        found.insert(id, own);
                    }
                    token = page.next_continuation_token;
                    if token.is_none() {
                        return Ok(found);
                    }
                }
            }

            pub(super) async fn write(
                aws: &Aws,
                bucket: &str,
                desired: &BTreeMap<String, Self>,
                live: &BTreeMap<String, Self>,
            ) -> Result<()> {
                use aws::S3;
                for (id, own) in desired {
                    if live.get(id) != Some(own) {
                        let request = aws.s3().$put().bucket(bucket).id(id);
                        request.$set(own.to_aws(id)?).send().await?;
                    }
                }
                for id in live.keys().filter(|id| !desired.contains_key(*id)) {
                    let request = aws.s3().$delete().bucket(bucket).id(id);
                    optional(request.send().await)?;
                }
                Ok(())
            }
        }
    };
}
pub(super) use by_id;
