//! Who holds the lock of a state.

use std::fmt;
use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};

use crate::process::{Origin, ProcessStatus};
use crate::random::random_text;

/// Who writes, as those who wait see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    pub id: String,
    /// `<user>@<host>`
    pub holder: String,
    pub process: u32,
    /// What tells that process from others of its number; nothing where the system does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The verb, such as `apply`.
    pub operation: String,
    /// When it was taken, in UTC (RFC 3339).
    pub since: String,
}

impl Lock {
    pub(super) fn new(operation: &str) -> Self {
        let now = DateTime::from(SystemTime::now());
        Self {
            id: random_text(),
            holder: holder(),
            process: std::process::id(),
            origin: Origin::own(),
            operation: operation.to_owned(),
            since: now.fmt(Format::DateTime).unwrap_or_default(),
        }
    }

    /// Why nobody else may write, for who wants to.
    pub(super) fn refusal(&self, location: &str) -> String {
        let id = &self.id;
        let wait = format!(
            "Wait for it with `--lock-timeout 10m`. Only if it can no longer run: `diatonic unlock {id}`"
        );
        let advice = match self.status() {
            ProcessStatus::Ended => format!(
                "That process no longer runs. What it left half done, the next run finishes: \
                 `diatonic unlock {id}`, and run again"
            ),
            ProcessStatus::Runs => format!("That process still runs. {wait}"),
            ProcessStatus::OtherContainer => format!(
                "That process runs in another container on this machine: whether it still runs cannot be \
                 seen from here. {wait}"
            ),
            ProcessStatus::OtherBoot => format!(
                "This machine was started since, or that is another machine of the same name: whether that \
                 process still runs cannot be seen from here. {wait}"
            ),
            ProcessStatus::Unknown => wait,
        };
        format!("the state is locked ({location})\n  {self}\n{advice}")
    }

    /// What can be said from here of the process that holds it. Nothing of one on a machine of another name.
    pub fn status(&self) -> ProcessStatus {
        match &self.origin {
            Some(origin) if host_of(&self.holder) == host_of(&holder()) => {
                origin.status(self.process)
            }
            _ => ProcessStatus::Unknown,
        }
    }
}

fn host_of(holder: &str) -> Option<&str> {
    Some(holder.rsplit_once('@')?.1)
}

/// `apply by ann@laptop, process 7, since 2026-01-01T00:00:00Z`
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id: _, holder, process, origin: _, operation, since } = self;
        write!(f, "{operation} by {holder}, process {process}, since {since}")
    }
}

fn holder() -> String {
    let name = |variable| std::env::var(variable).ok().filter(|name| !name.is_empty());
    let user = name("USER").or_else(|| name("USERNAME")).or_else(|| name("LOGNAME"));
    let host = gethostname::gethostname();
    format!("{}@{}", user.as_deref().unwrap_or("unknown"), host.to_string_lossy())
}
