//! Domains and identity providers: what waits for what.

use super::*;

/// Cognito refuses a change while another to the same pool is under way.
#[tokio::test]
async fn domains_and_providers_wait_for_their_turn() {
    let busy = |operation| {
        let script = ScriptedCloud::default();
        script.answer(operation, 400, refusal("ConcurrentModificationException"))
    };
    let oidc = |scope: &str| json!({ "oidc": { "client_id": "c", "issuer": "https://id.example.com", "scopes": [scope] } });
    let providers = |provider: Value| json!({ "identity_providers": { "Own": provider } });
    let cases = [
        ("CreateUserPoolDomain", json!({ "domain": { "prefix": "a" } }), json!({})),
        (
            "UpdateUserPoolDomain",
            json!({ "domain": { "prefix": "a", "managed_login": true } }),
            json!({ "domain": { "prefix": "a" } }),
        ),
        ("DeleteUserPoolDomain", json!({}), json!({ "domain": { "prefix": "a" } })),
        ("UpdateIdentityProvider", providers(oidc("openid")), providers(oidc("email"))),
        ("DeleteIdentityProvider", json!({}), providers(oidc("openid"))),
    ];
    for (operation, wanted, live) in cases {
        let described = match operation {
            "DeleteUserPoolDomain" => json!({}),
            _ => json!({ "Domain": "a", "Status": "ACTIVE" }),
        };
        let script = busy(operation).answer(operation, 200, "{}").answer(
            "DescribeUserPoolDomain",
            200,
            json!({ "DomainDescription": described }).to_string(),
        );
        update(&script, wanted, live).await;
        assert_eq!(script.requests_of(operation).len(), 2, "{operation}");
    }
}

#[tokio::test]
async fn a_domain_is_waited_for_and_its_pages_are_styled_again() {
    let describe = |script: ScriptedCloud, description: Value| {
        script.answer(
            "DescribeUserPoolDomain",
            200,
            json!({ "DomainDescription": description }).to_string(),
        )
    };
    let script = describe(writes(), json!({ "Domain": "old", "Status": "DELETING" }));
    let script = describe(script, json!({}));
    let script = describe(script, json!({ "Domain": "new", "Status": "CREATING" }));
    let script = describe(script, json!({ "Domain": "new", "Status": "ACTIVE" }));
    update(
        &script,
        json!({ "domain": { "prefix": "new" }, "hosted_ui_css": ".a{}" }),
        json!({ "domain": { "prefix": "old" }, "hosted_ui_css": ".a{}" }),
    )
    .await;
    assert_eq!(
        operations(&script),
        [
            "DeleteUserPoolDomain", "DescribeUserPoolDomain", "DescribeUserPoolDomain",
            "CreateUserPoolDomain", "DescribeUserPoolDomain", "DescribeUserPoolDomain",
            "SetUICustomization",
        ]
    );
}

#[tokio::test]
async fn a_pool_goes_after_its_domain_and_not_where_it_is_protected() {
    let pool = |fields: Value| {
        let pool = merged(json!({ "Id": ID, "Name": "p", "Domain": "p-auth" }), fields);
        writes()
            .answer("DescribeUserPool", 200, json!({ "UserPool": pool }).to_string())
            .answer("DescribeUserPoolDomain", 200, r#"{"DomainDescription":{}}"#)
    };
    let script = pool(json!({}));
    kind().delete(&script.aws().await, ID).await.unwrap();
    assert_eq!(
        operations(&script),
        ["DescribeUserPool", "DeleteUserPoolDomain", "DescribeUserPoolDomain", "DeleteUserPool"]
    );
    let script = pool(json!({ "DeletionProtection": "ACTIVE" }));
    kind().delete(&script.aws().await, ID).await.unwrap();
    assert_eq!(operations(&script), ["DescribeUserPool", "DeleteUserPool"]);
    let gone = ScriptedCloud::default().answer(
        "DescribeUserPool",
        400,
        refusal("ResourceNotFoundException"),
    );
    kind().delete(&gone.aws().await, ID).await.unwrap();
}
