//! `cognito.identity_pool`: gives people who signed in elsewhere credentials for AWS, with the roles and
//! session tags that they get.

mod check;
mod principal_tags;
mod read;
mod types;

use crate::calls;
use crate::cognito_identity::CognitoIdentity;
use crate::settings::write_tags;
use aws::tags::Tags;
use aws::{Aws, deleted};
use kind::{
    Access, Calls, Concern, Data, Facts, Findings, Kind, Live, Named, Place, RequiredPermission,
    Result,
};
use types::Outputs;

pub use types::IdentityPool;

impl Kind for IdentityPool {
    const NAME: &'static str = "cognito.identity_pool";
    const FACTS: Facts = Facts {
        // A new pool knows nobody: every user would get another identity, and lose what is kept under it.
        data: Some(Data {
            moves: "what is kept for its users, as each of them gets a new identity id",
            follows: "paths in S3 and keys of items that hold identity ids, front ends, and trust policies that name the pool",
        }),
        volatile: &[("name", &["name"])],
        ..Facts::of(Concern::Identity)
    };
    const CALLS: &'static [Calls] = calls::COGNITO_IDENTITY_POOL;
    const ACCESS: &'static [Access] = &[Access::to(
        "Cognito Identity",
        &["arn:{partition}:cognito-identity:{region}:{account}:identitypool/*"],
    )
    .except(&[(
        &[
            "ListIdentityPools",
            "CreateIdentityPool",
            "SetIdentityPoolRoles",
            "SetPrincipalTagAttributeMap",
        ],
        &["*"],
    )])];
    const DEMANDS: &'static [RequiredPermission] = &[
        RequiredPermission::pass_role("roles.*", &["cognito-identity.amazonaws.com"]),
        RequiredPermission::pass_role(
            "role_mappings.*.rules.*.role",
            &["cognito-identity.amazonaws.com"],
        ),
    ];
    const KNOWN_BY: &'static str =
        "its id, such as `us-east-2:01234567-89ab-cdef-0123-456789abcdef`";
    const MISSED: &'static str = "no credentials are issued, and each user gets a new identity id";
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Named, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { id: None, arn: None, name: Some(identity.name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Named, _: &Tags) -> Result<Vec<String>> {
        read::find(aws, &identity.name).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.fill(aws.cognito_identity().create_identity_pool())?;
        let created = request.send().await?;
        read::forget(aws);
        Ok(created.identity_pool_id)
    }

    /// What hangs on a provider goes before the provider does, and comes after it.
    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let live = &live.spec;
        principal_tags::remove(aws, id, &self.principal_tags, &live.principal_tags).await?;
        write_settings(self, aws, id, live).await?;
        if (&self.roles, &self.role_mappings) != (&live.roles, &live.role_mappings) {
            write_roles(self, aws, id).await?;
        }
        principal_tags::set(aws, id, &self.principal_tags, &live.principal_tags).await?;
        let (cognito, arn) = (aws.cognito_identity(), read::arn(aws, id));
        let (untag, tag) = (cognito.untag_resource(), cognito.tag_resource());
        write_tags!(self.tags, live.tags, untag.resource_arn(&arn), tag.resource_arn(&arn));
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let request = aws.cognito_identity().delete_identity_pool();
        deleted(request.identity_pool_id(id).send().await)?;
        read::forget(aws);
        Ok(())
    }
}

/// UpdateIdentityPool resets what is left out, the tags included; who changes tags alone does not call it.
async fn write_settings(
    wanted: &IdentityPool,
    aws: &Aws,
    id: &str,
    live: &IdentityPool,
) -> Result<()> {
    let filled = |pool: &IdentityPool| {
        let request = aws.cognito_identity().update_identity_pool().identity_pool_id(id);
        let request = request.set_developer_provider_name(pool.developer_provider_name.clone());
        pool.fill_update(request)
    };
    let request = filled(wanted)?;
    let live = IdentityPool { tags: wanted.tags.clone(), ..live.clone() };
    if request.as_input() != filled(&live)?.as_input() {
        request.send().await?;
        read::forget(aws);
    }
    Ok(())
}

/// The call sets roles and mappings as a whole.
async fn write_roles(pool: &IdentityPool, aws: &Aws, id: &str) -> Result<()> {
    let mappings = pool.role_mappings.iter();
    let mappings = mappings.map(|mapping| Ok((mapping.key(), mapping.to_aws()?)));
    let request = aws
        .cognito_identity()
        .set_identity_pool_roles()
        .identity_pool_id(id)
        .set_roles(Some(pool.roles.to_aws()))
        .set_role_mappings(Some(mappings.collect::<Result<_>>()?));
    request.send().await?;
    Ok(())
}
