//! `ec2.vpc_endpoint`: a way out of a network to a service.

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

pub static SORT: TypedSort<VpcEndpoint> = TypedSort::new("ec2.vpc_endpoint", OPERATIONS, ask);

const OPERATIONS: &[Operations] = &[describes(&["DescribeVpcEndpoints"])];

/// A VPC endpoint. Gives `id`, `arn`, `name`, `service`, `type`, `state`, `vpc_id`, `subnet_ids`, `route_table_ids`,
/// `security_group_ids`, `network_interface_ids`, `dns_names`, `owner_id` and `tags`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VpcEndpoint {
    /// Its id, such as `vpce-0a1b2c3d`.
    #[serde(default)]
    id: Option<String>,
    /// Its tag `Name`.
    #[serde(default)]
    name: Option<String>,
    /// The service that it leads to: `s3`, or the whole name as `com.amazonaws.us-east-2.s3`.
    #[serde(default)]
    service: Option<String>,
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

fn ask(_: From<'_>, endpoint: VpcEndpoint) -> Result<Asked, Finding> {
    let region = endpoint.region.clone();
    let request = Request::new(region, Needs::of(OPERATIONS), move |aws| {
        let endpoint = endpoint.clone();
        async move {
            let VpcEndpoint { id, name, tags, service, vpc, many, .. } = endpoint;
            let wanted = Wanted { id, name, tags };
            let is_it = |record: Record<'_>| {
                let leads_to = record.text("serviceName").unwrap_or_default();
                vpc.as_deref().is_none_or(|vpc| record.text("vpcId") == Some(vpc))
                    && service.as_deref().is_none_or(|service| {
                        leads_to == service
                            || leads_to.ends_with(&format!(".{}.{service}", aws.region()))
                    })
            };
            VPC_ENDPOINT.found(&aws, &wanted, many, is_it).await
        }
    });
    Ok(Asked::Request(request))
}

const VPC_ENDPOINT: Thing = Thing {
    sort: "ec2.vpc_endpoint",
    operation: "DescribeVpcEndpoints",
    set: "vpcEndpointSet",
    id: "vpcEndpointId",
    name: None,
    kind: "AWS::EC2::VPCEndpoint",
    outputs: outputs_of,
};

fn outputs_of(aws: &Aws, endpoint: Record<'_>) -> Object {
    let id = endpoint.text("vpcEndpointId").unwrap_or_default();
    outputs([
        ("arn", arn(aws, endpoint.text("ownerId"), &format!("vpc-endpoint/{id}")).into()),
        ("service", endpoint.value("serviceName")),
        ("type", endpoint.value("vpcEndpointType")),
        ("state", endpoint.value("state")),
        ("vpc_id", endpoint.value("vpcId")),
        ("subnet_ids", endpoint.texts("subnetIdSet", None)),
        ("route_table_ids", endpoint.texts("routeTableIdSet", None)),
        ("security_group_ids", endpoint.texts("groupSet", Some("groupId"))),
        ("network_interface_ids", endpoint.texts("networkInterfaceIdSet", None)),
        ("dns_names", endpoint.texts("dnsEntrySet", Some("dnsName"))),
        ("owner_id", endpoint.value("ownerId")),
    ])
}
