//! An identity pool's spec, and its twins in the SDK.

use std::collections::HashMap;

use aws_sdk_cognitoidentity::operation::create_identity_pool::builders::CreateIdentityPoolFluentBuilder;
use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use aws_sdk_cognitoidentity::operation::update_identity_pool::builders::UpdateIdentityPoolFluentBuilder;
use aws_sdk_cognitoidentity::types as sdk;

use crate::forms::tags;
use crate::prelude::*;

/// Gives people who signed in elsewhere credentials for AWS.
#[spec(
    DescribeIdentityPoolOutput, request = CreateIdentityPoolFluentBuilder,
    update = UpdateIdentityPoolFluentBuilder
)]
pub struct IdentityPool {
    /// Name of the pool. Others may have the same. 1–128 of letters, digits, spaces and `_+=,.@-`.
    #[field(required, length = 1..=128, pattern = r"^[\w\s+=,.@-]+$", aws = identity_pool_name)]
    pub name: String,
    /// Whether guests get credentials as well, without signing in.
    #[field(grants, aws = allow_unauthenticated_identities)]
    pub allow_unauthenticated: bool,
    /// Whether apps may choose the role themselves, in the flow that AWS calls basic or classic.
    #[field(grants)]
    pub allow_classic_flow: bool,
    /// The user pools whose users are let in, and by which clients.
    #[field(grants, aws = cognito_identity_providers, with = even_empty)]
    pub cognito_providers: BTreeSet<CognitoProvider>,
    /// The app's id with each public provider: `graph.facebook.com`, `accounts.google.com`,
    /// `appleid.apple.com`, `www.amazon.com`, `api.twitter.com`. At most 10.
    #[field(value_only, entries = ..=10, grants, aws = supported_login_providers, with = even_empty)]
    pub login_providers: BTreeMap<String, String>,
    /// ARNs of the OIDC providers of IAM whose users are let in.
    #[schemars(inner(regex(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[!-~]+$")))]
    #[field(grants, aws = open_id_connect_provider_arns, with = even_empty)]
    pub openid_connect_providers: BTreeSet<String>,
    /// ARNs of the SAML providers of IAM whose users are let in.
    #[schemars(inner(regex(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/[!-~]+$")))]
    #[field(grants, aws = saml_provider_arns, with = even_empty)]
    pub saml_providers: BTreeSet<String>,
    /// The name under which a server of yours vouches for its users. 1–128 of letters, digits and `._-`.
    /// Absent: none does.
    #[field(create_only, value_only, length = 1..=128, pattern = r"^[\w._-]+$")]
    pub developer_provider_name: Option<String>,
    /// The roles of those for whom `role_mappings` says nothing else. Their trust policies name the pool's
    /// id, so they can be set once it is there.
    #[field(deferrable, grants, not_in_answer, not_in_request)]
    pub roles: Roles,
    /// Which role the users of a provider get by their claims. One for each provider and client, at most
    /// 10.
    #[field(deferrable, length = ..=10, grants, not_in_answer, not_in_request)]
    pub role_mappings: BTreeSet<RoleMapping>,
    /// Which claims become tags of the session (attributes for access control). One for each provider; a
    /// provider without has none. The roles must allow `sts:TagSession` in their trust policies.
    #[field(deferrable, grants, not_in_answer, not_in_request)]
    pub principal_tags: BTreeSet<PrincipalTags>,
    /// Tags of the pool.
    #[field(aws = identity_pool_tags, with = tags)]
    pub tags: Tags,
}

impl IdentityPool {
    /// The providers of which principal tags and, but for user pools, role mappings may speak.
    pub(super) fn provider_names(&self) -> BTreeSet<&str> {
        let cognito = self.cognito_providers.iter();
        let others = self.openid_connect_providers.iter();
        let others = others.chain(&self.saml_providers);
        cognito
            .map(|provider| &provider.provider_name)
            .chain(self.login_providers.keys())
            .chain(others.chain(&self.developer_provider_name))
            .map(String::as_str)
            .collect()
    }
}

outputs! {
    /// Id of the pool, `<region>:<uuid>`, which trust policies name. AWS invents it.
    id,
    /// ARN of the pool.
    arn,
    /// Name of the pool.
    name,
}

