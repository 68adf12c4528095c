//! A terminal for programs that look at where they write to.

#![allow(dead_code, reason = "no target uses all")]

use std::process::{Command, Stdio};

/// What was seen on a terminal.
#[derive(Debug)]
pub struct Screen {
    /// All that was written, with what commands the terminal.
    pub raw: String,
    pub code: Option<i32>,
}

impl Screen {
    /// The lines without what commands the terminal.
    pub fn lines(&self) -> Vec<String> {
        let text = regex::Regex::new("\u{1b}\\[[0-9;?]*[A-Za-z]").expect("a pattern");
        let text = text.replace_all(&self.raw, "");
        text.replace('\r', "").lines().map(str::to_owned).collect()
    }
}

/// Python's standard library has terminals, and the standard library of Rust has none.
const SCRIPT: &str = r#"
import fcntl, os, pty, re, signal, struct, sys, termios
# A command that asks something else is waited for in vain.
signal.alarm(180)
columns, rows, prompt, typed, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode(), sys.argv[4], sys.argv[5:]
# Lines, each up to the end of it, to what interrupts it, or to the end of all.
lines = re.findall("[^\r\x03\x04]*[\r\x03\x04]", typed)
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvp(command[0], command)
shown = b""
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
    shown += data
    if lines and re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]|\r", b"", shown).endswith(prompt):
        os.write(terminal, lines.pop(0).encode())
        shown = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"#;

/// Runs a command on a terminal of a size. Both of its outputs go there.
pub fn on_terminal(command: &Command, columns: u16, rows: u16) -> Screen {
    on_terminal_typing(command, (columns, rows), "", "")
}

/// The same with lines that are typed, each once a prompt is the last that is seen.
pub fn on_terminal_typing(
    command: &Command,
    (columns, rows): (u16, u16),
    prompt: &str,
    typed: &str,
) -> Screen {
    let python = emulators::install().expect("the emulators' Python").python();
    let mut terminal = Command::new(python);
    terminal.args(["-c", SCRIPT, &columns.to_string(), &rows.to_string(), prompt, typed]);
    terminal.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => terminal.env(name, value),
            None => terminal.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        terminal.current_dir(folder);
    }
    let output = terminal.stdin(Stdio::null()).output().expect("Python runs");
    Screen { raw: String::from_utf8_lossy(&output.stdout).into_owned(), code: output.status.code() }
}
