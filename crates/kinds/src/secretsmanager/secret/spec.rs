//! What a secret is made of.

use aws_sdk_secretsmanager::operation::create_secret::builders::CreateSecretFluentBuilder;
use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::operation::get_random_password::builders::GetRandomPasswordFluentBuilder;
use aws_sdk_secretsmanager::operation::update_secret::builders::UpdateSecretFluentBuilder;
use aws_sdk_secretsmanager::types as sdk;

use crate::prelude::*;
use language::value::{Instruction, PolicyDocument, Secret as Text};

/// A secret of Secrets Manager. Its value comes from a sensitive variable (`value`, `values`), is made by AWS when the
/// secret is (`generated`), or is put there by somebody else, such as a rotation function. What is not written in the
/// spec is never looked at: only a version that came from a spec is read, to compare it.
#[spec(
    DescribeSecretOutput, request = CreateSecretFluentBuilder, update = UpdateSecretFluentBuilder
)]
pub struct Secret {
    /// The secret's name: 1–512 of letters, digits and `/_+=.@-`.
    #[field(required, create_only, value_only, length = 1..=512, pattern = r"^[A-Za-z0-9/_+=.@-]+$")]
    pub name: String,
    /// What the secret is for. Up to 2,048 characters. Absent: none.
    #[field(value_only, length = 1..=2048, with = even_empty)]
    pub description: Option<String>,
    /// The KMS key that encrypts the secret: its id, ARN or alias. Absent: the account's key for Secrets Manager.
    #[field(aws = kms_key_id, not_in_update)]
    pub kms_key: Option<String>,
    /// The secret text, up to 65,536 bytes, from a sensitive variable. It is put back where somebody else has written
    /// another version. Absent, with `values`: whatever is there stays.
    #[field(value_only, length = 1..=65536, not_in_answer, not_in_request)]
    pub value: Auto<Text>,
    /// The same as a map of texts, which is stored as a JSON object, as the drivers of databases want it.
    #[field(value_only, entries = 1.., not_in_answer, not_in_request)]
    pub values: Auto<BTreeMap<String, Text>>,
    /// How AWS makes a value when the secret is created. A change of it makes no other value: a new `generation` does. A
    /// secret that is taken back from its deletion has the value that it had.
    #[field(value_only, not_in_answer, not_in_request)]
    #[schemars(extend("x-sensitive" = true))]
    pub generated: Instruction<Option<Generated>>,
    /// A word for the value that AWS has made, 1–16 letters and digits: another word makes another value. Absent: the
    /// value stays what it is.
    #[field(value_only, length = 1..=16, pattern = "^[A-Za-z0-9]+$", not_in_answer, not_in_request)]
    pub generation: Auto<String>,
    /// How the secret changes by itself. Absent: it does not.
    #[field(not_in_answer, not_in_request)]
    pub rotation: Option<Rotation>,
    /// Who else may read the secret. Up to 20,480 characters. Absent: what IAM lets in.
    #[field(grants, policy = "resource", not_in_answer, not_in_request)]
    pub policy: Option<PolicyDocument>,
    /// Whether AWS refuses a policy that lets everybody in. Absent: false.
    #[field(not_in_answer, not_in_request)]
    pub block_public_policy: Instruction<bool>,
    /// Other regions that have a copy of the secret, under the same name.
    #[field(value_only, not_in_answer, not_in_request)]
    pub replicas: BTreeMap<String, Replica>,
    /// Whether a replica takes the place of a secret that has its name in the other region. Absent: false.
    #[field(not_in_answer, not_in_request)]
    pub overwrite_in_replicas: Instruction<bool>,
    /// Days for which a deleted secret can be taken back: 7–30, or 0 for none. Until then its name is taken; created
    /// again at the same address, it is taken back with its value. Absent: 30.
    #[field(not_in_answer, not_in_request, range = 0..=30)]
    pub recovery_window_days: Instruction<Option<i64>>,
    /// Tags of the secret.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

/// How AWS makes a random text.
#[spec]
pub struct Generated {
    /// Characters of the text: 1–4,096. Absent: 32.
    #[field(default = 32, range = 1..=4096)]
    pub length: i64,
    /// Characters that are left out. Up to 4,096. Absent: none.
    #[field(length = 1..=4096)]
    pub exclude_characters: Option<String>,
    /// Whether digits are left out.
    pub exclude_numbers: bool,
    /// Whether punctuation is left out.
    pub exclude_punctuation: bool,
    /// Whether capital letters are left out.
    pub exclude_uppercase: bool,
    /// Whether small letters are left out.
    pub exclude_lowercase: bool,
    /// Whether the space is one of the characters.
    pub include_space: bool,
    /// Whether there is at least one character of each sort. Absent: true.
    #[field(default = true)]
    pub require_each_type: bool,
    /// What stands beside the text: with it the value is a JSON object of these texts and, under `key`, the random one.
    pub template: BTreeMap<String, String>,
    /// The key of the random text in the object. Needs a `template`.
    #[field(length = 1..)]
    pub key: Option<String>,
}

/// How a secret changes by itself, by `days` or on a `schedule`.
#[spec]
pub struct Rotation {
    /// The function that makes the new value. It lets `secretsmanager.amazonaws.com` call it. Absent: the service
    /// that has made the secret rotates it, such as RDS.
    #[field(called_by = "secretsmanager.amazonaws.com", length = 1..=2048)]
    pub function: Option<String>,
    /// Days from one rotation to the next: 1–1,000.
    #[field(range = 1..=1000)]
    pub days: Option<i64>,
    /// When it is rotated: `rate(10 days)`, `rate(12 hours)` or `cron(0 4 1 * ? *)`, in UTC.
    #[field(length = 1..=256, pattern = r"^(rate|cron)\([0-9A-Za-z/*#,? -]+\)$")]
    pub schedule: Option<String>,
    /// Hours that a rotation may take, such as `3h`. Absent: until the end of the day, and one hour for a schedule in
    /// hours.
    #[field(pattern = "^[0-9]{1,2}h$")]
    pub duration: Option<String>,
    /// Whether the secret changes at once when rotation is set up or changed. Absent: true.
    pub rotate_immediately: Instruction<Option<bool>>,
}

/// A copy of a secret in another region.
#[spec]
pub struct Replica {
    /// The KMS key that encrypts the copy, in its region. Absent: the account's key for Secrets Manager there.
    pub kms_key: Option<String>,
}

outputs! {
    /// ARN of the secret, which ends in six characters of AWS's choice.
    arn,
    /// Name of the secret.
    name,
}

/// The key that AWS names where nobody has chosen one.
const DEFAULT_KEY: &str = "alias/aws/secretsmanager";

/// A key of one's own.
pub(super) fn own_key(key: Option<String>) -> Option<String> {
    non_empty(key).filter(|key| key != DEFAULT_KEY)
}

impl Rotation {
    /// The rotation of a secret. Of a schedule, AWS also says how many days it comes to.
    pub(super) fn of(live: &DescribeSecretOutput) -> Option<Self> {
        if live.rotation_enabled != Some(true) {
            return None;
        }
        let rules = live.rotation_rules.clone();
        let rules = rules.unwrap_or_else(|| sdk::RotationRulesType::builder().build());
        let schedule = non_empty(rules.schedule_expression);
        Some(Self {
            function: non_empty(live.rotation_lambda_arn.clone()),
            days: rules.automatically_after_days.filter(|days| *days > 0 && schedule.is_none()),
            schedule,
            duration: non_empty(rules.duration),
            rotate_immediately: Instruction::default(),
        })
    }

    pub(super) fn rules(&self) -> sdk::RotationRulesType {
        sdk::RotationRulesType::builder()
            .set_automatically_after_days(self.days)
            .set_schedule_expression(self.schedule.clone())
            .set_duration(self.duration.clone())
            .build()
    }

    /// Whether both say the same of what AWS keeps.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let rotate_immediately = self.rotate_immediately;
        *self == Self { rotate_immediately, ..other.clone() }
    }
}

impl Generated {
    pub(super) fn fill(
        &self,
        request: GetRandomPasswordFluentBuilder,
    ) -> GetRandomPasswordFluentBuilder {
        request
            .password_length(self.length)
            .set_exclude_characters(self.exclude_characters.clone())
            .exclude_numbers(self.exclude_numbers)
            .exclude_punctuation(self.exclude_punctuation)
            .exclude_uppercase(self.exclude_uppercase)
            .exclude_lowercase(self.exclude_lowercase)
            .include_space(self.include_space)
            .require_each_included_type(self.require_each_type)
    }
}
