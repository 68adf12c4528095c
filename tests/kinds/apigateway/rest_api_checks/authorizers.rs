//! What an authorizer must and may say.

use super::*;

#[test]
fn authorizers() {
    let authorizer = |authorizer: Value| {
        let found = found(json!({ "authorizers": { "a": authorizer, "users": {
            "type": "COGNITO_USER_POOLS", "user_pools": [POOL],
        } } }));
        let inner = |path: String| path.replace("authorizers.a.", "");
        found.into_iter().map(inner).collect::<Vec<_>>()
    };
    assert_eq!(authorizer(json!({ "type": "TOKEN", "function": FUNCTION })), NOTHING);
    assert_eq!(authorizer(json!({ "type": "TOKEN" })), ["function"]);
    assert_eq!(authorizer(json!({ "type": "COGNITO_USER_POOLS" })), ["user_pools"]);
    // API Gateway holds the audience of a token against it.
    assert_eq!(
        authorizer(json!({
            "type": "COGNITO_USER_POOLS", "user_pools": [POOL], "identity_validation_expression": "app-.*",
        })),
        NOTHING
    );
    assert_eq!(
        authorizer(json!({
            "type": "REQUEST", "function": FUNCTION, "result_ttl_seconds": 0, "identity_validation_expression": "a",
        })),
        ["identity_validation_expression"]
    );
    assert_eq!(
        authorizer(json!({ "type": "REQUEST", "function": FUNCTION })),
        ["identity_sources"]
    );
    assert_eq!(
        authorizer(json!({ "type": "REQUEST", "function": FUNCTION, "result_ttl_seconds": 0 })),
        NOTHING
    );
    assert_eq!(
        authorizer(
            json!({ "type": "TOKEN", "function": FUNCTION, "identity_sources": ["Authorization"] })
        ),
        ["identity_sources"]
    );
    assert_eq!(
        authorizer(json!({ "type": "TOKEN", "function": FUNCTION, "result_ttl_seconds": 3601 })),
        ["result_ttl_seconds"]
    );
    assert_eq!(
        authorizer(json!({ "type": "COGNITO_USER_POOLS", "user_pools": ["us-east-2_abc"] })),
        ["user_pools[0]"]
    );
}
