//! `drift --write`: what somebody changed by hand comes into the specs, and the next plan is empty.

use insta::assert_snapshot;

use crate::shop::Shop;

const SPECS: &str = r#"
# What the shop keeps, and for how long.
logs.log_group:
  api:
    retention_days: 7   # a week
    tags: { Owner: 'us', Team: shop }

  # Nobody reads these.
  jobs: {}

sqs.queue:
  orders:
    visibility_timeout_seconds: 30
    # Who may send.
    policy:
      Statement:
      - Sid: Api
        Effect: Allow
        Principal: { AWS: "${env.account}" }
        Action: [sqs:SendMessage]
        Resource: "*"
    tags:
      Owner: us # and nobody else
      Stage: dev
"#;

const TAMPER: &str = r#"
logs = boto3.client('logs')
sqs = boto3.client('sqs')
logs.put_retention_policy(logGroupName='shop-dev-api', retentionInDays=30)
logs.put_retention_policy(logGroupName='shop-dev-jobs', retentionInDays=3)
arn = 'arn:aws:logs:us-east-2:ACCOUNT:log-group:shop-dev-api'
logs.tag_resource(resourceArn=arn, tags={'Owner': 'them all', 'Cost': '1.10'})
logs.untag_resource(resourceArn=arn, tagKeys=['Team'])
url = sqs.get_queue_url(QueueName='shop-dev-orders')['QueueUrl']
sqs.set_queue_attributes(QueueUrl=url, Attributes={'VisibilityTimeout': '45', 'DelaySeconds': '5'})
sqs.untag_queue(QueueUrl=url, TagKeys=['Stage'])
print('null')
"#;

fn tampered() -> Shop {
    let shop = Shop::in_folder(SPECS);
    shop.must(&["apply", "--auto-approve"]);
    tamper(&shop, TAMPER);
    shop
}

fn tamper(shop: &Shop, script: &str) {
    shop.ask(&script.replace("ACCOUNT", &shop.account));
}

fn spec(shop: &Shop) -> String {
    std::fs::read_to_string(shop.path().join("specs/app.yaml")).expect("a spec")
}

#[test]
fn what_was_changed_comes_into_the_specs_and_the_next_plan_is_empty() {
    let shop = tampered();
    let before = spec(&shop);
    let diff = shop.must(&["drift", "--write", "--dry-run"]);
    assert_eq!(spec(&shop), before, "a dry run writes nothing");
    assert_snapshot!(diff);
    assert_snapshot!(shop.must(&["drift", "--write"]));
    assert_snapshot!(spec(&shop));
    shop.is_settled();
    // An apply records what is live, and nothing is drift any more.
    shop.must(&["apply", "--auto-approve"]);
    let drift = shop.run(&["drift", "--detailed-exitcode"]);
    assert_eq!(drift.code, Some(0), "{}", drift.stdout);
    assert_eq!(shop.must(&["drift", "--write"]), "Nothing was changed outside diatonic\n");
}

#[test]
fn one_resource_alone() {
    let shop = tampered();
    let before = spec(&shop);
    shop.must(&["drift", "--write", "--only", "logs.log_group.jobs"]);
    let after = spec(&shop);
    assert_eq!(after, before.replace("jobs: {}", "jobs: { retention_days: 3 }"));
    let refused = shop.refused(&["drift", "--write", "--only", "logs.log_group.other"]);
    assert_snapshot!(refused, @"error: `--only logs.log_group.other`: nothing was changed there; `diatonic drift` shows what was");
}

