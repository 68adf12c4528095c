//! What a schema says of what stands at a path.

use super::model::{Additional, FieldFacts, Schema};
use crate::value::{Path, Segment, Value};

/// Who reaches what a field names.
#[derive(Debug, PartialEq, Eq)]
pub enum Reach<'a> {
    /// A service of AWS by itself, such as `apigateway.amazonaws.com`.
    Service(&'a str),
    /// Whoever acts with a role.
    Role {
        /// The field that names it.
        role: Path,
        /// What is done: `send` or `read`.
        use_: &'a str,
    },
}

/// The fields that name the role with which a service acts, by AWS's names for it.
const ROLES: [&str; 2] = ["role", "credentials"];

/// The field of a struct that names a role, if it does.
fn role_in(around: &Path, spec: &Value) -> Option<Path> {
    let mut fields = ROLES.iter().map(|field| around.key(field));
    fields.find(|role| role.of(spec).is_some_and(Value::is_string))
}

impl Schema {
    /// The facts of a field: its own, and those of everything it stands in.
    pub fn facts_of(&self, path: &Path) -> FieldFacts {
        let mut facts = FieldFacts::default();
        let mut schemas = vec![self];
        for segment in path.segments() {
            schemas = schemas.into_iter().flat_map(|schema| self.step(schema, segment)).collect();
            for schema in &schemas {
                let own = schema.facts;
                let target = self.resolve(schema).facts;
                facts.create_only |= own.create_only || target.create_only;
                facts.append_only |= own.append_only || target.append_only;
                facts.deferrable |= own.deferrable || target.deferrable;
                facts.late |= own.late || target.late;
                facts.value_only |= own.value_only || target.value_only;
                facts.holds |= own.holds || target.holds;
                facts.from_files |= own.from_files || target.from_files;
                facts.texts |= own.texts || target.texts;
                facts.grants |= own.grants || target.grants;
                facts.sensitive |= own.sensitive || target.sensitive;
                facts.write_only |= own.write_only || target.write_only;
                // A field that may be omitted is one of two forms: what it is, and nothing.
                let resolved = self.resolve(schema);
                for form in resolved.one_of.iter().chain(&resolved.any_of) {
                    facts.texts |= form.facts.texts || self.resolve(form).facts.texts;
                }
            }
        }
        facts
    }

