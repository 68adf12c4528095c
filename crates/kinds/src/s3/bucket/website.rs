//! A bucket that serves web pages by itself.

use aws_sdk_s3::types::{
    self as sdk, Condition, ErrorDocument, IndexDocument, Redirect as AwsRedirect,
    RedirectAllRequestsTo, RoutingRule as AwsRule, WebsiteConfiguration,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::words;
use aws::S3;
use aws::{Aws, optional};
use kind::{Findings, Result};

/// A website: pages from the bucket (`index_document`), or another host for all requests
/// (`redirect_all_requests_to`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Website {
    /// What is served for a folder, such as `index.html`.
    #[serde(default)]
    #[schemars(length(min = 1), regex(pattern = r"^[^/]+$"))]
    pub index_document: Option<String>,
    /// Key of the object that is served when something goes wrong. Absent: AWS's own page.
    #[serde(default)]
    #[schemars(length(min = 1, max = 1024))]
    pub error_document: Option<String>,
    /// Requests that go elsewhere; the first rule that fits counts.
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub routing_rules: Vec<RoutingRule>,
    /// Where all requests go, instead of pages from the bucket.
    #[serde(default)]
    pub redirect_all_requests_to: Option<RedirectAll>,
}

/// Where all requests go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedirectAll {
    /// Name of the host.
    pub host_name: String,
    /// `http` or `https`. Absent: that of the request.
    #[serde(default)]
    pub protocol: Option<Protocol>,
}

/// Requests that go elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoutingRule {
    /// The rule is for keys that start with this. Absent: for all.
    #[serde(default)]
    pub key_prefix_equals: Option<String>,
    /// The rule is for requests that would end in this status, such as `"404"`. Absent: for all.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[45]\d\d$"))]
    pub http_error_code_returned_equals: Option<String>,
    /// Where they go.
    pub redirect: Redirect,
}

/// Where a request goes; what is absent stays as in the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// Name of the host.
    #[serde(default)]
    pub host_name: Option<String>,
    /// `http` or `https`.
    #[serde(default)]
    pub protocol: Option<Protocol>,
    /// What takes the place of the prefix for which the rule is.
    #[serde(default)]
    pub replace_key_prefix_with: Option<String>,
    /// The whole key.
    #[serde(default)]
    pub replace_key_with: Option<String>,
    /// Status of the answer, such as `"301"`. Absent: 301.
    #[serde(default)]
    #[schemars(regex(pattern = r"^3\d\d$"))]
    pub http_redirect_code: Option<String>,
}

words! {
    /// How a page is fetched.
    Protocol = sdk::Protocol {
        Http = "http",
        Https = "https",
    }
}

impl Website {
    pub(super) fn check(&self, findings: &mut Findings) {
        match (&self.index_document, &self.redirect_all_requests_to) {
            (None, None) => findings.add(
                "website",
                "the website says neither what to serve nor where to send requests",
                "AWS asks for one of the two",
                "add `index_document` or `redirect_all_requests_to`",
            ),
            (index, Some(_))
                if index.is_some()
                    || self.error_document.is_some()
                    || !self.routing_rules.is_empty() =>
            {
                findings.add(
                    "website.redirect_all_requests_to",
                    "the website sends all requests away and serves pages too",
                    "AWS takes one of the two",
                    "take `redirect_all_requests_to` away, or everything beside it",
                );
            }
            _ => {}
        }
        for (index, rule) in self.routing_rules.iter().enumerate() {
            rule.redirect.check(&format!("website.routing_rules[{index}].redirect"), findings);
        }
    }

    fn of(
        index: Option<IndexDocument>,
        error: Option<ErrorDocument>,
        rules: Option<Vec<AwsRule>>,
        all: Option<RedirectAllRequestsTo>,
    ) -> Result<Self> {
        let all = match all {
            Some(all) => Some(RedirectAll {
                host_name: all.host_name,
                protocol: Protocol::present(all.protocol),
            }),
            None => None,
        };
        let rules = rules.unwrap_or_default().into_iter().map(RoutingRule::of);
        Ok(Self {
            index_document: index.map(|document| document.suffix),
            error_document: error.map(|document| document.key),
            routing_rules: rules.collect::<Result<_>>()?,
            redirect_all_requests_to: all,
        })
    }

