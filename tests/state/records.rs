//! Every run that carries something out leaves a record, whatever becomes of it, and none holds a secret.

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::shop::{Shop, TWO};

/// The list of runs, the newest first.
fn runs(shop: &Shop) -> Vec<Value> {
    let list = shop.must(&["runs", "--json"]);
    serde_json::from_str(&list).expect("JSON")
}

/// The record of the newest run.
fn newest(shop: &Shop) -> Value {
    let id = runs(shop)[0]["id"].as_str().expect("an id").to_owned();
    let record = shop.must(&["runs", "show", &id, "--json"]);
    serde_json::from_str(&record).expect("JSON")
}

#[test]
fn a_run_is_recorded_from_its_beginning_to_its_end() {
    for shop in [Shop::in_folder(TWO), Shop::in_bucket(TWO)] {
        assert_eq!(shop.must(&["runs"]), "No runs yet.\n");
        shop.must(&["apply", "--auto-approve"]);
        shop.must(&["apply", "--auto-approve"]);
        shop.must(&["destroy", "--auto-approve"]);
        let runs = runs(&shop);
        let told =
            |field: &str| -> Vec<Value> { runs.iter().map(|run| run[field].clone()).collect() };
        assert_eq!(told("operation"), ["destroy", "apply", "apply"]);
        assert_eq!(told("outcome"), ["succeeded", "succeeded", "succeeded"]);
        assert_eq!(told("done"), [2, 0, 2]);
        for run in &runs {
            let by = run["by"].as_str().expect("an ARN");
            assert_eq!(by, format!("arn:aws:iam::{}:root", shop.account));
            assert_eq!(run["diatonic"], env!("CARGO_PKG_VERSION"));
            assert!(run["began"].as_str() <= run["ended"].as_str(), "{run}");
        }
        let list = shop.must(&["runs", "--last", "1"]);
        assert!(list.contains("destroy   succeeded    2 of 2 steps"), "{list}");
        assert!(list.ends_with("2 older: `--last COUNT` lists more\n"), "{list}");
    }
}

#[test]
fn a_run_is_shown_with_its_plan_and_what_came_of_it() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    let record = newest(&shop);
    let id = record["id"].as_str().expect("an id");
    let shown = shop.must(&["runs", "show", id]);
    assert!(shown.starts_with(&format!("{id}  apply of shop/dev in account")), "{shown}");
    for text in [
        "+ logs.log_group.a  create", "Plan: 2 to create.", "done    logs.log_group.a: create",
        "succeeded at 2",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    let plan = &record["plan"]["json"];
    assert_eq!(plan["steps"][0]["action"], "create");
    let recorded = &record["resources"]["logs.log_group.a"];
    assert_eq!(recorded["id"], "shop-dev-a");
    assert_eq!(recorded["spec"]["class"], "STANDARD");
}

#[test]
fn a_saved_plan_that_is_carried_out_is_recorded() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["plan", "--out", "plan.json"]);
    assert!(runs(&shop).is_empty(), "to plan is to do nothing");
    shop.must(&["apply", "plan.json"]);
    assert_eq!(runs(&shop)[0]["operation"], "apply");
    assert_eq!(runs(&shop)[0]["done"], 2);
}

#[test]
fn a_failure_is_recorded_with_its_error() {
    let shop = Shop::in_folder(TWO);
    let gate = Gate::answering("CreateLogGroup", 400, "InvalidParameterException", &shop.endpoint);
    let apply = ["apply", "--auto-approve", "--endpoint-url", &gate.endpoint];
    assert_eq!(shop.run(&apply).code, Some(1));
    let record = newest(&shop);
    assert_eq!(record["end"]["outcome"], "failed");
    let step = &record["end"]["steps"][0];
    assert_eq!(step["outcome"], "failed");
    assert!(step["error"].is_string(), "{step}");
}

#[test]
fn a_run_that_is_interrupted_says_so() {
    for shop in [Shop::in_folder(TWO), Shop::in_bucket(TWO)] {
        let gate = Gate::before("CreateLogGroup", &shop.endpoint);
        let apply = ["apply", "--auto-approve", "--parallelism", "1", "--endpoint-url"];
        let mut apply = shop.start(&[&apply[..], &[&gate.endpoint]].concat());
        gate.wait();
        assert_eq!(runs(&shop)[0]["outcome"], "under_way");
        apply.signal("INT");
        apply.wait_for("interrupted: finishing what is in flight");
        gate.open();
        assert_eq!(apply.end().code, Some(130));
        let record = newest(&shop);
        assert_eq!(record["end"]["outcome"], "interrupted");
        let outcomes: Vec<&Value> = record["end"]["steps"]
            .as_array()
            .expect("steps")
            .iter()
            .map(|step| &step["outcome"])
            .collect();
        assert_eq!(outcomes, ["done", "not_started"]);
    }
}

