//! What was applied and then belongs to Terraform is taken over as specs that mean the same.
//!
//! A commit is held against a few sets of specs, always the same. `PROPTEST_CASES=300 cargo test --test legacy
//! round_trip` tries as many others.

mod alone;
mod draw;
mod kinds;
mod literals;
mod live;
mod terraform;

use std::path::Path;

use aws::Aws;
use language::diff::{self, Change};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};

use crate::connection::aws;
use crate::platform::Platform;
use crate::project::TestProject;
use crate::states::state;
use draw::Specs;
use live::Project;

/// Sets of specs that are tried, unless `PROPTEST_CASES` says how many.
const CASES: u32 = 3;

#[test]
fn what_is_taken_over_means_what_was_applied() {
    let mut config = Config {
        // Each try creates everything again.
        max_shrink_iters: 12,
        max_shrink_time: 60_000,
        failure_persistence: None,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = CASES;
        config.rng_seed = RngSeed::Fixed(1);
    }
    let mut runner = TestRunner::new(config);
    let tried = runner.run(&draw::specs(), |specs| round_trip(&specs).map_err(TestCaseError::fail));
    if let Err(why) = tried {
        panic!("{why}");
    }
}

/// Applies specs, lets Terraform have made what is there, takes that over, and says where the specs that
/// are written differ.
fn round_trip(specs: &Specs) -> Result<(), String> {
    let account = emulators::fresh_account();
    let first = project(&account).file("specs/app.json", &specs.0.to_string());
    let first = code(first, "one");
    let first = Platform::at(code(first, "other"), account.clone());
    succeeds(&first, &["apply", "--auto-approve"])?;
    succeeds(&first, &["plan", "--detailed-exitcode"])?;
    let before = in_account(&account, async |aws| {
        let project = Project::read(first.project.path(), &aws).await;
        alone::differences(&project, &aws).await.map(|()| project)
    })?;
    first.boto(include_str!("forget.py"));

    let mut second = Platform::at(project(&account), account);
    let instances = before.objects.values().flat_map(terraform::instances);
    let instances: Vec<(String, Value)> = instances.collect();
    let document = state("7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a14", &instances);
    second.write("terraform.tfstate", &document);
    if instances.is_empty() {
        return Ok(());
    }
    let adopted = succeeds(
        &second,
        &[
            "import-legacy", "--state", "terraform.tfstate", "--write", "specs/legacy", "--adopt",
            "--auto-approve",
        ],
    );
    let written = written(second.project.path());
    let compared = adopted.and_then(|report| {
        succeeds(&second, &["validate"])?;
        succeeds(&second, &["plan", "--detailed-exitcode"])?;
        let path = second.project.path();
        let after = in_account(&second.account, async |aws| Project::read(path, &aws).await);
        differences(&before, &after).map_err(|why| format!("{why}\n{report}"))?;
        literals::none(&after)
    });
    compared.map_err(|why| format!("{why}\nwritten:\n{written}"))
}

/// A project in the environment that all share, with no specs.
fn project(account: &str) -> TestProject {
    let endpoint = emulators::shared_ministack().endpoint();
    let environment = json!({
        "account": account,
        "region": "us-east-2",
        "project": "nexus",
        "endpoint_url": endpoint,
        "rate_limits": "unlimited",
        "tags": { "Project": "nexus", "Environment": "${env.name}" },
    });
    TestProject::empty()
        .file("environments/dev.json", &environment.to_string())
        .file("specs/app.json", "{}")
}

/// The code of a function.
fn code(project: TestProject, name: &str) -> TestProject {
    project
        .file(&format!("functions/{name}/bootstrap"), "#!/bin/sh\n")
        .file(&format!("functions/{name}/index.py"), &format!("print('{name}')\n"))
}

/// Does something in an account.
fn in_account<T>(account: &str, work: impl AsyncFnOnce(Aws) -> T) -> T {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let endpoint = emulators::shared_ministack().endpoint();
    runtime.block_on(async { work(aws(endpoint, account).await).await })
}

fn succeeds(platform: &Platform, arguments: &[&str]) -> Result<String, String> {
    let run = platform.run(arguments);
    match run.code {
        Some(0) => Ok(run.stdout),
        _ => Err(format!("{arguments:?} ends with {:?}:\n{}{}", run.code, run.stdout, run.stderr)),
    }
}

/// The text of the specs that were written.
fn written(root: &Path) -> String {
    let Ok(files) = std::fs::read_dir(root.join("specs/legacy")) else {
        return "nothing".to_owned();
    };
    let mut texts: Vec<String> = files
        .map(|file| {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("text");
            format!("# {}\n{text}", path.display())
        })
        .collect();
    texts.sort();
    texts.join("\n")
}

/// Says which objects are not in both, or do not mean the same there.
fn differences(before: &Project, after: &Project) -> Result<(), String> {
    let missing = before.objects.keys().filter(|id| !after.objects.contains_key(*id));
    let missing: Vec<_> = missing.collect();
    if !missing.is_empty() || before.objects.len() != after.objects.len() {
        return Err(format!("not taken over: {missing:#?}"));
    }
    let objects = before.objects.values().zip(after.objects.values());
    let differing: Vec<String> = objects
        .filter_map(|(before, after)| {
            let changes = differing(&before.meaning, &after.meaning)?;
            Some(format!("{} at {}: {changes:#?}", before.address, after.address))
        })
        .collect();
    match differing.is_empty() {
        true => Ok(()),
        false => Err(differing.join("\n")),
    }
}

/// What a spec says that another does not mean. What it has left to AWS, the other may say.
fn differing(before: &Value, after: &Value) -> Option<Vec<Change>> {
    let mut changes = diff::changes(before, after);
    // Of an alias that stands at the newest version, AWS does not say whether it is to follow the next.
    changes.retain(|change| change.path.last_key() != Some("newest"));
    (!changes.is_empty()).then_some(changes)
}
