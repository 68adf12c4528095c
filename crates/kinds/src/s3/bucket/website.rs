//! A bucket that serves web pages by itself.

use aws_sdk_s3::types as sdk;

use crate::conversions::exact;
use crate::prelude::*;

/// A website: pages from the bucket (`index_document`), or another host for all requests
/// (`redirect_all_requests_to`).
#[spec(sdk::WebsiteConfiguration)]
#[inside(index_document = sdk::IndexDocument)]
#[inside(error_document = sdk::ErrorDocument)]
pub struct Website {
    /// What is served for a folder, such as `index.html`.
    #[field(length = 1.., pattern = r"^[^/]+$", aws = index_document.suffix)]
    pub index_document: Option<String>,
    /// Key of the object that is served when something goes wrong. Absent: AWS's own page.
    #[field(length = 1..=1024, aws = error_document.key)]
    pub error_document: Option<String>,
    /// Requests that go elsewhere; the first rule that fits counts.
    #[field(length = ..=50)]
    pub routing_rules: Vec<RoutingRule>,
    /// Where all requests go, instead of pages from the bucket.
    pub redirect_all_requests_to: Option<RedirectAll>,
}

/// Where all requests go.
#[spec(sdk::RedirectAllRequestsTo)]
pub struct RedirectAll {
    /// Name of the host.
    #[field(required)]
    pub host_name: String,
    /// `http` or `https`. Absent: that of the request.
    pub protocol: Option<Protocol>,
}

/// Requests that go elsewhere.
#[spec(sdk::RoutingRule)]
#[inside(condition = sdk::Condition)]
pub struct RoutingRule {
    /// The rule is for keys that start with this. Absent: for all.
    #[field(aws = condition.key_prefix_equals, with = exact)]
    pub key_prefix_equals: Option<String>,
    /// The rule is for requests that would end in this status, such as `"404"`. Absent: for all.
    #[field(pattern = r"^[45]\d\d$", aws = condition.http_error_code_returned_equals)]
    pub http_error_code_returned_equals: Option<String>,
    /// Where they go.
    #[field(required)]
    pub redirect: Redirect,
}

/// Where a request goes; what is absent stays as in the request.
#[spec(sdk::Redirect)]
pub struct Redirect {
    /// Name of the host.
    pub host_name: Option<String>,
    /// `http` or `https`.
    pub protocol: Option<Protocol>,
    /// What takes the place of the prefix for which the rule is.
    #[field(with = exact)]
    pub replace_key_prefix_with: Option<String>,
    /// The whole key.
    #[field(with = exact)]
    pub replace_key_with: Option<String>,
    /// Status of the answer, such as `"301"`. Absent: 301.
    #[field(pattern = r"^3\d\d$")]
    pub http_redirect_code: Option<String>,
}

aws_enum! {
    /// How a page is fetched.
    Protocol = sdk::Protocol {
        Http = "http",
        Https = "https",
    }
}

impl Website {
    pub(super) fn check(&self, findings: &mut Findings) {
        let has_pages = self.index_document.is_some();
        let redirects = self.redirect_all_requests_to.is_some();
        let has_more = self.error_document.is_some() || !self.routing_rules.is_empty();
        let at = Path::field("website");
        rules! { findings, at;
            Error if !has_pages && !redirects =>
                "the website says neither what to serve nor where to send requests",
                "AWS asks for one of the two",
                "add `index_document` or `redirect_all_requests_to`";
            Error "redirect_all_requests_to" if redirects && (has_pages || has_more) =>
                "the website sends all requests away and serves pages too",
                "AWS accepts one of the two",
                "remove `redirect_all_requests_to`, or everything beside it";
        }
        for (index, rule) in self.routing_rules.iter().enumerate() {
            rule.redirect.check(&at.key("routing_rules").index(index).key("redirect"), findings);
        }
    }
}

impl Redirect {
    fn check(&self, at: &Path, findings: &mut Findings) {
        let replaces_both =
            self.replace_key_with.is_some() && self.replace_key_prefix_with.is_some();
        rules! { findings, at;
            Error if replaces_both =>
                "both the whole key and its prefix are replaced",
                "AWS accepts one of the two",
                "keep `replace_key_with` or `replace_key_prefix_with`";
            Error if *self == Self::default() =>
                "the redirect changes nothing",
                "AWS asks for at least one of its fields",
                "add `host_name`, or another field";
        }
    }
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Option<Website>> {
    let answer = optional(aws.s3().get_bucket_website().bucket(bucket).send().await)?;
    found(answer, |answer| {
        let website = sdk::WebsiteConfiguration::builder()
            .set_index_document(answer.index_document)
            .set_error_document(answer.error_document)
            .set_routing_rules(answer.routing_rules)
            .set_redirect_all_requests_to(answer.redirect_all_requests_to);
        Some(website.build())
    })
}

pub(super) async fn write(aws: &Aws, bucket: &str, website: &Option<Website>) -> Result<()> {
    let Some(website) = website.to_aws()? else {
        return deleted(aws.s3().delete_bucket_website().bucket(bucket).send().await);
    };
    let request = aws.s3().put_bucket_website().bucket(bucket);
    sent(request.website_configuration(website).send().await)
}
