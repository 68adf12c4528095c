use super::*;

fn named<'a>(namespace: &'a str, name: &'a str, dimensions: &[(&'a str, &'a str)]) -> Named<'a> {
    Named {
        namespace,
        name,
        dimensions: dimensions.to_vec(),
        period: Some(300),
        statistic: Some("Sum"),
        is_watched: true,
    }
}

/// What is found, as `field: message`.
fn found(metric: &Named<'_>) -> Vec<String> {
    let mut findings = Findings::default();
    let at = |part: Part| match part {
        Part::Namespace => Path::field("namespace"),
        Part::Name => Path::field("name"),
        Part::Dimensions => Path::field("dimensions"),
        Part::Dimension(name) => Path::field("dimensions").key(name),
        Part::Period => Path::field("period"),
        Part::Statistic => Path::field("statistic"),
    };
    metric.check(&at, &mut findings);
    let findings = findings.into_inner().into_iter();
    findings.map(|finding| format!("{}: {}", finding.path, finding.message)).collect()
}

#[test]
fn metrics_that_there_are_raise_nothing() {
    for (namespace, name, dimensions) in [
        ("AWS/Lambda", "Errors", &[("FunctionName", "orders")][..]),
        ("AWS/Lambda", "Errors", &[]),
        ("AWS/Lambda", "Duration", &[("FunctionName", "orders"), ("Resource", "orders:live")]),
        ("AWS/ApiGateway", "5XXError", &[("ApiName", "shop"), ("Stage", "prod")]),
        ("AWS/ApiGateway", "5xx", &[("ApiId", "a1"), ("Stage", "prod")]),
        ("AWS/ApiGateway", "Latency", &[("ApiId", "a1")]),
        ("AWS/ApiGateway", "Latency", &[("ApiName", "shop")]),
        ("AWS/ApiGateway", "IntegrationError", &[("ApiId", "a1"), ("Stage", "prod")]),
        ("AWS/DynamoDB", "UserErrors", &[]),
        ("AWS/DynamoDB", "ReadThrottleEvents", &[("TableName", "orders")]),
        ("AWS/DynamoDB", "SystemErrors", &[("TableName", "orders"), ("Operation", "Query")]),
        ("AWS/SQS", "ApproximateAgeOfOldestMessage", &[("QueueName", "jobs")]),
        ("AWS/SNS", "NumberOfNotificationsFailed", &[("TopicName", "alerts")]),
        ("AWS/Events", "FailedInvocations", &[("EventBusName", "orders"), ("RuleName", "r")]),
        ("AWS/Scheduler", "TargetErrorCount", &[("ScheduleGroup", "nightly")]),
        ("AWS/Cognito", "SignInThrottles", &[("UserPool", "us-east-2_a"), ("UserPoolClient", "c")]),
        (
            "AWS/Cognito",
            "Risk",
            &[("Operation", "SignIn"), ("UserPoolId", "us-east-2_a"), ("RiskLevel", "High")],
        ),
        (
            "AWS/WAFV2",
            "BlockedRequests",
            &[("WebACL", "w"), ("Rule", "ALL"), ("Region", "us-east-2")],
        ),
        (
            "AWS/States",
            "ExecutionsFailed",
            &[("StateMachineArn", "arn:aws:states:us-east-2:1:stateMachine:a")],
        ),
        ("AWS/Logs", "IncomingBytes", &[("LogGroupName", "/a")]),
        ("AWS/S3", "5xxErrors", &[("BucketName", "b"), ("FilterId", "all")]),
        ("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", &[("StreamName", "s")]),
        (
            "AWS/Usage",
            "CallCount",
            &[("Service", "Lambda"), ("Type", "API"), ("Resource", "Invoke"), ("Class", "None")],
        ),
        ("shop", "Orders", &[("Anything", "at all")]),
        ("AWS/EC2", "CPUUtilization", &[("InstanceId", "i-1")]),
    ] {
        assert_eq!(found(&named(namespace, name, dimensions)), [""; 0], "{namespace} {name}");
    }
}

