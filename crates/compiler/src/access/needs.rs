//! What a spec wants to be reached.

use crate::each_text::each_text;
use language::schema::{Reach, Schema};
use language::value::{Path, Value, unknown};

/// Something that a spec names, so that AWS reaches it on the resource's behalf.
pub struct Need {
    pub path: Path,
    /// Its ARN, which may end with an alias or a version of a function, or a mark of what AWS has yet to invent.
    pub target: String,
    pub by: By,
}

/// Who reaches it.
pub enum By {
    /// A service by itself, such as `apigateway.amazonaws.com`.
    Service(String),
    /// Whoever acts with a role.
    Role {
        /// Its ARN.
        role: String,
        /// What is done: `send` or `read`.
        use_: String,
    },
}

/// What a spec wants to be reached (`x-called-by`, `x-uses`).
pub fn needs(schema: &Schema, spec: &Value) -> Vec<Need> {
    let mut needs = Vec::new();
    each_text(spec, &mut Path::root(), &mut |path, text| {
        let by = match schema.reached_by(path, text, spec) {
            Some(Reach::Service(service)) => By::Service(service.to_owned()),
            Some(Reach::Role { role, use_ }) => By::Role {
                role: role.of(spec).and_then(Value::as_str).unwrap_or_default().to_owned(),
                use_: use_.to_owned(),
            },
            None => return,
        };
        if text.starts_with("arn:") || unknown::leading(text).is_some() {
            needs.push(Need { path: path.clone(), target: text.to_owned(), by });
        }
    });
    needs
}
