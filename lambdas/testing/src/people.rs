//! Callers, as API Gateway's authorizer hands their claims over.

use serde_json::{Value, json};

/// Somebody who calls.
#[derive(Clone, Debug)]
pub struct Person {
    claims: Value,
}

impl Person {
    /// A member of an organization.
    pub fn of(organization: &str, user_id: &str, role: &str) -> Self {
        Self {
            claims: json!({
                "sub": format!("sub-{user_id}"),
                "token_use": "id",
                "custom:user_id": user_id,
                "custom:organization_id": organization,
                "custom:role": role,
                "cognito:groups": "OrgUsers",
            }),
        }
    }

    /// Somebody who belongs to no organization.
    pub fn alone(user_id: &str) -> Self {
        Self {
            claims: json!({
                "sub": format!("sub-{user_id}"),
                "token_use": "id",
                "custom:user_id": user_id,
                "custom:organization_id": "individual",
                "custom:role": "basic",
                "cognito:groups": "BasicUsers",
            }),
        }
    }

    /// The same, and one of the platform's own people.
    #[must_use]
    pub fn staff(self) -> Self {
        self.claiming("cognito:groups", "BasicUsers,Development")
    }

    /// The same with another claim.
    #[must_use]
    pub fn claiming(mut self, claim: &str, value: &str) -> Self {
        self.claims[claim] = json!(value);
        self
    }

    /// The same with an access token, which an authorizer without scopes refuses, and a function as well.
    #[must_use]
    pub fn with_access_token(self) -> Self {
        self.claiming("token_use", "access")
    }

    /// The claims.
    pub fn claims(&self) -> &Value {
        &self.claims
    }
}
