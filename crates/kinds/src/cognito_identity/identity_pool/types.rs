//! The parts of an identity pool's spec, and their twins in the SDK.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_cognitoidentity::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::words;
use kind::Result;

words! {
    /// How a claim is compared.
    MatchType = sdk::MappingRuleMatchType {
        /// The claim is the value.
        Equals = "Equals",
        /// The claim is something else.
        NotEqual = "NotEqual",
        /// The claim begins with the value.
        StartsWith = "StartsWith",
        /// The value stands somewhere in the claim, which may be a list.
        Contains = "Contains",
    }
    /// What happens to those for whom no role, or more than one, is found.
    AmbiguousRoleResolution = sdk::AmbiguousRoleResolutionType {
        /// They get the pool's role for signed-in users.
        AuthenticatedRole = "AuthenticatedRole",
        /// They get none.
        Deny = "Deny",
    }
}

/// A user pool whose users the identity pool lets in, by one of the pool's clients.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CognitoProvider {
    /// The user pool as `cognito-idp.<region>.amazonaws.com/<pool id>`, which is the pool's `endpoint`.
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^[\w._:/-]+$"))]
    pub provider_name: String,
    /// Id of the client that people sign in with.
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^\w+$"))]
    pub client_id: String,
    /// Whether those whom the user pool has signed out or disabled are turned away at once, and not only
    /// when their token expires.
    #[serde(default)]
    pub server_side_token_check: bool,
}

impl CognitoProvider {
    pub(super) fn request(&self) -> sdk::CognitoIdentityProvider {
        sdk::CognitoIdentityProvider::builder()
            .provider_name(&self.provider_name)
            .client_id(&self.client_id)
            .server_side_token_check(self.server_side_token_check)
            .build()
    }
}

impl From<sdk::CognitoIdentityProvider> for CognitoProvider {
    fn from(live: sdk::CognitoIdentityProvider) -> Self {
        Self {
            provider_name: live.provider_name.unwrap_or_default(),
            client_id: live.client_id.unwrap_or_default(),
            server_side_token_check: live.server_side_token_check.unwrap_or(false),
        }
    }
}

/// The roles that people take on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Roles {
    /// ARN of the role of those who have signed in.
    #[schemars(regex(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$"))]
    pub authenticated: Option<String>,
    /// ARN of the role of guests.
    #[schemars(regex(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$"))]
    pub unauthenticated: Option<String>,
}

const AUTHENTICATED: &str = "authenticated";
const UNAUTHENTICATED: &str = "unauthenticated";

impl Roles {
    pub(super) fn request(&self) -> HashMap<String, String> {
        let roles =
            [(AUTHENTICATED, &self.authenticated), (UNAUTHENTICATED, &self.unauthenticated)];
        roles
            .into_iter()
            .filter_map(|(name, role)| Some((name.to_owned(), role.clone()?)))
            .collect()
    }

    pub(super) fn of(mut live: HashMap<String, String>) -> Self {
        Self {
            authenticated: live.remove(AUTHENTICATED),
            unauthenticated: live.remove(UNAUTHENTICATED),
        }
    }
}

/// Which role those get who come by way of one provider.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleMapping {
    /// The provider: the `provider_name` of a user pool, a name of `login_providers`, or the ARN of an
    /// OIDC or SAML provider.
    #[schemars(length(min = 1, max = 128))]
    pub provider_name: String,
    /// Id of the client, with a user pool. Others have none.
    #[serde(default)]
    #[schemars(length(min = 1, max = 128), regex(pattern = r"^\w+$"))]
    pub client_id: Option<String>,
    /// What happens to those for whom no rule fits or, without rules, whose token names several roles and
    /// prefers none: `AuthenticatedRole` or `Deny`.
    pub ambiguous_role_resolution: AmbiguousRoleResolution,
    /// Which claims lead to which role. The first rule that fits decides, so the strongest role comes
    /// first. 1–25. Absent: the token itself names the role, in its claims `cognito:preferred_role` and
    /// `cognito:roles`, which hold the roles of a user pool's groups.
    #[serde(default)]
    #[schemars(length(min = 1, max = 400))]
    pub rules: Option<Vec<Rule>>,
}

impl RoleMapping {
    /// AWS's name for the provider: with a user pool, the client belongs to it.
    pub(super) fn key(&self) -> String {
        match &self.client_id {
            Some(client) => format!("{}:{client}", self.provider_name),
            None => self.provider_name.clone(),
        }
    }

