//! States that are not what they should be: every command that reads one says so, and changes nothing.

use insta::assert_snapshot;

use crate::shop::{Shop, TWO};

/// Every command that reads a state.
const COMMANDS: [&[&str]; 9] = [
    &["plan"],
    &["apply", "--auto-approve"],
    &["destroy", "--auto-approve"],
    &["output"],
    &["state", "list"],
    &["state", "show", "logs.log_group.a"],
    &["state", "mv", "logs.log_group.a", "logs.log_group.c"],
    &["state", "forget", "logs.log_group.a"],
    &["state", "rebuild"],
];

/// What every command says of a state.
fn refusals_of(text: &str) -> String {
    let shop = Shop::in_folder(TWO);
    std::fs::create_dir_all(shop.folder()).expect("a folder");
    std::fs::write(shop.folder().join("state.json"), text).expect("a state");
    let mut refusals: Vec<String> = COMMANDS.iter().map(|verb| shop.refused(verb)).collect();
    assert_eq!(shop.file("state.json").as_deref(), Some(text));
    assert_eq!(shop.file("lock.json"), None, "the lock was given back");
    refusals.dedup();
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    refusals.remove(0)
}

#[test]
fn a_state_of_a_newer_version() {
    let text = r#"{ "format": 99, "stack": "shop-dev", "news": [] }"#;
    assert_snapshot!(refusals_of(text), @"error: the state ./state/state.json has format 99, written by a newer diatonic: use that version");
}

#[test]
fn a_state_of_another_stack() {
    let text = r#"{ "format": 1, "stack": "shop-prod", "salt": "", "resources": {} }"#;
    assert_snapshot!(refusals_of(text), @"error: the state ./state/state.json belongs to stack `shop-prod`, not to `shop/dev`: check `state:` in the environment's file");
}

#[test]
fn a_state_that_is_cut_off() {
    let whole = r#"{ "format": 1, "stack": "shop-dev", "salt": "", "resources": {} }"#;
    assert_snapshot!(refusals_of(&whole[..40]), @"error: the state ./state/state.json is not readable: EOF while parsing a string at line 1 column 40. Put a good copy back, or delete it: the next plan finds what is ours by names and tags");
    for nothing in ["", "\n"] {
        assert!(refusals_of(nothing).contains("is not readable: EOF while parsing"));
    }
}

#[test]
fn a_state_that_is_something_else() {
    assert_snapshot!(refusals_of("<html>"), @"error: the state ./state/state.json is not readable: expected value at line 1 column 1. Put a good copy back, or delete it: the next plan finds what is ours by names and tags");
    assert_snapshot!(refusals_of(r#"{ "version": 4, "serial": 1, "lineage": "terraform's" }"#), @"error: the state ./state/state.json is not readable: missing field `format` at line 1 column 55. Put a good copy back, or delete it: the next plan finds what is ours by names and tags");
    let bad = r#"{ "format": 1, "stack": "shop-dev", "salt": "", "resources": { "a": {} } }"#;
    assert_snapshot!(refusals_of(bad), @"error: the state ./state/state.json is not readable: `a` is not an address: one reads `<kind>.<name>`, such as `dynamodb.table.users` at line 1 column 66. Put a good copy back, or delete it: the next plan finds what is ours by names and tags");
}

/// What every command says of something in the place of a file of the state.
#[cfg(unix)]
fn refusals_in_place_of(file: &str, put: impl Fn(&std::path::Path)) -> Vec<String> {
    let shop = Shop::in_folder(TWO);
    std::fs::create_dir_all(shop.folder()).expect("a folder");
    put(&shop.folder().join(file));
    let mut refusals: Vec<String> = COMMANDS.iter().map(|verb| shop.refused(verb)).collect();
    refusals.dedup();
    refusals
}

#[cfg(unix)]
fn pipe(path: &std::path::Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo").success());
}

#[cfg(unix)]
#[test]
fn a_state_that_never_ends_is_not_read() {
    use std::os::unix::fs::symlink;

    let refusals = [
        refusals_in_place_of("state.json", pipe),
        refusals_in_place_of("state.json", |path| {
            symlink("/dev/zero", path).expect("a link");
        }),
    ];
    for refusals in refusals {
        assert_eq!(refusals, ["error: cannot read ./state/state.json: it is a device or pipe\n"]);
    }
    let refusals = refusals_in_place_of("state.json", |path| {
        let file = std::fs::File::create(path).expect("a file");
        file.set_len(1 << 40).expect("a file with nothing in it");
    });
    assert_eq!(refusals, ["error: cannot read ./state/state.json: it has more than 256 MB\n"]);
}

#[cfg(unix)]
#[test]
fn a_lock_or_a_guard_that_never_ends_is_not_opened() {
    for (file, doing) in [("lock.json", "cannot write"), (".guard", "cannot write")] {
        let shop = Shop::in_folder(TWO);
        std::fs::create_dir_all(shop.folder()).expect("a folder");
        pipe(&shop.folder().join(file));
        let refusal = shop.refused(&["apply", "--auto-approve"]);
        assert!(refusal.contains(doing), "{refusal}");
        assert!(refusal.contains("it is a device or pipe"), "{refusal}");
    }
}
