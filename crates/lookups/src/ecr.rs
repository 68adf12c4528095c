//! `ecr.image`: an image of a container, by its tag.

use aws::services::{Service, rate};
use aws::wire::{self, Input, WireService};
use aws::{Aws, AwsError, ErrorKind};
use compiler::lookups::{Asked, Found, From, Needs, Request, TypedSort, unanswered};
use kind::Operations;
use language::schema::Finding;
use language::value::{Path, Value};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

pub static IMAGE: TypedSort<Image> = TypedSort::new("ecr.image", OPERATIONS, ask);

const NAME: &str = "ECR";

const OPERATIONS: &[Operations] = &[Operations {
    service: NAME,
    on: &["arn:{partition}:ecr:{region}:{registry}:repository/{repository}"],
    read: &["DescribeImages"],
    write: &[],
}];

pub const SERVICE: Service = Service {
    // AWS publishes 1,000 calls a second in a region
    // (<https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html>).
    rates: |_| vec![rate("ecr", 100.0, 100.0)],
    not_found: &["ImageNotFoundException", "RepositoryNotFoundException"],
    answers: &[("DescribeImages", "imageDetails[].imageDigest")],
    ..Service::new(NAME, "aws_sdk_ecr", "ecr")
};

const ECR: WireService =
    WireService { name: NAME, signed_as: "ecr", host: "api.ecr", only_region: None };

/// An image. Gives `uri` (by digest, which names this image alone), `digest`, `tags`, `repository`, `registry` and
/// `size` in bytes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// The repository, such as `shop/api`.
    repository: String,
    /// A tag of the image, such as `latest`.
    tag: String,
    /// The account whose registry it is in, where it is not the environment's.
    #[serde(default)]
    #[schemars(regex(pattern = "^[0-9]{12}$"))]
    registry: Option<String>,
    /// The region, where it is not the environment's.
    #[serde(default)]
    region: Option<String>,
}

fn ask(from: From<'_>, image: Image) -> Result<Asked, Finding> {
    let registry = image.registry.clone().unwrap_or_else(|| from.environment.account.clone());
    let subject = json!({ "repository": image.repository, "registry": registry });
    let needs = Needs::of(OPERATIONS).on(subject);
    let request = Request::new(image.region.clone(), needs, move |aws| {
        let (image, registry) = (image.clone(), registry.clone());
        async move { image.found(&aws, &registry).await }
    });
    Ok(Asked::Request(request))
}

impl Image {
    async fn found(self, aws: &Aws, registry: &str) -> Result<Found, Finding> {
        let body = json!({
            "registryId": registry,
            "repositoryName": self.repository,
            "imageIds": [{ "imageTag": self.tag }],
        });
        let target = "AmazonEC2ContainerRegistry_V20150921";
        let answer = wire::call(aws, &ECR, "DescribeImages", Input::Json { target, body }).await;
        let answer = answer.map_err(|error| self.unanswered(&error))?;
        let image = answer.pointer("/imageDetails/0").cloned().unwrap_or_default();
        let suffix = if aws.partition() == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
        let digest = image.get("imageDigest").and_then(Value::as_str).unwrap_or_default();
        let host = format!("{registry}.dkr.ecr.{}.{suffix}", aws.region());
        let member = |name: &str| image.get(name).cloned().unwrap_or_default();
        Ok(Found::of([
            ("uri", format!("{host}/{}@{digest}", self.repository).into()),
            ("digest", digest.into()),
            ("tags", member("imageTags")),
            ("repository", self.repository.as_str().into()),
            ("registry", registry.into()),
            ("size", member("imageSizeInBytes")),
        ]))
    }

    fn unanswered(&self, error: &AwsError) -> Finding {
        match error.kind {
            ErrorKind::NotFound if error.has_code("ImageNotFoundException") => Finding::error(
                Path::field("tag"),
                format!("`{}` has no image with the tag `{}`", self.repository, self.tag),
                error.to_string(),
            ),
            ErrorKind::NotFound => Finding::error(
                Path::field("repository"),
                format!("there is no repository `{}`", self.repository),
                error.to_string(),
            ),
            _ => unanswered("repository", error),
        }
    }
}
