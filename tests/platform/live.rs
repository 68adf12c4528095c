//! The stack that lives already, as somebody else has made it: taken over as it is, made what our specs say, and back.

use std::collections::BTreeSet;

use emulators::{Ministack, Options, client_environment, python};
use serde_json::{Value, json};

use crate::live_callers::Callers;
use crate::project::{Project, Ran};

const ACCOUNT: &str = "123456789012";
const FAMILY: &str = "ai-nexus-workbench-dev";

/// Where the stack is. Tags would be a change.
const PLACE: &str = "account: \"123456789012\"\nregion: us-east-2\nproject: aws-devops\n";

const TABLES: [&str; 6] = [
    "application-settings", "organization-data", "system-logs", "user-content-metadata",
    "user-profiles", "user-sessions",
];

const GROUPS: [(&str, &str); 4] = [
    ("BasicUsers", "basic-users"),
    ("OrgUsers", "org-users"),
    ("Development", "development"),
    ("Testing", "testing"),
];

/// The roles of the groups, which differ in their names alone.
const ROLES: &str = r#"
iam.role:
  group:
    for_each: { BasicUsers: basic-users, OrgUsers: org-users, Development: development, Testing: testing }
    name: ai-nexus-workbench-dev-cognito-${each.value}-role
    description: Of the group ${each.key}
    trust_policy:
      Statement:
        - Effect: Allow
          Principal: { Federated: cognito-identity.amazonaws.com }
          Action: sts:AssumeRoleWithWebIdentity
          Condition:
            StringEquals: { "cognito-identity.amazonaws.com:aud": "${cognito.identity_pool.main.id}" }
            ForAnyValue:StringLike: { "cognito-identity.amazonaws.com:amr": authenticated }
    inline_policies: >-
      ${{ "ai-nexus-workbench-dev-${each.value}-policy" = { Statement = [{
        Effect    = "Allow"
        Action    = ["dynamodb:GetItem", "dynamodb:Query"]
        Resource  = dynamodb.table.user-profiles.arn
        Condition = { "ForAllValues:StringEquals" = {
          "dynamodb:LeadingKeys" = ["$${cognito-identity.amazonaws.com:sub}"]
        } }
      }] } }}
"#;

/// What AWS never removes, so that it cannot be undone: it has a run of its own.
const ATTRIBUTES: &str = "organization: {maximum_length: 256}
      user_id: {minimum_length: 1, maximum_length: 64}
      full_name: {maximum_length: 100}
      organization_id: {maximum_length: 64}
      role: {maximum_length: 32}";

/// The live stack at a ministack of its own, since it has the account that the specs name.
struct Live {
    ministack: Ministack,
    pool: String,
    client: String,
    identity_pool: String,
    people: Value,
}

impl Live {
    fn new() -> Self {
        // Browsers sign nothing, so what they call has to be in the account that is meant.
        let environment = vec![("MINISTACK_ACCOUNT_ID".into(), ACCOUNT.into())];
        let options = Options { environment, ..Options::default() };
        let ministack = Ministack::start(&options).expect("ministack starts");
        let printed = Self::run(&ministack, include_str!("live.py"), &[]);
        let text = |name: &str| printed[name].as_str().expect("an id").to_owned();
        Self {
            pool: text("pool"),
            client: text("client"),
            identity_pool: text("identity_pool"),
            people: printed["people"].clone(),
            ministack,
        }
    }

    fn run(ministack: &Ministack, script: &str, arguments: &[&str]) -> Value {
        let environment = client_environment(ministack.endpoint(), ACCOUNT, "us-east-2");
        let printed = python(script, arguments, &environment);
        let printed = printed.unwrap_or_else(|error| panic!("{error}"));
        serde_json::from_str(printed.lines().last().unwrap_or_default()).expect("JSON")
    }

    /// Callers of the pool or of the API who begin now.
    fn called(&self, what: &str) -> Callers {
        let of = [self.pool.as_str(), &self.client, "aws-devops-dev-api", "dev"];
        Callers::of(what, self.ministack.endpoint(), ACCOUNT, of)
    }

    /// The claims of people who sign in now.
    fn claims(&self, names: &[&str]) -> Value {
        let arguments = [&[self.pool.as_str(), &self.client], names].concat();
        Self::run(&self.ministack, include_str!("live_people.py"), &arguments)
    }

    /// Those who were there before sign in, and are who they were.
    fn lets_its_people_in(&self) {
        let claims = self.claims(&["ada", "bob"]);
        for name in ["ada", "bob"] {
            assert_eq!(claims[name]["sub"], self.people[name], "{claims}");
        }
        assert_eq!(claims["ada"]["cognito:groups"][0], "OrgUsers");
    }

    /// The objects, by their addresses, with what AWS knows them by.
    fn objects(&self) -> Vec<(String, String)> {
        let tables =
            TABLES.map(|it| (format!("dynamodb.table.{it}"), format!("aws-devops-dev-{it}")));
        let identity = [
            ("cognito.user_pool.main".to_owned(), self.pool.clone()),
            ("cognito.user_pool_client.web".to_owned(), format!("{}/{}", self.pool, self.client)),
            ("cognito.identity_pool.main".to_owned(), self.identity_pool.clone()),
        ];
        tables.into_iter().chain(identity).collect()
    }