aws_enum! {
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
#[spec(sdk::CognitoIdentityProvider)]
#[derive(Eq, PartialOrd, Ord)]
pub struct CognitoProvider {
    /// The user pool as `cognito-idp.<region>.amazonaws.com/<pool id>`, which is the pool's `endpoint`.
    #[field(required, length = 1..=128, pattern = r"^[\w._:/-]+$")]
    pub provider_name: String,
    /// Id of the client that people sign in with.
    #[field(required, length = 1..=128, pattern = r"^\w+$")]
    pub client_id: String,
    /// Whether those whom the user pool has signed out or disabled are turned away at once, and not only
    /// when their token expires.
    pub server_side_token_check: bool,
}

/// The roles that people take on.
#[spec]
pub struct Roles {
    /// ARN of the role of those who have signed in.
    #[field(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$")]
    pub authenticated: Option<String>,
    /// ARN of the role of guests.
    #[field(pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$")]
    pub unauthenticated: Option<String>,
}

const AUTHENTICATED: &str = "authenticated";
const UNAUTHENTICATED: &str = "unauthenticated";

impl Roles {
    pub(super) fn to_aws(&self) -> HashMap<String, String> {
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
#[spec]
#[derive(Eq, PartialOrd, Ord)]
pub struct RoleMapping {
    /// The provider: the `provider_name` of a user pool, a name of `login_providers`, or the ARN of an
    /// OIDC or SAML provider.
    #[field(required, length = 1..=128)]
    pub provider_name: String,
    /// Id of the client, with a user pool. Others have none.
    #[field(length = 1..=128, pattern = r"^\w+$")]
    pub client_id: Option<String>,
    /// What happens to those for whom no rule fits or, without rules, whose token names several roles and
    /// prefers none: `AuthenticatedRole` or `Deny`.
    #[field(required)]
    pub ambiguous_role_resolution: AmbiguousRoleResolution,
    /// Which claims lead to which role. The first rule that fits decides, so the strongest role comes
    /// first. 1–25. Absent: the token itself names the role, in its claims `cognito:preferred_role` and
    /// `cognito:roles`, which hold the roles of a user pool's groups.
    #[field(length = 1..=400)]
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

    pub(super) fn to_aws(&self) -> Result<sdk::RoleMapping> {
        let mapping = sdk::RoleMapping::builder()
            .ambiguous_role_resolution(self.ambiguous_role_resolution.into());
        let Some(rules) = &self.rules else {
            return Ok(mapping.r#type(sdk::RoleMappingType::Token).build()?);
        };
        let rules = sdk::RulesConfigurationType::builder().set_rules(rules.to_aws()?).build()?;
        let mapping = mapping.r#type(sdk::RoleMappingType::Rules);
        Ok(mapping.rules_configuration(rules).build()?)
    }

    pub(super) fn of(key: &str, live: sdk::RoleMapping) -> Result<Self> {
        let (provider_name, client_id) = split(key);
        let resolution = AmbiguousRoleResolution::from_aws(live.ambiguous_role_resolution);
        let rules = live.rules_configuration.map(|rules| rules.rules);
        let rules = rules.filter(|_| live.r#type == sdk::RoleMappingType::Rules);
        Ok(Self {
            provider_name: provider_name.to_owned(),
            client_id: client_id.map(str::to_owned),
            ambiguous_role_resolution: resolution.unwrap_or(AmbiguousRoleResolution::Deny),
            rules: Vec::of(rules)?,
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
#[spec(sdk::MappingRule)]
#[derive(Eq, PartialOrd, Ord)]
pub struct Rule {
    /// The claim of the token, such as `cognito:groups`.
    #[field(required, length = 1..=64, pattern = r"^\S+$")]
    pub claim: String,
    /// `Equals`, `NotEqual`, `StartsWith` or `Contains`.
    #[field(required)]
    pub match_type: MatchType,
    /// What the claim is compared with.
    #[field(required, length = 1..=128)]
    pub value: String,
    /// ARN of the role.
    #[field(required, pattern = r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[!-~]+$", aws = role_arn)]
    pub role: String,
}

impl Rule {
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
#[spec]
#[derive(Eq, PartialOrd, Ord)]
pub struct PrincipalTags {
    /// The provider: the `provider_name` of a user pool, a name of `login_providers`, or the ARN of an
    /// OIDC or SAML provider.
    #[field(required, length = 1..=128)]
    pub provider_name: String,
    /// The claim for each tag, as in `{ organization_id: "custom:organization_id" }`. At most 50. Absent:
    /// AWS's own choice, which is `username` from `sub` and `client` from `aud` with a user pool.
    #[field(entries = 1..=50)]
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
