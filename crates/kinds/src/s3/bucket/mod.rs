//! `s3.bucket`: an S3 bucket with everything that lives and dies with it.
//!
//! AWS has an API for each of two dozen settings of a bucket. Each has a module here with what its
//! owner writes of it, how it is read and how it is written; `read` and `update` put them together.

mod access;
mod by_id;
mod check;
mod cors;
mod create;
mod empty;
mod encryption;
mod filter;
mod intelligent_tiering;
mod inventory;
mod lifecycle;
mod logging;
mod naming;
mod notifications;
mod object_lock;
mod operations;
mod policy;
mod read;
mod replication;
mod reports;
mod spec;
mod switches;
mod tags;
mod update;
mod website;

use crate::calls;
use crate::lists::items;
use crate::prelude::*;
use kind::{
    Abilities, Access, BeforeDelete, Calls, Concern, Data, Facts, Kind, Listed, Live, Named,
    OnlyWith, Parts, Place, RequiredPermission, WaitUntilUsable,
};

use serde_json::json;

use create::VISIBLE;
pub(super) use encryption::Algorithm;
use naming::Outputs;
pub use spec::Bucket;

impl Kind for Bucket {
    const NAME: &'static str = "s3.bucket";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "its objects with all their versions, which move by a copy or a batch replication",
            follows: "URLs, policies and applications that name the bucket, if it gets another name",
        }),
        ..Facts::of(Concern::Storage)
    };
    const CONSOLE: Console = Console::Page("s3/buckets/{id}?region={region}");
    const CALLS: &'static [Calls] = calls::S3_BUCKET;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [RequiredPermission] = operations::DEMANDS;
    const ONLY_WITH: &'static [OnlyWith] = operations::ONLY_WITH;
    const IMPACT_WHILE_ABSENT: &'static str =
        "reads and writes fail, and another account can take the name";
    const ABILITIES: Abilities<Self> =
        Abilities::NONE.runs_before_delete().waits_until_usable().listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        naming::outputs(&identity.name, place)
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        lifecycle::tell(&self.lifecycle_rules, &live.lifecycle_rules, consequences);
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        Self::read_parts(aws, id, &Parts::ALL).await
    }

    async fn read_parts(
        aws: &Aws,
        id: &str,
        parts: &Parts<'_, Self>,
    ) -> Result<Option<Live<Self>>> {
        let spec = read::read(aws, id, parts).await?;
        Ok(spec.map(|spec| Live::new(naming::outputs(id, &aws.place()), spec)))
    }

    /// A new bucket has what the create call has carried, and what AWS and the account give to every bucket.
    async fn created(&self, aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        create::until_visible(aws, id).await?;
        let bare = serde_json::from_value(json!({ "name": id }));
        let bare: Self = bare.map_err(|error| AwsError::new(error.to_string()))?;
        let known = Live::new(naming::outputs(id, &aws.place()), bare);
        let given = GIVEN.iter().map(|field| (*field).to_owned()).collect();
        Self::read_parts(aws, id, &Parts::fresh(&known, &given)).await
    }

    /// Two calls, where a read takes two dozen: what lives in a bucket asks whose it is.
    async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
        let found = optional(aws.s3().head_bucket().bucket(id).send().await)?;
        match found {
            Some(_) => tags::read(aws, id).await.map(Some),
            None => Ok(None),
        }
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        create::create(self, aws).await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        update::update(self, aws, id, &live.spec).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let outcome = aws.s3().delete_bucket().bucket(id).send().await;
        optional(outcome).map_err(explain_not_empty)?;
        wait_until("the bucket to be gone", VISIBLE, || async {
            let found = optional(aws.s3().head_bucket().bucket(id).send().await)?;
            Ok(found.is_none().then_some(()))
        })
        .await
    }
}

/// The fields that a new bucket may have a value of its own for.
const GIVEN: &[&str] =
    &["acl_grants", "encryption", "object_lock", "object_ownership", "public_access_block", "tags"];

impl WaitUntilUsable for Bucket {
    async fn until_usable(aws: &Aws, id: &str) -> Result<()> {
        create::until_visible(aws, id).await
    }
}

impl Listed for Bucket {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let buckets = items!(aws.s3().list_buckets().bucket_region(aws.region()));
        Ok(buckets.into_iter().filter_map(|bucket| bucket.name).collect())
    }
}

impl BeforeDelete for Bucket {
    async fn before_delete(&self, aws: &Aws, id: &str) -> Result<()> {
        match self.force_destroy.0 {
            true => empty::empty(aws, id, self.object_lock.is_some()).await,
            false => Ok(()),
        }
    }
}

fn explain_not_empty(error: AwsError) -> AwsError {
    if !error.has_code("BucketNotEmpty") {
        return error;
    }
    let message = "the bucket is not empty; `force_destroy: true` deletes all that is in it, older \
                   versions included";
    AwsError { message: message.to_owned(), ..error }
}