    /// A project with specs of what there is, all of which it has taken over.
    fn adopted(&self) -> Project {
        let project = Project::empty("dev", self.ministack.endpoint(), ACCOUNT);
        project.write("environments/dev.yaml", PLACE);
        project.write("specs/variables.yaml", "variables: { cargo_profile: { default: dev } }\n");
        let objects = self.objects();
        for (address, id) in &objects {
            let (kind, name) = address.rsplit_once('.').expect("an address");
            let spec = project.must(&["import", "--generate", kind, id, "--name", name]).stdout;
            project.write(&format!("specs/{address}.yaml"), &spec);
        }
        project.write("specs/roles.yaml", ROLES);
        let roles = GROUPS.map(|(group, suffix)| {
            (format!("iam.role.group[\"{group}\"]"), format!("{FAMILY}-cognito-{suffix}-role"))
        });
        for (address, id) in objects.into_iter().chain(roles) {
            project.must(&["import", &address, &id, "--auto-approve"]);
        }
        project
    }
}

/// That nothing is left to do.
fn is_as_specified(project: &Project) {
    let again = project.run(&["plan", "--detailed-exitcode"]);
    assert_eq!(again.code, 0, "{}{}", again.stdout, again.stderr);
}

/// The addresses whose data a refused run would take.
fn refused(ran: &Ran) -> BTreeSet<String> {
    let said = format!("{}{}", ran.stdout, ran.stderr);
    let lines = said.lines().filter_map(|line| line.split_once("`--allow-destroy "));
    lines.map(|(_, rest)| rest.trim_matches(['`', '\'']).to_owned()).collect()
}

/// The newest run.
fn last_run(project: &Project) -> String {
    let runs = project.must(&["runs"]).stdout;
    let first = runs.lines().next().and_then(|line| line.split_whitespace().next());
    first.expect("a run").to_owned()
}

#[test]
fn the_live_stack_is_taken_over_upgraded_and_given_back_while_it_is_used() {
    let live = Live::new();
    let people = live.called("pool");
    let adopted = live.adopted();
    is_as_specified(&adopted);
    live.lets_its_people_in();

    let pool = "specs/cognito.user_pool.main.yaml";
    adopted.change(pool, "organization: {maximum_length: 256}", ATTRIBUTES);
    adopted.must(&["apply", "--auto-approve"]);
    is_as_specified(&adopted);
    let before = last_run(&adopted);

    let platform = adopted.with_the_platforms_specs();
    let plan = platform.plan();
    for step in plan["steps"].as_array().expect("steps") {
        let action = step["action"].as_str().expect("an action");
        assert!(["create", "update"].contains(&action), "{step}");
    }
    platform.must(&["apply", "--auto-approve"]);
    is_as_specified(&platform);
    live.lets_its_people_in();
    is_used(&live);
    // Every function changes, and its new version takes the place of the old one.
    let callers = live.called("api");
    for memory in ["function_memory=512", "function_memory=256"] {
        let change = ["--var", memory, "--var", "rollout_minutes=0.05"];
        platform.must(&[&["apply", "--auto-approve"], &change[..]].concat());
    }
    callers.end();

    // The way back takes what came since, and says so first.
    let data = refused(&platform.run(&["rollback", &before, "--auto-approve"]));
    assert!(data.contains("dynamodb.table.organization-memberships"), "{data:?}");
    let untouched = live.objects();
    assert!(untouched.iter().all(|(address, _)| !data.contains(address)), "{data:?}");
    let allowed = data.iter().flat_map(|address| ["--allow-destroy", address]);
    let arguments: Vec<&str> =
        ["rollback", before.as_str(), "--auto-approve"].into_iter().chain(allowed).collect();
    platform.must(&arguments);
    people.end();
    live.lets_its_people_in();
    // Who came meanwhile is there as well.
    let carol = &live.claims(&["carol"])["carol"];
    assert_eq!(carol["custom:user_id"], carol["sub"]);
    let left = r#"
pool = boto3.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"][0]["Id"]
described = boto3.client("cognito-idp").describe_user_pool(UserPoolId=pool)["UserPool"]
print(json.dumps([
    len(boto3.client("lambda").list_functions()["Functions"]),
    len(boto3.client("apigateway").get_rest_apis()["items"]),
    described.get("LambdaConfig", {}),
    sorted(boto3.client("dynamodb").list_tables()["TableNames"]),
]))
"#;
    let tables = TABLES.map(|table| format!("aws-devops-dev-{table}"));
    assert_eq!(platform.ask(left), json!([0, 0, {}, tables]));
}

/// People who were there before, and one who comes now, use what is new.
fn is_used(live: &Live) {
    let script =
        [include_str!("../../xtask/src/demo/client.py"), include_str!("live_use.py")].concat();
    let pool = format!("{FAMILY}-user-pool");
    let client = format!("{FAMILY}-web-client");
    let arguments = ["aws-devops-dev-api", "dev", &pool, &client, "aws-devops-dev-web"];
    let seen = Live::run(&live.ministack, &script, &arguments);
    let sub = live.people["ada"].as_str().expect("an id");
    let before = &seen["before"];
    assert_eq!((&before["user_id"], &before["email"]), (&json!(sub), &json!("ada@example.com")));
    assert_eq!(before["tenant"]["id"], json!(format!("u_{sub}")));
    assert_eq!(seen["carol"]["full_name"], "Carol");
    assert_eq!(seen["carol"]["tenant"]["kind"], "personal");
    let after = &seen["after"];
    assert_eq!((&after["user_id"], &after["tenant"]["id"]), (&json!(sub), &seen["organization"]));
    assert_eq!(
        (&after["tenant"]["role"], &after["token_refresh_required"]),
        (&json!("owner"), &json!(false))
    );
    assert_eq!(seen["members"].as_array().map(Vec::len), Some(1), "{seen}");
    assert_eq!(
        (&seen["members"][0]["user_id"], &seen["full"]),
        (&json!(sub), &json!("limit_reached"))
    );
}
