//! From a state of Terraform to a project that owns what it says, by what `init` tells a new user to type.

use std::process::Command;

use crate::platform::Platform;
use crate::pty::on_terminal_typing;

/// The lines that are to be typed, below `Next`.
fn steps(told: &str) -> Vec<String> {
    let (_, steps) = told.split_once("\nNext ").expect("what comes next");
    steps.lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn what_terraform_owns_is_taken_over_by_what_init_tells() {
    let platform = Platform::made();
    let before = platform.look();
    let endpoint = emulators::shared_ministack().endpoint();
    let folder = platform.project.path();
    let init = ["init", "shop", "--template", "terraform", "--name", "aws-devops"];
    let init = [&init[..], &["--endpoint-url", endpoint]].concat();
    let told = platform.project.run(&init);
    assert_eq!(told.code, Some(0), "{}", told.stderr);

    let steps = steps(&told.stdout);
    let [enter, write, validate, adopt, plan] = steps.as_slice() else {
        panic!("other steps: {steps:?}");
    };
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_diatonic"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().expect("a folder").display());
    // As it is printed, in the folder that is printed, by somebody at a terminal.
    let types = |step: &str, answer: &str| {
        let mut command = Command::new("sh");
        emulators::isolate(&mut command);
        command.args(["-c", &format!("{enter} && {step}")]).current_dir(folder);
        command.env("PATH", &path).env("TERM", "xterm").env("NO_COLOR", "1").env("PAGER", "cat");
        command.env("AWS_ACCESS_KEY_ID", &platform.account).env("AWS_SECRET_ACCESS_KEY", "test");
        let screen = on_terminal_typing(&command, (200, 50), "any other answer cancels: ", answer);
        assert_eq!(screen.code, Some(0), "{step}\n{}", screen.lines().join("\n"));
        screen.lines().join("\n")
    };
    let wrote = types(write, "");
    assert!(wrote.contains("wrote ./specs/legacy/") || wrote.contains("specs/legacy/"), "{wrote}");
    let valid = types(validate, "");
    assert!(valid.contains("aws-devops/dev is valid: "), "{valid}");
    let adopted = types(adopt, "yes\r");
    assert!(adopted.contains("Proven:"), "{adopted}");
    let planned = types(plan, "");
    assert!(planned.contains("Nothing to change. aws-devops/dev is as its specs say"), "{planned}");
    let nothing: [&str; 0] = [];
    assert_eq!(
        platform.look().changes_since(&before),
        nothing,
        "nothing but tags is other than it was"
    );
}
