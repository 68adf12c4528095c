use std::sync::Arc;

use clap::Args;
use serde_json::json;

use crate::commands::connection::connect;
use crate::commands::storage::location;
use crate::commands::{Exit, Failure, Global};
use crate::report::terminal;
use aws::tags;
use aws::{Aws, AwsError, Journal, Waiting, in_step};
use compiler::compile;
use kind::registry;
use kind::{AnyKind, LiveObject};
use language::value::Value;
use state::Location;
use workspace::Workspace;

/// Make the bucket that the environment keeps its state in.
///
/// Versioned, encrypted, closed to the public and to plain HTTP. A bucket that exists keeps its
/// settings, and is made versioned where it is not. Safe to repeat.
#[derive(Debug, Args)]
pub struct Arguments {}

/// The value of the address tag by which a bucket is known as made here.
const ADDRESS: &str = "state";

pub(super) async fn run(global: &Global, _: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    let Location::Bucket { bucket, .. } = location(&stack.environment)? else {
        terminal::println("the state is in a folder, which needs no preparation");
        return Ok(Exit::Success);
    };
    let aws = connect(&stack.environment).await?.aws;
    let preparation = Preparation {
        kind: registry::find("s3.bucket")
            .ok_or_else(|| Failure::Usage("this version has no kind for buckets".to_owned()))?,
        workspace: Workspace::new(&stack.root),
        wanted: wanted(&bucket, &stack.environment.stack(), &aws),
        bucket: &bucket,
        aws: &aws,
    };
    let waiting = Waiting(Arc::new(|what: &str| {
        terminal::eprintln(format_args!("waiting for {what}…"));
    }));
    match in_step(waiting, Journal::default(), preparation.run()).await {
        Ok(done) => terminal::println(format_args!("{bucket}: {done}")),
        Err(error) => return Err(Failure::Usage(explain(&bucket, &aws, &error))),
    }
    Ok(Exit::Success)
}

/// A bucket on its way to hold states.
struct Preparation<'a> {
    kind: &'static dyn AnyKind,
    workspace: Workspace,
    aws: &'a Aws,
    bucket: &'a str,
    /// What a bucket is like that is made here.
    wanted: Value,
}

impl Preparation<'_> {
    /// Makes the bucket ready, and says what that took.
    async fn run(&self) -> Result<&'static str, AwsError> {
        let Some(live) = self.read().await? else {
            let wanted = self.kind.ready(&self.wanted, &self.workspace).await?;
            wanted.create(self.aws).await?;
            let live = self.read().await?;
            let live = live.ok_or_else(|| AwsError::new("AWS does not show it yet; run again"))?;
            wanted.update(self.aws, self.bucket, &live).await?;
            return Ok("made");
        };
        let spec = self.completed(&live.spec);
        if live.spec == spec {
            return Ok("ready");
        }
        let spec = self.kind.ready(&spec, &self.workspace).await?;
        spec.update(self.aws, self.bucket, &live).await?;
        Ok("made ready")
    }

    async fn read(&self) -> Result<Option<LiveObject>, AwsError> {
        self.kind.read(self.aws, self.bucket).await
    }

    /// A bucket that exists, with versions. One that was made here, by a run that was killed, gets what
    /// it still lacks; nobody else's gets any rule of ours.
    fn completed(&self, live: &Value) -> Value {
        let mut spec = live.clone();
        spec["versioning"] = Value::Bool(true);
        let is_ours = [tags::STACK, tags::ADDRESS]
            .iter()
            .all(|tag| live["tags"][*tag] == self.wanted["tags"][*tag]);
        for field in ["policy", "lifecycle_rules"] {
            let lacks = live[field].is_null() || live[field] == json!({});
            if is_ours && lacks {
                spec[field] = self.wanted[field].clone();
            }
        }
        spec
    }
}

fn wanted(bucket: &str, stack: &str, aws: &Aws) -> Value {
    let arn = format!("arn:{}:s3:::{bucket}", aws.partition());
    json!({
        "name": bucket,
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
        "tags": { (tags::STACK): stack, (tags::ADDRESS): ADDRESS },
    })
}

fn explain(bucket: &str, aws: &Aws, error: &AwsError) -> String {
    let help = match error.code.as_deref() {
        Some("AccessDenied" | "BucketAlreadyExists") => format!(
            ". Bucket names are unique in all of AWS: if account {} has no such bucket, somebody else \
             has, and `state:` needs another name",
            aws.account()
        ),
        Some("PermanentRedirect" | "AuthorizationHeaderMalformed") => {
            format!(". It is not in {}, where the environment is", aws.region())
        }
        _ => String::new(),
    };
    format!("the bucket `{bucket}` could not be made ready: {error}{help}")
}
