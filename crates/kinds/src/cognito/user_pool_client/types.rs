//! A client's spec, and its twins in the SDK.

use aws_sdk_cognitoidentityprovider::operation::create_user_pool_client::builders::CreateUserPoolClientFluentBuilder;
use aws_sdk_cognitoidentityprovider::operation::update_user_pool_client::builders::UpdateUserPoolClientFluentBuilder;
use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::lifetime::Lifetime;
use crate::conversions::default_if_absent;
use crate::fields::says_nothing;
use crate::prelude::*;

/// An app that signs people in with a user pool.
#[spec(
    sdk::UserPoolClientType, request = CreateUserPoolClientFluentBuilder,
    update = UpdateUserPoolClientFluentBuilder
)]
pub struct UserPoolClient {
    /// Id of the user pool, such as `${cognito.user_pool.main.id}`.
    #[field(
        required, create_only, length = 1..=55, pattern = r"^[\w-]+_[0-9a-zA-Z]+$",
        aws = user_pool_id, not_in_answer
    )]
    pub user_pool: String,
    /// Name of the client. Nothing depends on it, but two clients of one pool with one name cannot be
    /// told from each other. 1–128 of letters, digits, spaces and `_+=,.@-`.
    #[field(required, length = 1..=128, pattern = r"^[\w\s+=,.@-]+$", aws = client_name)]
    pub name: String,
    /// Whether the client has a secret, which it must then show with every request: for servers, never
    /// for what runs in a browser or on a phone. `aws cognito-idp describe-user-pool-client` tells it.
    #[field(create_only, not_in_answer)]
    pub generate_secret: bool,
    /// The ways in which the app may sign people in by itself, without the sign-in pages. Absent:
    /// `ALLOW_USER_SRP_AUTH`, `ALLOW_CUSTOM_AUTH` and `ALLOW_REFRESH_TOKEN_AUTH`.
    #[field(default = AuthenticationFlow::default_set(), grants, aws = explicit_auth_flows)]
    #[serde(serialize_with = "AuthenticationFlow::serialize_set")]
    pub authentication_flows: BTreeSet<AuthenticationFlow>,
    /// How the app uses the sign-in pages of the pool's domain. Absent: not at all.
    #[field(grants, not_in_answer, not_in_request)]
    pub oauth: Option<OAuth>,
    /// Who can sign people in on the sign-in pages: `COGNITO` for the pool itself, `Google`, `Facebook`,
    /// `SignInWithApple`, `LoginWithAmazon`, or the name of a SAML or OIDC provider. Absent: nobody.
    #[schemars(inner(length(min = 1, max = 32)))]
    #[field(grants, aws = supported_identity_providers, with = even_empty)]
    pub identity_providers: BTreeSet<String>,
    /// How long tokens are valid, as in `{ access: 60 minutes, id: 60 minutes, refresh: 30 days }`. Absent:
    /// these very times.
    #[field(not_in_answer, not_in_request)]
    pub token_validity: TokenValidity,
    /// Whether a refresh token can be used only once. Absent: it can be used until it expires. Not in
    /// pools of the tier Lite, and not with `ALLOW_REFRESH_TOKEN_AUTH`.
    #[field(with = rotation)]
    pub refresh_token_rotation: Option<RefreshTokenRotation>,
    /// Whether tokens can be revoked.
    // Clients that are older than revocation say nothing of it, and cannot do it.
    #[field(default = true, aws = enable_token_revocation, with = default_if_absent)]
    pub token_revocation: bool,
    /// Minutes that people have for each step of signing in, such as finding the code in a text message.
    /// 3–15; absent: 3.
    #[field(default = 3, range = 3..=15, aws = auth_session_validity)]
    pub authentication_session_minutes: i32,
    /// Whether a sign-in with a name that does not exist fails like one with a wrong password, so that
    /// nobody can find out who has an account.
    #[field(with = existence_errors)]
    pub prevent_user_existence_errors: bool,
    /// Attributes that the app can read, such as `email` or `custom:organization`. Absent: all standard
    /// attributes.
    #[serde(skip_serializing_if = "says_nothing")]
    pub read_attributes: Option<BTreeSet<String>>,
    /// Attributes that the app can write. Those that the pool requires, and those that identity providers
    /// fill, must be among them. Absent: all standard attributes.
    #[serde(skip_serializing_if = "says_nothing")]
    pub write_attributes: Option<BTreeSet<String>>,
    /// Whether a server may pass on its users' addresses to the pool's threat protection. Needs
    /// `generate_secret`.
    #[field(aws = enable_propagate_additional_user_context_data)]
    pub propagate_user_context: bool,
    /// The Pinpoint project that hears of sign-ins. Absent: none.
    #[field(aws = analytics_configuration)]
    pub analytics: Option<Analytics>,
}

