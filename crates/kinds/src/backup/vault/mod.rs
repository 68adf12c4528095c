//! `backup.vault`: where recovery points are kept.

mod spec;

use aws_sdk_backup::operation::describe_backup_vault::DescribeBackupVaultOutput;
use aws_sdk_backup::operation::get_backup_vault_notifications::GetBackupVaultNotificationsOutput;

use super::{Backup, NAME, read_tags, update_tags};
use crate::calls;
use crate::lists::items;
use crate::prelude::*;
use crate::settings::set_or_unset;
use kind::{
    Abilities, Access, Calls, Concern, Data, Facts, Kind, Listed, Live, Named, OnlyWith, Place,
    RequiredPermission,
};
use language::value::PolicyDocument;

use spec::{Lock, Notifications};
pub use spec::{Outputs, Vault};

impl Kind for Vault {
    const NAME: &'static str = "backup.vault";
    const FACTS: Facts = Facts {
        data: Some(Data {
            moves: "its recovery points, which can be copied to another vault",
            follows: "plans and policies that name the vault, if it gets another name",
        }),
        ..Facts::of(Concern::Storage)
    };
    const CONSOLE: Console =
        Console::Page("backup/home?region={region}#/backupvaults/details/{id}");
    const CALLS: &'static [Calls] = calls::BACKUP_VAULT;
    const ACCESS: &'static [Access] =
        &[Access::to(NAME, &["{arn}"]).except(&[(&["ListBackupVaults"], &["*"])])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::these(
            RequiredPermission::ALWAYS,
            &["backup-storage:MountCapsule"],
            &["*"],
        ),
        RequiredPermission::key(
            "kms_key",
            &[
                "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey",
                "kms:RetireGrant",
            ],
        ),
    ];
    const ONLY_WITH: &'static [OnlyWith] = &[
        OnlyWith::of(&["lock"], &["PutBackupVaultLockConfiguration"]),
        OnlyWith::of(&["notifications"], &["PutBackupVaultNotifications"]),
        OnlyWith::of(&["policy"], &["PutBackupVaultAccessPolicy"]),
    ];
    const IMPACT_WHILE_ABSENT: &'static str = "backups and copies into it fail";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        let arn = place.arn("backup", &format!("backup-vault:{}", identity.name));
        Outputs { arn: Some(arn), name: Some(identity.name.clone()) }
    }

    /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html>
    fn check(&self, findings: &mut Findings) {
        if let Some(lock) = &self.lock {
            let (min, max) = (lock.min_retention_days, lock.max_retention_days);
            rules! { findings, Path::field("lock");
                Error if min.zip(max).is_some_and(|(min, max)| min > max) =>
                    "no recovery point could be kept",
                    "they are to be kept longer at least than they are at most",
                    "make `max_retention_days` the larger one";
                Warning if min.is_none() && max.is_none() =>
                    "the lock bounds nothing but who may delete",
                    "it has neither a shortest nor a longest time",
                    "add `min_retention_days`";
                Warning "compliance" if lock.compliance.is_some() =>
                    "compliance mode cannot be undone",
                    "once its days have passed, nobody can change the lock or delete a recovery point before its \
                     time, AWS neither, and whatever is in the vault is paid for until then",
                    "try the lock without `compliance` first";
            }
        }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        let compliance = |vault: &Self| vault.lock.as_ref()?.compliance.clone();
        if let (Some(wanted), None) = (compliance(self), compliance(live)) {
            let days = wanted.days();
            let at = Path::field("lock").key("compliance");
            let says = format!("after {days} days nobody can remove the lock or change it");
            consequences.lose(at, says, "remove `compliance` unless a regulation asks for it");
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let Some(vault) = describe(aws, id).await? else {
            return Ok(None);
        };
        let outputs = Self::predict(&Named { name: id.to_owned() }, &aws.place());
        let arn = vault.backup_vault_arn.clone().unwrap_or_default();
        let lock = Lock::of(&vault);
        let (policy, notifications, tags) = tokio::try_join!(
            read_policy(aws, id),
            read_notifications(aws, id),
            read_tags(aws, &arn)
        )?;
        let vault = Self::demanded(Some(vault), "BackupVaultName")
            .map_err(AwsError::in_answer::<DescribeBackupVaultOutput>)?;
        let vault = Self { policy, lock, notifications, tags, ..vault };
        Ok(Some(Live::new(outputs, vault)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        self.fill(aws.backup().create_backup_vault())?.send().await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (backup, outputs, live) = (aws.backup(), &live.outputs, &live.spec);
        set_or_unset!(
            self, live, policy:
            |policy| backup
                .put_backup_vault_access_policy()
                .backup_vault_name(id)
                .policy(policy.to_string()),
            deleted backup.delete_backup_vault_access_policy().backup_vault_name(id)
        );
        set_or_unset!(
            self, live, notifications:
            |told| backup
                .put_backup_vault_notifications()
                .backup_vault_name(id)
                .sns_topic_arn(&told.topic)
                .set_backup_vault_events(told.events.to_aws()?),
            deleted backup.delete_backup_vault_notifications().backup_vault_name(id)
        );
        self.update_lock(aws, id, live.lock.as_ref()).await?;
        let arn = outputs.arn.as_deref().unwrap_or_default();
        update_tags(aws, arn, &self.tags, &live.tags).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        if describe(aws, id).await?.is_none() {
            return Ok(());
        }
        let request = aws.backup().delete_backup_vault().backup_vault_name(id);
        deleted(request.send().await).map_err(explain_not_empty)
    }
}

impl Listed for Vault {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let vaults = items!(aws.backup().list_backup_vaults());
        Ok(vaults.into_iter().filter_map(|vault| vault.backup_vault_name).collect())
    }
}

impl Vault {
    /// A lock that is to be in governance mode again is removed first.
    async fn update_lock(&self, aws: &Aws, id: &str, live: Option<&Lock>) -> Result<()> {
        let mode = |lock: &Lock| lock.compliance.is_some();
        let same = |wanted: &Lock, live: &Lock| {
            let days = |lock: &Lock| (lock.min_retention_days, lock.max_retention_days);
            (days(wanted), mode(wanted)) == (days(live), mode(live))
        };
        let wanted = self.lock.as_ref();
        match (wanted, live) {
            (None, None) => return Ok(()),
            (Some(wanted), Some(live)) if same(wanted, live) => return Ok(()),
            _ => {}
        }
        if live.is_some_and(|live| mode(live) && !wanted.is_some_and(mode)) || wanted.is_none() {
            let request = aws.backup().delete_backup_vault_lock_configuration();
            deleted(request.backup_vault_name(id).send().await)?;
        }
        let Some(lock) = wanted else {
            return Ok(());
        };
        let request = aws.backup().put_backup_vault_lock_configuration().backup_vault_name(id);
        let request = request.set_min_retention_days(lock.min_retention_days);
        let request = request.set_max_retention_days(lock.max_retention_days);
        sent(request.set_changeable_for_days(lock.changeable_for_days()).send().await)
    }
}

/// A vault. Of one that does not exist AWS says that access is denied, so the list tells whether there is one.
async fn describe(aws: &Aws, name: &str) -> Result<Option<DescribeBackupVaultOutput>> {
    let outcome = aws.backup().describe_backup_vault().backup_vault_name(name).send().await;
    match optional(outcome) {
        Err(error) if error.has_code("AccessDeniedException") => {
            let vaults = items!(aws.backup().list_backup_vaults());
            match vaults.iter().any(|vault| vault.backup_vault_name() == Some(name)) {
                true => Err(error),
                false => Ok(None),
            }
        }
        outcome => outcome,
    }
}

async fn read_policy(aws: &Aws, name: &str) -> Result<Option<PolicyDocument>> {
    let request = aws.backup().get_backup_vault_access_policy().backup_vault_name(name);
    let answer = optional(request.send().await)?;
    let text = non_empty(answer.and_then(|answer| answer.policy));
    Ok(text.as_deref().map(PolicyDocument::from_aws).transpose()?)
}

async fn read_notifications(aws: &Aws, name: &str) -> Result<Option<Notifications>> {
    let request = aws.backup().get_backup_vault_notifications().backup_vault_name(name);
    let answer = optional(request.send().await)?;
    aws::read::<GetBackupVaultNotificationsOutput, Notifications>(answer)
}

fn explain_not_empty(error: AwsError) -> AwsError {
    if !error.message.to_lowercase().contains("recovery point") {
        return error;
    }
    let message = "the vault has recovery points, which no delete here takes along: delete them first, or let them \
                   expire";
    AwsError { message: message.to_owned(), ..error }
}
