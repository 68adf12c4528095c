//! What `init` asks at a terminal, and what it makes of the answers.

use std::path::Path;

/// Runs a command at a terminal of its own in a folder, types something, and prints how it ended and what was seen.
const TERMINAL: &str = r#"
    import os, pty, sys
    folder, typed, command = sys.argv[1], sys.argv[2].encode().decode("unicode_escape"), sys.argv[3:]
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execv(command[0], command)
    shown = b""
    while b": " not in shown:
        shown += os.read(terminal, 4096)
    os.write(terminal, typed.encode())
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:
        pass
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
    print(shown.decode())
"#;

fn init_at_a_terminal(folder: &Path, typed: &str) -> (String, String) {
    let words =
        [folder.to_str().expect("a path"), typed, env!("CARGO_BIN_EXE_diatonic"), "init", "shop"];
    let environment =
        emulators::client_environment("http://127.0.0.1:1", "000000000000", "us-east-2");
    let printed = emulators::python(TERMINAL, &words, &environment).expect("a terminal");
    let (code, shown) = printed.split_once('\n').expect("a code");
    (code.to_owned(), shown.to_owned())
}

#[test]
fn what_no_option_says_is_asked_for_once_more_where_it_cannot_be_right() {
    let folder = tempfile::tempdir().expect("a folder");
    // The template and the names by default, an account on the second try, and a region of its own.
    let typed = "\\n\\n\\n12\\n123456789012\\neu-west-1\\n";
    let (code, shown) = init_at_a_terminal(folder.path(), typed);
    assert_eq!(code, "0", "{shown}");
    assert!(shown.contains("an account has twelve digits"), "{shown}");
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
    let (code, shown) = init_at_a_terminal(folder.path(), "\\x04");
    assert_eq!(code, "1", "{shown}");
    assert!(shown.contains("there was no answer, so nothing was written"), "{shown}");
    assert!(!folder.path().join("shop").exists());
}
