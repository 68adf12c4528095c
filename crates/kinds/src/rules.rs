//! Rules of a kind, as tables.

use kind::Findings;
use language::diagnostic::Severity;
use language::value::Path;

/// Reports the rules that are broken: `<severity> <where> if <it is broken> => <message>, <why>, <help>;`. A rule is
/// about a field of the spec, or of what stands at the path that is given beside `findings`: `"field"`, what stands in
/// it by further keys, `"field" / name`, or the whole of it, where no field is named.
macro_rules! rules {
    ($findings:expr; $($rules:tt)+) => {
        $crate::rules::rules! { $findings, language::value::Path::root(); $($rules)+ }
    };
    ($findings:expr, $at:expr; $(
        $severity:ident $($field:literal $(/ $key:ident)*)? if $is_broken:expr =>
            $message:expr, $why:expr, $help:expr;
    )+) => {$(
        if $is_broken {
            let at = &$at $(.key($field) $(.key($key))*)?;
            let severity = language::diagnostic::Severity::$severity;
            $crate::rules::report($findings, severity, at, $message, $why, $help);
        }
    )+};
}
pub(crate) use rules;

/// Reports a rule that is broken.
pub(crate) fn report(
    findings: &mut Findings,
    severity: Severity,
    at: &Path,
    message: impl AsRef<str>,
    why: impl AsRef<str>,
    help: impl AsRef<str>,
) {
    let (message, why, help) = (message.as_ref(), why.as_ref(), help.as_ref());
    findings.push(severity, &at.to_string(), message, why, help);
}
