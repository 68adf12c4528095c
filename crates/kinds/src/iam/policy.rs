//! `iam.policy`: a managed policy, which several roles may share.

use std::time::Duration;

use aws_sdk_iam::operation::create_policy::builders::CreatePolicyFluentBuilder;
use aws_sdk_iam::operation::get_policy::GetPolicyOutput;

use super::support::{PathAndName, from_sdk_tags, root, to_sdk_tags};
use crate::calls;
use crate::iam::Iam;
use crate::lists::items;
use crate::parts::part;
use crate::prelude::*;
use crate::settings::write_tags;
use kind::policy_check::check_grants;
use kind::{Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Parts, Place};
use language::value::PolicyDocument;

/// A managed policy. What only one role needs is simpler as an inline policy of that role.
#[spec(request = CreatePolicyFluentBuilder)]
pub struct Policy {
    /// The policy's name, unique in the account. 1–128 of letters, digits and `_+=,.@-`.
    #[field(required, create_only, value_only, aws = policy_name)]
    #[field(length = 1..=128, pattern = r"^[A-Za-z0-9_+=,.@-]+$")]
    pub name: String,
    /// Where the policy stands among others, such as `/team/`: it begins and ends with a slash, and is
    /// a part of the ARN. Absent: `/`.
    #[field(default = root(), create_only)]
    #[field(length = 1..=512, pattern = r"^(/[A-Za-z0-9.,+@=_-]+)*/$")]
    pub path: String,
    /// What the policy is for. AWS never changes it: a new description is a new policy. Absent: none.
    #[field(length = 1..=1000, create_only)]
    pub description: Option<String>,
    /// What is allowed and denied. At most 6,144 characters, white space not counted. A change makes a
    /// new default version; AWS keeps five, so the oldest goes when there is a sixth.
    #[field(required, grants, value_only, policy = "identity", aws = policy_document)]
    pub document: PolicyDocument,
    /// Tags of the policy.
    #[field(not_in_request)]
    pub tags: Tags,
}

outputs! {
    /// ARN of the policy.
    arn,
    /// Name of the policy.
    name,
    /// The id that AWS gives the policy (`ANPA…`), another one for each policy that ever had the name.
    policy_id,
}

/// The characters of a managed policy (IAM and STS quotas; cannot be raised).
const LARGEST: usize = 6_144;
/// The versions of a managed policy (IAM and STS quotas; cannot be raised).
const MOST_VERSIONS: usize = 5;

