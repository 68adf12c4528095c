//! `secretsmanager.secret`: a text that nobody is shown.

mod check;
mod replicas;
mod spec;
mod value;

use std::time::Duration;

use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::types as sdk;

use super::{NAME, SecretsManager};
use crate::calls;
use crate::lists::items_by_token;
use crate::ownership::ownership_in;
use crate::prelude::*;
use crate::settings::{set_or_unset, write_tags};
use aws::tags;
use kind::{
    Abilities, Access, BeforeDelete, Calls, Concern, Data, Facts, Kind, Listed, Live, Named,
    OnlyWith, Place, RequiredPermission,
};
use language::value::{Instruction, PolicyDocument};

pub use spec::{Outputs, Secret};
use spec::{Rotation, own_key};
pub(super) use value::CURRENT;
use value::Known;

impl Kind for Secret {
    const NAME: &'static str = "secretsmanager.secret";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "its value, unless that stands in a variable",
            follows: "policies that name the secret by its ARN, whose end is another one",
        }),
        ..Facts::of(Concern::Configuration)
    };
    const CONSOLE: Console = Console::Page("secretsmanager/secret?name={id}&region={region}");
    const CALLS: &'static [Calls] = calls::SECRETSMANAGER_SECRET;
    const ACCESS: &'static [Access] = &[Access::to(
        NAME,
        &["arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-??????"],
    )
    .except(&[
        (&["CreateSecret"], &["arn:{partition}:secretsmanager:{region}:{account}:secret:{name}*"]),
        (&["GetRandomPassword"], &["*"]),
    ])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::key("kms_key", &["kms:Decrypt"]).to_read(),
        RequiredPermission::key("kms_key", &["kms:GenerateDataKey"]),
        RequiredPermission::named(
            "rotation.function",
            &["lambda:InvokeFunction"],
            "arn:{partition}:lambda:{region}:{account}:function:*",
        ),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[
        OnlyWith::of(&["value", "values"], &["GetSecretValue"]),
        OnlyWith::of(&["generation", "value", "values"], &["PutSecretValue"]),
        OnlyWith::of(&["generated"], &["GetRandomPassword"]),
        OnlyWith::of(&["policy"], &["PutResourcePolicy"]),
        OnlyWith::of(&["replicas"], &["ReplicateSecretToRegions"]),
        OnlyWith::of(&["rotation"], &["RotateSecret"]),
    ];
    const IMPACT_WHILE_ABSENT: &'static str = "whoever asks for it fails";
    const ABILITIES: Abilities<Self> = Abilities::NONE.runs_before_delete().listed();
    type Identity = Named;
    type Outputs = Outputs;
    /// The regions where AWS could make no replica.
    type Details = BTreeSet<String>;

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { name: Some(identity.name.clone()), ..Outputs::default() }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn check_place(&self, place: &Place, findings: &mut Findings) {
        check::regions(self, place, findings);
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        let is_other = |mine: Option<&String>, its: Option<&String>| mine.is_some() && mine != its;
        let is_regenerated = is_other(self.generation.as_ref(), live.generation.as_ref());
        let rotates =
            self.rotation.as_ref().is_some_and(|it| it.rotates_now(live.rotation.as_ref()));
        consequences! { consequences;
            interrupt "generation" if is_regenerated =>
                "AWS makes another value, and whoever goes on using the former one fails",
                "whoever uses the secret has to fetch it again";
            warn "rotation" if rotates =>
                "the secret changes at once",
                "write `rotate_immediately: false` to wait for the next date";
        }
        for region in live.replicas.keys().filter(|region| !self.replicas.contains_key(*region)) {
            let at = Path::field("replicas").key(region);
            consequences.interrupt(at, "whoever asks for the secret in this region fails", "");
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(mut live) = describe(aws, id).await?.filter(|it| it.deleted_date.is_none()) else {
            return Ok(None);
        };
        let (known, policy) = tokio::try_join!(value::read(aws, &live), read_policy(aws, id))?;
        let outputs = Outputs { arn: live.arn.clone(), name: live.name.clone() };
        let tags = live.tags.take().unwrap_or_default();
        let tags =
            tags.into_iter().filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default())));
        let tags = tags::from_aws(tags);
        let rotation = Rotation::of(&live);
        let (replicas, failed) = replicas::of(&live);
        live.kms_key_id = own_key(live.kms_key_id.take());
        let Known { value, values, generation } = known;
        let secret = Self::demanded(Some(live), "Name")
            .map_err(AwsError::in_answer::<DescribeSecretOutput>)?;
        let secret = Self { value, values, generation, rotation, policy, replicas, tags, ..secret };
        Ok(Some(Live { details: failed, ..Live::new(outputs, secret) }))
    }

    /// A secret of ours that waits for its end is taken back: until then nothing else can have its name.
    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.fill(aws.secrets_manager().create_secret())?;
        let (value, version) = value::first(self, aws).await?;
        let request = request.set_tags(Some(sdk_tags(&self.tags)?));
        let request = request.set_client_request_token(version).set_secret_string(value);
        match sent(request.send().await) {
            Err(error) if is_taken(&error) => self.take_back(aws, error).await?,
            outcome => outcome?,
        }
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (secrets, failed, live) = (aws.secrets_manager(), &live.details, &live.spec);
        if (&self.description, &self.kms_key) != (&live.description, &live.kms_key) {
            let request = self.fill_update(secrets.update_secret())?.secret_id(id);
            let key =
                (self.kms_key != live.kms_key).then(|| self.kms_key.clone().unwrap_or_default());
            request.set_kms_key_id(key).send().await?;
        }
        value::write(self, aws, id, live).await?;
        set_or_unset!(
            self, live, policy:
            |policy| secrets
                .put_resource_policy()
                .secret_id(id)
                .resource_policy(policy.to_string())
                .block_public_policy(self.block_public_policy.0),
            secrets.delete_resource_policy().secret_id(id)
        );
        replicas::update(self, aws, id, &live.replicas, failed).await?;
        self.update_rotation(aws, id, live.rotation.as_ref()).await?;
        let (untag, tag) = (secrets.untag_resource(), secrets.tag_resource());
        write_tags!(self.tags, live.tags, untag.secret_id(id), tag.secret_id(id), sdk_tags);
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        delete(aws, id, None).await
    }
}

