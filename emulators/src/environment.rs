//! What of the caller's environment a process that talks to an emulator may see.

use std::env;
use std::process::Command;

/// Hides from `command` what would make it behave differently on somebody else's machine: AWS
/// settings and profiles, Python paths, settings of the emulators, and proxies for this host.
///
/// A function that ministack runs inherits the server's environment, so this covers it as well: no
/// test can reach a real AWS account by accident.
pub fn isolate(command: &mut Command) {
    const HIDDEN: [&str; 5] = ["AWS_", "MINISTACK_", "LOCALSTACK_", "MOTO_", "PYTHON"];
    for (name, _) in env::vars_os() {
        if HIDDEN.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("NO_PROXY", "127.0.0.1,localhost")
        .env("no_proxy", "127.0.0.1,localhost")
        .env("PYTHONUNBUFFERED", "1");
}
