//! `kms.key`: a key that encrypts or signs, with its aliases.

mod aliases;
mod check;
mod spec;

use aws_sdk_kms::operation::describe_key::DescribeKeyOutput;
use aws_sdk_kms::types as sdk;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{Kms, NAME};
use crate::calls;
use crate::lists::items;
use crate::prelude::*;
use crate::settings::write_tags;
use kind::{
    Abilities, Access, BeforeDelete, Calls, Concern, Data, Facts, Kind, Listed, Live, OnlyWith,
    Place, RequiredPermission,
};
use language::value::{Instruction, PolicyDocument, Value};

pub use spec::{Key, Outputs};

/// By what a key is found: AWS invents its id.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    #[serde(default)]
    pub aliases: BTreeSet<String>,
}

impl Kind for Key {
    const NAME: &'static str = "kms.key";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "what the key has encrypted, which has to be decrypted with it and encrypted with the other one",
            follows: "policies, grants and encrypted objects that name the key by its id",
        }),
        ..Facts::of(Concern::Access)
    };
    const CONSOLE: Console = Console::Page("kms/home?region={region}#/kms/keys/{id}");
    const CALLS: &'static [Calls] = calls::KMS_KEY;
    const ACCESS: &'static [Access] = &[Access::to(NAME, &[KEYS]).except(&[
        (&["CreateKey", "ListAliases", "ListKeys"], &["*"]),
        (
            &["CreateAlias", "DeleteAlias", "UpdateAlias"],
            &["arn:{partition}:kms:{region}:{account}:alias/*", KEYS],
        ),
    ])];
    const DEMANDS: &'static [RequiredPermission] =
        &[RequiredPermission::service_role("multi_region", &["mrk.kms.amazonaws.com"])];
    const ONLY_WITH: &'static [OnlyWith] = &[
        OnlyWith::of(&["aliases"], &["CreateAlias", "UpdateAlias"]),
        OnlyWith::of(&["rotation_days"], &["EnableKeyRotation"]),
    ];
    const KNOWN_BY: &'static str = "its id, such as `1234abcd-12ab-34cd-56ef-1234567890ab`";
    const IMPACT_WHILE_ABSENT: &'static str = "whoever encrypts or decrypts with it fails";
    const ABILITIES: Abilities<Self> = Abilities::NONE.runs_before_delete().listed();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn predict(_: &Identity, _: &Place) -> Outputs {
        Outputs::default()
    }

    fn created_outputs(_: &Identity, id: &str, place: &Place) -> Outputs {
        Outputs { arn: Some(place.arn("kms", &format!("key/{id}"))), id: Some(id.to_owned()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        let rotation_differs = self.rotation_days != live.rotation_days;
        consequences! { consequences;
            interrupt "disabled" if self.disabled && !live.disabled =>
                "nothing can be encrypted, decrypted or signed with the key";
            refuse "rotation_days" if rotation_differs && live.disabled && self.disabled =>
                "AWS changes the rotation of an enabled key alone",
                "remove `disabled` first";
        }
        for alias in live.aliases.difference(&self.aliases) {
            let says = format!("whoever names the key as `{alias}` fails");
            consequences.interrupt(Path::field("aliases"), says, "");
        }
    }

    async fn find(aws: &Aws, identity: &Identity, ownership: &Tags) -> Result<Vec<String>> {
        aliases::find(aws, &identity.aliases, ownership).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(described) = describe(aws, id).await? else {
            return Ok(None);
        };
        let outputs = Outputs { arn: described.arn.clone(), id: Some(described.key_id.clone()) };
        let xks_key = described.xks_key_configuration.as_ref().and_then(|xks| xks.id.clone());
        // A key without its material cannot be used either, and is not disabled.
        let disabled = described.key_state == Some(sdk::KeyState::Disabled);
        let key = Self::demanded(Some(described), "KeyMetadata")
            .map_err(AwsError::in_answer::<DescribeKeyOutput>)?;
        let (policy, rotation_days, aliases, tags) = tokio::try_join!(
            read_policy(aws, id),
            read_rotation(aws, id, key.can_rotate()),
            aliases::read(aws, id),
            aliases::read_tags(aws, id),
        )?;
        let key = Self { xks_key, disabled, policy, rotation_days, aliases, tags, ..key };
        Ok(Some(Live::new(outputs, key)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.fill(aws.kms().create_key())?.set_tags(Some(sdk_tags(&self.tags)?));
        let request = request.set_bypass_policy_lockout_safety_check(self.bypass());
        let answer = request.send().await?;
        aliases::forget(aws);
        member(answer, "KeyId", |answer| Some(answer.key_metadata?.key_id))
    }

    /// What needs an enabled key comes while it is one.
    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (kms, live) = (aws.kms(), &live.spec);
        if live.disabled && !self.disabled {
            kms.enable_key().key_id(id).send().await?;
        }
        match self.rotation_days {
            same if same == live.rotation_days => {}
            Some(days) => {
                let request = kms.enable_key_rotation().key_id(id);
                request.rotation_period_in_days(days).send().await?;
            }
            None => sent(kms.disable_key_rotation().key_id(id).send().await)?,
        }
        if self.description != live.description {
            let description = self.description.clone().unwrap_or_default();
            kms.update_key_description().key_id(id).description(description).send().await?;
        }
        if self.policy != live.policy {
            let policy = self.policy.as_ref().map_or_else(
                || default_policy(&aws.place()).to_string(),
                PolicyDocument::to_string,
            );
            let request = kms.put_key_policy().key_id(id).policy_name(POLICY).policy(policy);
            request.set_bypass_policy_lockout_safety_check(self.bypass()).send().await?;
        }
        aliases::update(aws, id, &self.tags, &self.aliases, &live.aliases).await?;
        let (untag, tag) = (kms.untag_resource().key_id(id), kms.tag_resource().key_id(id));
        write_tags!(self.tags, live.tags, untag, tag, sdk_tags);
        if self.disabled && !live.disabled {
            kms.disable_key().key_id(id).send().await?;
        }
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        schedule_deletion(aws, id, None).await
    }
}

impl Listed for Key {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let keys = items!(aws.kms().list_keys());
        Ok(keys.into_iter().filter_map(|key| key.key_id).collect())
    }
}

impl BeforeDelete for Key {
    async fn before_delete(&self, aws: &Aws, id: &str) -> Result<()> {
        schedule_deletion(aws, id, self.deletion_window_days.0).await
    }
}

impl Key {
    fn bypass(&self) -> Option<bool> {
        let Instruction(bypass) = self.bypass_policy_lockout_check;
        bypass.then_some(true)
    }
}

const KEYS: &str = "arn:{partition}:kms:{region}:{account}:key/*";
/// The one name that a key policy has.
const POLICY: &str = "default";

/// A key that can be used, now or again: one whose deletion is scheduled is none any more.
async fn describe(aws: &Aws, id: &str) -> Result<Option<sdk::KeyMetadata>> {
    use sdk::KeyState::{PendingDeletion, PendingReplicaDeletion};
    let Some(answer) = optional(aws.kms().describe_key().key_id(id).send().await)? else {
        return Ok(None);
    };
    let key = member(answer, "KeyMetadata", |answer| answer.key_metadata)?;
    let is_going = matches!(key.key_state, Some(PendingDeletion | PendingReplicaDeletion));
    Ok((!is_going).then_some(key))
}

/// Schedules the deletion of a key, unless it is scheduled already. Its aliases go first, so that another key can have
/// them at once.
async fn schedule_deletion(aws: &Aws, id: &str, days: Option<i32>) -> Result<()> {
    if describe(aws, id).await?.is_none() {
        return Ok(());
    }
    for alias in aliases::read(aws, id).await? {
        aliases::delete(aws, &alias).await?;
    }
    let request = aws.kms().schedule_key_deletion().key_id(id);
    deleted(request.set_pending_window_in_days(days).send().await)?;
    aliases::forget(aws);
    Ok(())
}

async fn read_policy(aws: &Aws, id: &str) -> Result<Option<PolicyDocument>> {
    let request = aws.kms().get_key_policy().key_id(id).policy_name(POLICY);
    let text = member(request.send().await?, "Policy", |answer| answer.policy)?;
    let policy = PolicyDocument::from_aws(&text)?;
    let own = default_policy(&aws.place());
    Ok((statements(&policy) != statements(&own)).then_some(policy))
}

/// Whether a policy is the one that KMS gives each key: it lets in its account.
pub(super) fn is_usual_policy(policy: &str) -> bool {
    let said = PolicyDocument::from_aws(policy).map(|policy| statements(&policy));
    let said = said.unwrap_or_default();
    let principal = said.first().and_then(|it| it.get("Principal")?.get("AWS")?.as_str());
    principal.is_some_and(|account| {
        said == statements(&default_policy(&Place::new(account, "us-east-1")))
    })
}

/// What a policy says, without the names that it and its statements have.
fn statements(policy: &PolicyDocument) -> Vec<Value> {
    let mut statements = policy.statements().to_vec();
    for statement in statements.iter_mut().filter_map(Value::as_object_mut) {
        statement.remove("Sid");
    }
    statements
}

/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
fn default_policy(place: &Place) -> PolicyDocument {
    let root = place.global_arn("iam", "root");
    let document = json!({ "Id": "key-default-1", "Statement": [{
        "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": { "AWS": root },
        "Action": "kms:*", "Resource": "*",
    }] });
    match PolicyDocument::new(document) {
        Ok(policy) => policy,
        Err(_) => unreachable!("it is a policy document"),
    }
}

async fn read_rotation(aws: &Aws, id: &str, can_rotate: bool) -> Result<Option<i32>> {
    if !can_rotate {
        return Ok(None);
    }
    let answer = aws.kms().get_key_rotation_status().key_id(id).send().await?;
    Ok(answer.key_rotation_enabled.then(|| answer.rotation_period_in_days.unwrap_or(365)))
}

fn sdk_tags(tags: &Tags) -> Result<Vec<sdk::Tag>> {
    let tags = tags.iter();
    tags.map(|(key, value)| Ok(sdk::Tag::builder().tag_key(key).tag_value(value).build()?))
        .collect()
}
