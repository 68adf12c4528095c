//! Code that runs: packages are built, uploaded and called.

use std::time::Duration;

use kind::AnyKind;
use kind::registry;
use serde_json::{Value, json};
use workspace::Workspace;

use crate::by_value::ByValue;
use crate::harness::{aws, unique_name};

fn kind() -> &'static dyn AnyKind {
    registry::find("lambda.function").expect("the kind is registered")
}

fn workspace() -> Workspace {
    Workspace::new(env!("CARGO_MANIFEST_DIR"))
}

/// Creates a function on ministack, which runs it, and calls it.
async fn called(mut spec: Value, payload: &str) -> Value {
    let endpoint = emulators::shared_ministack().endpoint();
    let account = emulators::fresh_account();
    let name = unique_name();
    spec["name"] = json!(name);
    spec["role"] = json!(format!("arn:aws:iam::{account}:role/any"));
    assert_eq!(kind().check(&spec), vec![]);
    let aws = aws(endpoint, &account).await;
    kind().create(&aws, &workspace(), spec).await.expect("create succeeds");
    let expression = format!(
        "json.loads(client('lambda').invoke(FunctionName=name, Payload='{payload}')['Payload'].read())"
    );
    let answer = tokio::task::spawn_blocking(move || {
        crate::boto::ask(endpoint, &account, &name, "", &expression)
    });
    answer.await.unwrap().expect("the function answers")
}

#[tokio::test]
async fn a_folder_is_deployed_and_answers() {
    let spec = json!({
        "code": { "folder": "tests/kinds/lambda/functions/echo" },
        "runtime": "provided.al2023",
        "timeout": 10,
        "environment": { "GREETING": "hello" },
    });
    let answer = called(spec, r#"{"name": "world"}"#).await;
    assert_eq!(answer, json!({ "event": { "name": "world" }, "greeting": "hello" }));
}

#[tokio::test]
async fn a_cargo_package_is_built_and_deployed() {
    let spec = json!({
        "code": { "cargo": "post-authentication", "profile": "dev" },
        "timeout": 30,
        "memory": 256,
        "environment": {
            "USER_PROFILES_TABLE": "profiles",
            "USER_SESSIONS_TABLE": "sessions",
            "SYSTEM_LOGS_TABLE": "logs",
            "ENVIRONMENT": "test",
        },
    });
    // The trigger gives Cognito its event back, whatever becomes of its records.
    let event = r#"{"version":"1","triggerSource":"PostAuthentication_Authentication","region":"us-east-2","userPoolId":"p","userName":"u","callerContext":{"awsSdkVersion":"1","clientId":"c"},"request":{"userAttributes":{"sub":"s"}},"response":{}}"#;
    let answer = tokio::time::timeout(Duration::from_secs(300), called(spec, event)).await.unwrap();
    assert_eq!(answer["userName"], "u", "{answer}");
}

#[tokio::test]
async fn a_package_is_built_the_same_twice() {
    let spec = json!({
        "name": "api", "role": "arn:aws:iam::123456789012:role/api", "runtime": "provided.al2023",
        "code": { "folder": "tests/kinds/lambda/functions" },
    });
    let one = kind().prepare(spec.clone(), &workspace()).await.unwrap();
    let other = kind().prepare(spec, &workspace()).await.unwrap();
    assert_eq!(one["code"], other["code"]);
    assert_eq!(one["code"]["sha256"].as_str().map(str::len), Some(44));
}

#[tokio::test]
async fn what_cannot_be_packed_points_at_the_code() {
    let prepared = |code: Value| async move {
        let spec =
            json!({ "name": "api", "role": "r", "code": code, "runtime": "provided.al2023" });
        kind().prepare(spec, &workspace()).await.unwrap_err()
    };
    let finding = prepared(json!({ "folder": "dist" })).await;
    assert_eq!(finding.path.to_string(), "code.folder");
    let finding = prepared(json!({ "zip": "build/api.zip" })).await;
    assert_eq!(finding.path.to_string(), "code.zip");
    let finding = prepared(json!({ "cargo": "no-such-package", "profile": "dev" })).await;
    assert_eq!(finding.path.to_string(), "code.cargo");
    assert!(finding.why.contains("no-such-package"), "{}", finding.why);
}

#[test]
fn missing_files_are_found_without_building() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = |code: Value| {
        let spec = json!({ "name": "api", "role": "r", "code": code });
        let findings = kind().check_files(&spec, root);
        findings.into_iter().map(|finding| finding.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found(json!({ "folder": "dist" })), ["code.folder"]);
    assert_eq!(found(json!({ "zip": "build/api.zip" })), ["code.zip"]);
    assert_eq!(found(json!({ "folder": "tests" })), Vec::<String>::new());
    assert_eq!(found(json!({ "cargo": "post-authentication" })), Vec::<String>::new());
}

/// A Cargo workspace of two functions and what they share, of which the first asks for a feature.
fn functions_that_share() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let package = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{rest}")
    };
    let main = "fn main() { println!(\"{}\", packed_shared::HAS_FEATURE); }";
    write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"*-*\"]\n");
    write("packed-shared/Cargo.toml", &package("packed-shared", "[features]\nextra = []\n"));
    write("packed-shared/src/lib.rs", "pub const HAS_FEATURE: bool = cfg!(feature = \"extra\");");
    let with =
        "[dependencies]\npacked-shared = { path = \"../packed-shared\", features = [\"extra\"] }\n";
    write("packed-one/Cargo.toml", &package("packed-one", with));
    write("packed-one/src/main.rs", main);
    let without = "[dependencies]\npacked-shared = { path = \"../packed-shared\" }\n";
    write("packed-two/Cargo.toml", &package("packed-two", without));
    write("packed-two/src/main.rs", main);
    write("packed-broken/Cargo.toml", &package("packed-broken", ""));
    write("packed-broken/src/main.rs", "fn main() { nonsense }");
    folder
}

/// Announces packages, and makes the last of them ready: its hash, or what is wrong.
async fn hash_of_last(root: &std::path::Path, packages: &[&str]) -> Result<String, String> {
    let workspace = Workspace::new(root);
    let mut specs: Vec<_> = packages
        .iter()
        .map(|package| {
            let code = json!({ "cargo": package, "profile": "dev" });
            kind().fill(&json!({ "name": package, "role": "r", "code": code })).unwrap()
        })
        .collect();
    specs.iter().for_each(|spec| spec.announce(&workspace));
    let spec = specs.last_mut().unwrap();
    spec.prepare(&workspace).await.map_err(|finding| finding.why)?;
    Ok(spec.comparable()["code"]["sha256"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn one_build_makes_all_packages_that_were_announced() {
    let folder = functions_that_share();
    let hash = async |packages: &[&str]| hash_of_last(folder.path(), packages).await;
    let together = hash(&["packed-one", "packed-two"]).await.unwrap();
    // Features are those of all who are built, so what is announced decides about the bytes, and not who asks first.
    assert_ne!(hash(&["packed-two"]).await.unwrap(), together);
    assert_eq!(hash(&["packed-one", "packed-two"]).await.unwrap(), together);
    // One that does not build keeps no other from it, and what is said is about itself.
    assert_eq!(hash(&["packed-broken", "packed-one", "packed-two"]).await.unwrap(), together);
    let why = hash(&["packed-one", "packed-broken"]).await.unwrap_err();
    assert!(why.contains("nonsense"), "{why}");
    let why = hash(&["packed-one", "packed-absent"]).await.unwrap_err();
    assert!(why.contains("packed-absent"), "{why}");
    assert!(hash(&["packed-absent", "packed-one"]).await.is_ok());
}
