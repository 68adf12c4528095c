//! EC2, of which networks alone are looked up.
//!
//! What there is of a sort is listed once a run and told apart here: a region has few of each, a filter of AWS's would make
//! one call for every lookup, and an error that lists what there is would make another.

pub mod prefix_list;
pub mod security_group;
pub mod subnets;
mod thing;
pub mod vpc;
pub mod vpc_endpoint;
pub mod zones;

use std::sync::Arc;

use aws::services::{Rate, Service, rate};
use aws::wire::{self, Input, WireService};
use aws::{Aws, Result};
use language::value::Value;

use crate::pages;

/// The name that the SDK gives it.
pub const NAME: &str = "EC2";

/// The version of its API (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/making-api-requests.html>).
const VERSION: &str = "2016-11-15";

pub const SERVICE: Service = Service {
    rates: |_| vec![DESCRIBES],
    answers: &[
        ("DescribeAvailabilityZones", "availabilityZoneInfo"),
        ("DescribeManagedPrefixLists", "prefixListSet"),
        ("DescribeSecurityGroups", "securityGroupInfo"),
        ("DescribeSubnets", "subnetSet"),
        ("DescribeVpcEndpoints", "vpcEndpointSet"),
        ("DescribeVpcs", "vpcSet"),
    ],
    ..Service::new(NAME, "aws_sdk_ec2", "ec2")
};

/// What AWS refills for reads that are not filtered; those that are share twice as much
/// (<https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>).
const DESCRIBES: Rate = rate("ec2/describe", 10.0, 50.0);

const EC2: WireService =
    WireService { name: NAME, signed_as: "ec2", host: "ec2", only_region: None };

/// Everything that an operation describes, in its set of this name, once a run and region.
async fn described(aws: &Aws, operation: &'static str, set: &str) -> Result<Arc<Vec<Value>>> {
    pages::all(aws, operation, |token| async move {
        // Zones come in one page, and AWS refuses to be asked for another.
        let size = (operation != "DescribeAvailabilityZones").then(|| PAGE.to_owned());
        let size = size.map(|size| ("MaxResults".to_owned(), size));
        let token = token.map(|token| ("NextToken".to_owned(), token));
        let parameters = size.into_iter().chain(token).collect();
        let input = Input::Query { version: VERSION, parameters };
        let mut answer = wire::call(aws, &EC2, operation, input).await?;
        let next = answer.get("nextToken").and_then(Value::as_str).map(str::to_owned);
        let items = answer.get_mut(set).map(Value::take);
        let items = items.and_then(|items| items.as_array().cloned()).unwrap_or_default();
        Ok((items, next))
    })
    .await
}

/// What all of these operations give at most in a page: prefix lists no more than 100.
const PAGE: &str = "100";
