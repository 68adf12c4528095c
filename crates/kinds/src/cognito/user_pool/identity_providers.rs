//! Where else users may sign in. AWS takes and gives each provider's details as a map of texts, and adds
//! to it what it has found out by itself; here every form of provider has fields.

mod details;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_cognitoidentityprovider::types as sdk;
use futures_util::future::try_join_all;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::children::{Step, steps};
use super::settings::AcrLevel;
use crate::cognito::Cognito;
use aws::{Aws, AwsError, optional};
use kind::Result;
use language::schema::known_words;
use language::value::{Auto, Instruction, Secret};

use details::Details;

pub type IdentityProviders = BTreeMap<String, IdentityProvider>;

/// Where else users may sign in. It has exactly one of `saml`, `oidc`, `google`, `facebook`, `amazon`
/// and `apple`; a change from one to another makes it anew.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdentityProvider {
    /// A provider that speaks SAML 2.0.
    pub saml: Option<Saml>,
    /// A provider that speaks OpenID Connect.
    pub oidc: Option<Oidc>,
    /// Google. The provider's name must be `Google`.
    pub google: Option<Social>,
    /// Facebook. The provider's name must be `Facebook`.
    pub facebook: Option<Facebook>,
    /// Amazon. The provider's name must be `LoginWithAmazon`.
    pub amazon: Option<Social>,
    /// Apple. The provider's name must be `SignInWithApple`.
    pub apple: Option<Apple>,
    /// What the pool's attributes (`email`, `custom:team`) are called at the provider. `username` need
    /// not be there but for other than the usual.
    #[schemars(extend("x-value-only" = true))]
    pub attribute_mapping: BTreeMap<String, String>,
    /// Other names of the provider, such as the domains of its users' addresses. 50 at the most.
    #[schemars(length(max = 50))]
    pub identifiers: BTreeSet<String>,
    /// What the pool's levels of assurance (`Level1` to `Level4`) are called at an `oidc` provider.
    pub acr_mapping: BTreeMap<AcrLevel, String>,
}

/// A provider that speaks SAML 2.0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Saml {
    /// Where the provider's metadata are, and AWS looks again and again. This or `metadata_document`.
    pub metadata_url: Option<String>,
    /// The provider's metadata, an XML document.
    pub metadata_document: Option<String>,
    /// Whether a user who signs out here is signed out there.
    pub sign_out: bool,
    /// Whether users may start at the provider.
    pub idp_initiated: bool,
    /// Whether the provider encrypts what it says of users.
    pub encrypted_responses: bool,
    /// Whether requests are signed (RSA-SHA256).
    pub signed_requests: bool,
}

/// A provider that speaks OpenID Connect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// The id by which the provider knows the pool.
    pub client_id: String,
    /// The secret that goes with it. Absent: none.
    #[serde(default)]
    pub client_secret: Option<Secret>,
    /// The provider's URL, under which AWS finds the others.
    #[schemars(regex(pattern = r"^https://"))]
    pub issuer: String,
    /// What is asked for, such as `openid` and `email`.
    pub scopes: BTreeSet<String>,
    /// `GET` (the default) or `POST`, by which the user's attributes are fetched.
    #[serde(default)]
    #[schemars(extend("anyOf" = known_words(&["GET", "POST"])))]
    pub attributes_request_method: Auto<String>,
    /// Where users sign in. Absent: as the issuer says.
    #[serde(default)]
    pub authorize_url: Auto<String>,
    /// Where codes are turned into tokens. Absent: as the issuer says.
    #[serde(default)]
    pub token_url: Auto<String>,
    /// Where a user's attributes are. Absent: as the issuer says.
    #[serde(default)]
    pub attributes_url: Auto<String>,
    /// Where the keys of the provider's signatures are. Absent: as the issuer says.
    #[serde(default)]
    pub jwks_url: Auto<String>,
}

/// What Google and Amazon ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Social {
    /// The id by which the provider knows the pool.
    pub client_id: String,
    /// The secret that goes with it.
    pub client_secret: Secret,
    /// What is asked for, such as `openid` and `email`.
    pub scopes: BTreeSet<String>,
}

