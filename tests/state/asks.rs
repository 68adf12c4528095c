//! What `init` asks at a terminal, and what it makes of the answers.

use std::path::Path;
use std::process::Command;

use crate::connection::REGION;
use crate::pty::{Screen, on_terminal_typing};

fn init_at_a_terminal(folder: &Path, typed: &str) -> Screen {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diatonic"));
    command.arg("init").arg(folder.join("shop"));
    command.envs(emulators::client_environment("http://127.0.0.1:1", "000000000000", REGION));
    on_terminal_typing(&command, (80, 40), ": ", typed)
}

#[test]
fn what_no_option_says_is_asked_for_once_more_where_it_cannot_be_right() {
    let folder = tempfile::tempdir().expect("a folder");
    // The template and the names by default, an account on the second try, and a region of its own.
    let typed = "\r\r\r12\r123456789012\reu-west-1\r";
    let Screen { code, raw } = init_at_a_terminal(folder.path(), typed);
    assert_eq!(code, Some(0), "{raw}");
    assert!(raw.contains("an account has twelve digits"), "{raw}");
    let environment = std::fs::read_to_string(folder.path().join("shop/environments/dev.yaml"));
    let environment = environment.expect("an environment");
    assert!(
        environment.contains("account: \"123456789012\"\nregion: eu-west-1\n"),
        "{environment}"
    );
}

#[test]
fn whoever_gives_no_answer_gets_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let Screen { code, raw } = init_at_a_terminal(folder.path(), "\x04");
    assert_eq!(code, Some(1), "{raw}");
    assert!(raw.contains("there was no answer, so nothing was written"), "{raw}");
    assert!(!folder.path().join("shop").exists());
}
