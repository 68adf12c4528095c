//! What most files of kinds use: the types of specs, calls and their outcomes, conversions, rules and consequences.

pub(crate) use std::collections::{BTreeMap, BTreeSet};

pub(crate) use aws::tags::Tags;
pub(crate) use aws::{
    Aws, AwsError, Field, Result, S3, deleted, found, member, optional, sent, wait_until,
};
pub(crate) use kind::{Consequences, Console, Findings, LogPlace};
pub(crate) use kind_derive::spec;
pub(crate) use language::value::{Auto, Path, unknown};

pub(crate) use crate::aws_enum::aws_enum;
pub(crate) use crate::consequences::consequences;
pub(crate) use crate::conversions::conversions;
pub(crate) use crate::fields::{is_default, non_empty};
pub(crate) use crate::forms::{auto, even_empty, unless_default};
pub(crate) use crate::outputs::outputs;
pub(crate) use crate::rules::rules;
