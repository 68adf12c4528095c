//! How long `import-legacy` takes besides AWS's calls, for a state of 5,000 instances: each stage by itself,
//! with what AWS would answer made up.
//!
//! ```console
//! $ cargo bench --workspace --bench import_legacy --profile dev
//! ```

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::{Duration, Instant};

use aws::tags::Tags;
use compiler::{Address, Options, Stack, compile};
use diatonic::report;
use engine::graph;
use generate::{Generator, Subject};
use kind::{LiveObject, Place};
use language::value::Value;
use migration::ImportCandidate;
use migration::LiveStatus;
use migration::differences::differences;
use migration::files::write;
use migration::inventory::Inventory;
use migration::matching::Match;
use migration::matching::matches;
use migration::release::release;
use migration::secrets::secret_fields;
use migration::status::Assessment;
use migration::take_inventory;
use migration::verify::Owner;
use serde_json::json;
use tempfile::TempDir;
use terraform::Selection;
use terraform::Source;
use terraform::StateFile;
use terraform::TerraformState;
use terraform::suggested_name::suggested_name;
use workspace::Workspace;

const ACCOUNT: &str = "123456789012";
const REGION: &str = "us-east-2";
/// Services of ten instances each: 5,000 instances that are 2,500 objects.
const SERVICES: usize = 500;

fn main() {
    let mut stopwatch = Stopwatch::default();
    let bytes = state().to_string().into_bytes();
    println!("{} instances, {} KiB", SERVICES * 10, bytes.len() / 1024);

    let state =
        stopwatch.time("read the state", || TerraformState::parse(&bytes).expect("a state"));
    let file = StateFile { source: Source::StandardInput, bytes, state };
    let inventory =
        stopwatch.time("take the inventory", || take_inventory(vec![file], &Selection::default()));
    let found: Vec<LiveObject> = inventory.candidates.iter().map(live).collect();
    let all = || inventory.candidates.iter().zip(&found);
    let differences = stopwatch.time("hold it against AWS", || {
        let each = all().map(|(candidate, live)| differences(&inventory, candidate, &live.spec));
        each.collect::<Vec<_>>()
    });
    assert!(differences.iter().all(Vec::is_empty), "{differences:?}");

    let project = project();
    let root = project.path();
    let empty = compiled(root);
    let workspace = Workspace::new(root);
    let specs = stopwatch.time("make specs", || {
        let subjects: Vec<Subject> =
            all().map(|(candidate, live)| subject(&inventory, candidate, live)).collect();
        let mut generator = Generator::new(&empty, &workspace);
        let blocks = runtime().block_on(generator.blocks(&subjects));
        generator.specs(blocks)
    });
    stopwatch.time("write them", || write(&root.join("specs/legacy"), &specs).expect("files"));
    let stack = stopwatch.time("compile them", || compiled(root));
    let graph = graph::build(&stack).expect("a graph");

    let defined: HashMap<(&str, &str), &Address> = stack
        .resources
        .values()
        .filter_map(|it| Some(((it.kind.name(), it.prediction.id.as_deref()?), &it.address)))
        .collect();
    let verdicts: Vec<LiveStatus> = all()
        .map(|(candidate, live)| LiveStatus::Found {
            live: Box::new(live.clone()),
            owner: Owner::Unowned,
            defined: vec![defined[&(candidate.kind.name(), candidate.id.as_str())].clone()],
            namesakes: Vec::new(),
            differences: Vec::new(),
        })
        .collect();
    let found = stopwatch.time("hold it against the specs", || {
        matches(&inventory, &verdicts, &stack, &graph, &BTreeMap::new())
    });
    assert!(found.iter().all(|found| matches!(found, Match::One(_))));
    stopwatch.time("make the page", || {
        let account = Assessment::of(&inventory, &verdicts, &found, None, &stack);
        let scope = report::legacy::Scope { is_look: true, releases: false };
        report::legacy::render(&account, scope)
    });
    stopwatch.time("let go", || release(&inventory, &inventory.candidates));
    println!("{:>6} ms  together", stopwatch.total.as_millis());
}

#[derive(Default)]
struct Stopwatch {
    total: Duration,
}

impl Stopwatch {
    fn time<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        let elapsed = start.elapsed();
        self.total += elapsed;
        println!("{:>6} ms  {what}", elapsed.as_millis());
        result
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().expect("a runtime")
}

/// A project without specs.
fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let environments = folder.path().join("environments");
    for needed in [&folder.path().join("specs"), &environments] {
        std::fs::create_dir(needed).expect("a folder");
    }
    let environment = format!("account: \"{ACCOUNT}\"\nregion: {REGION}\nproject: shop\n");
    std::fs::write(environments.join("dev.yaml"), environment).expect("a file");
    folder
}

fn compiled(root: &Path) -> Stack {
    let options = Options {
        root: root.to_owned(),
        environment: "dev".to_owned(),
        // A function's code is in no file here.
        may_lack_files: true,
        ..Options::default()
    };
    compile(&options).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics))
}

fn subject(inventory: &Inventory, candidate: &ImportCandidate, live: &LiveObject) -> Subject {
    Subject {
        kind: candidate.kind,
        id: candidate.id.clone(),
        place: Place::new(ACCOUNT, REGION),
        live: live.clone(),
        name: None,
        sensitive: secret_fields(inventory, candidate, &live.spec),
        suggested_name: Some(suggested_name(&inventory.instance(candidate.owner).address)),
        needs: Default::default(),
    }
}

