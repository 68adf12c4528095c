//! Runs that are ended in the middle: within seconds, with the lock given back, and the next goes on.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::connection::REGION;
use crate::gate::Gate;
use crate::pty::{Screen, on_terminal_typing};
use crate::shop::{Running, Shop, TWO};

/// An apply of one step at a time that stands still before its first.
fn held_apply(shop: &Shop, gate: &Gate) -> Running {
    let endpoint = ["--endpoint-url", &gate.endpoint];
    let apply = [&["apply", "--auto-approve", "--parallelism", "1"][..], &endpoint].concat();
    let apply = shop.start(&apply);
    gate.wait();
    apply
}

fn converges(shop: &Shop) {
    assert_eq!(shop.file("lock.json"), None, "the lock was given back");
    shop.must(&["apply", "--auto-approve"]);
    assert_eq!(shop.log_groups(), json!(["shop-dev-a", "shop-dev-b"]));
    shop.is_settled();
}

#[test]
fn what_is_in_flight_is_finished_and_nothing_more_begun() {
    for (shop, signal) in [
        (Shop::in_folder(TWO), "INT"),
        (Shop::in_bucket(TWO), "TERM"),
        (Shop::in_folder(TWO), "HUP"),
    ] {
        let gate = Gate::before("CreateLogGroup", &shop.endpoint);
        let mut apply = held_apply(&shop, &gate);
        apply.signal(signal);
        apply.wait_for("interrupted: finishing what is in flight");
        gate.open();
        let run = apply.end();
        assert_eq!(run.code, Some(130), "{signal}: {}", run.stderr);
        assert!(run.stdout.contains("1 done, 0 failed, 1 skipped"), "{}", run.stdout);
        assert_eq!(shop.log_groups(), json!(["shop-dev-a"]));
        let state = shop.file("state.json").expect("a state");
        assert!(state.contains("logs.log_group.a"), "{state}");
        converges(&shop);
    }
}

#[test]
fn what_does_not_come_to_an_end_is_left_after_a_while() {
    for (shop, signal) in [(Shop::in_folder(TWO), "TERM"), (Shop::in_bucket(TWO), "INT")] {
        let gate = Gate::before("CreateLogGroup", &shop.endpoint);
        let apply = held_apply(&shop, &gate);
        let start = Instant::now();
        apply.signal(signal);
        let run = apply.end();
        assert!(start.elapsed() < Duration::from_secs(7), "{:?}", start.elapsed());
        assert_eq!(run.code, Some(130));
        assert!(run.stdout.contains("interrupted while running"), "{}", run.stdout);
        converges(&shop);
    }
}

#[test]
fn a_second_signal_ends_at_once() {
    for shop in [Shop::in_folder(TWO), Shop::in_bucket(TWO)] {
        let gate = Gate::before("CreateLogGroup", &shop.endpoint);
        let mut apply = held_apply(&shop, &gate);
        apply.signal("INT");
        apply.wait_for("interrupted: finishing what is in flight");
        let start = Instant::now();
        apply.signal("INT");
        assert_eq!(apply.end().code, Some(130));
        assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
        converges(&shop);
    }
}

/// A run has the lock before it has a plan.
#[test]
fn a_run_that_is_still_planning_leaves_no_lock() {
    for (shop, verb) in [
        (Shop::in_folder(TWO), &["apply", "--auto-approve"][..]),
        (Shop::in_bucket(TWO), &["apply", "--auto-approve"]),
        (Shop::in_bucket(TWO), &["state", "rebuild"]),
    ] {
        let gate = Gate::before("DescribeLogGroups", &shop.endpoint);
        let endpoint = ["--endpoint-url", &gate.endpoint];
        let run = shop.start(&[verb, &endpoint].concat());
        gate.wait();
        assert!(shop.file("lock.json").is_some());
        run.signal("TERM");
        let run = run.end();
        assert_eq!(run.code, Some(130));
        assert!(run.stderr.contains("nothing was changed"), "{}", run.stderr);
        assert_eq!(shop.file("lock.json"), None, "the lock was given back");
    }
}

/// What an apply at a terminal shows, and how it ends, if this is typed when it asks.
fn apply_at_a_terminal(shop: &Shop, typed: &str) -> Screen {
    let mut command = shop.command(&["apply"]);
    command.envs(emulators::client_environment(&shop.endpoint, &shop.account, REGION));
    on_terminal_typing(&command, (120, 60), "any other answer cancels: ", typed)
}

#[test]
fn a_run_that_asks_is_answered_or_ended() {
    for shop in [Shop::in_folder(TWO), Shop::in_bucket(TWO)] {
        for (typed, expected, said) in [
            ("no\r", 1, "not confirmed, so nothing was changed"),
            ("\x03", 130, "^C\r\nerror: interrupted, so nothing was changed"),
            ("\x04", 1, "not confirmed, so nothing was changed"),
        ] {
            let Screen { code, raw } = apply_at_a_terminal(&shop, typed);
            assert_eq!(code, Some(expected), "{raw}");
            assert!(raw.contains(said), "{typed}: {raw}");
            assert_eq!(shop.file("lock.json"), None, "the lock was given back");
            assert_eq!(shop.log_groups(), json!([]));
        }
        let Screen { code, raw } = apply_at_a_terminal(&shop, "yes\r");
        assert_eq!(code, Some(0), "{raw}");
        shop.is_settled();
    }
}
