//! What is told before AWS is asked, and where nobody answers.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::project::TestProject;

const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "test")];

fn project(environment: &str) -> TestProject {
    let environment =
        format!("account: \"123456789012\"\nregion: us-east-2\nproject: shop\n{environment}\n");
    TestProject::empty()
        .file("environments/dev.yaml", &environment)
        .file("specs/app.yaml", "logs.log_group:\n  events: {}\n")
}

#[test]
fn an_endpoint_that_cannot_be_one_is_refused_offline() {
    for (url, why) in [
        ("foo", "it has no scheme: write `http://foo` or `https://foo`"),
        ("127.0.0.1:4566", "it has no scheme"),
        ("ftp://host", "`ftp` is neither `http` nor `https`"),
        ("http://", "it names no host"),
        ("http://host:port", "`port` is not a port"),
        ("http://a b", "` ` cannot stand in it"),
    ] {
        let given = project("").run(&["output", "--env", "dev", "--endpoint-url", url]);
        let written =
            project(&format!("endpoint_url: \"{url}\"")).run(&["validate", "--env", "dev"]);
        for run in [given, written] {
            assert_eq!(run.code, Some(1), "{url}: {}", run.stdout);
            let words = run.stderr.split_whitespace().filter(|word| *word != "│");
            let told = words.collect::<Vec<_>>().join(" ");
            assert!(told.contains("is not an endpoint"), "{told}");
            assert!(told.contains(why.split(':').next().unwrap()), "{told}");
        }
    }
}

#[test]
fn plain_http_beyond_this_machine_is_warned_of() {
    let run = project("endpoint_url: http://10.1.2.3:4566").run(&["validate", "--env", "dev"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("is not encrypted"), "{}", run.stderr);
    for url in ["http://127.0.0.1:4566", "https://10.1.2.3"] {
        let run = project(&format!("endpoint_url: {url}")).run(&["validate", "--env", "dev"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{url}");
    }
}

#[test]
fn a_profile_that_there_is_not_is_named_with_the_files() {
    let project = project("").file("aws/config", "[profile dev]\nregion = us-east-2\n");
    let config = project.path().join("aws/config");
    let credentials = project.path().join("aws/credentials");
    let environment = [
        ("AWS_PROFILE", "nope"),
        ("AWS_CONFIG_FILE", config.to_str().unwrap()),
        ("AWS_SHARED_CREDENTIALS_FILE", credentials.to_str().unwrap()),
        ("AWS_ACCESS_KEY_ID", ""),
        ("AWS_SECRET_ACCESS_KEY", ""),
    ];
    let run = project.run_with(&["plan", "--env", "dev"], &environment);
    assert_eq!(run.code, Some(1));
    let wanted = format!(
        "error: AWS_PROFILE names the profile `nope`, which is neither in {} nor in {}\n",
        config.display(),
        credentials.display()
    );
    assert!(run.stderr.starts_with(&wanted), "{}", run.stderr);
}

#[test]
fn nobody_at_an_endpoint_is_no_matter_of_credentials() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let url = format!("http://127.0.0.1:{port}");
    let start = Instant::now();
    let run = project("").run_with(&["plan", "--env", "dev", "--endpoint-url", &url], &KEYS);
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains(&url), "{}", run.stderr);
    assert!(run.stderr.contains("Connection refused"), "{}", run.stderr);
    assert!(!run.stderr.contains("sign in"), "{}", run.stderr);
}
