//! At AWS's own rates nothing fails: an API of 120 routes and a pool with its parts, through a proxy that
//! refuses what AWS would refuse.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Instant, SystemTime};

use aws::{Aws, Connection, RateLimits};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::DateTime;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::date_time::Format;

use crate::connection::{REGION, unlimited};
use crate::project::TestProject;
use crate::proxy::{Call, Proxy, Treatment, refusal};
use kinds::iam::Iam;

/// How much faster than AWS both sides are, where time is short.
const HURRY: f64 = 20.0;

/// What AWS allows of some calls: the name by which the environment's file sets it, calls a second, and
/// how many may come at once. The quotas of API Gateway and Cognito of 2026-11; where AWS gives no
/// number for calls at once, there may be as many as in a second.
struct Allowance {
    name: &'static str,
    concerns: fn(&Call) -> bool,
    per_second: f64,
    at_once: f64,
}

macro_rules! allowances {
    ($($name:literal: $per_second:expr, $at_once:literal, $concerns:expr;)*) => {
        [$(Allowance {
            name: $name,
            concerns: $concerns,
            per_second: $per_second,
            at_once: $at_once,
        },)*]
    };
}

const ALLOWANCES: [Allowance; 13] = allowances! {
    "apigateway": 10.0, 40.0, |call| call.service == "apigateway";
    "apigateway/CreateDeployment": 0.2, 1.0, |call| call.operation == "POST restapis/*/deployments";
    "apigateway/CreateResource": 5.0, 5.0, |call| call.operation == "POST restapis/*/resources/*";
    "apigateway/DeleteResource": 5.0, 5.0, |call| call.operation == "DELETE restapis/*/resources/*";
    "apigateway/GetResources": 2.5, 5.0, |call| call.operation == "GET restapis/*/resources";
    "apigateway/CreateRestApi": 1.0 / 3.0, 1.0, |call| call.operation == "POST restapis";
    "apigateway/PutRestApi": 1.0, 1.0, |call| call.operation == "PUT restapis/*";
    "cognito/pools/read": 15.0, 15.0, |call| is_of_a_pool(call) && reads(call);
    "cognito/pools/write": 15.0, 15.0, |call| is_of_a_pool(call) && !reads(call);
    "cognito/clients/read": 5.0, 5.0, |call| is_of_a_client(call) && reads(call);
    "cognito/clients/write": 5.0, 5.0, |call| is_of_a_client(call) && !reads(call);
    "cognito/resources/read": 5.0, 5.0, |call| is_of_a_part(call) && reads(call);
    "cognito/resources/write": 5.0, 5.0, |call| is_of_a_part(call) && !reads(call);
};

fn reads(call: &Call) -> bool {
    let verbs = ["Describe", "Get", "List"];
    verbs.iter().any(|verb| call.operation.starts_with(verb))
}

fn is_of_a_client(call: &Call) -> bool {
    call.service == "cognito-idp" && call.operation.contains("UserPoolClient")
}

fn is_of_a_pool(call: &Call) -> bool {
    let pools = [
        "CreateUserPool", "DeleteUserPool", "DescribeUserPool", "GetUserPoolMfaConfig",
        "ListUserPools", "SetUserPoolMfaConfig", "UpdateUserPool",
    ];
    call.service == "cognito-idp" && pools.contains(&call.operation.as_str())
}

fn is_of_a_part(call: &Call) -> bool {
    call.service == "cognito-idp" && !is_of_a_client(call) && !is_of_a_pool(call)
}

/// Refuses what comes too fast, as AWS does.
struct Gatekeeper {
    hurry: f64,
    /// What is left of each allowance, and when that was so.
    left: HashMap<&'static str, (f64, Instant)>,
    /// What was refused, by operation.
    throttles: BTreeMap<String, usize>,
    calls: usize,
}

impl Gatekeeper {
    fn new(hurry: f64) -> Self {
        Self { hurry, left: HashMap::new(), throttles: BTreeMap::new(), calls: 0 }
    }

    fn admits(&mut self, call: &Call) -> bool {
        self.calls += 1;
        let now = Instant::now();
        let mut admitted = true;
        for allowance in ALLOWANCES.iter().filter(|one| (one.concerns)(call)) {
            let most = allowance.at_once.max(allowance.at_once * self.hurry);
            let left = self.left.entry(allowance.name).or_insert((most, now));
            let earned =
                now.duration_since(left.1).as_secs_f64() * allowance.per_second * self.hurry;
            *left = ((left.0 + earned).min(most), now);
            admitted &= left.0 >= 1.0;
            left.0 = (left.0 - 1.0).max(0.0);
        }
        if !admitted {
            *self.throttles.entry(call.operation.clone()).or_default() += 1;
        }
        admitted
    }
}

