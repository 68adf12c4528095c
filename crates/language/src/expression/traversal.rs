//! References and steps into values: `a.b`, `a["b"]`, `a[0]`, `a[*].b`.

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::repr::Decorated;

use super::coercion::{describe_value, text_of};
use super::evaluator::Evaluator;
use super::problem::Problem;
use super::scope::{BY_ADDRESS, EXISTING};
use super::type_names;
use crate::value::{Value, pending, type_name};

type Operators<'e> = &'e [Decorated<TraversalOperator>];

impl Evaluator<'_> {
    pub(super) fn traversal(&mut self, traversal: &Traversal) -> Result<Value, Problem> {
        let operators = traversal.operators.as_slice();
        let Expression::Variable(root) = &traversal.expr else {
            let value = self.expression(&traversal.expr)?;
            return self.steps(&value, operators);
        };
        let root = root.as_str();
        if let Some(value) = self.binding(root) {
            return self.steps(&value, operators);
        }
        if self.scope.is_service(root) {
            return self.resource_of_service(root, operators);
        }
        if let Some(kind) = type_names::of_name(root) {
            return self.resource(&kind, operators);
        }
        if root == EXISTING && self.scope.roots().contains(&EXISTING) {
            return self.existing(operators);
        }
        let scope = self.scope;
        if let Some((address, output)) = by_address(root, operators)
            && let Some(value) = scope.by_address(address, output)
        {
            self.note();
            return value;
        }
        if let Some((name, rest)) = leading_name(operators)
            && let Some(found) = scope.named(root, name)
        {
            self.note();
            let value = found?;
            return self.steps(&value, rest);
        }
        let value = self.expression(&traversal.expr)?;
        self.steps(&value, operators)
    }

    /// A reference to what is looked up.
    fn existing(&mut self, operators: Operators<'_>) -> Result<Value, Problem> {
        let mut names = Vec::new();
        let mut behind = operators;
        while let Some((name, after)) = leading_name(behind) {
            names.push(type_names::of_name(name).unwrap_or_else(|| name.to_owned()));
            behind = after;
        }
        let plain: Vec<&str> = names.iter().map(String::as_str).collect();
        let length = self.scope.sort_length(&plain);
        let Some((sort, [name, outputs @ ..])) = plain.split_at_checked(length) else {
            let written = [&[EXISTING], plain.as_slice()].concat().join(".");
            return Err(Problem::new(format!("`{written}` is not a whole reference")).help(Some(
                "what is looked up is `existing.<type>.<name>.<output>`, such as \
                     `existing.terraform.state.core.vpc_id`"
                    .to_owned(),
            )));
        };
        let output = outputs.first().copied();
        let taken = length + 1 + usize::from(output.is_some());
        let value = self.scope.existing(&sort.join("."), name, output);
        self.note();
        self.steps(&value?, &operators[taken..])
    }

    fn resource_of_service(
        &mut self,
        service: &str,
        operators: Operators<'_>,
    ) -> Result<Value, Problem> {
        match leading_name(operators) {
            Some((kind, rest)) => self.resource(&format!("{service}.{kind}"), rest),
            None => Err(incomplete(service)),
        }
    }

    fn resource(&mut self, kind: &str, operators: Operators<'_>) -> Result<Value, Problem> {
        if let Some(rest) = leading_splat(operators) {
            return self.resources(kind, None, rest);
        }
        let Some((name, rest)) = leading_name(operators) else {
            return Err(incomplete(kind));
        };
        if let Some(rest) = leading_splat(rest) {
            return self.resources(kind, Some(name), rest);
        }
        let (key, rest) = match rest.split_first().map(|(first, rest)| (first.value(), rest)) {
            Some((TraversalOperator::Index(index), rest)) => {
                let key = self.expression(index)?;
                (Some(text_of(&key)?), rest)
            }
            _ => (None, rest),
        };
        let (output, rest) = self.leading_output(kind, rest);
        let value = self.scope.resource(kind, name, key.as_deref(), output.as_deref());
        self.note();
        self.steps(&value?, rest)
    }

    /// A reference to all instances of a kind, or of a block, and to an output of each.
    fn resources(
        &mut self,
        kind: &str,
        name: Option<&str>,
        operators: Operators<'_>,
    ) -> Result<Value, Problem> {
        let (output, rest) = self.leading_output(kind, operators);
        let value = self.scope.resources(kind, name, output.as_deref());
        self.note();
        match value? {
            // A splat takes the rest of the traversal for each element.
            Value::Array(list) if !rest.is_empty() => list
                .iter()
                .map(|one| self.steps(one, rest))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::Array),
            value => self.steps(&value, rest),
        }
    }

    /// The name of an output of a kind, which may have several parts, and what stands behind it.
    fn leading_output<'o>(
        &self,
        kind: &str,
        operators: Operators<'o>,
    ) -> (Option<String>, Operators<'o>) {
        let mut names = Vec::new();
        let mut behind = operators;
        while let Some((name, after)) = leading_name(behind) {
            names.push(name);
            behind = after;
        }
        let length = self.scope.output_length(kind, &names).min(names.len());
        let output = (length > 0).then(|| names[..length].join("."));
        (output, &operators[length..])
    }

    /// What a value holds behind some steps.
    fn steps(&mut self, start: &Value, operators: Operators<'_>) -> Result<Value, Problem> {
        let mut value = start;
        for (position, operator) in operators.iter().enumerate() {
            let rest = &operators[position + 1..];
            value = match operator.value() {
                TraversalOperator::GetAttr(name) => self
                    .take(value, name.as_str())
                    .map_err(|problem| problem.at(operator.span()))?,
                TraversalOperator::Index(index) => {
                    let index = self.expression(index)?;
                    self.element(value, &index).map_err(|problem| problem.at(operator.span()))?
                }
                TraversalOperator::LegacyIndex(index) => self
                    .element(value, &Value::from(*index.value()))
                    .map_err(|problem| problem.at(operator.span()))?,
                // A splat takes the rest of the traversal for each element.
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    let elements = match value {
                        Value::Array(list) => list.as_slice(),
                        Value::Null => &[],
                        single if pending::is(single) => return Err(Problem::pending()),
                        single => std::slice::from_ref(single),
                    };
                    return elements
                        .iter()
                        .map(|element| self.steps(element, rest))
                        .collect::<Result<Vec<_>, _>>()
                        .map(Value::Array);
                }
            };
        }
        self.copied(value)
    }

    fn element<'v>(&self, value: &'v Value, index: &Value) -> Result<&'v Value, Problem> {
        match (value, index) {
            (_, index) if pending::in_value(index) => Err(Problem::pending()),
            (Value::Array(list), index) => {
                let position = index
                    .as_u64()
                    .or_else(|| index.as_str()?.parse().ok())
                    .and_then(|position| usize::try_from(position).ok())
                    .ok_or_else(|| {
                        Problem::new("a list is indexed by whole numbers")
                            .why(describe_value(index))
                    })?;
                let element = list.get(position);
                element.ok_or_else(|| out_of_range(position, list.len()))
            }
            (value, index) => self.take(value, &text_of(index)?),
        }
    }

    fn take<'v>(&self, value: &'v Value, key: &str) -> Result<&'v Value, Problem> {
        match value {
            Value::Object(object) => object.get(key).ok_or_else(|| {
                if object.keys().any(|key| pending::in_text(key)) {
                    return Problem::pending();
                }
                let mut keys = object.keys().map(String::as_str);
                Problem::new(format!("there is no `{key}`"))
                    .why("the map has no such key")
                    .help(self.scope.suggestion("", key, &mut keys))
            }),
            other if pending::is(other) => Err(Problem::pending()),
            other => Err(Problem::new(format!("there is no `{key}`"))
                .why(format!("it is looked for in {}, not in a map", type_name(other)))),
        }
    }
}

