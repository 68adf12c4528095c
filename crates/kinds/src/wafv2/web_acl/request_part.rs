//! The part of a request that a statement looks at.

use aws_sdk_wafv2::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::conversions::conversions;
use crate::prelude::*;

/// A part of a request: `method`, `uri_path`, `query_string`, `all_query_arguments`, or `{ header: user-agent }` and the
/// like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestPart {
    /// The method of HTTP.
    Method,
    /// The path, without the query.
    UriPath,
    /// What follows after `?`.
    QueryString,
    /// The value of each argument of the query.
    AllQueryArguments,
    /// A header, by its name.
    Header(#[schemars(length(min = 1, max = 64))] String),
    /// The values of an argument of the query, by its name.
    QueryArgument(#[schemars(length(min = 1, max = 64))] String),
    /// The body as it is, as far as WAF sees it.
    Body(Body),
    /// The body as JSON.
    JsonBody(JsonBody),
    /// Several headers.
    Headers(Headers),
    /// Several cookies.
    Cookies(Cookies),
    /// The names of the headers, in their order, with colons between them.
    HeaderOrder(HeaderOrder),
    /// What the client's greeting in TLS looks like, and whether one that cannot be told matches.
    Ja3Fingerprint(Fallback),
    /// The same, in the younger form.
    Ja4Fingerprint(Fallback),
    /// What follows after `#`, and whether a request without it matches.
    UriFragment(Fallback),
}

aws_enum! {
    /// What counts where a part is larger than WAF looks at: 8 KB of bodies, headers and cookies, up to 64 KB of bodies
    /// by `body_limits`.
    #[derive(Default)]
    Oversize = sdk::OversizeHandling {
        /// WAF looks at as much as it sees.
        #[default]
        Continue = "CONTINUE",
        /// The request matches.
        Match = "MATCH",
        /// It does not.
        NoMatch = "NO_MATCH",
    }
    /// Whether a request matches of which something cannot be told.
    Fallback = sdk::FallbackBehavior {
        Match = "MATCH",
        NoMatch = "NO_MATCH",
    }
    /// What counts where a body is not JSON.
    InvalidJson = sdk::BodyParsingFallbackBehavior {
        Match = "MATCH",
        NoMatch = "NO_MATCH",
        EvaluateAsString = "EVALUATE_AS_STRING",
    }
    /// Keys, values, or both.
    #[derive(Default)]
    MapScope = sdk::MapMatchScope {
        #[default]
        All = "ALL",
        Key = "KEY",
        Value = "VALUE",
    }
    /// Keys, values, or both.
    #[derive(Default)]
    JsonScope = sdk::JsonMatchScope {
        #[default]
        All = "ALL",
        Key = "KEY",
        Value = "VALUE",
    }
}

/// A body as it is.
#[spec(sdk::Body)]
pub struct Body {
    /// What counts where it is larger than WAF looks at. Absent: `CONTINUE`.
    #[field(aws = oversize_handling)]
    pub oversize: Oversize,
}

/// A body as JSON.
#[spec(sdk::JsonBody)]
pub struct JsonBody {
    /// Paths as JSON Pointers, such as `/user/name`. Absent: all of it.
    #[field(aws = match_pattern, with = json_paths)]
    pub paths: BTreeSet<String>,
    /// Whether keys, values or both count. Absent: both.
    #[field(aws = match_scope)]
    pub scope: JsonScope,
    /// What counts where the body is not JSON. Absent: WAF looks at what comes before the mistake.
    #[field(aws = invalid_fallback_behavior)]
    pub invalid: Option<InvalidJson>,
    /// What counts where it is larger than WAF looks at. Absent: `CONTINUE`.
    #[field(aws = oversize_handling)]
    pub oversize: Oversize,
}

/// Headers: all of them, some, or all but some.
#[spec(sdk::Headers)]
#[inside(match_pattern = sdk::HeaderMatchPattern, always)]
pub struct Headers {
    /// The names of those that count. Absent: all.
    #[field(aws = match_pattern.included_headers)]
    pub only: BTreeSet<String>,
    /// The names of those that do not.
    #[field(aws = match_pattern.excluded_headers)]
    pub except: BTreeSet<String>,
    /// Whether names, values or both count. Absent: both.
    #[field(aws = match_scope)]
    pub scope: MapScope,
    /// What counts where they are more than WAF looks at. Absent: `CONTINUE`.
    #[field(aws = oversize_handling)]
    pub oversize: Oversize,
}

/// Cookies: all of them, some, or all but some.
#[spec(sdk::Cookies)]
#[inside(match_pattern = sdk::CookieMatchPattern, always)]
pub struct Cookies {
    /// The names of those that count. Absent: all.
    #[field(aws = match_pattern.included_cookies)]
    pub only: BTreeSet<String>,
    /// The names of those that do not.
    #[field(aws = match_pattern.excluded_cookies)]
    pub except: BTreeSet<String>,
    /// Whether names, values or both count. Absent: both.
    #[field(aws = match_scope)]
    pub scope: MapScope,
    /// What counts where they are more than WAF looks at. Absent: `CONTINUE`.
    #[field(aws = oversize_handling)]
    pub oversize: Oversize,
}

/// The order of the headers.
#[spec(sdk::HeaderOrder)]
pub struct HeaderOrder {
    /// What counts where they are more than WAF looks at. Absent: `CONTINUE`.
    #[field(aws = oversize_handling)]
    pub oversize: Oversize,
}

conversions! {
    json_paths: BTreeSet<String>, sdk::JsonMatchPattern {
        |said| said.and_then(|pattern| BTreeSet::of(pattern.included_paths).transpose()).transpose()?,
        |paths| {
            let pattern = sdk::JsonMatchPattern::builder();
            let every = paths.is_empty().then(|| sdk::All::builder().build());
            Some(pattern.set_all(every).set_included_paths(paths.to_aws()?).build())
        },
    }
}

impl Field for RequestPart {
    type Aws = sdk::FieldToMatch;

    fn of(aws: Option<sdk::FieldToMatch>) -> Result<Option<Self>> {
        let Some(part) = aws else {
            return Ok(None);
        };
        let said = |fallback: &sdk::FallbackBehavior| Fallback::of(fallback);
        let simple = [
            (part.method.is_some(), Self::Method),
            (part.uri_path.is_some(), Self::UriPath),
            (part.query_string.is_some(), Self::QueryString),
            (part.all_query_arguments.is_some(), Self::AllQueryArguments),
        ];
        if let Some((_, simple)) = simple.into_iter().find(|(is_it, _)| *is_it) {
            return Ok(Some(simple));
        }
        let texts = [
            part.single_header.map(|header| Self::Header(header.name)),
            part.single_query_argument.map(|argument| Self::QueryArgument(argument.name)),
            part.ja3_fingerprint.map(|it| Self::Ja3Fingerprint(said(&it.fallback_behavior))),
            part.ja4_fingerprint.map(|it| Self::Ja4Fingerprint(said(&it.fallback_behavior))),
            part.uri_fragment.map(|it| {
                let fallback = it.fallback_behavior.as_ref().map(said);
                Self::UriFragment(fallback.unwrap_or(Fallback::Match))
            }),
        ];
        if let Some(text) = texts.into_iter().flatten().next() {
            return Ok(Some(text));
        }
        let shapes = [
            Body::of(part.body)?.map(Self::Body),
            JsonBody::of(part.json_body)?.map(Self::JsonBody),
            Headers::of(part.headers)?.map(Self::Headers),
            Cookies::of(part.cookies)?.map(Self::Cookies),
            HeaderOrder::of(part.header_order)?.map(Self::HeaderOrder),
        ];
        match shapes.into_iter().flatten().next() {
            Some(shape) => Ok(Some(shape)),
            None => Err(AwsError::new(
                "a rule looks at a part of requests that this version does not know",
            )),
        }
    }

    fn to_aws(&self) -> Result<Option<sdk::FieldToMatch>> {
        let part = sdk::FieldToMatch::builder();
        Ok(Some(
            match self {
                Self::Method => part.method(sdk::Method::builder().build()),
                Self::UriPath => part.uri_path(sdk::UriPath::builder().build()),
                Self::QueryString => part.query_string(sdk::QueryString::builder().build()),
                Self::AllQueryArguments => {
                    part.all_query_arguments(sdk::AllQueryArguments::builder().build())
                }
                Self::Header(name) => {
                    part.single_header(sdk::SingleHeader::builder().name(name).build()?)
                }
                Self::QueryArgument(name) => part
                    .single_query_argument(sdk::SingleQueryArgument::builder().name(name).build()?),
                Self::Body(body) => part.set_body(body.to_aws()?),
                Self::JsonBody(body) => part.set_json_body(body.to_aws()?),
                Self::Headers(headers) => part.set_headers(every_header(headers)?),
                Self::Cookies(cookies) => part.set_cookies(every_cookie(cookies)?),
                Self::HeaderOrder(order) => part.set_header_order(order.to_aws()?),
                Self::Ja3Fingerprint(fallback) => part.ja3_fingerprint(
                    sdk::Ja3Fingerprint::builder().fallback_behavior((*fallback).into()).build()?,
                ),
                Self::Ja4Fingerprint(fallback) => part.ja4_fingerprint(
                    sdk::Ja4Fingerprint::builder().fallback_behavior((*fallback).into()).build()?,
                ),
                Self::UriFragment(fallback) => part.uri_fragment(
                    sdk::UriFragment::builder().fallback_behavior((*fallback).into()).build(),
                ),
            }
            .build(),
        ))
    }
}

/// AWS must be told that all of them count.
fn every_header(headers: &Headers) -> Result<Option<sdk::Headers>> {
    let is_every = headers.only.is_empty() && headers.except.is_empty();
    Ok(headers.to_aws()?.map(|mut headers| {
        if let Some(pattern) = headers.match_pattern.as_mut().filter(|_| is_every) {
            pattern.all = Some(sdk::All::builder().build());
        }
        headers
    }))
}

fn every_cookie(cookies: &Cookies) -> Result<Option<sdk::Cookies>> {
    let is_every = cookies.only.is_empty() && cookies.except.is_empty();
    Ok(cookies.to_aws()?.map(|mut cookies| {
        if let Some(pattern) = cookies.match_pattern.as_mut().filter(|_| is_every) {
            pattern.all = Some(sdk::All::builder().build());
        }
        cookies
    }))
}
