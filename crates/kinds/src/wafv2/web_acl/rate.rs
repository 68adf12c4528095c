//! Rules that count how often somebody asks.

use aws_sdk_wafv2::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::matches::ForwardedIp;
use super::request_part::Fallback;
use super::statement::{Statement, scope};
use super::transformations::Transformations;
use crate::prelude::*;

/// How often somebody may ask within a window of time.
#[spec(sdk::RateBasedStatement)]
pub struct Rate {
    /// Requests within the window beyond which the action is taken: 10–2,000,000,000.
    #[field(required, range = 10..=2_000_000_000_i64)]
    pub limit: i64,
    /// Seconds of the window: 60, 120, 300 or 600. Absent: 300.
    #[field(default = 300, one_of = [60, 120, 300, 600], aws = evaluation_window_sec)]
    pub window: i64,
    /// By what requests are told apart: `IP`, the address; `FORWARDED_IP`, the address in a header; `CUSTOM_KEYS`, what
    /// `keys` say; `CONSTANT`, nothing, so that all requests count together. Absent: `IP`.
    #[field(aws = aggregate_key_type)]
    pub aggregate_by: AggregateBy,
    /// What tells requests apart, up to five things together. Only with `CUSTOM_KEYS`.
    #[field(length = ..=5, aws = custom_keys)]
    pub keys: Vec<RateKey>,
    /// The header with the address. Only with `FORWARDED_IP`, or where a key is `forwarded_ip`.
    #[field(aws = forwarded_ip_config)]
    pub forwarded_ip: Option<ForwardedIp>,
    /// The requests that count. Absent: all.
    #[field(aws = scope_down_statement, with = scope)]
    pub scope_down: Option<Statement>,
}

aws_enum! {
    /// By what requests are told apart.
    #[derive(Default)]
    AggregateBy = sdk::RateBasedStatementAggregateKeyType {
        #[default]
        Ip = "IP",
        ForwardedIp = "FORWARDED_IP",
        CustomKeys = "CUSTOM_KEYS",
        Constant = "CONSTANT",
    }
}

/// Something that tells requests apart: `ip`, `http_method`, or `{ header: { name: x-api-key } }` and the like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateKey {
    /// The address. Not by itself: that is `aggregate_by: IP`.
    Ip,
    /// The address in the header of `forwarded_ip`.
    ForwardedIp,
    /// The method of HTTP.
    HttpMethod,
    /// The network operator from whom it comes.
    Asn,
    /// A header.
    Header(NamedKey),
    /// A cookie.
    Cookie(NamedKey),
    /// An argument of the query.
    QueryArgument(NamedKey),
    /// The query as a whole.
    QueryString(Key),
    /// The path.
    UriPath(Key),
    /// The labels that begin so, such as `awswaf:clientip:geo:country:`.
    LabelNamespace(#[schemars(length(min = 1, max = 1024))] String),
    /// What the client's greeting in TLS looks like, and whether one that cannot be told counts.
    Ja3Fingerprint(Fallback),
    /// The same, in the younger form.
    Ja4Fingerprint(Fallback),
}

/// A part of a request that has a name.
#[spec]
pub struct NamedKey {
    /// Its name.
    #[field(required, length = 1..=64)]
    pub name: String,
    /// What WAF does to its value before, in this order. Absent: nothing.
    #[field(length = ..=10)]
    pub transformations: Transformations,
}

/// A part of a request.
#[spec]
pub struct Key {
    /// What WAF does to it before, in this order. Absent: nothing.
    #[field(length = ..=10)]
    pub transformations: Transformations,
}

fn steps(aws: Vec<sdk::TextTransformation>) -> Result<Transformations> {
    Transformations::demanded(Some(aws), "TextTransformations")
}

fn named(name: String, aws: Vec<sdk::TextTransformation>) -> Result<NamedKey> {
    Ok(NamedKey { name, transformations: steps(aws)? })
}

impl Field for RateKey {
    type Aws = sdk::RateBasedStatementCustomKey;