/// What a client is found by.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    pub(super) user_pool: String,
    pub(super) name: String,
}

outputs! {
    /// Id of the client, which apps and authorizers ask for. AWS invents it.
    id,
    /// Name of the client.
    name,
}

conversions! {
    /// `LEGACY` is AWS's word for off.
    existence_errors: bool, sdk::PreventUserExistenceErrorTypes {
        |said| Some(said == Some(sdk::PreventUserExistenceErrorTypes::Enabled)),
        |prevents| Some(match prevents {
            true => sdk::PreventUserExistenceErrorTypes::Enabled,
            false => sdk::PreventUserExistenceErrorTypes::Legacy,
        }),
    }
    /// Left out where it is off: pools of the tier Lite know no rotation.
    rotation: Option<RefreshTokenRotation>, sdk::RefreshTokenRotationType {
        |said| {
            let rotation = said.filter(|rotation| rotation.feature == sdk::FeatureType::Enabled);
            let seconds = rotation.map(|rotation| rotation.retry_grace_period_seconds.unwrap_or(0));
            Some(seconds.map(|retry_grace_period_seconds| RefreshTokenRotation { retry_grace_period_seconds }))
        },
        |rotation| {
            let seconds = rotation.as_ref().map(|rotation| rotation.retry_grace_period_seconds);
            let enabled = sdk::RefreshTokenRotationType::builder().feature(sdk::FeatureType::Enabled);
            seconds.map(|it| enabled.retry_grace_period_seconds(it).build()).transpose()?
        },
    }
}

aws_enum! {
    /// A way in which an app may sign people in by itself.
    AuthenticationFlow = sdk::ExplicitAuthFlowsType {
        /// By a choice of passwords, codes and passkeys that the pool offers. Not in pools of the tier
        /// Lite.
        User = "ALLOW_USER_AUTH",
        /// With the Secure Remote Password protocol: the password is never sent.
        UserSrp = "ALLOW_USER_SRP_AUTH",
        /// With a user name and a password, as they are.
        UserPassword = "ALLOW_USER_PASSWORD_AUTH",
        /// The same from a server, with AWS credentials.
        AdminUserPassword = "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        /// With steps that the pool's functions define.
        Custom = "ALLOW_CUSTOM_AUTH",
        /// With a refresh token. It cannot be together with rotation of such tokens.
        RefreshToken = "ALLOW_REFRESH_TOKEN_AUTH",
        /// The old name of `ALLOW_ADMIN_USER_PASSWORD_AUTH`. Old names stand among themselves.
        OldAdminNoSrp = "ADMIN_NO_SRP_AUTH",
        /// Only with steps that the pool's functions define. An old name.
        OldCustomOnly = "CUSTOM_AUTH_FLOW_ONLY",
        /// The old name of `ALLOW_USER_PASSWORD_AUTH`.
        OldUserPassword = "USER_PASSWORD_AUTH",
    }
    /// How an app gets its tokens from the sign-in pages.
    OAuthFlow = sdk::OAuthFlowType {
        /// The app gets a code, and tokens for it. What most apps want.
        Code = "code",
        /// The browser gets the tokens themselves, where others may see them.
        Implicit = "implicit",
        /// The app gets an access token for itself, with its secret. It excludes the other two.
        ClientCredentials = "client_credentials",
    }
}

impl AuthenticationFlow {
    /// Whether it is one of the names from before 2019, which cannot stand together with newer ones.
    pub(super) fn is_old(self) -> bool {
        use AuthenticationFlow::{OldAdminNoSrp, OldCustomOnly, OldUserPassword};
        matches!(self, OldAdminNoSrp | OldCustomOnly | OldUserPassword)
    }

    /// What a client allows that says nothing (CreateUserPoolClient).
    pub(super) fn default_set() -> BTreeSet<Self> {
        [Self::UserSrp, Self::Custom, Self::RefreshToken].into()
    }

    /// Writes a set as AWS accepts it: an empty one is the default.
    pub(super) fn serialize_set<S: Serializer>(
        set: &BTreeSet<Self>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match set.is_empty() {
            true => Self::default_set().serialize(serializer),
            false => set.serialize(serializer),
        }
    }
}

/// How long the tokens are valid that an app gets: a number of `seconds`, `minutes`, `hours` or `days`, such
/// as `60 minutes`.
#[spec]
#[derive(Copy)]
pub struct TokenValidity {
    /// Of an access token: 5 minutes to 1 day, and no longer than a refresh token.
    #[field(default = Lifetime::hours(1))]
    pub access: Lifetime,
    /// Of an ID token: 5 minutes to 1 day, and no longer than a refresh token.
    #[field(default = Lifetime::hours(1))]
    pub id: Lifetime,
    /// Of a refresh token: 60 minutes to 3,650 days.
    #[field(default = Lifetime::days(30))]
    pub refresh: Lifetime,
}

