//! `ec2.security_group`: who may reach what in a network.

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

pub static SORT: TypedSort<SecurityGroup> = TypedSort::new("ec2.security_group", OPERATIONS, ask);

const OPERATIONS: &[Operations] = &[describes(&["DescribeSecurityGroups"])];

/// A security group. Gives `id`, `arn`, `name`, `description`, `vpc_id`, `owner_id` and `tags`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecurityGroup {
    /// Its id, such as `sg-0a1b2c3d`.
    #[serde(default)]
    id: Option<String>,
    /// Its name, such as `default`. Another VPC may have a group of the same name.
    #[serde(default)]
    name: Option<String>,
    /// The id of the VPC that it is in.
    #[serde(default)]
    vpc: Option<String>,
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

fn ask(_: From<'_>, group: SecurityGroup) -> Result<Asked, Finding> {
    let region = group.region.clone();
    let request = Request::new(region, Needs::of(OPERATIONS), move |aws| {
        let group = group.clone();
        async move {
            let wanted = Wanted { id: group.id, name: group.name, tags: group.tags };
            let vpc = group.vpc.as_deref();
            let is_it =
                |record: Record<'_>| vpc.is_none_or(|vpc| record.text("vpcId") == Some(vpc));
            SECURITY_GROUP.found(&aws, &wanted, group.many, is_it).await
        }
    });
    Ok(Asked::Request(request))
}

const SECURITY_GROUP: Thing = Thing {
    sort: "ec2.security_group",
    operation: "DescribeSecurityGroups",
    set: "securityGroupInfo",
    id: "groupId",
    name: Some("groupName"),
    kind: "AWS::EC2::SecurityGroup",
    outputs: outputs_of,
};

fn outputs_of(aws: &Aws, group: Record<'_>) -> Object {
    let id = group.text("groupId").unwrap_or_default();
    outputs([
        ("arn", arn(aws, group.text("ownerId"), &format!("security-group/{id}")).into()),
        ("description", group.value("groupDescription")),
        ("vpc_id", group.value("vpcId")),
        ("owner_id", group.value("ownerId")),
    ])
}