#[test]
fn an_api_of_120_routes_is_made_at_aws_own_rates() {
    let is_whole = std::env::var("DIATONIC_FAULTS").is_ok_and(|how| how == "all");
    let hurry = if is_whole { 1.0 } else { HURRY };
    let gatekeeper = Arc::new(Mutex::new(Gatekeeper::new(hurry)));
    let keeper = gatekeeper.clone();
    let proxy = Proxy::start(emulators::shared_ministack().endpoint(), move |call| {
        match keeper.lock().expect("the gatekeeper").admits(call) {
            true => Treatment::Forward,
            false => Treatment::Answer(refusal::throttle(call)),
        }
    });
    let account = emulators::fresh_account();
    let project = project(&proxy.endpoint, &account, hurry);
    let run = |words: &[&str]| {
        let credentials =
            [("AWS_ACCESS_KEY_ID", account.as_str()), ("AWS_SECRET_ACCESS_KEY", "test")];
        project.run_with(&[words, &["--env", "dev"]].concat(), &credentials)
    };
    let start = Instant::now();
    let apply = run(&["apply", "--auto-approve"]);
    let took = start.elapsed().as_secs_f64();
    {
        let keeper = gatekeeper.lock().expect("the gatekeeper");
        println!(
            "120 routes at {hurry} times AWS's rates: {} calls in {took:.1} s, {} throttles {:?}",
            keeper.calls,
            keeper.throttles.values().sum::<usize>(),
            keeper.throttles
        );
    }
    assert_eq!(apply.code, Some(0), "{}{}", apply.stdout, apply.stderr);
    assert!(apply.stdout.contains(", 0 failed, 0 skipped"), "{}", apply.stdout);
    let plan = run(&["plan", "--detailed-exitcode"]);
    assert_eq!(plan.code, Some(0), "{}{}", plan.stdout, plan.stderr);
}

/// Forty paths with three methods each, and a pool with groups and clients.
fn project(endpoint: &str, account: &str, hurry: f64) -> TestProject {
    let mut environment = format!(
        "account: \"{account}\"\nregion: us-east-2\nproject: shop\nendpoint_url: {endpoint}\n\
         protect_data: false\nrate_limits:\n"
    );
    for Allowance { name, per_second, .. } in ALLOWANCES {
        writeln!(environment, "  {name}: {}", per_second * hurry).expect("text");
    }
    if hurry == 1.0 {
        environment.truncate(environment.find("rate_limits").expect("the rates"));
    }
    let mut specs = "apigateway.rest_api:\n  things:\n    routes:\n".to_owned();
    for path in 0..40 {
        writeln!(specs, "      /things{path}:").expect("text");
        for method in ["GET", "PUT", "DELETE"] {
            let function = format!("arn:aws:lambda:us-east-2:{account}:function:things");
            writeln!(
                specs,
                "        {method}: {{ authorization: NONE, integration: {{ function: \"{function}\" }} }}"
            )
            .expect("text");
        }
    }
    specs.push_str("    stages: { dev: {} }\n");
    specs.push_str("cognito.user_pool:\n  people:\n    groups:\n");
    for group in 0..20 {
        writeln!(specs, "      group{group}: {{ precedence: {group} }}").expect("text");
    }
    specs.push_str("cognito.user_pool_client:\n");
    for client in 0..10 {
        writeln!(specs, "  client{client}: {{ user_pool: \"${{cognito.user_pool.people.id}}\" }}")
            .expect("text");
    }
    TestProject::empty().file("environments/dev.yaml", &environment).file("specs/app.yaml", &specs)
}

/// Answers everything, and notes how old the signature of each request is when it arrives.
#[derive(Debug, Clone, Default)]
struct Ages(Arc<Mutex<Vec<f64>>>);

impl HttpConnector for Ages {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let date = request.headers().get("x-amz-date").expect("a signature");
        let signed = DateTime::from_str(&extended(date), Format::DateTime).expect("a date");
        let age = DateTime::from(SystemTime::now()).as_secs_f64() - signed.as_secs_f64();
        self.0.lock().expect("the ages").push(age);
        let answer = "<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames/>\
                      </ListRolePoliciesResult></ListRolePoliciesResponse>";
        let status = StatusCode::try_from(200).expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(answer))))
    }
}

