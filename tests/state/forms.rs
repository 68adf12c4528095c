//! Plans, drift and runs in the forms that are not for a terminal: they say what the JSON says.

use serde_json::Value;

use crate::shop::{Shop, TWO};

#[test]
fn markdown_is_marked_by_its_stack_and_sort() {
    let shop = Shop::in_folder(TWO);
    let plan = shop.must(&["plan", "--format", "markdown"]);
    assert!(
        plan.starts_with(
            "<!-- diatonic:plan:shop/dev -->\n### Plan for shop/dev\n\n**2 to create**"
        ),
        "{plan}"
    );
    assert!(plan.contains("<summary><code>+ logs.log_group.a</code> create</summary>"), "{plan}");
    shop.must(&["plan", "--out", "plan.json"]);
    let saved = shop.must(&["show", "plan.json", "--format", "markdown"]);
    assert_eq!(saved, plan);
    shop.must(&["apply", "--auto-approve"]);
    shop.ask("boto3.client('logs').delete_log_group(logGroupName='shop-dev-b'); print('null')");
    let drift = shop.must(&["drift", "--format", "markdown"]);
    assert!(drift.starts_with("<!-- diatonic:drift:shop/dev -->\n"), "{drift}");
    assert!(drift.contains("1 object was changed outside diatonic"), "{drift}");
    let runs: Value = serde_json::from_str(&shop.must(&["runs", "--json"])).expect("JSON");
    let run = runs[0]["id"].as_str().expect("an id");
    let shown = shop.must(&["runs", "show", run, "--format", "markdown"]);
    assert!(shown.starts_with("<!-- diatonic:run:shop/dev -->\n"), "{shown}");
    assert!(shown.contains("logs.log_group.a: done"), "{shown}");
}

#[test]
fn a_page_has_the_json_of_the_plan_in_it() {
    let shop = Shop::in_folder(TWO);
    let page = shop.must(&["plan", "--format", "html"]);
    let data = page.split_once("id=\"data\">").expect("data").1;
    let data = data.split_once("</script>").expect("an end").0;
    let data: Value = serde_json::from_str(data).expect("JSON");
    let json: Value = serde_json::from_str(&shop.must(&["plan", "--json"])).expect("JSON");
    assert_eq!(data, json);
    assert!(page.contains("<code>logs.log_group.a</code>"), "{page}");
}

#[test]
fn what_is_short_in_a_plan_is_whole_with_full() {
    let shop = Shop::in_folder(TWO);
    let short = shop.must(&["plan"]);
    assert!(short.contains("each of these 2, with its own <name>:"), "{short}");
    assert!(short.contains("(2 defaults)") && !short.contains("STANDARD"), "{short}");
    let full = shop.must(&["plan", "--full"]);
    assert_eq!(full.matches("STANDARD").count(), 2, "{full}");
    assert!(!full.contains("default"), "{full}");
    let graph = shop.must(&["plan", "--graph"]);
    assert!(graph.contains("What waits for what:\n  at once\n    + logs.log_group.a\n"), "{graph}");
    shop.must(&["apply", "--auto-approve"]);
    let runs: Value = serde_json::from_str(&shop.must(&["runs", "--json"])).expect("JSON");
    let run = runs[0]["id"].as_str().expect("an id");
    assert!(!shop.must(&["runs", "show", run]).contains("STANDARD"));
    assert!(shop.must(&["runs", "show", run, "--full"]).contains("STANDARD"));
}

#[test]
fn an_apply_tells_programs_what_it_does() {
    let shop = Shop::in_folder(TWO);
    let refused = shop.refused(&["apply", "--json"]);
    assert!(refused.contains("`--json` leaves nobody to ask"), "{refused}");
    let printed = shop.must(&["apply", "--json", "--auto-approve"]);
    let events: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let types: Vec<&str> = events.iter().filter_map(|event| event["type"].as_str()).collect();
    assert_eq!((types.first(), types.last()), (Some(&"plan"), Some(&"summary")), "{printed}");
    assert_eq!(types.iter().filter(|one| **one == "started").count(), 2, "{printed}");
    let steps = events[0]["plan"]["steps"].as_array().expect("steps");
    for finished in events.iter().filter(|event| event["type"] == "finished") {
        let step = usize::try_from(finished["step"].as_u64().expect("a position")).expect("small");
        assert!(step < steps.len());
        assert_eq!(finished["outcome"], "done");
    }
    let summary = events.last().expect("a summary");
    assert_eq!((&summary["is_success"], &summary["done"]), (&Value::from(true), &Value::from(2)));
    // Nothing to do has a beginning and an end as well.
    let printed = shop.must(&["apply", "--json", "--auto-approve"]);
    assert_eq!(printed.lines().count(), 2, "{printed}");
}