#[test]
fn elements_of_lists_come_and_go() {
    let shop = tampered();
    tamper(
        &shop,
        r#"
sqs = boto3.client('sqs')
url = sqs.get_queue_url(QueueName='shop-dev-orders')['QueueUrl']
policy = {'Version': '2012-10-17', 'Statement': [
    {'Sid': 'Api', 'Effect': 'Allow', 'Principal': {'AWS': 'arn:aws:iam::ACCOUNT:root'},
     'Action': ['sqs:SendMessage', 'sqs:GetQueueUrl'], 'Resource': '*'},
    {'Sid': 'More', 'Effect': 'Deny', 'Principal': '*', 'Action': 'sqs:SendMessage', 'Resource': '*',
     'Condition': {'StringNotLike': {'aws:PrincipalArn': '${aws:username}'}}}]}
sqs.set_queue_attributes(QueueUrl=url, Attributes={'Policy': json.dumps(policy)})
print('null')
"#,
    );
    shop.must(&["drift", "--write"]);
    let spec = spec(&shop);
    let policy = spec.split("# Who may send.").nth(1).expect("the policy");
    assert_snapshot!(policy);
    shop.is_settled();
}

#[test]
fn what_serves_others_is_told_and_left() {
    let shop = Shop::in_folder(
        r#"
        variables:
          days: { type: number, default: 7 }
        locals:
          week: ${var.days}
        logs.log_group:
          variable: { retention_days: "${var.days}" }
          local: { retention_days: "${local.week}" }
          anchored: { retention_days: &days 14 }
          alias: { retention_days: *days }
          each:
            for_each: [a, b]
            retention_days: 7
          gone: {}
        component.logs:
          one: {}
          two: {}
        "#,
    )
    .with_file("components/logs.yaml", "logs.log_group:\n  inner: { retention_days: 7 }\n");
    shop.must(&["apply", "--auto-approve"]);
    let names = shop.log_groups().to_string();
    tamper(
        &shop,
        &format!(
            r#"
logs = boto3.client('logs')
for name in {names}:
    logs.put_retention_policy(logGroupName=name, retentionInDays=30)
logs.delete_log_group(logGroupName='shop-dev-gone')
print('null')
"#
        ),
    );
    let before = spec(&shop);
    assert_snapshot!(shop.must(&["drift", "--write"]));
    assert_eq!(spec(&shop), before);
}

#[test]
fn a_block_that_makes_one_object_is_edited_wherever_it_stands() {
    let shop = Shop::in_folder(
        r#"
        logs.log_group:
          each:
            for_each: [a]
            retention_days: 7 # of each
        component.service:
          main:
            for_each: [x]
        "#,
    )
    .with_file("components/service.yaml", "component.logs:\n  own: {}\n")
    .with_file(
        "components/logs.yaml",
        "logs.log_group:\n  # Read by nobody.\n  inner: { retention_days: 7 }\n  other: {}\n",
    );
    shop.must(&["apply", "--auto-approve"]);
    let names = shop.log_groups().to_string();
    tamper(
        &shop,
        &format!(
            "logs = boto3.client('logs')\n\
             for name in {names}: logs.put_retention_policy(logGroupName=name, retentionInDays=30)\n\
             print('null')"
        ),
    );
    assert_snapshot!(shop.must(&["drift", "--write"]));
    let component = std::fs::read_to_string(shop.path().join("components/logs.yaml")).unwrap();
    assert_eq!(
        component,
        "logs.log_group:\n  # Read by nobody.\n  inner: { retention_days: 30 }\n  other: { retention_days: 30 }\n"
    );
    assert!(spec(&shop).contains("retention_days: 30 # of each"), "{}", spec(&shop));
    shop.is_settled();
}

