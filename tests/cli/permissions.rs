//! The policies of small projects.

use insta::assert_snapshot;
use serde_json::Value;

use crate::project::TestProject;

fn shop() -> TestProject {
    TestProject::with_spec(
        r#"
        dynamodb.table:
          orders:
            partition_key: { name: id, type: S }
            global_secondary_indexes:
              ByUser: { partition_key: { name: user, type: S } }
          archive:
            region: eu-west-1
            partition_key: { name: id, type: S }
        cognito.user_pool_client:
          web:
            user_pool: us-east-2_abc
        iam.role:
          api:
            path: /shop/
            trust_policy:
              Statement:
                - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
        lambda.function:
          api:
            code: { bucket: packages, key: api.zip, sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
            runtime: provided.al2023
            handler: bootstrap
            role: ${iam.role.api.arn}
        "#,
    )
    .file(
        "environments/dev.yaml",
        r#"
        account: "123456789012"
        region: us-east-2
        project: shop
        state: s3://shop-states/dev
        "#,
    )
}

/// The statements of a policy, one a line, without what stands in each.
fn statements(project: &TestProject, arguments: &[&str]) -> String {
    let printed = project.prints(&[&["permissions", "-e", "dev"], arguments].concat());
    let policy: Value = serde_json::from_str(&printed).expect("a policy in JSON");
    let list = |value: &Value| -> String {
        let texts = value.as_array().into_iter().flatten();
        let texts: Vec<&str> = texts.filter_map(Value::as_str).collect();
        texts.join(" ")
    };
    let statements = policy["Statement"].as_array().expect("statements");
    let lines = statements.iter().map(|statement| {
        let condition = match &statement["Condition"] {
            Value::Null => String::new(),
            condition => format!(" if {condition}"),
        };
        format!(
            "{}: {}\n  on {}{condition}\n",
            statement["Sid"].as_str().expect("a name"),
            list(&statement["Action"]),
            list(&statement["Resource"]),
        )
    });
    lines.collect()
}

#[test]
fn to_plan_is_to_read() {
    assert_snapshot!(statements(&shop(), &["--for", "plan"]), @r#"
    CognitoUserPoolClient: cognito-idp:DescribeUserPool cognito-idp:DescribeUserPoolClient cognito-idp:ListUserPoolClients
      on arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abc
    DynamodbTable: application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingPolicies dynamodb:ListContributorInsights dynamodb:ListTables
      on *
    DynamodbTable2: dynamodb:DescribeContinuousBackups dynamodb:DescribeKinesisStreamingDestination dynamodb:DescribeTable dynamodb:DescribeTimeToLive dynamodb:GetResourcePolicy dynamodb:ListTagsOfResource
      on arn:aws:dynamodb:eu-west-1:123456789012:table/shop-dev-archive arn:aws:dynamodb:us-east-2:123456789012:table/shop-dev-orders
    IamRole: iam:GetAccountAuthorizationDetails
      on *
    IamRole2: iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies iam:ListRolePolicies
      on arn:aws:iam::123456789012:role/shop/shop-dev-api
    LambdaFunction: lambda:ListCodeSigningConfigs lambda:ListEventSourceMappings lambda:ListFunctions
      on *
    LambdaFunction2: lambda:ListFunctionsByCodeSigningConfig
      on arn:aws:lambda:us-east-2:123456789012:code-signing-config:*
    LambdaFunction3: lambda:GetFunction lambda:GetFunctionRecursionConfig lambda:GetPolicy lambda:GetRuntimeManagementConfig lambda:ListAliases lambda:ListFunctionEventInvokeConfigs lambda:ListFunctionUrlConfigs lambda:ListProvisionedConcurrencyConfigs lambda:ListTags
      on arn:aws:lambda:us-east-2:123456789012:function:shop-dev-api arn:aws:lambda:us-east-2:123456789012:function:shop-dev-api:*
    State: s3:ListBucket
      on arn:aws:s3:::shop-states
    State2: s3:GetObject
      on arn:aws:s3:::shop-states/dev/*
    "#);
}

#[test]
fn to_apply_is_to_read_and_write_what_the_specs_name() {
    assert_snapshot!(statements(&shop(), &["--for", "apply"]), @r#"
    CognitoUserPoolClient: cognito-idp:CreateUserPoolClient cognito-idp:DeleteUserPoolClient cognito-idp:DescribeUserPool cognito-idp:DescribeUserPoolClient cognito-idp:ListUserPoolClients cognito-idp:UpdateUserPoolClient
      on arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-2_abc
    DynamodbTable: application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingPolicies dynamodb:ListContributorInsights dynamodb:ListTables
      on *
    DynamodbTable2: application-autoscaling:DeregisterScalableTarget
      on arn:aws:application-autoscaling:eu-west-1:123456789012:scalable-target/* arn:aws:application-autoscaling:us-east-2:123456789012:scalable-target/*
    DynamodbTable3: dynamodb:UpdateContributorInsights
      on arn:aws:dynamodb:eu-west-1:123456789012:table/shop-dev-archive arn:aws:dynamodb:eu-west-1:123456789012:table/shop-dev-archive/index/* arn:aws:dynamodb:us-east-2:123456789012:table/shop-dev-orders arn:aws:dynamodb:us-east-2:123456789012:table/shop-dev-orders/index/*
    DynamodbTable4: dynamodb:CreateTable dynamodb:DeleteResourcePolicy dynamodb:DeleteTable dynamodb:DescribeContinuousBackups dynamodb:DescribeKinesisStreamingDestination dynamodb:DescribeTable dynamodb:DescribeTimeToLive dynamodb:DisableKinesisStreamingDestination dynamodb:GetResourcePolicy dynamodb:ListTagsOfResource dynamodb:TagResource dynamodb:UntagResource dynamodb:UpdateContinuousBackups dynamodb:UpdateTable dynamodb:UpdateTimeToLive
      on arn:aws:dynamodb:eu-west-1:123456789012:table/shop-dev-archive arn:aws:dynamodb:us-east-2:123456789012:table/shop-dev-orders
    IamRole: iam:GetAccountAuthorizationDetails
      on *
    IamRole2: iam:CreateRole iam:DeleteRole iam:DeleteRolePermissionsBoundary iam:DeleteRolePolicy iam:DetachRolePolicy iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies iam:ListInstanceProfilesForRole iam:ListRolePolicies iam:TagRole iam:UntagRole iam:UpdateAssumeRolePolicy iam:UpdateRole
      on arn:aws:iam::123456789012:role/shop/shop-dev-api
    LambdaFunction: lambda:ListCodeSigningConfigs lambda:ListEventSourceMappings lambda:ListFunctions
      on *
    LambdaFunction2: lambda:ListFunctionsByCodeSigningConfig
      on arn:aws:lambda:us-east-2:123456789012:code-signing-config:*
    LambdaFunction3: lambda:DeleteEventSourceMapping lambda:GetEventSourceMapping
      on arn:aws:lambda:us-east-2:123456789012:event-source-mapping:*
    LambdaFunction4: lambda:CreateFunction lambda:DeleteAlias lambda:DeleteFunction lambda:DeleteFunctionCodeSigningConfig lambda:DeleteFunctionConcurrency lambda:DeleteFunctionEventInvokeConfig lambda:DeleteFunctionUrlConfig lambda:DeleteProvisionedConcurrencyConfig lambda:GetFunction lambda:GetFunctionRecursionConfig lambda:GetPolicy lambda:GetRuntimeManagementConfig lambda:ListAliases lambda:ListFunctionEventInvokeConfigs lambda:ListFunctionUrlConfigs lambda:ListProvisionedConcurrencyConfigs lambda:ListTags lambda:PutFunctionRecursionConfig lambda:PutRuntimeManagementConfig lambda:RemovePermission lambda:TagResource lambda:UntagResource lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration
      on arn:aws:lambda:us-east-2:123456789012:function:shop-dev-api arn:aws:lambda:us-east-2:123456789012:function:shop-dev-api:*
    LambdaFunction5: s3:GetObject s3:GetObjectVersion
      on arn:aws:s3:::packages/api.zip
    LambdaFunction6: iam:PassRole
      on arn:aws:iam::123456789012:role/shop/shop-dev-api if {"StringEquals":{"iam:PassedToService":["lambda.amazonaws.com"]}}
    State: s3:ListBucket
      on arn:aws:s3:::shop-states
    State2: s3:DeleteObject s3:GetObject s3:PutObject
      on arn:aws:s3:::shop-states/dev/*
    "#);
}

#[test]
fn a_policy_is_as_iam_takes_it() {
    let table = TestProject::with_spec(
        r#"
        apigateway.account:
          main: { cloudwatch_role: "arn:aws:iam::123456789012:role/logs" }
        "#,
    );
    assert_snapshot!(table.prints(&["permissions", "-e", "dev"]), @r#"
    {
      "plan": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "ApigatewayAccount",
            "Effect": "Allow",
            "Action": [
              "apigateway:GET"
            ],
            "Resource": [
              "arn:aws:apigateway:us-east-2::/account"
            ]
          }
        ]
      },
      "apply": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "ApigatewayAccount",
            "Effect": "Allow",
            "Action": [
              "apigateway:GET",
              "apigateway:PATCH"
            ],
            "Resource": [
              "arn:aws:apigateway:us-east-2::/account"
            ]
          },
          {
            "Sid": "ApigatewayAccount2",
            "Effect": "Allow",
            "Action": [
              "iam:PassRole"
            ],
            "Resource": [
              "arn:aws:iam::123456789012:role/logs"
            ],
            "Condition": {
              "StringEquals": {
                "iam:PassedToService": [
                  "apigateway.amazonaws.com"
                ]
              }
            }
          }
        ]
      }
    }
    "#);
}

#[test]
fn in_other_partitions_arns_are_others() {
    let project = TestProject::with_spec("logs.log_group: { api: {} }").file(
        "environments/dev.yaml",
        r#"
        account: "123456789012"
        region: cn-north-1
        project: shop
        state: s3://shop-states
        "#,
    );
    assert_snapshot!(statements(&project, &["--for", "apply"]), @r#"
    LogsLogGroup: logs:DescribeLogGroups logs:DescribeMetricFilters
      on *
    LogsLogGroup2: logs:CreateLogGroup logs:DeleteDataProtectionPolicy logs:DeleteIndexPolicy logs:DeleteLogGroup logs:DeleteMetricFilter logs:DeleteRetentionPolicy logs:DeleteSubscriptionFilter logs:DescribeIndexPolicies logs:DescribeSubscriptionFilters logs:DisassociateKmsKey logs:GetDataProtectionPolicy logs:ListTagsForResource logs:PutLogGroupDeletionProtection logs:TagResource logs:UntagResource
      on arn:aws-cn:logs:cn-north-1:123456789012:log-group:shop-dev-api arn:aws-cn:logs:cn-north-1:123456789012:log-group:shop-dev-api:*
    State: s3:ListBucket
      on arn:aws-cn:s3:::shop-states
    State2: s3:DeleteObject s3:GetObject s3:PutObject
      on arn:aws-cn:s3:::shop-states/*
    "#);
}

#[test]
fn by_prefix_covers_what_is_not_in_the_specs_yet() {
    let project = TestProject::with_spec(
        r#"
        logs.log_group:
          a: {}
          b: {}
          c: { name: "/aws/lambda/shop-dev-c" }
          d: { name: "/elsewhere" }
        "#,
    );
    assert_snapshot!(statements(&project, &["--for", "apply", "--by-prefix"]), @r#"
    LogsLogGroup: logs:DescribeLogGroups logs:DescribeMetricFilters
      on *
    LogsLogGroup2: logs:CreateLogGroup logs:DeleteDataProtectionPolicy logs:DeleteIndexPolicy logs:DeleteLogGroup logs:DeleteMetricFilter logs:DeleteRetentionPolicy logs:DeleteSubscriptionFilter logs:DescribeIndexPolicies logs:DescribeSubscriptionFilters logs:DisassociateKmsKey logs:GetDataProtectionPolicy logs:ListTagsForResource logs:PutLogGroupDeletionProtection logs:TagResource logs:UntagResource
      on arn:aws:logs:us-east-2:123456789012:log-group:/aws/lambda/shop-dev-* arn:aws:logs:us-east-2:123456789012:log-group:/elsewhere arn:aws:logs:us-east-2:123456789012:log-group:/elsewhere:* arn:aws:logs:us-east-2:123456789012:log-group:shop-dev-*
    "#);
}

#[test]
fn what_is_too_long_for_iam_is_said_and_split() {
    let project = TestProject::with_spec(
        r#"
        dynamodb.table:
          t:
            for_each: '${toset([for i in range(120) : "a-table-with-quite-a-long-name-${i}"])}'
            partition_key: { name: id, type: S }
        "#,
    );
    let printed = project.run(&["permissions", "-e", "dev", "--for", "apply"]);
    assert_eq!(printed.code, Some(0));
    assert_snapshot!(printed.stderr, @"the policy to apply has 35551 characters, more than IAM takes in one policy, so it is printed as a list of 7 managed policies");
    let parts: Vec<Value> = serde_json::from_str(&printed.stdout).expect("a list of policies");
    for part in &parts {
        assert!(part.to_string().len() <= 6144, "{}", part.to_string().len());
    }
    let split = project.run(&["permissions", "-e", "dev", "--for", "apply", "--split"]);
    assert_eq!(split.stdout, printed.stdout);
    let of_each = grants(&parts).into_iter();
    let tables = of_each.filter(|(action, _)| action == "dynamodb:DeleteTable");
    assert_eq!(tables.count(), 120);
}

#[test]
fn what_the_specs_do_not_use_is_not_granted() {
    let granted = |bucket: &str| {
        let project = TestProject::with_spec(&format!("s3.bucket: {{ b: {bucket} }}"));
        let printed = project.prints(&["permissions", "-e", "dev", "--for", "apply"]);
        let policy = serde_json::from_str(&printed).expect("a policy");
        let actions = grants(&[policy]).into_iter().map(|(action, _)| action);
        actions.collect::<std::collections::BTreeSet<_>>()
    };
    let plain = granted("{ versioning: true, object_lock: {} }");
    let emptied = granted("{ versioning: true, object_lock: {}, force_destroy: true }");
    let difference: Vec<&String> = emptied.difference(&plain).collect();
    assert_eq!(
        difference,
        [
            "s3:AbortMultipartUpload", "s3:BypassGovernanceRetention", "s3:DeleteObject",
            "s3:DeleteObjectVersion", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions",
        ]
    );
    assert!(!plain.contains("s3:PutBucketPolicy"));
    // A policy that somebody made by hand is removed although no field names it.
    assert!(plain.contains("s3:DeleteBucketPolicy"));
}

/// Every action with every resource that it is allowed on.
fn grants(policies: &[Value]) -> std::collections::BTreeSet<(String, String)> {
    let texts = |value: &Value| -> Vec<String> {
        let texts = value.as_array().into_iter().flatten();
        texts.filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let statements =
        policies.iter().flat_map(|policy| policy["Statement"].as_array().into_iter().flatten());
    statements
        .flat_map(|statement| {
            let resources = texts(&statement["Resource"]);
            let actions = texts(&statement["Action"]).into_iter();
            actions.flat_map(move |action| {
                let pairs = resources.clone().into_iter();
                pairs.map(move |resource| (action.clone(), resource)).collect::<Vec<_>>()
            })
        })
        .collect()
}

#[test]
fn a_rollout_needs_what_it_asks_and_nobody_else_does() {
    let actions = |rollout: &str| -> Vec<String> {
        let spec = format!(
            r#"
            lambda.function:
              api:
                code: {{ bucket: packages, key: api.zip, sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }}
                runtime: provided.al2023
                handler: bootstrap
                role: arn:aws:iam::123456789012:role/api
                aliases: {{ live: {{ {rollout} }} }}
            "#
        );
        let printed = TestProject::with_spec(&spec).prints(&["permissions", "-e", "dev"]);
        let asked = [
            "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricStatistics", "lambda:InvokeFunction",
        ];
        let asked = asked.into_iter().filter(|action| printed.contains(&format!("\"{action}\"")));
        asked.map(str::to_owned).collect()
    };
    assert_eq!(actions("description: live"), Vec::<String>::new());
    assert_eq!(actions("rollout: { minutes: 5 }"), ["cloudwatch:GetMetricStatistics"]);
    assert_eq!(
        actions("rollout: { minutes: 5, alarms: [shop-5xx], check: { event: {} } }"),
        ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricStatistics", "lambda:InvokeFunction"]
    );
}
