//! Waiting until a server that was just started answers.

use std::fs::{self, File};
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use crate::{Emulator, Error, Result, http};

const START_LIMIT: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(10);
const ANSWER_LIMIT: Duration = Duration::from_secs(5);
const LOG_TAIL_LINES: usize = 20;

/// Opens the log for standard output and standard error.
pub(crate) fn open_log(log: &Path) -> Result<(File, File)> {
    let output = File::create(log).map_err(Error::at(log))?;
    let errors = output.try_clone().map_err(Error::at(log))?;
    Ok((output, errors))
}

/// Waits until the server that `process` runs answers on `port`.
///
/// The server must first say in its own log that it listens: an answer alone could come from another
/// emulator that took the port a moment before.
///
/// # Errors
/// The process ended, the port is taken, or half a minute has passed.
pub(crate) fn wait(emulator: Emulator, port: u16, process: &mut Child, log: &Path) -> Result<()> {
    let deadline = Instant::now() + START_LIMIT;
    while Instant::now() < deadline {
        if matches!(process.try_wait(), Ok(Some(_))) {
            return Err(explain_end(emulator, port, log));
        }
        if says_it_listens(log, port) && is_healthy(emulator, port) {
            return Ok(());
        }
        thread::sleep(POLL);
    }
    Err(Error::NotReady { emulator, waited: START_LIMIT, log: tail(log) })
}

/// Forgets everything in every account of the emulator on `port`.
///
/// # Errors
/// It cannot, does not answer, or not with success.
pub(crate) fn reset(emulator: Emulator, port: u16) -> Result<()> {
    let path = emulator.reset_path().ok_or(Error::KeepsAll { emulator })?;
    let request = || format!("POST {path}");
    match http::status("POST", port, path, ANSWER_LIMIT) {
        Ok(200) => Ok(()),
        Ok(status) => Err(Error::Refused { emulator, request: request(), status }),
        Err(cause) => Err(Error::NoAnswer { emulator, request: request(), cause }),
    }
}

/// All of them log `Running on http://127.0.0.1:PORT` once they are bound to it.
fn says_it_listens(log: &Path, port: u16) -> bool {
    let line = format!("Running on http://127.0.0.1:{port}");
    fs::read_to_string(log).is_ok_and(|log| log.contains(&line))
}

fn is_healthy(emulator: Emulator, port: u16) -> bool {
    matches!(http::status("GET", port, emulator.health_path(), ANSWER_LIMIT), Ok(200))
}

fn explain_end(emulator: Emulator, port: u16, log: &Path) -> Error {
    let log = tail(log);
    // "is already in use" of ministack, "Address already in use" of moto.
    if log.contains("already in use") {
        return Error::PortTaken { emulator, port };
    }
    Error::Ended { emulator, log }
}

fn tail(log: &Path) -> String {
    let log = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(LOG_TAIL_LINES)..].join("\n")
}
