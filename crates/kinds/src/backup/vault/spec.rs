//! What a vault is made of.

use aws_sdk_backup::operation::create_backup_vault::builders::CreateBackupVaultFluentBuilder;
use aws_sdk_backup::operation::describe_backup_vault::DescribeBackupVaultOutput;
use aws_sdk_backup::operation::get_backup_vault_notifications::GetBackupVaultNotificationsOutput;
use aws_sdk_backup::types as sdk;

use crate::prelude::*;
use language::value::{Instruction, PolicyDocument};

/// A vault, in which AWS Backup keeps recovery points. AWS deletes an empty vault alone.
#[spec(DescribeBackupVaultOutput, request = CreateBackupVaultFluentBuilder)]
pub struct Vault {
    /// The vault's name: 2–50 of letters, digits and `-_`.
    #[field(required, create_only, value_only, aws = backup_vault_name)]
    #[field(length = 2..=50, pattern = "^[A-Za-z0-9_-]+$")]
    pub name: String,
    /// ARN of the KMS key that encrypts the recovery points. Absent: the account's key for AWS Backup.
    #[field(create_only, aws = encryption_key_arn)]
    pub kms_key: Auto<String>,
    /// Who may do what with the vault and its recovery points. Absent: what IAM lets in.
    #[field(grants, policy = "resource", not_in_answer, not_in_request)]
    pub policy: Option<PolicyDocument>,
    /// How long recovery points are kept at least and at most, and from when on nobody can change that. Absent: whoever
    /// may delete recovery points can do so.
    #[field(not_in_answer, not_in_request)]
    pub lock: Option<Lock>,
    /// Of what a topic is told. Absent: of nothing.
    #[field(not_in_answer, not_in_request)]
    pub notifications: Option<Notifications>,
    /// Tags of the vault.
    #[field(not_in_answer, aws = backup_vault_tags)]
    pub tags: Tags,
}

/// The lock of a vault: in governance mode, in which those who may can remove it, unless it has `compliance`. Jobs
/// that would keep a recovery point shorter or longer fail.
#[spec]
pub struct Lock {
    /// Days that a recovery point is kept at least. Absent: any.
    #[field(range = 1..=36500)]
    pub min_retention_days: Option<i64>,
    /// Days that a recovery point is kept at most: up to 36,500. Absent: any.
    #[field(range = 1..=36500)]
    pub max_retention_days: Option<i64>,
    /// Compliance mode: once its days have passed, nobody can remove the lock or change it, AWS neither, and no
    /// recovery point is deleted before its time. Absent: governance mode.
    pub compliance: Option<Compliance>,
}

/// The mode of a lock that cannot be undone.
#[spec]
pub struct Compliance {
    /// Days in which the lock can still be changed or removed, from when it is set: 3–36,500. Absent: 3.
    #[field(range = 3..=36500)]
    pub changeable_for_days: Instruction<Option<i64>>,
}

/// Of what a topic is told.
#[spec(GetBackupVaultNotificationsOutput)]
pub struct Notifications {
    /// ARN of the SNS topic, which lets `backup.amazonaws.com` publish.
    #[field(required, called_by = "backup.amazonaws.com", aws = sns_topic_arn)]
    pub topic: String,
    /// What it is told, such as `BACKUP_JOB_COMPLETED` (also of jobs that failed), `COPY_JOB_FAILED` and
    /// `RESTORE_JOB_COMPLETED`.
    #[field(required, length = 1.., aws = backup_vault_events)]
    pub events: BTreeSet<Event>,
}

aws_enum! {
    /// What may happen in a vault.
    Event = sdk::BackupVaultEvent {
        BackupJobStarted = "BACKUP_JOB_STARTED",
        BackupJobCompleted = "BACKUP_JOB_COMPLETED",
        CopyJobStarted = "COPY_JOB_STARTED",
        CopyJobSuccessful = "COPY_JOB_SUCCESSFUL",
        CopyJobFailed = "COPY_JOB_FAILED",
        RestoreJobStarted = "RESTORE_JOB_STARTED",
        RestoreJobCompleted = "RESTORE_JOB_COMPLETED",
        RecoveryPointModified = "RECOVERY_POINT_MODIFIED",
        RecoveryPointIndexCompleted = "RECOVERY_POINT_INDEX_COMPLETED",
        RecoveryPointIndexDeleted = "RECOVERY_POINT_INDEX_DELETED",
        RecoveryPointIndexingFailed = "RECOVERY_POINT_INDEXING_FAILED",
        ContinuousBackupInterrupted = "CONTINUOUS_BACKUP_INTERRUPTED",
        S3BackupObjectFailed = "S3_BACKUP_OBJECT_FAILED",
        S3RestoreObjectFailed = "S3_RESTORE_OBJECT_FAILED",
        EksBackupObjectFailed = "EKS_BACKUP_OBJECT_FAILED",
        EksRestoreObjectFailed = "EKS_RESTORE_OBJECT_FAILED",
        EksRestoreObjectSkipped = "EKS_RESTORE_OBJECT_SKIPPED",
    }
}

outputs! {
    /// ARN of the vault.
    arn,
    /// Name of the vault.
    name,
}

impl Lock {
    /// The lock of a vault. AWS tells the date from which on it cannot be changed in the place of the days.
    pub(super) fn of(live: &DescribeBackupVaultOutput) -> Option<Self> {
        let compliance = live.lock_date.map(|_| Compliance::default());
        let lock = Self {
            min_retention_days: live.min_retention_days.filter(|days| *days > 0),
            max_retention_days: live.max_retention_days.filter(|days| *days > 0),
            compliance,
        };
        (live.locked == Some(true)).then_some(lock)
    }

    pub(super) fn changeable_for_days(&self) -> Option<i64> {
        self.compliance.as_ref().map(Compliance::days)
    }
}

impl Compliance {
    /// The fewest that AWS accepts, where nobody says how many.
    const FEWEST_DAYS: i64 = 3;

    pub(super) fn days(&self) -> i64 {
        self.changeable_for_days.0.unwrap_or(Self::FEWEST_DAYS)
    }
}
