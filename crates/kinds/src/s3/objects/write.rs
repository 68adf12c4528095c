//! Sending what differs, and deleting what is gone.

use aws_sdk_s3::operation::put_object::PutObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::manifest::{self, Entry, Manifest, ObjectVersionInfo};
use super::read::{self, AT_ONCE};
use super::spec::{Encryption, Identity, Object, Objects, Source};
use crate::prelude::*;
use crate::s3::deletion;
use kind::Live;

pub(super) async fn create(wanted: &Objects, aws: &Aws) -> Result<String> {
    let identity = wanted.identity();
    Manifest::default().write(aws, &identity).await?;
    Ok(format!("{}/{}", identity.bucket, identity.prefix))
}

pub(super) async fn update(wanted: &Objects, aws: &Aws, live: &Live<Objects>) -> Result<()> {
    let identity = wanted.identity();
    let (known, spec) = (&live.details, &live.spec);
    let mut manifest = Manifest { objects: entries(live) };
    if known.manifest.is_none() {
        // Nobody has said so far that others are ours.
        manifest.objects.retain(|path, _| wanted.objects.contains_key(path));
    }
    let is_met = |path: &String, object: &Object| {
        spec.objects.get(path).is_some_and(|live| object.is_met_by(live))
    };
    let mut changed: Vec<(&String, &Object)> =
        wanted.objects.iter().filter(|(path, object)| !is_met(path, object)).collect();
    // Pages last: until then the old ones find all that they need, and the new ones do at once.
    changed.sort_by_key(|(_, object)| is_page(object));
    if known.manifest.is_none() || changed.iter().any(|(path, _)| !spec.objects.contains_key(*path))
    {
        // What is killed from here on has said which objects are ours.
        let begun = changed.iter().map(|(path, _)| ((*path).clone(), Entry::UNKNOWN));
        manifest.objects.extend(begun);
        manifest.write(aws, &identity).await?;
    }
    let (others, pages): (Vec<_>, Vec<_>) =
        changed.iter().copied().partition(|(_, object)| !is_page(object));
    let mut sent = send_all(aws, &identity, others).await?;
    sent.extend(send_all(aws, &identity, pages).await?);
    let gone = wanted.gone(spec);
    delete_all(aws, &identity, &gone).await?;
    let listed = match sent.is_empty() {
        true => BTreeMap::new(),
        false => read::list(aws, &identity).await?.unwrap_or_default(),
    };
    for (path, etag, object) in sent {
        // Somebody else may have written it since.
        let stamp = listed.get(&path).filter(|stamp| stamp.has_etag(&etag)).cloned();
        manifest.objects.insert(path, Entry { stamp, object: Some(object) });
    }
    manifest.objects.retain(|path, _| wanted.objects.contains_key(path));
    manifest.write(aws, &identity).await
}

fn is_page(object: &Object) -> bool {
    object.content_type.as_ref().is_some_and(|content| content.starts_with("text/html"))
}

/// What the manifest says of the objects that are there.
fn entries(live: &Live<Objects>) -> BTreeMap<String, Entry> {
    let stamp =
        |path: &String| -> Option<ObjectVersionInfo> { live.details.stamps.get(path).cloned() };
    let objects = live.spec.objects.iter();
    objects
        .map(|(path, object)| {
            (path.clone(), Entry { stamp: stamp(path), object: Some(object.clone()) })
        })
        .collect()
}

impl Objects {
    /// The paths that are to be deleted.
    fn gone<'a>(&self, live: &'a Self) -> Vec<&'a String> {
        let others = live.others.as_ref().into_iter().flatten();
        let there = live.objects.keys().chain(others);
        let is_gone = |path: &&String| self.delete_removed.0 && !self.objects.contains_key(*path);
        there.filter(is_gone).collect()
    }
}

/// Sends objects side by side; gives the ETag of each, and what it has become.
async fn send_all(
    aws: &Aws,
    identity: &Identity,
    objects: Vec<(&String, &Object)>,
) -> Result<Vec<(String, String, Object)>> {
    let mut sends = Vec::new();
    for (path, object) in objects {
        sends.push(send_one(aws, identity, path, object));
    }
    stream::iter(sends).buffer_unordered(AT_ONCE).try_collect().await
}

async fn send_one(
    aws: &Aws,
    identity: &Identity,
    path: &str,
    object: &Object,
) -> Result<(String, String, Object)> {
    let put = object.send(aws, identity, path).await?;
    let etag = put.e_tag().unwrap_or_default().to_owned();
    Ok((path.to_owned(), etag, object.as_put(put)))
}

impl Object {
    async fn send(&self, aws: &Aws, identity: &Identity, path: &str) -> Result<PutObjectOutput> {
        let body = match &self.source {
            Some(Source::File(file)) => ByteStream::from_path(file).await.map_err(|error| {
                AwsError::new(format!("`{}` cannot be read: {error}", file.display()))
            })?,
            Some(Source::Text(text)) => ByteStream::from(text.as_bytes().to_vec()),
            None => {
                return Err(AwsError::new(format!(
                    "`{path}` in the bucket `{}` is not as the spec says, and nobody has its content: \
                     name it by `file`, `content` or `source`",
                    identity.bucket
                )));
            }
        };
        let encryption = self.encryption.as_ref();
        let key = encryption.and_then(|encryption| encryption.kms_key.as_ref());
        let bucket_key = encryption.and_then(|encryption| encryption.bucket_key.as_ref());
        let request = aws.s3().put_object().bucket(&identity.bucket).key(identity.key(path));
        // S3 refuses other bytes than those that were hashed.
        let request = self
            .fill(request)?
            .set_server_side_encryption(encryption.map(|encryption| encryption.algorithm.into()))
            .set_ssekms_key_id(key.cloned())
            .set_bucket_key_enabled(bucket_key.copied());
        Ok(request.body(body).send().await?)
    }

    /// The object as it is now.
    fn as_put(&self, put: PutObjectOutput) -> Self {
        let algorithm = put.server_side_encryption;
        Self {
            encryption: Encryption::shown(
                algorithm.as_ref(),
                put.ssekms_key_id,
                put.bucket_key_enabled,
            ),
            source: None,
            ..self.clone()
        }
    }
}

async fn delete_all(aws: &Aws, identity: &Identity, paths: &[&String]) -> Result<()> {
    let keys = paths.iter().map(|path| identity.key(path)).collect();
    deletion::delete_keys(aws, &identity.bucket, keys).await
}

/// Deletes the objects, and at last the manifest, which says which they are.
pub(super) async fn delete(aws: &Aws, id: &str) -> Result<()> {
    let identity = Identity::of(id);
    let Some(known) = read::known(aws, &identity).await? else {
        return Ok(());
    };
    let Some(manifest) = known.manifest else {
        return match known.stamps.is_empty() {
            true => Ok(()),
            false => Err(AwsError::new(format!(
                "nobody knows which objects below `{id}` are these, as there is no manifest: apply the spec first, \
                 or delete them by hand and forget the resource"
            ))),
        };
    };
    let there = |path: &&String| known.stamps.contains_key(*path);
    let paths: Vec<&String> = manifest.objects.keys().filter(there).collect();
    delete_all(aws, &identity, &paths).await?;
    let manifest = manifest::NAME.to_owned();
    delete_all(aws, &identity, &[&manifest]).await
}
