//! A plan in a file is carried out as it was looked at, or not at all.

use serde_json::Value;

use crate::shop::{Shop, TWO};

const THREE: &str = r#"
    logs.log_group:
      a: { retention_days: 7 }
      b: {}
      c: {}
"#;

/// A shop with two log groups, and a plan for three that was saved.
fn planned() -> Shop {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    let shop = shop.specs(THREE);
    shop.must(&["plan", "--out", "plan.json"]);
    shop
}

fn names(shop: &Shop) -> Value {
    shop.ask(
        "print(json.dumps(sorted(g['logGroupName'] for g in boto3.client('logs').describe_log_groups()['logGroups'])))",
    )
}

#[test]
fn a_saved_plan_is_carried_out_without_asking() {
    let shop = planned();
    shop.must(&["apply", "plan.json"]);
    assert_eq!(names(&shop), serde_json::json!(["shop-dev-a", "shop-dev-b", "shop-dev-c"]));
    shop.is_settled();
    let again = shop.refused(&["apply", "plan.json"]);
    assert!(again.contains("logs.log_group.c need not change any more"), "{again}");
}

#[test]
fn a_saved_plan_is_shown_as_it_was_planned() {
    let shop = planned();
    let text = shop.must(&["show", "plan.json"]);
    assert!(text.ends_with("Plan: 1 to create, 1 to update; 1 unchanged.\n"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours in a file");
    let json: Value = serde_json::from_str(&shop.must(&["show", "plan.json", "--json"])).unwrap();
    assert_eq!(json["steps"].as_array().unwrap().len(), 2);
}

#[test]
fn a_saved_plan_has_the_time_at_which_it_was_made() {
    let shop = Shop::in_folder(
        r#"
        logs.log_group:
          a: { tags: { Planned: '${plantimestamp()}', Day: '${formatdate("YYYY-MM-DD", plantimestamp())}' } }
        "#,
    );
    shop.must(&["plan", "--out", "plan.json"]);
    // The time has whole seconds.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    shop.must(&["apply", "plan.json"]);
    let later = shop.must(&["plan"]);
    assert!(later.contains("~ Planned:"), "{later}");
}

#[test]
fn a_saved_plan_is_refused_when_the_specs_have_changed() {
    let shop = planned().specs(&THREE.replace("retention_days: 7", "retention_days: 14"));
    let refused = shop.refused(&["apply", "plan.json"]);
    assert!(refused.contains("logs.log_group.a has changed in the specs"), "{refused}");
    assert_eq!(names(&shop).as_array().unwrap().len(), 2, "nothing was changed");
}

#[test]
fn a_saved_plan_is_refused_when_a_live_object_has_changed() {
    let shop = planned();
    shop.ask("boto3.client('logs').put_retention_policy(logGroupName='shop-dev-a', retentionInDays=3); print('null')");
    let refused = shop.refused(&["apply", "plan.json"]);
    assert!(refused.contains("logs.log_group.a has changed in AWS"), "{refused}");
}

#[test]
fn a_saved_plan_is_refused_when_more_is_to_change() {
    let shop = planned();
    shop.ask("boto3.client('logs').delete_log_group(logGroupName='shop-dev-b'); print('null')");
    let refused = shop.refused(&["apply", "plan.json"]);
    assert!(refused.contains("logs.log_group.b is to change too now"), "{refused}");
}

#[test]
fn a_saved_plan_is_refused_for_another_stack_and_by_another_version() {
    let shop = planned();
    let file = shop.path().join("plan.json");
    let saved = std::fs::read_to_string(&file).expect("a plan");
    for (from, to, why) in [
        ("\"stack\": \"shop/dev\"", "\"stack\": \"shop/prod\"", "it is a plan for shop/prod"),
        ("\"diatonic\": \"", "\"diatonic\": \"9.", "has made it"),
        ("{", "", "it is not a saved plan"),
    ] {
        std::fs::write(&file, saved.replacen(from, to, 1)).expect("a file");
        let refused = shop.refused(&["apply", "plan.json"]);
        assert!(refused.contains(why), "{why}: {refused}");
    }
}

#[test]
fn a_saved_destroy_plan_destroys() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    shop.must(&["plan", "--destroy", "--out", "plan.json"]);
    shop.must(&["apply", "plan.json"]);
    assert_eq!(names(&shop), serde_json::json!([]));
}

#[test]
fn a_saved_plan_contains_no_secret() {
    let specs = r#"
        variables: { team: { type: string, sensitive: true } }
        logs.log_group: { a: { tags: { Team: "${var.team}" } } }
    "#;
    let shop = Shop::in_folder(specs);
    let secret = ["--var", "team=hush-hush"];
    shop.must(&[&["plan", "--out", "plan.json"], &secret[..]].concat());
    let saved = std::fs::read_to_string(shop.path().join("plan.json")).expect("a plan");
    assert!(!saved.contains("hush"), "{saved}");
    let refused = shop.refused(&["apply", "plan.json", "--var", "team=other"]);
    assert!(refused.contains("logs.log_group.a has changed in the specs"), "{refused}");
    shop.must(&[&["apply", "plan.json"], &secret[..]].concat());
}

#[test]
fn what_is_shown_is_what_is_held_against_the_apply() {
    let shop = planned();
    let file = shop.path().join("plan.json");
    let saved = std::fs::read_to_string(&file).expect("a plan");
    let planned = shop.must(&["plan"]);
    assert_eq!(shop.must(&["show", "plan.json"]), planned);
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_str(&shop.must(arguments)).expect("JSON")
    };
    assert_eq!(json(&["show", "plan.json", "--json"]), json(&["plan", "--json"]));

    // Whatever is changed in the file so that it shows something else, or nothing less than that.
    let mut refused = 0;
    let value: Value = serde_json::from_str(&saved).expect("JSON");
    for pointer in leaves(&value, String::new()) {
        let mut tampered = value.clone();
        let leaf = tampered.pointer_mut(&pointer).expect("a leaf");
        *leaf = match &*leaf {
            Value::String(text) => format!("{text}x").into(),
            Value::Number(number) => (number.as_u64().unwrap_or(0) + 1).into(),
            Value::Bool(flag) => (!*flag).into(),
            _ => continue,
        };
        std::fs::write(&file, tampered.to_string()).expect("a file");
        let shown = shop.run(&["show", "plan.json"]);
        if shown.code == Some(0) && shown.stdout != planned {
            shop.refused(&["apply", "plan.json"]);
            refused += 1;
        }
    }
    assert!(refused > 8, "{refused}");
    assert_eq!(names(&shop).as_array().expect("a list").len(), 2);
}

