//! The policy of a bucket.

use serde_json::Value;

use crate::prelude::*;
use language::value::{PolicyDocument, texts};

/// The most bytes that a bucket policy may have (Bucket policy limits).
const MAX_BYTES: usize = 20 * 1024;

/// Checks the policy of the bucket of this name, which may be closed to policies that make it public.
pub(super) fn check(
    policy: &PolicyDocument,
    name: &str,
    blocks_public: bool,
    findings: &mut Findings,
) {
    let text = policy.to_string();
    rules! { findings;
        Error "policy" if text.len() > MAX_BYTES && !unknown::in_text(&text) =>
            "the policy is too long",
            format!("it has {} bytes, and AWS accepts {MAX_BYTES}", text.len()),
            "join statements, or name prefixes instead of objects";
    }
    for (index, statement) in policy.statements().iter().enumerate() {
        let at = Path::field("policy").key("Statement").index(index);
        for resource in texts(&statement["Resource"]) {
            rules! { findings, at;
                Error if is_of_another_bucket(resource, name) =>
                    format!("`{resource}` is not of this bucket"),
                    "the policy of a bucket is for the bucket and its objects alone",
                    format!("write `arn:aws:s3:::{name}` or `arn:aws:s3:::{name}/*`");
            }
        }
        rules! { findings, at;
            Warning if blocks_public && is_for_everybody(statement) =>
                "the statement makes the bucket public",
                "AWS accepts none such while `public_access_block.block_public_policy` is on, which is the \
                 default",
                "name the principals, add a `Condition`, or open the public access block on purpose";
        }
    }
}

fn is_of_another_bucket(resource: &str, name: &str) -> bool {
    if unknown::in_text(resource) || unknown::in_text(name) {
        return false;
    }
    let Some((_, path)) = resource.split_once(":s3:::") else {
        return false;
    };
    let bucket = path.split_once('/').map_or(path, |(bucket, _)| bucket);
    bucket != name && !bucket.contains(['*', '?', '$'])
}

/// Whether a statement allows something to everybody on no condition. There are other ways to be
/// public, which only AWS can tell.
fn is_for_everybody(statement: &Value) -> bool {
    let everybody = |principal: &Value| texts(&principal["AWS"]).any(|who| who == "*");
    statement.get("Effect").and_then(Value::as_str) == Some("Allow")
        && statement.get("Condition").is_none()
        && statement.get("Principal").is_some_and(everybody)
}

pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Option<PolicyDocument>> {
    let answer = optional(aws.s3().get_bucket_policy().bucket(bucket).send().await)?;
    found(answer, |answer| answer.policy)
}

pub(super) async fn write(aws: &Aws, bucket: &str, policy: Option<&PolicyDocument>) -> Result<()> {
    let Some(policy) = policy else {
        return deleted(aws.s3().delete_bucket_policy().bucket(bucket).send().await);
    };
    let request = aws.s3().put_bucket_policy().bucket(bucket);
    sent(request.policy(policy.to_string()).send().await)
}
