//! What differs between the emulators, and nothing else.

use std::ffi::OsString;
use std::fmt;
use std::path::Path;

/// What the default emulators and the independent client need.
const REQUIREMENTS: &str = include_str!("../requirements.txt");

/// What LocalStack needs.
const LOCALSTACK_REQUIREMENTS: &str = include_str!("../localstack_requirements.txt");

/// ministack's own server, with what it lacks.
const MINISTACK_SERVER: &str = concat!(
    include_str!("../ministack_import.py"),
    "
",
    include_str!("../ministack_mock.py"),
    "
",
    include_str!("../ministack_triggers.py"),
    "
",
    include_str!("../ministack_server.py"),
);

/// moto's own server, with what it lacks.
const MOTO_SERVER: &str = include_str!("../moto_server.py");

/// LocalStack's own server, on this machine alone.
const LOCALSTACK_SERVER: &str = include_str!("../localstack_server.py");

/// One of the emulators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emulator {
    /// Runs functions and serves APIs; a 12-digit access key is an account of its own.
    Ministack,
    /// The reference mock: control plane only, one account.
    Moto,
    /// For what the two others lack, such as imports of APIs: large and slow to start; functions do not run.
    LocalStack,
}

impl Emulator {
    /// The name in messages and folders.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ministack => "ministack",
            Self::Moto => "moto",
            Self::LocalStack => "localstack",
        }
    }

    /// What its virtual environment holds.
    pub(crate) fn requirements(self) -> &'static str {
        match self {
            Self::Ministack | Self::Moto => REQUIREMENTS,
            Self::LocalStack => LOCALSTACK_REQUIREMENTS,
        }
    }

    /// What Python is to run, to serve on a port of this machine.
    pub(crate) fn arguments(self, port: u16) -> Vec<String> {
        let port = port.to_string();
        let arguments = match self {
            Self::Ministack => vec!["-c", MINISTACK_SERVER],
            Self::Moto => vec!["-c", MOTO_SERVER, "-H", "127.0.0.1", "-p", &port],
            Self::LocalStack => vec!["-c", LOCALSTACK_SERVER],
        };
        arguments.into_iter().map(String::from).collect()
    }

    /// The settings of a server on `port`, which keeps its files in `folder`.
    pub(crate) fn environment(self, port: u16, folder: &Path) -> Vec<(&'static str, OsString)> {
        let mut environment = vec![("TMPDIR", folder.into())];
        match self {
            Self::Ministack => environment.extend([
                ("GATEWAY_PORT", port.to_string().into()),
                // It listens on every interface unless told otherwise.
                ("BIND_HOST", "127.0.0.1".into()),
                ("MINISTACK_HOST", "localhost".into()),
                // The one way by which its functions find it.
                ("AWS_ENDPOINT_URL", endpoint(port).into()),
                ("LAMBDA_EXECUTOR", "local".into()),
                ("DOCKER_HOST", "unix:///nonexistent".into()),
                // What AWS grants a new account. Unset, it depends on the memory of the machine.
                ("LAMBDA_ACCOUNT_CONCURRENCY", "1000".into()),
                // Both open ports of their own, on which two servers would collide.
                ("IOT_MTLS_ENABLED", "0".into()),
                ("SFTP_ENABLED", "0".into()),
                ("S3_DATA_DIR", folder.join("s3").into()),
                ("STATE_DIR", folder.join("state").into()),
            ]),
            Self::Moto => environment.extend([
                ("MOTO_IAM_LOAD_MANAGED_POLICIES", "true".into()),
                // In seconds. Unset, certificates take a minute to be issued.
                ("MOTO_ACM_VALIDATION_WAIT", "1".into()),
            ]),
            Self::LocalStack => environment.extend([
                ("GATEWAY_LISTEN", format!("127.0.0.1:{port}").into()),
                ("LOCALSTACK_VOLUME_DIR", folder.into()),
                ("FILESYSTEM_ROOT", folder.into()),
                // Nothing of it needs the network.
                ("SKIP_SSL_CERT_DOWNLOAD", "1".into()),
                ("DISABLE_EVENTS", "1".into()),
                ("DNS_ADDRESS", "0".into()),
            ]),
        }
        environment
    }

    /// What answers 200 as soon as the server is up.
    pub(crate) fn health_path(self) -> &'static str {
        match self {
            Self::Ministack => "/_ministack/health",
            Self::Moto => "/moto-api/data.json",
            Self::LocalStack => "/_localstack/health",
        }
    }

    /// What forgets everything, in every account, where there is such a thing.
    pub(crate) fn reset_path(self) -> Option<&'static str> {
        match self {
            Self::Ministack => Some("/_ministack/reset"),
            Self::Moto => Some("/moto-api/reset"),
            Self::LocalStack => None,
        }
    }
}

impl fmt::Display for Emulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The URL of a port of this machine.
pub(crate) fn endpoint(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}
