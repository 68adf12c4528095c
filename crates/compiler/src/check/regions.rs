//! Whether there are the regions that the ARNs of a spec name.

use crate::each_text::each_text;
use aws::regions;
use language::diagnostic::{Severity, did_you_mean};
use language::schema::Finding;
use language::value::{Path, Value};

/// Warns of ARNs whose region does not exist: AWS mostly looks at the form alone.
pub fn check_regions(spec: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    each_text(spec, &mut Path::root(), &mut |path, arn| {
        if !arn.starts_with("arn:") {
            return;
        }
        let Some(region) = arn.split(':').nth(3).filter(|region| !region.is_empty()) else {
            return;
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !region.chars().all(is_plain) || regions::is_known(region) {
            return;
        }
        findings.push(Finding {
            severity: Severity::Warning,
            help: did_you_mean(region, regions::all())
                .map(|meant| format!("did you mean `{meant}`?")),
            ..Finding::error(
                path.clone(),
                format!("there may be no region `{region}`"),
                "this version does not know the region of this ARN",
            )
        });
    });
    findings
}
