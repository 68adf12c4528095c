//! Roles that hold only what `diatonic permissions` prints, on a ministack that enforces IAM.

use std::cell::Cell;
use std::collections::BTreeSet;

use emulators::{Ministack, Options};
use serde_json::{Value, json};

use crate::inventory::{INVENTORY, everything, nothing};
use crate::project::{Keys, Project, Ran};

/// Makes a role with managed policies, and prints the keys of a session of it.
const ROLE: &str = r#"
import boto3, json, sys
name, policies, account = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
iam = boto3.client("iam")
trust = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]
for number, policy in enumerate(policies):
    made = iam.create_policy(PolicyName=f"{name}-{number}", PolicyDocument=json.dumps(policy))
    iam.attach_role_policy(RoleName=name, PolicyArn=made["Policy"]["Arn"])
keys = boto3.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="ci")["Credentials"]
print(json.dumps([keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]]))
"#;

/// A project at a ministack that lets nobody do what no policy allows.
struct Guarded {
    project: Project,
    ministack: Ministack,
    account: &'static str,
    printed: Value,
    roles: Cell<u32>,
}

impl Guarded {
    /// A project, made at an endpoint for an account.
    fn new(account: &'static str, project: impl FnOnce(&str, &str) -> Project) -> Self {
        let options =
            Options { environment: vec![("AUTH".into(), "true".into())], ..Options::default() };
        let ministack = Ministack::start(&options).expect("ministack starts");
        let project = project(ministack.endpoint(), account);
        let printed = project.must(&["permissions", "--split"]).stdout;
        Self {
            printed: serde_json::from_str(&printed).expect("policies in JSON"),
            project,
            ministack,
            account,
            roles: Cell::new(0),
        }
    }

    /// The platform in an environment.
    fn platform(environment: &'static str, account: &'static str) -> Self {
        Self::new(account, |endpoint, account| Project::beside_core(environment, endpoint, account))
    }

    /// Plans, applies and plans again with what is printed and nothing else.
    fn is_made(&self) {
        let (planner, applier) = (self.role("plan"), self.role("apply"));
        let planned = self.project.run_as(&planner, &["plan", "--detailed-exitcode"]);
        assert_eq!(planned.code, 2, "there is all to do: {}", planned.stderr);
        let applied = self.project.run_as(&applier, &["apply", "--auto-approve"]);
        assert_eq!(applied.code, 0, "{}{}", applied.stdout, applied.stderr);
        let again = self.project.run_as(&planner, &["plan", "--detailed-exitcode"]);
        assert_eq!(again.code, 0, "{}{}", again.stdout, again.stderr);
    }

    /// A role with the printed policies for a command.
    fn role(&self, verb: &str) -> Keys {
        self.role_with(&self.printed[verb])
    }

    /// The same with some actions removed.
    fn role_without(&self, verb: &str, taken: &[&str]) -> Keys {
        let mut policies = self.printed[verb].clone();
        let is_taken = |action: &Value| taken.iter().any(|taken| action == *taken);
        let mut found = BTreeSet::new();
        for policy in policies.as_array_mut().expect("a list of policies") {
            let statements = policy["Statement"].as_array_mut().expect("statements");
            for statement in statements.iter_mut() {
                let actions = statement["Action"].as_array_mut().expect("actions");
                found.extend(
                    actions.extract_if(.., |action| is_taken(action)).map(|it| it.to_string()),
                );
            }
            statements.retain(|statement| statement["Action"] != json!([]));
        }
        assert_eq!(found.len(), taken.len(), "{taken:?} are printed for {verb}");
        self.role_with(&policies)
    }

    fn role_with(&self, policies: &Value) -> Keys {
        let number = self.roles.get();
        self.roles.set(number + 1);
        let printed = emulators::python(
            ROLE,
            &[&format!("ci-{number}"), &policies.to_string(), self.account],
            &emulators::client_environment(self.ministack.endpoint(), self.account, "us-east-2"),
        );
        let printed = printed.expect("the role is made");
        let [id, secret, token] = serde_json::from_str(&printed).expect("keys");
        Keys { id, secret, token }
    }

    fn holds(&self) -> Value {
        self.project.ask(INVENTORY)
    }
}

