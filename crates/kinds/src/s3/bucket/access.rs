//! Who may reach a bucket apart from its policy: the public access block, and the older access lists
//! with what makes them count.

use aws_sdk_s3::operation::get_public_access_block::GetPublicAccessBlockOutput;
use aws_sdk_s3::types as sdk;
use aws_smithy_types::error::operation::BuildError;

use crate::conversions::default_if_absent;
use crate::prelude::*;

/// What shields a bucket from being made public by mistake. AWS turns all four on for new buckets, and
/// so does leaving them out; each is a door to be opened on purpose.
#[spec(sdk::PublicAccessBlockConfiguration)]
pub struct PublicAccessBlock {
    /// Whether access lists that grant something to everybody are refused. Absent: yes.
    #[field(default = true, with = default_if_absent)]
    pub block_public_acls: bool,
    /// Whether access lists that grant something to everybody do not count. Absent: yes.
    #[field(default = true, with = default_if_absent)]
    pub ignore_public_acls: bool,
    /// Whether a policy that makes the bucket public is refused. Absent: yes.
    #[field(default = true, with = default_if_absent)]
    pub block_public_policy: bool,
    /// Whether a public policy gives access to AWS services and the own account alone. Absent: yes.
    #[field(default = true, with = default_if_absent)]
    pub restrict_public_buckets: bool,
}

impl PublicAccessBlock {
    /// Reads the four; a bucket that has none, as old ones do, is shielded from nothing.
    pub(super) async fn read(aws: &Aws, bucket: &str) -> Result<Self> {
        let answer = optional(aws.s3().get_public_access_block().bucket(bucket).send().await)?;
        let block = answer.and_then(|answer| answer.public_access_block_configuration);
        let block = block.unwrap_or_else(|| sdk::PublicAccessBlockConfiguration::builder().build());
        let block = aws::read::<GetPublicAccessBlockOutput, Self>(block)?;
        Ok(block.unwrap_or_default())
    }

    /// Writes all four, also where all are on: removing the configuration would turn them off.
    pub(super) async fn write(&self, aws: &Aws, bucket: &str) -> Result<()> {
        let request = aws.s3().put_public_access_block().bucket(bucket);
        sent(request.set_public_access_block_configuration(self.to_aws()?).send().await)
    }
}

aws_enum! {
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
        let rule = sdk::OwnershipControlsRule::builder().object_ownership(self.into()).build()?;
        let controls = sdk::OwnershipControls::builder().rules(rule).build()?;
        let request = aws.s3().put_bucket_ownership_controls().bucket(bucket);
        sent(request.ownership_controls(controls).send().await)
    }
}

/// A line of an access list.
#[spec]
#[derive(Eq, PartialOrd, Ord)]
pub struct Grant {
    /// Who: `all_users`, `authenticated_users`, `log_delivery` (S3's own), or the canonical id of an
    /// account (64 hexadecimal digits).
    #[field(required, pattern = r"^(all_users|authenticated_users|log_delivery|[0-9a-f]{64})$")]
    pub grantee: String,
    /// What: `READ`, `WRITE`, `READ_ACP`, `WRITE_ACP` or `FULL_CONTROL`.
    #[field(required)]
    pub permission: Permission,
}

aws_enum! {
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

    fn of_line(grantee: Option<sdk::Grantee>, permission: Option<impl AsRef<str>>) -> Result<Self> {
        let (Some(grantee), Some(permission)) = (grantee, permission) else {
            return Err(AwsError::new("S3 gave a grant without a grantee or a permission"));
        };
        let group = grantee.uri.map(|uri| {
            let group = GROUPS.iter().find(|(_, address)| *address == uri);
            group.map_or(uri, |(word, _)| (*word).to_owned())
        });
        Ok(Self {
            grantee: group.or(grantee.id).or(grantee.email_address).unwrap_or_default(),
            permission: Permission::of(permission),
        })
    }

    fn to_grantee(&self) -> Result<sdk::Grantee, BuildError> {
        let grantee = sdk::Grantee::builder();
        match GROUPS.iter().find(|(word, _)| *word == self.grantee) {
            Some((_, address)) => grantee.r#type(sdk::Type::Group).uri(*address).build(),
            None => grantee.r#type(sdk::Type::CanonicalUser).id(&self.grantee).build(),
        }
    }

    /// Reads a bucket's access list, without the line by which the owner has full control.
    pub(super) async fn read_list(aws: &Aws, bucket: &str) -> Result<BTreeSet<Self>> {
        let list = aws.s3().get_bucket_acl().bucket(bucket).send().await?;
        let owner = list.owner.and_then(|owner| owner.id);
        let grants = list.grants.unwrap_or_default().into_iter();
        grants
            .map(|grant| Self::of_line(grant.grantee, grant.permission))
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
        let to_owner = sdk::Grantee::builder().r#type(sdk::Type::CanonicalUser);
        let to_owner = to_owner.set_id(owner.id.clone()).build()?;
        let line = |grantee| sdk::Grant::builder().grantee(grantee);
        let full_control = line(to_owner).permission(sdk::Permission::FullControl).build();
        let mut policy = sdk::AccessControlPolicy::builder().owner(owner).grants(full_control);
        for grant in list {
            let line = line(grant.to_grantee()?).permission(grant.permission.into());
            policy = policy.grants(line.build());
        }
        let request = aws.s3().put_bucket_acl().bucket(bucket);
        sent(request.access_control_policy(policy.build()).send().await)
    }
}

/// The lines of the access list of a bucket that takes logs.
impl Field for Grant {
    type Aws = sdk::TargetGrant;

    fn of(aws: Option<sdk::TargetGrant>) -> Result<Option<Self>> {
        aws.map(|grant| Self::of_line(grant.grantee, grant.permission)).transpose()
    }

    fn to_aws(&self) -> Result<Option<sdk::TargetGrant>> {
        let grant = sdk::TargetGrant::builder().grantee(self.to_grantee()?);
        Ok(Some(grant.permission(self.permission.into()).build()))
    }
}
