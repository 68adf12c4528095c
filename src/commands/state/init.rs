use clap::Args;
use serde_json::json;

use crate::aws::{Aws, AwsError};
use crate::commands::session::connect;
use crate::commands::storage::location;
use crate::commands::{Exit, Failure, Global};
use crate::diff;
use crate::kinds;
use crate::spec::compile;
use crate::state::Location;
use crate::value::Value;
use crate::workspace::Workspace;

/// Make the bucket that the environment keeps its state in.
///
/// Versioned, encrypted, closed to the public and to plain HTTP. A bucket that exists keeps its
/// settings, and is made versioned where it is not. Safe to repeat.
#[derive(Debug, Args)]
pub struct Arguments {}

pub(super) async fn run(global: &Global, _: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    let Location::Bucket { bucket, .. } = location(&stack.environment)? else {
        anstream::println!("the state is in a folder, which needs no preparation");
        return Ok(Exit::Success);
    };
    let aws = connect(&stack.environment).await?;
    let workspace = Workspace::new(&stack.root);
    let done = prepare(&aws, &workspace, &bucket).await.map_err(|error| {
        Failure::Usage(format!(
            "the bucket {bucket} could not be made ready: {error}"
        ))
    })?;
    anstream::println!("{bucket}: {done}");
    Ok(Exit::Success)
}

/// Makes the bucket ready, and says what that took.
async fn prepare(aws: &Aws, workspace: &Workspace, name: &str) -> Result<&'static str, AwsError> {
    let kind = kinds::find("s3.bucket").ok_or_else(|| AwsError::new("there are no buckets"))?;
    let Some(live) = kind.read(aws, name).await? else {
        let spec = new_bucket(name, aws);
        kind.create(aws, workspace, spec.clone()).await?;
        let live = kind.read(aws, name).await?;
        let live = live.ok_or_else(|| AwsError::new("AWS does not show it yet; run again"))?;
        if !diff::changes(&spec, &live.spec).is_empty() {
            kind.update(aws, workspace, name, spec, live.spec).await?;
        }
        return Ok("made");
    };
    if live.spec["versioning"] == Value::Bool(true) {
        return Ok("ready");
    }
    let mut versioned = live.spec.clone();
    versioned["versioning"] = Value::Bool(true);
    kind.update(aws, workspace, name, versioned, live.spec)
        .await?;
    Ok("made versioned")
}

fn new_bucket(name: &str, aws: &Aws) -> Value {
    let arn = format!("arn:{}:s3:::{name}", aws.partition());
    json!({
        "name": name,
        "versioning": true,
        "policy": { "Statement": [{
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, format!("{arn}/*")],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }] },
        // Every apply writes a version for each step.
        "lifecycle_rules": { "expire-older-versions": { "noncurrent_version_expiration": { "days": 90 } } },
    })
}
