//! The forms of providers. AWS takes and gives the details of each as texts by keys of its own.

use std::collections::{BTreeSet, HashMap};

use kind_derive::spec;

use crate::fields::non_empty;
use language::value::{Auto, Instruction, Secret};

/// A provider that speaks SAML 2.0.
#[spec]
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
#[spec]
pub struct Oidc {
    /// The id by which the provider knows the pool.
    #[field(required)]
    pub client_id: String,
    /// The secret that goes with it. Absent: none.
    pub client_secret: Option<Secret>,
    /// The provider's URL, under which AWS finds the others.
    #[field(required, pattern = r"^https://")]
    pub issuer: String,
    /// What is asked for, such as `openid` and `email`.
    #[field(required)]
    pub scopes: BTreeSet<String>,
    /// `GET` (the default) or `POST`, by which the user's attributes are fetched.
    #[field(known = ["GET", "POST"])]
    pub attributes_request_method: Auto<String>,
    /// Where users sign in. Absent: as the issuer says.
    pub authorize_url: Auto<String>,
    /// Where codes are turned into tokens. Absent: as the issuer says.
    pub token_url: Auto<String>,
    /// Where a user's attributes are. Absent: as the issuer says.
    pub attributes_url: Auto<String>,
    /// Where the keys of the provider's signatures are. Absent: as the issuer says.
    pub jwks_url: Auto<String>,
}

/// What Google and Amazon ask for.
#[spec]
pub struct Social {
    /// The id by which the provider knows the pool.
    #[field(required)]
    pub client_id: String,
    /// The secret that goes with it.
    #[field(required)]
    pub client_secret: Secret,
    /// What is asked for, such as `openid` and `email`.
    #[field(required)]
    pub scopes: BTreeSet<String>,
}

/// What Facebook asks for.
#[spec]
pub struct Facebook {
    /// The id of the app.
    #[field(required)]
    pub client_id: String,
    /// The secret of the app.
    #[field(required)]
    pub client_secret: Secret,
    /// What is asked for, such as `public_profile` and `email`.
    #[field(required)]
    pub scopes: BTreeSet<String>,
    /// The version of the Graph API, such as `v17.0`. Absent: AWS's choice.
    pub api_version: Auto<String>,
}

/// What Apple asks for.
#[spec]
pub struct Apple {
    /// The id of the service.
    #[field(required)]
    pub client_id: String,
    /// The id of the team.
    #[field(required)]
    pub team_id: String,
    /// The id of the key.
    #[field(required)]
    pub key_id: String,
    /// The key. AWS never gives it back, so a new one is written only with another change, such as that
    /// of its `key_id`.
    #[field(required)]
    pub private_key: Instruction<Option<Secret>>,
    /// What is asked for: `email`, `name`.
    #[field(required)]
    pub scopes: BTreeSet<String>,
}

/// What AWS knows of a provider.
pub(super) type Details = HashMap<String, String>;

