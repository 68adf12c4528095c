//! AWS Backup.

pub mod plan;
pub(crate) mod terraform;
pub mod vault;

use aws::services::{Answer, PROPAGATION, RIGHTS_CHANGED, Service, TransientError, When, rate};
use aws::tags;

use crate::prelude::*;

aws::client! {
    /// The client of AWS Backup.
    pub trait Backup { backup: aws_sdk_backup }
}

/// The name that the SDK gives it.
pub const NAME: &str = "Backup";

/// It publishes no rates.
pub const SERVICE: Service = Service {
    rates: |_| vec![rate("backup", 5.0, 10.0)],
    not_found: &["ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateBackupPlan", "BackupPlanId"),
        ("DescribeBackupVault", "BackupVaultArn"),
        ("GetBackupPlan", "BackupPlan.BackupPlanName"),
        ("GetBackupSelection", "BackupSelection.SelectionName"),
        ("GetBackupVaultAccessPolicy", "Policy"),
        ("GetBackupVaultNotifications", "SNSTopicArn"),
        ("ListBackupPlans", "BackupPlansList"),
        ("ListBackupSelections", "BackupSelectionsList"),
        ("ListBackupVaults", "BackupVaultList"),
        ("ListTags", "Tags"),
    ],
    // Tags in a create call are an action of their own.
    actions: &[
        ("CreateBackupPlan", &["CreateBackupPlan", "TagResource"]),
        ("CreateBackupVault", &["CreateBackupVault", "TagResource"]),
    ],
    ..Service::new(NAME, "aws_sdk_backup", "backup")
};

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: &[
            "GetBackupPlan", "GetBackupSelection", "ListBackupSelections", "ListTags",
            "CreateBackupSelection",
        ],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["CreateBackupPlan", "CreateBackupSelection"]),
        limit: PROPAGATION,
        what: "the plan to be known",
    },
    TransientError {
        operations: &["CreateBackupSelection"],
        answer: Answer::Saying(
            "InvalidParameterValueException",
            &["cannot be assumed", "is not authorized to call"],
        ),
        when: RIGHTS_CHANGED,
        limit: PROPAGATION,
        what: "the role of the selection to be known",
    },
];

/// The tags of a vault or a plan.
async fn read_tags(aws: &Aws, arn: &str) -> Result<Tags> {
    let mut found = Tags::new();
    let mut pages = aws.backup().list_tags().resource_arn(arn).into_paginator().send();
    while let Some(page) = pages.next().await {
        found.extend(tags::from_aws(page?.tags.unwrap_or_default()));
    }
    Ok(found)
}

/// Writes the tags that differ.
async fn update_tags(aws: &Aws, arn: &str, wanted: &Tags, live: &Tags) -> Result<()> {
    let Some(changes) = tags::changes(wanted, live) else {
        return Ok(());
    };
    if !changes.remove.is_empty() {
        let request = aws.backup().untag_resource().resource_arn(arn);
        request.set_tag_key_list(Some(changes.remove)).send().await?;
    }
    if !changes.set.is_empty() {
        let request = aws.backup().tag_resource().resource_arn(arn);
        request.set_tags(Some(changes.set.into_iter().collect())).send().await?;
    }
    Ok(())
}
