//! What the blocks of each kind may say.
//!
//! Left out is what AWS keeps nowhere, and what ministack gets wrong (`docs/emulators.md`). Keys, usage plans and
//! domain names of API Gateway are left out as a whole: in ministack they have the tags that they were created
//! with, whatever becomes of these.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

/// Every kind with how many blocks of it there are at the most, and what they say.
pub fn all() -> Vec<(&'static str, usize, BoxedStrategy<Value>)> {
    vec![
        ("apigateway.rest_api", 1, rest_api()),
        ("cognito.identity_pool", 1, identity_pool()),
        ("cognito.user_pool", 2, user_pool()),
        ("cognito.user_pool_client", 2, user_pool_client()),
        ("dynamodb.table", 2, table()),
        ("iam.policy", 1, policy()),
        ("iam.role", 2, role()),
        ("lambda.function", 2, function()),
        ("logs.log_group", 2, log_group()),
        ("s3.bucket", 1, bucket()),
    ]
}

/// What stands in a body for the name of its block.
pub const OWN: &str = "<own>";

/// Whether a block has an output.
pub fn has(body: &Value, output: &str) -> bool {
    match output {
        // A function reads streams of its own region.
        "stream_arn" => body.get("stream").is_some() && body.get("region").is_none(),
        _ => true,
    }
}

/// What a reference gives where the set has nothing of a kind; nothing where it must be there.
pub fn elsewhere(kind: &str, output: &str) -> Option<&'static str> {
    let text = match (kind, output) {
        ("apigateway.rest_api", "execution_arn") => {
            "arn:aws:execute-api:us-east-2:123456789012:e15ewhere0"
        }
        ("apigateway.rest_api", "id") => "e15ewhere0",
        ("cognito.identity_pool", "id") => "us-east-2:00000000-1111-2222-3333-444444444444",
        ("cognito.user_pool", "arn") => {
            "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_eLsEwHeRe"
        }
        ("cognito.user_pool", "endpoint") => {
            "cognito-idp.us-east-2.amazonaws.com/us-east-2_eLsEwHeRe"
        }
        ("cognito.user_pool", "id") => "us-east-2_eLsEwHeRe",
        ("cognito.user_pool_client", "id") => "1example23456789abcdefghij",
        ("dynamodb.table", "arn") => "arn:aws:dynamodb:us-east-2:123456789012:table/elsewhere",
        ("iam.policy", "arn") => "arn:aws:iam::aws:policy/ReadOnlyAccess",
        ("iam.role", "arn") => "arn:aws:iam::123456789012:role/elsewhere",
        ("lambda.function", "arn") => {
            "arn:aws:lambda:${env.region}:${env.account}:function:elsewhere"
        }
        ("logs.log_group", "arn") => "arn:aws:logs:us-east-2:123456789012:log-group:elsewhere",
        ("s3.bucket", "arn") => "arn:aws:s3:::elsewhere",
        (_, "name") => "elsewhere",
        _ => return None,
    };
    Some(text)
}

/// A reference to an output, such as `dynamodb.table.arn`, of any that there are.
fn to(output: &'static str) -> BoxedStrategy<Value> {
    within("{}", output)
}

/// A text with such a reference in the place of `{}`.
fn within(text: &'static str, output: &'static str) -> BoxedStrategy<Value> {
    let number = 0..6_u8;
    let reference = number.prop_map(move |number| format!("<{output}#{number}>"));
    reference.prop_map(move |reference| text.replace("{}", &reference).into()).boxed()
}

/// One of these values.
fn any_of<const N: usize>(values: [Value; N]) -> BoxedStrategy<Value> {
    select(values.to_vec()).boxed()
}

