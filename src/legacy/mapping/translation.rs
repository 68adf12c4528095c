//! Terraform's words in ours, for who writes specs with Terraform's in mind.

use super::{Mapping, Meaning, Pair, types};
use crate::legacy::state::Attributes;
use crate::value::Object;

/// The kind that holds what a type of Terraform's describes, and whether it is only a part of its objects.
pub fn kind_of(type_name: &str) -> Option<(&'static str, bool)> {
    let (_, mapping) = types().find(|(name, _)| *name == type_name)?;
    match mapping.meaning {
        Meaning::Own { kind } => Some((kind, false)),
        Meaning::Part { kind } => Some((kind, true)),
        Meaning::NoObject { .. } => None,
    }
}

/// The field of a kind that an attribute of Terraform's is, such as `partition_key.name` for `hash_key`. It is
/// known by its whole name, by its block, or by its own name inside of one.
pub fn field_of(kind: &str, attribute: &str) -> Option<String> {
    let (own, parts): (Vec<&Mapping>, Vec<&Mapping>) = mappings_of(kind).partition(is_own);
    if own.iter().any(|mapping| is_name(mapping, attribute)) {
        return Some("name".to_owned());
    }
    let pairs = || own.iter().chain(&parts).flat_map(|mapping| mapping.pairs);
    let is_it = |pair: &&Pair| pair.attribute == attribute;
    let is_block = |pair: &&Pair| {
        pair.attribute
            .split_once('.')
            .is_some_and(|(block, _)| block == attribute)
    };
    let is_inside = |pair: &&Pair| {
        pair.attribute
            .rsplit_once('.')
            .is_some_and(|(_, last)| last == attribute)
    };
    let block = || {
        let field = pairs().find(is_block)?.field_words();
        Some(field.split('.').next().unwrap_or_default().to_owned())
    };
    let whole = pairs().find(is_it).map(Pair::field_words);
    let inside = || pairs().find(is_inside).map(Pair::field_words);
    whole.or_else(block).or_else(inside)
}

fn mappings_of(kind: &str) -> impl Iterator<Item = &'static Mapping> {
    types().map(|(_, mapping)| mapping).filter(move |mapping| {
        let (Meaning::Own { kind: of } | Meaning::Part { kind: of }) = mapping.meaning else {
            return false;
        };
        of == kind
    })
}

fn is_own(mapping: &&Mapping) -> bool {
    matches!(mapping.meaning, Meaning::Own { .. })
}

/// Whether an attribute alone says by which name the object is known.
fn is_name(mapping: &Mapping, attribute: &str) -> bool {
    let made_up = ["id", "arn", "name", "user_pool_id"];
    let said = Object::from_iter([(attribute.to_owned(), "example".into())]);
    let said = Attributes::from(said);
    !made_up.contains(&attribute) && mapping.id(&said).as_deref() == Some("example")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_fields() {
        for (kind, attribute, field) in [
            ("dynamodb.table", "hash_key", "partition_key.name"),
            ("dynamodb.table", "billing_mode", "capacity"),
            (
                "dynamodb.table",
                "global_secondary_index",
                "global_secondary_indexes",
            ),
            ("s3.bucket", "bucket", "name"),
            ("s3.bucket", "cors_rule", "cors_rules"),
            ("lambda.function", "function_name", "name"),
            ("lambda.function", "memory_size", "memory"),
            ("lambda.function", "vpc_config", "vpc"),
            ("lambda.function", "subnet_ids", "vpc.subnets"),
            ("iam.role", "assume_role_policy", "trust_policy"),
        ] {
            assert_eq!(
                field_of(kind, attribute).as_deref(),
                Some(field),
                "{kind} {attribute}"
            );
        }
        assert_eq!(field_of("s3.bucket", "nonsense"), None);
        assert_eq!(field_of("s3.bucket", "id"), None);
    }

    #[test]
    fn types_are_kinds_or_parts_of_their_objects() {
        assert_eq!(kind_of("aws_s3_bucket"), Some(("s3.bucket", false)));
        assert_eq!(
            kind_of("aws_lambda_permission"),
            Some(("lambda.function", true))
        );
        assert_eq!(kind_of("aws_sqs_queue"), None);
    }
}
