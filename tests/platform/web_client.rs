//! The web client against the API that is deployed on an emulator: `clients/web/live`.

use std::path::Path;

use serde_json::Value;

/// Two people who register, each alone in a tenant, and what they call.
const PEOPLE: &str = r#"
def token_of(email):
    expect("somebody registers", 201, register(email))
    return sign_in(email)


print(json.dumps([base, token_of("live-one@example.com"), token_of("live-two@example.com")]))
"#;

/// Runs the live suite of `clients/web`. `arguments` are those of `xtask/src/demo/client.py`.
pub fn passes(endpoint: &str, account: &str, arguments: &[&str]) {
    let script = format!("{}{PEOPLE}", include_str!("../../xtask/src/demo/client.py"));
    let environment = emulators::client_environment(endpoint, account, "us-east-2");
    let printed = emulators::python(&script, arguments, &environment);
    let printed = printed.unwrap_or_else(|error| panic!("{error}"));
    let found: Value =
        serde_json::from_str(printed.lines().last().unwrap_or_default()).expect("JSON");
    let text = |index: usize| found[index].as_str().expect("a text");

    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let node = emulators::install().expect("Node.js is there").node();
    node.install_packages(&clients).unwrap_or_else(|error| panic!("{error}"));
    let mut command = node.node();
    command
        .args(["--run", "test:live"])
        .current_dir(clients.join("web"))
        .env("PLATFORM_API_URL", text(0))
        .env("PLATFORM_TOKEN", text(1))
        .env("PLATFORM_OTHER_TOKEN", text(2));
    let output = command.output().expect("Node.js starts");
    let printed = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&printed));
}
