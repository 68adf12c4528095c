//! Which web pages of other origins may use a bucket.

use std::collections::BTreeSet;

use aws_sdk_s3::types::{CorsConfiguration, CorsRule as AwsRule};
use aws_smithy_types::error::operation::BuildError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::{Aws, optional};
use crate::kind::{Findings, Result};
use crate::kinds::words::words;

/// A rule of cross-origin access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorsRule {
    /// A name for the rule, up to 255 characters. Absent: none.
    #[serde(default)]
    #[schemars(length(min = 1, max = 255))]
    pub id: Option<String>,
    /// Origins whose pages may call, such as `https://example.com`; each may hold one `*`.
    #[schemars(length(min = 1))]
    pub allowed_origins: BTreeSet<String>,
    /// Methods that they may use.
    #[schemars(length(min = 1))]
    pub allowed_methods: BTreeSet<Method>,
    /// Request headers that they may send; each may hold one `*`. Absent: only those that need no leave.
    #[serde(default)]
    pub allowed_headers: BTreeSet<String>,
    /// Response headers that their scripts may see, such as `ETag`.
    #[serde(default)]
    pub expose_headers: BTreeSet<String>,
    /// Seconds for which a browser may keep the answer to a preflight request. Absent: its own choice.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub max_age_seconds: Option<i32>,
}

words! {
    /// A method that a rule may allow.
    Method {
        Get = "GET",
        Put = "PUT",
        Post = "POST",
        Delete = "DELETE",
        Head = "HEAD",
    }
}

pub(super) fn check(rules: &[CorsRule], findings: &mut Findings) {
    for (index, rule) in rules.iter().enumerate() {
        for (field, values) in [
            ("allowed_origins", &rule.allowed_origins),
            ("allowed_headers", &rule.allowed_headers),
        ] {
            if let Some(value) = values.iter().find(|value| value.matches('*').count() > 1) {
                findings.add(
                    &format!("cors_rules[{index}].{field}"),
                    &format!("`{value}` has more than one `*`"),
                    "AWS takes one wildcard in each value",
                    "write a value for each, or a shorter one",
                );
            }
        }
    }
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Vec<CorsRule>> {
    let answer = optional(aws.s3().get_bucket_cors().bucket(bucket).send().await)?;
    let rules = answer
        .and_then(|answer| answer.cors_rules)
        .unwrap_or_default();
    rules.into_iter().map(CorsRule::of).collect()
}

pub(super) async fn write(aws: &Aws, bucket: &str, rules: &[CorsRule]) -> Result<()> {
    if rules.is_empty() {
        optional(aws.s3().delete_bucket_cors().bucket(bucket).send().await)?;
        return Ok(());
    }
    let rules: Result<Vec<AwsRule>, BuildError> = rules.iter().map(CorsRule::to_aws).collect();
    let configuration = CorsConfiguration::builder()
        .set_cors_rules(Some(rules?))
        .build()?;
    let request = aws.s3().put_bucket_cors().bucket(bucket);
    request.cors_configuration(configuration).send().await?;
    Ok(())
}

impl CorsRule {
    fn of(rule: AwsRule) -> Result<Self> {
        let methods = rule.allowed_methods.iter().map(Method::of);
        Ok(Self {
            id: rule.id,
            allowed_methods: methods.collect(),
            allowed_origins: rule.allowed_origins.into_iter().collect(),
            allowed_headers: rule.allowed_headers.into_iter().flatten().collect(),
            expose_headers: rule.expose_headers.into_iter().flatten().collect(),
            max_age_seconds: rule.max_age_seconds,
        })
    }

    fn to_aws(&self) -> Result<AwsRule, BuildError> {
        let list = |values: &BTreeSet<String>| {
            (!values.is_empty()).then(|| values.iter().cloned().collect::<Vec<_>>())
        };
        let methods = self
            .allowed_methods
            .iter()
            .map(|method| method.as_str().to_owned());
        AwsRule::builder()
            .set_id(self.id.clone())
            .set_allowed_methods(Some(methods.collect()))
            .set_allowed_origins(list(&self.allowed_origins))
            .set_allowed_headers(list(&self.allowed_headers))
            .set_expose_headers(list(&self.expose_headers))
            .set_max_age_seconds(self.max_age_seconds)
            .build()
    }
}
