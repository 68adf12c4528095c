//! `cognito.user_pool`: a pool of users with its attributes, rules, triggers, groups, domain and
//! identity providers.
//!
//! UpdateUserPool resets what it is not given, so there is one request that always holds everything,
//! and a change of anything in it sends it. What AWS can never change (how users sign in, attributes
//! that exist) asks for a new pool, and a pool holds data: the engine refuses unless it is told to.

mod attributes;
mod check;
mod children;
mod consequences;
mod domain;
mod identity_providers;
mod logs;
mod messages;
mod mfa;
mod operations;
mod read;
mod request;
mod risk;
mod settings;
mod triggers;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calls;
use crate::fields::is_default;
use aws::Aws;
use aws::tags::Tags;
use kind::{
    Abilities, Access, Calls, Concern, Consequences, Data, Demand, Facts, Findings, Kind, Live,
    OnlyWith, Place, Prepare, Result,
};
use language::schema::Finding;
use language::value::Auto;
use workspace::Workspace;

use attributes::{CustomAttributes, StandardAttributes};
use children::{Group, ResourceServer};
use domain::{CustomDomain, Domain};
use identity_providers::IdentityProviders;
use logs::LogDelivery;
use messages::{AdminCreateUser, Email, Sms, Verification};
use mfa::{Mfa, WebAuthn};
use risk::Risk;
use settings::{
    AcrLevel, AdvancedSecurity, AuthFactor, Contact, Devices, Issuer, PasswordPolicy, Recovery,
    SignIn, Tier, default_acr_value, is_password_alone, password_alone,
};
use triggers::Triggers;

/// A pool of users who sign up and sign in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPool {
    /// The pool's name, which others may have too. 1–128 letters, digits, spaces and `_+=,.@-`. A
    /// change renames the pool.
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^[\w\s+=,.@-]+$"))]
    #[schemars(extend("x-value-only" = true))]
    pub name: String,
    /// What users sign in with.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-create-only" = true))]
    pub sign_in: SignIn,
    /// How attributes that every pool has (`email`, `given_name` …) differ from what they are by
    /// default: optional and mutable. Those that do not differ need not be named.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-create-only" = true))]
    pub standard_attributes: StandardAttributes,
    /// Attributes of the pool's own, by name without `custom:`. 50 at the most.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-append-only" = true, "maxProperties" = 50))]
    pub custom_attributes: CustomAttributes,
    /// Addresses that users prove to be theirs when they sign up: `email`, `phone_number`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub auto_verified_attributes: BTreeSet<Contact>,
    /// Addresses that change only once a user has proved the new one. They must be in
    /// `auto_verified_attributes`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub verify_before_update: BTreeSet<Contact>,
    /// What a password must be.
    #[serde(default, skip_serializing_if = "is_default")]
    pub password_policy: PasswordPolicy,
    /// The ways in which a sign-in may begin. `PASSWORD` must be one. Absent: it is the only one.
    /// Others need the tier `ESSENTIALS` or `PLUS`.
    #[serde(default = "password_alone", skip_serializing_if = "is_password_alone")]
    #[schemars(length(min = 1))]
    pub allowed_first_auth_factors: BTreeSet<AuthFactor>,
    /// The second factor of a sign-in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mfa: Mfa,
    /// Sign-in by passkey.
    #[serde(default, skip_serializing_if = "is_default")]
    pub web_authn: WebAuthn,
    /// How users who have forgotten their password get back in, the preferred way first. Absent: AWS's
    /// choice.
    #[serde(default)]
    #[schemars(length(min = 1, max = 2))]
    pub account_recovery: Auto<Vec<Recovery>>,
    /// Whether the pool remembers devices. Absent: it does not.
    #[serde(default)]
    pub devices: Option<Devices>,
    /// The feature plan: `LITE`, `ESSENTIALS` or `PLUS`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tier: Tier,
    /// Threat protection. Needs the tier `PLUS`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub advanced_security: AdvancedSecurity,
    /// What threat protection does about what it finds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub risk: Risk,
    /// How users come into the pool: by themselves, or by an administrator.
    #[serde(default, skip_serializing_if = "is_default")]
    pub admin_create_user: AdminCreateUser,
    /// The messages by which users prove that an address is theirs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub verification: Verification,
    /// Text message with the code of a sign-in, for which `{####}` stands. 6–140 characters. Absent:
    /// AWS's own words.
    #[serde(default)]
    #[schemars(length(min = 6, max = 140), regex(pattern = r"\{####\}"))]
    pub sms_authentication_message: Option<String>,
    /// Who sends the pool's e-mail. Absent: Cognito, 50 messages a day.
    #[serde(default, skip_serializing_if = "is_default")]
    pub email: Email,
    /// How the pool sends text messages. Absent: it sends none.
    #[serde(default)]
    pub sms: Option<Sms>,
    /// The functions that the pool calls.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true))]
    pub triggers: Triggers,
    /// Groups of users by name. Others are removed, but for those that Cognito makes itself.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true))]
    pub groups: BTreeMap<String, Group>,
    /// APIs that tokens give access to, by identifier, such as `https://api.example.com`. Others are
    /// removed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub resource_servers: BTreeMap<String, ResourceServer>,
    /// Where else users may sign in, by name. Others are removed.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true))]
    #[schemars(extend("x-grants" = true))]
    pub identity_providers: IdentityProviders,
    /// A domain of Amazon's for sign-in pages and tokens. Absent: none.
    #[serde(default)]
    pub domain: Option<Domain>,
    /// A domain of your own for the same. Absent: none.
    #[serde(default)]
    #[schemars(extend("x-deferrable" = true))]
    pub custom_domain: Option<CustomDomain>,
    /// Style sheet of the classic hosted UI, for all clients. Needs a domain. Absent: AWS's own.
    #[serde(default)]
    #[schemars(length(min = 1, max = 131_072))]
    pub hosted_ui_css: Option<String>,
    /// Where the pool says what it does.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-deferrable" = true))]
    pub log_delivery: LogDelivery,
    /// Where tokens say that they come from: `ORIGINAL` or `UPDATED`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub issuer: Issuer,
    /// What levels of assurance (`Level1` to `Level4`) are called in the `acr` claim of tokens. Absent:
    /// `urn:cognito:loa:1` and so on. Needs the tier `ESSENTIALS` or `PLUS`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub acr_values: BTreeMap<AcrLevel, String>,
    /// ARN of the KMS key that encrypts the pool's data. Absent: a key of AWS's own.
    #[serde(default)]
    #[schemars(regex(pattern = r"^arn:[a-z-]+:kms:.+$"))]
    pub kms_key: Option<String>,
    /// Whether AWS refuses to delete the pool.
    #[serde(default)]
    pub deletion_protection: bool,
    /// Tags of the pool.
    #[serde(default)]
    pub tags: Tags,
}

