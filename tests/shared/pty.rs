//! A terminal for programs that look at where they write to.

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
import fcntl, os, pty, struct, sys, termios
columns, rows = int(sys.argv[1]), int(sys.argv[2])
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvp(sys.argv[3], sys.argv[3:])
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"#;

/// Runs a command on a terminal of a size. Both of its outputs go there.
pub fn on_terminal(command: &Command, columns: u16, rows: u16) -> Screen {
    let python = emulators::install().expect("the emulators' Python").python();
    let mut terminal = Command::new(python);
    terminal.args(["-c", SCRIPT, &columns.to_string(), &rows.to_string()]);
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