impl Listed for Secret {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let secrets = items_by_token!(aws.secrets_manager().list_secrets(), secret_list);
        Ok(secrets.into_iter().filter_map(|secret| secret.name).collect())
    }
}

impl BeforeDelete for Secret {
    async fn before_delete(&self, aws: &Aws, id: &str) -> Result<()> {
        delete(aws, id, self.recovery_window_days.0).await
    }
}

impl Secret {
    async fn take_back(&self, aws: &Aws, error: AwsError) -> Result<()> {
        let there = describe(aws, &self.name).await?;
        let Some(there) = there.filter(|it| it.deleted_date.is_some()) else {
            return Err(error);
        };
        let tags = there.tags.unwrap_or_default().into_iter();
        let tags = tags.filter_map(|tag| Some((tag.key?, tag.value?))).collect();
        if !tags::are_ours(&tags, &ownership_in(&self.tags)) {
            let name = &self.name;
            let message = format!(
                "a secret that is not ours had the name `{name}`, and it is free only once its recovery window has \
                 passed: choose another name, or end it with `aws secretsmanager delete-secret \
                 --force-delete-without-recovery`"
            );
            return Err(AwsError { message, ..error });
        }
        sent(aws.secrets_manager().restore_secret().secret_id(&self.name).send().await)
    }

    async fn update_rotation(&self, aws: &Aws, id: &str, live: Option<&Rotation>) -> Result<()> {
        let Some(rotation) = &self.rotation else {
            return match live {
                Some(_) => {
                    sent(aws.secrets_manager().cancel_rotate_secret().secret_id(id).send().await)
                }
                None => Ok(()),
            };
        };
        if live.is_some_and(|live| rotation.is_like(live)) {
            return Ok(());
        }
        let request = aws.secrets_manager().rotate_secret().secret_id(id);
        let request = request.set_rotation_lambda_arn(rotation.function.clone());
        let request = request.rotate_immediately(rotation.is_immediate());
        sent(request.rotation_rules(rotation.rules()).send().await)
    }
}

impl Rotation {
    fn is_immediate(&self) -> bool {
        let Instruction(immediately) = self.rotate_immediately;
        immediately.unwrap_or(true)
    }

    fn rotates_now(&self, live: Option<&Self>) -> bool {
        self.is_immediate() && !live.is_some_and(|live| self.is_like(live))
    }
}

/// The longest that a secret without a recovery window takes to be gone.
const ENDED: Duration = Duration::from_secs(2 * 60);

/// Whether a name is not free. A secret that waits for its end is refused as an invalid request.
fn is_taken(error: &AwsError) -> bool {
    let says_deletion = error.message.contains("scheduled for deletion");
    error.has_code("ResourceExistsException")
        || (error.has_code("InvalidRequestException") && says_deletion)
}

/// The name in a secret's ARN, whose last six characters AWS has added; what is not an ARN is a name.
pub(super) fn name_in(id: &str) -> &str {
    let name = id.split_once(":secret:").and_then(|(_, rest)| rest.rsplit_once('-'));
    name.map_or(id, |(name, _)| name)
}

/// A secret, also where it waits for its end.
async fn describe(aws: &Aws, id: &str) -> Result<Option<DescribeSecretOutput>> {
    optional(aws.secrets_manager().describe_secret().secret_id(id).send().await)
}

async fn read_policy(aws: &Aws, id: &str) -> Result<Option<PolicyDocument>> {
    let answer = aws.secrets_manager().get_resource_policy().secret_id(id).send().await?;
    let text = non_empty(answer.resource_policy);
    Ok(text.as_deref().map(PolicyDocument::from_aws).transpose()?)
}

/// Deletes a secret with its replicas, without which AWS does not; nothing where it waits for its end already.
async fn delete(aws: &Aws, id: &str, days: Option<i64>) -> Result<()> {
    let Some(live) = describe(aws, id).await?.filter(|it| it.deleted_date.is_none()) else {
        return Ok(());
    };
    let regions = live.replication_status().iter().filter_map(|one| one.region.clone());
    replicas::remove(aws, id, regions.collect()).await?;
    let request = aws.secrets_manager().delete_secret().secret_id(id);
    if days != Some(0) {
        return deleted(request.set_recovery_window_in_days(days).send().await);
    }
    deleted(request.force_delete_without_recovery(true).send().await)?;
    wait_until("the secret to be gone", ENDED, || async {
        Ok(describe(aws, id).await?.is_none().then_some(()))
    })
    .await
}

fn sdk_tags(tags: &Tags) -> Result<Vec<sdk::Tag>> {
    let tags = tags.iter();
    Ok(tags.map(|(key, value)| sdk::Tag::builder().key(key).value(value).build()).collect())
}