#[test]
fn a_component_that_is_kept_elsewhere_is_told_and_left() {
    let elsewhere = tempfile::TempDir::new().unwrap();
    let file = elsewhere.path().join("logs.yaml");
    let component = "logs.log_group:\n  inner: { retention_days: 7 }\n";
    std::fs::write(&file, component).unwrap();
    let shop = Shop::in_folder(&format!(
        "components: {{ logs: {{ path: \"{}\" }} }}\ncomponent.logs: {{ one: {{}} }}\n",
        file.display()
    ));
    shop.must(&["apply", "--auto-approve"]);
    let names = shop.log_groups().to_string();
    tamper(
        &shop,
        &format!(
            "for name in {names}: boto3.client('logs').put_retention_policy(logGroupName=name, retentionInDays=30)\n\
             print('null')"
        ),
    );
    let told = shop.must(&["drift", "--write"]);
    let told = told.replace(&file.display().to_string(), "FILE");
    assert_snapshot!(told, @"
    No file is edited.

    Left as it is:

      component.logs.one/logs.log_group.inner retention_days
        it stands in FILE, which is not in this project (it is used at specs/app.yaml:2)
        edit the component where it is kept, or give it an input for this
        or leave it to others: `lifecycle: { ignore_changes: [retention_days] }`
    ");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), component);
}

#[test]
fn a_variable_of_the_command_line_is_named() {
    let shop = Shop::in_folder(
        "variables: { days: { type: number } }\nlogs.log_group: { a: { retention_days: \"${var.days}\" } }\n",
    );
    shop.must(&["apply", "--auto-approve", "--var", "days=7"]);
    tamper(
        &shop,
        "boto3.client('logs').put_retention_policy(logGroupName='shop-dev-a', retentionInDays=30); print('null')",
    );
    let told = shop.must(&["drift", "--write", "--var", "days=7"]);
    assert!(told.contains("`var.days` is given by `--var days=…` or DIATONIC_VAR_days"), "{told}");
}

#[test]
fn what_was_changed_on_both_sides_is_left() {
    let shop = Shop::in_folder("logs.log_group: { a: { retention_days: 7 } }\n");
    shop.must(&["apply", "--auto-approve"]);
    tamper(
        &shop,
        "boto3.client('logs').put_retention_policy(logGroupName='shop-dev-a', retentionInDays=30); print('null')",
    );
    let shop = shop.specs("logs.log_group: { a: { retention_days: 14 } }\n");
    let told = shop.must(&["drift", "--write"]);
    assert!(told.contains("the specs were changed there as well"), "{told}");
    assert_eq!(spec(&shop), "logs.log_group: { a: { retention_days: 14 } }\n");
    // What they say already needs no edit.
    let shop = shop.specs("logs.log_group: { a: { retention_days: 30 } }\n");
    assert_eq!(shop.must(&["drift", "--write"]), "The specs say already what is live.\n");
}

#[test]
fn a_value_that_specs_cannot_have_leaves_every_file_as_it_was() {
    let shop = tampered();
    // The emulator takes a character that no tag can have.
    tamper(
        &shop,
        "boto3.client('logs').tag_resource(tags={'Owner': 'a\\'b'}, \
         resourceArn='arn:aws:logs:us-east-2:ACCOUNT:log-group:shop-dev-api'); print('null')",
    );
    let before = spec(&shop);
    let refused = shop.refused(&["drift", "--write"]);
    assert!(
        refused.starts_with("error: with what is live, `specs/app.yaml` would not be valid"),
        "{refused}"
    );
    assert!(refused.contains("tags: { Owner: 'a''b', Cost"), "{refused}");
    assert_eq!(spec(&shop), before);
    shop.must(&["drift", "--write", "--only", "sqs.queue.orders"]);
}

#[test]
fn a_secret_stands_in_no_file() {
    let shop = Shop::in_folder(
        "variables: { token: { type: string, sensitive: true } }\n\
         ssm.parameter: { token: { secret: \"${var.token}\", description: mine } }\n",
    );
    let token = ["--var", "token=first-secret"];
    shop.must(&[&["apply", "--auto-approve"], &token[..]].concat());
    tamper(
        &shop,
        "boto3.client('ssm').put_parameter(Name='shop-dev-token', Value='second-secret', Type='SecureString', \
         Description='theirs', Overwrite=True); print('null')",
    );
    let told = shop.must(&[&["drift", "--write"], &token[..]].concat());
    assert!(told.contains("it is sensitive, and stands in no file"), "{told}");
    let spec = spec(&shop);
    assert!(spec.contains("description: theirs"), "{spec}");
    assert!(!spec.contains("-secret") && !told.contains("-secret"), "{spec}{told}");
}
