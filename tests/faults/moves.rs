//! What is named by others is replaced, or has another block: its users move once the new object is
//! there, and the old one goes after them. If the new one cannot be made, nobody moves.

use std::sync::{Arc, Mutex};

use crate::project::{Run, TestProject};
use crate::proxy::{Call, Proxy, Treatment, refusal};

/// A stack in which everything is named by another.
const SPECS: &str = r#"
    iam.policy:
      tables: { document: { Statement: [{ Effect: Allow, Action: "dynamodb:GetItem", Resource: "*" }] } }
    iam.role:
      runner:
        trust_policy: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
        managed_policies: ["${iam.policy.tables.arn}"]
    dynamodb.table:
      orders: { partition_key: { name: id, type: S }, stream: KEYS_ONLY }
    lambda.function:
      worker:
        name: shop-dev-worker1
        code: { folder: code }
        runtime: python3.13
        handler: index.handle
        role: ${iam.role.runner.arn}
        environment: { POOL: "${cognito.user_pool.people.id}" }
        event_sources: { orders: { source: "${dynamodb.table.orders.stream_arn}", starting_position: LATEST, batch_size: 10 } }
        permissions:
          api: { principal: apigateway.amazonaws.com, source_arn: "${apigateway.rest_api.shop.execution_arn}/*" }
          pool: { principal: cognito-idp.amazonaws.com, source_arn: "${cognito.user_pool.people.arn}" }
          bucket: { principal: s3.amazonaws.com, source_arn: "${s3.bucket.uploads.arn}", source_account: "ACCOUNT" }
        lifecycle: { replacement: create_first }
    apigateway.rest_api:
      shop:
        routes: { /orders: { GET: { authorization: NONE, integration: { function: "${lambda.function.worker.arn}" } } } }
        stages: { v1: {} }
    cognito.user_pool:
      people: { triggers: { post_authentication: "${lambda.function.worker.arn}" } }
    cognito.user_pool_client:
      web: { user_pool: "${cognito.user_pool.people.id}" }
    cognito.identity_pool:
      people:
        cognito_providers: [{ provider_name: "${cognito.user_pool.people.endpoint}", client_id: "${cognito.user_pool_client.web.id}" }]
        roles: { authenticated: "${iam.role.runner.arn}" }
    s3.bucket:
      uploads: { notifications: { new: { target: "${lambda.function.worker.arn}", events: ["s3:ObjectCreated:*"] } } }
"#;

/// One object that becomes another.
struct Case {
    what: &'static str,
    /// What the specs say after it: text and its replacement.
    changes: &'static [(&'static str, &'static str)],
    creation: &'static str,
    /// A part of the name of each call that moves a user.
    moves: &'static [&'static str],
    deletion: &'static str,
}

const CASES: [Case; 7] = [
    Case {
        what: "a function with another name",
        changes: &[("shop-dev-worker1", "shop-dev-worker2")],
        creation: "POST functions",
        moves: &["integration", "UpdateUserPool", "?notification"],
        deletion: "DELETE functions/*",
    },
    Case {
        what: "a function with another block",
        changes: &[
            ("      worker:", "      server:"),
            ("function.worker.", "function.server."),
            ("worker2", "server"),
        ],
        creation: "POST functions",
        moves: &["integration", "UpdateUserPool", "?notification"],
        deletion: "DELETE functions/*",
    },
    Case {
        what: "a role",
        changes: &[("      runner:", "      actor:"), ("role.runner.", "role.actor.")],
        creation: "CreateRole",
        moves: &["PUT functions/*/configuration", "SetIdentityPoolRoles"],
        deletion: "DeleteRole",
    },
    Case {
        what: "a managed policy",
        changes: &[("      tables:", "      items:"), ("policy.tables.", "policy.items.")],
        creation: "CreatePolicy",
        moves: &["AttachRolePolicy"],
        deletion: "DeletePolicy",
    },
    Case {
        what: "a table with a stream",
        changes: &[
            ("      orders: { partition_key", "      sales: { partition_key"),
            ("table.orders.", "table.sales."),
        ],
        creation: "CreateTable",
        moves: &["POST event-source-mappings"],
        deletion: "DeleteTable",
    },
    Case {
        what: "an API",
        changes: &[
            ("rest_api:\n      shop:", "rest_api:\n      store:"),
            ("rest_api.shop.", "rest_api.store."),
        ],
        creation: "POST restapis",
        moves: &["POST functions/*/policy"],
        deletion: "DELETE restapis/*",
    },
    Case {
        what: "a client",
        changes: &[("      web:", "      browser:"), ("client.web.", "client.browser.")],
        creation: "CreateUserPoolClient",
        moves: &["UpdateIdentityPool"],
        deletion: "DeleteUserPoolClient",
    },
];

