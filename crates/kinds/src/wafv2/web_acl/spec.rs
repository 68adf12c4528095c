//! A web ACL, and how AWS spells it.

use std::collections::HashMap;

use aws_sdk_wafv2::operation::create_web_acl::builders::CreateWebACLFluentBuilder;
use aws_sdk_wafv2::operation::update_web_acl::builders::UpdateWebACLFluentBuilder;
use aws_sdk_wafv2::types as sdk;

use super::action::{Action, default_action};
use super::arn::Scope;
use super::immunity;
use super::ip_sets::IpSet;
use super::logging::Logging;
use super::rule::{Rule, by_name};
use crate::conversions::conversions;
use crate::prelude::*;

/// A web ACL of WAF: rules that look at the requests to a stage of a REST API, a user pool, a load balancer and the like
/// before these do.
#[spec(sdk::WebAcl, request = CreateWebACLFluentBuilder, update = UpdateWebACLFluentBuilder)]
pub struct WebAcl {
    /// Name of the web ACL, unique in its scope: 1–128 of letters, digits, `_` and `-`.
    #[field(required, create_only, value_only, length = 1..=128, pattern = r"^[\w\-]+$")]
    pub name: String,
    /// Where the resources are that it stands before: `REGIONAL`, or `CLOUDFRONT`, for distributions, in us-east-1
    /// alone. Absent: `REGIONAL`.
    #[field(create_only, not_in_answer, not_in_request)]
    pub scope: Scope,
    /// What the web ACL is for. Up to 256 characters.
    #[field(value_only, length = 1..=256, pattern = r"^[\w+=:#@/\-,\.][\w+=:#@/\-,\.\s]+[\w+=:#@/\-,\.]$")]
    pub description: Option<String>,
    /// What is done with requests that no rule decides on: `allow` or `block`.
    #[field(required, grants, with = default_action)]
    pub default_action: Action,
    /// The rules, by their names: 1–128 of letters, digits, `_` and `-`. The first decides that fits and does not count
    /// alone.
    #[field(grants, with = by_name)]
    pub rules: BTreeMap<String, Rule>,
    /// Sets of addresses that rules name by `ip_set: { set: … }`. They live and die with the web ACL, under names that
    /// begin with its own.
    #[field(grants, not_in_answer, not_in_request)]
    pub ip_sets: BTreeMap<String, IpSet>,
    /// ARNs of what the web ACL stands before: stages of REST APIs
    /// (`arn:aws:apigateway:<region>::/restapis/<id>/stages/<name>`), user pools, load balancers, GraphQL APIs, services
    /// of App Runner. Others are let go. Each stands behind one web ACL. Only with scope `REGIONAL`.
    #[field(deferrable, grants, not_in_answer, not_in_request)]
    #[schemars(inner(regex(pattern = r"^arn:aws[a-z-]*:[a-z0-9-]+:.+$")))]
    pub associations: BTreeSet<String>,
    /// The log of what was decided. Absent: none is kept.
    #[field(deferrable, not_in_answer, not_in_request)]
    pub logging: Option<Logging>,
    /// Texts for answers of one's own, by the keys that actions name.
    #[field(entries = ..=50)]
    pub custom_response_bodies: BTreeMap<String, ResponseBody>,
    /// Seconds for which somebody who has solved a captcha is not asked again: 60–259,200. Absent: 300.
    #[field(range = 60..=259200, aws = captcha_config, with = immunity::captcha)]
    pub captcha_immunity_seconds: Option<i64>,
    /// Seconds for which a browser that has passed a challenge is not asked again: 300–259,200. Absent: 300.
    #[field(range = 300..=259200, aws = challenge_config, with = immunity::challenge)]
    pub challenge_immunity_seconds: Option<i64>,
    /// Domains between which the token of a passed test is good, besides that of the resource.
    #[field(length = ..=10)]
    pub token_domains: BTreeSet<String>,
    /// Kilobytes of a body that WAF looks at, by the sort of resource: `API_GATEWAY`, `COGNITO_USER_POOL`, `CLOUDFRONT`
    /// and others may have `KB_16` to `KB_64`. More than 16 costs more. Absent: `KB_16`; before load balancers and
    /// GraphQL APIs, 8 KB are fixed.
    #[field(aws = association_config, with = body_limits)]
    #[schemars(extend("additionalProperties" = { "enum": ["KB_16", "KB_32", "KB_48", "KB_64"] }))]
    pub body_limits: BTreeMap<String, String>,
    /// What WAF shows of requests nowhere, neither in logs nor in samples.
    #[field(aws = data_protection_config, with = protected, length = ..=26)]
    pub data_protection: Vec<Protection>,
    /// Whether requests of addresses that are known for floods are stopped before a load balancer always
    /// (`ALWAYS_ON`), or when it is under load. Absent: when it is under load.
    #[field(aws = on_source_d_do_s_protection_config, with = low_reputation)]
    pub alb_low_reputation_mode: LowReputation,
    /// Whether CloudWatch counts requests. Absent: yes.
    #[field(default = true, omit_default, not_in_answer, not_in_request)]
    pub metrics: bool,
    /// Whether AWS keeps samples of requests that no rule decides on, for three hours. Absent: yes.
    #[field(default = true, omit_default, not_in_answer, not_in_request)]
    pub sampled_requests: bool,
    /// Name of the metric. Absent: that of the web ACL.
    #[field(length = 1..=255, not_in_answer, not_in_request)]
    pub metric_name: Option<String>,
    /// Tags of the web ACL.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

/// A text for an answer.
#[spec(sdk::CustomResponseBody)]
pub struct ResponseBody {
    /// How it is written.
    #[field(required)]
    pub content_type: ContentType,
    /// The text, up to 4 KB.
    #[field(required, length = 1..=10240)]
    pub content: String,
}

/// A part of requests that is shown nowhere.
#[spec(sdk::DataProtection)]
#[inside(field = sdk::FieldToProtect)]
pub struct Protection {
    /// The part.
    #[field(required, aws = field.field_type)]
    pub field: ProtectedField,
    /// The names of headers, cookies or arguments. Absent: all.
    #[field(aws = field.field_keys)]
    pub keys: BTreeSet<String>,
    /// What stands in its place.
    #[field(required)]
    pub action: ProtectionAction,
    /// Whether what a rule has found in it is shown all the same. Absent: no.
    #[field(omit_default, aws = exclude_rule_match_details)]
    pub except_rule_matches: bool,
    /// Whether what a rate rule counts by is shown all the same. Absent: no.
    #[field(omit_default, aws = exclude_rate_based_details)]
    pub except_rate_keys: bool,
}

aws_enum! {
    /// How a text is written.
    ContentType = sdk::ResponseContentType {
        Json = "APPLICATION_JSON",
        Html = "TEXT_HTML",
        Plain = "TEXT_PLAIN",
    }
    /// A part of requests.
    ProtectedField = sdk::FieldToProtectType {
        Body = "BODY",
        QueryString = "QUERY_STRING",
        SingleCookie = "SINGLE_COOKIE",
        SingleHeader = "SINGLE_HEADER",
        SingleQueryArgument = "SINGLE_QUERY_ARGUMENT",
    }
    /// What stands in the place of a part: `REDACTED`, or a hash of it.
    ProtectionAction = sdk::DataProtectionAction {
        Substitution = "SUBSTITUTION",
        Hash = "HASH",
    }
    /// When requests of addresses that are known for floods are stopped.
    #[derive(Default)]
    LowReputation = sdk::LowReputationMode {
        #[default]
        ActiveUnderDdos = "ACTIVE_UNDER_DDOS",
        AlwaysOn = "ALWAYS_ON",
    }
}

/// The limit that AWS has where nobody says one.
const USUAL_LIMIT: &str = "KB_16";

conversions! {
    body_limits: BTreeMap<String, String>, sdk::AssociationConfig {
        |said| {
            let limits = said.and_then(|config| config.request_body).unwrap_or_default();
            let limits = limits.into_iter().map(|(sort, limit)| {
                let limit = limit.default_size_inspection_limit.as_str().to_owned();
                (sort.as_str().to_owned(), limit)
            });
            Some(limits.filter(|(_, limit)| limit != USUAL_LIMIT).collect())
        },
        |limits| {
            let mut body = HashMap::new();
            for (sort, limit) in limits {
                let config = sdk::RequestBodyAssociatedResourceTypeConfig::builder();
                let config = config.default_size_inspection_limit(limit.as_str().into()).build()?;
                body.insert(sort.as_str().into(), config);
            }
            let config = sdk::AssociationConfig::builder();
            (!body.is_empty()).then(|| config.set_request_body(Some(body)).build())
        },
    }
    protected: Vec<Protection>, sdk::DataProtectionConfig {
        |said| said.map(|it| Vec::demanded(Some(it.data_protections), "DataProtections")).transpose()?,
        |parts| match parts.to_aws()? {
            Some(parts) => {
                let config = sdk::DataProtectionConfig::builder();
                Some(config.set_data_protections(Some(parts)).build()?)
            }
            None => None,
        },
    }
    low_reputation: LowReputation, sdk::OnSourceDDoSProtectionConfig {
        |said| said.map(|it| LowReputation::of(&it.alb_low_reputation_mode)),
        |mode| {
            let config = sdk::OnSourceDDoSProtectionConfig::builder();
            let config = config.alb_low_reputation_mode((*mode).into()).build()?;
            (*mode != LowReputation::default()).then_some(config)
        },
    }
}

impl WebAcl {
    /// What WAF shows of the web ACL.
    pub(super) fn visibility(&self) -> Result<sdk::VisibilityConfig> {
        let shown = sdk::VisibilityConfig::builder()
            .cloud_watch_metrics_enabled(self.metrics)
            .sampled_requests_enabled(self.sampled_requests)
            .metric_name(self.metric_name.as_ref().unwrap_or(&self.name));
        Ok(shown.build()?)
    }
}

outputs! {
    /// ARN of the web ACL.
    arn,
    /// The id that AWS gives it.
    id,
    /// Name of the web ACL.
    name,
}