#[test]
fn dimensions_that_nothing_is_counted_by_are_told() {
    for (namespace, name, dimensions, message) in [
        ("AWS/DynamoDB", "UserErrors", &["TableName"][..], "by `TableName`"),
        ("AWS/DynamoDB", "SystemErrors", &["TableName"], "by `TableName`"),
        ("AWS/DynamoDB", "ReadThrottleEvents", &["Table"], "by `Table`"),
        ("AWS/ApiGateway", "4XXError", &["ApiId"], "by `ApiId`"),
        ("AWS/ApiGateway", "5XXError", &["ApiId", "Stage"], "by `ApiId` + `Stage`"),
        ("AWS/ApiGateway", "4xx", &["ApiName"], "by `ApiName`"),
        ("AWS/ApiGateway", "IntegrationError", &["ApiName"], "by `ApiName`"),
        ("AWS/ApiGateway", "Count", &["Stage"], "by `Stage`"),
        ("AWS/Lambda", "Errors", &["Function"], "by `Function`"),
        ("AWS/Lambda", "ClaimedAccountConcurrency", &["FunctionName"], "by `FunctionName`"),
        ("AWS/SQS", "NumberOfMessagesSent", &[], "without dimensions"),
        ("AWS/SNS", "NumberOfMessagesPublished", &["TopicArn"], "by `TopicArn`"),
        ("AWS/Events", "Invocations", &["Rule"], "by `Rule`"),
        ("AWS/Cognito", "SignInSuccesses", &["UserPoolId"], "by `UserPoolId`"),
        ("AWS/Cognito", "Risk", &["UserPool"], "by `UserPool`"),
        ("AWS/WAFV2", "BlockedRequests", &["WebACL", "Region"], "by `WebACL` + `Region`"),
        ("AWS/CertificateManager", "DaysToExpiry", &["DomainName"], "by `DomainName`"),
        ("AWS/Route53", "HealthCheckStatus", &["HostedZoneId"], "by `HostedZoneId`"),
        ("AWS/Billing", "EstimatedCharges", &["ServiceName"], "by `ServiceName`"),
        ("AWS/States", "ExecutionsFailed", &["StateMachineName"], "by `StateMachineName`"),
        ("AWS/Logs", "DeliveryErrors", &["LogGroupName"], "by `LogGroupName`"),
        ("AWS/Scheduler", "TargetErrorCount", &["ScheduleName"], "by `ScheduleName`"),
        ("AWS/S3", "NumberOfObjects", &["BucketName"], "by `BucketName`"),
        ("AWS/S3", "5xxErrors", &["BucketName"], "by `BucketName`"),
        ("AWS/Kinesis", "PutRecord.Success", &["StreamArn"], "by `StreamArn`"),
        ("AWS/CloudFront", "5xxErrorRate", &["DistributionId"], "by `DistributionId`"),
        ("AWS/Usage", "CallCount", &["Service"], "by `Service`"),
    ] {
        let dimensions: Vec<(&str, &str)> = dimensions
            .iter()
            .map(|dimension| {
                (*dimension, if dimension.ends_with("Arn") { "arn:aws:x" } else { "x" })
            })
            .collect();
        let mut metric = named(namespace, name, &dimensions);
        metric.period = None;
        metric.is_watched = false;
        let expected = format!("dimensions: `{namespace}` never has `{name}` {message}");
        assert_eq!(found(&metric), [expected]);
    }
}

#[test]
fn metrics_that_nobody_publishes_are_told() {
    let orders = [("FunctionName", "orders")];
    let message = "name: `AWS/Lambda` has no metric `Error` that this version knows";
    assert_eq!(found(&named("AWS/Lambda", "Error", &orders)), [message]);
    assert_eq!(
        found(&named("aws/lambda", "Errors", &orders)),
        ["namespace: there is no namespace `aws/lambda`"]
    );
}

