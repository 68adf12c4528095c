//! The runtimes of functions, and which of them AWS no longer supports.
//!
//! AWS goes on running, describing and, for a time, updating functions on a runtime that it no longer supports,
//! so that one is a warning (developer guide, "Lambda runtimes").

use crate::prelude::*;

/// The runtimes that AWS supports (CreateFunction, `Runtime`).
const SUPPORTED: &[&str] = &[
    "custom", "dotnet10", "java11", "java11.al2023", "java17", "java17.al2023", "java21", "java25",
    "java8.al2", "java8.al2023", "nodejs22.x", "nodejs24.x", "nodejs26.x", "provided.al2023",
    "python3.11", "python3.12", "python3.13", "python3.14", "python3.15", "ruby3.3", "ruby3.4",
    "ruby4.0",
];

/// A runtime that AWS no longer supports: its name, the day on which its support ended, the days from which AWS
/// makes no function on it and changes none, if AWS has named them, and its successor. Dates are as `2026-01-31`.
type Deprecated =
    (&'static str, &'static str, Option<&'static str>, Option<&'static str>, &'static str);

/// Runtimes that AWS no longer supports (developer guide, "Runtime deprecation policy"; the dates as cfn-lint
/// 1.58.0 lists them).
#[rustfmt::skip]
const DEPRECATED: &[Deprecated] = &[
    ("dotnet6", "2024-12-20", Some("2027-02-01"), Some("2027-03-03"), "dotnet10"),
    ("dotnet8", "2026-11-10", Some("2027-02-01"), Some("2027-03-03"), "dotnet10"),
    ("dotnet9", "2026-11-10", None, None, "dotnet10"),
    ("dotnetcore1.0", "2019-06-27", Some("2019-06-30"), Some("2019-07-30"), "dotnet10"),
    ("dotnetcore2.0", "2019-05-30", Some("2019-04-30"), Some("2019-05-30"), "dotnet10"),
    ("dotnetcore2.1", "2022-01-05", Some("2022-01-05"), Some("2022-04-13"), "dotnet10"),
    ("dotnetcore3.1", "2023-04-03", Some("2023-04-03"), Some("2023-05-03"), "dotnet10"),
    ("go1.x", "2024-01-08", Some("2024-02-08"), Some("2027-03-03"), "provided.al2023"),
    ("java8", "2024-01-08", Some("2024-02-08"), Some("2027-03-03"), "java25"),
    ("nodejs", "2016-08-30", Some("2016-09-30"), Some("2016-10-31"), "nodejs24.x"),
    ("nodejs10.x", "2021-07-30", Some("2021-07-30"), Some("2022-02-14"), "nodejs24.x"),
    ("nodejs12.x", "2023-03-31", Some("2023-03-31"), Some("2023-04-30"), "nodejs24.x"),
    ("nodejs14.x", "2023-12-04", Some("2024-01-09"), Some("2027-03-03"), "nodejs24.x"),
    ("nodejs16.x", "2024-06-12", Some("2027-02-01"), Some("2027-03-03"), "nodejs24.x"),
    ("nodejs18.x", "2025-09-01", Some("2027-02-01"), Some("2027-03-03"), "nodejs24.x"),
    ("nodejs20.x", "2026-04-30", Some("2027-02-01"), Some("2027-03-03"), "nodejs24.x"),
    ("nodejs4.3", "2020-03-05", Some("2020-02-03"), Some("2020-03-05"), "nodejs24.x"),
    ("nodejs4.3-edge", "2020-03-05", Some("2019-03-31"), Some("2019-04-30"), "nodejs24.x"),
    ("nodejs6.10", "2019-08-12", Some("2019-07-12"), Some("2019-08-12"), "nodejs24.x"),
    ("nodejs8.10", "2020-03-06", Some("2020-02-04"), Some("2020-03-06"), "nodejs24.x"),
    ("provided", "2024-01-08", Some("2024-02-08"), Some("2027-03-03"), "provided.al2023"),
    ("provided.al2", "2026-07-31", Some("2027-02-01"), Some("2027-03-03"), "provided.al2023"),
    ("python2.7", "2021-07-15", Some("2021-07-15"), Some("2022-05-30"), "python3.14"),
    ("python3.10", "2026-10-31", Some("2027-02-01"), Some("2027-03-03"), "python3.14"),
    ("python3.6", "2022-07-18", Some("2022-07-18"), Some("2022-08-29"), "python3.14"),
    ("python3.7", "2023-12-04", Some("2024-01-09"), Some("2027-03-03"), "python3.14"),
    ("python3.8", "2024-10-14", Some("2027-02-01"), Some("2027-03-03"), "python3.14"),
    ("python3.9", "2025-12-15", Some("2027-02-01"), Some("2027-03-03"), "python3.14"),
    ("ruby2.5", "2021-07-30", Some("2021-07-30"), Some("2022-03-31"), "ruby4.0"),
    ("ruby2.7", "2023-12-07", Some("2024-01-09"), Some("2027-03-03"), "ruby4.0"),
    ("ruby3.2", "2026-03-31", Some("2027-02-01"), Some("2027-03-03"), "ruby4.0"),
];

/// Every runtime that this version knows.
pub(in crate::lambda) fn all() -> Vec<&'static str> {
    let deprecated = DEPRECATED.iter().map(|(name, ..)| *name);
    SUPPORTED.iter().copied().chain(deprecated).collect()
}

/// Warns of a runtime that AWS no longer supports.
pub(super) fn check(runtime: Option<&str>, findings: &mut Findings) {
    let found = DEPRECATED.iter().find(|(name, ..)| Some(*name) == runtime);
    let Some((name, since, no_create, no_update, successor)) = found else {
        return;
    };
    let ends = [("makes no function on it", no_create), ("changes none", no_update)];
    let ends: Vec<String> = ends
        .into_iter()
        .filter_map(|(what, day)| Some(format!("{what} from {}", day.as_ref()?)))
        .collect();
    let why = match ends.is_empty() {
        true => "functions that have it go on running, without updates of the runtime".to_owned(),
        false => format!("functions that have it go on running; AWS {}", ends.join(", and ")),
    };
    findings.warn(
        "runtime",
        &format!("AWS has not supported `{name}` since {since}"),
        &why,
        &format!("move to `{successor}`"),
    );
}
