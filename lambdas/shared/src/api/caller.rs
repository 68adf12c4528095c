//! Who calls, and in which groups: the claims that API Gateway's authorizer has verified.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Refusal, Request, Role, Tenant};

/// The user behind a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The claim `custom:user_id`, which app clients must not be able to write; `sub`, Cognito's own id,
    /// for users who were in the pool before it had that attribute.
    pub user_id: String,
    /// The organization of the claim `custom:organization_id`, which they must not be able to write either, or the
    /// user's own tenant.
    pub tenant: Tenant,
    /// The claim `custom:role`. Whoever is alone owns the own tenant.
    pub role: Role,
    /// All groups of the user.
    pub groups: BTreeSet<String>,
    /// Whether one of the groups is the platform's own people.
    pub is_staff: bool,
}

impl Caller {
    /// Reads the caller off a request. Access tokens lack the user's attributes and so are refused:
    /// this API wants identity tokens.
    pub fn of(request: &Request, staff_groups: &BTreeSet<String>) -> Result<Self, Refusal> {
        let claims = request.claims().ok_or(Refusal::Unauthenticated)?;
        if text(claims, "token_use").is_some_and(|kind| kind != "id") {
            return Err(Refusal::Unauthenticated);
        }
        let user_id = user_id(claims).ok_or(Refusal::Unauthenticated)?;
        let tenant = Tenant::of(&user_id, text(claims, "custom:organization_id").as_deref())?;
        let role = match tenant.organization() {
            Some(_) => Role::named(text(claims, "custom:role").as_deref()),
            None => Role::Owner,
        };
        let groups = claims.get("cognito:groups").map(groups).unwrap_or_default();
        let is_staff = !groups.is_disjoint(staff_groups);
        Ok(Self { user_id, tenant, role, groups, is_staff })
    }
}

/// An access token has a `sub`, too, and says nothing of attributes.
fn user_id(claims: &Map<String, Value>) -> Option<String> {
    let is_identity = text(claims, "token_use").as_deref() == Some("id");
    text(claims, "custom:user_id").or_else(|| text(claims, "sub").filter(|_| is_identity))
}

fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let text = claims.get(name)?.as_str()?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// The groups in a claim. A token holds a list; API Gateway makes one text of it, `a,b`, others
/// write `[a b]` or `["a","b"]`. Group names hold no white space, and the platform's no commas.
fn groups(claim: &Value) -> BTreeSet<String> {
    let separate = |text: &str| -> Vec<String> {
        text.trim()
            .trim_start_matches('[')
            .trim_end_matches(']')
            .split(|character: char| character == ',' || character.is_whitespace())
            .map(|name| name.trim_matches('"').to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    };
    match claim {
        Value::String(text) => separate(text).into_iter().collect(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn caller(claims: Value) -> Result<Caller, Refusal> {
        let event = json!({ "requestContext": { "authorizer": { "claims": claims } } });
        Caller::of(&serde_json::from_value(event).unwrap(), &["Development".to_owned()].into())
    }

    #[test]
    fn a_user_of_several_groups_is_in_all_of_them() {
        for claim in [
            json!("OrgUsers,Administrators"),
            json!("OrgUsers, Administrators"),
            json!("[OrgUsers Administrators]"),
            json!("[OrgUsers, Administrators]"),
            json!(r#"["OrgUsers","Administrators"]"#),
            json!(["OrgUsers", "Administrators"]),
        ] {
            let caller = caller(json!({ "custom:user_id": "u", "cognito:groups": claim }));
            let groups = caller.unwrap().groups;
            assert_eq!(groups.len(), 2, "{claim}: {groups:?}");
            assert!(groups.contains("OrgUsers") && groups.contains("Administrators"));
        }
    }

    #[test]
    fn a_user_of_one_group_or_of_none() {
        for (claim, expected) in [
            (json!("OrgUsers"), vec!["OrgUsers"]),
            (json!("[OrgUsers]"), vec!["OrgUsers"]),
            (json!("[]"), vec![]),
            (json!(""), vec![]),
            (json!(7), vec![]),
        ] {
            let caller = caller(json!({ "custom:user_id": "u", "cognito:groups": claim }));
            let groups: Vec<String> = caller.unwrap().groups.into_iter().collect();
            assert_eq!(groups, expected, "{claim}");
        }
    }

    #[test]
    fn part_of_a_group_name_is_no_group() {
        let claims = json!({ "custom:user_id": "u", "cognito:groups": "OrgUsersTrial" });
        assert!(!caller(claims).unwrap().groups.contains("OrgUsers"));
    }

    #[test]
    fn without_a_user_id_nobody_calls() {
        for claims in [
            json!(null),
            json!({}),
            json!({ "sub": "s", "cognito:groups": "OrgUsers" }),
            json!({ "custom:user_id": " " }),
            json!({ "custom:user_id": 7 }),
            json!({ "custom:user_id": " ", "token_use": "id" }),
            json!({ "sub": "s", "token_use": "access" }),
            json!({ "custom:user_id": "u", "token_use": "access" }),
            json!({ "custom:user_id": "u", "custom:organization_id": "public" }),
        ] {
            assert_eq!(caller(claims), Err(Refusal::Unauthenticated));
        }
    }

    #[test]
    fn the_role_counts_within_an_organization_and_the_group_everywhere() {
        let claims = json!({
            "custom:user_id": "u", "custom:organization_id": "acme", "custom:role": "instructor",
            "cognito:groups": "OrgUsers",
        });
        let member = caller(claims).unwrap();
        assert_eq!((member.tenant.as_str(), member.role), ("acme", Role::Instructor));
        assert!(!member.is_staff);
        let alone = json!({ "custom:user_id": "u", "custom:role": "viewer", "cognito:groups": "Development" });
        let alone = caller(alone).unwrap();
        assert_eq!((alone.tenant.as_str(), alone.role), ("u_u", Role::Owner));
        assert!(alone.is_staff);
    }

    #[test]
    fn the_sub_of_an_identity_token_stands_in_for_an_absent_or_blank_user_id() {
        for absent in [Value::Null, json!(" ")] {
            let claims = json!({ "sub": "s", "token_use": "id", "custom:user_id": absent });
            assert_eq!(caller(claims).unwrap().user_id, "s");
        }
        let claims = json!({ "sub": "s", "token_use": "id", "custom:user_id": "u" });
        assert_eq!(caller(claims).unwrap().user_id, "u");
    }

    #[test]
    fn a_token_in_a_header_proves_nothing() {
        // Unsigned, and says custom:user_id.
        let token = "eyJhbGciOiJub25lIn0.eyJjdXN0b206dXNlcl9pZCI6InUifQ.";
        let event = json!({ "headers": { "Authorization": token } });
        let request = serde_json::from_value(event).unwrap();
        assert_eq!(Caller::of(&request, &BTreeSet::new()), Err(Refusal::Unauthenticated));
    }
}