impl TokenValidity {
    pub(super) fn of(live: &sdk::UserPoolClientType) -> Self {
        use sdk::TimeUnitsType::{Days, Hours};
        let units = live.token_validity_units();
        let of = |number: Option<i32>, unit: Option<&sdk::TimeUnitsType>, usual| {
            Lifetime::of(number?, unit.unwrap_or(&usual))
        };
        let access = of(live.access_token_validity, units.and_then(|it| it.access_token()), Hours);
        let id = of(live.id_token_validity, units.and_then(|it| it.id_token()), Hours);
        let refresh = units.and_then(|it| it.refresh_token());
        let refresh = of(Some(live.refresh_token_validity), refresh, Days);
        let default = Self::default();
        Self {
            access: access.unwrap_or(default.access),
            id: id.unwrap_or(default.id),
            refresh: refresh.unwrap_or(default.refresh),
        }
    }

    /// The numbers for access, ID and refresh tokens, and their units.
    pub(super) fn to_aws(self) -> (i32, i32, i32, sdk::TokenValidityUnitsType) {
        let (access, access_unit) = self.access.request();
        let (id, id_unit) = self.id.request();
        let (refresh, refresh_unit) = self.refresh.request();
        let units = sdk::TokenValidityUnitsType::builder();
        let units = units.access_token(access_unit).id_token(id_unit).refresh_token(refresh_unit);
        (access, id, refresh, units.build())
    }
}

/// How an app uses the sign-in pages and the token endpoint of the pool's domain.
#[spec(
    sdk::UserPoolClientType, request = CreateUserPoolClientFluentBuilder,
    update = UpdateUserPoolClientFluentBuilder
)]
pub struct OAuth {
    /// How the app gets its tokens. `code` and `implicit` need `callback_urls`; `client_credentials`
    /// stands alone and needs `generate_secret`.
    #[field(required, length = 1.., aws = allowed_o_auth_flows, with = even_empty)]
    pub flows: BTreeSet<OAuthFlow>,
    /// What the app may ask for: `openid`, `email`, `phone`, `profile`, `aws.cognito.signin.user.admin`,
    /// and `<resource server>/<scope>`. 1–50.
    #[schemars(inner(length(min = 1, max = 256), regex(pattern = r"^[!#-\[\]-~]+$")))]
    #[field(required, length = 1..=50, aws = allowed_o_auth_scopes, with = even_empty)]
    pub scopes: BTreeSet<String>,
    /// Where people may be sent after sign-in: `https` URLs, `http` for `localhost` alone, or an app's
    /// own scheme. Compared as a whole. At most 100.
    #[schemars(inner(length(min = 1, max = 1024), regex(pattern = r"^\S+$")))]
    #[field(length = ..=100, with = even_empty)]
    pub callback_urls: BTreeSet<String>,
    /// Which of `callback_urls` it is if a request names none. Absent: a request must name one.
    #[field(length = 1..=1024, pattern = r"^\S+$")]
    pub default_redirect_uri: Option<String>,
    /// Where people may be sent after sign-out, in the form of `callback_urls`. At most 100.
    #[schemars(inner(length(min = 1, max = 1024), regex(pattern = r"^\S+$")))]
    #[field(length = ..=100, with = even_empty)]
    pub logout_urls: BTreeSet<String>,
}

/// A refresh token that is used is replaced by a new one.
#[spec]
pub struct RefreshTokenRotation {
    /// Seconds for which the old token is still taken, in case the new one was lost on the way. 0–60;
    /// absent: 0.
    #[field(range = 0..=60)]
    pub retry_grace_period_seconds: i32,
}

/// Where Cognito reports sign-ins and the like for campaigns.
#[spec(sdk::AnalyticsConfigurationType)]
pub struct Analytics {
    /// ARN of the Pinpoint project. Either this or `application_id`.
    #[field(length = 20..=2048)]
    pub application_arn: Option<String>,
    /// Id of the Pinpoint project, which needs `role` and `external_id`. Either this or
    /// `application_arn`.
    #[field(pattern = "^[0-9a-fA-F]+$")]
    pub application_id: Option<String>,
    /// ARN of the role as which Cognito writes to the project. Absent: with `application_arn`, Cognito's
    /// own.
    #[field(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$", aws = role_arn, with = auto)]
    pub role: Auto<String>,
    /// What the role's trust policy wants to hear from Cognito.
    #[field(length = 1..=131_072)]
    pub external_id: Option<String>,
    /// Whether what is known of the users goes along.
    pub user_data_shared: bool,
}

impl Analytics {
    pub(super) fn has_project(&self) -> bool {
        self.application_arn.is_some() || self.application_id.is_some()
    }
}