/// Where the leaves of a document are, as JSON pointers.
fn leaves(value: &Value, at: String) -> Vec<String> {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(map) => map
            .iter()
            .flat_map(|(key, value)| leaves(value, format!("{at}/{}", escaped(key))))
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .flat_map(|(index, value)| leaves(value, format!("{at}/{index}")))
            .collect(),
        _ => vec![at],
    }
}

#[test]
fn a_refused_plan_is_not_saved() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    let environment = shop.path().join("environments/dev.yaml");
    let text = std::fs::read_to_string(&environment).expect("an environment");
    std::fs::write(&environment, text.replace("protect_data: false", "protect_data: true"))
        .expect("a file");
    let run = shop.run(&["plan", "--destroy", "--out", "plan.json"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stdout.contains("Refused:"), "{}", run.stdout);
    assert!(run.stderr.contains("not saved in plan.json, for it is refused"), "{}", run.stderr);
    assert!(!shop.path().join("plan.json").exists());
}

#[test]
fn a_saved_plan_that_is_refused_now_says_why() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    shop.must(&["plan", "--destroy", "--out", "plan.json"]);
    let environment = shop.path().join("environments/dev.yaml");
    let text = std::fs::read_to_string(&environment).expect("an environment");
    std::fs::write(&environment, text.replace("protect_data: false", "protect_data: true"))
        .expect("a file");
    let refused = shop.refused(&["apply", "plan.json"]);
    assert!(refused.contains("--allow-destroy"), "{refused}");
    assert_eq!(names(&shop).as_array().expect("a list").len(), 2);
}

#[cfg(unix)]
#[test]
fn state_and_plan_and_records_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let shop = planned();
    let mode = |path: &std::path::Path| {
        let metadata = std::fs::metadata(path).expect("a file");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode(&shop.path().join("plan.json")), 0o600);
    let state = shop.path().join("state");
    assert_eq!(mode(&state), 0o700);
    assert_eq!(mode(&state.join("state.json")), 0o600);
    assert_eq!(mode(&state.join("runs")), 0o700);
    for record in std::fs::read_dir(state.join("runs")).expect("records") {
        assert_eq!(mode(&record.expect("a record").path()), 0o600);
    }
}

#[cfg(unix)]
#[test]
fn a_state_file_that_is_a_link_stays_one() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    let (link, real) = (shop.path().join("state/state.json"), shop.path().join("real.json"));
    std::fs::rename(&link, &real).expect("a state");
    std::os::unix::fs::symlink("../real.json", &link).expect("a link");
    let shop = shop.specs(THREE);
    shop.must(&["apply", "--auto-approve"]);
    assert!(std::fs::symlink_metadata(&link).expect("a link").is_symlink());
    let state = std::fs::read_to_string(&real).expect("a state");
    assert!(state.contains("logs.log_group.c"), "{state}");
    shop.is_settled();
}

#[test]
fn what_is_no_file_is_not_read() {
    let shop = Shop::in_folder(TWO);
    for (file, why) in [
        ("/dev/zero", "it is a device or pipe"),
        (".", "it is a folder"),
        ("nowhere.json", "cannot read the plan nowhere.json"),
    ] {
        for verb in ["show", "apply"] {
            let refused = shop.refused(&[verb, file]);
            assert!(refused.contains(why), "{verb} {file}: {refused}");
        }
    }
}