/// Several of these values, in their order.
fn some_of<const N: usize>(values: [&'static str; N]) -> BoxedStrategy<Value> {
    let some = subsequence(values.to_vec(), 1..=N);
    some.prop_map(|values| json!(values)).boxed()
}

fn list(element: BoxedStrategy<Value>, most: usize) -> BoxedStrategy<Value> {
    let list = prop::collection::vec(element, 1..=most);
    list.prop_map(Value::from).boxed()
}

type Fields = Vec<(&'static str, BoxedStrategy<Value>)>;

/// A map with all of these fields.
fn all_of(fields: Fields) -> BoxedStrategy<Value> {
    let field = |(name, value): (&'static str, BoxedStrategy<Value>)| {
        value.prop_map(move |value| (name.to_owned(), value))
    };
    let fields: Vec<_> = fields.into_iter().map(field).collect();
    let map = |fields: Vec<(String, Value)>| Value::Object(fields.into_iter().collect());
    fields.prop_map(map).boxed()
}

/// A map with any of these fields.
fn any_fields(fields: Fields) -> BoxedStrategy<Value> {
    let field = |(name, value): (&'static str, BoxedStrategy<Value>)| {
        let value = prop::option::weighted(0.35, value);
        value.prop_map(move |value| Some((name.to_owned(), value?)))
    };
    let fields: Vec<_> = fields.into_iter().map(field).collect();
    let map = |fields: Vec<Option<(String, Value)>>| {
        Value::Object(fields.into_iter().flatten().collect())
    };
    fields.prop_map(map).boxed()
}

/// A map with all of the first fields, and any of the others.
fn block(required: Fields, optional: Fields) -> BoxedStrategy<Value> {
    (all_of(required), any_fields(optional))
        .prop_map(|(mut block, optional)| {
            if let (Value::Object(block), Value::Object(optional)) = (&mut block, optional) {
                block.extend(optional);
            }
            block
        })
        .boxed()
}

fn tags() -> BoxedStrategy<Value> {
    any_fields(vec![
        ("Team", any_of([json!("orders"), json!("users")])),
        ("Project", any_of([json!("other")])),
        ("table", to("dynamodb.table.name")),
        ("Path", any_of([json!("/nexus-dev/x y")])),
    ])
}

fn yes() -> BoxedStrategy<Value> {
    any_of([json!(true), json!(false)])
}

fn description() -> BoxedStrategy<Value> {
    any_of([json!("For the orders"), json!("Reads nexus-dev-orders: für alle, 100 %")])
}

/// Text for people or for programs, in which anything may stand.
fn text() -> BoxedStrategy<Value> {
    let hard = [
        "yes",
        "null",
        "~",
        "0123",
        "1e3",
        ".inf",
        "2026-01-01",
        "- a",
        "a: b",
        "# a",
        "'",
        "\"q\"",
        "{",
        "<<",
        " a ",
        "a\nb\n",
        "a\tb",
        "ünïcode",
        "&a",
        "*a",
        "!a",
        "@a",
        "`a`",
        "\\n",
        "?",
        "[]",
        "|",
        "${",
        "%{",
        "a ${b} %{ for }",
        "$${",
        "\u{a0}",
        "🦀",
        "us-east-2",
        "nexus-dev",
        "nexus-dev-",
        "arn:aws:s3:::nexus-dev-x",
    ];
    let text = prop_oneof![select(hard.to_vec()).prop_map(str::to_owned), "[ -~]{1,40}"];
    text.prop_map(|text| text.replace("${", "$${").replace("%{", "%%{").into()).boxed()
}

fn table() -> BoxedStrategy<Value> {
    let index = |definition: Value| any_of([definition]);
    let indexes = any_fields(vec![
        ("by-email", index(json!({ "partition_key": { "name": "email", "type": "S" } }))),
        (
            "ByDay",
            index(json!({
                "partition_key": { "name": "day", "type": "S" },
                "sort_key": { "name": "at", "type": "N" },
                "projection": "KEYS_ONLY",
            })),
        ),
        (
            "by_team",
            index(json!({
                "partition_key": { "name": "team", "type": "B" },
                "projection": { "include": ["title", "day"] },
            })),
        ),
    ]);
    let keys = any_of([
        json!({ "partition_key": { "name": "id", "type": "S" } }),
        json!({
            "partition_key": { "name": "id", "type": "S" },
            "sort_key": { "name": "at", "type": "N" },
        }),
        json!({
            "partition_key": { "name": "user", "type": "N" },
            "sort_key": { "name": "at", "type": "N" },
            "local_secondary_indexes": { "BySize": { "sort_key": { "name": "size", "type": "N" } } },
        }),
    ]);
    let settings = any_fields(vec![
        ("global_secondary_indexes", indexes),
        ("ttl", any_of([json!("expires_at"), json!("ttl")])),
        ("point_in_time_recovery", yes()),
        ("deletion_protection", yes()),
        ("stream", any_of([json!("KEYS_ONLY"), json!("NEW_AND_OLD_IMAGES")])),
        ("table_class", any_of([json!("STANDARD_INFREQUENT_ACCESS")])),
        ("encryption", any_of([json!({})])),
        ("region", any_of([json!("eu-west-1")])),
        // Of the modes, ministack knows this one alone.
        ("contributor_insights", any_of([json!("ACCESSED_AND_THROTTLED_KEYS")])),
        (
            "resource_policy",
            document(vec![
                ("Principal", all_of(vec![("AWS", to("iam.role.arn"))])),
                ("Action", some_of(["dynamodb:GetItem", "dynamodb:Query"])),
                ("Resource", any_of([json!("*")])),
            ]),
        ),
        ("tags", tags()),
    ]);
    merged(keys, settings)
}

/// A map with the fields of both.
fn merged(one: BoxedStrategy<Value>, other: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    (one, other)
        .prop_map(|(mut one, other)| {
            if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
                one.extend(other);
            }
            one
        })
        .boxed()
}

fn log_group() -> BoxedStrategy<Value> {
    let days = any_of([json!(1), json!(7), json!(30), json!(3653)]);
    any_fields(vec![("retention_days", days), ("tags", tags())])
}

/// A policy document of one or two statements that allow what `fields` say.
fn document(fields: Fields) -> BoxedStrategy<Value> {
    let statement = merged(
        all_of(fields),
        block(
            vec![("Effect", any_of([json!("Allow"), json!("Deny")]))],
            vec![("Condition", condition())],
        ),
    );
    let statements = prop_oneof![statement.clone(), list(statement, 2)].boxed();
    block(vec![("Statement", statements)], vec![("Version", any_of([json!("2012-10-17")]))])
}

fn condition() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(json!({ "StringEquals": { "aws:SourceAccount": "${env.account}" } })),
        Just(json!({ "StringLike": { "aws:PrincipalTag/team": ["$${aws:PrincipalTag/home}/*"] } })),
        Just(json!({ "Bool": { "aws:SecureTransport": false } })),
        all_of(vec![("ArnLike", all_of(vec![("aws:SourceArn", to("lambda.function.arn"))]),)]),
    ]
    .boxed()
}

