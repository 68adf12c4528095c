//! `environments/<name>.yaml`: which account and region a stack lives in, and what its variables are.

use std::collections::BTreeMap;
use std::path::Path as FilePath;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::node::{self, Content, Node};
use super::scope::NamedScope;
use super::{evaluate_node, findings_to_diagnostics};
use crate::aws::tags::Tags;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span, did_you_mean};
use crate::schema::{self, Schema};
use crate::value::{Object, Path, Value};

/// An environment as its file says it, with every expression evaluated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// The name of the environment, which is the name of its file.
    #[serde(default)]
    pub name: String,
    /// The AWS account, twelve digits in quotes. Any other is refused before the first read.
    #[schemars(regex(pattern = "^[0-9]{12}$"))]
    pub account: String,
    /// The AWS region, such as `us-east-2`.
    #[schemars(regex(pattern = "^[a-z]{2}(-[a-z]+)+-[0-9]$"))]
    pub region: String,
    /// The project; with the environment's name it names the stack.
    #[schemars(regex(pattern = "^[a-z][a-z0-9-]*[a-z0-9]$"))]
    pub project: String,
    /// What physical names start with. Default: `${env.project}-${env.name}`.
    #[serde(default)]
    pub name_prefix: Option<String>,
    /// Where the state is kept, `file:<folder>`. Default: `file:.diatonic/<env>`.
    #[serde(default)]
    pub state: Option<String>,
    /// Tags that every resource gets.
    #[serde(default)]
    pub tags: Tags,
    /// Values of the variables that specs declare.
    #[serde(default)]
    pub variables: BTreeMap<String, Value>,
    /// An endpoint that stands in for AWS, for every service.
    #[serde(default)]
    pub endpoint_url: Option<String>,
    /// Whether objects that hold data are protected from delete and replace. Default: true.
    #[serde(default = "protected")]
    pub protect_data: bool,
    /// Calls a second by service (or `service/Operation`) instead of AWS's published rates, or
    /// `unlimited` for an endpoint that is not AWS.
    #[serde(default)]
    pub rate_limits: RateLimitSetting,
}

fn protected() -> bool {
    true
}

/// How fast AWS may be called.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RateLimitSetting {
    Word(RateLimitWord),
    PerSecond(BTreeMap<String, f64>),
}

/// The two settings that are no numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RateLimitWord {
    /// AWS's published control-plane rates.
    #[default]
    Published,
    /// No limit, for endpoints that are not AWS.
    Unlimited,
}

impl Default for RateLimitSetting {
    fn default() -> Self {
        Self::Word(RateLimitWord::Published)
    }
}

impl Environment {
    /// `<project>-<name>`, the value of the tag by which we know our objects.
    pub fn stack(&self) -> String {
        format!("{}-{}", self.project, self.name)
    }

    /// What physical names start with.
    pub fn prefix(&self) -> &str {
        self.name_prefix.as_deref().unwrap_or_default()
    }

    /// What `env.<name>` can refer to.
    pub fn references(&self) -> Object {
        let mut object = Object::new();
        object.insert("name".to_owned(), self.name.clone().into());
        object.insert("account".to_owned(), self.account.clone().into());
        object.insert("region".to_owned(), self.region.clone().into());
        object.insert("project".to_owned(), self.project.clone().into());
        object.insert("name_prefix".to_owned(), self.prefix().into());
        object.insert("tags".to_owned(), serde_json::json!(self.tags));
        object
    }
}

/// An environment and where its variables stand.
#[derive(Debug)]
pub struct Loaded {
    pub environment: Environment,
    /// The place of each variable's key in the file.
    pub variable_spans: BTreeMap<String, Span>,
    pub variable_nodes: BTreeMap<String, Span>,
}

