//! One writer at a time, and what the others are told.

use insta::{allow_duplicates, assert_snapshot};
use serde_json::json;

use crate::gate::Gate;
use crate::shop::{Running, Shop, TWO};

/// An apply that stands still before it creates the first log group.
fn held_apply(shop: &Shop, gate: &Gate) -> Running {
    let apply = shop.start(&["apply", "--auto-approve", "--endpoint-url", &gate.endpoint]);
    gate.wait();
    apply
}

/// The text without what differs from run to run.
fn stable(text: &str, shop: &Shop) -> String {
    let mut text = text.replace(&shop.lock_id(), "ID").replace(&shop.account, "ACCOUNT");
    for (pattern, word) in [
        (r"\S+@\S+,", "USER@HOST,"),
        (r"process \d+", "process N"),
        (r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "TIME"),
        (r"\(\S*lock.json\)", "(LOCATION)"),
    ] {
        let pattern = regex::Regex::new(pattern).expect("a pattern");
        text = pattern.replace_all(&text, word).into_owned();
    }
    text
}

fn both() -> [Shop; 2] {
    [Shop::in_folder(TWO), Shop::in_bucket(TWO)]
}

#[test]
fn the_second_is_refused_and_told_of_the_first() {
    for shop in both() {
        let gate = Gate::before("CreateLogGroup", &shop.endpoint);
        let first = held_apply(&shop, &gate);
        let refusal = shop.refused(&["destroy", "--auto-approve"]);
        allow_duplicates!(assert_snapshot!(stable(&refusal, &shop), @"
        error: the state is locked (LOCATION)
          apply by USER@HOST, process N, since TIME
        That process still runs. Wait for it with `--lock-timeout 10m`. Only if it can no longer run: `diatonic unlock ID`
        "));
        for verb in [
            &["state", "forget", "logs.log_group.a"][..],
            &["state", "mv", "logs.log_group.a", "logs.log_group.c"],
            &["state", "rebuild"],
        ] {
            assert!(shop.refused(verb).contains("the state is locked"), "{verb:?}");
        }
        // Who writes nothing waits for nobody.
        assert_eq!(shop.run(&["plan", "--detailed-exitcode"]).code, Some(2));
        shop.must(&["state", "list"]);
        gate.open();
        let first = first.end();
        assert_eq!(first.code, Some(0), "{}", first.stderr);
        shop.is_settled();
    }
}

#[test]
fn the_second_waits_as_long_as_it_may() {
    for shop in both() {
        let gate = Gate::before("CreateLogGroup", &shop.endpoint);
        let first = held_apply(&shop, &gate);
        let impatient = shop.refused(&["apply", "--auto-approve", "--lock-timeout", "1s"]);
        assert!(impatient.starts_with("waiting for apply by "), "{impatient}");
        assert!(impatient.contains("the state is locked"), "{impatient}");
        let mut second = shop.start(&["apply", "--auto-approve", "--lock-timeout", "60s"]);
        second.wait_for("waiting for apply by ");
        gate.open();
        for run in [first.end(), second.end()] {
            assert_eq!(run.code, Some(0), "{}", run.stderr);
        }
        assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
        shop.is_settled();
    }
}

#[test]
fn who_waits_can_be_interrupted() {
    let shop = Shop::in_folder(TWO);
    let gate = Gate::before("CreateLogGroup", &shop.endpoint);
    let first = held_apply(&shop, &gate);
    let mut second = shop.start(&["apply", "--auto-approve", "--lock-timeout", "10m"]);
    second.wait_for("waiting for apply by ");
    second.signal("INT");
    let second = second.end();
    assert_eq!(second.code, Some(130));
    assert!(second.stderr.contains("nothing was changed"), "{}", second.stderr);
    gate.open();
    assert_eq!(first.end().code, Some(0), "the first never noticed");
}

#[test]
fn a_killed_run_leaves_its_lock_to_a_person() {
    for shop in both() {
        assert!(shop.refused(&["unlock", "any"]).contains("the state is not locked"));
        let gate = Gate::before("CreateLogGroup", &shop.endpoint);
        let first = held_apply(&shop, &gate);
        first.signal("KILL");
        first.end();
        let refusal = shop.refused(&["apply", "--auto-approve"]);
        allow_duplicates!(assert_snapshot!(stable(&refusal, &shop), @"
        error: the state is locked (LOCATION)
          apply by USER@HOST, process N, since TIME
        That process no longer runs. What it left half done, the next run finishes: `diatonic unlock ID`, and run again
        "));
        let wrong = shop.refused(&["unlock", "wrong"]);
        assert!(wrong.contains("`wrong` is not the lock"), "{wrong}");
        let id = shop.lock_id();
        assert!(wrong.contains(&id), "{wrong}");
        let unlocked = shop.must(&["unlock", &id]);
        assert!(unlocked.starts_with("unlocked: apply by "), "{unlocked}");
        assert!(shop.refused(&["unlock", &id]).contains("the state is not locked"));
        shop.must(&["apply", "--auto-approve"]);
        assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
        shop.is_settled();
    }
}

#[test]
fn who_has_lost_the_lock_notices_at_the_next_write_and_stops() {
    for shop in both() {
        let gate = Gate::before("CreateLogGroup", &shop.endpoint);
        let one_by_one = ["apply", "--auto-approve", "--parallelism", "1"];
        let first = shop.start(&[&one_by_one[..], &["--endpoint-url", &gate.endpoint]].concat());
        gate.wait();
        shop.must(&["unlock", &shop.lock_id()]);
        let other = Gate::before("DescribeLogGroups", &shop.endpoint);
        let second = shop.start(&["apply", "--auto-approve", "--endpoint-url", &other.endpoint]);
        other.wait();
        let second_id = shop.lock_id();
        gate.open();
        let first = first.end();
        assert_eq!(first.code, Some(1), "{}{}", first.stdout, first.stderr);
        let said = first.stdout + &first.stderr;
        for told in [
            "`shop-dev-a` was created, but could not be recorded in the state",
            "the lock of this run was removed, and apply by ",
        ] {
            assert!(said.contains(told), "{told}: {said}");
        }
        assert_eq!(shop.log_groups(), json!(["shop-dev-a"]), "it began nothing more");
        assert_eq!(shop.lock_id(), second_id, "the second still has its lock");
        other.open();
        let second = second.end();
        assert_eq!(second.code, Some(0), "{}{}", second.stdout, second.stderr);
        shop.is_settled();
        assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
    }
}

#[test]
fn where_the_lock_is_deleted_by_hand_the_run_that_writes_second_stops() {
    let shop = Shop::in_folder(TWO);
    let gate = Gate::before("CreateLogGroup", &shop.endpoint);
    let first = held_apply(&shop, &gate);
    std::fs::remove_file(shop.folder().join("lock.json")).expect("a lock");
    let other = Gate::before("DescribeLogGroups", &shop.endpoint);
    let second = shop.start(&["apply", "--auto-approve", "--endpoint-url", &other.endpoint]);
    other.wait();
    gate.open();
    let first = first.end();
    assert_eq!(first.code, Some(0), "{}{}", first.stdout, first.stderr);
    other.open();
    let second = second.end();
    let told = second.stdout + &second.stderr;
    assert_eq!(second.code, Some(1), "{told}");
    assert!(told.contains("was changed by someone else meanwhile"), "{told}");
    assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
    shop.is_settled();
}

#[test]
fn of_a_process_elsewhere_nothing_is_said_but_what_can_be_known() {
    let shop = Shop::in_folder(TWO);
    let gate = Gate::before("CreateLogGroup", &shop.endpoint);
    let first = held_apply(&shop, &gate);
    first.signal("KILL");
    first.end();
    let file = shop.folder().join("lock.json");
    let lock = std::fs::read_to_string(&file).expect("a lock");
    let lock: serde_json::Value = serde_json::from_str(&lock).expect("JSON");
    for (field, value, told) in [
        ("namespace", "pid:[1]", "runs in another container on this machine"),
        ("boot", "another", "was started since, or that is another machine of the same name"),
    ] {
        let mut elsewhere = lock.clone();
        elsewhere["origin"][field] = value.into();
        std::fs::write(&file, elsewhere.to_string()).expect("a lock");
        let refusal = shop.refused(&["apply", "--auto-approve"]);
        assert!(refusal.contains(told), "{refusal}");
        assert!(!refusal.contains("no longer runs"), "{refusal}");
    }
    let mut of_old = lock;
    of_old.as_object_mut().expect("a map").remove("origin");
    std::fs::write(&file, of_old.to_string()).expect("a lock");
    let refusal = shop.refused(&["apply", "--auto-approve"]);
    assert!(!refusal.contains("That process"), "{refusal}");
}

#[test]
fn a_lock_that_cannot_be_read_is_no_state_that_cannot_be_read() {
    let shop = Shop::in_folder(TWO);
    std::fs::create_dir_all(shop.folder()).expect("a folder");
    std::fs::write(shop.folder().join("lock.json"), "{").expect("a lock");
    for verb in [&["apply", "--auto-approve"][..], &["unlock", "any"]] {
        allow_duplicates!(
            assert_snapshot!(shop.refused(verb), @"error: the lock ./state/lock.json is not readable: EOF while parsing an object at line 1 column 1. Make sure that nobody is writing, then delete that file")
        );
    }
}

#[test]
fn an_invalid_lock_timeout_is_refused() {
    let shop = Shop::in_folder(TWO);
    let refusal = shop.refused(&["apply", "--lock-timeout", "soon"]);
    assert!(refusal.contains("`90s`, `10m` or `1h`"), "{refusal}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_a_run_that_the_disk_keeps_waiting() {
    let shop = Shop::in_folder(TWO);
    std::fs::create_dir_all(shop.folder()).expect("a folder");
    let guard = std::fs::File::create(shop.folder().join(".guard")).expect("a file");
    guard.lock().expect("nobody has locked it");
    let apply = shop.start(&["apply", "--auto-approve"]);
    apply.wait_for_file_lock();
    apply.signal("TERM");
    let end = apply.end();
    assert_eq!(end.code, Some(130), "{}", end.stderr);
    assert!(
        end.stderr.contains("interrupted: the lock may not have been released"),
        "{}",
        end.stderr
    );
}
