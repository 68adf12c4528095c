//! The outputs of a Terraform state that another team keeps.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::lookup::{Asked, Found, From, Request, Sort as _};
use super::typed_sort::TypedSort;
use aws::Aws;
use kind::Operations;
use language::schema::Finding;
use language::value::Path;
use terraform::Source;
use terraform::SourceError;
use terraform::StateFile;
use terraform::StateFileError;

pub(super) static SORT: TypedSort<StateLookup> = TypedSort::new(
    "terraform.state",
    &[Operations {
        service: "S3",
        on: &["arn:{partition}:s3:::{bucket}/{object}"],
        read: &["GetObject"],
        write: &[],
    }],
    ask,
);

/// A Terraform or OpenTofu state, whose outputs can be referred to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StateLookup {
    /// The file, from the project's folder on, as `../core/terraform.tfstate`; or an object in S3, as
    /// `s3://<bucket>/<key>`, which is read when AWS is asked.
    path: String,
    /// The region of the bucket, such as `us-east-2`, where it is not the environment's.
    #[serde(default)]
    #[schemars(regex(pattern = "^[a-z]{2}(-[a-z]+)+-[0-9]$"))]
    region: Option<String>,
}

fn ask(from: From<'_>, lookup: StateLookup) -> Result<Asked, Finding> {
    let StateLookup { path, region } = lookup;
    let source = Source::parse(&path).map_err(|error| no_state(error.to_string()))?;
    if let Source::Bucket { bucket, key } = source {
        return Ok(Asked::Request(InBucket { bucket, key, region }.request()));
    }
    if region.is_some() {
        return Err(Finding {
            help: Some("remove `region`, or write `s3://<bucket>/<key>`".to_owned()),
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
    let file = StateFile::read(path, from.root).map_err(|error| Finding {
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
#[derive(Clone)]
struct InBucket {
    bucket: String,
    key: String,
    region: Option<String>,
}

impl InBucket {
    fn request(self) -> Request {
        let subject = json!({ "bucket": self.bucket, "object": self.key });
        let needs = SORT.needs().on(subject);
        Request::new(self.region.clone(), needs, move |aws| self.clone().outputs(aws))
    }

    async fn outputs(self, aws: Aws) -> Result<Found, Finding> {
        let Self { bucket, key, .. } = &self;
        let name = format!("Terraform state s3://{bucket}/{key}");
        let file = aws.memo().get_or_try_init(&name, || StateFile::fetch(bucket, key, &aws)).await;
        file.map(|file| outputs(&file)).map_err(|error| self.unanswered(&error, aws.partition()))
    }

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
