//! `${variables}` that AWS replaces by what it knows of a request.

use super::checker::Checker;
use super::keys;
use super::place::Spot;
use language::value::unknown;

impl Checker<'_> {
    /// Checks each variable of a resource or of a condition's value.
    pub(super) fn check_variables(&mut self, text: &str, spot: &dyn Spot) {
        for variable in variables(&unknown::known_part(text)) {
            let message = format!("there is no policy variable `${{{variable}}}`");
            let name = variable.split(',').next().unwrap_or(variable).trim();
            // `${*}`, `${?}` and `${$}` are those characters themselves.
            if ["*", "?", "$"].contains(&name) {
                continue;
            }
            if !self.knows_variables {
                self.warn(
                    spot,
                    &format!("`${{{variable}}}` is taken literally"),
                    "a policy of version 2008-10-17 knows no variables, so this never matches",
                    "omit `Version`: it is then 2012-10-17",
                );
            } else if !name.contains(':') {
                self.warn(
                    spot,
                    &message,
                    "variables are condition keys (`<service>:<name>`), so this never matches",
                    "for a variable of AWS write `$${aws:username}`; for one of a spec `${var.<name>}`",
                );
            } else if let Some(unknown) = keys::unknown(name) {
                self.warn(spot, &message, &unknown.why, &unknown.help);
            }
        }
    }
}

/// What stands between `${` and `}`.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|rest| rest.split_once('}').map(|(variable, _)| variable))
}
