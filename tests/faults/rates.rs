//! At AWS's own rates nothing fails: an API of 120 routes and a pool with its parts, through a proxy that
//! refuses what AWS would refuse.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::project::TestProject;
use crate::proxy::{Call, Proxy, Treatment, refusal};

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

const ALLOWANCES: [Allowance; 12] = allowances! {
    "apigateway": 10.0, 40.0, |call| call.service == "apigateway";
    "apigateway/CreateDeployment": 0.2, 1.0, |call| call.operation == "POST restapis/*/deployments";
    "apigateway/CreateResource": 5.0, 5.0, |call| call.operation == "POST restapis/*/resources/*";
    "apigateway/DeleteResource": 5.0, 5.0, |call| call.operation == "DELETE restapis/*/resources/*";
    "apigateway/GetResources": 2.5, 5.0, |call| call.operation == "GET restapis/*/resources";
    "apigateway/CreateRestApi": 1.0 / 3.0, 1.0, |call| call.operation == "POST restapis";
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
        "CreateUserPool",
        "DeleteUserPool",
        "DescribeUserPool",
        "GetUserPoolMfaConfig",
        "ListUserPools",
        "SetUserPoolMfaConfig",
        "UpdateUserPool",
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
        Self {
            hurry,
            left: HashMap::new(),
            throttles: BTreeMap::new(),
            calls: 0,
        }
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
    let proxy = Proxy::start(
        emulators::shared_ministack().endpoint(),
        move |call| match keeper.lock().expect("the gatekeeper").admits(call) {
            true => Treatment::Forward,
            false => Treatment::Answer(refusal::throttle(call)),
        },
    );
    let account = emulators::fresh_account();
    let project = project(&proxy.endpoint, &account, hurry);
    let run = |words: &[&str]| {
        let credentials = [
            ("AWS_ACCESS_KEY_ID", account.as_str()),
            ("AWS_SECRET_ACCESS_KEY", "test"),
        ];
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
    assert!(
        apply.stdout.contains(", 0 failed, 0 skipped"),
        "{}",
        apply.stdout
    );
    let plan = run(&["plan", "--detailed-exitcode"]);
    assert_eq!(plan.code, Some(0), "{}{}", plan.stdout, plan.stderr);
}

/// Forty paths with three methods each, and a pool with groups and clients.
fn project(endpoint: &str, account: &str, hurry: f64) -> TestProject {
    let mut environment = format!(
        "account: \"{account}\"\nregion: us-east-2\nproject: shop\nendpoint_url: {endpoint}\n\
         protect_data: false\nrate_limits:\n"
    );
    for Allowance {
        name, per_second, ..
    } in ALLOWANCES
    {
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
        writeln!(
            specs,
            "  client{client}: {{ user_pool: \"${{cognito.user_pool.people.id}}\" }}"
        )
        .expect("text");
    }
    TestProject::empty()
        .file("environments/dev.yaml", &environment)
        .file("specs/app.yaml", &specs)
}