/// What Facebook asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Facebook {
    /// The id of the app.
    pub client_id: String,
    /// The secret of the app.
    pub client_secret: Secret,
    /// What is asked for, such as `public_profile` and `email`.
    pub scopes: BTreeSet<String>,
    /// The version of the Graph API, such as `v17.0`. Absent: AWS's choice.
    #[serde(default)]
    pub api_version: Auto<String>,
}

/// What Apple asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Apple {
    /// The id of the service.
    pub client_id: String,
    /// The id of the team.
    pub team_id: String,
    /// The id of the key.
    pub key_id: String,
    /// The key. AWS never gives it back, so a new one is written only with another change, such as that
    /// of its `key_id`.
    pub private_key: Instruction<Option<Secret>>,
    /// What is asked for: `email`, `name`.
    pub scopes: BTreeSet<String>,
}

/// The name of the pool's attribute that AWS maps by itself, and to what.
const MAPPED_BY_AWS: &str = "username";

impl IdentityProvider {
    /// The forms that it has, of which there should be one.
    pub(super) fn forms(&self) -> Vec<sdk::IdentityProviderTypeType> {
        use sdk::IdentityProviderTypeType as Type;
        let forms = [
            (self.saml.is_some(), Type::Saml),
            (self.oidc.is_some(), Type::Oidc),
            (self.google.is_some(), Type::Google),
            (self.facebook.is_some(), Type::Facebook),
            (self.amazon.is_some(), Type::LoginWithAmazon),
            (self.apple.is_some(), Type::SignInWithApple),
        ];
        forms.into_iter().filter_map(|(is_it, form)| is_it.then_some(form)).collect()
    }

    pub(super) fn kind(&self) -> Option<sdk::IdentityProviderTypeType> {
        self.forms().into_iter().next()
    }

    /// Takes away the mapping that AWS makes anyhow.
    pub(super) fn normalise(&mut self) {
        let usual = self.usual_user_name();
        if self.attribute_mapping.get(MAPPED_BY_AWS).map(String::as_str) == usual {
            self.attribute_mapping.remove(MAPPED_BY_AWS);
        }
    }

    fn usual_user_name(&self) -> Option<&'static str> {
        use sdk::IdentityProviderTypeType as Type;
        match self.kind()? {
            Type::Facebook => Some("id"),
            Type::LoginWithAmazon => Some("user_id"),
            Type::Saml => None,
            _ => Some("sub"),
        }
    }

    fn details(&self) -> Details {
        let details = [
            self.saml.as_ref().map(Saml::details),
            self.oidc.as_ref().map(Oidc::details),
            self.google.as_ref().map(Social::details),
            self.facebook.as_ref().map(Facebook::details),
            self.amazon.as_ref().map(Social::details),
            self.apple.as_ref().map(Apple::details),
        ];
        let texts = details.into_iter().flatten().flatten();
        texts.filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
    }

    fn of(live: &sdk::IdentityProviderType) -> Result<Self> {
        use sdk::IdentityProviderTypeType as Type;
        let nothing = Details::new();
        let details = live.provider_details().unwrap_or(&nothing);
        let mapping = live.attribute_mapping().into_iter().flatten();
        let acr = live.acr_mapping().into_iter().flatten();
        let mut provider = Self {
            attribute_mapping: mapping.map(|(own, theirs)| (own.clone(), theirs.clone())).collect(),
            identifiers: live.idp_identifiers().iter().cloned().collect(),
            acr_mapping: acr.map(|(level, theirs)| (AcrLevel::of(level), theirs.clone())).collect(),
            ..Self::default()
        };
        match live.provider_type() {
            Some(Type::Saml) => provider.saml = Some(Saml::of(details)),
            Some(Type::Oidc) => provider.oidc = Some(Oidc::of(details)),
            Some(Type::Google) => provider.google = Some(Social::of(details)),
            Some(Type::Facebook) => provider.facebook = Some(Facebook::of(details)),
            Some(Type::LoginWithAmazon) => provider.amazon = Some(Social::of(details)),
            Some(Type::SignInWithApple) => provider.apple = Some(Apple::of(details)),
            other => {
                return Err(AwsError::new(format!(
                    "the pool has an identity provider of a type that this version does not know: {}",
                    other.map_or("none", Type::as_str)
                )));
            }
        }
        provider.normalise();
        Ok(provider)
    }
}

