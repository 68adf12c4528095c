//! `cognito.user_pool_client`: an app that signs people in with a user pool.
//!
//! The pool's secret for the app is no output: outputs stand in plans and in the environment of functions,
//! and a secret must not.

mod check;
mod lifetime;
mod read;
mod types;
mod url;
mod write;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calls;
use crate::fields::{says_nothing, yes};
use aws::Aws;
use aws::tags::Tags;
use kind::{Access, Calls, Concern, Demand, Facts, Findings, Kind, Live, Parent, Place, Result};
use types::{Analytics, AuthenticationFlow, OAuth, RefreshTokenRotation, TokenValidity};

/// An app that signs people in with a user pool.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPoolClient {
    /// Id of the user pool, such as `${cognito.user_pool.main.id}`.
    #[schemars(length(min = 1, max = 55), regex(pattern = r"^[\w-]+_[0-9a-zA-Z]+$"))]
    #[schemars(extend("x-create-only" = true))]
    pub user_pool: String,
    /// Name of the client. Nothing depends on it, but two clients of one pool with one name cannot be
    /// told from each other. 1–128 of letters, digits, spaces and `_+=,.@-`.
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^[\w\s+=,.@-]+$"))]
    pub name: String,
    /// Whether the client has a secret, which it must then show with every request: for servers, never
    /// for what runs in a browser or on a phone. `aws cognito-idp describe-user-pool-client` tells it.
    #[serde(default)]
    #[schemars(extend("x-create-only" = true))]
    pub generate_secret: bool,
    /// The ways in which the app may sign people in by itself, without the sign-in pages. Absent:
    /// `ALLOW_USER_SRP_AUTH`, `ALLOW_CUSTOM_AUTH` and `ALLOW_REFRESH_TOKEN_AUTH`.
    #[serde(
        default = "AuthenticationFlow::default_set",
        serialize_with = "AuthenticationFlow::serialize_set"
    )]
    #[schemars(extend("x-grants" = true))]
    pub authentication_flows: BTreeSet<AuthenticationFlow>,
    /// How the app uses the sign-in pages of the pool's domain. Absent: not at all.
    #[serde(default)]
    #[schemars(extend("x-grants" = true))]
    pub oauth: Option<OAuth>,
    /// Who can sign people in on the sign-in pages: `COGNITO` for the pool itself, `Google`, `Facebook`,
    /// `SignInWithApple`, `LoginWithAmazon`, or the name of a SAML or OIDC provider. Absent: nobody.
    #[serde(default)]
    #[schemars(inner(length(min = 1, max = 32)))]
    #[schemars(extend("x-grants" = true))]
    pub identity_providers: BTreeSet<String>,
    /// How long tokens are valid, as in `{ access: 60 minutes, id: 60 minutes, refresh: 30 days }`. Absent:
    /// these very times.
    #[serde(default)]
    pub token_validity: TokenValidity,
    /// Whether a refresh token can be used only once. Absent: it can be used until it expires. Not in
    /// pools of the tier Lite, and not with `ALLOW_REFRESH_TOKEN_AUTH`.
    #[serde(default)]
    pub refresh_token_rotation: Option<RefreshTokenRotation>,
    /// Whether tokens can be revoked.
    #[serde(default = "yes")]
    pub token_revocation: bool,
    /// Minutes that people have for each step of signing in, such as finding the code in a text message.
    /// 3–15; absent: 3.
    #[serde(default = "three")]
    #[schemars(range(min = 3, max = 15))]
    pub authentication_session_minutes: i32,
    /// Whether a sign-in with a name that does not exist fails like one with a wrong password, so that
    /// nobody can find out who has an account.
    #[serde(default)]
    pub prevent_user_existence_errors: bool,
    /// Attributes that the app can read, such as `email` or `custom:organization`. Absent: all standard
    /// attributes.
    #[serde(default, skip_serializing_if = "says_nothing")]
    pub read_attributes: Option<BTreeSet<String>>,
    /// Attributes that the app can write. Those that the pool requires, and those that identity providers
    /// fill, must be among them. Absent: all standard attributes.
    #[serde(default, skip_serializing_if = "says_nothing")]
    pub write_attributes: Option<BTreeSet<String>>,
    /// Whether a server may pass on its users' addresses to the pool's threat protection. Needs
    /// `generate_secret`.
    #[serde(default)]
    pub propagate_user_context: bool,
    /// The Pinpoint project that hears of sign-ins. Absent: none.
    #[serde(default)]
    pub analytics: Option<Analytics>,
}

/// The validity of a session that says nothing (CreateUserPoolClient).
const fn three() -> i32 {
    3
}

/// What a client is found by.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    user_pool: String,
    name: String,
}

/// What others may refer to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outputs {
    /// Id of the client, which apps and authorizers ask for. AWS invents it.
    pub id: Option<String>,
    /// Name of the client.
    pub name: Option<String>,
}

impl Kind for UserPoolClient {
    const NAME: &'static str = "cognito.user_pool_client";
    const FACTS: Facts = Facts {
        concern: Concern::Identity,
        data: None,
        volatile: &[("name", &["name"])],
        parent: Some(Parent { field: "user_pool", kind: "cognito.user_pool" }),
    };
    const CALLS: &'static [Calls] = calls::COGNITO_USER_POOL_CLIENT;
    const ACCESS: &'static [Access] = &[
        // Whose the client is, the pool's tags tell.
        Access::to(
            "Cognito Identity Provider",
            &["arn:{partition}:cognito-idp:{region}:{account}:userpool/{user_pool}"],
        )
        .also_read(&["DescribeUserPool"]),
    ];
    const DEMANDS: &'static [Demand] = &[
        Demand::pass_role("analytics.role", &["cognito-idp.amazonaws.com"]),
        Demand::service_role("analytics.application_arn", &["cognito-idp.amazonaws.com"]),
    ];
    const KNOWN_BY: &'static str =
        "the pool's id and its own, such as `us-east-2_AbCdEfGhI/1example23456789`";
    const MISSED: &'static str =
        "nobody signs in by it, and afterwards applications need the new id";
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Identity, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Identity, _: &Place) -> Outputs {
        Outputs { id: None, name: Some(identity.name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Identity, _: &Tags) -> Result<Vec<String>> {
        read::find(aws, &identity.user_pool, &identity.name).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        write::create(self, aws).await
    }

    async fn update(&self, aws: &Aws, id: &str, _: &Live<Self>) -> Result<()> {
        write::update(self, aws, id).await
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        write::delete(aws, id).await
    }
}