/// Reads `environments/<name>.yaml`.
///
/// Fields may refer to fields above them in the order name, account, region, project, name_prefix, tags.
pub fn load(
    root: &FilePath,
    name: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let folder = root.join("environments");
    let Some((path, text)) = ["yaml", "yml", "json"].iter().find_map(|extension| {
        let path = folder.join(format!("{name}.{extension}"));
        std::fs::read_to_string(&path).ok().map(|text| (path, text))
    }) else {
        diagnostics.push(missing(&folder, name));
        return None;
    };
    let shown = path.strip_prefix(root).unwrap_or(&path).to_owned();
    let file = sources.add(shown, text);
    let root_node = node::parse(sources, file, diagnostics)?;
    let value = evaluate(&root_node, root, name, diagnostics)?;
    let schema = Schema::of::<Environment>();
    let findings = schema::check(&schema, &value);
    let failed = !findings.is_empty();
    findings_to_diagnostics(findings, &root_node, root_node.span, diagnostics);
    if failed {
        return None;
    }
    match serde_json::from_value::<Environment>(value) {
        Ok(environment) => Some(Loaded {
            variable_spans: spans(&root_node, |entry| entry.key_span),
            variable_nodes: spans(&root_node, |entry| entry.value.span),
            environment,
        }),
        Err(error) => {
            diagnostics
                .push(Diagnostic::new("bad environment").at(root_node.span, error.to_string()));
            None
        }
    }
}

fn spans(root: &Node, of: impl Fn(&node::Entry) -> Span) -> BTreeMap<String, Span> {
    root.get("variables")
        .map(Node::entries)
        .unwrap_or_default()
        .iter()
        .map(|entry| (entry.key.clone(), of(entry)))
        .collect()
}

fn evaluate(
    node: &Node,
    root: &FilePath,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let Content::Map(entries) = &node.content else {
        diagnostics.push(
            Diagnostic::new("an environment is a map")
                .at(node.span, format!("this is {}", node.type_name()))
                .help("start with `account:`, `region:` and `project:`"),
        );
        return None;
    };
    let mut known = Object::new();
    known.insert("name".to_owned(), name.into());
    let errors_before = diagnostics.len();
    let rank = |key: &str| {
        [
            "name",
            "account",
            "region",
            "project",
            "name_prefix",
            "tags",
        ]
        .iter()
        .position(|field| *field == key)
        .unwrap_or(usize::MAX)
    };
    let mut ordered: Vec<_> = entries.iter().collect();
    ordered.sort_by_key(|entry| rank(&entry.key));
    let mut value = Object::new();
    for entry in ordered {
        if rank(&entry.key) > rank("project")
            && !known.contains_key("name_prefix")
            && entry.key != "name_prefix"
        {
            default_prefix(&mut known);
        }
        let scope = NamedScope::new(root, [("env", &known)]);
        let mut path = Path::field(&entry.key);
        let evaluated = evaluate_node(&entry.value, &scope, &mut path, diagnostics);
        if rank(&entry.key) != usize::MAX {
            known.insert(entry.key.clone(), evaluated.clone());
        }
        value.insert(entry.key.clone(), evaluated);
    }
    default_prefix(&mut known);
    if let Some(prefix) = known.get("name_prefix") {
        value.insert("name_prefix".to_owned(), prefix.clone());
    }
    value.insert("name".to_owned(), name.into());
    (diagnostics.len() == errors_before).then(|| value.into())
}

fn default_prefix(known: &mut Object) {
    if known.contains_key("name_prefix") {
        return;
    }
    if let (Some(project), Some(name)) = (
        known.get("project").and_then(Value::as_str),
        known.get("name").and_then(Value::as_str),
    ) {
        let prefix = format!("{project}-{name}");
        known.insert("name_prefix".to_owned(), prefix.into());
    }
}

fn missing(folder: &FilePath, name: &str) -> Diagnostic {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    let help = match did_you_mean(name, names.iter().map(String::as_str)) {
        Some(close) => format!("did you mean `--env {close}`?"),
        None if names.is_empty() => format!(
            "make `environments/{name}.yaml` with `account`, `region` and `project`, or name the \
             project's folder with `-C <folder>`"
        ),
        None => format!("there is {}", names.join(", ")),
    };
    Diagnostic::new(format!(
        "there is no environment `{name}`: no file environments/{name}.yaml"
    ))
    .help(help)
}
