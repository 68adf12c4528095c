//! `for`: what it goes over, and the names that it binds.

use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ForExpr};

use super::coercion::{as_condition, describe_value, text_of};
use super::evaluator::{Binding, Evaluator};
use super::problem::Problem;
use crate::value::{Object, Value, pending, unknown};

/// What a `for` goes over, and under which names.
pub(super) struct Loop<'a> {
    key_name: Option<&'a str>,
    value_name: &'a str,
    items: Vec<(Value, Value)>,
    /// Whether the collection is sensitive, and so its elements.
    sensitive: bool,
}

impl Evaluator<'_> {
    pub(super) fn for_expression(&mut self, for_expr: &ForExpr) -> Result<Value, Problem> {
        let intro = &for_expr.intro;
        let key_name = intro.key_var.as_ref().map(|name| name.as_str());
        let around = self.around(key_name, intro.value_var.as_str(), &intro.collection_expr)?;
        let mut list = Vec::new();
        let mut object = Object::new();
        self.each_time(around, |evaluator| evaluator.for_item(for_expr, &mut list, &mut object))?;
        Ok(match for_expr.key_expr {
            Some(_) => object.into(),
            None => list.into(),
        })
    }

    fn for_item(
        &mut self,
        for_expr: &ForExpr,
        list: &mut Vec<Value>,
        object: &mut Object,
    ) -> Result<(), Problem> {
        if let Some(condition) = &for_expr.cond {
            let value = self.expression(&condition.expr)?;
            if !as_condition(&value).map_err(|problem| problem.at(condition.expr.span()))? {
                return Ok(());
            }
        }
        let Some(key) = &for_expr.key_expr else {
            list.push(self.expression(&for_expr.value_expr)?);
            return Ok(());
        };
        let key = text_of(&self.expression(key)?)?;
        if pending::in_text(&key) {
            return Err(Problem::pending());
        }
        let value = self.expression(&for_expr.value_expr)?;
        if for_expr.grouping {
            match object.entry(key).or_insert_with(|| Value::Array(Vec::new())) {
                Value::Array(group) => group.push(value),
                _ => unreachable!("groups are lists"),
            }
        } else if let Some(previous) = object.insert(key.clone(), value) {
            drop(previous);
            return Err(Problem::new(format!("two elements have the key `{key}`"))
                .help(Some("make the keys unique, or group them with `...`".to_owned())));
        }
        Ok(())
    }

    /// What a `for` goes over.
    pub(super) fn around<'e>(
        &mut self,
        key_name: Option<&'e str>,
        value_name: &'e str,
        collection: &Expression,
    ) -> Result<Loop<'e>, Problem> {
        let range = collection.span();
        let outside = std::mem::take(&mut self.sensitive);
        let collection = self.expression(collection);
        let sensitive = std::mem::replace(&mut self.sensitive, outside);
        self.sensitive |= sensitive;
        Ok(Loop {
            key_name,
            value_name,
            items: items(collection?).map_err(|problem| problem.at(range))?,
            sensitive,
        })
    }

    /// Does something for each element, with its names bound.
    pub(super) fn each_time(
        &mut self,
        around: Loop,
        mut body: impl FnMut(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let depth = self.bindings.len();
        let bind = |name: &str, value| Binding {
            name: name.to_owned(),
            value: Arc::new(value),
            sensitive: around.sensitive,
        };
        for (key, value) in around.items {
            self.bindings.extend(around.key_name.map(|name| bind(name, key)));
            self.bindings.push(bind(around.value_name, value));
            let outcome = body(self);
            self.bindings.truncate(depth);
            outcome?;
        }
        Ok(())
    }
}

/// The elements of a list with their positions, or of a map with their keys.
fn items(collection: Value) -> Result<Vec<(Value, Value)>, Problem> {
    match collection {
        Value::Array(list) => Ok(list
            .into_iter()
            .enumerate()
            .map(|(position, value)| (position.into(), value))
            .collect()),
        Value::Object(object) if object.keys().any(|key| pending::in_text(key)) => {
            Err(Problem::pending())
        }
        Value::Object(object) => {
            Ok(object.into_iter().map(|(key, value)| (Value::from(key), value)).collect())
        }
        other if unknown::in_value(&other) => {
            Err(Problem::undecided("what `for` goes over", &other))
        }
        other => Err(Problem::new("`for` goes over a list or a map").why(describe_value(&other))),
    }
}
