//! The groups of settings that a client's spec is made of.

use std::collections::BTreeSet;

use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::lifetime::Lifetime;
use crate::words::words;
use language::value::Auto;

words! {
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

    /// Writes a set as AWS takes it: an empty one is the default.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TokenValidity {
    /// Of an access token: 5 minutes to 1 day, and no longer than a refresh token.
    pub access: Lifetime,
    /// Of an ID token: 5 minutes to 1 day, and no longer than a refresh token.
    pub id: Lifetime,
    /// Of a refresh token: 60 minutes to 3,650 days.
    pub refresh: Lifetime,
}

impl Default for TokenValidity {
    fn default() -> Self {
        Self { access: Lifetime::hours(1), id: Lifetime::hours(1), refresh: Lifetime::days(30) }
    }
}

impl TokenValidity {
    pub(super) fn of(live: &sdk::UserPoolClientType) -> Self {
        let units = live.token_validity_units();
        let of = |number: Option<i32>, unit: Option<&sdk::TimeUnitsType>, usual| {
            Lifetime::of(number?, unit.unwrap_or(&usual))
        };
        let default = Self::default();
        let access = of(
            live.access_token_validity(),
            units.and_then(|units| units.access_token()),
            sdk::TimeUnitsType::Hours,
        );
        let id = of(
            live.id_token_validity(),
            units.and_then(|units| units.id_token()),
            sdk::TimeUnitsType::Hours,
        );
        let refresh = of(
            Some(live.refresh_token_validity()),
            units.and_then(|units| units.refresh_token()),
            sdk::TimeUnitsType::Days,
        );
        Self {
            access: access.unwrap_or(default.access),
            id: id.unwrap_or(default.id),
            refresh: refresh.unwrap_or(default.refresh),
        }
    }
}

/// How an app uses the sign-in pages and the token endpoint of the pool's domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OAuth {
    /// How the app gets its tokens. `code` and `implicit` need `callback_urls`; `client_credentials`
    /// stands alone and needs `generate_secret`.
    #[schemars(length(min = 1))]
    pub flows: BTreeSet<OAuthFlow>,
    /// What the app may ask for: `openid`, `email`, `phone`, `profile`, `aws.cognito.signin.user.admin`,
    /// and `<resource server>/<scope>`. 1–50.
    #[schemars(length(min = 1, max = 50))]
    #[schemars(inner(length(min = 1, max = 256), regex(pattern = r"^[!#-\[\]-~]+$")))]
    pub scopes: BTreeSet<String>,
    /// Where people may be sent after sign-in: `https` URLs, `http` for `localhost` alone, or an app's
    /// own scheme. Compared as a whole. At most 100.
    #[serde(default)]
    #[schemars(length(max = 100), inner(length(min = 1, max = 1024), regex(pattern = r"^\S+$")))]
    pub callback_urls: BTreeSet<String>,
    /// Which of `callback_urls` it is if a request names none. Absent: a request must name one.
    #[serde(default)]
    #[schemars(length(min = 1, max = 1024), regex(pattern = r"^\S+$"))]
    pub default_redirect_uri: Option<String>,
    /// Where people may be sent after sign-out, in the form of `callback_urls`. At most 100.
    #[serde(default)]
    #[schemars(length(max = 100), inner(length(min = 1, max = 1024), regex(pattern = r"^\S+$")))]
    pub logout_urls: BTreeSet<String>,
}

/// A refresh token that is used is replaced by a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshTokenRotation {
    /// Seconds for which the old token is still taken, in case the new one was lost on the way. 0–60;
    /// absent: 0.
    #[serde(default)]
    #[schemars(range(min = 0, max = 60))]
    pub retry_grace_period_seconds: i32,
}

/// Where Cognito reports sign-ins and the like for campaigns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Analytics {
    /// ARN of the Pinpoint project. Either this or `application_id`.
    #[serde(default)]
    #[schemars(length(min = 20, max = 2048))]
    pub application_arn: Option<String>,
    /// Id of the Pinpoint project, which needs `role` and `external_id`. Either this or
    /// `application_arn`.
    #[serde(default)]
    #[schemars(regex(pattern = "^[0-9a-fA-F]+$"))]
    pub application_id: Option<String>,
    /// ARN of the role as which Cognito writes to the project. Absent: with `application_arn`, Cognito's
    /// own.
    #[serde(default)]
    #[schemars(regex(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$"))]
    pub role: Auto<String>,
    /// What the role's trust policy wants to hear from Cognito.
    #[serde(default)]
    #[schemars(length(min = 1, max = 131_072))]
    pub external_id: Option<String>,
    /// Whether what is known of the users goes along.
    #[serde(default)]
    pub user_data_shared: bool,
}
