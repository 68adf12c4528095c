//! References and steps into values: `a.b`, `a["b"]`, `a[0]`, `a[*].b`.

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::repr::Decorated;

use super::evaluate::{EXISTING, Evaluator, text_of, this_is};
use super::problem::Problem;
use crate::diagnostic::suggestion;
use crate::value::{Value, pending, type_name};

type Operators<'e> = &'e [Decorated<TraversalOperator>];

impl Evaluator<'_> {
    pub(super) fn traversal(&mut self, traversal: &Traversal) -> Result<Value, Problem> {
        let operators = traversal.operators.as_slice();
        let Expression::Variable(root) = &traversal.expr else {
            let value = self.expression(&traversal.expr)?;
            return self.steps(value, operators);
        };
        let root = root.as_str();
        if let Some(value) = self.binding(root) {
            let value = value.clone();
            return self.steps(value, operators);
        }
        if self.scope.is_service(root) {
            return self.resource(root, operators);
        }
        if root == EXISTING && self.scope.roots().contains(&EXISTING) {
            return self.existing(operators);
        }
        if let Some((name, rest)) = leading_name(operators)
            && let Some(value) = self.scope.named(root, name)
        {
            return self.steps(value?, rest);
        }
        let value = self.expression(&traversal.expr)?;
        self.steps(value, operators)
    }

    /// A reference to what is looked up.
    fn existing(&mut self, operators: Operators<'_>) -> Result<Value, Problem> {
        let mut names = Vec::new();
        let mut rest = operators;
        while let Some((name, after)) = leading_name(rest)
            && names.len() < 4
        {
            names.push(name);
            rest = after;
        }
        let [service, kind, name, output @ ..] = names.as_slice() else {
            let written = [&[EXISTING], names.as_slice()].concat().join(".");
            return Err(
                Problem::new(format!("`{written}` is not a whole reference")).help(Some(
                    "what is looked up is `existing.<sort>.<name>.<output>`, such as \
                     `existing.terraform.state.core.vpc_id`"
                        .to_owned(),
                )),
            );
        };
        let output = output.first().copied();
        let sort = format!("{service}.{kind}");
        let value = self.scope.existing(&sort, name, output)?;
        self.steps(value, rest)
    }

    fn resource(&mut self, service: &str, operators: Operators<'_>) -> Result<Value, Problem> {
        let Some((kind, rest)) = leading_name(operators) else {
            return Err(incomplete(service));
        };
        let kind = format!("{service}.{kind}");
        let Some((name, rest)) = leading_name(rest) else {
            return Err(incomplete(&kind));
        };
        let (key, rest) = match rest
            .split_first()
            .map(|(first, rest)| (first.value(), rest))
        {
            Some((TraversalOperator::Index(index), rest)) => {
                let key = self.expression(index)?;
                (Some(text_of(&key)?), rest)
            }
            _ => (None, rest),
        };
        let (output, rest) = match leading_name(rest) {
            Some((output, rest)) => (Some(output), rest),
            None => (None, rest),
        };
        let value = self.scope.resource(&kind, name, key.as_deref(), output)?;
        self.steps(value, rest)
    }

    fn steps(&mut self, mut value: Value, operators: Operators<'_>) -> Result<Value, Problem> {
        for (position, operator) in operators.iter().enumerate() {
            let rest = &operators[position + 1..];
            value = match operator.value() {
                TraversalOperator::GetAttr(name) => {
                    take(value, name.as_str()).map_err(|problem| problem.at(operator.span()))?
                }
                TraversalOperator::Index(index) => {
                    let index = self.expression(index)?;
                    self.element(value, &index)
                        .map_err(|problem| problem.at(operator.span()))?
                }
                TraversalOperator::LegacyIndex(index) => self
                    .element(value, &Value::from(*index.value()))
                    .map_err(|problem| problem.at(operator.span()))?,
                // A splat takes the rest of the traversal for each element.
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    let elements = match value {
                        Value::Array(list) => list,
                        Value::Null => Vec::new(),
                        single if pending::is(&single) => return Err(Problem::pending()),
                        single => vec![single],
                    };
                    return elements
                        .into_iter()
                        .map(|element| self.steps(element, rest))
                        .collect::<Result<Vec<_>, _>>()
                        .map(Value::Array);
                }
            };
        }
        Ok(value)
    }

    fn element(&self, value: Value, index: &Value) -> Result<Value, Problem> {
        match (value, index) {
            (_, index) if pending::in_value(index) => Err(Problem::pending()),
            (Value::Array(mut list), index) => {
                let position = index
                    .as_u64()
                    .or_else(|| index.as_str()?.parse().ok())
                    .and_then(|position| usize::try_from(position).ok())
                    .ok_or_else(|| {
                        Problem::new("a list is indexed by whole numbers").why(this_is(index))
                    })?;
                if position < list.len() {
                    Ok(list.swap_remove(position))
                } else {
                    Err(out_of_range(position, list.len()))
                }
            }
            (value, index) => take(value, &text_of(index)?),
        }
    }
}

fn out_of_range(position: usize, length: usize) -> Problem {
    let problem = Problem::new(format!("there is no element {position}"));
    match length {
        0 => problem.why("the list is empty"),
        1 => problem.why("the list has one element, which is `[0]`"),
        _ => problem.why(format!(
            "the list has {length} elements, and the last is `[{}]`",
            length - 1
        )),
    }
}

fn take(value: Value, key: &str) -> Result<Value, Problem> {
    match value {
        Value::Object(mut object) => object.remove(key).ok_or_else(|| {
            if object.keys().any(|key| pending::in_text(key)) {
                return Problem::pending();
            }
            Problem::new(format!("there is no `{key}`"))
                .why("the map has no such key")
                .help(suggestion(key, object.keys().map(String::as_str)))
        }),
        other if pending::is(&other) => Err(Problem::pending()),
        other => Err(Problem::new(format!("there is no `{key}`")).why(format!(
            "it is looked for in {}, not in a map",
            type_name(&other)
        ))),
    }
}

fn leading_name(operators: Operators<'_>) -> Option<(&str, Operators<'_>)> {
    let (first, rest) = operators.split_first()?;
    match first.value() {
        TraversalOperator::GetAttr(name) => Some((name.as_str(), rest)),
        _ => None,
    }
}

fn incomplete(start: &str) -> Problem {
    Problem::new(format!("`{start}` is not a whole reference")).help(Some(
        "a reference is `<kind>.<name>.<output>`, such as `dynamodb.table.users.arn`".to_owned(),
    ))
}
