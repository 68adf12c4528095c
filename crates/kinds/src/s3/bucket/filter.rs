//! By what a setting chooses objects, in each of the types that the SDK has for it.

use aws_sdk_s3::types as sdk;
use aws_smithy_types::error::operation::BuildError;

use super::tags::{from_tags, to_tags};
use crate::prelude::*;

/// What objects must have, all of it. AWS accepts one condition by itself, and several only inside an `And`.
#[derive(Debug, Default)]
pub(super) struct Filter {
    pub prefix: String,
    pub tags: Tags,
    pub object_size_greater_than: Option<i64>,
    pub object_size_less_than: Option<i64>,
    pub access_point_arn: Option<String>,
}

impl Filter {
    /// A filter by prefix and tags.
    pub fn of(prefix: &str, tags: &Tags) -> Self {
        Self { prefix: prefix.to_owned(), tags: tags.clone(), ..Self::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.conditions() == 0
    }

    fn conditions(&self) -> usize {
        usize::from(!self.prefix.is_empty())
            + self.tags.len()
            + usize::from(self.object_size_greater_than.is_some())
            + usize::from(self.object_size_less_than.is_some())
            + usize::from(self.access_point_arn.is_some())
    }
}

/// Reads the prefix, the tags and some `$more` out of an `And`.
macro_rules! of_and {
    ($and:ident $($more:ident)*) => {
        Self {
            prefix: $and.prefix.unwrap_or_default(),
            tags: from_tags($and.tags),
            $($more: $and.$more,)*
            ..Self::default()
        }
    };
}

/// Writes them into one.
macro_rules! to_and {
    ($filter:ident, $and:ident $($more:ident)*) => {{
        let tags = to_tags(&$filter.tags)?;
        let prefix = non_empty(Some($filter.prefix));
        #[allow(unused_mut, reason = "some have no more than prefix and tags")]
        let mut and = sdk::$and::builder().set_prefix(prefix).set_tags(tags).build();
        $(and.$more = $filter.$more;)*
        and
    }};
}

/// The conversions for a type of the SDK's that is a struct. Where it has no condition, it has an empty prefix.
macro_rules! struct_filter {
    ($filter:ident, $and:ident $(, $more:ident)*) => {
        impl From<sdk::$filter> for Filter {
            fn from(filter: sdk::$filter) -> Self {
                match filter.and {
                    Some(and) => of_and!(and $($more)*),
                    None => Self {
                        prefix: filter.prefix.unwrap_or_default(),
                        tags: from_tags(filter.tag.map(|tag| vec![tag])),
                        $($more: filter.$more,)*
                        ..Self::default()
                    },
                }
            }
        }

        impl TryFrom<Filter> for sdk::$filter {
            type Error = BuildError;

            fn try_from(filter: Filter) -> Result<Self, BuildError> {
                let conditions = filter.conditions();
                let and = to_and!(filter, $and $($more)*);
                let mut filter = Self::builder().build();
                match conditions {
                    0 => filter.prefix = Some(String::new()),
                    1 => {
                        filter.prefix = and.prefix;
                        filter.tag = and.tags.and_then(|mut tags| tags.pop());
                        $(filter.$more = and.$more;)*
                    }
                    _ => filter.and = Some(and),
                }
                Ok(filter)
            }
        }
    };
}

struct_filter!(IntelligentTieringFilter, IntelligentTieringAndOperator);
struct_filter!(ReplicationRuleFilter, ReplicationRuleAndOperator);
struct_filter!(
    LifecycleRuleFilter, LifecycleRuleAndOperator, object_size_greater_than, object_size_less_than
);

/// The conversions for a type of the SDK's that is an enumeration. Where there is no condition, there is none.
macro_rules! enum_filter {
    ($filter:ident, $and:ident $(, $more:ident = $variant:ident)?) => {
        impl From<sdk::$filter> for Filter {
            fn from(filter: sdk::$filter) -> Self {
                match filter {
                    sdk::$filter::Prefix(prefix) => Self { prefix, ..Self::default() },
                    sdk::$filter::Tag(tag) => {
                        Self { tags: from_tags(Some(vec![tag])), ..Self::default() }
                    }
                    sdk::$filter::And(and) => of_and!(and $($more)?),
                    $(sdk::$filter::$variant(more) => {
                        Self { $more: Some(more), ..Self::default() }
                    })?
                    _ => Self::default(),
                }
            }
        }

        impl TryFrom<Filter> for Option<sdk::$filter> {
            type Error = BuildError;

            fn try_from(filter: Filter) -> Result<Self, BuildError> {
                let conditions = filter.conditions();
                let and = to_and!(filter, $and $($more)?);
                if conditions > 1 {
                    return Ok(Some(sdk::$filter::And(and)));
                }
                let tag = and.tags.and_then(|mut tags| tags.pop()).map(sdk::$filter::Tag);
                let alone = and.prefix.map(sdk::$filter::Prefix).or(tag);
                $(let alone = alone.or(and.$more.map(sdk::$filter::$variant));)?
                Ok(alone)
            }
        }
    };
}

enum_filter!(AnalyticsFilter, AnalyticsAndOperator);
enum_filter!(MetricsFilter, MetricsAndOperator, access_point_arn = AccessPointArn);