#[test]
fn a_run_that_is_killed_did_not_end() {
    for shop in [Shop::in_folder(TWO), Shop::in_bucket(TWO)] {
        let gate = Gate::before("CreateLogGroup", &shop.endpoint);
        let apply = ["apply", "--auto-approve", "--endpoint-url", &gate.endpoint];
        let apply = shop.start(&apply);
        gate.wait();
        apply.signal("KILL");
        apply.end();
        assert_eq!(runs(&shop)[0]["outcome"], "did_not_end");
        assert!(shop.must(&["runs"]).contains("did not end  ? of 2 steps"));
        let record = newest(&shop);
        assert_eq!(record["end"], Value::Null);
        assert_eq!(record["plan"]["json"]["steps"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn nothing_is_done_that_cannot_be_recorded() {
    let shop = Shop::in_folder(TWO);
    std::fs::create_dir(shop.folder()).expect("a folder");
    std::fs::write(shop.folder().join("runs"), "in the way").expect("a file");
    let refused = shop.refused(&["apply", "--auto-approve"]);
    assert!(refused.contains("cannot write"), "{refused}");
    assert_eq!(shop.log_groups(), json!([]));
    assert_eq!(shop.file("lock.json"), None, "the lock was given back");
}

#[test]
fn what_is_refused_or_only_looked_at_leaves_no_record() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["plan"]);
    shop.must(&["state", "list"]);
    assert!(runs(&shop).is_empty());
}

#[test]
fn an_unknown_run_is_named_with_those_that_there_are() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    let id = runs(&shop)[0]["id"].as_str().expect("an id").to_owned();
    let typed = id.replace('Z', "z");
    for verb in [&["runs", "show"][..], &["rollback", "--auto-approve"]] {
        let refused = shop.refused(&[verb, &[&typed]].concat());
        assert!(refused.contains(&format!("did you mean `{id}`?")), "{refused}");
        assert!(refused.contains("`diatonic runs` lists them"), "{refused}");
    }
}

#[test]
fn a_record_of_a_newer_format_is_refused_and_a_damaged_one_named() {
    let shop = Shop::in_folder(TWO);
    let folder = shop.folder().join("runs");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (text, why) in [("{\"format\": 9}", "use that version"), ("{", "is not readable")] {
        std::fs::write(folder.join("20260101T000000Z-0000.json"), text).expect("a file");
        let refused = shop.refused(&["runs"]);
        assert!(refused.contains(why), "{refused}");
    }
}

/// Secrets on every way on which they can come into specs.
const SECRETS: &str = r#"
    variables:
      declared: { type: string, sensitive: true, default: hush-declared-default-0001 }
      given: { type: string, sensitive: true }
      used: { type: string, default: hush-used-default-00000002 }
      plain: { type: string, default: hush-is-a-part-of-a-secret }
      team: { type: string }
    locals:
      keys: { first: hush-in-a-local-00000000003, name: loud }
      composed: 'hush-composed-${var.plain}-000004'
    apigateway.api_key:
      literal: { value: hush-literal-000000000000005 }
      declared: { value: '${var.declared}' }
      given: { value: '${var.given}' }
      used: { value: '${var.used}' }
      local: { value: '${local.keys.first}', description: '${local.keys.name}' }
      composed: { value: '${local.composed}' }
      expression: { value: '${format("%s-%s", "hush-in-an-expression-06", var.plain)}' }
      off: { enabled: false, value: hush-in-what-is-off-000000007 }
      each:
        for_each: { one: { value: hush-for-each-00000000000008, note: loud } }
        value: '${each.value.value}'
        description: '${each.value.note}'
    logs.log_group:
      a: { tags: { Secret: '${var.declared}', Team: '${var.team}' } }   # hush-in-a-comment
    outputs:
      shown: { value: hush-output-0009, sensitive: true }
"#;

#[test]
fn no_record_holds_a_secret() {
    for shop in [Shop::in_folder(TWO), Shop::in_bucket(TWO)] {
        let shop = shop.specs(SECRETS);
        let environment = shop.path().join("environments/dev.yaml");
        let text = std::fs::read_to_string(&environment).expect("an environment");
        let text = text + "variables: { declared: hush-declared-in-a-file-10 }\n";
        std::fs::write(&environment, text).expect("an environment");
        let given = ["--var", "given=hush-given-0000000000000011", "--var", "team=louder"];
        shop.must(&[&["apply", "--auto-approve"][..], &given].concat());
        let record = newest(&shop);
        let id = record["id"].as_str().expect("an id");
        let bytes = shop.file(&format!("runs/{id}.json")).expect("a record");
        assert!(!bytes.contains("hush"), "{bytes}");
        assert!(bytes.contains("louder"), "what is not a secret is there");
        let description = &record["specs"]["documents"]["specs"]["locals"]["keys"]["name"];
        assert_eq!(description, "loud", "and also beside secrets");
        for shown in [shop.must(&["runs", "show", id]), shop.must(&["runs"])] {
            assert!(!shown.contains("hush"), "{shown}");
        }
    }
}
