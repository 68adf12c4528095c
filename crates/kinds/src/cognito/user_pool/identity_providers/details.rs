//! The details of a provider as AWS takes and gives them: texts by keys of its own.

use std::collections::{BTreeSet, HashMap};

use super::{Apple, Facebook, Oidc, Saml, Social};
use crate::fields::present;
use language::value::{Instruction, Secret};

/// What AWS knows of a provider.
pub(super) type Details = HashMap<String, String>;

/// Texts by AWS's keys, without those that there are not.
pub(super) type Texts = Vec<(&'static str, Option<String>)>;

fn text(details: &Details, key: &str) -> String {
    details.get(key).cloned().unwrap_or_default()
}

fn known(details: &Details, key: &str) -> Option<String> {
    present(details.get(key).map(String::as_str))
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
