//! What can go wrong between "there is Python" and "the emulator answers".

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Emulator;

/// The result of everything in this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure to install, start or ask an emulator. Its message says all there is to say, causes
/// included.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "cannot run python3: {0}; the emulators need Python 3.10 or newer on the PATH, with venv and pip"
    )]
    PythonMissing(io::Error),

    #[error("python3 is version {found}: the emulators need Python 3.10 or newer")]
    PythonTooOld { found: String },

    #[error("no cache folder: set DIATONIC_CACHE, XDG_CACHE_HOME or HOME")]
    NoCacheFolder,

    #[error("cannot use {}: {cause}", path.display())]
    Path { path: PathBuf, cause: io::Error },

    #[error("cannot run {program}: {cause}")]
    Spawn { program: String, cause: io::Error },

    #[error("{command} failed:\n{output}")]
    Command { command: String, output: String },

    #[error("port {port} of 127.0.0.1 is taken: {emulator} cannot listen there")]
    PortTaken { emulator: Emulator, port: u16 },

    #[error("no free port on 127.0.0.1: {0}")]
    NoFreePort(io::Error),

    #[error("{emulator} ended before it answered; the end of its log:\n{log}")]
    Ended { emulator: Emulator, log: String },

    #[error("{emulator} did not answer within {} s; the end of its log:\n{log}", waited.as_secs())]
    NotReady { emulator: Emulator, waited: Duration, log: String },

    #[error("{emulator} did not answer {request}: {cause}")]
    NoAnswer { emulator: Emulator, request: String, cause: io::Error },

    #[error("{emulator} answered {request} with status {status}")]
    Refused { emulator: Emulator, request: String, status: u16 },

    #[error("{emulator} forgets nothing as long as it runs: start another one")]
    KeepsAll { emulator: Emulator },

    #[error("the process {pid} of {emulator} does not end")]
    StillRunning { emulator: Emulator, pid: i32 },
}

impl Error {
    /// For `map_err`: a failure to use the file or folder `path`.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Path { path: path.into(), cause }
    }

    /// For `map_err`: a failure to start `program`.
    pub(crate) fn spawn(program: &str) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Spawn { program: program.into(), cause }
    }
}
