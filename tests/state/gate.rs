//! A way to an emulator that a test can close for some requests, so that a run stands still exactly
//! where the test wants to look at it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// Forwards everything to an emulator, and holds requests with a certain text back until it is open.
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
    /// Holds back the requests to `endpoint` in whose head `text` stands, such as an operation's name.
    pub fn before(text: &'static str, endpoint: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let server = endpoint.trim_start_matches("http://").to_owned();
        let (sender, arrivals) = channel();
        let door = Arc::new(Door::default());
        let held = door.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (server, held, sender) = (server.clone(), held.clone(), sender.clone());
                thread::spawn(move || forward(client, &server, text, &held, &sender));
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

fn forward(client: TcpStream, server: &str, text: &str, door: &Door, arrivals: &Sender<()>) {
    let Ok(server) = TcpStream::connect(server) else {
        return;
    };
    let (mut answers, mut to_client) = (
        server.try_clone().expect("a socket"),
        client.try_clone().expect("a socket"),
    );
    thread::spawn(move || std::io::copy(&mut answers, &mut to_client));
    let (mut client, mut server) = (client, server);
    let mut buffer = vec![0; 1 << 16];
    // The head of a request comes in one piece: it is small.
    while let Ok(length @ 1..) = client.read(&mut buffer) {
        let piece = &buffer[..length];
        let is_wanted = piece
            .windows(text.len())
            .any(|window| window == text.as_bytes());
        if is_wanted && !*door.is_open.lock().expect("the door") {
            let _ = arrivals.send(());
            door.wait();
        }
        if server.write_all(piece).is_err() {
            return;
        }
    }
    let _ = server.shutdown(std::net::Shutdown::Both);
}
