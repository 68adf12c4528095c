//! A terminal at which something is typed.

use std::process::Command;

use crate::connection::REGION;

/// Runs a command at a terminal of its own, waits until it asks, types something, and prints how it ended and what was
/// seen.
const TERMINAL: &str = r#"
    import os, pty, signal, sys
    asks, typed, command = sys.argv[1].encode(), sys.argv[2].encode().decode("unicode_escape"), sys.argv[3:]
    # A command that asks something else is waited for in vain.
    signal.alarm(120)
    process, terminal = pty.fork()
    if process == 0:
        os.execv(command[0], command)
    shown = b""
    while asks not in shown:
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

/// How a command at a terminal ends, and what is seen, if this is typed once it `asks`.
pub fn typed_at(
    command: &Command,
    (asks, typed): (&str, &str),
    (endpoint, account): (&str, &str),
) -> (String, String) {
    let mut words = vec![asks.to_owned(), typed.to_owned()];
    let command = std::iter::once(command.get_program()).chain(command.get_args());
    words.extend(command.map(|word| word.to_string_lossy().into_owned()));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let environment = emulators::client_environment(endpoint, account, REGION);
    let printed = emulators::python(TERMINAL, &words, &environment).expect("a terminal");
    let (code, shown) = printed.split_once('\n').expect("a code");
    (code.to_owned(), shown.to_owned())
}
