//! Whether a process that holds a lock still runs, as far as this machine can tell.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// Where Linux tells of its processes. Other systems have no such place, and nothing is told of theirs.
const PROC: &str = "/proc";

/// What makes a process one and the same, besides the name of its machine and its number: containers may share
/// the one, and the other comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The id of the kernel's start (`/proc/sys/kernel/random/boot_id`).
    pub boot: String,
    /// The namespace in which the number counts (`/proc/self/ns/pid`): a container has its own.
    pub namespace: String,
    /// When the process began, in clock ticks since the kernel's start.
    pub began: u64,
}

/// What can be said of a process from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProcessStatus {
    /// It runs.
    Runs,
    /// It does not run any more.
    Ended,
    /// It runs in another container on this machine, where nobody here can look.
    OtherContainer,
    /// A machine of this name was started since, or it is another machine.
    OtherBoot,
    /// Nothing.
    Unknown,
}

impl Origin {
    /// That of this process.
    pub fn own() -> Option<Self> {
        let proc = Path::new(PROC);
        let (boot, namespace) = here(proc)?;
        Some(Self { boot, namespace, began: began(proc, std::process::id())? })
    }

    /// What became of the process of this origin and number, if it was one of a machine with our name.
    pub fn status(&self, process: u32) -> ProcessStatus {
        self.status_by(Path::new(PROC), process)
    }

    fn status_by(&self, proc: &Path, process: u32) -> ProcessStatus {
        let Some((boot, namespace)) = here(proc) else {
            return ProcessStatus::Unknown;
        };
        if boot != self.boot {
            return ProcessStatus::OtherBoot;
        }
        if namespace != self.namespace {
            return ProcessStatus::OtherContainer;
        }
        // Each namespace has a first process. Where it is not to be seen, others are hidden as well.
        if !proc.join("1").exists() {
            return ProcessStatus::Unknown;
        }
        match began(proc, process) == Some(self.began) {
            true => ProcessStatus::Runs,
            false => ProcessStatus::Ended,
        }
    }
}

/// The kernel's start and the namespace of this process.
fn here(proc: &Path) -> Option<(String, String)> {
    let boot = std::fs::read_to_string(proc.join("sys/kernel/random/boot_id")).ok()?;
    let namespace = std::fs::read_link(proc.join("self/ns/pid")).ok()?;
    Some((boot.trim().to_owned(), namespace.to_string_lossy().into_owned()))
}

/// When a process began; nothing if there is none, or only what its parent has not taken note of yet.
fn began(proc: &Path, process: u32) -> Option<u64> {
    /// Positions of the state and of the start among the fields after the program's name (proc(5): 3 and 22).
    const STATE: usize = 0;
    const BEGAN: usize = 19;
    let stat = std::fs::read_to_string(proc.join(process.to_string()).join("stat")).ok()?;
    // The name stands in parentheses, and may have some itself.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let is_over = matches!(*fields.get(STATE)?, "Z" | "X");
    match is_over {
        true => None,
        false => fields.get(BEGAN)?.parse().ok(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use super::*;

    /// A place like `/proc` with a first process and one of number 7.
    fn proc(boot: &str, namespace: &str, state: &str, began: u64) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in ["sys/kernel/random", "self/ns", "1", "7"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        fs::write(root.path().join("sys/kernel/random/boot_id"), format!("{boot}\n")).unwrap();
        std::os::unix::fs::symlink(namespace, root.path().join("self/ns/pid")).unwrap();
        let zeros = ["0"; 18].join(" ");
        let stat = format!("7 (a (b) c) {state} {zeros} {began} 0 0\n");
        fs::write(root.path().join("7/stat"), stat).unwrap();
        root
    }

    #[test]
    fn what_became_of_a_process_is_said_only_where_it_can_be_known() {
        let origin = Origin { boot: "b1".to_owned(), namespace: "pid:[1]".to_owned(), began: 500 };
        for (here, process, status) in [
            (proc("b1", "pid:[1]", "S", 500), 7, ProcessStatus::Runs),
            (proc("b1", "pid:[1]", "S", 501), 7, ProcessStatus::Ended),
            (proc("b1", "pid:[1]", "Z", 500), 7, ProcessStatus::Ended),
            (proc("b1", "pid:[1]", "S", 500), 8, ProcessStatus::Ended),
            (proc("b1", "pid:[2]", "S", 500), 8, ProcessStatus::OtherContainer),
            (proc("b2", "pid:[1]", "S", 500), 8, ProcessStatus::OtherBoot),
        ] {
            assert_eq!(origin.status_by(here.path(), process), status);
        }
        let hidden = proc("b1", "pid:[1]", "S", 500);
        fs::remove_dir(hidden.path().join("1")).unwrap();
        assert_eq!(origin.status_by(hidden.path(), 8), ProcessStatus::Unknown);
        let elsewhere = tempfile::tempdir().unwrap();
        assert_eq!(origin.status_by(elsewhere.path(), 7), ProcessStatus::Unknown);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_runs() {
        let own = Origin::own().unwrap();
        assert_eq!(own.status(std::process::id()), ProcessStatus::Runs);
    }
}
