//! Which web pages of other origins may use a bucket.

use aws_sdk_s3::types as sdk;

use crate::prelude::*;

/// A rule of cross-origin access.
#[spec(sdk::CorsRule)]
pub struct CorsRule {
    /// A name for the rule, up to 255 characters. Absent: none.
    #[field(length = 1..=255)]
    pub id: Option<String>,
    /// Origins whose pages may call, such as `https://example.com`; each may hold one `*`.
    #[field(required, length = 1..)]
    pub allowed_origins: BTreeSet<String>,
    /// Methods that they may use.
    #[field(required, length = 1..)]
    pub allowed_methods: BTreeSet<Method>,
    /// Request headers that they may send; each may hold one `*`. Absent: only those that need no leave.
    pub allowed_headers: BTreeSet<String>,
    /// Response headers that their scripts may see, such as `ETag`.
    pub expose_headers: BTreeSet<String>,
    /// Seconds for which a browser may keep the answer to a preflight request. Absent: its own choice.
    #[field(range = 0..)]
    pub max_age_seconds: Option<i32>,
}

aws_enum! {
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
        let (origins, headers) = (&rule.allowed_origins, &rule.allowed_headers);
        for (field, values) in [("allowed_origins", origins), ("allowed_headers", headers)] {
            if let Some(value) = values.iter().find(|value| value.matches('*').count() > 1) {
                findings.add(
                    &format!("cors_rules[{index}].{field}"),
                    &format!("`{value}` has more than one `*`"),
                    "AWS accepts one wildcard in each value",
                    "write a value for each, or a shorter one",
                );
            }
        }
    }
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Vec<CorsRule>> {
    let answer = optional(aws.s3().get_bucket_cors().bucket(bucket).send().await)?;
    found(answer, |answer| answer.cors_rules)
}

pub(super) async fn write(aws: &Aws, bucket: &str, rules: &Vec<CorsRule>) -> Result<()> {
    let Some(rules) = rules.to_aws()? else {
        return deleted(aws.s3().delete_bucket_cors().bucket(bucket).send().await);
    };
    let configuration = sdk::CorsConfiguration::builder().set_cors_rules(Some(rules)).build()?;
    let request = aws.s3().put_bucket_cors().bucket(bucket);
    sent(request.cors_configuration(configuration).send().await)
}
