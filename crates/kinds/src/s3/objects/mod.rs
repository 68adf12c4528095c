//! `s3.objects`: a folder of files, and texts with references in them, as objects of a bucket.
//!
//! Only what differs is sent. S3 lists of an object its ETag, its size and when it was written, and neither its SHA-256
//! nor its headers; an ETag is the MD5 of the bytes only without KMS. So a manifest beside the objects
//! ([`manifest`]) holds what each of them is, next to what S3 lists of it since. Where both still agree, nobody has
//! written the object, and nothing more is asked. Where they do not, S3 is asked for that object by itself, with the
//! checksum that it keeps. So a plan takes two calls and what others have changed, whatever encrypts the objects, and
//! the manifest is never more than a saving: without it all objects are asked for.
//!
//! Left out on purpose are access lists, tags and locks of single objects: S3 lists none of them, and a write of one
//! leaves no mark, so each would be a call an object and a plan.

mod bytes;
mod check;
mod content_types;
mod manifest;
mod pattern;
mod prepare;
mod read;
mod spec;
mod write;

use crate::calls;
use crate::prelude::*;
use kind::{
    Abilities, Access, Calls, Concern, Facts, Kind, Live, OnlyWith, Parent, Place, Prepare,
    RequiredPermission, Unsettled,
};
use language::schema::Finding;
use workspace::Workspace;

use read::Known;
pub use spec::Objects;
use spec::{Identity, Outputs};

/// The ARNs of the objects.
const OBJECTS: &[&str] = &["arn:{partition}:s3:::{bucket}/{prefix}*"];

impl Kind for Objects {
    const NAME: &'static str = "s3.objects";
    const FACTS: Facts =
        Facts { parent: Some(Parent::of("s3.bucket", "bucket")), ..Facts::of(Concern::Storage) };
    const CONSOLE: Console = Console::Page("s3/buckets/{0}?region={region}&prefix={rest}");
    const CALLS: &'static [Calls] = calls::S3_OBJECTS;
    const ACCESS: &'static [Access] = &[Access::to("S3", &["arn:{partition}:s3:::{bucket}"])
        .except(&[(&["DeleteObjects", "GetObject", "HeadObject", "PutObject"], OBJECTS)])
        // Whose the objects are, the bucket's tags tell.
        .also_read(&["GetBucketTagging", "HeadBucket"])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::key("encryption.kms_key", KEY).to_read(),
        RequiredPermission::key("objects.*.encryption.kms_key", KEY).to_read(),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[];
    const KNOWN_BY: &'static str =
        "the bucket's name, `/` and what the keys begin with, such as `my-bucket/site/`";
    const IMPACT_WHILE_ABSENT: &'static str = "reads of them fail";
    const OVERWRITES: bool = true;
    const ABILITIES: Abilities<Self> = Abilities::NONE.prepared().unsettled();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = Known;

    fn id(identity: &Identity, _: &Place) -> Option<String> {
        Some(format!("{}/{}", identity.bucket, identity.prefix))
    }

    fn predict(identity: &Identity, place: &Place) -> Outputs {
        let Identity { bucket, prefix } = identity;
        let partition = place.partition;
        Outputs {
            arn: Some(format!("arn:{partition}:s3:::{bucket}/{prefix}*")),
            bucket: Some(bucket.clone()),
            prefix: Some(prefix.clone()),
            uri: Some(format!("s3://{bucket}/{prefix}")),
        }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        let live = live.clone().settled(self);
        let is_left = |path: &&String| !self.objects.contains_key(*path);
        for path in live.objects.keys().filter(is_left) {
            let at = Path::field("objects").key(path);
            match self.delete_removed.0 {
                true => consequences.lose(at, "the object is deleted", ""),
                false => consequences.warn(
                    at,
                    "the object stays in the bucket, and is nobody's from then on",
                    "add `delete_removed: true` to have such objects deleted",
                ),
            }
        }
        let others = live.others.as_ref().into_iter().flatten();
        let others = others.take(if self.delete_removed.0 { usize::MAX } else { 0 });
        for path in others {
            let says = format!("`{path}`, which is not a file of these, is deleted");
            consequences.lose(Path::field("others"), says, "");
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    /// The manifest alone: with it there is something that a plan finds. The objects follow as an update.
    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await
    }

    async fn update(&self, aws: &Aws, _: &str, live: &Live<Self>) -> Result<()> {
        write::update(self, aws, live).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
    }
}

const KEY: &[&str] = &["kms:Decrypt", "kms:GenerateDataKey"];

impl Unsettled for Objects {
    /// Without a manifest, these are the objects that the spec names: others may have put any number beside them.
    fn settled(mut self, desired: &Self) -> Self {
        if self.others.as_ref().is_none() {
            let objects = std::mem::take(&mut self.objects);
            let (named, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
                objects.into_iter().partition(|(path, _)| desired.objects.contains_key(path));
            self.objects = named;
            self.others = Auto(Some(others.into_keys().collect()));
        }
        self
    }
}

impl Prepare for Objects {
    fn check_files(&self, root: &std::path::Path, findings: &mut Findings) {
        prepare::check_files(self, root, findings);
    }

    async fn prepare(&mut self, workspace: &Workspace) -> Result<(), Finding> {
        prepare::prepare(self, workspace).await
    }
}
