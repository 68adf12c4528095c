//! The forms of providers. AWS accepts and gives the details of each as texts by keys of its own.

use std::collections::HashMap;

use crate::prelude::*;
use language::value::{Instruction, Secret};

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

/// What a field is among the details: a text, or none.
trait Detail: Sized {
    fn of(text: Option<String>) -> Self;

    fn text(&self) -> Option<String>;
}

macro_rules! detail {
    ($($own:ty { |$said:ident| $of:expr, |$value:ident| $text:expr })+) => {$(
        impl Detail for $own {
            fn of($said: Option<String>) -> Self {
                $of
            }

            fn text(&self) -> Option<String> {
                let $value = self;
                $text
            }
        }
    )+};
}
detail! {
    String { |said| said.unwrap_or_default(), |text| Some(text.clone()) }
    Option<String> { |said| non_empty(said), |text| text.clone() }
    Auto<String> { |said| non_empty(said).into(), |text| text.0.clone() }
    Secret { |said| said.unwrap_or_default().into(), |secret| Some(secret.expose().to_owned()) }
    Option<Secret> { |said| non_empty(said).map(Secret::from), |secret| secret.as_ref()?.text() }
    // AWS never gives it back.
    Instruction<Option<Secret>> { |_said| Self(None), |secret| secret.0.text() }
    bool { |said| said.is_some_and(|it| it.eq_ignore_ascii_case("true")), |yes| Some(yes.to_string()) }
    BTreeSet<String> {
        |said| {
            let text = said.unwrap_or_default();
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        },
        |words| Some(Vec::from_iter(words.iter().map(String::as_str)).join(" "))
    }
}

/// Makes the details of a form by AWS's keys, and a form of details.
macro_rules! details {
    ($($form:ident { $($field:ident = $key:expr,)+ })+) => {$(
        impl $form {
            pub(super) fn details(&self) -> Details {
                let texts = [$(($key, self.$field.text())),+].into_iter();
                texts.filter_map(|(key, text)| Some((key.to_owned(), text?))).collect()
            }

            pub(super) fn of(details: &Details) -> Self {
                Self { $($field: Detail::of(details.get($key).cloned()),)+ }
            }
        }
    )+};
}
/// The detail that names the algorithm of signatures, where requests are signed.
pub(super) const SIGNATURE: &str = "RequestSigningAlgorithm";

details! {
    Saml {
        metadata_url = "MetadataURL",
        metadata_document = "MetadataFile",
        sign_out = "IDPSignout",
        idp_initiated = "IDPInit",
        encrypted_responses = "EncryptedResponses",
        signed_requests = SIGNATURE,
    }
    Oidc {
        client_id = "client_id",
        client_secret = "client_secret",
        issuer = "oidc_issuer",
        scopes = "authorize_scopes",
        attributes_request_method = "attributes_request_method",
        authorize_url = "authorize_url",
        token_url = "token_url",
        attributes_url = "attributes_url",
        jwks_url = "jwks_uri",
    }
    Social {
        client_id = "client_id",
        client_secret = "client_secret",
        scopes = "authorize_scopes",
    }
    Facebook {
        client_id = "client_id",
        client_secret = "client_secret",
        scopes = "authorize_scopes",
        api_version = "api_version",
    }
    Apple {
        client_id = "client_id",
        team_id = "team_id",
        key_id = "key_id",
        private_key = "private_key",
        scopes = "authorize_scopes",
    }
}
