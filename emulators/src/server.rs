//! A server that lives as long as its handle, and never longer than the process that holds it.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

use crate::emulator::endpoint;
use crate::environment::isolate;
use crate::install::install_for;
use crate::{Emulator, Error, Installation, Result, ready};

const LAUNCHER: &str = include_str!("../launch.py");
const LOG: &str = "log";
const PORT_ATTEMPTS: usize = 5;
const STOP_LIMIT: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(5);

/// How to start a server.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The port to listen on; a free one if absent.
    pub port: Option<u16>,
    /// Settings of the emulator, such as `("AUTH", "true")`, with which ministack enforces IAM
    /// policies.
    pub environment: Vec<(String, String)>,
}

/// A running emulator, on 127.0.0.1 alone. Dropping it ends the server and the functions it runs,
/// and removes its log and data; so does the end of this process, even by SIGKILL.
#[derive(Debug)]
pub struct Server {
    emulator: Emulator,
    port: u16,
    endpoint: String,
    launcher: Child,
    /// Removed when the launcher has gone, since fields are dropped after [`Drop::drop`].
    folder: TempDir,
}

impl Server {
    /// Installs the emulator if need be, starts it, and waits until it answers.
    ///
    /// # Errors
    /// As [`install`]; or the server ends or does not answer within 30 s, and the error holds the
    /// end of its log; or the port that `options` ask for is taken.
    pub fn start(emulator: Emulator, options: &Options) -> Result<Self> {
        let installation = install_for(emulator)?;
        if let Some(port) = options.port {
            return Self::start_on(emulator, &installation, port, options);
        }
        // Between finding a free port and listening on it, another process may take it.
        let mut attempts = PORT_ATTEMPTS;
        loop {
            let started = Self::start_on(emulator, &installation, free_port()?, options);
            attempts -= 1;
            if attempts == 0 || !matches!(started, Err(Error::PortTaken { .. })) {
                return started;
            }
        }
    }

    fn start_on(
        emulator: Emulator,
        installation: &Installation,
        port: u16,
        options: &Options,
    ) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix(&format!("diatonic-{emulator}-"))
            .tempdir()
            .map_err(Error::at(&std::env::temp_dir()))?;
        let launcher = launch(emulator, installation, port, folder.path(), options)?;
        let mut server = Self { emulator, port, endpoint: endpoint(port), launcher, folder };
        let log = server.log();
        ready::wait(emulator, port, &mut server.launcher, &log)?;
        Ok(server)
    }

    /// The URL to give to AWS clients, like `http://127.0.0.1:4566`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Where the server keeps its data and its log, and where others may keep what belongs to it:
    /// it is removed with the server.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the server logs.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.folder().join(LOG)
    }

    /// Forgets everything, in every account: not for a server that tests share.
    ///
    /// # Errors
    /// The server does not answer, or not with success.
    pub fn reset(&self) -> Result<()> {
        ready::reset(self.emulator, self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The end of its input makes the launcher stop everything.
        drop(self.launcher.stdin.take());
        let deadline = Instant::now() + STOP_LIMIT;
        while Instant::now() < deadline {
            if !matches!(self.launcher.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(POLL);
        }
        if let Some(group) = Pid::from_raw(self.launcher.id().cast_signed()) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.launcher.wait();
    }
}

/// Starts the launcher, which starts the server, in a process group of their own: a Ctrl-C in the
/// terminal then reaches the holder of the handle alone, and the launcher does the rest.
fn launch(
    emulator: Emulator,
    installation: &Installation,
    port: u16,
    folder: &Path,
    options: &Options,
) -> Result<Child> {
    let (output, errors) = ready::open_log(&folder.join(LOG))?;
    let mut command = Command::new(installation.python());
    isolate(&mut command);
    command
        .args(["-I", "-c", LAUNCHER])
        .arg(folder)
        .args(emulator.arguments(port))
        .current_dir(folder)
        .envs(emulator.environment(port, folder))
        .envs(options.environment.iter().cloned())
        .stdin(Stdio::piped())
        .stdout(output)
        .stderr(errors)
        .process_group(0)
        .spawn()
        .map_err(Error::spawn(emulator.name()))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(Error::NoFreePort)?;
    Ok(listener.local_addr().map_err(Error::NoFreePort)?.port())
}
