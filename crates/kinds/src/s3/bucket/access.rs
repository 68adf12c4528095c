//! Who may reach a bucket apart from its policy: the public access block, and the older access lists
//! with what makes them count.

use std::collections::BTreeSet;

use aws_sdk_s3::types::{
    self as sdk, AccessControlPolicy, Grant as AwsGrant, Grantee, OwnershipControls,
    OwnershipControlsRule, PublicAccessBlockConfiguration, TargetGrant, Type,
};
use aws_smithy_types::error::operation::BuildError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::words;
use aws::S3;
use aws::{Aws, AwsError, optional};
use kind::Result;

/// What shields a bucket from being made public by mistake. AWS turns all four on for new buckets, and
/// so does leaving them out; each is a door to be opened on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PublicAccessBlock {
    /// Whether access lists that grant something to everybody are refused. Absent: yes.
    pub block_public_acls: bool,
    /// Whether access lists that grant something to everybody do not count. Absent: yes.
    pub ignore_public_acls: bool,
    /// Whether a policy that makes the bucket public is refused. Absent: yes.
    pub block_public_policy: bool,
    /// Whether a public policy gives access to AWS services and the own account alone. Absent: yes.
    pub restrict_public_buckets: bool,
}

impl Default for PublicAccessBlock {
    fn default() -> Self {
        Self::all(true)
    }
}

impl PublicAccessBlock {
    fn all(on: bool) -> Self {
        Self {
            block_public_acls: on,
            ignore_public_acls: on,
            block_public_policy: on,
            restrict_public_buckets: on,
        }
    }

    /// Reads the four; a bucket that has none, as old ones do, is shielded from nothing.
    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Self> {
        let answer = optional(aws.s3().get_public_access_block().bucket(bucket).send().await)?;
        let block = answer.and_then(|answer| answer.public_access_block_configuration);
        Ok(block.map_or_else(|| Self::all(false), Self::from))
    }

    /// Writes all four, also where all are on: taking the configuration away would turn them off.
    pub(super) async fn write(&self, aws: &Aws, bucket: &str) -> Result<()> {
        let block = PublicAccessBlockConfiguration::builder()
            .block_public_acls(self.block_public_acls)
            .ignore_public_acls(self.ignore_public_acls)
            .block_public_policy(self.block_public_policy)
            .restrict_public_buckets(self.restrict_public_buckets)
            .build();
        let request = aws.s3().put_public_access_block().bucket(bucket);
        let request = request.public_access_block_configuration(block);
        request.send().await?;
        Ok(())
    }
}

impl From<PublicAccessBlockConfiguration> for PublicAccessBlock {
    fn from(block: PublicAccessBlockConfiguration) -> Self {
        Self {
            block_public_acls: block.block_public_acls.unwrap_or(false),
            ignore_public_acls: block.ignore_public_acls.unwrap_or(false),
            block_public_policy: block.block_public_policy.unwrap_or(false),
            restrict_public_buckets: block.restrict_public_buckets.unwrap_or(false),
        }
    }
}

words! {
    /// Whose the objects are that others upload, and whether access lists count at all.
    #[derive(Default)]
    ObjectOwnership = sdk::ObjectOwnership {
        #[default]
        BucketOwnerEnforced = "BucketOwnerEnforced",
        BucketOwnerPreferred = "BucketOwnerPreferred",
        ObjectWriter = "ObjectWriter",
    }
}

impl ObjectOwnership {
    /// Reads the ownership; a bucket without controls, as old ones are, leaves objects to who uploads.
    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Self> {
        let request = aws.s3().get_bucket_ownership_controls().bucket(bucket);
        let rule = optional(request.send().await)?
            .and_then(|answer| answer.ownership_controls)
            .and_then(|controls| controls.rules.into_iter().next());
        Ok(rule.map_or(Self::ObjectWriter, |rule| Self::of(rule.object_ownership)))
    }

    pub(super) async fn write(self, aws: &Aws, bucket: &str) -> Result<()> {
        let rule = OwnershipControlsRule::builder().object_ownership(self.into()).build()?;
        let controls = OwnershipControls::builder().rules(rule).build()?;
        let request = aws.s3().put_bucket_ownership_controls().bucket(bucket);
        request.ownership_controls(controls).send().await?;
        Ok(())
    }
}

