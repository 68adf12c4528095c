//! The outputs of a Terraform state that another team keeps.

use std::path::Path as FilePath;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::lookup::{Asked, Found, Request, Sort};
use aws::Aws;
use kind::Operations;
use language::schema::{Finding, Schema};
use language::value::{Path, Value};
use terraform::Source;
use terraform::SourceError;
use terraform::StateFile;
use terraform::StateFileError;

pub(super) const SORT: Sort = Sort {
    name: "terraform.state",
    schema: Schema::of::<StateLookup>,
    published_schema: Schema::generate::<StateLookup>,
    operations: &[Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{bucket}/{object}"],
        read: &["GetObject"],
        write: &[],
    }],
    ask,
};

/// A Terraform or OpenTofu state, whose outputs can be referred to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StateLookup {
    /// The file, from the project's folder on, as `../core/terraform.tfstate`; or an object in S3, as
    /// `s3://<bucket>/<key>`, which is read when AWS is asked.
    path: String,
    /// The region of the bucket, such as `us-east-2`, where it is not the environment's.
    #[serde(default)]
    #[schemars(regex(pattern = "^[a-z]{2}(-[a-z]+)+-[0-9]$"))]
    region: Option<String>,
}

fn ask(root: &FilePath, lookup: Value) -> Result<Asked, Finding> {
    let StateLookup { path, region } =
        serde_json::from_value(lookup).map_err(|error| no_state(error.to_string()))?;
    let source = Source::parse(&path).map_err(|error| no_state(error.to_string()))?;
    if let Source::Bucket { bucket, key } = source {
        return Ok(Asked::Request(Box::new(InBucket { bucket, key, region })));
    }
    if region.is_some() {
        return Err(Finding {
            help: Some("take `region` away, or write `s3://<bucket>/<key>`".to_owned()),
            ..Finding::error(
                Path::field("region"),
                "`region` is that of a bucket",
                "this state is in none",
            )
        });
    }
    let Source::File(path) = source else {
        let help = "give a file, or an object in S3 as `s3://<bucket>/<key>`".to_owned();
        return Err(Finding {
            help: Some(help),
            ..no_state("specs are compiled without standard input".to_owned())
        });
    };
    let file = StateFile::read(path, root).map_err(|error| Finding {
        help: match error {
            SourceError::Missing(_) => {
                Some("a path starts at the folder that holds `specs/`".to_owned())
            }
            _ => about_content(&error),
        },
        ..no_state(error.to_string())
    })?;
    Ok(Asked::Found(outputs(&file)))
}

fn no_state(why: String) -> Finding {
    Finding::error(Path::field("path"), "no Terraform state", why)
}

/// What to do about a place that holds something else than a state that can be read.
fn about_content(error: &SourceError) -> Option<String> {
    let is_encrypted = matches!(error, SourceError::State { error: StateFileError::Encrypted, .. });
    is_encrypted.then(|| {
        "a decrypted copy holds every secret: rather make variables of the outputs".to_owned()
    })
}

fn outputs(file: &StateFile) -> Found {
    let mut found = Found::default();
    for (name, output) in &file.state.outputs {
        if output.sensitive {
            found.sensitive.insert(name.clone());
        }
        found.outputs.insert(name.clone(), output.value.clone());
    }
    found
}

/// A state that is an object in S3.
struct InBucket {
    bucket: String,
    key: String,
    region: Option<String>,
}

impl Request for InBucket {
    fn answer<'a>(&'a self, aws: &'a Aws) -> BoxFuture<'a, Result<Found, Finding>> {
        async move {
            let Self { bucket, key, region } = self;
            let aws = aws.in_region(region.as_deref().unwrap_or(aws.region()));
            let name = format!("Terraform state s3://{bucket}/{key}");
            let file = aws.memo().once(&name, || StateFile::fetch(bucket, key, &aws)).await;
            file.map(|file| outputs(&file))
                .map_err(|error| self.unanswered(&error, aws.partition()))
        }
        .boxed()
    }

    fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    fn subject(&self) -> Value {
        json!({ "bucket": self.bucket, "object": self.key })
    }
}

impl InBucket {
    /// Why there is no answer, and what to do about it.
    fn unanswered(&self, error: &SourceError, partition: &str) -> Finding {
        let Self { bucket, key, .. } = self;
        let help = match error {
            SourceError::Missing(_) => Some(
                "the path is that of Terraform's `backend \"s3\"`: `s3://<bucket>/<key>`; the state of \
                 a workspace is at `env:/<workspace>/<key>` in the bucket"
                    .to_owned(),
            ),
            SourceError::OtherRegion { .. } => {
                Some("say in which region it is: `region: <region>`".to_owned())
            }
            SourceError::Aws { error, .. } if error.has_code("AccessDenied") => Some(format!(
                "allow `s3:GetObject` on `arn:{partition}:s3:::{bucket}/{key}`, as `diatonic \
                 permissions` prints it, and `kms:Decrypt` where a key of your own encrypts it; without `s3:ListBucket`, S3 \
                 denies access also to what is not there"
            )),
            error => about_content(error),
        };
        let field = match (error, &self.region) {
            (SourceError::OtherRegion { .. }, Some(_)) => "region",
            _ => "path",
        };
        Finding { path: Path::field(field), help, ..no_state(error.to_string()) }
    }
}