/// The fields of which names and addresses are made.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Identity {
    name: String,
    #[serde(default)]
    domain: Option<Domain>,
}

/// What others may refer to.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Outputs {
    /// Id of the pool, such as `us-east-2_aBcDeFgHi`.
    pub id: Option<String>,
    /// ARN of the pool.
    pub arn: Option<String>,
    /// Name of the pool.
    pub name: Option<String>,
    /// `cognito-idp.<region>.amazonaws.com/<id>`, as identity pools name it.
    pub endpoint: Option<String>,
    /// URL that tokens name as their issuer.
    pub issuer_url: Option<String>,
    /// Prefix of the pool's domain, if it has one.
    pub domain: Option<String>,
    /// URL of the pool's domain, if it has one: `https://<prefix>.auth.<region>.amazoncognito.com`.
    pub domain_url: Option<String>,
    /// URL of the custom domain, if there is one.
    pub custom_domain_url: Option<String>,
    /// Name of the CloudFront distribution to which the custom domain's DNS record must lead.
    pub custom_domain_distribution: Option<String>,
}

impl Outputs {
    fn predicted(name: &str, domain: Option<&Domain>, place: &Place) -> Self {
        Self {
            name: Some(name.to_owned()),
            domain: domain.map(|domain| domain.prefix.clone()),
            domain_url: domain.and_then(|domain| domain.url(place)),
            ..Self::default()
        }
    }
}

impl Kind for UserPool {
    const NAME: &'static str = "cognito.user_pool";
    const FACTS: Facts = Facts {
        concern: Concern::Identity,
        data: Some(Data {
            moves: "its users with their attributes and groups; AWS never shows their passwords, so they set new ones, unless a `user_migration` trigger takes them over as people sign in",
            follows: "front ends that hold the ids of the pool and of its clients, who uses its domain, authorizers, identity pools, and what is kept under a user's `sub`, which is another",
        }),
        volatile: &[
            ("name", &["name"]),
            ("issuer_url", &["issuer"]),
            ("domain", &["domain"]),
            ("domain_url", &["domain"]),
            ("custom_domain_url", &["custom_domain"]),
            ("custom_domain_distribution", &["custom_domain"]),
        ],
        parent: None,
    };
    const CALLS: &'static [Calls] = calls::COGNITO_USER_POOL;
    const ACCESS: &'static [Access] = operations::ACCESS;
    const DEMANDS: &'static [Demand] = operations::DEMANDS;
    const ONLY_WITH: &'static [OnlyWith] = operations::ONLY_WITH;
    const KNOWN_BY: &'static str = "its id, such as `us-east-2_AbCdEfGhI`";
    const MISSED: &'static str = "users cannot sign in, and the new pool is empty";
    const ABILITIES: Abilities<Self> = Abilities::NONE.prepared();
    type Identity = Identity;
    type Outputs = Outputs;
    type Details = ();

    fn id(_: &Identity, _: &Place) -> Option<String> {
        None
    }

    fn predict(identity: &Identity, place: &Place) -> Outputs {
        Outputs::predicted(&identity.name, identity.domain.as_ref(), place)
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        consequences::tell(self, live, consequences);
    }

    fn check(&self, findings: &mut Findings) {
        check::check(self, findings);
    }

    async fn find(aws: &Aws, identity: &Identity, _: &Tags) -> Result<Vec<String>> {
        read::find(aws, &identity.name).await
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        read::read(aws, id).await
    }

    async fn tags(aws: &Aws, id: &str) -> Result<Option<Tags>> {
        read::tags(aws, id).await
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

impl Prepare for UserPool {
    async fn prepare(&mut self, _: &Workspace) -> Result<(), Finding> {
        self.normalise();
        Ok(())
    }
}

impl UserPool {
    /// Takes away what says no more than AWS's defaults do, as reads leave it out.
    fn normalise(&mut self) {
        self.sign_in.normalise();
        attributes::normalise(&mut self.standard_attributes, &mut self.custom_attributes);
        self.acr_values.retain(|level, value| *value != default_acr_value(*level));
        for provider in self.identity_providers.values_mut() {
            provider.normalise();
        }
    }
}
