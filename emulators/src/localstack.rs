//! LocalStack, for what the two others lack.

use std::ops::Deref;
use std::sync::OnceLock;

use crate::{Emulator, Options, Result, Server};

/// A running LocalStack. Each 12-digit access key is an account apart: see
/// [`fresh_account`](crate::fresh_account).
#[derive(Debug)]
pub struct LocalStack(Server);

impl LocalStack {
    /// Starts a server.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start(options: &Options) -> Result<Self> {
        Server::start(Emulator::LocalStack, options).map(Self)
    }
}

impl Deref for LocalStack {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

/// The one server that all tests of a process share, started by the first that asks. Use a
/// [`fresh_account`](crate::fresh_account) each.
///
/// # Panics
/// The server does not start: no test that needs it can go on.
pub fn shared_localstack() -> &'static LocalStack {
    static SHARED: OnceLock<LocalStack> = OnceLock::new();
    SHARED.get_or_init(|| match LocalStack::start(&Options::default()) {
        Ok(server) => server,
        Err(error) => panic!("{error}"),
    })
}
