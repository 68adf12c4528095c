//! Stages and their access logs.

use super::*;

fn stage(stage: Value) -> Vec<String> {
    found(json!({ "stages": { "dev": stage } }))
}

fn log(format: Value) -> Vec<(String, String)> {
    let group = "arn:aws:logs:us-east-2:123456789012:log-group:/api/users";
    all(
        json!({ "stages": { "dev": { "access_log": { "destination": group, "format": format } } } }),
    )
}

#[test]
fn stages() {
    assert_eq!(stage(json!({})), NOTHING);
    assert_eq!(found(json!({ "stages": { "dev": {} }, "routes": {} })), ["stages"]);
    assert_eq!(found(json!({ "stages": { "de v": {} } })), ["stages[\"de v\"]"]);
    assert_eq!(stage(json!({ "variables": { "a-b": "x" } })), ["stages.dev.variables.a-b"]);
    for (value, wrong) in [("", true), ("a b", true), ("https://a.b/c?d=1,2", false)] {
        let found = stage(json!({ "variables": { "a": value } }));
        assert_eq!(found.len(), usize::from(wrong), "{value}");
    }
    assert_eq!(
        stage(json!({ "methods": { "*": { "throttling_rate_limit": 5 }, "POST /users": {} } })),
        NOTHING
    );
    assert_eq!(
        stage(json!({ "methods": { "POST /user": {} } })),
        ["stages.dev.methods[\"POST /user\"]"]
    );
    assert_eq!(
        stage(json!({ "methods": { "*": { "caching": true } } })),
        ["stages.dev.methods[\"*\"].caching"]
    );
    assert_eq!(
        stage(json!({ "methods": { "*": { "cache_ttl_seconds": 3601 } } })),
        ["stages.dev.methods[\"*\"].cache_ttl_seconds"]
    );
    // The preflights that `cors` makes are methods as others.
    assert_eq!(
        found(json!({
            "cors": { "allow_origins": ["*"] },
            "stages": { "dev": { "methods": { "OPTIONS /users": {} } } },
        })),
        NOTHING
    );
}

#[test]
fn access_logs() {
    let good = json!({
        "request": "$context.requestId", "ip": "$context.identity.sourceIp",
        "claims": "$context.authorizer.claims.sub", "stage": "$stageVariables.x",
    });
    assert_eq!(log(good), []);
    // The formats of AWS's own guide: common log format, XML, CSV; and what is not a variable at all.
    for good in [
        r#"$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId"#,
        r#"<request id="$context.requestId"> <extendedRequestId>$context.extendedRequestId</extendedRequestId> <ip>$context.identity.sourceIp</ip> </request>"#,
        "$context.identity.sourceIp,$context.identity.caller,$context.requestTime,$context.status,$context.requestId,$context.extendedRequestId",
        "$context.requestId $context.authorizer.claims.cognito:username $context.authorizer.tenant_id $context.requestOverride.header.X-A",
        "$context.requestId costs $5 or 5$, and $$",
    ] {
        assert_eq!(log(json!(good)), [], "{good}");
    }
    let at = "stages.dev.access_log.format".to_owned();
    assert_eq!(
        log(json!("$context.extendedRequestId $sourceIp")),
        [(at.clone(), "`$sourceIp` is not a variable".to_owned())]
    );
    assert_eq!(
        log(json!("$context.requestId $context.idenity.sourceIp")),
        [(at.clone(), "there may be no variable `$context.idenity.sourceIp`".to_owned())]
    );
    assert_eq!(
        log(json!("$context.status")),
        [(at.clone(), "a line does not say which request it is about".to_owned())]
    );
    assert_eq!(
        log(json!("$context.requestId\n$context.status")),
        [(at, "the format of a line has several lines".to_owned())]
    );
    let group = "arn:aws:logs:us-east-2:123456789012:log-group:/api/users";
    for (destination, wrong) in [
        (format!("{group}:*"), false),
        (
            "arn:aws:firehose:us-east-2:123456789012:deliverystream/amazon-apigateway-x".to_owned(),
            false,
        ),
        ("arn:aws:firehose:us-east-2:123456789012:deliverystream/x".to_owned(), true),
        ("/api/users".to_owned(), true),
    ] {
        let log = json!({ "destination": destination, "format": "$context.requestId" });
        assert_eq!(stage(json!({ "access_log": log })).len(), usize::from(wrong), "{destination}");
    }
}
