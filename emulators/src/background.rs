//! An emulator that outlives the command that started it, for people who want to play.
//!
//! Its folder in the cache holds its process id, its log and its data. The server holds a lock on
//! the file with its process id, as its standard input: the lock ends when the server does, however
//! it ends, so an old process id is never taken for a live server.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::emulator::endpoint;
use crate::environment::isolate;
use crate::install::install_for;
use crate::{Emulator, Error, Installation, Result, cache, ready};

const STOP_LIMIT: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(10);

/// An emulator on a port, running or not.
#[derive(Clone, Debug)]
pub struct Background {
    emulator: Emulator,
    port: u16,
    folder: PathBuf,
}

impl Background {
    /// Names an emulator on a port; starts nothing.
    ///
    /// # Errors
    /// There is no cache folder, or it cannot be made.
    pub fn new(emulator: Emulator, port: u16) -> Result<Self> {
        let folder = cache::folder()?.join(format!("background-{emulator}-{port}"));
        Ok(Self { emulator, port, folder })
    }

    /// The URL to give to AWS clients, like `http://127.0.0.1:4566`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        endpoint(self.port)
    }

    /// Where the server keeps its data and its log, and where others may keep what belongs to it:
    /// [`stop`](Self::stop) removes it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the server logs.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// Starts the server and waits until it answers. `false` if it is running already.
    ///
    /// # Errors
    /// As [`Server::start`](crate::Server::start).
    pub fn start(&self) -> Result<bool> {
        let installation = install_for(self.emulator)?;
        fs::create_dir_all(&self.folder).map_err(Error::at(&self.folder))?;
        let Some(lock) = self.claim()? else {
            return Ok(false);
        };
        let mut process = self.spawn(&installation, lock)?;
        let ready = ready::wait(self.emulator, self.port, &mut process, &self.log());
        if ready.is_err() {
            self.stop()?;
        }
        ready.map(|()| true)
    }

    /// Hands the lock over to a new server. Nothing of it stays open in this process.
    fn spawn(&self, installation: &Installation, mut lock: File) -> Result<Child> {
        let held = lock.try_clone().map_err(Error::at(&self.folder))?;
        let (output, errors) = ready::open_log(&self.log())?;
        let mut command = Command::new(installation.python());
        isolate(&mut command);
        let process = command
            .args(self.emulator.arguments(self.port))
            .current_dir(&self.folder)
            .envs(self.emulator.environment(self.port, &self.folder))
            .stdin(held)
            .stdout(output)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .map_err(Error::spawn(self.emulator.name()))?;
        lock.set_len(0)
            .and_then(|()| write!(lock, "{}", process.id()))
            .map_err(Error::at(&self.folder))?;
        Ok(process)
    }

    /// Stops the server and the functions it runs, and removes its log and data. `false` if it is
    /// not running.
    ///
    /// # Errors
    /// Its folder cannot be used, or it does not end even when killed.
    pub fn stop(&self) -> Result<bool> {
        if !self.folder.exists() {
            return Ok(false);
        }
        let running = self.claim()?.is_none();
        if running {
            self.end()?;
        }
        fs::remove_dir_all(&self.folder).map_err(Error::at(&self.folder))?;
        Ok(running)
    }

    /// Forgets everything, in every account.
    ///
    /// # Errors
    /// The server does not answer, or not with success.
    pub fn reset(&self) -> Result<()> {
        ready::reset(self.emulator, self.port)
    }

    /// Takes the lock that the server holds while it runs; nothing if it runs.
    fn claim(&self) -> Result<Option<File>> {
        let path = self.folder.join("pid");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        let file = options.open(&path).map_err(Error::at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(Error::at(&path)(cause)),
        }
    }

    /// Ends the process group of the running server: first politely, then by force.
    fn end(&self) -> Result<()> {
        let pid = self.pid()?;
        for signal in [Signal::TERM, Signal::KILL] {
            // It may have ended by itself by now.
            let _ = kill_process_group(pid, signal);
            let deadline = Instant::now() + STOP_LIMIT;
            while Instant::now() < deadline {
                if self.claim()?.is_some() {
                    return Ok(());
                }
                thread::sleep(POLL);
            }
        }
        Err(Error::StillRunning { emulator: self.emulator, pid: pid.as_raw_nonzero().get() })
    }

    fn pid(&self) -> Result<Pid> {
        let path = self.folder.join("pid");
        let mut text = String::new();
        File::open(&path)
            .and_then(|mut file| file.read_to_string(&mut text))
            .map_err(Error::at(&path))?;
        // 1 is the first process of the machine, whose group is none of ours.
        let pid = text.trim().parse().ok().filter(|pid| *pid > 1).and_then(Pid::from_raw);
        pid.ok_or_else(|| {
            let message = format!("{text:?} is not a process id");
            Error::at(&path)(std::io::Error::other(message))
        })
    }
}