pub(super) async fn read(aws: &Aws, pool: &str) -> Result<IdentityProviders> {
    let request = aws.cognito().list_identity_providers().user_pool_id(pool);
    let mut pages = request.max_results(60).into_paginator().items().send();
    let mut names = Vec::new();
    while let Some(provider) = pages.next().await {
        names.extend(provider?.provider_name);
    }
    let providers = names.into_iter().map(|name| read_one(aws, pool, name));
    Ok(try_join_all(providers).await?.into_iter().flatten().collect())
}

/// A provider, unless it was removed since it was listed.
async fn read_one(
    aws: &Aws,
    pool: &str,
    name: String,
) -> Result<Option<(String, IdentityProvider)>> {
    let request = aws.cognito().describe_identity_provider().user_pool_id(pool);
    let answer = optional(request.provider_name(&name).send().await)?;
    let Some(live) = answer.and_then(|answer| answer.identity_provider) else {
        return Ok(None);
    };
    Ok(Some((name, IdentityProvider::of(&live)?)))
}

pub(super) async fn write(
    aws: &Aws,
    pool: &str,
    wanted: &IdentityProviders,
    live: &IdentityProviders,
) -> Result<()> {
    for (name, step) in steps(wanted, live) {
        match step {
            Step::Create(provider) => create(aws, pool, name, provider).await?,
            Step::Update(provider) => {
                let is_of_another_kind =
                    live.get(name).is_some_and(|live| live.kind() != provider.kind());
                if is_of_another_kind {
                    delete(aws, pool, name).await?;
                    create(aws, pool, name, provider).await?;
                } else {
                    update(aws, pool, name, provider).await?;
                }
            }
            Step::Delete => delete(aws, pool, name).await?,
        }
    }
    Ok(())
}

async fn create(aws: &Aws, pool: &str, name: &str, provider: &IdentityProvider) -> Result<()> {
    let request = aws.cognito().create_identity_provider().user_pool_id(pool);
    request
        .provider_name(name)
        .set_provider_type(provider.kind())
        .set_provider_details(Some(provider.details()))
        .set_attribute_mapping(Some(provider.mapping()))
        .set_idp_identifiers(Some(provider.identifiers.iter().cloned().collect()))
        .set_acr_mapping(provider.acr())
        .send()
        .await?;
    Ok(())
}

async fn update(aws: &Aws, pool: &str, name: &str, provider: &IdentityProvider) -> Result<()> {
    let request = aws.cognito().update_identity_provider().user_pool_id(pool);
    let request = request
        .provider_name(name)
        .set_provider_details(Some(provider.details()))
        .set_attribute_mapping(Some(provider.mapping()))
        .set_idp_identifiers(Some(provider.identifiers.iter().cloned().collect()))
        .set_acr_mapping(provider.acr());
    request.send().await?;
    Ok(())
}

async fn delete(aws: &Aws, pool: &str, name: &str) -> Result<()> {
    let request = aws.cognito().delete_identity_provider().user_pool_id(pool);
    let request = request.provider_name(name);
    optional(request.send().await)?;
    Ok(())
}

impl IdentityProvider {
    /// With the usual mapping of the user name, without which an update would take another away.
    fn mapping(&self) -> HashMap<String, String> {
        let usual = self.usual_user_name();
        let usual = usual.map(|name| (MAPPED_BY_AWS.to_owned(), name.to_owned()));
        let own = self.attribute_mapping.iter();
        usual.into_iter().chain(own.map(|(own, theirs)| (own.clone(), theirs.clone()))).collect()
    }

    fn acr(&self) -> Option<HashMap<String, String>> {
        let levels = self.acr_mapping.iter();
        let levels: HashMap<String, String> =
            levels.map(|(level, theirs)| (level.as_str().to_owned(), theirs.clone())).collect();
        (!levels.is_empty()).then_some(levels)
    }
}
