//! What AWS would refuse in a layer (PublishLayerVersion, AddLayerVersionPermission), and what nobody can have meant.

use super::spec::Layer;
use crate::fields::is_made_of;
use crate::lambda::function::runtimes;
use crate::prelude::*;
use language::diagnostic::suggestion;

pub(super) fn check(layer: &Layer, findings: &mut Findings) {
    rules! { findings;
        Error "content" if layer.content.is_untold() =>
            "missing field `sha256`",
            "AWS tells nothing of a layer but the hash of its bytes: without it nobody sees that there are others",
            "add `sha256`, as `filebase64sha256(\"…\")` gives it";
    }
    let known = runtimes::all();
    for runtime in &layer.compatible_runtimes {
        rules! { findings;
            Warning "compatible_runtimes" if !known.contains(&runtime.as_str()) =>
                format!("`{runtime}` may be no runtime"),
                "this version does not know it",
                suggestion(runtime, known.iter().copied()).unwrap_or_default();
        }
    }
    for (id, permission) in &layer.permissions {
        let is_one = permission.principal.as_str() != "*";
        rules! { findings, Path::field("permissions").key(id);
            Error if !is_made_of(id, 1..=100, "-_") =>
                format!("AWS makes no statement with the id `{id}`"),
                "it takes 1 to 100 letters, digits, `-` and `_`",
                "rename it";
            Error "organization" if permission.organization.is_some() && is_one =>
                "an account is not an organization",
                "the organization limits the principal `*`, and nothing else",
                "write `principal: \"*\"`";
        }
    }
}