    /// Who reaches the `target` that is named at `path` of a spec: a service by itself (`x-called-by`), unless a role is
    /// named beside it; or whoever acts with the nearest role (`x-uses`).
    pub fn reached_by(&self, path: &Path, target: &str, spec: &Value) -> Option<Reach<'_>> {
        // What is reached may be one of a list.
        let mut field = path.clone();
        while let Some(Segment::Index(_)) = field.segments().last() {
            field.pop();
        }
        let mut schemas = self.at(path.segments());
        schemas.extend(self.at(field.segments()));
        let own = || schemas.iter().flat_map(|schema| [*schema, self.resolve(schema)]);
        let service = own().find_map(|schema| schema.called_by.as_ref()?.of(target));
        let mut around = field;
        around.pop();
        let mut role = role_in(&around, spec);
        let use_ = own().find_map(|schema| schema.uses.as_deref());
        if let Some(service) = service.filter(|_| role.is_none() || use_.is_none()) {
            return Some(Reach::Service(service));
        }
        let use_ = use_?;
        while role.is_none() && !around.is_root() {
            around.pop();
            role = role_in(&around, spec);
        }
        role.map(|role| Reach::Role { role, use_ })
    }

    /// Whether what stands at `path` is a field of a struct, and no entry of a map.
    pub fn declares(&self, path: &Path) -> bool {
        let Some((Segment::Key(last), around)) = path.segments().split_last() else {
            return false;
        };
        let mut schemas = self.at(around).into_iter();
        schemas.any(|schema| self.has_property(schema, last))
    }

    fn has_property(&self, schema: &Schema, name: &str) -> bool {
        let schema = self.resolve(schema);
        let mut choices = schema.one_of.iter().chain(&schema.any_of);
        schema.properties.contains_key(name)
            || choices.any(|choice| self.has_property(choice, name))
    }

    /// Whether what stands at `path` is a text in a map of texts, at a key of its owner's.
    pub fn holds_texts_at(&self, path: &Path) -> bool {
        let is_text = |schema: &&Schema| self.resolve(schema).type_names().contains(&"string");
        matches!(path.segments(), [.., Segment::Key(_)])
            && !self.declares(path)
            && self.at(path.segments()).iter().any(is_text)
    }

    /// Whether a number or a flag at `path` is the text that it is written as: it stands in a map of texts,
    /// or in something that is all text.
    pub fn takes_as_text(&self, path: &Path) -> bool {
        self.holds_texts_at(path) && self.takes_only_text(path) || self.facts_of(path).texts
    }

    /// Whether what stands at `path` may be text, and neither a number nor a flag.
    pub fn takes_only_text(&self, path: &Path) -> bool {
        let schemas = self.at(path.segments());
        let wants = |name: &str| {
            let mut schemas = schemas.iter();
            schemas.any(|schema| self.resolve(schema).type_names().contains(&name))
        };
        wants("string") && !["boolean", "integer", "number"].into_iter().any(wants)
    }

    /// Whether what stands at `path` may be text, and no map.
    pub fn takes_text_and_no_map(&self, path: &Path) -> bool {
        let mut may_be_text = false;
        let mut forms = self.at(path.segments());
        while let Some(form) = forms.pop() {
            let form = self.resolve(form);
            let types = form.type_names();
            if types.contains(&"object") || form.json {
                return false;
            }
            may_be_text |= types.contains(&"string");
            forms.extend(form.one_of.iter().chain(&form.any_of));
        }
        may_be_text
    }

    /// Whether any text may stand at `path`, and not only words of a list.
    pub fn takes_any_text(&self, path: &Path) -> bool {
        let is_free = |schema: &&Schema| {
            let schema = self.resolve(schema);
            let mut forms = schema.one_of.iter().chain(&schema.any_of);
            schema.is_free_text() || forms.any(|form| self.resolve(form).is_free_text())
        };
        self.at(path.segments()).iter().any(is_free)
    }

    /// Whether a value of this schema may have something at `path`.
    pub fn knows(&self, path: &Path) -> bool {
        !self.at(path.segments()).is_empty()
    }

    /// Whether what stands at `path` is a list that is a set: AWS keeps it in any order.
    pub fn is_unordered(&self, path: &Path) -> bool {
        self.at_or_at_target(path, |schema| schema.unordered)
    }

    /// Whether what stands at `path` is a text that holds JSON, or may be written as one: two that mean the same are
    /// equal.
    pub fn holds_json(&self, path: &Path) -> bool {
        self.at_or_at_target(path, |schema| schema.json)
    }

    /// Whether what stands at `path` is a word that AWS accepts in capitals and in small letters.
    pub fn takes_any_case(&self, path: &Path) -> bool {
        self.at_or_at_target(path, |schema| schema.any_case)
    }

    fn at_or_at_target(&self, path: &Path, is: fn(&Schema) -> bool) -> bool {
        let mut schemas = self.at(path.segments()).into_iter();
        schemas.any(|schema| is(schema) || is(self.resolve(schema)))
    }

    /// Whether a value at `path`, or something inside it, must not be shown.
    pub fn may_hold_sensitive(&self, path: &Path) -> bool {
        let mut inside = self.at(path.segments());
        let mut seen: Vec<&Schema> = Vec::new();
        while let Some(schema) = inside.pop() {
            let target = self.resolve(schema);
            if schema.facts.sensitive || target.facts.sensitive {
                return true;
            }
            if seen.iter().any(|known| std::ptr::eq(*known, target)) {
                continue;
            }
            seen.push(target);
            inside.extend(target.properties.values());
            inside.extend(target.items.as_deref());
            inside.extend(target.one_of.iter().chain(&target.any_of));
            if let Some(Additional::Each(each)) = &target.additional_properties {
                inside.push(each);
            }
        }
        self.facts_of(path).sensitive
    }

    /// Whether `value`, which stands at `path`, or something inside it, says who may do what.
    pub fn grants_access(&self, path: &Path, value: &Value) -> bool {
        self.facts_of(path).grants
            || match value {
                Value::Object(object) => {
                    object.iter().any(|(key, value)| self.grants_access(&path.key(key), value))
                }
                Value::Array(list) => list
                    .iter()
                    .enumerate()
                    .any(|(index, value)| self.grants_access(&path.index(index), value)),
                _ => false,
            }
    }
}
