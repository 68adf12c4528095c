//! What a plan is made of.

use aws_sdk_backup::types as sdk;
use aws_sdk_backup::types::builders::{
    BackupRuleInputBuilder, BackupSelectionBuilder, ScanSettingBuilder,
};

use crate::forms::unless_default;
use crate::prelude::*;

/// A plan, by which AWS Backup makes recovery points: the rules say when and how long, the selections of what.
#[spec]
pub struct Plan {
    /// The plan's name: 1–50 of letters, digits and `-_.`.
    #[field(required, create_only, value_only, length = 1..=50, pattern = "^[A-Za-z0-9_.-]+$")]
    pub name: String,
    /// When recovery points are made and how long they are kept, by the names of the rules: 1–50 of letters, digits and
    /// `-_.`.
    #[field(required, entries = 1..)]
    pub rules: BTreeMap<String, Rule>,
    /// Of what recovery points are made, by the names of the selections: 1–50 of letters, digits and `-_.`. AWS never
    /// changes a selection: another one takes its place.
    #[field(value_only, deferrable)]
    pub selections: BTreeMap<String, Selection>,
    /// Settings of single types of resources: `EC2: { WindowsVSS: enabled }` makes backups of Windows instances
    /// consistent for their applications.
    #[field(value_only)]
    pub advanced_settings: BTreeMap<String, BTreeMap<String, String>>,
    /// What looks for malware in recovery points, by its name: `GUARDDUTY`.
    pub malware_scanners: BTreeMap<String, Scanner>,
    /// Tags of the plan.
    pub tags: Tags,
}

/// When recovery points are made, and how long they are kept.
#[spec(sdk::BackupRule, request = BackupRuleInputBuilder)]
pub struct Rule {
    /// Name of the vault that keeps them.
    #[field(required, length = 2..=50, pattern = "^[A-Za-z0-9_-]+$", aws = target_backup_vault_name)]
    pub vault: String,
    /// ARN of a logically air-gapped vault that keeps them as well, or in its place where AWS can do that.
    #[field(aws = target_logically_air_gapped_backup_vault_arn)]
    pub air_gapped_vault: Option<String>,
    /// When they are made: `cron(<minutes> <hours> <day of month> <month> <day of week> <year>)`. Absent: at 5:00 every
    /// day.
    #[field(default = DEFAULT_SCHEDULE.to_owned(), aws = schedule_expression)]
    pub schedule: String,
    /// The time zone of the schedule, such as `Europe/Berlin`. Absent: UTC.
    #[field(default = DEFAULT_TIMEZONE.to_owned(), length = 1.., aws = schedule_expression_timezone)]
    pub timezone: String,
    /// Minutes within which a backup has to start: 60 or more. Absent: 480.
    #[field(default = 480, range = 60..)]
    pub start_window_minutes: i64,
    /// Minutes within which it has to end, or is cancelled. Absent: 10,080, which is a week.
    #[field(default = 10080, range = 60.., aws = completion_window_minutes)]
    pub completion_window_minutes: i64,
    /// When recovery points move to cold storage, and when they are deleted. Absent: they are kept for ever.
    #[field(with = lifecycle)]
    pub lifecycle: Option<Lifecycle>,
    /// Whether the resource can be restored as it was at any second of the last 1–35 days, where AWS can do that.
    #[field(with = unless_default, aws = enable_continuous_backup)]
    pub continuous_backup: bool,
    /// Other vaults, of this or another region or account, that get a copy.
    #[field(aws = copy_actions)]
    pub copies: BTreeSet<BackupCopy>,
    /// Tags of the recovery points.
    #[field(value_only)]
    pub recovery_point_tags: BTreeMap<String, String>,
    /// Types of resources whose recovery points are indexed for search: `EBS`, `S3`.
    #[field(aws = index_actions, with = indexed)]
    pub indexed_resource_types: BTreeSet<String>,
    /// What is looked through for malware, by the name of the scanner: `FULL_SCAN` or `INCREMENTAL_SCAN`.
    #[field(aws = scan_actions, with = scans)]
    pub malware_scans: BTreeMap<String, ScanMode>,
}

/// When AWS Backup starts backups where nobody says it, and in which time zone.
const DEFAULT_SCHEDULE: &str = "cron(0 5 ? * * *)";
const DEFAULT_TIMEZONE: &str = "Etc/UTC";

/// When recovery points move to cold storage, and when they are deleted.
#[spec(sdk::Lifecycle)]
#[derive(Eq, PartialOrd, Ord)]
pub struct Lifecycle {
    /// Days after which a recovery point moves to cold storage, if its resource can. Absent: it does not.
    #[field(range = 1.., aws = move_to_cold_storage_after_days)]
    pub cold_after_days: Option<i64>,
    /// Days after which it is deleted: at least 90 more than `cold_after_days`. Absent: it is not.
    #[field(range = 1.., aws = delete_after_days)]
    pub delete_after_days: Option<i64>,
    /// Whether it moves to the archive tier, where its resource has that in the place of cold storage.
    #[field(with = unless_default, aws = opt_in_to_archive_for_supported_resources)]
    pub opt_in_to_archive: bool,
    /// What it is deleted after, whatever the days: `DELETE_AFTER_COPY`.
    pub delete_after_event: Option<DeleteAfter>,
}

/// A copy in another vault.
#[spec(sdk::CopyAction)]
#[derive(Eq, PartialOrd, Ord)]
pub struct BackupCopy {
    /// ARN of the vault.
    #[field(required, aws = destination_backup_vault_arn)]
    pub vault: String,
    /// How long the copy is kept. Absent: as long as the original.
    #[field(with = lifecycle)]
    pub lifecycle: Option<Lifecycle>,
}

