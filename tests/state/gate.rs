//! A way to an emulator that a test can close for some requests, so that a run stands still exactly
//! where the test wants to look at it, or hears what no emulator says.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use crate::proxy::{Call, Proxy, Treatment, refusal};

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
        Self::new(text, endpoint, |_, door| {
            door.wait();
            Treatment::Forward
        })
    }

    /// Answers the requests to `endpoint` with a status and an error of their service.
    pub fn answering(text: &'static str, status: u16, code: &'static str, endpoint: &str) -> Self {
        Self::new(text, endpoint, move |call, _| {
            Treatment::Answer(refusal::error(call, status, code, "said AWS"))
        })
    }

    fn new(
        text: &'static str,
        endpoint: &str,
        treat: impl Fn(&Call, &Door) -> Treatment + Send + Sync + 'static,
    ) -> Self {
        let (sender, arrivals) = channel();
        let sender: Mutex<Sender<()>> = Mutex::new(sender);
        let door = Arc::new(Door::default());
        let held = door.clone();
        let proxy = Proxy::start(endpoint, move |call| {
            if !call.head.contains(text) {
                return Treatment::Forward;
            }
            let _ = sender.lock().expect("the sender").send(());
            treat(call, &held)
        });
        Self { endpoint: proxy.endpoint, arrivals, door }
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