/// `20260131T120000Z` as `2026-01-31T12:00:00Z`.
fn extended(date: &str) -> String {
    let part = |range| &date[range];
    let (day, time) = (part(6..8), [part(9..11), part(11..13), part(13..15)].join(":"));
    format!("{}-{}-{day}T{time}Z", part(0..4), part(4..6))
}

/// The SDK takes a connection for stalled on which nothing moves for five seconds.
#[tokio::test]
async fn a_call_that_waits_for_its_turn_is_neither_stalled_nor_signed_too_early() {
    let ages = Ages::default();
    let connector = ages.clone();
    let connection = Connection {
        rate_limits: RateLimits { overrides: [("iam".to_owned(), 1.0)].into(), unlimited: false },
        http_client: Some(http_client_fn(move |_, _| SharedHttpConnector::new(connector.clone()))),
        ..unlimited("AKID")
    };
    let aws = Aws::connect(connection, "123456789012", REGION).await;
    let start = Instant::now();
    let calls = (0..9).map(|_| aws.iam().list_role_policies().role_name("r").send());
    for answer in futures_util::future::join_all(calls).await {
        answer.expect("an answer");
    }
    assert!(start.elapsed().as_secs_f64() > 7.5, "the rate is kept");
    let ages = ages.0.lock().expect("the ages").clone();
    assert_eq!(ages.len(), 9);
    assert!(ages.iter().all(|age| *age < 3.0), "{ages:?}");
}

/// So many roles, log groups and buckets, each a block of its own, at AWS's published rates.
fn large_stack(endpoint: &str, account: &str, [roles, groups, buckets]: [usize; 3]) -> TestProject {
    let mut specs = "iam.role:\n".to_owned();
    let trust = "trust_policy: { Statement: [{ Effect: Allow, Action: sts:AssumeRole, \
                 Principal: { Service: lambda.amazonaws.com } }] }";
    for index in 0..roles {
        writeln!(specs, "  role{index}: {{ {trust} }}").expect("text");
    }
    for (kind, name, count) in
        [("logs.log_group", "group", groups), ("s3.bucket", "bucket", buckets)]
    {
        if count > 0 {
            writeln!(specs, "{kind}:").expect("text");
        }
        for index in 0..count {
            writeln!(specs, "  {name}{index}: {{}}").expect("text");
        }
    }
    let environment = format!(
        "account: \"{account}\"\nregion: us-east-2\nproject: crowd\nname_prefix: crowd-{account}\n\
         endpoint_url: {endpoint}\nprotect_data: false\n"
    );
    TestProject::empty().file("environments/dev.yaml", &environment).file("specs/app.yaml", &specs)
}

/// 120 calls of IAM queue for ten seconds.
#[test]
fn forty_roles_are_planned_at_aws_own_rates() {
    let account = emulators::fresh_account();
    let project = large_stack(emulators::shared_ministack().endpoint(), &account, [40, 0, 0]);
    let credentials = [("AWS_ACCESS_KEY_ID", account.as_str()), ("AWS_SECRET_ACCESS_KEY", "test")];
    let plan = project.run_with(&["plan", "--env", "dev"], &credentials);
    assert_eq!(plan.code, Some(0), "{}{}", plan.stdout, plan.stderr);
    assert!(plan.stdout.contains("40 to create"), "{}", plan.stdout);
}

/// A quarter of an hour and more, so only where all is played.
#[test]
fn a_large_stack_is_planned_made_and_destroyed_at_aws_own_rates() {
    if !std::env::var("DIATONIC_FAULTS").is_ok_and(|how| how == "all") {
        return;
    }
    let account = emulators::fresh_account();
    let project = large_stack(emulators::shared_ministack().endpoint(), &account, [300, 300, 100]);
    let credentials = [("AWS_ACCESS_KEY_ID", account.as_str()), ("AWS_SECRET_ACCESS_KEY", "test")];
    for words in [
        &["plan"][..],
        &["apply", "--auto-approve"],
        &["plan", "--detailed-exitcode"],
        &["destroy", "--auto-approve"],
    ] {
        let start = Instant::now();
        let run = project.run_with(&[words, &["--env", "dev", "--stats"]].concat(), &credentials);
        println!("{} took {:.0} s", words[0], start.elapsed().as_secs_f64());
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    }
}