/// Of what recovery points are made: of what is named or has one of the tags, as far as all `conditions` hold.
#[spec(sdk::BackupSelection, request = BackupSelectionBuilder)]
pub struct Selection {
    /// ARN of the role that AWS Backup acts as.
    #[field(required, aws = iam_role_arn)]
    pub role: String,
    /// ARNs of resources, in which `*` stands for anything.
    #[field(length = ..=500)]
    pub resources: BTreeSet<String>,
    /// ARNs of resources that are left out.
    #[field(length = ..=500)]
    pub not_resources: BTreeSet<String>,
    /// Tags of which a resource has one, such as `{ key: Backup, value: "true" }`.
    #[field(length = ..=30, aws = list_of_tags)]
    pub any_tag: BTreeSet<AnyTag>,
    /// What tags of a resource have to be.
    #[field(with = conditions)]
    pub conditions: Option<Conditions>,
}

/// A tag that selects resources.
#[spec]
#[derive(Eq, PartialOrd, Ord)]
pub struct AnyTag {
    /// The tag's name.
    #[field(required, length = 1..)]
    pub key: String,
    /// The tag's value.
    #[field(required)]
    pub value: String,
}

/// What tags of a resource have to be, all of it.
#[spec(sdk::Conditions)]
pub struct Conditions {
    /// Tags with exactly this value.
    #[field(aws = string_equals)]
    pub equals: BTreeSet<TagCondition>,
    /// Tags with another value.
    #[field(aws = string_not_equals)]
    pub not_equals: BTreeSet<TagCondition>,
    /// Tags with a value like this, in which `*` stands for anything.
    #[field(aws = string_like)]
    pub like: BTreeSet<TagCondition>,
    /// Tags with a value that is not like this.
    #[field(aws = string_not_like)]
    pub not_like: BTreeSet<TagCondition>,
}

/// What a tag is compared with.
#[spec(sdk::ConditionParameter)]
#[derive(Eq, PartialOrd, Ord)]
pub struct TagCondition {
    /// `aws:ResourceTag/` and the tag's name.
    #[field(required, pattern = "^aws:ResourceTag/.+$", aws = condition_key)]
    pub key: String,
    /// The value.
    #[field(required, aws = condition_value)]
    pub value: String,
}

/// What looks for malware.
#[spec(sdk::ScanSetting, request = ScanSettingBuilder)]
pub struct Scanner {
    /// Types of resources that are looked at: `EBS`, `EC2`, `S3` or `ALL`.
    #[field(required, length = 1..)]
    pub resource_types: BTreeSet<String>,
    /// ARN of the role that it acts as.
    #[field(required, aws = scanner_role_arn)]
    pub role: String,
}

aws_enum! {
    /// What a recovery point is deleted after.
    DeleteAfter = sdk::LifecycleDeleteAfterEvent {
        Copy = "DELETE_AFTER_COPY",
    }

    /// How much is looked at.
    ScanMode = sdk::ScanMode {
        Full = "FULL_SCAN",
        Incremental = "INCREMENTAL_SCAN",
    }
}

outputs! {
    /// Id of the plan.
    id,
    /// ARN of the plan.
    arn,
    /// Name of the plan.
    name,
}

impl Field for AnyTag {
    type Aws = sdk::Condition;

    fn of(aws: Option<sdk::Condition>) -> Result<Option<Self>> {
        Ok(aws.map(|tag| Self { key: tag.condition_key, value: tag.condition_value }))
    }

    fn to_aws(&self) -> Result<Option<sdk::Condition>> {
        let tag = sdk::Condition::builder().condition_type(sdk::ConditionType::Stringequals);
        Ok(Some(tag.condition_key(&self.key).condition_value(&self.value).build()?))
    }
}

/// What says nothing is none: AWS gives both.
fn unless_empty<T: Default + PartialEq>(said: Option<T>) -> Option<T> {
    said.filter(|said| *said != T::default())
}

conversions! {
    lifecycle: Option<Lifecycle>, sdk::Lifecycle {
        |said| Some(unless_empty(Lifecycle::of(said)?)),
        |lifecycle| lifecycle.to_aws()?,
    }
    conditions: Option<Conditions>, sdk::Conditions {
        |said| Some(unless_empty(Conditions::of(said)?)),
        |conditions| conditions.to_aws()?,
    }
    indexed: BTreeSet<String>, Vec<sdk::IndexAction> {
        |said| said.map(|actions| {
            actions.into_iter().flat_map(|action| action.resource_types.unwrap_or_default()).collect()
        }),
        |types| (!types.is_empty()).then(|| {
            let types = types.iter().cloned().collect();
            vec![sdk::IndexAction::builder().set_resource_types(Some(types)).build()]
        }),
    }
    scans: BTreeMap<String, ScanMode>, Vec<sdk::ScanAction> {
        |said| said.map(|actions| {
            let one = |action: sdk::ScanAction| {
                Some((action.malware_scanner?.as_str().to_owned(), ScanMode::of(action.scan_mode?)))
            };
            actions.into_iter().filter_map(one).collect()
        }),
        |scans| (!scans.is_empty()).then(|| {
            let one = |(scanner, mode): (&String, &ScanMode)| {
                let action = sdk::ScanAction::builder().malware_scanner(scanner.as_str().into());
                action.scan_mode((*mode).into()).build()
            };
            scans.iter().map(one).collect()
        }),
    }
}