/// What a role may be allowed.
fn identity_document() -> BoxedStrategy<Value> {
    let resource = prop_oneof![
        Just(json!("*")),
        Just(json!("arn:aws:s3:::elsewhere/$${aws:username}/*")),
        Just(json!("arn:aws:ssm:${env.region}:${env.account}:parameter/${env.name_prefix}/*")),
        to("dynamodb.table.arn"),
        within("{}/index/*", "dynamodb.table.arn"),
        to("lambda.function.arn"),
        within("{}:*", "logs.log_group.arn"),
        within("{}/*", "s3.bucket.arn"),
        within("{}/*/GET/*", "apigateway.rest_api.execution_arn"),
        to("cognito.user_pool.arn"),
    ]
    .boxed();
    let resources = prop_oneof![resource.clone(), list(resource, 3)].boxed();
    document(vec![
        (
            "Action",
            prop_oneof![
                Just(json!("*")),
                some_of([
                    "dynamodb:GetItem",
                    "dynamodb:Query",
                    "logs:PutLogEvents",
                    "s3:GetObject"
                ]),
            ]
            .boxed(),
        ),
        ("Resource", resources),
    ])
}

fn policy() -> BoxedStrategy<Value> {
    block(
        vec![("document", identity_document())],
        vec![("path", any_of([json!("/apps/")])), ("description", description()), ("tags", tags())],
    )
}

