//! Leaves out of a spec what it means without being written.

use std::collections::BTreeSet;

use super::subject::Subject;
use super::writer::Writer;
use language::diff;
use language::value::{Path, Segment, Value, auto};
use workspace::Workspace;

/// The spec of an object without what it would be anyway.
pub(super) async fn without(
    subject: &Subject,
    writer: &mut Writer<'_>,
    workspace: &Workspace,
) -> Value {
    let live = subject.kind.to_write(&subject.live.spec);
    let live = live.as_ref();
    let secrets: BTreeSet<Path> = writer.secrets(live).into_iter().collect();
    let schema = subject.kind.schema();
    let unwritable = schema.unknown_in(live);
    // What the kind makes of other fields cannot be written, and follows from them again.
    let written = removed(live, &unwritable);
    let (written, ready) = match subject.kind.ready(&written, workspace).await {
        Ok(ready) => (written, Ok(ready)),
        Err(_) => (live.clone(), subject.kind.ready(live, workspace).await),
    };
    let spec = said(&written, &mut Path::root(), &secrets);
    let Ok(ready) = ready else {
        return spec;
    };
    let meaning = Meaning { subject, workspace, meaning: ready.comparable() };
    let spec = meaning.leave_out(spec, &unwritable).await;
    let spec = meaning.leave_out(spec, &schema.defaults_in(live)).await;
    // What follows from other fields has no default of its own.
    let fields = spec.as_object().into_iter().flatten();
    let optional: Vec<Path> = fields
        .map(|(field, _)| field)
        .filter(|field| !schema.required.contains(*field))
        .map(|field| Path::field(field))
        .collect();
    let spec = meaning.leave_out(spec, &optional).await;
    let spec = meaning.leave_out_refused(spec).await;
    meaning.leave_out_secrets(spec, writer).await
}

/// A value without the marks of what was left to AWS, and of what AWS does not keep. Secrets stay: a
/// person may have to write them.
fn said(value: &Value, path: &mut Path, secrets: &BTreeSet<Path>) -> Value {
    let Value::Object(object) = value else {
        return value.clone();
    };
    let entries = object.iter().filter_map(|(key, value)| {
        path.push(Segment::Key(key.clone()));
        let is_said = !auto::accepts_any(value) || secrets.contains(path);
        let said = is_said.then(|| (key.clone(), said(value, path, secrets)));
        path.pop();
        said
    });
    Value::Object(entries.collect())
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

    /// The spec without what AWS has chosen itself and would take from nobody.
    async fn leave_out_refused(&self, mut spec: Value) -> Value {
        for finding in self.subject.kind.check(&spec) {
            let mut field = finding.path;
            while !field.is_root() {
                let without = removed(&spec, std::slice::from_ref(&field));
                if self.is_kept_without(&without).await {
                    spec = without;
                    break;
                }
                field.pop();
            }
        }
        spec
    }

    /// Whether AWS's choice of what a spec omits would be what there is.
    async fn is_kept_without(&self, spec: &Value) -> bool {
        let meaning = self.of(spec).await;
        meaning.is_some_and(|meaning| diff::changes(&meaning, &self.meaning).is_empty())
    }

    /// The spec without the secrets that AWS keeps if nobody writes them.
    async fn leave_out_secrets(&self, mut spec: Value, writer: &mut Writer<'_>) -> Value {
        for field in writer.secrets(&spec) {
            let without = removed(&spec, std::slice::from_ref(&field));
            if self.is_kept_without(&without).await {
                spec = without;
                writer.remark(field, "a secret, which stays as it is in AWS".to_owned());
            }
        }
        spec
    }

    async fn of(&self, spec: &Value) -> Option<Value> {
        let ready = self.subject.kind.ready(spec, self.workspace).await;
        ready.ok().map(|ready| ready.comparable())
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
