//! A state that is so large that what changes goes into a journal, and runs that are killed while they write it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::shop::{Running, Shop, TWO};

/// So many log groups that the state is larger than a part of a journal.
const MANY: &str = r#"
    logs.log_group:
      many:
        for_each: '${toset([for number in range(160) : "group-${number}"])}'
    outputs:
      arn: ${logs.log_group.many["group-0"].arn}
"#;

fn both() -> [Shop; 2] {
    [Shop::in_folder(MANY), Shop::in_bucket(MANY)]
}

/// How many log groups there are.
fn count(shop: &Shop) -> usize {
    let counted = shop.ask(
        r#"
        pages = boto3.client("logs").get_paginator("describe_log_groups").paginate()
        print(json.dumps(sum(len(page["logGroups"]) for page in pages)))
        "#,
    );
    counted.as_u64().expect("a number").try_into().expect("a few")
}

/// Waits until the state names a journal, and gives its id.
fn journal(shop: &Shop) -> String {
    for _ in 0..600 {
        let state = shop.file("state.json");
        let state = state.and_then(|state| serde_json::from_str::<Value>(&state).ok());
        if let Some(id) = state.as_ref().and_then(|state| state["journal"].as_str()) {
            return id.to_owned();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the state has no journal");
}

fn kill(run: Running, shop: &Shop) {
    run.signal("KILL");
    assert_eq!(run.end().code, None);
    let id = shop.lock_id();
    shop.must(&["unlock", &id]);
}

/// All is there, and the state knows it; without the state's objects nothing is left.
fn converges(shop: &Shop) {
    shop.must(&["apply", "--auto-approve"]);
    assert_eq!(count(shop), 160);
    shop.is_settled();
    let state = shop.file("state.json").expect("a state");
    assert!(!state.contains("\"journal\""), "it is folded in");
    shop.must(&["destroy", "--auto-approve"]);
    assert_eq!(count(shop), 0);
}

#[test]
fn whoever_reads_the_state_of_a_run_under_way_reads_its_journal() {
    for shop in both() {
        // Slowly enough to be looked at while it goes on.
        shop.slow_down("10");
        let apply = shop.start(&["apply", "--auto-approve", "--parallelism", "2"]);
        let id = journal(&shop);
        shop.speed_up("10");
        // More than the document says alone.
        let known = |text: &str| text.matches("logs.log_group.many").count();
        let listed = shop.must(&["state", "list"]);
        let part = shop.file(&format!("journal/{id}-1.jsonl"));
        kill(apply, &shop);
        assert!(part.is_some() && known(&listed) > 0, "{listed}");
        let (listed, there) = (known(&shop.must(&["state", "list"])), count(&shop));
        // Two were being created, and are known by their intents.
        assert!((there - 2..=there).contains(&listed), "{listed} of {there}");
        converges(&shop);
    }
}

#[test]
fn a_run_that_is_killed_while_it_writes_a_journal_forgets_nothing() {
    for shop in both() {
        // Whatever a run is about at these moments, it has come further than the one before it.
        for pause in [700, 1200, 2000] {
            for verb in ["apply", "destroy"] {
                let run = shop.start(&[verb, "--auto-approve"]);
                std::thread::sleep(Duration::from_millis(pause));
                run.signal("KILL");
                run.end();
                if shop.file("lock.json").is_some() {
                    shop.must(&["unlock", &shop.lock_id()]);
                }
            }
        }
        converges(&shop);
    }
}

#[test]
fn a_run_that_is_killed_after_it_has_folded_its_journal_leaves_files_that_count_for_nothing() {
    let shop = Shop::in_bucket(MANY);
    let gate = Gate::before("DELETE /", &shop.endpoint);
    let apply = shop.start(&["apply", "--auto-approve", "--endpoint-url", &gate.endpoint]);
    gate.wait();
    apply.signal("KILL");
    apply.end();
    let state = shop.file("state.json").expect("a state");
    assert!(!state.contains("\"journal\""), "it is folded in");
    assert_ne!(files(&shop), json!([]), "nothing is deleted yet");
    shop.must(&["unlock", &shop.lock_id()]);
    assert_eq!(count(&shop), 160);
    shop.is_settled();
    converges(&shop);
    assert_eq!(files(&shop), json!([]), "the next run deletes them");
}

/// The lock, the record, all ends at once, and the record's end: no deletion waits for a write.
#[test]
fn a_destroy_writes_to_its_bucket_four_times() {
    let shop = Shop::in_bucket(TWO);
    shop.must(&["apply", "--auto-approve"]);
    let run = shop.run(&["destroy", "--auto-approve", "--stats"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let writes = run.stderr.lines().find_map(|line| line.trim().strip_suffix("S3 PutObject"));
    assert_eq!(writes.map(str::trim), Some("4"), "{}", run.stderr);
    assert_eq!(count(&shop), 0);
    let state = shop.file("state.json").expect("a state");
    assert!(!state.contains("logs.log_group"), "{state}");
}

/// The files of journals in the bucket.
fn files(shop: &Shop) -> Value {
    let (bucket, prefix) = shop.state["s3://".len()..].split_once('/').expect("a prefix");
    shop.ask(&format!(
        r#"
        listed = boto3.client("s3").list_objects_v2(Bucket="{bucket}", Prefix="{prefix}/journal/")
        print(json.dumps([one["Key"] for one in listed.get("Contents", [])]))
        "#
    ))
}