/// A run that failed, with what it says of an address that names what was refused.
fn assert_refused(ran: &Ran, address: &str, action: &str) {
    let said = format!("{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.code, 1, "{action}: {said}");
    let told = said.lines().any(|line| {
        // Reads that fail alike are told in one line, which names some of the resources.
        let is_named = line.contains(address) || line.contains(" more: ");
        is_named && line.contains(action) && line.contains("not authorized")
    });
    assert!(told, "{action} on {address}: {said}");
}

#[test]
fn the_core_is_planned_and_applied_with_what_is_printed_and_nothing_else() {
    let guarded = Guarded::platform("local", "000000000000");
    let local = &guarded.project;
    let (planner, applier) = (guarded.role("plan"), guarded.role("apply"));

    let planned = local.run_as(&planner, &["plan", "--detailed-exitcode"]);
    assert_eq!(planned.code, 2, "there is all to do: {}", planned.stderr);
    let refused = local.run_as(&planner, &["apply", "--auto-approve"]);
    assert_refused(&refused, "apigateway.api_key.web", "apigateway:POST");
    assert_eq!(guarded.holds(), nothing(), "who plans writes nothing");

    // One right is missing, so what needs it fails, and all else is done.
    let lacking = guarded.role_without("apply", &["lambda:CreateFunction"]);
    let refused = local.run_as(&lacking, &["apply", "--auto-approve"]);
    assert_refused(
        &refused, "component.function.user-profile/lambda.function.function",
        "lambda:CreateFunction",
    );
    let mut without_functions = everything();
    without_functions["functions"] = json!([]);
    // It tells one of them of what arrives.
    without_functions["buckets"] = json!([]);
    assert_eq!(guarded.holds(), without_functions);

    let applied = local.run_as(&applier, &["apply", "--auto-approve"]);
    assert_eq!(applied.code, 0, "{}{}", applied.stdout, applied.stderr);
    assert_eq!(guarded.holds(), everything());
    let again = local.run_as(&planner, &["plan", "--detailed-exitcode"]);
    assert_eq!(again.code, 0, "{}{}", again.stdout, again.stderr);

    assert_no_plan_without(&guarded);

    let destroyed = local.run_as(&applier, &["destroy", "--auto-approve"]);
    assert_eq!(destroyed.code, 0, "{}{}", destroyed.stdout, destroyed.stderr);
    assert_eq!(guarded.holds(), nothing());
}

/// What may not be read is not taken for absent: there is no plan, and so none that creates or deletes.
fn assert_no_plan_without(guarded: &Guarded) {
    const UNREADABLE: &[(&str, &str)] = &[
        ("dynamodb:DescribeTimeToLive", "dynamodb.table.user-profiles"),
        ("apigateway:GET", "apigateway.rest_api.platform"),
        ("cognito-identity:GetIdentityPoolRoles", "cognito.identity_pool.main"),
        ("cognito-idp:ListGroups", "cognito.user_pool.main"),
        ("iam:GetRole", "component.function.user-profile/iam.role.role"),
        ("lambda:GetPolicy", "component.function.user-profile/lambda.function.function"),
        ("logs:ListTagsForResource", "component.function.user-profile/logs.log_group.log"),
        ("s3:GetBucketCORS", "s3.bucket.user-content"),
    ];
    for some in [&UNREADABLE[..1], UNREADABLE] {
        let actions: Vec<&str> = some.iter().map(|(action, _)| *action).collect();
        let keys = guarded.role_without("plan", &actions);
        let ran = guarded.project.run_as(&keys, &["plan", "--json"]);
        for (action, address) in some {
            assert_refused(&ran, address, action);
        }
        assert_eq!(ran.stdout, "", "there is no plan without {actions:?}");
    }
}

/// Every resource of production: what is deleted is no longer protected first, as a person would do it.
#[test]
fn all_of_production_comes_and_goes_with_what_is_printed() {
    let guarded = Guarded::platform("prod", "123456789012");
    guarded.is_made();
    let applier = guarded.role("apply");
    let unprotected = ["--var", "deletion_protection=false"];
    let applied = guarded
        .project
        .run_as(&applier, &[&["apply", "--auto-approve"], &unprotected[..]].concat());
    assert_eq!(applied.code, 0, "{}{}", applied.stdout, applied.stderr);
    let listed = guarded.project.must(&["state", "list"]).stdout;
    let addresses = listed.lines().filter_map(|line| line.split_whitespace().next());
    let allowed = addresses.flat_map(|address| ["--allow-destroy", address]);
    let arguments: Vec<&str> =
        ["destroy", "--auto-approve"].into_iter().chain(unprotected).chain(allowed).collect();
    let destroyed = guarded.project.run_as(&applier, &arguments);
    assert_eq!(destroyed.code, 0, "{}{}", destroyed.stdout, destroyed.stderr);
    assert_eq!(guarded.project.must(&["state", "list"]).stdout, "");
}

/// Types of AWS's registry. ministack's Cloud Control asks for its own actions alone, and not for those of the services
/// behind it.
#[test]
fn types_of_the_registry_are_made_with_what_is_printed() {
    const SPECS: &str = r#"
AWS::SQS::Queue: { jobs: { QueueName: jobs, DelaySeconds: 5 } }
AWS::SNS::Topic: { alerts: { TopicName: alerts } }
AWS::ECR::Repository: { app: { RepositoryName: app } }
AWS::EC2::VPC: { main: { CidrBlock: 10.0.0.0/16 } }
AWS::CloudWatch::Alarm:
  errors:
    AlarmName: errors
    ComparisonOperator: GreaterThanThreshold
    EvaluationPeriods: 1
    MetricName: Errors
    Namespace: AWS/Lambda
    Threshold: 1
    AlarmActions: ["${AWS::SNS::Topic.alerts.id}"]
"#;
    let guarded = Guarded::new("123456789012", |endpoint, account| {
        Project::of("prod", endpoint, account, SPECS)
    });
    guarded.is_made();
    let lacking = guarded.role_without("apply", &["cloudformation:DeleteResource"]);
    let refused = guarded.project.run_as(&lacking, &["destroy", "--auto-approve"]);
    assert_refused(&refused, "AWS::SQS::Queue.jobs", "cloudformation:DeleteResource");
    let destroyed = guarded.project.run_as(&guarded.role("apply"), &["destroy", "--auto-approve"]);
    assert_eq!(destroyed.code, 0, "{}{}", destroyed.stdout, destroyed.stderr);
}
