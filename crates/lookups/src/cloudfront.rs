//! CloudFront: distributions by what people call them, and policies by their names, AWS's own included.

use aws::services::{Service, rate};
use aws::wire::{self, Input, WireService};
use aws::{Aws, Result};
use compiler::lookups::{
    Asked, Candidate, Found, FoundObject, From, Needs, Request, Selection, TypedSort, unanswered,
};
use kind::Operations;
use language::schema::Finding;
use language::value::Value;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::pages;
use crate::record::{Record, outputs};

const NAME: &str = "CloudFront";
/// The version of its API, with which each path starts.
const VERSION: &str = "/2020-05-31";
/// The hosted zone of every distribution, for alias records
/// (<https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html>).
const ZONE: &str = "Z2FDTNDATAQYW2";

pub const SERVICE: Service = Service {
    // AWS publishes no rate of its lists.
    rates: |_| vec![rate("cloudfront", 10.0, 20.0)],
    answers: &[
        ("ListCachePolicies", "Quantity"),
        ("ListDistributions", "Quantity"),
        ("ListOriginRequestPolicies", "Quantity"),
        ("ListResponseHeadersPolicies", "Quantity"),
    ],
    ..Service::new(NAME, "aws_sdk_cloudfront", "cloudfront")
};

const CLOUDFRONT: WireService = WireService {
    name: NAME,
    signed_as: "cloudfront",
    host: "cloudfront",
    only_region: Some("us-east-1"),
};

const fn lists(read: &'static [&'static str]) -> [Operations; 1] {
    [Operations { service: NAME, on: &["*"], read, write: &[] }]
}

pub static DISTRIBUTION: TypedSort<Distribution> =
    TypedSort::new("cloudfront.distribution", &lists(&["ListDistributions"]), ask_distribution);

/// A distribution. Gives `id`, `arn`, `domain_name`, `zone_id` (for alias records), `aliases`, `comment`, `status` and
/// `enabled`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// Its id, such as `E1A2B3C4D5E6F7`.
    #[serde(default)]
    id: Option<String>,
    /// A domain that it serves, such as `www.example.com`.
    #[serde(default)]
    alias: Option<String>,
    /// What its owner says of it.
    #[serde(default)]
    comment: Option<String>,
    /// Whether all that fit are meant, of which there may be none: then it gives `ids` and `all`.
    #[serde(default)]
    many: bool,
}

fn ask_distribution(_: From<'_>, wanted: Distribution) -> Result<Asked, Finding> {
    let needs = Needs::of(&lists(&["ListDistributions"]));
    let request = Request::new(None, needs, move |aws| {
        let wanted = wanted.clone();
        async move { wanted.found(&aws).await }
    });
    Ok(Asked::Request(request))
}

impl Distribution {
    async fn found(self, aws: &Aws) -> Result<Found, Finding> {
        let field = match (&self.id, &self.alias, &self.comment) {
            (Some(_), _, _) => "id",
            (_, Some(_), _) => "alias",
            (_, _, Some(_)) => "comment",
            _ => "",
        };
        let all = listed(aws, "ListDistributions", "distribution").await;
        let all = all.map_err(|error| unanswered(field, &error))?;
        let (fitting, others): (Vec<_>, Vec<_>) =
            all.iter().map(Record).partition(|record| self.is_it(*record));
        let candidates = |records: Vec<Record<'_>>| -> Vec<Candidate> {
            records.into_iter().map(|record| distribution(aws, record)).collect()
        };
        let selection = Selection {
            sort: "cloudfront.distribution",
            field,
            region: "the account",
            many: self.many,
        };
        selection.choose(candidates(fitting), &candidates(others))
    }

    fn is_it(&self, record: Record<'_>) -> bool {
        let is = |wanted: &Option<String>, name: &str| {
            wanted.as_deref().is_none_or(|wanted| record.text(name) == Some(wanted))
        };
        let aliases = aliases(record);
        is(&self.id, "Id")
            && is(&self.comment, "Comment")
            && self.alias.as_deref().is_none_or(|alias| aliases.contains(&Value::from(alias)))
    }
}

fn aliases(record: Record<'_>) -> Vec<Value> {
    let aliases = record.0.pointer("/Aliases/Items").and_then(Value::as_array);
    aliases.cloned().unwrap_or_default()
}

fn distribution(aws: &Aws, record: Record<'_>) -> Candidate {
    let id = record.text("Id").unwrap_or_default();
    let aliases = aliases(record);
    let name = aliases.first().and_then(Value::as_str).or(record.text("Comment"));
    let object = FoundObject {
        kind: "AWS::CloudFront::Distribution".to_owned(),
        region: aws.region().to_owned(),
        id: id.to_owned(),
    };
    Candidate {
        name: name.map(str::to_owned),
        outputs: outputs([
            ("id", id.into()),
            ("arn", record.value("ARN")),
            ("domain_name", record.value("DomainName")),
            ("zone_id", ZONE.into()),
            ("aliases", aliases.into()),
            ("comment", record.value("Comment")),
            ("status", record.value("Status")),
            ("enabled", record.is("Enabled").into()),
        ]),
        object: Some(object),
        ..Candidate::named(id)
    }
}

