//! An emulator in the background outlives the process that started it, and `stop` finds it again.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use emulators::background::Background;
use emulators::{Emulator, Error};

/// The port, for the stand-in below.
const PORT: &str = "EMULATORS_TEST_PORT";

#[test]
fn a_background_server_outlives_its_starter_and_stops_when_told() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let server = Background::new(Emulator::Ministack, port).unwrap();
    assert!(!server.stop().unwrap(), "nothing runs yet");

    let starter = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "process_that_starts_a_server_and_ends", "--ignored"])
        .env(PORT, port.to_string())
        .output()
        .unwrap();
    assert!(starter.status.success(), "{starter:?}");

    server.reset().unwrap();
    assert!(!server.start().unwrap(), "it runs already");
    assert!(server.log().exists());
    assert!(server.stop().unwrap());
    assert!(server.reset().is_err(), "nobody answers");
    assert!(!server.folder().exists());
    assert!(!server.stop().unwrap());
}

#[test]
fn a_server_that_cannot_start_leaves_nothing_behind() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    for emulator in [Emulator::Ministack, Emulator::Moto] {
        let server = Background::new(emulator, port).unwrap();
        let error = server.start().unwrap_err();
        assert!(matches!(error, Error::PortTaken { .. }), "{error:?}");
        assert!(!server.folder().exists());
    }
}

#[test]
#[ignore = "the stand-in for a process that ends; started by the test above"]
fn process_that_starts_a_server_and_ends() {
    let port = std::env::var(PORT).unwrap().parse().unwrap();
    let server = Background::new(Emulator::Ministack, port).unwrap();
    assert!(server.start().unwrap());
}
