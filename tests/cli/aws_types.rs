//! Types of AWS's registry in specs: what is checked of them offline.

use insta::assert_snapshot;

use crate::project::TestProject;

#[test]
fn a_spec_of_a_type_is_checked_as_exactly_as_its_schema_says() {
    let project = TestProject::with_spec(
        r#"
        AWS::SQS::Queue:
          jobs: { QueueNam: jobs, DelaySeconds: 901, FifoQueue: "yes", Arn: x }
        AWS::CloudWatch::Alarm:
          errors: { ComparisonOperator: GreaterThanThreshhold, EvaluationPeriods: 1, MetricName: Errors }
        AWS::SNS::Topik:
          alerts: {}
        AWS::CodeBuild::Project:
          build: {}
        outputs:
          a: { value: "${AWS::SQS::Queue.jobs.Arm}" }
          b: { value: "${AWS::SQS::Queue.job.Arn}" }
        "#,
    );
    assert_snapshot!(project.errors(), @r##"
      × unknown key `QueueNam`
       ╭─[specs/app.yaml:2:11]
     1 │ AWS::SQS::Queue:
     2 │   jobs: { QueueNam: jobs, DelaySeconds: 901, FifoQueue: "yes", Arn: x }
       ·           ────┬───
       ·               ╰── there is no such field here
     3 │ AWS::CloudWatch::Alarm:
       ╰────
      help: did you mean `QueueName`?

      × `DelaySeconds` is out of range
       ╭─[specs/app.yaml:2:41]
     1 │ AWS::SQS::Queue:
     2 │   jobs: { QueueNam: jobs, DelaySeconds: 901, FifoQueue: "yes", Arn: x }
       ·                                         ─┬─
       ·                                          ╰── AWS accepts 0 to 900
     3 │ AWS::CloudWatch::Alarm:
       ╰────

      × wrong type for `FifoQueue`
       ╭─[specs/app.yaml:2:57]
     1 │ AWS::SQS::Queue:
     2 │   jobs: { QueueNam: jobs, DelaySeconds: 901, FifoQueue: "yes", Arn: x }
       ·                                                         ──┬──
       ·                                                           ╰── this is text, and true or false is expected
     3 │ AWS::CloudWatch::Alarm:
       ╰────
      help: `yes` is text in YAML 1.2: write `true`

      × `Arn` cannot be set
       ╭─[specs/app.yaml:2:64]
     1 │ AWS::SQS::Queue:
     2 │   jobs: { QueueNam: jobs, DelaySeconds: 901, FifoQueue: "yes", Arn: x }
       ·                                                                ─┬─
       ·                                                                 ╰── AWS sets it
     3 │ AWS::CloudWatch::Alarm:
       ╰────
      help: remove `Arn`: it is an output

      × bad value for `ComparisonOperator`
       ╭─[specs/app.yaml:4:33]
     3 │ AWS::CloudWatch::Alarm:
     4 │   errors: { ComparisonOperator: GreaterThanThreshhold, EvaluationPeriods: 1, MetricName: Errors }
       ·                                 ──────────┬──────────
       ·                                           ╰── this is none of the values that AWS accepts
     5 │ AWS::SNS::Topik:
       ╰────
      help: did you mean `GreaterThanThreshold`?
            AWS accepts `GreaterThanOrEqualToThreshold`, `GreaterThanThreshold`,
            `GreaterThanUpperThreshold`, `LessThanLowerOrGreaterThanUpperThreshold`,
            `LessThanLowerThreshold`, `LessThanOrEqualToThreshold` or `LessThanThreshold`

      × unknown section `AWS::SNS::Topik`
       ╭─[specs/app.yaml:5:1]
     4 │   errors: { ComparisonOperator: GreaterThanThreshhold, EvaluationPeriods: 1, MetricName: Errors }
     5 │ AWS::SNS::Topik:
       · ───────┬───────
       ·        ╰── this version knows no type of AWS's registry that is called this
     6 │   alerts: {}
       ╰────
      help: did you mean `AWS::SNS::Topic`?

      × unknown section `AWS::CodeBuild::Project`
       ╭─[specs/app.yaml:7:1]
     6 │   alerts: {}
     7 │ AWS::CodeBuild::Project:
       · ───────────┬───────────
       ·            ╰── AWS has no handlers that create and read this type, so Cloud Control does not manage it
     8 │   build: {}
       ╰────
      help: see whether a newer type has taken its place: `aws cloudformation describe-type --type
            RESOURCE --type-name AWS::CodeBuild::Project`

      × `AWS::SQS::Queue` has no output `Arm`
        ╭─[specs/app.yaml:10:18]
      9 │ outputs:
     10 │   a: { value: "${AWS::SQS::Queue.jobs.Arm}" }
        ·                  ────────────┬───────────
        ·                              ╰── no output is called this
     11 │   b: { value: "${AWS::SQS::Queue.job.Arn}" }
        ╰────
      help: did you mean `Arn`?

      × there is no `AWS::SQS::Queue.job`
        ╭─[specs/app.yaml:11:18]
     10 │   a: { value: "${AWS::SQS::Queue.jobs.Arm}" }
     11 │   b: { value: "${AWS::SQS::Queue.job.Arn}" }
        ·                  ───────────┬───────────
        ·                             ╰── no spec declares it
        ╰────
      help: did you mean `AWS::SQS::Queue.jobs`?

    9 errors
    "##);
}

#[test]
fn types_and_kinds_refer_to_each_other() {
    let project = TestProject::with_spec(
        r#"
        AWS::RDS::DBInstance:
          main: { DBInstanceIdentifier: main, Engine: postgres, DBInstanceClass: db.t4g.micro, AllocatedStorage: "20" }
        AWS::SQS::Queue:
          jobs: { for_each: [a, b], QueueName: "${each.key}" }
        logs.log_group:
          database: { name: "/rds/${AWS::RDS::DBInstance.main.DBInstanceIdentifier}" }
        ssm.parameter:
          address: { name: /shop/address, value: "${AWS::RDS::DBInstance.main.Endpoint.Address}" }
          queue: { name: /shop/queue, value: "${AWS::SQS::Queue.jobs[\"a\"].QueueUrl}" }
        "#,
    );
    let run = project.run(&["validate", "--env", "dev"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let graph = project.prints(&["graph", "--env", "dev"]);
    assert!(graph.contains("AWS::RDS::DBInstance.main"), "{graph}");
}

#[test]
fn permissions_are_those_of_the_handlers() {
    let project = TestProject::with_spec("AWS::SQS::Queue: { jobs: { QueueName: jobs } }");
    assert_snapshot!(project.prints(&["permissions", "-e", "dev", "--for", "apply"]), @r##"
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "AWSSQSQueue",
          "Effect": "Allow",
          "Action": [
            "cloudformation:CreateResource",
            "cloudformation:DeleteResource",
            "cloudformation:GetResource",
            "cloudformation:GetResourceRequestStatus",
            "cloudformation:ListResources",
            "cloudformation:UpdateResource",
            "sqs:CreateQueue",
            "sqs:DeleteQueue",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ListQueueTags",
            "sqs:ListQueues",
            "sqs:SetQueueAttributes",
            "sqs:TagQueue",
            "sqs:UntagQueue"
          ],
          "Resource": [
            "*"
          ]
        }
      ]
    }
    "##);
}

#[test]
fn a_type_that_is_newer_than_this_version_comes_from_a_folder() {
    let schema = r#"{
        "typeName": "AWS::Newer::Thing", "additionalProperties": false,
        "properties": { "Name": { "type": "string", "maxLength": 5 }, "Arn": { "type": "string" } },
        "required": ["Name"], "readOnlyProperties": ["/properties/Arn"], "primaryIdentifier": ["/properties/Arn"],
        "handlers": { "create": { "permissions": [] }, "read": { "permissions": [] }, "delete": { "permissions": [] } }
    }"#;
    let project = TestProject::with_spec("AWS::Newer::Thing: { a: { Name: longer } }")
        .raw_file("types/thing.json", schema.as_bytes())
        .raw_file("bad/thing.json", b"{}");
    assert!(project.errors().contains("knows no type of AWS's registry"));
    let known = project.run(&["validate", "--env", "dev", "--type-schemas", "types"]).refusal();
    assert!(known.contains("`Name` is too long"), "{known}");
    let bad = project.run(&["validate", "--env", "dev", "--type-schemas", "bad"]).refusal();
    assert!(bad.contains("bad/thing.json: a registry schema has a `typeName`"), "{bad}");
}

#[test]
fn the_schema_for_editors_takes_the_types_in_use() {
    let project = TestProject::with_spec("AWS::SQS::Queue: { jobs: { QueueName: jobs } }");
    let schema = |arguments: &[&str]| {
        let printed = project.prints(&[&["schema"], arguments].concat());
        let schema: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
        schema["properties"].as_object().expect("sections").clone()
    };
    assert!(!schema(&[]).contains_key("AWS::SQS::Queue"));
    assert!(schema(&["--in-use"]).contains_key("AWS::SQS::Queue"));
    assert!(schema(&["AWS::EC2::VPC"]).contains_key("AWS::EC2::VPC"));
    let refused = project.run(&["schema", "AWS::EC2::VPCC"]).refusal();
    assert!(refused.contains("did you mean `AWS::EC2::VPC`?"), "{refused}");
}
