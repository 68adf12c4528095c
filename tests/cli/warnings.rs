//! What AWS accepts, but is probably unintended.

use insta::assert_snapshot;

use crate::project::TestProject;

const ROLE: &str = r#"
    iam.role:
      app:
        trust_policy:
          Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }
        inline_policies:
          own:
            Statement:
              Effect: Allow
              Action: dynamodb:GetItem
              Resource: arn:aws:dynamodb:us-east-2:123456789012:table/profiles
              Condition:
                ForAllValues:StringEquals: { "dynamodb:LeadingKeys": ["$${aws:PrincipalTag/user_id}"] }
          all:
            Statement:
              Effect: Allow
              Action: [dynamodb:GetItem, dynamodb:Query]
              Resource: arn:aws:dynamodb:us-east-2:123456789012:table/*
          identities:
            Statement: { Effect: Allow, Action: "cognito-identity:*", Resource: "*" }
"#;

#[test]
fn warnings_are_shown_and_stop_nothing() {
    let run = TestProject::with_spec(ROLE).run(&["validate", "-e", "dev"]);
    assert_eq!(run.code, Some(0));
    assert_snapshot!(run.stderr, @r#"
      ⚠ this condition holds nothing back
        ╭─[specs/app.yaml:11:11]
     10 │           Resource: arn:aws:dynamodb:us-east-2:123456789012:table/profiles
     11 │           Condition:
        ·           ────┬────
        ·               ╰── inline_policies.all.Statement[0] allows the same without it, and allowances add up
     12 │             ForAllValues:StringEquals: { "dynamodb:LeadingKeys": ["$${aws:PrincipalTag/user_id}"] }
        ╰────
      help: remove the other one, or give it the condition too

      ⚠ this allows everything that a service can do, on everything
        ╭─[specs/app.yaml:19:45]
     18 │       identities:
     19 │         Statement: { Effect: Allow, Action: "cognito-identity:*", Resource: "*" }
        ·                                             ──────────┬─────────
        ·                                                       ╰── no action, resource or condition bounds it
        ╰────
      help: name the actions that are used, or the resources they are used on

    2 warnings
    "#);
    assert_snapshot!(run.stdout, @r#"
    shop/dev is valid: 1 resource
    "#);
}

#[test]
fn warnings_fail_a_strict_validation() {
    let run = TestProject::with_spec(ROLE).run(&["validate", "-e", "dev", "--deny-warnings"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.stdout, "");
    assert!(run.stderr.ends_with("2 warnings\n"), "{}", run.stderr);
}

#[test]
fn warnings_are_shown_with_the_errors() {
    let project = TestProject::with_spec(ROLE)
        .file("specs/other.yaml", "logs.log_group: { a: { retention_days: 2 } }");
    let run = project.run(&["validate", "-e", "dev"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.ends_with("1 error and 2 warnings\n"), "{}", run.stderr);
}

/// What is said of specs that are valid, without how it is drawn.
fn said_of(specs: &str) -> String {
    let run = TestProject::with_spec(specs).run(&["validate", "-e", "dev"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stderr
}

#[track_caller]
fn says(text: &str, expected: &[&str]) {
    for expected in expected {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn words_that_aws_may_have_added_are_warned_of() {
    let said = said_of("logs.log_group: { a: { class: GLACIAL }, b: { class: standard } }");
    says(
        &said,
        &[
            "unknown word for `class`", "did you mean `STANDARD`?",
            "AWS refuses it unless it has added it since", "2 warnings",
        ],
    );
}

#[test]
fn regions_that_do_not_exist_are_warned_of() {
    let said = said_of(
        r#"
        logs.log_group:
          a: { region: eu-mars-1 }
          b: { kms_key: "arn:aws:kms:us-est-2:123456789012:key/k" }
        "#,
    );
    says(
        &said,
        &[
            "unknown word for `region`", "there may be no region `us-est-2`",
            "did you mean `us-east-2`?",
        ],
    );
}

const CALLED: &str = r#"
    lambda.function:
      open:
        code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }
        role: arn:aws:iam::123456789012:role/r
        permissions: { api: { principal: apigateway.amazonaws.com }, pool: { principal: "*" } }
      shut:
        code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }
        role: arn:aws:iam::123456789012:role/r
"#;

/// An alarm calls functions as another service than it calls topics, and CloudWatch Logs may have its region in its name.
#[test]
fn functions_that_alarms_and_log_groups_cannot_call_are_warned_of() {
    let specs = |alarms: &str, logs: &str| {
        format!(
            r#"
    lambda.function:
      called:
        code: {{ image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }}
        role: arn:aws:iam::123456789012:role/r
        permissions:
          alarms: {{ principal: {alarms}, source_arn: "${{cloudwatch.alarm.a.arn}}" }}
          logs: {{ principal: {logs}, source_arn: "${{logs.log_group.g.streams_arn}}" }}
    cloudwatch.alarm:
      a:
        metric: {{ namespace: shop, name: Orders, statistic: Sum }}
        comparison: GreaterThanThreshold
        threshold: 1
        evaluation_periods: 1
        alarm_actions: ["${{lambda.function.called.arn}}", "arn:aws:sns:us-east-2:123456789012:alerts"]
    logs.log_group:
      g: {{ subscription_filters: {{ s: {{ destination: "${{lambda.function.called.arn}}" }} }} }}
"#
        )
    };
    let of_alarms = "lambda.alarms.cloudwatch.amazonaws.com";
    for logs in ["logs.amazonaws.com", "logs.us-east-2.amazonaws.com"] {
        assert_eq!(said_of(&specs(of_alarms, logs)), "", "{logs}");
    }
    let said = said_of(&specs("cloudwatch.amazonaws.com", "events.amazonaws.com"));
    says(
        &said,
        &[
            "lambda.function.called does not allow this call",
            "nothing in its `permissions` is for `lambda.alarms.cloudwatch.amazonaws.com`",
            "nothing in its `permissions` is for `logs.amazonaws.com`",
            "2 warnings",
        ],
    );
}

#[test]
fn functions_without_permission_for_their_callers_are_warned_of() {
    let callers = |function: &str, more: &str| {
        format!(
            r#"{CALLED}
    s3.bucket:
      files: {{ notifications: {{ n: {{ target: "${{lambda.function.{function}.arn}}", events: ["s3:ObjectCreated:*"] }} }} }}
    cognito.user_pool:
      users: {{ triggers: {{ pre_sign_up: "${{lambda.function.{function}.arn}}" }} }}
    apigateway.rest_api:
      api:
        routes:
          /a: {{ GET: {{ authorization: NONE, integration: {{ function: "${{lambda.function.{function}.arn}}"{more} }} }} }}
"#
        )
    };
    let said = said_of(&callers("shut", ""));
    says(
        &said,
        &[
            "lambda.function.shut does not allow this call",
            "nothing in its `permissions` is for `apigateway.amazonaws.com`",
            "nothing in its `permissions` is for `cognito-idp.amazonaws.com`",
            "nothing in its `permissions` is for `s3.amazonaws.com`",
            "3 warnings",
        ],
    );
    // `*` lets in all.
    assert_eq!(said_of(&callers("open", "")), "");
    let with_role = callers("shut", ", credentials: \"arn:aws:iam::123456789012:role/r\"");
    says(&said_of(&with_role), &["2 warnings"]);
}

#[test]
fn queues_and_topics_without_permission_for_their_callers_are_warned_of() {
    let said = said_of(
        r#"
    s3.bucket:
      files:
        notifications:
          open: { target: "${sqs.queue.open.arn}", events: ["s3:ObjectCreated:*"] }
          shut: { target: "${sqs.queue.shut.arn}", events: ["s3:ObjectRemoved:*"] }
          news: { target: "${sns.topic.news.arn}", events: ["s3:ObjectRestore:*"] }
    sqs.queue:
      open:
        policy:
          Statement:
            - { Effect: Allow, Principal: { Service: s3.amazonaws.com }, Action: "sqs:*", Resource: "*", Condition: { ArnLike: { aws:SourceArn: "${s3.bucket.files.arn}" } } }
            - { Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: "sqs:SendMessage", Resource: "*", Condition: { ArnLike: { aws:SourceArn: "${sns.topic.news.arn}" } } }
      shut:
        policy:
          Statement:
            - { Effect: Allow, Principal: { Service: s3.amazonaws.com }, Action: "sqs:SendMessage", Resource: "*", Condition: { ArnLike: { aws:SourceArn: "arn:aws:s3:::other" } } }
    sns.topic:
      news:
        subscriptions:
          open: { protocol: sqs, endpoint: "${sqs.queue.open.arn}" }
          shut: { protocol: sqs, endpoint: "${sqs.queue.shut.arn}" }
          function: { protocol: lambda, endpoint: "${lambda.function.shut.arn}" }
    lambda.function:
      shut:
        code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }
        role: arn:aws:iam::123456789012:role/r
"#,
    );
    says(
        &said,
        &[
            "sqs.queue.shut does not allow this call",
            "sns.topic.news does not allow this call",
            "lambda.function.shut does not allow this call",
            "nothing in its `policy.Statement` is for `s3.amazonaws.com`",
            "nothing in its `policy.Statement` is for `sns.amazonaws.com`",
            "add to `policy.Statement` of sqs.queue.shut",
            "write `grants: auto` here",
            "4 warnings",
        ],
    );
    assert!(!said.contains("sqs.queue.open does"), "{said}");
}

#[test]
fn permissions_for_something_else_are_warned_of() {
    let said = said_of(
        r#"
    lambda.function:
      one:
        code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }
        role: arn:aws:iam::123456789012:role/r
        aliases: { dead: {} }
        permissions:
          other: { principal: apigateway.amazonaws.com, source_arn: "${apigateway.rest_api.b.execution_arn}/*" }
          bucket: { principal: s3.amazonaws.com, source_arn: "arn:aws:s3:::another" }
      two:
        code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }
        role: arn:aws:iam::123456789012:role/r
        permissions:
          api: { principal: apigateway.amazonaws.com, action: "lambda:GetFunction" }
          bucket: { principal: s3.amazonaws.com, source_account: "210987654321" }
      three:
        code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }
        role: arn:aws:iam::123456789012:role/r
        permissions:
          api: { principal: apigateway.amazonaws.com, source_arn: "${apigateway.rest_api.a.execution_arn}/*" }
          bucket: { principal: s3.amazonaws.com, source_arn: "${s3.bucket.three.arn}", source_account: "${env.account}" }
    s3.bucket:
      one: { notifications: { n: { target: "${lambda.function.one.arn}", events: ["s3:ObjectCreated:*"] } } }
      two: { notifications: { n: { target: "${lambda.function.two.arn}", events: ["s3:ObjectCreated:*"] } } }
      three: { notifications: { n: { target: "${lambda.function.three.arn}", events: ["s3:ObjectCreated:*"] } } }
    apigateway.rest_api:
      a:
        routes:
          /one: { GET: { authorization: NONE, integration: { function: "${lambda.function.one.arn}" } } }
          /two: { GET: { authorization: NONE, integration: { function: "${lambda.function.two.arn}" } } }
          /three: { GET: { authorization: NONE, integration: { function: "${lambda.function.three.arn}" } } }
          /dead: { GET: { authorization: NONE, integration: { function: "${lambda.function.one.arn}:dead" } } }
      b: { routes: { /: { GET: { authorization: NONE, integration: { type: MOCK }, responses: { "200": {} } } } } }
"#,
    );
    says(
        &said,
        &[
            "lambda.function.one does not allow this call",
            "lambda.function.two does not allow this call",
            "add to `aliases.dead.permissions` of lambda.function.one", "5 warnings",
        ],
    );
    assert!(!said.contains("lambda.function.three does"), "{said}");
}

#[test]
fn a_renamed_block_is_told_how_to_keep_its_object() {
    let said = said_of("logs.log_group: { new: { moved_from: logs.log_group.old } }");
    says(
        &said,
        &["the object would be replaced", "to keep the object, write `name: shop-dev-old`"],
    );
    assert_eq!(
        said_of("logs.log_group: { new: { name: shop-dev-old, moved_from: logs.log_group.old } }"),
        ""
    );
}

#[test]
fn terraforms_words_get_those_of_ours() {
    let errors = TestProject::with_spec(
        r#"
        aws_s3_bucket: { a: {} }
        resource: { a: {} }
        dynamodb.table:
          users: { hash_key: id, billing_mode: PROVISIONED, partition_key: { name: id, type: S } }
        s3.bucket:
          files: { bucket: files, count: 2 }
        iam.role:
          api: { assume_role_policy: {}, trust_policy: { Statement: [] } }
        lambda.function:
          api: { code: api.zip, runtime: nodejs22.x, handler: a.b, role: "${iam.role.api}", function_name: a }
        "#,
    )
    .errors();
    says(
        &errors,
        &[
            "that is Terraform's: write `s3.bucket`",
            "that is Terraform's: the kind is the section itself",
            "that is Terraform's: write `partition_key.name`",
            "that is Terraform's: write `capacity`", "that is Terraform's: write `name`",
            "that is Terraform's: write `enabled:", "that is Terraform's: write `trust_policy`",
            "`{ zip: api.zip }`", "`{ folder: api.zip }`",
            "add `.arn`: this asks for the arn of it",
        ],
    );
}

#[test]
fn policies_with_names_that_do_not_exist() {
    let said = said_of(
        r#"
        iam.role:
          app:
            trust_policy: { Statement: { Effect: Allow, Principal: { Service: lamda.amazonaws.com }, Action: "sts:AssumRole" } }
            inline_policies:
              own: { Statement: { Effect: Allow, Action: ["dynamodb:Qeury", "dynamodb:Gett*"], Resource: "*" } }
        "#,
    );
    says(
        &said,
        &[
            "did you mean `lambda.amazonaws.com`?", "did you mean `sts:AssumeRole`?",
            "did you mean `dynamodb:Query`?", "`dynamodb:Gett*` fits no action",
        ],
    );
}
