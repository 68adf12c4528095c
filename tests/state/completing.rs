//! What a shell is offered of a state that is in a bucket: what a command has last read of it.

use std::path::Path;

use crate::project::Run;
use crate::shop::{Shop, TWO};

/// What a command prints, with a cache of its own.
fn must(shop: &Shop, cache: &Path, arguments: &[&str]) -> String {
    let mut command = shop.command(arguments);
    let run = Run::from(command.env("XDG_CACHE_HOME", cache).output().expect("the binary runs"));
    assert_eq!(run.code, Some(0), "{arguments:?}\n{}", run.stderr);
    run.stdout
}

/// What the shell would offer behind these words, of which the last is being typed. Nobody can be asked. Runs begin with `2`,
/// as years do; behind nothing at all, options are offered too.
fn offered(shop: &Shop, cache: &Path, words: &[&str]) -> Vec<String> {
    let mut command = shop.command(&[&["--", "diatonic"], words].concat());
    command.env("DIATONIC_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    command.env("_CLAP_IFS", "\n").env("XDG_CACHE_HOME", cache).env_remove("AWS_ACCESS_KEY_ID");
    let run: Run = command.output().expect("the binary runs").into();
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    run.stdout.lines().map(str::to_owned).collect()
}

fn run_ids(shop: &Shop, cache: &Path) -> Vec<String> {
    let runs: serde_json::Value =
        serde_json::from_str(&must(shop, cache, &["runs", "--json"])).expect("JSON");
    let runs = runs.as_array().expect("a list").iter();
    runs.map(|run| run["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn a_shell_is_offered_what_a_verb_has_last_read_of_a_bucket() {
    let shop = Shop::in_bucket(TWO);
    let cache = tempfile::TempDir::new().unwrap();
    let cache = cache.path();
    let nothing: [&str; 0] = [];
    assert_eq!(offered(&shop, cache, &["runs", "show", "2"]), nothing);
    must(&shop, cache, &["apply", "--auto-approve"]);
    let first = offered(&shop, cache, &["runs", "show", "2"]);
    assert_eq!(first.len(), 1, "{first:?}");
    assert_eq!(first, run_ids(&shop, cache));

    // What the specs no longer have is known from the state.
    let shop = shop.specs("logs.log_group: { c: {} }");
    let both = ["logs.log_group.a", "logs.log_group.b"];
    assert_eq!(offered(&shop, cache, &["state", "show", "logs"]), both);
    must(&shop, cache, &["apply", "--auto-approve"]);
    assert_eq!(offered(&shop, cache, &["state", "show", "logs"]), ["logs.log_group.c"]);
    let all = offered(&shop, cache, &["rollback", "2"]);
    assert_eq!(all, run_ids(&shop, cache), "the newest comes first");
    assert_eq!(all.len(), 2, "{all:?}");

    // Another user, who has listed nothing yet, and then has.
    let other = tempfile::TempDir::new().unwrap();
    assert_eq!(offered(&shop, other.path(), &["rollback", "2"]), nothing);
    run_ids(&shop, other.path());
    assert_eq!(offered(&shop, other.path(), &["rollback", "2"]), all);
}

#[cfg(unix)]
#[test]
fn what_is_remembered_is_the_users_own_and_nothing_but_names() {
    use std::os::unix::fs::PermissionsExt;

    let shop = Shop::in_bucket(
        "variables: { token: { type: string, sensitive: true } }\n\
         ssm.parameter: { token: { secret: \"${var.token}\" } }\n",
    );
    let cache = tempfile::TempDir::new().unwrap();
    must(&shop, cache.path(), &["apply", "--auto-approve", "--var", "token=first-secret"]);
    let files = walkdir::WalkDir::new(cache.path()).into_iter();
    let files: Vec<_> = files.flatten().filter(|entry| entry.path().is_file()).collect();
    let [file] = files.as_slice() else { panic!("{files:?}") };
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(text.contains("ssm.parameter.token") && !text.contains("first-secret"), "{text}");
    let mode = file.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