/// An object as AWS would have it if it were as the state says.
fn live(candidate: &ImportCandidate) -> LiveObject {
    let name = candidate.id.rsplit('/').next().unwrap_or_default();
    let service = name.rsplit('-').next().unwrap_or_default();
    let spec = match candidate.kind.name() {
        "dynamodb.table" => json!({
            "name": name,
            "partition_key": { "name": "id", "type": "S" },
            "point_in_time_recovery": true,
        }),
        "iam.policy" => json!({ "name": name, "document": policy(service) }),
        "iam.role" => json!({
            "name": name,
            "trust_policy": trust(),
            "inline_policies": { "logs": policy(service) },
            "managed_policies": [policy_arn(service)],
        }),
        "lambda.function" => json!({
            "name": name,
            "code": { "sha256": "IYeZX8Xzsn8KKCBzGgzVuGMNDmPCKXGgdR1jUU8VxvE=" },
            "role": role_arn(service),
            "runtime": "nodejs22.x",
            "handler": "index.handler",
            "memory": 256,
            "timeout": 10,
            "environment": { "TABLE": format!("shop-dev-{service}"), "STAGE": "dev" },
            "permissions": {
                "api": { "principal": "apigateway.amazonaws.com" },
                "events": { "principal": "events.amazonaws.com" },
            },
        }),
        "logs.log_group" => json!({ "name": candidate.id, "retention_days": 30 }),
        other => unreachable!("the state has no {other}"),
    };
    let mut spec = spec;
    spec["tags"] = json!(tags());
    let spec = candidate.kind.fill(&spec).expect("a valid spec").comparable();
    let place = Place::new(ACCOUNT, REGION);
    let prediction = candidate.kind.predict(&candidate.kind.identity(&spec), &place);
    let outputs = prediction.expect("an identity").outputs;
    LiveObject::new(spec, outputs)
}

fn tags() -> Tags {
    ["Project", "Environment", "Team"].map(|key| (key.to_owned(), key.to_lowercase())).into()
}

fn arn(service: &str, region: &str, resource: &str) -> String {
    format!("arn:aws:{service}:{region}:{ACCOUNT}:{resource}")
}

fn role_arn(service: &str) -> String {
    arn("iam", "", &format!("role/shop-dev-{service}"))
}

fn policy_arn(service: &str) -> String {
    arn("iam", "", &format!("policy/shop-dev-{service}"))
}

fn policy(service: &str) -> Value {
    let table = arn("dynamodb", REGION, &format!("table/shop-dev-{service}"));
    json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "dynamodb:*", "Resource": table }] })
}

fn trust() -> Value {
    json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "lambda.amazonaws.com" } }] })
}

fn state() -> Value {
    let resources = (0..SERVICES).flat_map(|number| service(&format!("s{number:03}")));
    json!({
        "version": 4,
        "terraform_version": "1.9.8",
        "serial": 7,
        "lineage": "7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a14",
        "outputs": {},
        "resources": resources.collect::<Vec<_>>(),
    })
}

/// What Terraform has of a function with all that stands around it.
fn service(name: &str) -> [Value; 10] {
    let full = format!("shop-dev-{name}");
    let group = format!("/aws/lambda/{full}");
    let permission = |id: &str| json!({ "function_name": full, "statement_id": id, "principal": format!("{}.amazonaws.com", if id == "api" { "apigateway" } else { id }) });
    [
        resource(
            "aws_iam_role",
            name,
            json!({ "id": full, "name": full, "arn": role_arn(name), "path": "/", "assume_role_policy": trust().to_string() }),
        ),
        resource(
            "aws_iam_role_policy",
            name,
            json!({ "role": full, "name": "logs", "policy": policy(name).to_string() }),
        ),
        resource(
            "aws_iam_policy",
            name,
            json!({ "name": full, "arn": policy_arn(name), "policy": policy(name).to_string() }),
        ),
        resource(
            "aws_iam_role_policy_attachment",
            name,
            json!({ "role": full, "policy_arn": policy_arn(name) }),
        ),
        resource(
            "aws_cloudwatch_log_group",
            name,
            json!({ "name": group, "arn": arn("logs", REGION, &format!("log-group:{group}")), "retention_in_days": 30 }),
        ),
        resource(
            "aws_dynamodb_table",
            name,
            json!({ "name": full, "arn": arn("dynamodb", REGION, &format!("table/{full}")), "hash_key": "id", "billing_mode": "PAY_PER_REQUEST", "point_in_time_recovery": [{ "enabled": true }] }),
        ),
        resource(
            "aws_lambda_function",
            name,
            json!({
                "function_name": full,
                "arn": arn("lambda", REGION, &format!("function:{full}")),
                "role": role_arn(name),
                "runtime": "nodejs22.x",
                "handler": "index.handler",
                "memory_size": 256,
                "timeout": 10,
                "environment": [{ "variables": { "TABLE": full, "STAGE": "dev" } }],
            }),
        ),
        resource("aws_lambda_permission", &format!("{name}_api"), permission("api")),
        resource("aws_lambda_permission", &format!("{name}_events"), permission("events")),
        resource("random_id", name, json!({ "hex": "0a1b2c3d" })),
    ]
}

fn resource(type_name: &str, name: &str, mut attributes: Value) -> Value {
    if attributes.get("arn").is_some() {
        attributes["tags_all"] = json!(tags());
    }
    json!({
        "mode": "managed",
        "type": type_name,
        "name": name,
        "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
        "instances": [{
            "schema_version": 0,
            "attributes": attributes,
            "sensitive_attributes": [],
            "dependencies": [format!("aws_iam_role.{}", name.split('_').next().unwrap_or_default())],
        }],
    })
}
