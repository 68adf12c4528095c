//! Leaves out of a spec what it means without being written.

use super::Subject;
use super::writer::Writer;
use crate::diff;
use crate::value::{Path, Value, auto};
use crate::workspace::Workspace;

/// The spec of an object without what it would be anyway.
pub(super) async fn without(
    subject: &Subject,
    writer: &mut Writer<'_>,
    workspace: &Workspace,
) -> Value {
    let live = &subject.live.spec;
    let mut spec = live.clone();
    drop_unsaid(&mut spec);
    let Ok(meaning) = subject.kind.prepare(live.clone(), workspace).await else {
        return spec;
    };
    let meaning = Meaning {
        subject,
        workspace,
        meaning,
    };
    let schema = subject.kind.schema();
    let spec = meaning.leave_out(spec, &schema.defaults_in(live)).await;
    // What follows from other fields has no default of its own.
    let fields = spec.as_object().into_iter().flatten();
    let optional: Vec<Path> = fields
        .map(|(field, _)| field)
        .filter(|field| !schema.required.contains(*field))
        .map(|field| Path::field(field))
        .collect();
    let spec = meaning.leave_out(spec, &optional).await;
    meaning.leave_out_secrets(spec, writer).await
}

/// Takes away the marks of what was left to AWS, and of what AWS does not keep.
fn drop_unsaid(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !auto::accepts_any(value));
            object.values_mut().for_each(drop_unsaid);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_unsaid),
        _ => {}
    }
}

struct Meaning<'a> {
    subject: &'a Subject,
    workspace: &'a Workspace,
    /// What the whole spec comes to.
    meaning: Value,
}

impl Meaning<'_> {
    /// The spec without as many of these fields as change nothing of what it means.
    async fn leave_out(&self, spec: Value, fields: &[Path]) -> Value {
        let mut spec = spec;
        let mut pending = vec![fields];
        while let Some(fields) = pending.pop() {
            let without = removed(&spec, fields);
            if self.of(&without).await.as_ref() == Some(&self.meaning) {
                spec = without;
            } else if fields.len() > 1 {
                let (first, second) = fields.split_at(fields.len() / 2);
                pending.extend([second, first]);
            }
        }
        spec
    }

    /// The spec without the secrets that AWS keeps if nobody writes them.
    async fn leave_out_secrets(&self, mut spec: Value, writer: &mut Writer<'_>) -> Value {
        for field in writer.secrets(&spec) {
            let without = removed(&spec, std::slice::from_ref(&field));
            let meaning = self.of(&without).await;
            let is_kept = |meaning: &Value| diff::changes(meaning, &self.meaning).is_empty();
            if meaning.as_ref().is_some_and(is_kept) {
                spec = without;
                writer.remark(
                    field,
                    "secret, so it is not written; AWS keeps it".to_owned(),
                );
            }
        }
        spec
    }

    async fn of(&self, spec: &Value) -> Option<Value> {
        let kind = self.subject.kind;
        kind.prepare(spec.clone(), self.workspace).await.ok()
    }
}

/// A value without some of its fields.
fn removed(value: &Value, fields: &[Path]) -> Value {
    let mut value = value.clone();
    for field in fields {
        field.set(&mut value, None);
    }
    value
}
