//! Tests of one process share servers, and do not see each other's objects.

use emulators::{boto, fresh_account, shared_ministack, shared_moto};

const REGION: &str = "us-east-2";

#[test]
fn accounts_of_a_shared_ministack_are_isolated() {
    let endpoint = shared_ministack().endpoint();
    let (mine, yours) = (fresh_account(), fresh_account());
    let script = r#"
        boto3.client("sns").create_topic(Name="news")
        print(boto3.client("sts").get_caller_identity()["Account"])
    "#;
    assert_eq!(boto(endpoint, &mine, REGION, script).unwrap().trim(), mine);
    let topics = "print(len(boto3.client('sns').list_topics()['Topics']))";
    assert_eq!(boto(endpoint, &mine, REGION, topics).unwrap(), "1\n");
    assert_eq!(boto(endpoint, &yours, REGION, topics).unwrap(), "0\n");
}

#[test]
fn a_shared_server_starts_once() {
    assert_eq!(shared_ministack().endpoint(), shared_ministack().endpoint());
}

#[test]
fn moto_knows_the_managed_policies() {
    let script = r#"
        policy = boto3.client("iam").get_policy(PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        print(policy["Policy"]["PolicyName"])
    "#;
    let printed = boto(shared_moto().endpoint(), "123456789012", REGION, script);
    assert_eq!(printed.unwrap(), "ReadOnlyAccess\n");
}

#[test]
fn cloudwatch_answers_on_ministack() {
    let script = "print(len(boto3.client('cloudwatch').describe_alarms()['MetricAlarms']))";
    let printed = boto(shared_ministack().endpoint(), &fresh_account(), REGION, script);
    assert_eq!(printed.unwrap(), "0\n");
}