/// A policy of a distribution by its name, of the account or of AWS, whose own may be written with `Managed-` before them or
/// without. Gives `id` and `name`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name, such as `CachingOptimized` or `AllViewerExceptHostHeader`.
    name: String,
}

pub static CACHE_POLICY: TypedSort<Policy> =
    TypedSort::new("cloudfront.cache_policy", &lists(&["ListCachePolicies"]), |_, policy| {
        Ok(policy
            .request("cloudfront.cache_policy", "ListCachePolicies", "cache-policy", "CachePolicy"))
    });

pub static ORIGIN_REQUEST_POLICY: TypedSort<Policy> = TypedSort::new(
    "cloudfront.origin_request_policy",
    &lists(&["ListOriginRequestPolicies"]),
    |_, policy| {
        Ok(policy.request(
            "cloudfront.origin_request_policy", "ListOriginRequestPolicies",
            "origin-request-policy", "OriginRequestPolicy",
        ))
    },
);

pub static RESPONSE_HEADERS_POLICY: TypedSort<Policy> = TypedSort::new(
    "cloudfront.response_headers_policy",
    &lists(&["ListResponseHeadersPolicies"]),
    |_, policy| {
        Ok(policy.request(
            "cloudfront.response_headers_policy", "ListResponseHeadersPolicies",
            "response-headers-policy", "ResponseHeadersPolicy",
        ))
    },
);

impl Policy {
    /// The request for one of a sort: the operation that lists them, its path, and the member of an item that is the policy.
    fn request(
        self,
        sort: &'static str,
        operation: &'static str,
        path: &'static str,
        member: &'static str,
    ) -> Asked {
        let needs = Needs::of(&[Operations { service: NAME, on: &["*"], read: &[], write: &[] }]);
        let operations = match operation {
            "ListCachePolicies" => lists(&["ListCachePolicies"]),
            "ListOriginRequestPolicies" => lists(&["ListOriginRequestPolicies"]),
            _ => lists(&["ListResponseHeadersPolicies"]),
        };
        let needs = Needs { operations: operations.to_vec(), ..needs };
        Asked::Request(Request::new(None, needs, move |aws| {
            let name = self.name.clone();
            async move {
                let all = listed(&aws, operation, path).await;
                let all = all.map_err(|error| unanswered("name", &error))?;
                let all: Vec<Candidate> =
                    all.iter().filter_map(|item| policy(item, member)).collect();
                let (fitting, others) = all.into_iter().partition(|one| is_named(one, &name));
                let region = "the account";
                Selection { sort, field: "name", region, many: false }.choose(fitting, &others)
            }
        }))
    }
}

fn policy(item: &Value, member: &str) -> Option<Candidate> {
    let record = Record(item.get(member)?);
    let config = Record(record.0.get(format!("{member}Config"))?);
    let name = config.text("Name")?;
    Some(Candidate {
        name: Some(name.to_owned()),
        outputs: outputs([("id", record.value("Id")), ("name", name.into())]),
        ..Candidate::named(record.text("Id")?)
    })
}

fn is_named(candidate: &Candidate, wanted: &str) -> bool {
    let name = candidate.name.as_deref().unwrap_or_default();
    name == wanted || name.strip_prefix("Managed-") == Some(wanted)
}

/// All that a list of CloudFront's has, once a run.
async fn listed(
    aws: &Aws,
    operation: &'static str,
    path: &'static str,
) -> Result<std::sync::Arc<Vec<Value>>> {
    pages::all(aws, operation, |marker| async move {
        let marker = marker.map(|marker| format!("?Marker={marker}")).unwrap_or_default();
        let path = format!("{VERSION}/{path}{marker}");
        let answer = wire::call(aws, &CLOUDFRONT, operation, Input::Get { path }).await?;
        let next = answer.get("NextMarker").and_then(Value::as_str).map(str::to_owned);
        let items = answer.get("Items").and_then(Value::as_array).cloned();
        Ok((items.unwrap_or_default(), next))
    })
    .await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn aws_own_policies_go_by_either_name() {
        let item = json!({ "Type": "managed", "CachePolicy": {
            "Id": "658327ea", "CachePolicyConfig": { "Name": "Managed-CachingOptimized" },
        } });
        let one = policy(&item, "CachePolicy").unwrap();
        assert!(is_named(&one, "CachingOptimized") && is_named(&one, "Managed-CachingOptimized"));
        assert!(!is_named(&one, "Optimized"));
    }
}
