//! ministack, the default emulator.

use std::ops::Deref;
use std::sync::OnceLock;

use crate::{Emulator, Options, Result, Server};

/// A running ministack. Each 12-digit access key is an account apart: see
/// [`fresh_account`](crate::fresh_account).
#[derive(Debug)]
pub struct Ministack(Server);

impl Ministack {
    /// Starts a server.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start(options: &Options) -> Result<Self> {
        Server::start(Emulator::Ministack, options).map(Self)
    }
}

impl Deref for Ministack {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

/// The one server that all tests of a process share, started by the first that asks. Use a
/// [`fresh_account`](crate::fresh_account) each, and never reset it.
///
/// # Panics
/// The server does not start: no test that needs it can go on.
pub fn shared_ministack() -> &'static Ministack {
    static SHARED: OnceLock<Ministack> = OnceLock::new();
    SHARED.get_or_init(|| match Ministack::start(&Options::default()) {
        Ok(server) => server,
        Err(error) => panic!("{error}"),
    })
}
