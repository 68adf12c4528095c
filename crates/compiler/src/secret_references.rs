//! References to secrets: `{ ssm: /shop/token }` where a text is expected.
//!
//! A secret is read when it is applied. Until then its text is [unknown], as is what AWS has yet to invent.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Resource, SecretUse};
use kind::SecretReference;
use language::schema::{Finding, Schema};
use language::value::{Path, Segment, Value, auto, unknown};

/// What was found of references in a spec.
#[derive(Default)]
pub struct SecretReferences {
    /// By the fields that hold them.
    pub uses: BTreeMap<Path, SecretUse>,
    /// What is wrong with them.
    pub findings: Vec<Finding>,
}

/// Puts an unknown text in the place of each reference in an evaluated spec. What is wrong is reported, and a value that
/// fits everywhere stands in for it. `sensitive` are the fields that hold something sensitive.
pub fn take(spec: &mut Value, resource: &Resource, sensitive: &BTreeSet<Path>) -> SecretReferences {
    let mut taken = SecretReferences::default();
    let taker = Taker { resource, schema: resource.kind.schema(), sensitive };
    taker.walk(spec, &mut Path::root(), &mut taken);
    taken
}

/// The text that stands for a secret until it is read. `version` is the one that it has, where that is known.
pub fn placeholder(reference: &SecretReference, version: Option<&str>) -> Value {
    let shown = match version {
        Some(version) => format!("{reference}, version {version}"),
        None => reference.to_string(),
    };
    unknown::mark(&shown).into()
}

struct Taker<'a> {
    resource: &'a Resource,
    schema: &'static Schema,
    sensitive: &'a BTreeSet<Path>,
}

impl Taker<'_> {
    fn walk(&self, value: &mut Value, path: &mut Path, taken: &mut SecretReferences) {
        if SecretReference::is_like(value) && self.schema.takes_text_and_no_map(path) {
            *value = self.taken(value, path, taken);
            return;
        }
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    path.push(Segment::Key(key.clone()));
                    self.walk(value, path, taken);
                    path.pop();
                }
            }
            Value::Array(list) => {
                for (index, value) in list.iter_mut().enumerate() {
                    path.push(Segment::Index(index));
                    self.walk(value, path, taken);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    /// What stands in the place of a reference.
    fn taken(&self, value: &Value, path: &Path, taken: &mut SecretReferences) -> Value {
        let reference = SecretReference::of(value)
            .map_err(|finding| Finding { path: path.join(&finding.path), ..finding })
            .and_then(|reference| self.allowed(reference, path));
        match reference {
            Ok(reference) => {
                let placeholder = placeholder(&reference, None);
                taken.uses.insert(path.clone(), SecretUse::of(reference));
                placeholder
            }
            Err(finding) => {
                taken.findings.push(finding);
                auto::anything()
            }
        }
    }

    /// The reference, where its field may hold one.
    fn allowed(&self, reference: SecretReference, path: &Path) -> Result<SecretReference, Finding> {
        let field = path.first_key().unwrap_or_default();
        if self.resource.kind.identity_fields().iter().any(|name| name == field) {
            let finding = Finding::error(
                path.clone(),
                format!("`{field}` cannot be a secret"),
                "it is what the object is found by, which is looked for before any secret is read",
            );
            return Err(Finding { help: Some("write the text itself".to_owned()), ..finding });
        }
        if field == "tags" {
            let why = "whoever may look at the object sees its tags";
            let finding = Finding::error(path.clone(), "a tag cannot be a secret", why);
            return Err(Finding {
                help: Some("write a text that is not a secret".to_owned()),
                ..finding
            });
        }
        if self.sensitive.iter().any(|sensitive| sensitive.is_within(path)) {
            let why = "plans and the state show where a secret is kept";
            let finding =
                Finding::error(path.clone(), "the name of a secret cannot be sensitive", why);
            let help = "use a variable that is not `sensitive`, or `nonsensitive(…)`".to_owned();
            return Err(Finding { help: Some(help), ..finding });
        }
        Ok(reference)
    }
}
