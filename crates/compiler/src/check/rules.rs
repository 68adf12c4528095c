//! The rules of a kind, held against as much of a spec as can be read: one mistake hides no other.

use std::path::Path as FilePath;

use crate::model::Resource;
use language::diagnostic::did_you_mean;
use language::schema::{Finding, has_errors};
use language::value::{Path, Segment, Value, parts, pending};

/// What breaks a rule of the resource's kind, beside what was `found` by its schema already. Files are looked for
/// below `root`.
pub fn check(
    resource: &Resource,
    spec: &Value,
    found: &[Finding],
    root: Option<&FilePath>,
) -> Vec<Finding> {
    let (kind, schema) = (resource.kind, resource.kind.schema());
    let pending = pending_in(spec);
    // What may turn out to be any word of a list, or any structure, can be held against nothing.
    if !pending.iter().all(|path| schema.takes_any_text(path)) {
        return Vec::new();
    }
    let errors = found.iter().filter(|finding| finding.is_error());
    let (extra, wrong): (Vec<&Finding>, Vec<&Finding>) =
        errors.partition(|finding| finding.about_key && !schema.knows(&finding.path));
    let mut spec = spec.clone();
    for finding in &extra {
        finding.path.set(&mut spec, None);
    }
    let mut rules = Vec::new();
    let filled = match kind.fill(&spec) {
        Ok(filled) => {
            rules.extend(filled.check());
            if !has_errors(&rules) && wrong.is_empty() {
                rules.extend(filled.check_place(&resource.place));
            }
            Some(filled)
        }
        Err(finding) if wrong.is_empty() => {
            rules.push(finding);
            None
        }
        Err(_) => {
            // Files are named by a field alone, so any other may go.
            for field in wrong.iter().filter_map(|finding| finding.path.first_key()) {
                if !schema.required.contains(field) {
                    Path::field(field).set(&mut spec, None);
                }
            }
            kind.fill(&spec).ok()
        }
    };
    if let (Some(root), Some(filled)) = (root, filled) {
        rules.extend(filled.check_files(root));
    }
    rules.retain(|rule| {
        let is_touched = |path: &Path| path.is_within(&rule.path) || rule.path.is_within(path);
        !pending.iter().any(is_touched)
            && !wrong.iter().any(|finding| {
                let is_below = finding.about_key && rule.path.is_within(&finding.path);
                finding.path == rule.path || is_below
            })
            && !extra.iter().any(|finding| is_meant(&finding.path, &rule.path))
    });
    rules
}

/// The texts of a value that are pending or hold something pending, in their keys too.
fn pending_in(value: &Value) -> Vec<Path> {
    fn collect(value: &Value, path: &mut Path, found: &mut Vec<Path>) {
        if value.as_str().is_some_and(pending::in_text) {
            found.push(path.clone());
        }
        for (segment, value) in parts(value) {
            let is_pending = matches!(&segment, Segment::Key(key) if pending::in_text(key));
            path.push(segment);
            match is_pending {
                true => found.push(path.clone()),
                false => collect(value, path, found),
            }
            path.pop();
        }
    }
    let mut found = Vec::new();
    collect(value, &mut Path::root(), &mut found);
    found
}

/// Whether a rule is about the field for which an unknown key is most likely meant: it is there, with a letter
/// wrong.
fn is_meant(unknown: &Path, ruled: &Path) -> bool {
    let Some((Segment::Key(key), around)) = unknown.segments().split_last() else {
        return false;
    };
    let Some(rest) = ruled.segments().strip_prefix(around) else {
        return false;
    };
    match rest.first() {
        Some(Segment::Key(field)) => did_you_mean(key, [field.as_str()]).is_some(),
        _ => false,
    }
}
