//! `lambda.layer`: files that functions share, and the versions of them.
//!
//! AWS makes a new version of every change and alters none, so an update publishes. Functions move to the new version
//! after that, and those that run the old one go on with it even if it is deleted. So an update deletes, of the versions
//! before the new one, those that no function of the account and region names any more, in whatever version of the
//! function: the one that was just replaced mostly goes with the next update.

mod check;
mod spec;
mod versions;

use aws_sdk_lambda::operation::get_layer_version::GetLayerVersionOutput;

use super::content::Source;
use crate::calls;
use crate::lambda::{Lambda, NAME};
use crate::lists::items;
use crate::prelude::*;
use aws::download;
use kind::files::Files;
use kind::{
    Abilities, Access, Built, Calls, Concern, Facts, Kind, Listed, Live, Named, OnlyWith, Place,
    Prepare, RequiredPermission, StandIn, WithStandIns,
};
use language::schema::Finding;
use workspace::Workspace;

pub use spec::Layer;
use spec::{Content, Outputs};

/// The fields of which a version is made.
const VERSIONED: &[&str] =
    &["compatible_architectures", "compatible_runtimes", "content", "description", "license"];

impl Kind for Layer {
    const NAME: &'static str = "lambda.layer";
    const FACTS: Facts = Facts {
        volatile: &[("version", VERSIONED), ("version_arn", VERSIONED)],
        ..Facts::of(Concern::Functions)
    };
    const CONSOLE: Console = Console::Page("lambda/home?region={region}#/layers/{id}");
    const CALLS: &'static [Calls] = calls::LAMBDA_LAYER;
    const ACCESS: &'static [Access] = &[Access::to(
        NAME,
        &["arn:{partition}:lambda:{region}:{account}:layer:{name}:*"],
    )
    .except(&[
        (&["ListFunctions", "ListLayerVersions"], &["*"]),
        (&["PublishLayerVersion"], &["arn:{partition}:lambda:{region}:{account}:layer:{name}"]),
    ])];
    const DEMANDS: &'static [RequiredPermission] = &[RequiredPermission::these(
        "content.bucket",
        &["s3:GetObject", "s3:GetObjectVersion"],
        &["arn:{partition}:s3:::{content.bucket}/{content.key}"],
    )];
    const ONLY_WITH: &'static [OnlyWith] =
        &[OnlyWith::of(&["permissions"], &["AddLayerVersionPermission"])];
    const IMPACT_WHILE_ABSENT: &'static str = "functions that name it cannot be made or changed";
    const OVERWRITES: bool = true;
    const ABILITIES: Abilities<Self> = Abilities::NONE.built().with_stand_ins().listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = i64;

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        let arn = place.arn("lambda", &format!("layer:{}", identity.name));
        Outputs { arn: Some(arn), name: Some(identity.name.clone()), ..Outputs::default() }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(newest) = versions::newest(aws, id).await? else {
            return Ok(None);
        };
        let number = newest.version;
        let arn = newest.layer_version_arn.clone();
        let permissions = versions::permissions(aws, id, number, arn.as_deref()).await?;
        let sha256 = newest.content().and_then(|content| content.code_sha256());
        let content = Content::live(sha256.unwrap_or_default());
        let identity = Named { name: id.to_owned() };
        let outputs = Outputs {
            version: Some(number.to_string()),
            version_arn: arn,
            ..Self::predict(&identity, &aws.place())
        };
        let spec = aws::read::<GetLayerVersionOutput, Self>(newest)?;
        Ok(spec.map(|spec| {
            let spec = Self { name: identity.name, content, permissions, ..spec };
            Live { details: number, ..Live::new(outputs, spec) }
        }))
    }

    /// The version alone; who else may use it follows as an update.
    async fn create(&self, aws: &Aws) -> Result<String> {
        self.publish(aws).await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let unsaid = spec::Permissions::new();
        let (number, permissions) = match self.has_version_of(&live.spec) {
            true => (live.details, &live.spec.permissions),
            false => (self.publish(aws).await?, &unsaid),
        };
        versions::write_permissions(aws, id, number, &self.permissions, permissions).await?;
        match number == live.details || self.keep_versions.0 {
            true => Ok(()),
            false => versions::delete_unused(aws, id, number).await,
        }
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        versions::delete_all(aws, id).await
    }
}

impl Listed for Layer {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let layers = items!(aws.lambda().list_layers());
        Ok(layers.into_iter().filter_map(|layer| layer.layer_name).collect())
    }
}

impl Layer {
    async fn publish(&self, aws: &Aws) -> Result<i64> {
        use aws_sdk_lambda::primitives::Blob;
        use aws_sdk_lambda::types::LayerVersionContentInput;

        let content = LayerVersionContentInput::builder();
        let content = match self.content.source() {
            Some(Source::Here(package)) => content.zip_file(Blob::new(package.bytes())),
            Some(Source::Object(object)) => {
                let content = content.s3_bucket(&object.bucket).s3_key(&object.key);
                content.set_s3_object_version(object.version.clone())
            }
            None => return Err(AwsError::new("the layer's content was not made ready")),
        };
        let request = self.fill(aws.lambda().publish_layer_version())?;
        Ok(request.content(content.build()).send().await?.version)
    }

    /// Whether a version is what is asked for, whoever may use it.
    fn has_version_of(&self, live: &Self) -> bool {
        *self
            == Self {
                permissions: self.permissions.clone(),
                keep_versions: self.keep_versions,
                ..live.clone()
            }
    }
}

impl Prepare for Layer {
    fn check_files(&self, root: &std::path::Path, findings: &mut Findings) {
        self.content.check_files(root, findings);
    }

    fn files(&self) -> Files {
        self.content.files()
    }

    async fn prepare(&mut self, workspace: &Workspace) -> Result<(), Finding> {
        self.content = self.content.prepared(workspace).await?;
        Ok(())
    }
}

impl Built for Layer {}

impl WithStandIns for Layer {
    async fn fetch(aws: &Aws, id: &str) -> Result<Option<Vec<u8>>> {
        let newest = versions::newest(aws, id).await?;
        let content = newest.and_then(|version| version.content);
        match content.and_then(|content| content.location) {
            Some(link) => download(&link).await.map(Some),
            None => Ok(None),
        }
    }

    fn stand_ins(&self, name: &str) -> Vec<StandIn> {
        // A function may have the same name.
        let zip = format!("layers/{name}.zip");
        Vec::from([StandIn {
            path: Path::field("content"),
            remark: format!(
                "AWS holds the layer's content; fetch it, or name what it is packed from:\n\
                 aws lambda get-layer-version-by-arn --arn <version_arn> --query Content.Location \
                 --output text | xargs curl --create-dirs -o {zip}"
            ),
            value: serde_json::json!({ "zip": zip }),
            file: Some(zip),
        }])
    }
}
