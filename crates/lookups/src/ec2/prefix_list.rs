//! `ec2.prefix_list`: blocks of addresses under one name, AWS's own included.

use std::collections::BTreeMap;

use aws::Aws;
use compiler::lookups::{Asked, From, Needs, Request, TypedSort};
use kind::Operations;
use language::schema::Finding;
use language::value::Object;
use schemars::JsonSchema;
use serde::Deserialize;

use super::thing::{Thing, Wanted, describes};
use crate::record::{Record, outputs};

pub static SORT: TypedSort<PrefixList> = TypedSort::new("ec2.prefix_list", OPERATIONS, ask);

const OPERATIONS: &[Operations] = &[describes(&["DescribeManagedPrefixLists"])];

/// A prefix list, of the account or of AWS. Gives `id`, `arn`, `name`, `address_family`, `owner_id` (`AWS` of AWS's own)
/// and `tags`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrefixList {
    /// Its id, such as `pl-0a1b2c3d`.
    #[serde(default)]
    id: Option<String>,
    /// Its name, such as `com.amazonaws.us-east-2.s3` or `com.amazonaws.global.cloudfront.origin-facing`.
    #[serde(default)]
    name: Option<String>,
    /// Tags that it has, perhaps among others.
    #[serde(default)]
    #[schemars(extend("x-texts" = true))]
    tags: BTreeMap<String, String>,
    /// The region, where it is not the environment's.
    #[serde(default)]
    region: Option<String>,
    /// Whether all that fit are meant, of which there may be none: then it gives `ids` and `all`.
    #[serde(default)]
    many: bool,
}

fn ask(_: From<'_>, list: PrefixList) -> Result<Asked, Finding> {
    let region = list.region.clone();
    let request = Request::new(region, Needs::of(OPERATIONS), move |aws| {
        let PrefixList { id, name, tags, many, .. } = list.clone();
        async move { PREFIX_LIST.found(&aws, &Wanted { id, name, tags }, many, |_| true).await }
    });
    Ok(Asked::Request(request))
}

const PREFIX_LIST: Thing = Thing {
    sort: "ec2.prefix_list",
    operation: "DescribeManagedPrefixLists",
    set: "prefixListSet",
    id: "prefixListId",
    name: Some("prefixListName"),
    kind: "AWS::EC2::PrefixList",
    outputs: outputs_of,
};

fn outputs_of(_: &Aws, list: Record<'_>) -> Object {
    outputs([
        ("arn", list.value("prefixListArn")),
        ("address_family", list.value("addressFamily")),
        ("owner_id", list.value("ownerId")),
    ])
}
