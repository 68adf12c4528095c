//! An HTTP proxy of the tests' own, between `diatonic` and an emulator. A rule says of each call what
//! becomes of it: it may pass, be answered here, or get lost on either way.

#![allow(dead_code, reason = "no target uses all")]

mod call;
mod http;
pub mod refusal;

use std::io::Write;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

pub use call::Call;
use http::{Message, Reader};

/// What becomes of a call.
pub enum Treatment {
    /// It passes.
    Forward,
    /// The emulator never sees it, and the caller gets this instead.
    Answer(Vec<u8>),
    /// The emulator never sees it, and the caller's connection ends.
    DropBefore,
    /// The emulator carries it out; the caller's connection ends instead of an answer.
    DropAfter,
    /// The emulator carries it out; the caller waits for an answer that never comes.
    NeverAnswer,
    /// The emulator carries it out; then this is done, and the caller's connection ends.
    Afterwards(Arc<dyn Fn() + Send + Sync>),
}

/// Says what becomes of a call. It may take its time: the call waits.
pub type Rule = dyn Fn(&Call) -> Treatment + Send + Sync;

/// A way to an emulator on which a rule stands. It lives as long as the test.
pub struct Proxy {
    /// The URL to give to AWS clients.
    pub endpoint: String,
}

impl Proxy {
    /// Forwards to `endpoint` as the rule says.
    pub fn start(
        endpoint: &str,
        rule: impl Fn(&Call) -> Treatment + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let server = endpoint.trim_start_matches("http://").to_owned();
        let rule: Arc<Rule> = Arc::new(rule);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (server, rule) = (server.clone(), rule.clone());
                thread::spawn(move || {
                    // What ends a connection is told by who misses it.
                    let _ = serve(&client, &server, &*rule);
                    let _ = client.shutdown(Shutdown::Both);
                });
            }
        });
        Self { endpoint: format!("http://127.0.0.1:{port}") }
    }
}

/// Serves one connection of a client, call by call.
fn serve(mut client: &TcpStream, server: &str, rule: &Rule) -> std::io::Result<()> {
    client.set_nodelay(true)?;
    let mut requests = Reader::new(client.try_clone()?);
    let mut upstream = Upstream::new(server);
    while let Some(request) = requests.request()? {
        match rule(&Call::of(&request)) {
            Treatment::Forward => client.write_all(&upstream.send(&request)?)?,
            Treatment::Answer(answer) => client.write_all(&answer)?,
            Treatment::DropBefore => return Ok(()),
            Treatment::DropAfter => return upstream.send(&request).map(drop),
            Treatment::NeverAnswer => {
                upstream.send(&request)?;
                // Until the caller hangs up.
                requests.request()?;
                return Ok(());
            }
            Treatment::Afterwards(act) => {
                upstream.send(&request)?;
                act();
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The emulator's end of a connection, opened when it is first needed.
struct Upstream<'a> {
    server: &'a str,
    connection: Option<(TcpStream, Reader)>,
}

impl<'a> Upstream<'a> {
    fn new(server: &'a str) -> Self {
        Self { server, connection: None }
    }

    /// Sends a request and gives the answer. A server may end a connection that it has served before, so
    /// what cannot be sent there at all is sent on a new one.
    fn send(&mut self, request: &Message) -> std::io::Result<Vec<u8>> {
        if let Some((stream, answers)) = &mut self.connection
            && stream.write_all(&request.bytes).is_ok()
            && let Ok(Some(answer)) = answers.answer(&request.method)
        {
            return Ok(answer.bytes);
        }
        let mut stream = TcpStream::connect(self.server)?;
        stream.set_nodelay(true)?;
        let mut answers = Reader::new(stream.try_clone()?);
        stream.write_all(&request.bytes)?;
        let answer = answers.answer(&request.method)?;
        self.connection = Some((stream, answers));
        let ended = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        Ok(answer.ok_or_else(ended)?.bytes)
    }
}
