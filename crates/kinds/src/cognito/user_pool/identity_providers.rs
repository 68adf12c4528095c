//! Where else users may sign in. AWS accepts and gives each provider's details as a map of texts, and adds
//! to it what it has found out by itself; here every form of provider has fields.

mod forms;

use aws_sdk_cognitoidentityprovider::operation::create_identity_provider::builders::CreateIdentityProviderFluentBuilder;
use aws_sdk_cognitoidentityprovider::operation::describe_identity_provider::DescribeIdentityProviderOutput;
use aws_sdk_cognitoidentityprovider::operation::update_identity_provider::builders::UpdateIdentityProviderFluentBuilder;
use aws_sdk_cognitoidentityprovider::types as sdk;
use futures_util::future::try_join_all;

use super::settings::{AcrLevel, acr_names};
use crate::children::Children;
use crate::cognito::Cognito;
use crate::prelude::*;
use aws::{self};
use language::diff;

use forms::{Apple, Details, Facebook, Oidc, SIGNATURE, Saml, Social};

pub type IdentityProviders = BTreeMap<String, IdentityProvider>;

/// Where else users may sign in. It has exactly one of `saml`, `oidc`, `google`, `facebook`, `amazon`
/// and `apple`; a change from one to another re-creates it.
#[spec(
    sdk::IdentityProviderType, request = CreateIdentityProviderFluentBuilder,
    update = UpdateIdentityProviderFluentBuilder
)]
pub struct IdentityProvider {
    /// A provider that speaks SAML 2.0.
    #[field(not_in_answer, not_in_request)]
    pub saml: Option<Saml>,
    /// A provider that speaks OpenID Connect.
    #[field(not_in_answer, not_in_request)]
    pub oidc: Option<Oidc>,
    /// Google. The provider's name must be `Google`.
    #[field(not_in_answer, not_in_request)]
    pub google: Option<Social>,
    /// Facebook. The provider's name must be `Facebook`.
    #[field(not_in_answer, not_in_request)]
    pub facebook: Option<Facebook>,
    /// Amazon. The provider's name must be `LoginWithAmazon`.
    #[field(not_in_answer, not_in_request)]
    pub amazon: Option<Social>,
    /// Apple. The provider's name must be `SignInWithApple`.
    #[field(not_in_answer, not_in_request)]
    pub apple: Option<Apple>,
    /// What the pool's attributes (`email`, `custom:team`) are called at the provider. `username` need
    /// not be there but for other than the usual.
    #[field(value_only, with = even_empty)]
    pub attribute_mapping: BTreeMap<String, String>,
    /// Other names of the provider, such as the domains of its users' addresses. 50 at most.
    #[field(length = ..=50, aws = idp_identifiers, with = even_empty)]
    pub identifiers: BTreeSet<String>,
    /// What the pool's levels of assurance (`Level1` to `Level4`) are called at an `oidc` provider.
    #[field(with = acr_names)]
    pub acr_mapping: BTreeMap<AcrLevel, String>,
}