fn role() -> BoxedStrategy<Value> {
    let of_services = any_of(["lambda", "apigateway", "states"].map(|service| {
        json!({ "Statement": {
            "Effect": "Allow",
            "Principal": { "Service": format!("{service}.amazonaws.com") },
            "Action": "sts:AssumeRole",
        } })
    }));
    let of_users = to("cognito.identity_pool.id").prop_map(|pool| {
        json!({ "Statement": [{
            "Effect": "Allow",
            "Principal": { "Federated": "cognito-identity.amazonaws.com" },
            "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
            "Condition": {
                "StringEquals": { "cognito-identity.amazonaws.com:aud": pool },
                "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
            },
        }] })
    });
    let managed = prop_oneof![
        Just(json!(["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"])),
        list(to("iam.policy.arn"), 1),
    ];
    block(
        vec![("trust_policy", prop_oneof![of_services, of_users].boxed())],
        vec![
            ("path", any_of([json!("/apps/")])),
            ("description", description()),
            ("max_session_duration", any_of([json!(7200)])),
            (
                "inline_policies",
                any_fields(vec![
                    ("tables", identity_document()),
                    ("nexus-dev-logs", identity_document()),
                ]),
            ),
            ("managed_policies", managed.boxed()),
            ("tags", tags()),
        ],
    )
}

fn function() -> BoxedStrategy<Value> {
    let code =
        any_of([json!({ "folder": "functions/one" }), json!({ "folder": "functions/other" })]);
    let runtime = any_of([
        json!({ "runtime": "provided.al2023" }),
        json!({ "runtime": "python3.13", "handler": "index.handler" }),
        json!({ "runtime": "nodejs22.x", "handler": "index.handler" }),
    ]);
    let environment = any_fields(vec![
        ("TEXT", text()),
        ("STAGE", any_of([json!("dev"), json!("$${x} %%{y}"), json!("")])),
        ("TABLE", to("dynamodb.table.name")),
        ("TABLE_ARN", to("dynamodb.table.arn")),
        ("BUCKET", to("s3.bucket.name")),
        ("POOL", to("cognito.user_pool.id")),
        ("CLIENT", to("cognito.user_pool_client.id")),
        (
            "API",
            within("https://{}.execute-api.us-east-2.amazonaws.com/dev", "apigateway.rest_api.id"),
        ),
        ("LOGS", within("{\"group\": \"{}\"}", "logs.log_group.name")),
        ("OTHER", to("lambda.function.name")),
        ("SELF", any_of([json!("<self.name#0>")])),
        ("PREFIX", any_of([json!("${env.name_prefix}"), json!("${env.name_prefix}-x")])),
    ]);
    let permission = |principal: &'static str, source: BoxedStrategy<Value>| {
        all_of(vec![("principal", any_of([json!(principal)])), ("source_arn", source)])
    };
    let permissions = any_fields(vec![
        (
            "api",
            permission(
                "apigateway.amazonaws.com",
                within("{}/*/*", "apigateway.rest_api.execution_arn"),
            ),
        ),
        ("AllowPool", permission("cognito-idp.amazonaws.com", to("cognito.user_pool.arn"))),
        (
            "bucket",
            merged(
                permission("s3.amazonaws.com", to("s3.bucket.arn")),
                any_of([json!({ "source_account": "${env.account}" })]),
            ),
        ),
    ]);
    // In ministack a statement of an alias cannot have the id of one of the function's.
    let for_alias = permission(
        "events.amazonaws.com",
        any_of([json!("arn:aws:events:us-east-2:123456789012:rule/x")]),
    );
    let alias = any_fields(vec![
        ("description", description()),
        ("permissions", all_of(vec![("rule", for_alias)])),
    ]);
    // ministack takes 10 for the batch size of a stream that says none.
    let source = merged(
        all_of(vec![("source", to("dynamodb.table.stream_arn"))]),
        any_of([
            json!({ "starting_position": "LATEST", "batch_size": 10 }),
            json!({ "starting_position": "TRIM_HORIZON", "batch_size": 50, "filters": [{ "eventName": ["INSERT"] }] }),
        ]),
    );
    let logging = merged(
        any_of([json!({}), json!({ "format": "JSON", "application_level": "WARN" })]),
        any_fields(vec![("log_group", to("logs.log_group.name"))]),
    );
    merged(
        runtime,
        block(
            vec![("code", code), ("role", to("iam.role.arn"))],
            vec![
                ("description", text()),
                ("memory", any_of([json!(256), json!(512)])),
                ("timeout", any_of([json!(10)])),
                ("environment", environment),
                ("permissions", permissions),
                ("aliases", all_of(vec![("live", alias)])),
                ("logging", logging),
                ("tracing", any_of([json!("Active")])),
                ("reserved_concurrency", any_of([json!(5)])),
                ("async_invocation", any_of([json!({ "retries": 1 })])),
                ("architecture", any_of([json!("arm64")])),
                ("event_sources", all_of(vec![("changes", source)])),
                (
                    "function_url",
                    any_of([json!({
                        "authentication": "AWS_IAM",
                        "cors": { "allow_origins": ["https://example.com"], "allow_methods": ["GET"] },
                    })]),
                ),
                ("tags", tags()),
            ],
        ),
    )
}

