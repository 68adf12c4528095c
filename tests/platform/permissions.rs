//! Roles that hold only what `diatonic permissions` prints, on a ministack that enforces IAM.

use std::cell::Cell;
use std::collections::BTreeSet;

use emulators::{Ministack, Options};
use serde_json::{Value, json};

use crate::inventory::{INVENTORY, everything, nothing};
use crate::project::{Keys, Project, Ran};

const ACCOUNT: &str = "000000000000";

/// Makes a role with managed policies, and prints the keys of a session of it.
const ROLE: &str = r#"
import boto3, json, sys
name, policies = sys.argv[1], json.loads(sys.argv[2])
iam = boto3.client("iam")
trust = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]
for number, policy in enumerate(policies):
    made = iam.create_policy(PolicyName=f"{name}-{number}", PolicyDocument=json.dumps(policy))
    iam.attach_role_policy(RoleName=name, PolicyArn=made["Policy"]["Arn"])
keys = boto3.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="ci")["Credentials"]
print(json.dumps([keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]]))
"#;

/// The platform at a ministack that lets nobody do what no policy allows.
struct Guarded {
    local: Project,
    ministack: Ministack,
    printed: Value,
    roles: Cell<u32>,
}

impl Guarded {
    fn new() -> Self {
        let options =
            Options { environment: vec![("AUTH".into(), "true".into())], ..Options::default() };
        let ministack = Ministack::start(&options).expect("ministack starts");
        let local = Project::new("local", ministack.endpoint(), ACCOUNT);
        let printed = local.must(&["permissions", "--split"]).stdout;
        Self {
            printed: serde_json::from_str(&printed).expect("policies in JSON"),
            local,
            ministack,
            roles: Cell::new(0),
        }
    }

    /// A role with the printed policies for a verb.
    fn role(&self, verb: &str) -> Keys {
        self.role_with(&self.printed[verb])
    }

    /// The same with some actions taken away.
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
            &[&format!("ci-{number}"), &policies.to_string()],
            &emulators::client_environment(self.ministack.endpoint(), ACCOUNT, "us-east-2"),
        );
        let printed = printed.expect("the role is made");
        let [id, secret, token] = serde_json::from_str(&printed).expect("keys");
        Keys { id, secret, token }
    }

    fn holds(&self) -> Value {
        self.local.ask(INVENTORY)
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
    let guarded = Guarded::new();
    let local = &guarded.local;
    let (planner, applier) = (guarded.role("plan"), guarded.role("apply"));

    let planned = local.run_as(&planner, &["plan", "--detailed-exitcode"]);
    assert_eq!(planned.code, 2, "there is all to do: {}", planned.stderr);
    let refused = local.run_as(&planner, &["apply", "--auto-approve"]);
    assert_refused(&refused, "s3.bucket.user-content", "s3:CreateBucket");
    assert_eq!(guarded.holds(), nothing(), "who plans writes nothing");

    // One right is missing, so what needs it fails, and all else is done.
    let lacking = guarded.role_without("apply", &["lambda:CreateFunction"]);
    let refused = local.run_as(&lacking, &["apply", "--auto-approve"]);
    assert_refused(&refused, "lambda.function.user-profile", "lambda:CreateFunction");
    let mut without_functions = everything();
    without_functions["functions"] = json!([]);
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
        ("apigateway:GET", "apigateway.rest_api.users"),
        ("cognito-identity:GetIdentityPoolRoles", "cognito.identity_pool.main"),
        ("cognito-idp:ListGroups", "cognito.user_pool.main"),
        ("iam:GetRolePolicy", "iam.role.user-profile"),
        ("lambda:GetPolicy", "lambda.function.user-profile"),
        ("logs:ListTagsForResource", "logs.log_group.user-profile"),
        ("s3:GetBucketCORS", "s3.bucket.user-content"),
    ];
    for some in [&UNREADABLE[..1], UNREADABLE] {
        let actions: Vec<&str> = some.iter().map(|(action, _)| *action).collect();
        let keys = guarded.role_without("plan", &actions);
        let ran = guarded.local.run_as(&keys, &["plan", "--json"]);
        for (action, address) in some {
            assert_refused(&ran, address, action);
        }
        assert_eq!(ran.stdout, "", "there is no plan without {actions:?}");
    }
}