/// A line of an access list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Who: `all_users`, `authenticated_users`, `log_delivery` (S3's own), or the canonical id of an
    /// account (64 hexadecimal digits).
    #[schemars(regex(pattern = r"^(all_users|authenticated_users|log_delivery|[0-9a-f]{64})$"))]
    pub grantee: String,
    /// What: `READ`, `WRITE`, `READ_ACP`, `WRITE_ACP` or `FULL_CONTROL`.
    pub permission: Permission,
}

words! {
    /// What a grant allows.
    Permission = sdk::Permission, sdk::BucketLogsPermission {
        Read = "READ",
        Write = "WRITE",
        ReadAcp = "READ_ACP",
        WriteAcp = "WRITE_ACP",
        FullControl = "FULL_CONTROL",
    }
}

/// Our words for the groups that AWS names by address.
const GROUPS: &[(&str, &str)] = &[
    ("all_users", "http://acs.amazonaws.com/groups/global/AllUsers"),
    ("authenticated_users", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"),
    ("log_delivery", "http://acs.amazonaws.com/groups/s3/LogDelivery"),
];

impl Grant {
    /// Whether it is for everybody, which the public access block is there to prevent.
    pub(super) fn is_public(&self) -> bool {
        ["all_users", "authenticated_users"].contains(&self.grantee.as_str())
    }

    fn of(grantee: Option<Grantee>, permission: Option<impl AsRef<str>>) -> Result<Self> {
        let (Some(grantee), Some(permission)) = (grantee, permission) else {
            return Err(AwsError::new("S3 gave a grant without a grantee or a permission"));
        };
        let group = grantee.uri.as_ref().map(|uri| {
            let group = GROUPS.iter().find(|(_, address)| address == uri);
            group.map_or_else(|| uri.clone(), |(word, _)| (*word).to_owned())
        });
        Ok(Self {
            grantee: group.or(grantee.id).or(grantee.email_address).unwrap_or_default(),
            permission: Permission::of(permission),
        })
    }

    fn to_grantee(&self) -> Result<Grantee, BuildError> {
        let group = GROUPS.iter().find(|(word, _)| *word == self.grantee);
        match group {
            Some((_, address)) => Grantee::builder().r#type(Type::Group).uri(*address).build(),
            None => Grantee::builder().r#type(Type::CanonicalUser).id(&self.grantee).build(),
        }
    }

    /// The lines of the access list of a bucket that takes logs.
    pub(super) fn to_target_grant(&self) -> Result<TargetGrant, BuildError> {
        let grant = TargetGrant::builder().grantee(self.to_grantee()?);
        Ok(grant.permission(self.permission.into()).build())
    }

    pub(super) fn of_target_grant(grant: TargetGrant) -> Result<Self> {
        Self::of(grant.grantee, grant.permission)
    }

    /// Reads a bucket's access list, without the line by which the owner has full control.
    pub(super) async fn read_list(aws: &Aws, bucket: &str) -> Result<BTreeSet<Self>> {
        let list = aws.s3().get_bucket_acl().bucket(bucket).send().await?;
        let owner = list.owner.and_then(|owner| owner.id);
        let grants = list.grants.unwrap_or_default().into_iter();
        grants
            .map(|grant| Self::of(grant.grantee, grant.permission))
            .filter(|grant| !grant.as_ref().is_ok_and(|grant| grant.is_owners(owner.as_deref())))
            .collect()
    }

    fn is_owners(&self, owner: Option<&str>) -> bool {
        owner == Some(self.grantee.as_str()) && self.permission == Permission::FullControl
    }

    /// Writes a bucket's access list; the owner keeps full control.
    pub(super) async fn write_list(aws: &Aws, bucket: &str, list: &BTreeSet<Self>) -> Result<()> {
        let owner = aws.s3().get_bucket_acl().bucket(bucket).send().await?.owner;
        let Some(owner) = owner else {
            return Err(AwsError::new("S3 gave an access list without the bucket's owner"));
        };
        let to_owner = Grantee::builder().r#type(Type::CanonicalUser).set_id(owner.id.clone());
        let full_control =
            AwsGrant::builder().grantee(to_owner.build()?).permission(sdk::Permission::FullControl);
        let mut policy = AccessControlPolicy::builder().owner(owner).grants(full_control.build());
        for grant in list {
            let line = AwsGrant::builder().grantee(grant.to_grantee()?);
            policy = policy.grants(line.permission(grant.permission.into()).build());
        }
        let request = aws.s3().put_bucket_acl().bucket(bucket);
        request.access_control_policy(policy.build()).send().await?;
        Ok(())
    }
}