fn out_of_range(position: usize, length: usize) -> Problem {
    let problem = Problem::new(format!("there is no element {position}"));
    match length {
        0 => problem.why("the list is empty"),
        1 => problem.why("the list has one element, which is `[0]`"),
        _ => problem
            .why(format!("the list has {length} elements, and the last is `[{}]`", length - 1)),
    }
}

fn leading_name(operators: Operators<'_>) -> Option<(&str, Operators<'_>)> {
    let (first, rest) = operators.split_first()?;
    match first.value() {
        TraversalOperator::GetAttr(name) => Some((name.as_str(), rest)),
        _ => None,
    }
}

/// What stands behind `.*` or `[*]`.
fn leading_splat(operators: Operators<'_>) -> Option<Operators<'_>> {
    let (first, rest) = operators.split_first()?;
    match first.value() {
        TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => Some(rest),
        _ => None,
    }
}

/// The address and the output in `resource["<address>"].<output>`.
fn by_address<'o>(root: &str, operators: Operators<'o>) -> Option<(&'o str, &'o str)> {
    let [index, output] = operators else {
        return None;
    };
    match (root, index.value(), output.value()) {
        (
            BY_ADDRESS,
            TraversalOperator::Index(Expression::String(address)),
            TraversalOperator::GetAttr(output),
        ) => Some((address.as_str(), output.as_str())),
        _ => None,
    }
}

fn incomplete(start: &str) -> Problem {
    Problem::new(format!("`{start}` is not a whole reference")).help(Some(
        "a reference is `<kind>.<name>.<output>`, such as `dynamodb.table.users.arn`".to_owned(),
    ))
}
