//! moto, the second opinion.

use std::ops::Deref;
use std::sync::OnceLock;

use crate::{Emulator, Options, Result, Server};

/// A running moto. It has one account.
#[derive(Debug)]
pub struct Moto(Server);

impl Moto {
    /// Starts a server.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start(options: &Options) -> Result<Self> {
        Server::start(Emulator::Moto, options).map(Self)
    }
}

impl Deref for Moto {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

/// The one server that all tests of a process share, started by the first that asks. All see the
/// same account, so each test uses names of its own, and none resets it.
///
/// # Panics
/// The server does not start: no test that needs it can go on.
pub fn shared_moto() -> &'static Moto {
    static SHARED: OnceLock<Moto> = OnceLock::new();
    SHARED.get_or_init(|| match Moto::start(&Options::default()) {
        Ok(server) => server,
        Err(error) => panic!("{error}"),
    })
}
