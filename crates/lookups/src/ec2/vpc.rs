//! `ec2.vpc`: a network.

use std::collections::BTreeMap;

use aws::Aws;
use compiler::lookups::{Asked, From, Needs, Request, TypedSort};
use kind::Operations;
use language::schema::Finding;
use language::value::Object;
use schemars::JsonSchema;
use serde::Deserialize;

use super::thing::{Thing, Wanted, arn, describes};
use crate::record::{Record, outputs};

pub static SORT: TypedSort<Vpc> = TypedSort::new("ec2.vpc", OPERATIONS, ask);

const OPERATIONS: &[Operations] = &[describes(&["DescribeVpcs"])];

/// A network (VPC). Gives `id`, `arn`, `name`, `cidr_block`, `cidr_blocks`, `is_default`, `owner_id` and `tags`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vpc {
    /// Its id, such as `vpc-0a1b2c3d`.
    #[serde(default)]
    id: Option<String>,
    /// Its tag `Name`.
    #[serde(default)]
    name: Option<String>,
    /// Tags that it has, perhaps among others.
    #[serde(default)]
    #[schemars(extend("x-texts" = true))]
    tags: BTreeMap<String, String>,
    /// Its first block of addresses, such as `10.0.0.0/16`.
    #[serde(default)]
    cidr_block: Option<String>,
    /// Whether it is the default VPC of the region, or not.
    #[serde(default)]
    default: Option<bool>,
    /// The region, where it is not the environment's.
    #[serde(default)]
    region: Option<String>,
    /// Whether all that fit are meant, of which there may be none: then it gives `ids` and `all`.
    #[serde(default)]
    many: bool,
}

fn ask(_: From<'_>, vpc: Vpc) -> Result<Asked, Finding> {
    let region = vpc.region.clone();
    let request = Request::new(region, Needs::of(OPERATIONS), move |aws| {
        let vpc = vpc.clone();
        async move {
            let wanted = Wanted { id: vpc.id, name: vpc.name, tags: vpc.tags };
            let is_it = |record: Record<'_>| {
                let has_block = vpc.cidr_block.as_deref();
                has_block.is_none_or(|block| record.text("cidrBlock") == Some(block))
                    && vpc.default.is_none_or(|default| record.is("isDefault") == default)
            };
            VPC.found(&aws, &wanted, vpc.many, is_it).await
        }
    });
    Ok(Asked::Request(request))
}

const VPC: Thing = Thing {
    sort: "ec2.vpc",
    operation: "DescribeVpcs",
    set: "vpcSet",
    id: "vpcId",
    name: None,
    kind: "AWS::EC2::VPC",
    outputs: outputs_of,
};

fn outputs_of(aws: &Aws, vpc: Record<'_>) -> Object {
    let id = vpc.text("vpcId").unwrap_or_default();
    outputs([
        ("arn", arn(aws, vpc.text("ownerId"), &format!("vpc/{id}")).into()),
        ("cidr_block", vpc.value("cidrBlock")),
        ("cidr_blocks", vpc.texts("cidrBlockAssociationSet", Some("cidrBlock"))),
        ("is_default", vpc.is("isDefault").into()),
        ("owner_id", vpc.value("ownerId")),
    ])
}