/// The calls of a run, and the one that is refused.
#[derive(Default)]
struct Watch {
    calls: Vec<String>,
    refused: Option<&'static str>,
}

impl Watch {
    fn treat(&mut self, call: &Call) -> Treatment {
        self.calls.push(call.operation.clone());
        match self.refused == Some(call.operation.as_str()) {
            true => Treatment::Answer(refusal::error(call, 403, "AccessDeniedException", "no")),
            false => Treatment::Forward,
        }
    }

    fn places(&self, part: &str) -> Vec<usize> {
        let calls = self.calls.iter().enumerate();
        let reads = |call: &str| call.starts_with("GET") || call.starts_with("Get");
        calls
            .filter(|(_, call)| call.contains(part) && !reads(call))
            .map(|(place, _)| place)
            .collect()
    }
}

struct World {
    project: TestProject,
    account: String,
    watch: Arc<Mutex<Watch>>,
}

impl World {
    fn new() -> Self {
        let watch = Arc::new(Mutex::new(Watch::default()));
        let rule = watch.clone();
        let ministack = emulators::shared_ministack().endpoint();
        let proxy =
            Proxy::start(ministack, move |call| rule.lock().expect("the watch").treat(call));
        let account = emulators::fresh_account();
        let environment = format!(
            "account: \"{account}\"\nregion: us-east-2\nproject: shop\nendpoint_url: {}\n\
             protect_data: false\n",
            proxy.endpoint
        );
        let project = TestProject::empty()
            .file("environments/dev.yaml", &environment)
            .file("code/index.py", "def handle(event, context):\n    return event\n");
        Self { project, account, watch }
    }

    /// Applies the specs, where one operation may be refused.
    fn apply(&self, specs: &str, refused: Option<&'static str>) -> (Run, Watch) {
        *self.watch.lock().expect("the watch") = Watch { refused, ..Watch::default() };
        let path = self.project.path().join("specs/app.yaml");
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, specs.replace("ACCOUNT", &self.account)).expect("the specs");
        let credentials =
            [("AWS_ACCESS_KEY_ID", self.account.as_str()), ("AWS_SECRET_ACCESS_KEY", "test")];
        let apply = ["apply", "--env", "dev", "--auto-approve"];
        let run = self.project.run_with(&apply, &credentials);
        let seen = std::mem::take(&mut *self.watch.lock().expect("the watch"));
        (run, seen)
    }
}

#[test]
fn users_move_after_the_new_object_is_there_and_before_the_old_one_goes() {
    let mut specs = SPECS.to_owned();
    let world = World::new();
    let (run, _) = world.apply(&specs, None);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    for case in CASES {
        let what = case.what;
        for (before, after) in case.changes {
            assert!(specs.contains(before), "{what}: {before}");
            specs = specs.replace(before, after);
        }
        let (run, seen) = world.apply(&specs, Some(case.creation));
        let told = format!("{what}: {}{}\n{:#?}", run.stdout, run.stderr, seen.calls);
        assert_eq!(run.code, Some(1), "{told}");
        assert!(!seen.places(case.creation).is_empty(), "{told}");
        for part in case.moves.iter().chain([&case.deletion]) {
            assert!(seen.places(part).is_empty(), "{part} of {told}");
        }
        let (run, seen) = world.apply(&specs, None);
        let told = format!("{what}: {}{}\n{:#?}", run.stdout, run.stderr, seen.calls);
        assert_eq!(run.code, Some(0), "{told}");
        let created = seen.places(case.creation);
        let deleted = seen.places(case.deletion);
        assert!(!created.is_empty() && !deleted.is_empty(), "{told}");
        for part in case.moves {
            let moved = seen.places(part);
            assert!(!moved.is_empty(), "{part} of {told}");
            assert!(created.iter().max() < moved.iter().min(), "{part} of {told}");
            assert!(moved.iter().max() < deleted.iter().min(), "{part} of {told}");
        }
    }
}