fn bucket() -> BoxedStrategy<Value> {
    let policy = json!({ "Statement": {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["<self.arn#0>", "<self.arn#0>/*"],
        "Condition": { "Bool": { "aws:SecureTransport": "false" } },
    } });
    let lifecycle = any_fields(vec![
        (
            "uploads",
            any_of([json!({
                "prefix": "uploads/",
                "transitions": { "STANDARD_IA": { "days": 30 }, "GLACIER": { "days": 90 } },
                "expiration": { "days": 365 },
            })]),
        ),
        ("unfinished", any_of([json!({ "abort_incomplete_multipart_upload_days": 7 })])),
    ]);
    let notifications = all_of(vec![(
        "images",
        all_of(vec![
            ("target", to("lambda.function.arn")),
            ("events", any_of([json!(["s3:ObjectCreated:*"])])),
            ("suffix", any_of([json!(".png")])),
        ]),
    )]);
    any_fields(vec![
        ("versioning", yes()),
        ("encryption", any_of([json!({ "bucket_key": true })])),
        (
            "cors_rules",
            any_of([
                json!([{ "allowed_origins": ["*"], "allowed_methods": ["GET"] }]),
                json!([{
                    "id": "pages",
                    "allowed_origins": ["https://example.com", "http://localhost:3000"],
                    "allowed_methods": ["GET", "PUT"],
                    "allowed_headers": ["*"],
                    "max_age_seconds": 3000,
                }]),
            ]),
        ),
        ("lifecycle_rules", lifecycle),
        ("policy", any_of([policy])),
        ("notifications", notifications),
        ("eventbridge_notifications", any_of([json!(true)])),
        (
            "public_access_block",
            any_of([json!({ "block_public_policy": false, "restrict_public_buckets": false })]),
        ),
        ("object_ownership", any_of([json!("BucketOwnerPreferred")])),
        ("website", any_of([json!({ "index_document": "index.html" })])),
        ("transfer_acceleration", any_of([json!(true)])),
        ("tags", tags()),
    ])
}

fn rest_api() -> BoxedStrategy<Value> {
    let answered = |authorization: &'static str| {
        let timeout = any_fields(vec![("timeout_milliseconds", any_of([json!(10_000)]))]);
        let integration = merged(all_of(vec![("function", to("lambda.function.arn"))]), timeout);
        all_of(vec![
            ("authorization", any_of([json!(authorization)])),
            ("integration", integration),
        ])
    };
    let health = json!({ "GET": {
        "authorization": "NONE",
        "integration": {
            "type": "MOCK",
            "request_templates": { "application/json": "{\"statusCode\": 200}" },
        },
        "responses": { "200": {
            "headers": { "Cache-Control": "'no-store'" },
            "templates": { "application/json": "{\"stage\":\"$context.stage\"}" },
        } },
    } });
    let routes = block(
        vec![("/orders", all_of(vec![("POST", answered("NONE"))]))],
        vec![
            ("/health", any_of([health])),
            (
                "/orders/{id}",
                all_of(vec![("GET", answered("users")), ("DELETE", answered("AWS_IAM"))]),
            ),
            ("/{proxy+}", all_of(vec![("ANY", answered("users"))])),
        ],
    );
    let authorizer = merged(
        all_of(vec![("user_pools", list(to("cognito.user_pool.arn"), 1))]),
        any_of([
            json!({ "type": "COGNITO_USER_POOLS" }),
            json!({ "type": "COGNITO_USER_POOLS", "result_ttl_seconds": 60 }),
        ]),
    );
    let access_log = all_of(vec![
        ("destination", to("logs.log_group.arn")),
        ("format", any_of([json!({ "id": "$context.requestId" })])),
    ]);
    let stage = any_fields(vec![
        ("description", text()),
        ("variables", any_fields(vec![("table", to("dynamodb.table.name"))])),
        ("tracing", yes()),
        (
            "methods",
            any_of([
                json!({ "*": { "metrics": true, "throttling_burst_limit": 5, "throttling_rate_limit": 2.5 } }),
            ]),
        ),
        ("access_log", access_log),
        ("tags", tags()),
    ]);
    block(
        vec![
            ("endpoint_type", any_of([json!("REGIONAL"), json!("EDGE")])),
            ("authorizers", all_of(vec![("users", authorizer)])),
            ("routes", routes),
            ("stages", all_of(vec![("dev", stage)])),
        ],
        vec![
            ("description", description()),
            ("cors", any_of([json!({ "allow_origins": ["https://example.com"] })])),
            ("binary_media_types", some_of(["*/*", "image/png"])),
            (
                "request_validators",
                any_of([json!({ "all": { "body": true, "parameters": true } })]),
            ),
            (
                "models",
                any_of([
                    json!({ "Order": { "schema": { "type": "object", "required": ["id"] } } }),
                ]),
            ),
            (
                "gateway_responses",
                any_of([json!({ "UNAUTHORIZED": { "headers": { "X-Why": "'no'" } } })]),
            ),
            ("tags", tags()),
        ],
    )
}

