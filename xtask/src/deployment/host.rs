//! Where the platform is: an emulator, with a folder for diatonic's state beside its data.

use std::path::PathBuf;

use emulators::background::Background;
use emulators::{Emulator, Ministack, Options};

use crate::failure::{Failure, Result};
use crate::terminal::say;
use crate::workspace::typed;

const KEPT_PORT: u16 = 4566;
const STATE: &str = "diatonic";

pub struct Host {
    endpoint: String,
    state: PathBuf,
    life: Life,
}

enum Life {
    /// The emulator ends with this command: it lives as long as this handle.
    Passing { _server: Ministack },
    /// The emulator stays when this command ends.
    Kept { port: u16 },
}

impl Host {
    pub fn passing(port: Option<u16>) -> Result<Self> {
        let options = Options { port, ..Options::default() };
        let server = Ministack::start(&options)?;
        Ok(Self {
            endpoint: server.endpoint().to_string(),
            state: server.folder().join(STATE),
            life: Life::Passing { _server: server },
        })
    }

    pub fn kept(port: Option<u16>) -> Result<Self> {
        let port = port.unwrap_or(KEPT_PORT);
        let server = Background::new(Emulator::Ministack, port)?;
        if !server.start()? {
            return Err(Failure::from(format!(
                "an emulator runs on port {port} already, and this starts from nothing\n\
                 stop it: cargo xtask emulator stop --port {port}"
            )));
        }
        Ok(Self {
            endpoint: server.endpoint(),
            state: server.folder().join(STATE),
            life: Life::Kept { port },
        })
    }

    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Where diatonic's state is, as it wants to be told.
    pub fn state(&self) -> String {
        format!("file:{}", self.state.display())
    }

    /// Says how to work with what was kept; nothing, if it goes with this command.
    pub fn say_how_to_go_on(&self, page: &str, options: &[String]) {
        if let Life::Kept { port } = self.life {
            say(format!("\nThe emulator goes on running. Open the page in a browser: {page}"));
            say("The code of every confirmation is 123456.");
            say("\nChange a spec, and see what diatonic makes of it:\n");
            say(format!("$ cargo run -- plan {}", typed(options.iter().map(String::as_str))));
            say("\nStop it, and all that was made is gone:\n");
            say(format!("$ cargo xtask emulator stop --port {port}"));
        }
    }
}
