//! What stands around the platform in production: topics, alarms, the dashboard, the firewall, backup and the budget.

use emulators::{Ministack, Options};
use serde_json::json;

use crate::project::Project;

/// What boto3 finds of it.
const HELD: &str = r#"
c = lambda service, region="us-east-2": boto3.client(service, region_name=region)
alarms = c("cloudwatch").describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"], MaxRecords=100)
composite = alarms["CompositeAlarms"][0]
topics = {t["TopicArn"].split(":")[-1]: t["TopicArn"] for t in c("sns").list_topics()["Topics"]}
acl = c("wafv2").list_web_acls(Scope="REGIONAL")["WebACLs"][0]
rules = c("wafv2").get_web_acl(Name=acl["Name"], Scope="REGIONAL", Id=acl["Id"])["WebACL"]["Rules"]
plan = c("backup").list_backup_plans()["BackupPlansList"][0]
selections = c("backup").list_backup_selections(BackupPlanId=plan["BackupPlanId"])["BackupSelectionsList"]
queue = c("sqs").get_queue_url(QueueName="aws-devops-prod-undelivered-alerts")["QueueUrl"]
policy = json.loads(c("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])["Attributes"]["Policy"])
budget = c("budgets").describe_budgets(AccountId="123456789012")["Budgets"][0]
print(json.dumps({
    "topics": sorted(topics),
    "encrypted": "KmsMasterKeyId" in c("sns").get_topic_attributes(TopicArn=topics["aws-devops-prod-alerts"])["Attributes"],
    "alarms": len(alarms["MetricAlarms"]),
    "without_actions": [a["AlarmName"] for a in alarms["MetricAlarms"] if not a["AlarmActions"] or not a["OKActions"]],
    "charges": [a["AlarmName"] for a in c("cloudwatch", "us-east-1").describe_alarms()["MetricAlarms"]],
    "in_composite": composite["AlarmRule"].count("ALARM("),
    "widgets": len(json.loads(c("cloudwatch").get_dashboard(DashboardName="aws-devops-prod-platform")["DashboardBody"])["widgets"]),
    "rules": sorted([r["Priority"], r["Name"]] for r in rules),
    "filters": sorted(f["filterName"] for f in c("logs").describe_metric_filters()["metricFilters"]),
    "vaults": [len(c("backup", region).list_backup_vaults()["BackupVaultList"]) for region in ("us-east-2", "us-west-2")],
    "selections": [s["SelectionName"] for s in selections],
    "budget": [budget["BudgetName"], float(budget["BudgetLimit"]["Amount"])],
    "granted": [s["Principal"] for s in policy["Statement"]],
}))
"#;

#[test]
fn prod_is_applied_whole_and_nothing_is_left_to_do() {
    let ministack = Ministack::start(&Options::default()).expect("ministack starts");
    let prod = Project::beside_core("prod", ministack.endpoint(), "123456789012");
    prod.must(&["apply", "--auto-approve"]);
    assert_eq!(
        prod.ask(HELD),
        json!({
            "topics": ["aws-devops-prod-alerts", "aws-devops-prod-security"],
            "encrypted": true,
            // Errors, throttles and durations of 8 functions, faults and throttles of 16 tables, 3 of the API, 2
            // dead-letter queues, 2 of uploads, 2 of refusals, 2 of sign-ins and 2 of the firewall.
            "alarms": 69,
            "without_actions": [],
            "charges": ["aws-devops-prod-account-charges"],
            "in_composite": 51,
            "widgets": 14,
            "rules": [[0, "reputation"], [1, "flood"], [2, "open-routes"], [3, "common"], [4, "bad-inputs"]],
            "filters": [
                "forbidden", "forbidden", "forbidden", "forbidden", "forbidden", "ready", "rejected",
                "unauthenticated", "unauthenticated", "unauthenticated", "unauthenticated",
                "unauthenticated",
            ],
            "vaults": [1, 1],
            "selections": ["tagged"],
            "budget": ["aws-devops-prod", 200.0],
            "granted": [{ "Service": "events.amazonaws.com" }],
        })
    );
    let again = prod.run(&["plan", "--detailed-exitcode"]);
    assert_eq!(again.code, 0, "nothing is left to do\n{}{}", again.stdout, again.stderr);
}
