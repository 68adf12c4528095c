//! Thirty types of fifteen services: created, changed, read as they were written, re-created where AWS asks for it,
//! and deleted.

use engine::plan::Action;
use serde_json::{Value, json};

use crate::service::{Object, Service};
use crate::world::World;

/// One type: what is written first, and what then.
struct Case {
    type_name: &'static str,
    first: Value,
    then: Value,
    action: Action,
}

const UPDATE: Action = Action::Update;
const REPLACE: Action = Action::Replace;

/// Defines a test for each type: `name: "AWS::…", first, then, action;`
macro_rules! types {
    ($($test:ident: $type_name:literal, $first:tt, $then:tt, $action:ident;)*) => {$(
        #[tokio::test]
        async fn $test() {
            run(Case { type_name: $type_name, first: json!($first), then: json!($then), action: $action }).await;
        }
    )*};
}

types! {
    sqs_queue: "AWS::SQS::Queue", { "QueueName": "jobs", "DelaySeconds": 5 }, { "QueueName": "jobs", "DelaySeconds": 9 }, UPDATE;
    sqs_queue_name: "AWS::SQS::Queue", { "QueueName": "jobs" }, { "QueueName": "work" }, REPLACE;
    sns_topic: "AWS::SNS::Topic", { "TopicName": "alerts" }, { "TopicName": "alerts", "DisplayName": "Alerts" }, UPDATE;
    sns_subscription: "AWS::SNS::Subscription",
        { "TopicArn": "arn:aws:sns:us-east-2:123456789012:a", "Protocol": "email", "Endpoint": "a@example.com" },
        { "TopicArn": "arn:aws:sns:us-east-2:123456789012:a", "Protocol": "email", "Endpoint": "a@example.com",
          "FilterPolicy": { "kind": ["order"] } }, UPDATE;
    cloudwatch_alarm: "AWS::CloudWatch::Alarm",
        { "AlarmName": "errors", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1, "MetricName": "Errors", "Namespace": "AWS/Lambda", "Threshold": 1.0 },
        { "AlarmName": "errors", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 3, "MetricName": "Errors", "Namespace": "AWS/Lambda", "Threshold": 2.5 }, UPDATE;
    cloudwatch_composite_alarm: "AWS::CloudWatch::CompositeAlarm",
        { "AlarmName": "all", "AlarmRule": "ALARM(a)" }, { "AlarmName": "all", "AlarmRule": "ALARM(a) OR ALARM(b)" }, UPDATE;
    cloudwatch_dashboard: "AWS::CloudWatch::Dashboard",
        { "DashboardName": "main", "DashboardBody": "{\"widgets\":[]}" },
        { "DashboardName": "main", "DashboardBody": "{\"widgets\":[{\"type\":\"text\"}]}" }, UPDATE;
    logs_metric_filter: "AWS::Logs::MetricFilter",
        { "FilterName": "f", "LogGroupName": "g", "FilterPattern": "ERROR",
          "MetricTransformations": [{ "MetricName": "errors", "MetricNamespace": "shop", "MetricValue": "1" }] },
        { "FilterName": "f", "LogGroupName": "g", "FilterPattern": "FATAL",
          "MetricTransformations": [{ "MetricName": "errors", "MetricNamespace": "shop", "MetricValue": "1" }] }, UPDATE;
    logs_log_group: "AWS::Logs::LogGroup", { "LogGroupName": "g", "RetentionInDays": 7 }, { "LogGroupName": "g", "RetentionInDays": 14 }, UPDATE;
    events_rule: "AWS::Events::Rule",
        { "Name": "nightly", "ScheduleExpression": "rate(1 day)", "State": "ENABLED" },
        { "Name": "nightly", "ScheduleExpression": "rate(2 days)", "State": "DISABLED" }, UPDATE;
    events_bus: "AWS::Events::EventBus", { "Name": "orders" }, { "Name": "orders", "Description": "all orders" }, UPDATE;
    scheduler_schedule: "AWS::Scheduler::Schedule",
        { "Name": "nightly", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": { "Mode": "OFF" },
          "Target": { "Arn": "arn:aws:lambda:us-east-2:123456789012:function:f", "RoleArn": "arn:aws:iam::123456789012:role/r" } },
        { "Name": "nightly", "ScheduleExpression": "rate(2 days)", "FlexibleTimeWindow": { "Mode": "OFF" },
          "Target": { "Arn": "arn:aws:lambda:us-east-2:123456789012:function:f", "RoleArn": "arn:aws:iam::123456789012:role/r" } }, UPDATE;
    kms_key: "AWS::KMS::Key", { "Description": "data" }, { "Description": "all data", "EnableKeyRotation": true }, UPDATE;
    kms_alias: "AWS::KMS::Alias",
        { "AliasName": "alias/data", "TargetKeyId": "1234" }, { "AliasName": "alias/data", "TargetKeyId": "5678" }, UPDATE;
    secret: "AWS::SecretsManager::Secret",
        { "Name": "db", "Description": "of the database" }, { "Name": "db", "Description": "of the table" }, UPDATE;
    wafv2_ip_set: "AWS::WAFv2::IPSet",
        { "Name": "office", "Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": ["192.0.2.0/24", "198.51.100.0/24"] },
        { "Name": "office", "Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": ["192.0.2.0/24", "203.0.113.0/24"] }, UPDATE;
    backup_vault: "AWS::Backup::BackupVault",
        { "BackupVaultName": "main" }, { "BackupVaultName": "main", "AccessPolicy": { "Version": "2012-10-17", "Statement": [] } }, UPDATE;
    budget: "AWS::Budgets::Budget",
        { "Budget": { "BudgetName": "all", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": { "Amount": 10, "Unit": "USD" } } },
        { "Budget": { "BudgetName": "all", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": { "Amount": 20, "Unit": "USD" } } }, UPDATE;
    route53_zone: "AWS::Route53::HostedZone",
        { "Name": "example.com." }, { "Name": "example.com.", "HostedZoneConfig": { "Comment": "ours" } }, UPDATE;
    certificate: "AWS::CertificateManager::Certificate",
        { "DomainName": "example.com", "ValidationMethod": "DNS" }, { "DomainName": "www.example.com", "ValidationMethod": "DNS" }, REPLACE;
    security_group: "AWS::EC2::SecurityGroup",
        { "GroupDescription": "web", "VpcId": "vpc-1", "SecurityGroupIngress": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0" }] },
        { "GroupDescription": "web", "VpcId": "vpc-1", "SecurityGroupIngress": [{ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0" }] }, UPDATE;
    vpc: "AWS::EC2::VPC", { "CidrBlock": "10.0.0.0/16" }, { "CidrBlock": "10.0.0.0/16", "EnableDnsSupport": true }, UPDATE;
    subnet: "AWS::EC2::Subnet",
        { "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }, { "VpcId": "vpc-1", "CidrBlock": "10.0.2.0/24" }, REPLACE;
    ecr_repository: "AWS::ECR::Repository",
        { "RepositoryName": "app" }, { "RepositoryName": "app", "ImageTagMutability": "IMMUTABLE" }, UPDATE;
    state_machine: "AWS::StepFunctions::StateMachine",
        { "StateMachineName": "m", "RoleArn": "arn:aws:iam::123456789012:role/r", "DefinitionString": "{}" },
        { "StateMachineName": "m", "RoleArn": "arn:aws:iam::123456789012:role/r", "DefinitionString": "{\"a\":1}" }, UPDATE;
    kinesis_stream: "AWS::Kinesis::Stream", { "Name": "clicks", "ShardCount": 1 }, { "Name": "clicks", "ShardCount": 2 }, UPDATE;
    http_api: "AWS::ApiGatewayV2::Api",
        { "Name": "web", "ProtocolType": "HTTP" }, { "Name": "web", "ProtocolType": "HTTP", "Description": "the web" }, UPDATE;
    rds_instance: "AWS::RDS::DBInstance",
        { "DBInstanceIdentifier": "main", "Engine": "postgres", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20" },
        { "DBInstanceIdentifier": "main", "Engine": "postgres", "DBInstanceClass": "db.t4g.small", "AllocatedStorage": "20" }, UPDATE;
    efs: "AWS::EFS::FileSystem", { "Encrypted": true }, { "Encrypted": true, "ThroughputMode": "elastic" }, UPDATE;
    ecs_cluster: "AWS::ECS::Cluster", { "ClusterName": "main" },
        { "ClusterName": "main", "ClusterSettings": [{ "Name": "containerInsights", "Value": "enabled" }] }, UPDATE;
    iam_group: "AWS::IAM::Group", { "GroupName": "admins" }, { "GroupName": "admins", "Path": "/staff/" }, UPDATE;
    ssm_document: "AWS::SSM::Association",
        { "Name": "AWS-RunShellScript", "ScheduleExpression": "rate(1 day)" },
        { "Name": "AWS-RunShellScript", "ScheduleExpression": "rate(2 days)" }, UPDATE;
}

/// What services fill in: a default beside each property, and one inside each map.
fn defaults(_: &str, properties: &mut Object) {
    for (name, value) in [("FilledIn", json!("by AWS")), ("FilledInList", json!([{ "a": 1 }]))] {
        properties.entry(name).or_insert(value);
    }
    for value in properties.values_mut().filter_map(Value::as_object_mut) {
        value.entry("FilledIn").or_insert(json!(true));
    }
}

async fn run(case: Case) {
    let world = World::new(Service::filling(defaults)).await;
    let spec = |properties: &Value| json!({ case.type_name: { "it": properties } }).to_string();
    assert_eq!(world.apply(&spec(&case.first)).await, [Action::Create]);
    let actions = world.apply(&spec(&case.then)).await;
    match case.action {
        Action::Replace => assert_eq!(actions.last(), Some(&Action::Replace), "{actions:?}"),
        action => assert_eq!(actions, [action]),
    }
    let held = world.service.only(case.type_name);
    for (name, value) in case.then.as_object().expect("properties") {
        assert!(holds(&held[name], value), "{name}: {} is not {value}", held[name]);
    }
    let patches = world.service.calls("UpdateResource");
    assert!(patches.len() <= 1, "one request carries all changes: {patches:#?}");
    world.destroy(&spec(&case.then)).await;
}

/// Whether a value has all that another says.
fn holds(held: &Value, said: &Value) -> bool {
    match (held, said) {
        (Value::Object(held), Value::Object(said)) => {
            said.iter().all(|(key, value)| held.get(key).is_some_and(|held| holds(held, value)))
        }
        (held, said) => held == said,
    }
}