    fn of(aws: Option<Self::Aws>) -> Result<Option<Self>> {
        let Some(key) = aws else {
            return Ok(None);
        };
        let of = |fallback: &sdk::FallbackBehavior| Fallback::of(fallback);
        Ok(Some(if let Some(it) = key.header {
            Self::Header(named(it.name, it.text_transformations)?)
        } else if let Some(it) = key.cookie {
            Self::Cookie(named(it.name, it.text_transformations)?)
        } else if let Some(it) = key.query_argument {
            Self::QueryArgument(named(it.name, it.text_transformations)?)
        } else if let Some(it) = key.query_string {
            Self::QueryString(Key { transformations: steps(it.text_transformations)? })
        } else if let Some(it) = key.uri_path {
            Self::UriPath(Key { transformations: steps(it.text_transformations)? })
        } else if let Some(it) = key.label_namespace {
            Self::LabelNamespace(it.namespace)
        } else if let Some(it) = key.ja3_fingerprint {
            Self::Ja3Fingerprint(of(&it.fallback_behavior))
        } else if let Some(it) = key.ja4_fingerprint {
            Self::Ja4Fingerprint(of(&it.fallback_behavior))
        } else if key.http_method.is_some() {
            Self::HttpMethod
        } else if key.forwarded_ip.is_some() {
            Self::ForwardedIp
        } else if key.asn.is_some() {
            Self::Asn
        } else if key.ip.is_some() {
            Self::Ip
        } else {
            let message = "a rate rule tells requests apart by what this version does not know";
            return Err(AwsError::new(message));
        }))
    }

    fn to_aws(&self) -> Result<Option<Self::Aws>> {
        let key = sdk::RateBasedStatementCustomKey::builder();
        let steps = Transformations::to_aws;
        Ok(Some(
            match self {
                Self::Ip => key.ip(sdk::RateLimitIp::builder().build()),
                Self::ForwardedIp => key.forwarded_ip(sdk::RateLimitForwardedIp::builder().build()),
                Self::HttpMethod => key.http_method(sdk::RateLimitHttpMethod::builder().build()),
                Self::Asn => key.asn(sdk::RateLimitAsn::builder().build()),
                Self::Header(NamedKey { name, transformations }) => {
                    let it = sdk::RateLimitHeader::builder().name(name);
                    key.header(it.set_text_transformations(steps(transformations)?).build()?)
                }
                Self::Cookie(NamedKey { name, transformations }) => {
                    let it = sdk::RateLimitCookie::builder().name(name);
                    key.cookie(it.set_text_transformations(steps(transformations)?).build()?)
                }
                Self::QueryArgument(NamedKey { name, transformations }) => {
                    let it = sdk::RateLimitQueryArgument::builder().name(name);
                    let it = it.set_text_transformations(steps(transformations)?);
                    key.query_argument(it.build()?)
                }
                Self::QueryString(Key { transformations }) => {
                    let it = sdk::RateLimitQueryString::builder();
                    key.query_string(it.set_text_transformations(steps(transformations)?).build()?)
                }
                Self::UriPath(Key { transformations }) => {
                    let it = sdk::RateLimitUriPath::builder();
                    key.uri_path(it.set_text_transformations(steps(transformations)?).build()?)
                }
                Self::LabelNamespace(namespace) => key.label_namespace(
                    sdk::RateLimitLabelNamespace::builder().namespace(namespace).build()?,
                ),
                Self::Ja3Fingerprint(fallback) => {
                    let it = sdk::RateLimitJa3Fingerprint::builder();
                    key.ja3_fingerprint(it.fallback_behavior((*fallback).into()).build()?)
                }
                Self::Ja4Fingerprint(fallback) => {
                    let it = sdk::RateLimitJa4Fingerprint::builder();
                    key.ja4_fingerprint(it.fallback_behavior((*fallback).into()).build()?)
                }
            }
            .build(),
        ))
    }
}
