//! Objects as they are: by the list of S3 and the manifest where both agree, and by a look at the object where not.

use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::types as sdk;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{StreamExt, TryStreamExt, stream};
use sha2::{Digest, Sha256};

use super::bytes::body;
use super::manifest::{self, Manifest, ObjectVersionInfo};
use super::spec::{Encryption, Identity, Object, Objects};
use crate::prelude::*;
use crate::s3::bucket::Algorithm;
use kind::{Kind, Live};

/// How many objects are looked at, or written, at a time.
pub(super) const AT_ONCE: usize = 16;

/// Objects of others, which may have no SHA-256 with them, are fetched to be hashed up to this size.
const MOST_FETCHED: i64 = 32 * 1024 * 1024;

/// Without a manifest, every object is looked at, up to so many.
const MOST_LOOKED_AT: usize = 10_000;

/// What a read learns that an update needs.
#[derive(Clone, Default)]
pub struct Known {
    pub(super) manifest: Option<Manifest>,
    /// What S3 listed of each object, by its path.
    pub(super) stamps: BTreeMap<String, ObjectVersionInfo>,
}

pub(super) async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Objects>>> {
    let identity = Identity::of(id);
    let Some(known) = known(aws, &identity).await? else {
        return Ok(None);
    };
    if known.manifest.is_none() && known.stamps.is_empty() {
        return Ok(None);
    }
    if known.manifest.is_none() && known.stamps.len() > MOST_LOOKED_AT {
        return Err(AwsError::new(format!(
            "there are {} objects below `{id}`, and no manifest says which of them are these: name a narrower `prefix`",
            known.stamps.len()
        )));
    }
    let is_ours = |path: &String| {
        let manifest = known.manifest.as_ref();
        manifest.is_none_or(|manifest| manifest.objects.contains_key(path))
    };
    let (ours, others): (Vec<_>, Vec<_>) = known.stamps.iter().partition(|(path, _)| is_ours(path));
    let mut looks = Vec::new();
    for (path, stamp) in ours {
        looks.push(object(aws, &identity, &known, path, stamp));
    }
    let objects = stream::iter(looks)
        .buffer_unordered(AT_ONCE)
        .try_filter_map(|object| std::future::ready(Ok(object)))
        .try_collect()
        .await?;
    let others = others.into_iter().map(|(path, _)| path.clone());
    let others = known.manifest.is_some().then(|| others.collect());
    let outputs = Objects::predict(&identity, &aws.place());
    let spec = Objects::of(&identity, objects, Auto(others));
    Ok(Some(Live { details: known, ..Live::new(outputs, spec) }))
}

/// The list and the manifest; nothing where there is no such bucket.
pub(super) async fn known(aws: &Aws, identity: &Identity) -> Result<Option<Known>> {
    let Some(mut stamps) = list(aws, identity).await? else {
        return Ok(None);
    };
    let manifest = match stamps.remove(manifest::NAME) {
        Some(_) => Manifest::read(aws, identity).await?,
        None => None,
    };
    Ok(Some(Known { manifest, stamps }))
}

/// What is below the prefix, by its path, without what is another set's by a manifest further down.
pub(super) async fn list(
    aws: &Aws,
    identity: &Identity,
) -> Result<Option<BTreeMap<String, ObjectVersionInfo>>> {
    let request = aws.s3().list_objects_v2().bucket(&identity.bucket);
    let mut pages = request.prefix(&identity.prefix).into_paginator().send();
    let mut stamps = BTreeMap::new();
    while let Some(page) = pages.next().await {
        let Some(page) = optional(page)? else {
            return Ok(None);
        };
        for listed in page.contents() {
            let path = listed.key().and_then(|key| key.strip_prefix(&identity.prefix));
            // The prefix itself is what the console makes of a folder.
            if let Some(path) = path.filter(|path| !path.is_empty()) {
                stamps.insert(path.to_owned(), ObjectVersionInfo::of(listed));
            }
        }
    }
    let is_manifest = |path: &&String| path.ends_with(manifest::NAME) && *path != manifest::NAME;
    let nested: Vec<String> = stamps
        .keys()
        .filter(is_manifest)
        .filter_map(|path| path.strip_suffix(manifest::NAME).map(str::to_owned))
        .collect();
    stamps.retain(|path, _| !nested.iter().any(|start| path.starts_with(start)));
    Ok(Some(stamps))
}

/// One object; nothing of one that has gone since it was listed.
async fn object(
    aws: &Aws,
    identity: &Identity,
    known: &Known,
    path: &str,
    stamp: &ObjectVersionInfo,
) -> Result<Option<(String, Object)>> {
    let entry = known.manifest.as_ref().and_then(|manifest| manifest.objects.get(path));
    let written = entry.filter(|entry| entry.stamp.as_ref() == Some(stamp));
    let object = match written.and_then(|entry| entry.object.clone()) {
        Some(object) => Some(object),
        None => look_at(aws, &identity.bucket, &identity.key(path)).await?,
    };
    Ok(object.map(|object| (path.to_owned(), object)))
}

async fn look_at(aws: &Aws, bucket: &str, key: &str) -> Result<Option<Object>> {
    let request = aws.s3().head_object().bucket(bucket).key(key);
    let request = request.checksum_mode(sdk::ChecksumMode::Enabled);
    let Some(head) = optional(request.send().await)? else {
        return Ok(None);
    };
    // That of an object in parts is one of the parts' hashes.
    let is_whole = |sum: &String| !sum.contains('-');
    let sha256 = match head.checksum_sha256.clone().filter(is_whole) {
        None if head.content_length().is_some_and(|size| size <= MOST_FETCHED) => {
            let request = aws.s3().get_object().bucket(bucket).key(key);
            let Some(found) = optional(request.send().await)? else {
                return Ok(None);
            };
            Some(STANDARD.encode(Sha256::digest(body(found).await?)))
        }
        sum => sum,
    };
    Ok(Some(Object { sha256, ..Object::shown(head)? }))
}

impl Object {
    fn shown(mut head: HeadObjectOutput) -> Result<Self> {
        let encryption = Encryption::shown(
            head.server_side_encryption.as_ref(),
            head.ssekms_key_id.take(),
            head.bucket_key_enabled,
        );
        let shown = aws::read::<HeadObjectOutput, Self>(head)?.unwrap_or_default();
        let storage_class = shown.storage_class.filter(|class| !is_default(class));
        Ok(Self { storage_class, encryption, ..shown })
    }
}

impl Encryption {
    /// What answers say of it.
    pub(super) fn shown(
        algorithm: Option<&sdk::ServerSideEncryption>,
        kms_key: Option<String>,
        bucket_key: Option<bool>,
    ) -> Auto<Self> {
        let algorithm = Algorithm::from_aws(algorithm).unwrap_or_default();
        let has_key = algorithm != Algorithm::AES256;
        Auto(Some(Self {
            algorithm,
            kms_key: Auto(kms_key),
            bucket_key: Auto(has_key.then_some(bucket_key.unwrap_or(false))),
        }))
    }
}
