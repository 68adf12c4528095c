//! Keys by their aliases, those of AWS's own keys included.

use aws::{Result, optional};
use compiler::lookups::Finder;
use kind::Operations;
use kinds::kms::{Kms, NAME};
use language::value::Value;
use serde_json::json;

const OPERATIONS: &[Operations] = &[Operations {
    service: NAME,
    on: &["arn:{partition}:kms:{region}:{account}:key/*"],
    read: &["DescribeKey"],
    write: &[],
}];

/// The key that an alias stands for.
pub fn by_alias() -> Finder {
    let schema = json!({
        "type": "string",
        "pattern": "^alias/[A-Za-z0-9/_-]{1,250}$",
        "description": "An alias of the key, such as `alias/shop` or `alias/aws/s3`.",
    });
    Finder::new("alias", schema, OPERATIONS, |aws, alias: Value| async move {
        let alias = alias.as_str().unwrap_or_default();
        let described: Result<_> = optional(aws.kms().describe_key().key_id(alias).send().await);
        let key = described?.and_then(|described| described.key_metadata);
        Ok(key.map(|key| key.key_id).into_iter().collect())
    })
}