/// Texts by AWS's keys, without those that there are not.
pub(super) type Texts = Vec<(&'static str, Option<String>)>;

fn text(details: &Details, key: &str) -> String {
    details.get(key).cloned().unwrap_or_default()
}

fn known(details: &Details, key: &str) -> Option<String> {
    non_empty(details.get(key).map(String::as_str))
}

fn secret(details: &Details, key: &str) -> Secret {
    text(details, key).into()
}

fn is_true(details: &Details, key: &str) -> bool {
    details.get(key).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn scopes(details: &Details) -> BTreeSet<String> {
    let text = text(details, "authorize_scopes");
    let words = text.split([' ', ',']).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn joined(scopes: &BTreeSet<String>, separator: &str) -> Option<String> {
    let words: Vec<&str> = scopes.iter().map(String::as_str).collect();
    Some(words.join(separator))
}

fn said(yes: bool) -> Option<String> {
    Some(yes.to_string())
}

fn exposed(secret: &Secret) -> Option<String> {
    Some(secret.expose().to_owned())
}

impl Saml {
    const SIGNATURE: &'static str = "rsa-sha256";

    pub(super) fn details(&self) -> Texts {
        let signature = self.signed_requests.then(|| Self::SIGNATURE.to_owned());
        vec![
            ("MetadataURL", self.metadata_url.clone()),
            ("MetadataFile", self.metadata_document.clone()),
            ("IDPSignout", said(self.sign_out)),
            ("IDPInit", said(self.idp_initiated)),
            ("EncryptedResponses", said(self.encrypted_responses)),
            ("RequestSigningAlgorithm", signature),
        ]
    }

    pub(super) fn of(details: &Details) -> Self {
        let metadata_url = known(details, "MetadataURL");
        let document = known(details, "MetadataFile");
        Self {
            metadata_document: document.filter(|_| metadata_url.is_none()),
            metadata_url,
            sign_out: is_true(details, "IDPSignout"),
            idp_initiated: is_true(details, "IDPInit"),
            encrypted_responses: is_true(details, "EncryptedResponses"),
            signed_requests: known(details, "RequestSigningAlgorithm").is_some(),
        }
    }
}

impl Oidc {
    pub(super) fn details(&self) -> Texts {
        let method = self.attributes_request_method.as_ref();
        vec![
            ("client_id", Some(self.client_id.clone())),
            ("client_secret", self.client_secret.as_ref().and_then(exposed)),
            ("oidc_issuer", Some(self.issuer.clone())),
            ("authorize_scopes", joined(&self.scopes, " ")),
            // AWS asks for it, and knows no default of its own.
            ("attributes_request_method", Some(method.map_or("GET", String::as_str).to_owned())),
            ("authorize_url", self.authorize_url.as_ref().cloned()),
            ("token_url", self.token_url.as_ref().cloned()),
            ("attributes_url", self.attributes_url.as_ref().cloned()),
            ("jwks_uri", self.jwks_url.as_ref().cloned()),
        ]
    }

    pub(super) fn of(details: &Details) -> Self {
        Self {
            client_id: text(details, "client_id"),
            client_secret: known(details, "client_secret").map(Secret::from),
            issuer: text(details, "oidc_issuer"),
            scopes: scopes(details),
            attributes_request_method: known(details, "attributes_request_method").into(),
            authorize_url: known(details, "authorize_url").into(),
            token_url: known(details, "token_url").into(),
            attributes_url: known(details, "attributes_url").into(),
            jwks_url: known(details, "jwks_uri").into(),
        }
    }
}

impl Social {
    pub(super) fn details(&self) -> Texts {
        vec![
            ("client_id", Some(self.client_id.clone())),
            ("client_secret", exposed(&self.client_secret)),
            ("authorize_scopes", joined(&self.scopes, " ")),
        ]
    }

    pub(super) fn of(details: &Details) -> Self {
        Self {
            client_id: text(details, "client_id"),
            client_secret: secret(details, "client_secret"),
            scopes: scopes(details),
        }
    }
}

impl Facebook {
    pub(super) fn details(&self) -> Texts {
        vec![
            ("client_id", Some(self.client_id.clone())),
            ("client_secret", exposed(&self.client_secret)),
            // Facebook alone separates them so.
            ("authorize_scopes", joined(&self.scopes, ",")),
            ("api_version", self.api_version.as_ref().cloned()),
        ]
    }

    pub(super) fn of(details: &Details) -> Self {
        Self {
            client_id: text(details, "client_id"),
            client_secret: secret(details, "client_secret"),
            scopes: scopes(details),
            api_version: known(details, "api_version").into(),
        }
    }
}

impl Apple {
    pub(super) fn details(&self) -> Texts {
        vec![
            ("client_id", Some(self.client_id.clone())),
            ("team_id", Some(self.team_id.clone())),
            ("key_id", Some(self.key_id.clone())),
            ("private_key", self.private_key.0.as_ref().and_then(exposed)),
            ("authorize_scopes", joined(&self.scopes, " ")),
        ]
    }

    pub(super) fn of(details: &Details) -> Self {
        Self {
            client_id: text(details, "client_id"),
            team_id: text(details, "team_id"),
            key_id: text(details, "key_id"),
            private_key: Instruction(None),
            scopes: scopes(details),
        }
    }
}