/// The one algorithm of signatures that AWS knows.
const ALGORITHM: &str = "rsa-sha256";

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

    /// Removes the mapping that AWS makes anyhow.
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
        let forms = [
            self.saml.as_ref().map(Saml::details),
            self.oidc.as_ref().map(Oidc::details),
            self.google.as_ref().map(Social::details),
            self.facebook.as_ref().map(Facebook::details),
            self.amazon.as_ref().map(Social::details),
            self.apple.as_ref().map(Apple::details),
        ];
        let mut details: Details = forms.into_iter().flatten().flatten().collect();
        if let Some(saml) = &self.saml {
            let signature = saml.signed_requests.then(|| ALGORITHM.to_owned());
            details.remove(SIGNATURE);
            details.extend(signature.map(|algorithm| (SIGNATURE.to_owned(), algorithm)));
        }
        if self.oidc.is_some() {
            // AWS asks for it, and knows no default of its own.
            let method = details.entry("attributes_request_method".to_owned());
            method.or_insert_with(|| "GET".to_owned());
        }
        if let Some(facebook) = &self.facebook {
            // Facebook alone separates them so.
            let scopes = Vec::from_iter(facebook.scopes.iter().map(String::as_str)).join(",");
            details.insert("authorize_scopes".to_owned(), scopes);
        }
        details
    }

    /// With the usual mapping of the user name, without which an update would remove another.
    fn spelled_out(&self) -> Self {
        let mut provider = self.clone();
        if let Some(usual) = self.usual_user_name() {
            let mapping = provider.attribute_mapping.entry(MAPPED_BY_AWS.to_owned());
            mapping.or_insert_with(|| usual.to_owned());
        }
        provider
    }

    /// The form that AWS's details of a provider are of.
    fn set_form(
        &mut self,
        form: Option<&sdk::IdentityProviderTypeType>,
        details: &Details,
    ) -> Result<()> {
        use sdk::IdentityProviderTypeType as Type;
        match form {
            Some(Type::Saml) => {
                let mut saml = Saml::of(details);
                saml.metadata_document.take_if(|_| saml.metadata_url.is_some());
                saml.signed_requests =
                    non_empty(details.get(SIGNATURE).map(String::as_str)).is_some();
                self.saml = Some(saml);
            }
            Some(Type::Oidc) => self.oidc = Some(Oidc::of(details)),
            Some(Type::Google) => self.google = Some(Social::of(details)),
            Some(Type::Facebook) => self.facebook = Some(Facebook::of(details)),
            Some(Type::LoginWithAmazon) => self.amazon = Some(Social::of(details)),
            Some(Type::SignInWithApple) => self.apple = Some(Apple::of(details)),
            other => {
                return Err(AwsError::new(format!(
                    "the pool has an identity provider of a type that this version does not know: {}",
                    other.map_or("none", Type::as_str)
                )));
            }
        }
        Ok(())
    }
}

pub(super) async fn read(aws: &Aws, pool: &str) -> Result<IdentityProviders> {
    let request = aws.cognito().list_identity_providers().user_pool_id(pool);
    let listed = request.max_results(60).into_paginator().items().send().try_collect().await?;
    let names = listed.into_iter().filter_map(|provider| provider.provider_name);
    let providers = names.map(|name| read_one(aws, pool, name));
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
    let form = live.provider_type.clone();
    let details = live.provider_details.clone().unwrap_or_default();
    let provider = aws::read::<DescribeIdentityProviderOutput, IdentityProvider>(live)?;
    let mut provider = provider.unwrap_or_default();
    provider.set_form(form.as_ref(), &details)?;
    provider.normalise();
    Ok(Some((name, provider)))
}

pub(super) async fn write(
    aws: &Aws,
    pool: &str,
    wanted: &IdentityProviders,
    live: &IdentityProviders,
) -> Result<()> {
    let children = Children::of(wanted, live);
    for name in children.delete {
        delete(aws, pool, name).await?;
    }
    for (name, provider, live) in children.update {
        if live.kind() != provider.kind() {
            delete(aws, pool, name).await?;
            create(aws, pool, name, provider).await?;
        } else if differs(provider, live) {
            update(aws, pool, name, provider).await?;
        }
    }
    for (name, provider) in children.create {
        create(aws, pool, name, provider).await?;
    }
    Ok(())
}

/// Whether an update has anything to do: what is left to AWS does not differ.
fn differs(wanted: &IdentityProvider, live: &IdentityProvider) -> bool {
    let value = |it: &IdentityProvider| serde_json::to_value(it).unwrap_or_default();
    !diff::changes(&value(wanted), &value(live)).is_empty()
}

async fn create(aws: &Aws, pool: &str, name: &str, provider: &IdentityProvider) -> Result<()> {
    let request = aws.cognito().create_identity_provider().user_pool_id(pool).provider_name(name);
    let request = request.set_provider_type(provider.kind());
    let request = request.set_provider_details(Some(provider.details()));
    sent(provider.spelled_out().fill(request)?.send().await)
}

async fn update(aws: &Aws, pool: &str, name: &str, provider: &IdentityProvider) -> Result<()> {
    let request = aws.cognito().update_identity_provider().user_pool_id(pool).provider_name(name);
    let request = request.set_provider_details(Some(provider.details()));
    sent(provider.spelled_out().fill_update(request)?.send().await)
}

async fn delete(aws: &Aws, pool: &str, name: &str) -> Result<()> {
    let request = aws.cognito().delete_identity_provider().user_pool_id(pool);
    deleted(request.provider_name(name).send().await)
}
