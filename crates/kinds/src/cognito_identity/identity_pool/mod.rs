//! `cognito.identity_pool`: gives people who signed in elsewhere credentials for AWS, with the roles and
//! session tags that they get.

mod check;
mod principal_tags;
mod types;

use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use aws_sdk_cognitoidentity::types::IdentityPoolShortDescription;

use crate::calls;
use crate::cognito_identity::CognitoIdentity;
use crate::lists::items;
use crate::prelude::*;
use crate::settings::write_tags;
use aws::whole;
use kind::{
    Abilities, Access, Calls, Concern, Data, Facts, Kind, Listed, Live, Named, Place,
    RequiredPermission,
};
use types::{Outputs, RoleMapping, Roles};

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
    const CONSOLE: Console =
        Console::Page("cognito/v2/identity/identity-pools/{id}/user-statistics?region={region}");
    const CALLS: &'static [Calls] = calls::COGNITO_IDENTITY_POOL;
    const ACCESS: &'static [Access] = &[Access::to(
        "Cognito Identity",
        &["arn:{partition}:cognito-identity:{region}:{account}:identitypool/*"],
    )
    .except(&[(
        &[
            "ListIdentityPools", "CreateIdentityPool", "SetIdentityPoolRoles",
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
    const IMPACT_WHILE_ABSENT: &'static str =
        "no credentials are issued, and each user gets a new identity id";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn predict(identity: &Named, _: &Place) -> Outputs {
        Outputs { id: None, arn: None, name: Some(identity.name.clone()) }
    }

    fn created_outputs(identity: &Named, id: &str, place: &Place) -> Outputs {
        let (id, arn) = (Some(id.to_owned()), Some(arn(place, id)));
        Outputs { id, arn, name: Some(identity.name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Named, _: &Tags) -> Result<Vec<String>> {
        let pools = aws.memo().get_or_try_init(POOLS, || pools(aws)).await?;
        let named = pools.iter().filter(|pool| pool.identity_pool_name() == Some(&identity.name));
        Ok(named.filter_map(|pool| pool.identity_pool_id.clone()).collect())
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let described = async {
            let request = aws.cognito_identity().describe_identity_pool();
            Ok(request.identity_pool_id(id).send().await?)
        };
        let roles = async {
            let request = aws.cognito_identity().get_identity_pool_roles();
            Ok(request.identity_pool_id(id).send().await?)
        };
        let Some((pool, roles)) = whole(described, roles).await? else {
            return Ok(None);
        };
        let spec = aws::read::<DescribeIdentityPoolOutput, Self>(pool)?;
        let Some(mut spec) = spec else {
            return Ok(None);
        };
        let mappings = roles.role_mappings.unwrap_or_default().into_iter();
        let mappings = mappings.map(|(key, mapping)| RoleMapping::of(&key, mapping));
        spec.roles = Roles::of(roles.roles.unwrap_or_default());
        spec.role_mappings = mappings.collect::<Result<_>>()?;
        spec.principal_tags = principal_tags::read(aws, id, &spec.provider_names()).await?;
        let (arn, name) = (arn(&aws.place(), id), spec.name.clone());
        let outputs = Outputs { id: Some(id.to_owned()), arn: Some(arn), name: Some(name) };
        Ok(Some(Live::new(outputs, spec)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.fill(aws.cognito_identity().create_identity_pool())?;
        let created = request.send().await?;
        aws.memo().remove(POOLS);
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
        let (cognito, arn) = (aws.cognito_identity(), arn(&aws.place(), id));
        let (untag, tag) = (cognito.untag_resource(), cognito.tag_resource());
        write_tags!(self.tags, live.tags, untag.resource_arn(&arn), tag.resource_arn(&arn));
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        let request = aws.cognito_identity().delete_identity_pool();
        deleted(request.identity_pool_id(id).send().await)?;
        aws.memo().remove(POOLS);
        Ok(())
    }
}

impl Listed for IdentityPool {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let pools = aws.memo().get_or_try_init(POOLS, || pools(aws)).await?;
        Ok(pools.iter().filter_map(|pool| pool.identity_pool_id.clone()).collect())
    }
}

/// The name under which the pools of an account are kept for the run. A write makes the list stale.
const POOLS: &str = "cognito-identity/ListIdentityPools";

async fn pools(aws: &Aws) -> Result<Vec<IdentityPoolShortDescription>> {
    const MOST_A_PAGE: i32 = 60;
    Ok(items!(aws.cognito_identity().list_identity_pools().max_results(MOST_A_PAGE)))
}

/// The ARN of a pool, by which its tags are changed.
fn arn(place: &Place, id: &str) -> String {
    place.arn("cognito-identity", &format!("identitypool/{id}"))
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
        aws.memo().remove(POOLS);
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