    fn to_aws(&self) -> Result<WebsiteConfiguration> {
        let index = self.index_document.as_ref();
        let index = index.map(|suffix| IndexDocument::builder().suffix(suffix).build());
        let error = self.error_document.as_ref();
        let error = error.map(|key| ErrorDocument::builder().key(key).build());
        let all = self.redirect_all_requests_to.as_ref().map(|all| {
            RedirectAllRequestsTo::builder()
                .host_name(&all.host_name)
                .set_protocol(all.protocol.map(Into::into))
                .build()
        });
        let rules: Vec<AwsRule> = self.routing_rules.iter().map(RoutingRule::to_aws).collect();
        Ok(WebsiteConfiguration::builder()
            .set_index_document(index.transpose()?)
            .set_error_document(error.transpose()?)
            .set_routing_rules((!rules.is_empty()).then_some(rules))
            .set_redirect_all_requests_to(all.transpose()?)
            .build())
    }
}

impl Redirect {
    fn check(&self, path: &str, findings: &mut Findings) {
        if self.replace_key_with.is_some() && self.replace_key_prefix_with.is_some() {
            findings.add(
                path,
                "both the whole key and its prefix are replaced",
                "AWS takes one of the two",
                "keep `replace_key_with` or `replace_key_prefix_with`",
            );
        }
        let says_something = self.host_name.is_some()
            || self.protocol.is_some()
            || self.replace_key_with.is_some()
            || self.replace_key_prefix_with.is_some()
            || self.http_redirect_code.is_some();
        if !says_something {
            findings.add(
                path,
                "the redirect changes nothing",
                "AWS asks for at least one of its fields",
                "add `host_name`, or another field",
            );
        }
    }
}

impl RoutingRule {
    fn of(rule: AwsRule) -> Result<Self> {
        let (prefix, code) = match rule.condition {
            Some(condition) => {
                (condition.key_prefix_equals, condition.http_error_code_returned_equals)
            }
            None => (None, None),
        };
        let redirect = rule.redirect;
        let redirect = redirect.unwrap_or_else(|| AwsRedirect::builder().build());
        Ok(Self {
            key_prefix_equals: prefix,
            http_error_code_returned_equals: code,
            redirect: Redirect {
                host_name: redirect.host_name,
                protocol: Protocol::present(redirect.protocol),
                replace_key_prefix_with: redirect.replace_key_prefix_with,
                replace_key_with: redirect.replace_key_with,
                http_redirect_code: redirect.http_redirect_code,
            },
        })
    }

    fn to_aws(&self) -> AwsRule {
        let has_condition =
            self.key_prefix_equals.is_some() || self.http_error_code_returned_equals.is_some();
        let condition = Condition::builder()
            .set_key_prefix_equals(self.key_prefix_equals.clone())
            .set_http_error_code_returned_equals(self.http_error_code_returned_equals.clone())
            .build();
        let redirect = AwsRedirect::builder()
            .set_host_name(self.redirect.host_name.clone())
            .set_protocol(self.redirect.protocol.map(Into::into))
            .set_replace_key_prefix_with(self.redirect.replace_key_prefix_with.clone())
            .set_replace_key_with(self.redirect.replace_key_with.clone())
            .set_http_redirect_code(self.redirect.http_redirect_code.clone())
            .build();
        AwsRule::builder()
            .set_condition(has_condition.then_some(condition))
            .redirect(redirect)
            .build()
    }
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Option<Website>> {
    let answer = optional(aws.s3().get_bucket_website().bucket(bucket).send().await)?;
    let website = answer.map(|answer| {
        Website::of(
            answer.index_document,
            answer.error_document,
            answer.routing_rules,
            answer.redirect_all_requests_to,
        )
    });
    website.transpose()
}

pub(super) async fn write(aws: &Aws, bucket: &str, website: Option<&Website>) -> Result<()> {
    match website {
        Some(website) => {
            let request = aws.s3().put_bucket_website().bucket(bucket);
            request.website_configuration(website.to_aws()?).send().await?;
        }
        None => {
            optional(aws.s3().delete_bucket_website().bucket(bucket).send().await)?;
        }
    }
    Ok(())
}
