//! What the specs look like that are written of what Terraform has made, and that they are taken over as they
//! stand.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use serde_json::Value;

use crate::platform::Platform;
use crate::states::state;

const STATE: [&str; 2] = ["--state", "terraform.tfstate"];

/// The secrets that the specs ask for.
const SECRETS: [&str; 4] = [
    "--var",
    "payments_environment_database=postgres://app:hunter2@db.example.com/payments",
    "--var",
    "payments_environment_db_password=hunter2",
];

#[test]
fn specs_are_what_a_person_would_write() {
    let mut platform = Platform::empty("{}");
    let printed = platform.boto(include_str!("alike.py"));
    let said: Vec<(String, Value)> = serde_json::from_str(&printed).expect("JSON");
    let document = state("7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a12", &said);
    platform.write("terraform.tfstate", &document);
    platform.must(&[&["import-legacy"], &STATE[..], &["--write", "specs/legacy"]].concat());

    let files = specs(&platform);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["functions.yaml", "locals.yaml", "logs.yaml", "tables.yaml"]);
    assert!(!files.values().any(|text| text.contains("hunter2")), "{files:#?}");
    assert_snapshot!(files["functions.yaml"], @r#"
    # Taken over from Terraform by `diatonic import-legacy`.
    variables:
      payments_environment_database: {type: string, sensitive: true}
      payments_environment_db_password: {type: string, sensitive: true}

    lambda.function:
      # code: what AWS held; name what it is built from
      functions:
        for_each: [invoices, orders, returns, shipments]
        name: ${env.name_prefix}-${each.key}
        code: {zip: "code/${each.key}.zip"}
        runtime: nodejs20.x
        handler: index.handler
        role: ${iam.role.functions[each.key].arn}
        timeout: 29
        environment: {STAGE: "${env.name}", TABLE_NAME: "${dynamodb.table.tables[each.key].name}"}
        tags: ${local.tags}

      # code: what AWS held; name what it is built from
      # environment.DATABASE: looks like a secret; give the variable `payments_environment_database` its
      #   value
      # environment.DB_PASSWORD: looks like a secret; give the variable
      #   `payments_environment_db_password` its value
      payments:
        code: {zip: code/payments.zip}
        runtime: nodejs20.x
        handler: index.handler
        role: ${iam.role.payments-role.arn}
        timeout: 29
        environment:
          DATABASE: ${var.payments_environment_database}
          DB_PASSWORD: ${var.payments_environment_db_password}
          ORDERS_TABLE: ${dynamodb.table.tables["orders"].name}
          STRIPE_SECRET_PATH: /ai/dev/stripe
        tags: ${local.tags}

    iam.role:
      functions:
        for_each: [invoices, orders, returns, shipments]
        name: ${env.name_prefix}-${each.key}-role
        trust_policy:
          Statement:
            - Effect: Allow
              Principal: {Service: lambda.amazonaws.com}
              Action: sts:AssumeRole
        inline_policies:
          "${each.key}-table":
            Statement:
              - Effect: Allow
                Action: logs:PutLogEvents
                Resource: ${logs.log_group.functions[each.key].streams_arn}
              - Effect: Allow
                Action: [dynamodb:GetItem, dynamodb:PutItem]
                Resource:
                  - ${dynamodb.table.tables[each.key].arn}
                  - ${dynamodb.table.tables[each.key].arn}/index/*
        tags: ${local.tags}

      payments-role:
        trust_policy:
          Statement:
            - Effect: Allow
              Principal: {Service: lambda.amazonaws.com}
              Action: sts:AssumeRole
        inline_policies:
          payments-table:
            Statement:
              - Effect: Allow
                Action: dynamodb:GetItem
                Resource: ${dynamodb.table.tables["orders"].arn}
        tags: ${local.tags}

    logs.log_group:
      functions:
        for_each: [invoices, orders, returns, shipments]
        name: /aws/lambda/${lambda.function.functions[each.key].name}
        retention_days: 14
        tags: ${local.tags}
    "#);
    assert_snapshot!(files["tables.yaml"], @r#"
    # Taken over from Terraform by `diatonic import-legacy`.
    dynamodb.table:
      tables:
        for_each: [invoices, orders, returns, shipments]
        name: ${env.name_prefix}-${each.key}
        partition_key: {name: id, type: S}
    "#);
    assert_snapshot!(files["logs.yaml"], @r#"
    # Taken over from Terraform by `diatonic import-legacy`.
    logs.log_group:
      audit:
        name: /${env.name_prefix}/audit
        retention_days: 14
        tags: ${local.tags}
    "#);
    assert_snapshot!(files["locals.yaml"], @r#"
    # Taken over from Terraform by `diatonic import-legacy`.
    locals:
      tags:
        Environment: ${env.name}
        ManagedBy: Terraform
        Owner: platform-team@example.com
    "#);

    let adopt = ["--adopt", "--auto-approve"];
    platform.must(&[&["import-legacy"], &STATE[..], &SECRETS, &adopt].concat());
    platform.must(&[&["plan", "--detailed-exitcode"], &SECRETS[..]].concat());
    let live = platform.boto(
        r#"
        import boto3
        functions = boto3.client("lambda")
        print(functions.get_function(FunctionName="nexus-dev-orders")["Tags"]["diatonic:address"])
        variables = functions.get_function_configuration(FunctionName="nexus-dev-payments")["Environment"]["Variables"]
        print(variables["DB_PASSWORD"], variables["DATABASE"])
        "#,
    );
    let expected = "lambda.function.functions:orders\n\
                    hunter2 postgres://app:hunter2@db.example.com/payments";
    assert_eq!(live.trim(), expected);
}

/// The spec files that were written, by their names.
fn specs(platform: &Platform) -> BTreeMap<String, String> {
    let folder = platform.project.path().join("specs/legacy");
    let files = std::fs::read_dir(folder).expect("a folder");
    files
        .map(|file| {
            let path = file.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), std::fs::read_to_string(&path).expect("text"))
        })
        .collect()
}