/// A guard lets an API in, which calls a worker.
const CHAIN: &str = r#"
    iam.role:
      runner:
        trust_policy: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
    lambda.function:
      worker: { code: { folder: code }, runtime: python3.13, handler: index.handle, role: "${iam.role.runner.arn}" }
      guard:
        code: { folder: code }
        runtime: python3.13
        handler: index.handle
        role: ${iam.role.runner.arn}
        permissions: { api: { principal: apigateway.amazonaws.com, source_arn: "${apigateway.rest_api.shop.execution_arn}/*" } }
    apigateway.rest_api:
      shop:
        routes: { /orders: { GET: { authorization: NONE, integration: { function: "${lambda.function.worker.arn}" } } } }
        stages: { v1: {} }
"#;

#[test]
fn nobody_moves_past_an_object_that_counts_on_what_is_missing() {
    let world = World::new();
    let (run, _) = world.apply(CHAIN, None);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let renamed = CHAIN
        .replace("      worker: ", "      server: ")
        .replace("function.worker.", "function.server.")
        .replace("      shop:", "      store:")
        .replace("rest_api.shop.", "rest_api.store.");
    // In the second run the new API is there, and has nothing to do.
    for attempt in 1..=2 {
        let (run, seen) = world.apply(&renamed, Some("POST functions"));
        let told = format!("{attempt}: {}{}\n{:#?}", run.stdout, run.stderr, seen.calls);
        assert_eq!(run.code, Some(1), "{told}");
        for part in ["POST functions/*/policy", "DELETE"] {
            assert!(seen.places(part).is_empty(), "{part} in {told}");
        }
    }
    let (run, _) = world.apply(&renamed, None);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
}

#[test]
fn nobody_moves_to_a_part_that_could_not_be_made() {
    let world = World::new();
    let (run, _) = world.apply(CHAIN, None);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let aliased = CHAIN
        .replace("worker: { code", "worker: { aliases: { live: {} }, code")
        .replace("${lambda.function.worker.arn}", "${lambda.function.worker.arn}:live");
    let alias = "POST functions/*/aliases";
    let (run, seen) = world.apply(&aliased, Some(alias));
    let told = format!("{}{}\n{:#?}", run.stdout, run.stderr, seen.calls);
    assert_eq!(run.code, Some(1), "{told}");
    assert!(seen.places("integration").is_empty(), "{told}");
    let (run, seen) = world.apply(&aliased, None);
    let told = format!("{}{}\n{:#?}", run.stdout, run.stderr, seen.calls);
    assert_eq!(run.code, Some(0), "{told}");
    assert!(seen.places(alias).iter().max() < seen.places("integration").iter().min(), "{told}");
}

/// A pool calls a function that the pool lets in: each names the other.
const CYCLE: &str = r#"
    iam.role:
      runner:
        trust_policy: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
    lambda.function:
      worker:
        code: { folder: code }
        runtime: python3.13
        handler: index.handle
        role: ${iam.role.runner.arn}
        permissions: { pool: { principal: cognito-idp.amazonaws.com, source_arn: "${cognito.user_pool.people.arn}" } }
    cognito.user_pool:
      people: { triggers: { post_authentication: "${lambda.function.worker.arn}" } }
"#;

#[test]
fn nobody_moves_to_a_part_that_is_made_in_a_cycle_before_it_is_there() {
    let world = World::new();
    let (run, _) = world.apply(CYCLE, None);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let allowed = "permissions: { pool: { principal: cognito-idp.amazonaws.com, source_arn: \"${cognito.user_pool.people.arn}\" } }";
    let aliased = CYCLE
        .replace(
            "        permissions:",
            &format!("        aliases: {{ live: {{ {allowed} }} }}\n        permissions:"),
        )
        .replace("${lambda.function.worker.arn}", "${lambda.function.worker.arn}:live");
    let (run, seen) = world.apply(&aliased, None);
    let told = format!("{}{}\n{:#?}", run.stdout, run.stderr, seen.calls);
    assert_eq!(run.code, Some(0), "{told}");
    for part in ["POST functions/*/aliases", "POST functions/*/policy"] {
        let made = seen.places(part);
        assert!(!made.is_empty(), "{part} of {told}");
        assert!(made.iter().max() < seen.places("UpdateUserPool").iter().min(), "{part} of {told}");
    }
}
