//! Whatever fails while a function's alias moves to a new version step by step: it arrives, all calls go to the new
//! version, and the run that was killed on the way is told of by the next plan.

use serde_json::json;
use tempfile::TempDir;

use crate::cases::{Moment, Occurrence, Phase, Trouble};
use crate::sweep::{goes_on, sweep, witness};
use crate::witness::Witness;
use crate::world::{Subject, World};

/// A function whose new versions are tried, and get a share of the calls while an alarm is watched.
const SPECS: &str = r#"
variables: { memory: { default: 128 } }
iam.role:
  runs:
    trust_policy:
      Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
cloudwatch.alarm:
  errors:
    metric: { namespace: AWS/Lambda, name: Errors, dimensions: { FunctionName: shop-local-answers }, statistic: Sum, period: 60 }
    comparison: GreaterThanThreshold
    threshold: 0
    evaluation_periods: 1
lambda.function:
  answers:
    code: { folder: functions/answers }
    role: ${iam.role.runs.arn}
    runtime: python3.13
    handler: index.handler
    memory: ${var.memory}
    aliases:
      live:
        permissions: { api: { principal: apigateway.amazonaws.com } }
        rollout: { minutes: 0.02, alarms: ["${cloudwatch.alarm.errors.name}"], check: { event: { who: you } } }
"#;

const CODE: &str = "def handler(event, context):\n    return 'hello, ' + event['who']\n";

const ROLLED_OUT: Subject =
    Subject { project: |account, _| project(account), changes: &["memory=256"] };

fn project(account: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let environment = format!(
        "account: \"{account}\"\nregion: us-east-2\nproject: shop\nprotect_data: false\n\
         state: s3://state-{account}/shop\nattempt_timeout: 3\n"
    );
    for (path, text) in [
        ("environments/local.yaml", environment.as_str()),
        ("specs/app.yaml", SPECS),
        ("functions/answers/index.py", CODE),
    ] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn an_alias_arrives_whatever_fails() {
    let expected = sweep(ROLLED_OUT);
    for phase in [0, 1] {
        let held = &expected[phase].1;
        assert_eq!(held["aliases"], json!(["shop-local-answers:live, all calls, the newest"]));
        assert_eq!(held["locks"], json!([]));
    }
    for what in ["functions", "aliases", "roles"] {
        assert_eq!(expected[2].1[what], json!([]), "{what}");
    }
}

const SHARED: &str = "shop-local-answers:live, 10 % to another, an older";

/// Where the process is killed: at which call, and what becomes of the alias.
struct Death {
    operation: &'static str,
    number: usize,
    moment: Moment,
    leaves: &'static str,
    /// What the next plan says of the alias.
    told: &'static str,
}

const IS_CUT_OFF: &str = "10 % of the calls go to version 2 by now";
const BEGINS: &str = "a new version is called once";
const NOT_BEGUN: &str = "shop-local-answers:live, all calls, an older";
const IS_THERE: &str = "shop-local-answers:live, all calls, the newest";
const ALIAS: &str = "lambda PUT functions/*/aliases/*";

/// The process dies between any two steps of a rollout.
const DEATHS: [Death; 7] = [
    Death {
        operation: "lambda POST functions/*/versions",
        number: 1,
        moment: Moment::After,
        leaves: NOT_BEGUN,
        told: BEGINS,
    },
    Death {
        operation: "lambda POST functions/*/invocations",
        number: 1,
        moment: Moment::After,
        leaves: NOT_BEGUN,
        told: BEGINS,
    },
    Death { operation: ALIAS, number: 1, moment: Moment::Before, leaves: NOT_BEGUN, told: BEGINS },
    Death { operation: ALIAS, number: 1, moment: Moment::After, leaves: SHARED, told: IS_CUT_OFF },
    Death {
        operation: "monitoring GetMetricStatistics",
        number: 1,
        moment: Moment::After,
        leaves: SHARED,
        told: IS_CUT_OFF,
    },
    Death { operation: ALIAS, number: 2, moment: Moment::Before, leaves: SHARED, told: IS_CUT_OFF },
    // All is done, and only the state does not know.
    Death { operation: ALIAS, number: 2, moment: Moment::After, leaves: IS_THERE, told: "" },
];

#[test]
fn a_rollout_that_was_killed_between_two_steps_is_told_of_and_arrives() {
    let endpoint = emulators::shared_ministack().endpoint();
    let mut witness = witness(endpoint);
    for death in &DEATHS {
        dies_and_arrives(endpoint, &mut witness, death);
    }
}

fn dies_and_arrives(endpoint: &str, witness: &mut Witness, death: &Death) {
    let what = format!("killed {} {}#{}", death.moment, death.operation, death.number);
    let world = World::new(endpoint, ROLLED_OUT);
    let made = world.carry_out(Phase::Apply, Vec::new());
    assert_eq!(made.code, Some(0), "{what}: {}", made.output);

    let at = Occurrence { operation: death.operation.to_owned(), number: death.number };
    let killed = world.carry_out(Phase::Update, vec![Trouble::DiesAt(death.moment, at)]);
    assert_eq!((killed.code, killed.happened.len()), (None, 1), "{what}: {}", killed.output);
    let aliases = |witness: &mut Witness| witness.ask(&world.account)["aliases"].clone();
    assert_eq!(aliases(witness), json!([death.leaves]), "{what}");

    let plan = world.plan(Phase::Update);
    let is_to_move = death.leaves != IS_THERE;
    assert_eq!(plan.code, Some(if is_to_move { 2 } else { 0 }), "{what}: {}", plan.output);
    assert!(plan.output.contains(death.told), "{what}: {}", plan.output);

    goes_on(&world, Phase::Update).unwrap_or_else(|failure| panic!("{what}: {failure}"));
    assert_eq!(aliases(witness), json!([IS_THERE]), "{what}");
    let settled = world.plan(Phase::Update);
    assert_eq!(settled.code, Some(0), "{what}: {}", settled.output);
}
