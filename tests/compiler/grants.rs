//! What `grants: auto` adds to the specs of others.

use serde_json::{Value, json};

use crate::{compiled, evaluated};

const FUNCTION: &str = r#"
lambda.function:
  handler:
    code: { image: "123456789012.dkr.ecr.us-east-2.amazonaws.com/a:1" }
    role: "${iam.role.handler.arn}"
iam.role:
  handler:
    trust_policy: { Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } }
"#;

/// What is warned of where specs are compiled.
fn warnings(specs: &str) -> String {
    let stack = compiled(specs, &[]).unwrap();
    let warnings = stack.warnings.sorted().into_iter();
    warnings.map(|warning| warning.message).collect::<Vec<_>>().join("\n")
}

fn permissions(specs: &str) -> Value {
    let stack = compiled(specs, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    evaluated(&stack, "lambda.function.handler").spec["permissions"].clone()
}

fn bucket(grants: &str, function: &str) -> String {
    format!(
        "{FUNCTION}s3.bucket: {{ files: {{ {grants} notifications: {{ n: {{ target: '${{{function}}}', \
         events: ['s3:ObjectCreated:*'] }} }} }} }}\n"
    )
}

#[test]
fn a_function_is_told_to_let_its_caller_in() {
    let asked = bucket("grants: auto,", "lambda.function.handler.arn");
    let expected = json!({ "s3-bucket-files": {
        "principal": "s3.amazonaws.com",
        "source_arn": "arn:aws:s3:::shop-dev-files",
        "source_account": "123456789012",
    } });
    assert_eq!(permissions(&asked), expected);
    assert_eq!(warnings(&asked), "");
    let unasked = bucket("", "lambda.function.handler.arn");
    assert_eq!(permissions(&unasked), Value::Null);
    assert_eq!(warnings(&unasked), "lambda.function.handler does not allow this call");
}

#[test]
fn what_is_let_in_already_is_left_as_it_is() {
    let own = "permissions: { own: { principal: s3.amazonaws.com } }\n    role: \"$";
    let asked = bucket("grants: auto,", "lambda.function.handler.arn").replace("role: \"$", own);
    assert_eq!(permissions(&asked)["own"]["principal"], "s3.amazonaws.com");
    assert_eq!(permissions(&asked).as_object().unwrap().len(), 1);
}

#[test]
fn an_alias_has_permissions_of_its_own() {
    let asked = bucket("grants: auto,", "lambda.function.handler.arn}:live");
    let asked = asked.replace("    role: \"$", "    aliases: { live: {} }\n    role: \"$");
    let asked = asked.replace(":live}'", ":live'");
    let stack = compiled(&asked, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    let spec = evaluated(&stack, "lambda.function.handler").spec;
    let granted = &spec["aliases"]["live"]["permissions"]["s3-bucket-files"];
    assert_eq!(granted["principal"], "s3.amazonaws.com", "{spec}");
    assert_eq!(spec["permissions"], Value::Null);
}

/// The API's id is invented by AWS, so the permission refers to it; and every method is one caller.
#[test]
fn an_api_is_known_by_its_calls() {
    let route =
        "{ authorization: NONE, integration: { function: '${lambda.function.handler.arn}' } }";
    let specs = format!(
        "{FUNCTION}apigateway.rest_api: {{ api: {{ grants: auto, routes: {{ /a: {{ GET: {route}, POST: {route} }} }} }} }}"
    );
    let granted = permissions(&specs);
    let source = granted["apigateway-rest-api-api"]["source_arn"].as_str().unwrap();
    let source = language::value::unknown::display(source);
    assert_eq!(source, "${apigateway.rest_api.api.execution_arn}/*");
    assert_eq!(granted.as_object().unwrap().len(), 1);
    assert_eq!(warnings(&specs), "");
}

#[test]
fn instances_are_granted_one_by_one() {
    let specs = bucket("for_each: [a, b], grants: auto,", "lambda.function.handler.arn");
    let granted = permissions(&specs);
    let ids: Vec<&String> = granted.as_object().unwrap().keys().collect();
    assert_eq!(ids, ["s3-bucket-files-a", "s3-bucket-files-b"]);
    assert_eq!(granted["s3-bucket-files-b"]["source_arn"], "arn:aws:s3:::shop-dev-files-b");
}

#[test]
fn a_role_is_told_to_permit_what_is_done_with_it() {
    let table =
        "dynamodb.table: { t: { partition_key: { name: id, type: S }, stream: NEW_IMAGE } }\n";
    let sources = "event_sources: { t: { source: '${dynamodb.table.t.stream_arn}', starting_position: LATEST } }";
    let with = |grants: &str| {
        let fields = format!("{grants}{sources}\n    role: \"$");
        format!("{}{table}", FUNCTION.replace("role: \"$", &fields))
    };
    assert_eq!(warnings(&with("")), "iam.role.handler does not permit this");
    let asked = with("grants: auto\n    ");
    assert_eq!(warnings(&asked), "");
    let stack = compiled(&asked, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    let policies = evaluated(&stack, "iam.role.handler").spec["inline_policies"].clone();
    let policies = language::value::unknown::display_value(&policies);
    let statement = json!([{
        "Effect": "Allow",
        "Action": ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        "Resource": "${dynamodb.table.t.stream_arn}",
    }]);
    assert_eq!(policies, json!({ "lambda-function-handler": { "Statement": statement } }));
}

#[test]
fn what_an_expression_makes_takes_nothing_in() {
    let asked = bucket("grants: auto,", "lambda.function.handler.arn")
        .replace("    role:", "    permissions: \"${local.permissions}\"\n    role:");
    let asked =
        format!("{asked}locals: {{ permissions: {{ a: {{ principal: sns.amazonaws.com }} }} }}\n");
    let errors = compiled(&asked, &[]).err().unwrap();
    assert!(errors.contains("nothing can be added to `permissions.s3-bucket-files`"), "{errors}");
}

#[test]
fn what_is_not_in_the_stack_is_told() {
    let asked = "s3.bucket: { files: { grants: auto, notifications: { n: { events: ['s3:ObjectCreated:*'], \
                 target: 'arn:aws:lambda:us-east-2:123456789012:function:other' } } } }";
    assert_eq!(warnings(asked), "nothing is granted on what is not in the stack");
    assert_eq!(warnings("s3.bucket: { files: { grants: auto } }"), "there is nothing to grant");
}

const SENDER: &str = "iam.role: { sender: { trust_policy: { Statement: { Effect: Allow, Action: 'sts:AssumeRole', \
    Principal: { Service: [scheduler.amazonaws.com, events.amazonaws.com, apigateway.amazonaws.com] } } } } }\n";

/// What the policies of a role allow, by the resource for whose sake: action and ARN.
fn permitted(specs: &str, role: &str, of: &str) -> Vec<(Value, Value)> {
    let stack = compiled(specs, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    let spec = evaluated(&stack, role).spec;
    let statements = spec["inline_policies"][of]["Statement"].as_array().cloned();
    let statements = statements.unwrap_or_default().into_iter().map(|statement| {
        let arn = language::value::unknown::display_value(&statement["Resource"]);
        (statement["Action"].clone(), arn)
    });
    statements.collect()
}

/// A role of the stack needs the ARN alone of what it is to reach.
#[test]
fn a_role_is_permitted_what_is_not_in_the_stack() {
    let arn = |rest: &str| format!("arn:aws:{rest}");
    let schedule = |target: &str| {
        format!(
            "{SENDER}locals: {{ accounts: {{ partner: '210987654321' }} }}
scheduler.schedule: {{ s: {{ grants: auto, expression: rate(1 day), target: {{ arn: '{target}', role: '${{iam.role.sender.arn}}' }} }} }}
"
        )
    };
    for (target, action, on) in [
        ("sqs:us-east-2:123456789012:other", "sqs:SendMessage", ""),
        (
            "sqs:us-east-2:${local.accounts.partner}:other", "sqs:SendMessage",
            "sqs:us-east-2:210987654321:other",
        ),
        ("lambda:us-east-2:123456789012:function:other:live", "lambda:InvokeFunction", ""),
        ("states:us-east-2:123456789012:stateMachine:other", "states:StartExecution", ""),
    ] {
        let specs = schedule(&arn(target));
        let on = arn(if on.is_empty() { target } else { on });
        assert_eq!(
            permitted(&specs, "iam.role.sender", "scheduler-schedule-s"),
            [(json!([action]), json!(on))]
        );
        assert_eq!(warnings(&specs), "");
    }
    let reader = FUNCTION.replace(
        "role: \"$",
        "grants: auto\n    event_sources: { s: { source: 'arn:aws:sqs:us-east-2:123456789012:other' } }\n    role: \"$",
    );
    let read = json!(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]);
    assert_eq!(
        permitted(&reader, "iam.role.handler", "lambda-function-handler"),
        [(read, json!("arn:aws:sqs:us-east-2:123456789012:other"))]
    );
    assert_eq!(warnings(&reader), "");
    let invoked = "arn:aws:lambda:us-east-2:123456789012:function:other";
    let api = format!(
        "{SENDER}apigatewayv2.api: {{ web: {{ grants: auto, routes: {{ GET /: {{ integration: \
         {{ function: '{invoked}', credentials: '${{iam.role.sender.arn}}' }} }} }} }} }}\n"
    );
    assert_eq!(
        permitted(&api, "iam.role.sender", "apigatewayv2-api-web"),
        [(json!(["lambda:InvokeFunction"]), json!(invoked))]
    );
    assert_eq!(warnings(&api), "");
}

/// What AWS has yet to invent is known by its reference, also that of a type of its registry.
#[test]
fn a_role_is_permitted_what_only_an_apply_knows() {
    let specs = format!(
        "{SENDER}AWS::Kinesis::Stream: {{ events: {{ ShardCount: 1 }} }}
events.rule: {{ r: {{ grants: auto, schedule: rate(1 day), targets: {{ t: {{ arn: '${{AWS::Kinesis::Stream.events.Arn}}', \
         role: '${{iam.role.sender.arn}}' }} }} }} }}
"
    );
    let send = json!(["kinesis:PutRecord", "kinesis:PutRecords"]);
    assert_eq!(
        permitted(&specs, "iam.role.sender", "events-rule-r"),
        [(send, json!("${AWS::Kinesis::Stream.events.Arn}"))]
    );
    assert_eq!(warnings(&specs), "");
}

/// Whose ARN is looked up, nobody can tell yet; and nothing can be added to a role that others describe.
#[test]
fn only_what_is_certainly_elsewhere_is_told() {
    let schedule = |target: &str, role: &str| {
        format!(
            "{SENDER}existing: {{ terraform.state: {{ core: {{ path: 's3://states/core.tfstate', region: us-east-1 }} }} }}
scheduler.schedule: {{ s: {{ grants: auto, expression: rate(1 day), target: {{ arn: '{target}', role: '{role}' }} }} }}
"
        )
    };
    let looked_up = schedule("${existing.terraform.state.core.queue}", "${iam.role.sender.arn}");
    assert_eq!(warnings(&looked_up), "");
    let queue = "arn:aws:sqs:us-east-2:123456789012:other";
    let of_others = schedule(queue, "arn:aws:iam::123456789012:role/other");
    assert_eq!(warnings(&of_others), "nothing is granted to a role that is not in the stack");
}

const QUEUES: &str = "sqs.queue: { jobs: {}, dead: {} }\n";

fn policy(specs: &str, address: &str) -> Value {
    let stack = compiled(specs, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    let policy = evaluated(&stack, address).spec["policy"].clone();
    policy["Statement"].clone()
}

#[test]
fn a_rule_sends_to_queues_and_topics_by_their_policies() {
    let rule = |grants: &str| {
        format!(
            "{QUEUES}sns.topic: {{ news: {{}} }}
events.rule:
  nightly:
    {grants}
    schedule: rate(1 day)
    targets:
      jobs: {{ arn: '${{sqs.queue.jobs.arn}}', dead_letter: '${{sqs.queue.dead.arn}}' }}
      news: {{ arn: '${{sns.topic.news.arn}}' }}
"
        )
    };
    assert_eq!(
        warnings(&rule("")),
        "sqs.queue.jobs does not allow this call\nsqs.queue.dead does not allow this call\n\
         sns.topic.news does not allow this call"
    );
    let asked = rule("grants: auto");
    assert_eq!(warnings(&asked), "");
    let arn = "arn:aws:events:us-east-2:123456789012:rule/shop-dev-nightly";
    let statement = |action: &str, resource: &str| {
        json!([{
            "Sid": "EventsRuleNightly", "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" },
            "Action": action, "Resource": resource, "Condition": { "ArnEquals": { "aws:SourceArn": arn } },
        }])
    };
    let queue = |name: &str| format!("arn:aws:sqs:us-east-2:123456789012:shop-dev-{name}");
    for name in ["jobs", "dead"] {
        let expected = statement("sqs:SendMessage", &queue(name));
        assert_eq!(policy(&asked, &format!("sqs.queue.{name}")), expected);
    }
    let topic = "arn:aws:sns:us-east-2:123456789012:shop-dev-news";
    assert_eq!(policy(&asked, "sns.topic.news"), statement("sns:Publish", topic));
}

#[test]
fn a_statement_joins_those_that_are_there() {
    let specs = "sqs.queue:
  jobs:
    policy: { Statement: { Effect: Deny, Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } } }
events.rule: { nightly: { grants: auto, schedule: rate(1 day), targets: { jobs: { arn: '${sqs.queue.jobs.arn}' } } } }
";
    let statements = policy(specs, "sqs.queue.jobs");
    let effects: Vec<&Value> =
        statements.as_array().unwrap().iter().map(|it| &it["Effect"]).collect();
    assert_eq!(effects, ["Deny", "Allow"]);
}

/// A schedule acts with its role alone; a rule that has one acts with it, but for what it could not deliver.
#[test]
fn who_has_a_role_is_permitted_by_it() {
    let role = "iam.role: { sender: { trust_policy: { Statement: { Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: [scheduler.amazonaws.com, events.amazonaws.com] } } } } }\n";
    let target = "arn: '${sqs.queue.jobs.arn}', dead_letter: '${sqs.queue.dead.arn}', role: '${iam.role.sender.arn}'";
    let schedule = format!(
        "{QUEUES}{role}scheduler.schedule: {{ s: {{ grants: auto, expression: rate(1 day), target: {{ {target} }} }} }}"
    );
    let allowed = |specs: &str, id: &str| {
        let stack = compiled(specs, &[]).unwrap_or_else(|errors| panic!("{errors}"));
        let policies = evaluated(&stack, "iam.role.sender").spec["inline_policies"].clone();
        let statements = policies[id]["Statement"].as_array().cloned().unwrap_or_default();
        statements.iter().map(|it| it["Resource"].clone()).collect::<Vec<_>>()
    };
    let queue = |name: &str| format!("arn:aws:sqs:us-east-2:123456789012:shop-dev-{name}");
    assert_eq!(allowed(&schedule, "scheduler-schedule-s"), [queue("jobs"), queue("dead")]);
    assert_eq!(warnings(&schedule), "");
    let rule = format!(
        "{QUEUES}{role}events.rule: {{ r: {{ grants: auto, schedule: rate(1 day), targets: {{ t: {{ {target} }} }} }} }}"
    );
    assert_eq!(allowed(&rule, "events-rule-r"), [queue("jobs")]);
    assert_eq!(policy(&rule, "sqs.queue.dead")[0]["Action"], "sqs:SendMessage");
    assert_eq!(policy(&rule, "sqs.queue.jobs"), Value::Null);
}

#[test]
fn a_queue_is_let_in_by_its_dead_letter_queue() {
    let queues = |grants: &str| {
        format!(
            "sqs.queue:
  dead: {{ redrive_allow: ['arn:aws:sqs:us-east-2:123456789012:other'] }}
  jobs: {{ {grants} dead_letter: {{ queue: '${{sqs.queue.dead.arn}}', max_receives: 3 }} }}
"
        )
    };
    assert_eq!(warnings(&queues("")), "sqs.queue.dead does not allow this call");
    let asked = queues("grants: auto,");
    assert_eq!(warnings(&asked), "");
    let stack = compiled(&asked, &[]).unwrap();
    let spec = evaluated(&stack, "sqs.queue.dead").spec;
    let own = "arn:aws:sqs:us-east-2:123456789012:shop-dev-jobs";
    assert_eq!(spec["redrive_allow"], json!(["arn:aws:sqs:us-east-2:123456789012:other", own]));
}
