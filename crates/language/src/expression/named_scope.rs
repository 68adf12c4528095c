//! Scopes of plain names: those of a file, and those that a template file is given.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;

use super::functions::Surroundings;
use super::{Budget, Found, PlanTime, Problem, Scope, Template, evaluate};
use crate::value::{Object, Value};

/// Plain names alone: variables, locals, the environment.
pub struct NamedScope<'a> {
    base_folder: &'a Path,
    roots: Vec<(&'a str, &'a Object)>,
    /// The variables that are sensitive.
    sensitive: Option<&'a BTreeSet<String>>,
    met_sensitive: Cell<bool>,
    budget: Budget,
    plan_time: PlanTime,
}

impl<'a> NamedScope<'a> {
    pub fn new(
        base_folder: &'a Path,
        roots: impl IntoIterator<Item = (&'a str, &'a Object)>,
    ) -> Self {
        Self {
            base_folder,
            roots: roots.into_iter().collect(),
            sensitive: None,
            met_sensitive: Cell::new(false),
            budget: Budget::default(),
            plan_time: PlanTime::default(),
        }
    }

    /// Says when the run plans, where that is not now.
    pub fn planned_at(mut self, time: PlanTime) -> Self {
        self.plan_time = time;
        self
    }

    /// Names the variables that are sensitive.
    pub fn with_sensitive(mut self, variables: &'a BTreeSet<String>) -> Self {
        self.sensitive = Some(variables);
        self
    }
}

impl Surroundings for NamedScope<'_> {
    fn base_folder(&self) -> &Path {
        self.base_folder
    }

    fn budget(&self) -> &Budget {
        &self.budget
    }

    fn plan_time(&self) -> PlanTime {
        self.plan_time
    }

    fn render(&self, template: &str, variables: &Object) -> Result<Value, String> {
        render_template(self, template, variables)
    }
}

impl Scope for NamedScope<'_> {
    fn named(&self, root: &str, name: &str) -> Option<Result<Found<'_>, Problem>> {
        let (_, object) = self.roots.iter().find(|(known, _)| *known == root)?;
        if root == "var" && self.sensitive.is_some_and(|names| names.contains(name)) {
            self.met_sensitive.set(true);
        }
        Some(lookup(root, name, object, self).map(Found::Kept))
    }

    fn met_sensitive(&self) -> bool {
        self.met_sensitive.take()
    }

    fn is_service(&self, _: &str) -> bool {
        false
    }

    fn resource(
        &self,
        kind: &str,
        _: &str,
        _: Option<&str>,
        _: Option<&str>,
    ) -> Result<Value, Problem> {
        Err(Problem::new(format!("`{kind}` cannot be referred to here")))
    }

    fn roots(&self) -> Vec<&str> {
        self.roots.iter().map(|(root, _)| *root).collect()
    }
}

/// A name of a root, with what there is where it is not among them.
pub fn lookup<'a>(
    root: &str,
    name: &str,
    object: &'a Object,
    scope: &dyn Scope,
) -> Result<&'a Value, Problem> {
    object.get(name).ok_or_else(|| {
        let mut names = object.keys().map(String::as_str);
        let why = match root {
            "var" => "no spec declares this variable",
            _ => "there is nothing of this name",
        };
        let declare = || match root {
            "var" => Some(format!("declare it: `variables: {{ {name}: {{ type: string }} }}`")),
            _ => None,
        };
        Problem::missing(format!("there is no `{root}.{name}`"))
            .why(why)
            .help(scope.suggestion(&format!("{root}."), name, &mut names).or_else(declare))
    })
}

/// A template file sees the variables it is given and nothing else.
pub fn render_template(
    surroundings: &dyn Surroundings,
    template: &str,
    variables: &Object,
) -> Result<Value, String> {
    let scope = TemplateFileScope {
        base_folder: surroundings.base_folder(),
        variables,
        budget: surroundings.budget(),
        plan_time: surroundings.plan_time(),
    };
    let template = Template::detached(template)?;
    evaluate(&template, &scope).map_err(|problem| problem.message)
}

struct TemplateFileScope<'a> {
    base_folder: &'a Path,
    variables: &'a Object,
    /// What is left to the caller.
    budget: &'a Budget,
    plan_time: PlanTime,
}

impl Surroundings for TemplateFileScope<'_> {
    fn base_folder(&self) -> &Path {
        self.base_folder
    }

    fn budget(&self) -> &Budget {
        self.budget
    }

    fn plan_time(&self) -> PlanTime {
        self.plan_time
    }

    fn render(&self, _: &str, _: &Object) -> Result<Value, String> {
        Err("a template cannot render another one".to_owned())
    }
}

impl Scope for TemplateFileScope<'_> {
    fn named(&self, _: &str, _: &str) -> Option<Result<Found<'_>, Problem>> {
        None
    }

    fn bare(&self, name: &str) -> Option<Found<'_>> {
        self.variables.get(name).map(Found::Kept)
    }

    fn is_service(&self, _: &str) -> bool {
        false
    }

    fn resource(
        &self,
        kind: &str,
        _: &str,
        _: Option<&str>,
        _: Option<&str>,
    ) -> Result<Value, Problem> {
        Err(Problem::new(format!("`{kind}` cannot be referred to in a template file")))
    }

    fn roots(&self) -> Vec<&str> {
        self.variables.keys().map(String::as_str).collect()
    }
}