impl Kind for Policy {
    const NAME: &'static str = "iam.policy";
    const FACTS: Facts = Facts::of(Concern::Access);
    const CONSOLE: Console = Console::Page("iam/home#/policies/details/{id}?section=permissions");
    const CALLS: &'static [Calls] = calls::IAM_POLICY;
    const ACCESS: &'static [Access] = &[Access::to("IAM", &["{arn}"])];
    const KNOWN_BY: &'static str = "its ARN, such as `arn:aws:iam::123456789012:policy/reader`";
    const IMPACT_WHILE_ABSENT: &'static str =
        "principals that it is attached to lack its permissions";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = PathAndName;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &PathAndName, place: &Place) -> Option<String> {
        Some(identity.arn("policy", place))
    }

    fn predict(identity: &PathAndName, place: &Place) -> Outputs {
        Outputs {
            arn: Self::id(identity, place),
            name: Some(identity.name.clone()),
            ..Outputs::default()
        }
    }

    fn check(&self, findings: &mut Findings) {
        check_grants(&[(Path::field("document"), &self.document)], findings);
        let size = self.document.size();
        rules! { findings;
            Error "document" if size > LARGEST =>
                "the policy is too long",
                format!("it has {size} characters, and a managed policy has at most {LARGEST}"),
                "split it in two, or name resources by a pattern such as `table/${env.name_prefix}-*`";
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        Self::read_parts(aws, id, &Parts::ALL).await
    }

    async fn read_parts(
        aws: &Aws,
        id: &str,
        parts: &Parts<'_, Self>,
    ) -> Result<Option<Live<Self>>> {
        let Some(answer) = optional(aws.iam().get_policy().policy_arn(id).send().await)? else {
            return Ok(None);
        };
        let incomplete = || AwsError::unreadable::<GetPolicyOutput>("the policy is incomplete");
        let policy = member(answer, "Policy", |answer| answer.policy)?;
        let name = policy.policy_name.ok_or_else(incomplete)?;
        let version = policy.default_version_id.ok_or_else(incomplete)?;
        let outputs = Outputs {
            arn: Some(id.to_owned()),
            name: Some(name.clone()),
            policy_id: policy.policy_id,
        };
        let spec = Self {
            name,
            path: policy.path.unwrap_or_else(root),
            description: non_empty(policy.description),
            document: part!(parts, document => document(aws, id, &version)).await?,
            tags: from_sdk_tags(policy.tags),
        };
        Ok(Some(Live::new(outputs, spec)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.fill(aws.iam().create_policy())?;
        let answer = request.set_tags(Some(to_sdk_tags(&self.tags)?)).send().await?;
        let arn = member(answer, "Arn", |answer| answer.policy?.arn)?;
        wait_until("the policy to be known", Duration::from_secs(120), async || {
            optional(aws.iam().get_policy().policy_arn(&arn).send().await)
        })
        .await?;
        Ok(arn)
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let (iam, live) = (aws.iam(), &live.spec);
        if self.document != live.document {
            let former = former_versions(aws, id).await?;
            if let Some(oldest) = former.first().filter(|_| former.len() + 1 >= MOST_VERSIONS) {
                delete_version(aws, id, oldest).await?;
            }
            let request = iam.create_policy_version().policy_arn(id).set_as_default(true);
            request.policy_document(self.document.to_string()).send().await?;
        }
        let (untag, tag) = (iam.untag_policy().policy_arn(id), iam.tag_policy().policy_arn(id));
        write_tags!(self.tags, live.tags, untag, tag, to_sdk_tags);
        Ok(())
    }

    /// Fails while the policy is attached to anything: a role that uses it must let go of it first.
    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let Some(versions) = optional(former_versions(aws, id).await)? else {
            return Ok(());
        };
        for version in versions {
            delete_version(aws, id, &version).await?;
        }
        deleted(aws.iam().delete_policy().policy_arn(id).send().await)
    }
}

impl Listed for Policy {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let policies =
            items!(aws.iam().list_policies().scope(aws_sdk_iam::types::PolicyScopeType::Local));
        Ok(policies.into_iter().filter_map(|policy| policy.arn).collect())
    }
}

async fn document(aws: &Aws, arn: &str, version: &str) -> Result<PolicyDocument> {
    let request = aws.iam().get_policy_version().policy_arn(arn).version_id(version);
    let answer = request.send().await?;
    let text = member(answer, "Document", |answer| answer.policy_version?.document)?;
    Ok(PolicyDocument::from_aws(&text)?)
}

async fn delete_version(aws: &Aws, arn: &str, version: &str) -> Result<()> {
    let request = aws.iam().delete_policy_version().policy_arn(arn).version_id(version);
    deleted(request.send().await)
}

/// The ids of all versions but the default one, the oldest first.
async fn former_versions(aws: &Aws, arn: &str) -> Result<Vec<String>> {
    let versions = items!(aws.iam().list_policy_versions().policy_arn(arn)).into_iter();
    let former = versions.filter(|version| !version.is_default_version);
    let mut former: Vec<String> = former.filter_map(|version| version.version_id).collect();
    // Versions are numbered as they are made: `v1`, `v2` and so on, and no number comes twice.
    former.sort_by_key(|version| version.trim_start_matches('v').parse().unwrap_or(u64::MAX));
    Ok(former)
}
