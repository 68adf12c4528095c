//! The platform as its specs had it before everybody called its functions by an alias, upgraded to what they say now while
//! it is used.

use std::path::Path;

use emulators::{Ministack, Options};
use serde_json::Value;
use walkdir::WalkDir;

use crate::live_callers::Callers;
use crate::project::Project;

const ACCOUNT: &str = "123456789012";

/// What the specs said then in place of what they say now, by file. Each text must be there.
const BEFORE: [(&str, &[(&str, &str)]); 2] = [
    (
        "components/function.yaml",
        &[
            (
                "event_sources: '${{ for name, source in input.event_sources : name => merge(source, { alias = \"live\" }) }}'",
                "event_sources: ${input.event_sources}\n    async_invocation: ${input.async_invocation}",
            ),
            (
                "  arn: ${lambda.function.function.arn}:live",
                "  arn: ${lambda.function.function.arn}",
            ),
        ],
    ),
    (
        "specs/api.yaml",
        &[
            ("  api:\n    moved_from: logs.log_group.users-api\n", "  users-api:\n"),
            ("  platform:\n    moved_from: apigateway.rest_api.users\n", "  users:\n"),
        ],
    ),
];

/// Addresses that had another name then, wherever they are referred to.
const RENAMED: [(&str, &str); 2] = [
    ("apigateway.rest_api.platform.", "apigateway.rest_api.users."),
    ("logs.log_group.api.", "logs.log_group.users-api."),
];

/// The specs as they were, in a folder of their own.
fn as_it_was(endpoint: &str) -> Project {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::empty("dev", endpoint, ACCOUNT).with_the_repositorys_cargo();
    let folders = ["components", "environments", "specs", "api"];
    let files = folders.iter().flat_map(|folder| WalkDir::new(repository.join(folder)));
    for file in files.flatten().filter(|entry| entry.file_type().is_file()) {
        let path = file.path().strip_prefix(repository).expect("a path");
        let mut text = std::fs::read_to_string(file.path()).expect("a file");
        for (now, then) in RENAMED {
            text = text.replace(now, then);
        }
        project.write(path.to_str().expect("text"), &text);
    }
    for (file, changes) in BEFORE {
        for (now, then) in changes {
            project.change(file, now, then);
        }
    }
    let component = project.read("components/function.yaml");
    let (function, outputs) = component.split_once("\noutputs:").expect("outputs");
    let (function, _) = function.split_once("    aliases:\n").expect("an alias");
    project.write("components/function.yaml", &format!("{function}\noutputs:{outputs}"));
    project
}

/// Two people of the pool, as the callers know them. Gives the ids of the pool and of its client.
const PEOPLE: &str = r#"
users = boto3.client("cognito-idp")
pool = users.list_user_pools(MaxResults=60)["UserPools"][0]["Id"]
client = users.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"][0]["ClientId"]
for name in ["ada", "bob"]:
    attributes = [{"Name": "email", "Value": f"{name}@example.com"}, {"Name": "email_verified", "Value": "true"}]
    users.admin_create_user(UserPoolId=pool, Username=name, UserAttributes=attributes, MessageAction="SUPPRESS")
    users.admin_set_user_password(UserPoolId=pool, Username=name, Password="Correct-horse-7", Permanent=True)
print(json.dumps([pool, client]))
"#;

/// Whom everybody calls: the pool's triggers, the API's functions, and what has an alias.
const CALLED: &str = r#"
lambdas = boto3.client("lambda")
names = [it["FunctionName"] for it in lambdas.list_functions()["Functions"]]
pool = boto3.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"][0]["Id"]
triggers = boto3.client("cognito-idp").describe_user_pool(UserPoolId=pool)["UserPool"]["LambdaConfig"]
print(json.dumps({
    "apis": [it["name"] for it in boto3.client("apigateway").get_rest_apis()["items"]],
    "aliased": sum(len(lambdas.list_aliases(FunctionName=name)["Aliases"]) for name in names),
    "functions": len(names),
    "triggers": sorted({arn.rsplit(":", 1)[1] for arn in triggers.values() if isinstance(arn, str)}),
}))
"#;

#[test]
fn the_platform_of_before_is_upgraded_while_it_is_used() {
    // Browsers sign nothing, so what they call has to be in the account that is meant.
    let environment = vec![("MINISTACK_ACCOUNT_ID".into(), ACCOUNT.into())];
    let options = Options { environment, ..Options::default() };
    let ministack = Ministack::start(&options).expect("ministack starts");
    let before = as_it_was(ministack.endpoint());
    before.must(&["apply", "--auto-approve"]);
    let was = before.ask(CALLED);
    assert_eq!(was["aliased"], 0, "{was}");

    let ids = before.ask(PEOPLE);
    let id = |index: usize| ids[index].as_str().expect("an id");
    let of = [id(0), id(1), "aws-devops-dev-api", "dev"];
    let callers = ["pool", "api"].map(|what| Callers::of(what, ministack.endpoint(), ACCOUNT, of));

    let now = before.with_the_platforms_specs();
    let plan = now.plan();
    for step in plan["steps"].as_array().expect("steps") {
        let action = step["action"].as_str().expect("an action");
        assert!(["create", "update", "move"].contains(&action), "nothing goes: {step}");
    }
    now.must(&["apply", "--auto-approve"]);
    callers.into_iter().for_each(Callers::end);

    let is = now.ask(CALLED);
    assert_eq!(is["apis"], was["apis"], "it is the same API");
    assert_eq!(is["aliased"], is["functions"], "{is}");
    assert_eq!(is["triggers"], Value::from(vec!["live"]), "{is}");
    let again = now.run(&["plan", "--detailed-exitcode"]);
    assert_eq!(again.code, 0, "nothing is left to do\n{}{}", again.stdout, again.stderr);
}
