//! Rules of fields, as tables.

/// Reports the rules that are broken, each at a field below `at`: `<severity> <field> if <it is broken> => <message>,
/// <why>, <help>;`.
macro_rules! rules {
    ($findings:expr, $at:expr; $(
        $severity:ident $field:literal if $is_broken:expr => $message:expr, $why:expr, $help:expr;
    )+) => {$(
        if $is_broken {
            let (severity, at) = (language::diagnostic::Severity::$severity, $at.key($field));
            $findings.push(severity, &at.to_string(), $message, $why, $help);
        }
    )+};
}
pub(super) use rules;