    pub(super) fn request(&self) -> Result<sdk::RoleMapping> {
        let mapping = sdk::RoleMapping::builder()
            .ambiguous_role_resolution(self.ambiguous_role_resolution.into());
        let Some(rules) = &self.rules else {
            return Ok(mapping.r#type(sdk::RoleMappingType::Token).build()?);
        };
        let rules = rules.iter().map(Rule::request).collect::<Result<_>>()?;
        let rules = sdk::RulesConfigurationType::builder().set_rules(Some(rules));
        Ok(mapping
            .r#type(sdk::RoleMappingType::Rules)
            .rules_configuration(rules.build()?)
            .build()?)
    }

    pub(super) fn of(key: &str, live: sdk::RoleMapping) -> Result<Self> {
        let (provider_name, client_id) = split(key);
        let resolution = live.ambiguous_role_resolution.as_ref();
        let rules = live.rules_configuration.map(|rules| rules.rules);
        Ok(Self {
            provider_name: provider_name.to_owned(),
            client_id: client_id.map(str::to_owned),
            ambiguous_role_resolution: match resolution {
                Some(resolution) => AmbiguousRoleResolution::of(resolution),
                None => AmbiguousRoleResolution::Deny,
            },
            rules: match (live.r#type, rules) {
                (sdk::RoleMappingType::Rules, Some(rules)) => {
                    Some(rules.into_iter().map(Rule::of).collect::<Result<_>>()?)
                }
                _ => None,
            },
        })
    }
}

/// The provider and the client in AWS's name for both. Only user pools have clients; the names of others
/// may have colons of their own.
fn split(key: &str) -> (&str, Option<&str>) {
    match key.rsplit_once(':') {
        Some((provider, client)) if is_user_pool(key) => (provider, Some(client)),
        _ => (key, None),
    }
}

/// Whether a provider's name is that of a user pool.
pub(super) fn is_user_pool(provider: &str) -> bool {
    provider.starts_with("cognito-idp.")
}

/// One claim and the role that it leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The claim of the token, such as `cognito:groups`.
    #[schemars(length(min = 1, max = 64), regex(pattern = r"^\S+$"))]
    pub claim: String,
    /// `Equals`, `NotEqual`, `StartsWith` or `Contains`.
    pub match_type: MatchType,
    /// What the claim is compared with.
    #[schemars(length(min = 1, max = 128))]
    pub value: String,
    /// ARN of the role.
    #[schemars(regex(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$"))]
    pub role: String,
}

impl Rule {
    fn request(&self) -> Result<sdk::MappingRule> {
        Ok(sdk::MappingRule::builder()
            .claim(&self.claim)
            .match_type(self.match_type.into())
            .value(&self.value)
            .role_arn(&self.role)
            .build()?)
    }

    fn of(live: sdk::MappingRule) -> Result<Self> {
        Ok(Self {
            match_type: MatchType::of(&live.match_type),
            claim: live.claim,
            value: live.value,
            role: live.role_arn,
        })
    }

    /// Whether this rule fits wherever another does, so that the other can never decide behind it.
    pub(super) fn covers(&self, other: &Self) -> bool {
        use MatchType::{Contains, Equals, NotEqual, StartsWith};
        // Of a claim that is a list, more than one element may fit: that rules all conclusions from
        // NotEqual out.
        if self.claim != other.claim {
            return false;
        }
        let (own, others) = (self.value.as_str(), other.value.as_str());
        match (self.match_type, other.match_type) {
            (Equals, Equals) | (NotEqual, NotEqual) => own == others,
            (StartsWith, Equals | StartsWith) => others.starts_with(own),
            (Contains, Equals | StartsWith | Contains) => others.contains(own),
            _ => false,
        }
    }
}

/// Which claims become tags of the session of those who come by way of one provider. Policies see them as
/// `aws:PrincipalTag/<tag>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrincipalTags {
    /// The provider: the `provider_name` of a user pool, a name of `login_providers`, or the ARN of an
    /// OIDC or SAML provider.
    #[schemars(length(min = 1, max = 128))]
    pub provider_name: String,
    /// The claim for each tag, as in `{ organization_id: "custom:organization_id" }`. At most 50. Absent:
    /// AWS's own choice, which is `username` from `sub` and `client` from `aud` with a user pool.
    #[serde(default)]
    #[schemars(extend("minProperties" = 1, "maxProperties" = 50))]
    pub tags: Option<BTreeMap<String, String>>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule(match_type: MatchType, value: &str) -> Rule {
        Rule {
            claim: "cognito:groups".to_owned(),
            match_type,
            value: value.to_owned(),
            role: String::new(),
        }
    }

    fn fits(rule: &Rule, claim: &str) -> bool {
        let value = rule.value.as_str();
        match rule.match_type {
            MatchType::Equals => claim == value,
            MatchType::NotEqual => claim != value,
            MatchType::StartsWith => claim.starts_with(value),
            MatchType::Contains => claim.contains(value),
            MatchType::Other(_) => false,
        }
    }

    fn any_rule() -> impl Strategy<Value = Rule> {
        let match_type = prop_oneof![
            Just(MatchType::Equals),
            Just(MatchType::NotEqual),
            Just(MatchType::StartsWith),
            Just(MatchType::Contains),
        ];
        (match_type, "[ab]{1,3}").prop_map(|(match_type, value)| rule(match_type, &value))
    }

    proptest! {
        #[test]
        fn a_rule_that_is_covered_fits_nothing_new(
            first in any_rule(), second in any_rule(), claim in "[abc]{0,5}"
        ) {
            if first.covers(&second) && fits(&second, &claim) {
                prop_assert!(fits(&first, &claim));
            }
        }

        #[test]
        fn keys_of_user_pools_are_split_as_they_were_made(pool in "[a-z]{2}-[a-z]{4}-[1-3]_[A-Za-z0-9]{9}", client in "[a-z0-9]{26}") {
            let provider = format!("cognito-idp.us-east-2.amazonaws.com/{pool}");
            let key = format!("{provider}:{client}");
            prop_assert_eq!(split(&key), (provider.as_str(), Some(client.as_str())));
        }
    }

    #[test]
    fn keys_of_others_stay_whole() {
        let arn = "arn:aws:iam::123456789012:saml-provider/office";
        assert_eq!(split(arn), (arn, None));
        assert_eq!(split("graph.facebook.com"), ("graph.facebook.com", None));
    }
}