fn user_pool() -> BoxedStrategy<Value> {
    // ministack gives 0 for the precedence of a group that has none.
    let group =
        block(vec![("precedence", any_of([json!(1), json!(10)]))], vec![("description", text())]);
    any_fields(vec![
        ("password_policy", any_of([json!({ "minimum_length": 12, "require_symbols": false })])),
        ("auto_verified_attributes", any_of([json!(["email"])])),
        ("sign_in", any_of([json!({ "username_attributes": ["email"], "case_sensitive": false })])),
        ("custom_attributes", any_of([json!({ "team": { "maximum_length": 256 } })])),
        ("groups", any_fields(vec![("admins", group.clone()), ("Members", group)])),
        (
            "triggers",
            any_fields(vec![
                ("post_authentication", to("lambda.function.arn")),
                ("pre_sign_up", to("lambda.function.arn")),
            ]),
        ),
        (
            "verification",
            any_of([json!({ "email_subject": "Your code", "email_message": "It is {####}." })]),
        ),
        ("admin_create_user", any_of([json!({ "only_admins": true })])),
        ("deletion_protection", yes()),
        ("domain", any_of([json!({ "prefix": format!("${{env.account}}-{OWN}") })])),
        (
            "resource_servers",
            any_of([json!({
                "https://api.example.com": { "name": "API", "scopes": { "read": "Look", "write": "Change" } },
            })]),
        ),
        ("tags", tags()),
    ])
}

fn user_pool_client() -> BoxedStrategy<Value> {
    let oauth = json!({
        "flows": ["code"],
        "scopes": ["openid", "email"],
        "callback_urls": ["https://example.com/auth/callback", "http://localhost:3000/callback"],
        "logout_urls": ["https://example.com"],
    });
    block(
        vec![("user_pool", to("cognito.user_pool.id"))],
        vec![
            (
                "authentication_flows",
                any_of([json!(["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])]),
            ),
            ("oauth", any_of([oauth])),
            ("identity_providers", any_of([json!(["COGNITO"])])),
            (
                "token_validity",
                any_of([
                    json!({ "access": "15 minutes" }),
                    json!({ "refresh": "7 days", "id": "2 hours" }),
                ]),
            ),
            ("prevent_user_existence_errors", yes()),
            ("token_revocation", any_of([json!(false)])),
            ("generate_secret", any_of([json!(true)])),
        ],
    )
}

fn identity_pool() -> BoxedStrategy<Value> {
    let provider = block(
        vec![
            ("provider_name", to("cognito.user_pool.endpoint")),
            ("client_id", to("cognito.user_pool_client.id")),
        ],
        vec![("server_side_token_check", yes())],
    );
    any_fields(vec![
        ("cognito_providers", list(provider, 1)),
        ("allow_unauthenticated", yes()),
        ("roles", any_fields(vec![("authenticated", to("iam.role.arn"))])),
        ("tags", tags()),
    ])
}
