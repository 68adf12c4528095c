//! The runtimes of functions, and which of them AWS no longer supports.
//!
//! AWS goes on running, describing and, for a time, updating functions on a runtime that it no longer supports,
//! so that one is a warning (developer guide, "Lambda runtimes").

use kind::Findings;

/// The runtimes that AWS supports (CreateFunction, `Runtime`).
const SUPPORTED: &[&str] = &[
    "custom",
    "dotnet10",
    "java11",
    "java11.al2023",
    "java17",
    "java17.al2023",
    "java21",
    "java25",
    "java8.al2",
    "java8.al2023",
    "nodejs22.x",
    "nodejs24.x",
    "nodejs26.x",
    "provided.al2023",
    "python3.11",
    "python3.12",
    "python3.13",
    "python3.14",
    "python3.15",
    "ruby3.3",
    "ruby3.4",
    "ruby4.0",
];

/// A runtime that AWS no longer supports. Dates are as `2026-01-31`.
struct Deprecated {
    name: &'static str,
    /// The day on which its support ended.
    since: &'static str,
    /// The days from which AWS makes no function on it, and changes none; nothing where AWS has named none.
    no_create: Option<&'static str>,
    no_update: Option<&'static str>,
    successor: &'static str,
}

const fn deprecated(
    name: &'static str,
    since: &'static str,
    no_create: Option<&'static str>,
    no_update: Option<&'static str>,
    successor: &'static str,
) -> Deprecated {
    Deprecated { name, since, no_create, no_update, successor }
}

/// Runtimes that AWS no longer supports (developer guide, "Runtime deprecation policy"; the dates as cfn-lint
/// 1.58.0 lists them).
#[rustfmt::skip]
const DEPRECATED: &[Deprecated] = &[
    deprecated("dotnet6", "2024-12-20", Some("2027-02-01"), Some("2027-03-03"), "dotnet10"),
    deprecated("dotnet8", "2026-11-10", Some("2027-02-01"), Some("2027-03-03"), "dotnet10"),
    deprecated("dotnet9", "2026-11-10", None, None, "dotnet10"),
    deprecated("dotnetcore1.0", "2019-06-27", Some("2019-06-30"), Some("2019-07-30"), "dotnet10"),
    deprecated("dotnetcore2.0", "2019-05-30", Some("2019-04-30"), Some("2019-05-30"), "dotnet10"),
    deprecated("dotnetcore2.1", "2022-01-05", Some("2022-01-05"), Some("2022-04-13"), "dotnet10"),
    deprecated("dotnetcore3.1", "2023-04-03", Some("2023-04-03"), Some("2023-05-03"), "dotnet10"),
    deprecated("go1.x", "2024-01-08", Some("2024-02-08"), Some("2027-03-03"), "provided.al2023"),
    deprecated("java8", "2024-01-08", Some("2024-02-08"), Some("2027-03-03"), "java25"),
    deprecated("nodejs", "2016-08-30", Some("2016-09-30"), Some("2016-10-31"), "nodejs24.x"),
    deprecated("nodejs10.x", "2021-07-30", Some("2021-07-30"), Some("2022-02-14"), "nodejs24.x"),
    deprecated("nodejs12.x", "2023-03-31", Some("2023-03-31"), Some("2023-04-30"), "nodejs24.x"),
    deprecated("nodejs14.x", "2023-12-04", Some("2024-01-09"), Some("2027-03-03"), "nodejs24.x"),
    deprecated("nodejs16.x", "2024-06-12", Some("2027-02-01"), Some("2027-03-03"), "nodejs24.x"),
    deprecated("nodejs18.x", "2025-09-01", Some("2027-02-01"), Some("2027-03-03"), "nodejs24.x"),
    deprecated("nodejs20.x", "2026-04-30", Some("2027-02-01"), Some("2027-03-03"), "nodejs24.x"),
    deprecated("nodejs4.3", "2020-03-05", Some("2020-02-03"), Some("2020-03-05"), "nodejs24.x"),
    deprecated("nodejs4.3-edge", "2020-03-05", Some("2019-03-31"), Some("2019-04-30"), "nodejs24.x"),
    deprecated("nodejs6.10", "2019-08-12", Some("2019-07-12"), Some("2019-08-12"), "nodejs24.x"),
    deprecated("nodejs8.10", "2020-03-06", Some("2020-02-04"), Some("2020-03-06"), "nodejs24.x"),
    deprecated("provided", "2024-01-08", Some("2024-02-08"), Some("2027-03-03"), "provided.al2023"),
    deprecated("provided.al2", "2026-07-31", Some("2027-02-01"), Some("2027-03-03"), "provided.al2023"),
    deprecated("python2.7", "2021-07-15", Some("2021-07-15"), Some("2022-05-30"), "python3.14"),
    deprecated("python3.10", "2026-10-31", Some("2027-02-01"), Some("2027-03-03"), "python3.14"),
    deprecated("python3.6", "2022-07-18", Some("2022-07-18"), Some("2022-08-29"), "python3.14"),
    deprecated("python3.7", "2023-12-04", Some("2024-01-09"), Some("2027-03-03"), "python3.14"),
    deprecated("python3.8", "2024-10-14", Some("2027-02-01"), Some("2027-03-03"), "python3.14"),
    deprecated("python3.9", "2025-12-15", Some("2027-02-01"), Some("2027-03-03"), "python3.14"),
    deprecated("ruby2.5", "2021-07-30", Some("2021-07-30"), Some("2022-03-31"), "ruby4.0"),
    deprecated("ruby2.7", "2023-12-07", Some("2024-01-09"), Some("2027-03-03"), "ruby4.0"),
    deprecated("ruby3.2", "2026-03-31", Some("2027-02-01"), Some("2027-03-03"), "ruby4.0"),
];

/// Every runtime that this version knows.
pub(super) fn all() -> Vec<&'static str> {
    let deprecated = DEPRECATED.iter().map(|runtime| runtime.name);
    SUPPORTED.iter().copied().chain(deprecated).collect()
}

/// Warns of a runtime that AWS no longer supports.
pub(super) fn check(runtime: Option<&str>, findings: &mut Findings) {
    let Some(found) = DEPRECATED.iter().find(|known| Some(known.name) == runtime) else {
        return;
    };
    let ends = [("makes no function on it", found.no_create), ("changes none", found.no_update)];
    let ends: Vec<String> =
        ends.into_iter().filter_map(|(what, day)| Some(format!("{what} from {}", day?))).collect();
    let why = match ends.is_empty() {
        true => "functions that have it go on running, without updates of the runtime".to_owned(),
        false => format!("functions that have it go on running; AWS {}", ends.join(", and ")),
    };
    findings.warn(
        "runtime",
        &format!("AWS has not supported `{}` since {}", found.name, found.since),
        &why,
        &format!("move to `{}`", found.successor),
    );
}
