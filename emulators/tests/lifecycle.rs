//! Servers start on ports of their own, and nothing of them outlives whoever started them.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use emulators::{Error, LocalStack, Ministack, Moto, Options, boto, client_environment, python};
use rustix::process::{Pid, test_kill_process};

const REGION: &str = "us-east-2";
const ACCOUNT: &str = "111111111111";

fn start() -> Ministack {
    Ministack::start(&Options::default()).unwrap()
}

fn listens(endpoint: &str) -> bool {
    TcpStream::connect(endpoint.trim_start_matches("http://")).is_ok()
}

fn is_alive(pid: &str) -> bool {
    let pid = Pid::from_raw(pid.parse().unwrap()).unwrap();
    test_kill_process(pid).is_ok()
}

fn eventually(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !condition() {
        assert!(Instant::now() < deadline, "still not so: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn create_queue(endpoint: &str, name: &str) {
    boto(
        endpoint,
        ACCOUNT,
        REGION,
        &format!("boto3.client('sqs').create_queue(QueueName='{name}')"),
    )
    .unwrap();
}

fn queues(endpoint: &str) -> String {
    let script = "print(*[url.rsplit('/')[-1] for url in boto3.client('sqs').list_queues().get('QueueUrls', [])])";
    boto(endpoint, ACCOUNT, REGION, script).unwrap().trim().to_string()
}

#[test]
fn two_servers_side_by_side_share_nothing() {
    let (one, other) = (start(), start());
    assert_ne!(one.endpoint(), other.endpoint());
    create_queue(one.endpoint(), "orders");
    assert_eq!(queues(one.endpoint()), "orders");
    assert_eq!(queues(other.endpoint()), "");
}

#[test]
fn reset_forgets_everything() {
    let server = start();
    create_queue(server.endpoint(), "orders");
    server.reset().unwrap();
    assert_eq!(queues(server.endpoint()), "");
}

#[test]
fn a_dropped_server_leaves_nothing_behind() {
    let server = start();
    let endpoint = server.endpoint().to_string();
    let folder = server.folder().to_path_buf();
    assert!(listens(&endpoint));
    assert!(server.log().exists());
    drop(server);
    assert!(!listens(&endpoint));
    assert!(!folder.exists());
}

#[test]
fn a_function_that_still_runs_dies_with_its_server() {
    let server = start();
    let folder = tempfile::tempdir().unwrap();
    let pid_file = folder.path().join("pid");
    let environment = client_environment(server.endpoint(), ACCOUNT, REGION);
    python(include_str!("endless_function.py"), &[pid_file.to_str().unwrap()], &environment)
        .unwrap();
    eventually("the function runs", || {
        std::fs::read_to_string(&pid_file).is_ok_and(|pid| pid.ends_with('\n'))
    });
    let pid = std::fs::read_to_string(&pid_file).unwrap();
    assert!(is_alive(pid.trim()));
    drop(server);
    eventually("the function is dead", || !is_alive(pid.trim()));
}

#[test]
fn a_server_dies_with_a_killed_parent() {
    let mut parent = stand_in_parent();
    let mut lines = BufReader::new(parent.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut line_after = |prefix: &str| {
        let line = lines.find_map(|line| line.strip_prefix(prefix).map(String::from));
        line.expect("the stand-in says where its server is")
    };
    let endpoint = line_after("endpoint ");
    let folder = PathBuf::from(line_after("folder "));
    assert!(listens(&endpoint));
    parent.kill().unwrap();
    parent.wait().unwrap();
    eventually("the server is gone", || !listens(&endpoint));
    eventually("its folder is gone", || !folder.exists());
}

/// This test binary once more, running the one test below.
fn stand_in_parent() -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "parent_that_waits_to_be_killed", "--ignored", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "the stand-in for a process that is killed; started by the test above"]
fn parent_that_waits_to_be_killed() {
    let server = emulators::shared_ministack();
    println!("\nendpoint {}\nfolder {}", server.endpoint(), server.folder().display());
    thread::sleep(Duration::from_mins(1));
}

#[test]
fn a_taken_port_is_named() {
    let server = start();
    let port = server.endpoint().rsplit(':').next().unwrap().parse().unwrap();
    let options = Options { port: Some(port), ..Options::default() };
    let errors = [Ministack::start(&options).err(), Moto::start(&options).err()];
    for error in errors {
        assert!(
            matches!(error, Some(Error::PortTaken { port: taken, .. }) if taken == port),
            "{error:?}"
        );
    }
    assert!(listens(server.endpoint()), "the server that has the port keeps it");
}

#[test]
fn a_server_that_cannot_start_shows_its_log() {
    let options =
        Options { environment: vec![("LOG_LEVEL".into(), "LOUD".into())], ..Options::default() };
    let error = Ministack::start(&options).unwrap_err();
    assert!(matches!(error, Error::Ended { .. }), "{error:?}");
    assert!(error.to_string().contains("LOUD"), "{error}");
}

#[test]
fn a_server_is_not_reached_from_outside() {
    let server = start();
    let port = server.endpoint().rsplit(':').next().unwrap();
    // Any address of the loopback network but the one it is to listen on.
    assert!(TcpStream::connect(format!("127.0.0.2:{port}")).is_err());
}

#[test]
fn python_snippets_see_the_pinned_versions() {
    let script = r#"
        from importlib.metadata import version
        print(version("ministack"), version("moto"), version("boto3") == version("botocore"))
    "#;
    assert_eq!(python(script, &[], &[]).unwrap(), "1.5.33 5.2.5 True\n");
}

#[test]
fn localstack_keeps_accounts_apart_and_forgets_nothing() {
    let server = LocalStack::start(&Options::default()).unwrap();
    let log = std::fs::read_to_string(server.log()).unwrap();
    assert!(log.contains(&format!("Running on {}", server.endpoint())), "{log}");
    create_queue(server.endpoint(), "orders");
    assert_eq!(queues(server.endpoint()), "orders");
    let other = "print(len(boto3.client('sqs').list_queues().get('QueueUrls', [])))";
    let seen = boto(server.endpoint(), "222222222222", REGION, other).unwrap();
    assert_eq!(seen.trim(), "0");
    assert!(matches!(server.reset(), Err(Error::KeepsAll { .. })));
}
