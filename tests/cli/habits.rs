//! What people write who come from another tool, and what is said of it.

use crate::project::TestProject;

#[track_caller]
fn told(specs: &str, expected: &[&str]) {
    let errors = TestProject::with_spec(specs).errors();
    // Long lines are wrapped.
    let words: Vec<&str> = errors.split_whitespace().filter(|word| *word != "│").collect();
    let text = words.join(" ");
    for expected in expected {
        assert!(text.contains(expected), "{expected}\n{errors}");
    }
}

#[track_caller]
fn never_told(specs: &str, unexpected: &[&str]) {
    let errors = TestProject::with_spec(specs).errors();
    for unexpected in unexpected {
        assert!(!errors.contains(unexpected), "{unexpected}\n{errors}");
    }
}

#[test]
fn a_table() {
    told(
        r#"
        dynamodb.table:
          users:
            partition_key: id
            billing_mode: PAY_PER_REQUEST
            attribute: []
            read_capacity: 5
            server_side_encryption: {}
            ttl: { attribute_name: expires, enabled: true }
            point_in_time_recovery: { enabled: true }
            stream: true
            tags: [{ Key: team, Value: core }]
            lifecycle: { create_before_destroy: true, ignore_changes: all }
          other:
            partition_key: { name: id, type: S }
            billing_mode: PROVISIONED
        "#,
        &[
            "write it as a map: `{ name: id, type: S }`",
            "remove it; it is so where there is no `capacity`",
            "the type of a key stands beside its name", "write `capacity: { read: …, write: … }`",
            "write `encryption: {}`", "write the value alone: `ttl: expires`",
            "write the value alone: `point_in_time_recovery: true`", "`NEW_AND_OLD_IMAGES`",
            "write it as a map: `tags: { team: core }`", "write `replacement: create_first`",
            "there is no word for all: name the fields", "that is Terraform's: write `capacity`",
        ],
    );
    never_told(
        r#"
        dynamodb.table:
          users: { partition_key: { name: id, type: S }, stream: true, lifecycle: { ignore_changes: all } }
        "#,
        &["in quotes", "[all]"],
    );
}

#[test]
fn a_function() {
    told(
        r#"
        lambda.function:
          api:
            code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }
            role: arn:aws:iam::123456789012:role/r
            filename: api.zip
            source_code_hash: x
            publish: true
            events: []
            url: {}
            environment: { variables: { A: b } }
        "#,
        &[
            "write `code: { zip: … }`", "every plan compares the code itself",
            "an alias without `version` follows the newest",
            "write `event_sources` for queues and streams", "write `function_url`",
            "write what is in `variables` directly below `environment`",
        ],
    );
}

#[test]
fn an_api_a_bucket_and_a_pool() {
    let integration = r#"
        apigateway.rest_api:
          api:
            body: "{}"
            routes: { /a: { GET: { authorization: NONE, integration: { type: AWS_PROXY, kind: x } } } }
    "#;
    told(integration, &["write `routes`: paths"]);
    never_told(integration, &["authorizers.<name>"]);
    told(
        r#"
        s3.bucket:
          files:
            versioning: { enabled: true }
            acl: private
            bucket_prefix: files
            server_side_encryption_configuration: {}
        cognito.user_pool:
          users: { schema: [] }
        "#,
        &[
            "write the value alone: `versioning: true`", "remove it where it is `private`",
            "the name then starts with `${env.name_prefix}`", "write `encryption`",
            "in `custom_attributes`, without `custom:`",
        ],
    );
}

#[test]
fn sections() {
    told(
        r#"
        aws_dynamodb_table.users: {}
        aws_sns_topic: {}
        aws_made_up: {}
        AWS::S3::Buckett: {}
        Resources: {}
        functions: {}
        "#,
        &[
            "write `dynamodb.table: { users: { … } }`", "that is Terraform's: write `sns.topic`",
            "write the type of AWS's registry that it is", "did you mean `AWS::S3::Bucket`?",
            "the kind is the section itself", "that is Serverless's: write `lambda.function`",
        ],
    );
}

#[test]
fn references() {
    told(
        r#"
        iam.role:
          r: { trust_policy: { Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" } } }
        logs.log_group:
          a: { name: "${aws_lambda_function.f.arn}", depends_on: [aws_iam_role.y] }
          b: { name: "${data.aws_caller_identity.current.account_id}" }
          c: { name: "${module.x.y}" }
          d: { name: "${terraform.workspace}" }
          e: { name: "${path.module}/x" }
          f: { name: "x${count.index}" }
          g: { name: "x-${AWS::AccountId}" }
          h: { name: "x-${self:service}" }
          i: { name: "x-${opt:stage, 'dev'}" }
          j: { name: "${iam.role.r.id}" }
        "#,
        &[
            "write `lambda.function.<name>.<output>`", "write `iam.role.y`",
            "account and region are `env.account` and `env.region`", "there are no modules",
            "the name of the environment is `env.name`",
            "files are named from the project's folder on", "make instances with `for_each`",
            "that is CloudFormation's: write `${env.account}`",
            "that is Serverless's: write `${env.project}`",
            "that is Serverless's: write `${env.name}`", "that is Terraform's: write `name`",
        ],
    );
}

#[test]
fn an_operation_is_no_action_and_a_key_is_no_word_for_nothing() {
    told(
        r#"
        iam.role:
          r:
            trust_policy:
              Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole", Condition: { Null: { "aws:userid": true } } }
        "#,
        &["this key is `null` in YAML", "put it in quotes: \"Null\""],
    );
}

#[test]
fn a_route_is_a_path_with_methods_below() {
    let specs = r#"
        apigateway.rest_api:
          api:
            routes:
              GET /users: { authorization: NONE, integration: { type: MOCK } }
    "#;
    told(
        specs,
        &[
            "bad key `GET /users`", "this is not a valid path", "and below it its methods",
            "1 error",
        ],
    );
}

#[test]
fn a_form_is_shown_by_an_example() {
    told(
        r#"
        iam.role:
          r:
            trust_policy: { Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" } }
            managed_policies: [AWSLambdaBasicExecutionRole]
        "#,
        &[
            "this has not the form of `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`",
        ],
    );
}
