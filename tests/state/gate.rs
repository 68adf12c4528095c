//! A way to an emulator that a test can close for some requests, so that a run stands still exactly
//! where the test wants to look at it, or hears what no emulator says.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// Forwards everything to an emulator but requests with a certain text in their heads, such as an
/// operation's name: those it holds back until it is open, or answers itself.
pub struct Gate {
    pub endpoint: String,
    arrivals: Receiver<()>,
    door: Arc<Door>,
}

#[derive(Default)]
struct Door {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Door {
    fn wait(&self) {
        let is_open = self.is_open.lock().expect("the door");
        let _open = self.opened.wait_while(is_open, |is_open| !*is_open);
    }
}

impl Gate {
    /// Holds the requests to `endpoint` back.
    pub fn before(text: &'static str, endpoint: &str) -> Self {
        Self::new(text, None, endpoint)
    }

    /// Answers the requests to `endpoint` with a status and an error of S3.
    pub fn answering(text: &'static str, status: u16, code: &str, endpoint: &str) -> Self {
        let body = format!("<Error><Code>{code}</Code><Message>said AWS</Message></Error>");
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 {status} No\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        Self::new(text, Some(answer), endpoint)
    }

    fn new(text: &'static str, answer: Option<String>, endpoint: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let server = endpoint.trim_start_matches("http://").to_owned();
        let (sender, arrivals) = channel();
        let door = Arc::new(Door::default());
        let held = door.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let way = Way {
                    server: server.clone(),
                    text,
                    answer: answer.clone(),
                    door: held.clone(),
                    arrivals: sender.clone(),
                };
                thread::spawn(move || way.forward(client));
            }
        });
        Self {
            endpoint: format!("http://127.0.0.1:{port}"),
            arrivals,
            door,
        }
    }

    /// Waits until a request is held back.
    pub fn wait(&self) {
        let arrived = self.arrivals.recv_timeout(Duration::from_secs(60));
        arrived.expect("such a request comes");
    }

    /// Lets everything through from now on.
    pub fn open(&self) {
        *self.door.is_open.lock().expect("the door") = true;
        self.door.opened.notify_all();
    }
}

/// What one connection is led along.
struct Way {
    server: String,
    text: &'static str,
    answer: Option<String>,
    door: Arc<Door>,
    arrivals: Sender<()>,
}

impl Way {
    fn forward(&self, mut client: TcpStream) {
        let Ok(mut server) = TcpStream::connect(&self.server) else {
            return;
        };
        let (mut answers, mut to_client) = (
            server.try_clone().expect("a socket"),
            client.try_clone().expect("a socket"),
        );
        thread::spawn(move || std::io::copy(&mut answers, &mut to_client));
        let mut buffer = vec![0; 1 << 16];
        // The head of a request comes in one piece: it is small.
        while let Ok(length @ 1..) = client.read(&mut buffer) {
            let piece = &buffer[..length];
            if self.concerns(piece) {
                let _ = self.arrivals.send(());
                if let Some(answer) = &self.answer {
                    let _ = client.write_all(answer.as_bytes());
                    break;
                }
                self.door.wait();
            }
            if server.write_all(piece).is_err() {
                break;
            }
        }
        let _ = server.shutdown(Shutdown::Both);
        let _ = client.shutdown(Shutdown::Both);
    }

    fn concerns(&self, piece: &[u8]) -> bool {
        let text = self.text.as_bytes();
        piece.windows(text.len()).any(|window| window == text)
    }
}
