//! `cognito.identity_pool`: gives people who signed in elsewhere credentials for AWS, with the roles and
//! session tags that they get.

mod check;
mod principal_tags;
mod read;
mod types;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calls;
use aws::Aws;
use aws::tags::Tags;
use kind::{
    Access, Calls, Concern, Data, Demand, Facts, Findings, Kind, Live, Named, Place, Result,
};
use types::{CognitoProvider, PrincipalTags, RoleMapping, Roles};

/// Gives people who signed in elsewhere credentials for AWS.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityPool {
    /// Name of the pool. Others may have the same. 1–128 of letters, digits, spaces and `_+=,.@-`.
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^[\w\s+=,.@-]+$"))]
    pub name: String,
    /// Whether guests get credentials as well, without signing in.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    pub allow_unauthenticated: bool,
    /// Whether apps may choose the role themselves, in the flow that AWS calls basic or classic.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    pub allow_classic_flow: bool,
    /// The user pools whose users are let in, and by which clients.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    pub cognito_providers: BTreeSet<CognitoProvider>,
    /// The app's id with each public provider: `graph.facebook.com`, `accounts.google.com`,
    /// `appleid.apple.com`, `www.amazon.com`, `api.twitter.com`. At most 10.
    #[serde(default)]
    #[schemars(extend("x-value-only" = true, "maxProperties" = 10))]
    #[schemars(extend("x-grants" = true))]
    pub login_providers: BTreeMap<String, String>,
    /// ARNs of the OIDC providers of IAM whose users are let in.
    #[serde(default)]
    #[schemars(inner(regex(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[!-~]+$")))]
    #[schemars(extend("x-grants" = true))]
    pub openid_connect_providers: BTreeSet<String>,
    /// ARNs of the SAML providers of IAM whose users are let in.
    #[serde(default)]
    #[schemars(inner(regex(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/[!-~]+$")))]
    #[schemars(extend("x-grants" = true))]
    pub saml_providers: BTreeSet<String>,
    /// The name under which a server of yours vouches for its users. 1–128 of letters, digits and `._-`.
    /// Absent: none does.
    #[serde(default)]
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^[\w._-]+$"))]
    #[schemars(extend("x-create-only" = true, "x-value-only" = true))]
    pub developer_provider_name: Option<String>,
    /// The roles of those for whom `role_mappings` says nothing else. Their trust policies name the pool's
    /// id, so they can be set once it is there.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    #[schemars(extend("x-grants" = true))]
    pub roles: Roles,
    /// Which role the users of a provider get by their claims. One for each provider and client, at most
    /// 10.
    #[serde(default)]
    #[schemars(length(max = 10))]
    #[schemars(extend("x-deferrable" = true))]
    #[schemars(extend("x-grants" = true))]
    pub role_mappings: BTreeSet<RoleMapping>,
    /// Which claims become tags of the session (attributes for access control). One for each provider; a
    /// provider without has none. The roles must allow `sts:TagSession` in their trust policies.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    #[schemars(extend("x-grants" = true))]
    pub principal_tags: BTreeSet<PrincipalTags>,
    /// Tags of the pool.
    #[serde(default)]
    pub tags: Tags,
}

impl IdentityPool {
    /// The providers of which principal tags and, but for user pools, role mappings may speak.
    fn provider_names(&self) -> BTreeSet<&str> {
        let cognito = self.cognito_providers.iter();
        let others = self.openid_connect_providers.iter();
        let others = others.chain(&self.saml_providers);
        cognito
            .map(|provider| &provider.provider_name)
            .chain(self.login_providers.keys())
            .chain(others.chain(&self.developer_provider_name))
            .map(String::as_str)
            .collect()
    }
}

/// What others may refer to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outputs {
    /// Id of the pool, `<region>:<uuid>`, which trust policies name. AWS invents it.
    pub id: Option<String>,
    /// ARN of the pool.
    pub arn: Option<String>,
    /// Name of the pool.
    pub name: Option<String>,
}

/// The ARN of a pool, by which its tags are changed.
fn arn(aws: &Aws, id: &str) -> String {
    let place = aws.place();
    place.arn("cognito-identity", &format!("identitypool/{id}"))
}

impl Kind for IdentityPool {
    const NAME: &'static str = "cognito.identity_pool";
    const FACTS: Facts = Facts {
        concern: Concern::Identity,
        // A new pool knows nobody: every user would get another identity, and lose what is kept under it.
        data: Some(Data {
            moves: "what is kept for its users, as each of them gets a new identity id",
            follows: "paths in S3 and keys of items that hold identity ids, front ends, and trust policies that name the pool",
        }),
        volatile: &[("name", &["name"])],
        parent: None,
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
    const DEMANDS: &'static [Demand] = &[
        Demand::pass_role("roles.*", &["cognito-identity.amazonaws.com"]),
        Demand::pass_role("role_mappings.*.rules.*.role", &["cognito-identity.amazonaws.com"]),
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
        write::create(self, aws).await
    }

    async fn update(
        &self,
        aws: &Aws,
        id: &str,
        Live { spec: live, .. }: &Live<Self>,
    ) -> Result<()> {
        write::update(self, aws, id, live).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
    }
}