#[test]
fn values_that_are_none_are_told() {
    for value in [
        "*", "TODO", "placeholder", "example", "my-PLACEHOLDER", "your-function", "<name>",
        "CHANGEME",
    ] {
        let metric = [("FunctionName", value)];
        let expected =
            format!("dimensions.FunctionName: `{value}` is not a value of `FunctionName`");
        assert_eq!(found(&named("AWS/Lambda", "Errors", &metric)), [expected]);
    }
    let message = |name, value| found(&named("AWS/SQS", "NumberOfMessagesSent", &[(name, value)]));
    assert_eq!(message("QueueName", ""), ["dimensions.QueueName: a dimension has a value"]);
    let address = "dimensions.QueueName: `QueueName` is a name, and this is an ARN or a URL";
    assert_eq!(message("QueueName", "https://sqs.us-east-2.amazonaws.com/1/jobs"), [address]);
    assert_eq!(message("QueueName", "arn:aws:sqs:us-east-2:1:jobs"), [address]);
    let certificate = named("AWS/CertificateManager", "DaysToExpiry", &[("CertificateArn", "abc")]);
    let expected = "dimensions.CertificateArn: `CertificateArn` is an ARN, and this is none";
    assert_eq!(found(&Named { period: None, ..certificate }), [expected]);
    let reference = unknown::mark("sqs.queue.jobs.url");
    assert_eq!(message("QueueName", &reference), [""; 0]);
}

#[test]
fn a_period_that_is_shorter_than_the_metric_is_told() {
    let storage = [("BucketName", "b"), ("StorageType", "StandardStorage")];
    let size = named("AWS/S3", "BucketSizeBytes", &storage);
    assert_eq!(found(&size), ["period: `BucketSizeBytes` has a value every 86400 seconds"]);
    assert_eq!(found(&Named { period: Some(86_400), ..size }), [""; 0]);
}

#[test]
fn a_statistic_that_misleads_is_told_where_it_is_watched() {
    let api = [("ApiName", "shop")];
    let of = |namespace, name, dimensions, statistic, is_watched| {
        found(&Named {
            statistic: Some(statistic),
            is_watched,
            ..named(namespace, name, dimensions)
        })
    };
    let orders = [("FunctionName", "orders")];
    let average = ["statistic: an average hides slow calls"];
    assert_eq!(of("AWS/Lambda", "Duration", &orders, "Average", true), average);
    assert_eq!(of("AWS/ApiGateway", "Latency", &api, "Average", true), average);
    assert_eq!(of("AWS/Lambda", "Duration", &orders, "p99", true), [""; 0]);
    assert_eq!(of("AWS/Lambda", "Duration", &orders, "Average", false), [""; 0]);
    let sum = ["statistic: a sum of what callers do wrong grows with their number"];
    assert_eq!(of("AWS/ApiGateway", "4XXError", &api, "Sum", true), sum);
    assert_eq!(of("AWS/ApiGateway", "4xx", &[("ApiId", "a1")], "Sum", true), sum);
    assert_eq!(of("AWS/ApiGateway", "4XXError", &api, "Average", true), [""; 0]);
    assert_eq!(of("AWS/ApiGateway", "5XXError", &api, "Sum", true), [""; 0]);
}

#[test]
fn metrics_of_us_east_1_are_told_elsewhere() {
    let found = |metric: &Named<'_>, region| {
        let mut findings = Findings::default();
        metric.check_region(region, &Path::field("namespace"), &mut findings);
        findings.into_inner().len()
    };
    for metric in [
        named("AWS/Billing", "EstimatedCharges", &[("Currency", "USD")]),
        named("AWS/Route53", "HealthCheckStatus", &[("HealthCheckId", "h")]),
        named("AWS/CloudFront", "Requests", &[("DistributionId", "d"), ("Region", "Global")]),
        named("AWS/WAFV2", "BlockedRequests", &[("WebACL", "w"), ("Rule", "ALL")]),
    ] {
        assert_eq!(found(&metric, "us-east-2"), 1, "{}", metric.name);
        assert_eq!(found(&metric, "us-east-1"), 0, "{}", metric.name);
        assert_eq!(found(&metric, "cn-north-1"), 0, "{}", metric.name);
        assert_eq!(found(&metric, ""), 0, "{}", metric.name);
    }
    let regional = named("AWS/Lambda", "Errors", &[]);
    assert_eq!(found(&regional, "us-east-2"), 0);
}

#[test]
fn no_metric_stands_in_the_table_twice_for_the_same_dimensions() {
    for (namespace, groups) in NAMESPACES {
        let mut seen = BTreeSet::new();
        for group in *groups {
            for metric in group.metrics.split_whitespace() {
                for set in group.sets {
                    assert!(seen.insert((metric, set)), "{namespace} {metric} {set}");
                }
            }
        }
    }
}
