//! The file of an environment: found, read, evaluated and checked.

use std::path::{Path as FilePath, PathBuf};
use std::sync::LazyLock;

use super::extends::extended;
use super::folder::{self, names};
use super::settings::Environment;
use crate::evaluate::evaluate_node;
use crate::findings::findings_to_diagnostics;
use crate::options::Options;
use crate::read::node::{Content, Entry, Node};
use crate::read::{spelling, yaml};
use aws::tags;
use language::diagnostic::{Diagnostic, Diagnostics, Sources, did_you_mean, suggestion};
use language::expression::NamedScope;
use language::schema::{Check, Origin, Schema, has_errors};
use language::value::{Object, Path, Value, auto, unknown};

/// An environment and where its variables stand.
#[derive(Debug)]
pub struct Loaded {
    pub environment: Environment,
    /// The file as it is written.
    pub(crate) written: Node,
}

impl Loaded {
    /// The variables that the environment gives a value, as they are written.
    pub fn variables(&self) -> &[Entry] {
        let variables = self.written.get("variables");
        variables.map(Node::entries).unwrap_or_default()
    }

    /// The value that the environment gives a variable, as it is written.
    pub fn variable(&self, name: &str) -> Option<&Entry> {
        self.written.get("variables")?.entry(name)
    }
}

/// Reads the file of the environment that the options name.
pub fn load(
    options: &Options,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let (root, name) = (&options.root, &options.environment);
    match folder::read(root, folder::ENVIRONMENTS, name) {
        Some((path, bytes)) => read(path, bytes, options, sources, diagnostics),
        None => {
            diagnostics.push(missing(root, name));
            None
        }
    }
}

/// Reads an environment from the bytes of its file.
///
/// Fields may refer to fields above them in the order name, account, region, project, name_prefix, tags.
pub fn read(
    path: PathBuf,
    bytes: Vec<u8>,
    options: &Options,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Loaded> {
    let written = yaml::read(path, bytes, sources, diagnostics)?;
    let mut found = Diagnostics::default();
    let (written, chain) = extended(written, &options.root, sources, &mut found);
    // What is not there may say what would be missing.
    let is_complete = !found.has_errors();
    let loaded = checked(written, options, is_complete, &mut found);
    let fits = !found.has_errors();
    for diagnostic in found.sorted() {
        diagnostics.push(chain.explain(diagnostic));
    }
    loaded.filter(|_| fits)
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::of::<Environment>);

/// Whether a text fits a setting of environments, such as `region`.
pub fn takes(setting: &str, text: &str) -> bool {
    !has_errors(&Check::new(&SCHEMA).run_field(setting, &text.into()))
}

/// Evaluates the fields of an environment, and holds them against its schema.
fn checked(
    mut root_node: Node,
    options: &Options,
    is_complete: bool,
    found: &mut Diagnostics,
) -> Option<Loaded> {
    let name = &options.environment;
    let Content::Map(fields) = &mut root_node.content else {
        found.push(
            Diagnostic::new("an environment is a map")
                .at(root_node.span, format!("this is {}", root_node.type_name()))
                .help("start with `account:`, `region:` and `project:`"),
        );
        return None;
    };
    for field in fields.iter_mut() {
        // The type of a variable says what is meant.
        if field.key != "variables" {
            spelling::apply_schema(&mut field.value, &SCHEMA, Path::field(&field.key), found);
        }
    }
    let another = |entry: &&Entry| entry.value.literal() != *name;
    if let Some(written) = root_node.entry("name").filter(another) {
        found.push(
            Diagnostic::new("an environment is named by its file")
                .at(written.key_span, format!("this one is `{name}`"))
                .help("remove the name, or rename the file"),
        );
    }
    let value = evaluate(root_node.entries(), options, found);
    let origin = |path: &Path| match root_node.is_written(path) {
        true => Origin::Written,
        false => Origin::Computed,
    };
    let spelling = |path: &Path| root_node.spelling_at(path).map(str::to_owned);
    let check = Check::new(&SCHEMA).origin(&origin).spelling(&spelling);
    let mut findings = check.run(&value);
    findings.retain(|finding| is_complete || !finding.path.is_root());
    findings_to_diagnostics(findings, &root_node, root_node.span, found);
    let environment = match serde_json::from_value::<Environment>(value) {
        Ok(environment) => {
            let findings = tags::check(&environment.tags, &Path::field("tags"));
            findings_to_diagnostics(findings, &root_node, root_node.span, found);
            Some(environment)
        }
        Err(_) if found.has_errors() => None,
        Err(error) => {
            found.push(Diagnostic::new("bad environment").at(root_node.span, error.to_string()));
            None
        }
    };
    environment.map(|environment| Loaded { written: root_node, environment })
}

/// The fields that others may refer to, in the order in which they are evaluated.
const REFERENCES: [&str; 6] = ["name", "account", "region", "project", "name_prefix", "tags"];

fn evaluate(fields: &[Entry], options: &Options, diagnostics: &mut Diagnostics) -> Value {
    let name = options.environment.as_str();
    let rank = |key: &str| REFERENCES.iter().position(|field| *field == key);
    let mut ordered: Vec<_> = fields.iter().collect();
    ordered.sort_by_key(|entry| rank(&entry.key).unwrap_or(usize::MAX));
    let mut known = Object::new();
    known.insert("name".to_owned(), name.into());
    let mut value = Object::new();
    for entry in ordered {
        if rank(&entry.key) > rank("name_prefix") || rank(&entry.key).is_none() {
            default_prefix(&mut known);
        }
        let scope = NamedScope::new(&options.root, [("env", &known)]).planned_at(options.plan_time);
        let mut path = Path::field(&entry.key);
        let evaluated = evaluate_node(&entry.value, &scope, &mut path, diagnostics);
        if rank(&entry.key).is_some() {
            // What has failed is reported; text that it stands in is not wrong for that.
            let reference = match auto::accepts_any(&evaluated) {
                true => unknown::mark(&format!("env.{}", entry.key)).into(),
                false => evaluated.clone(),
            };
            known.insert(entry.key.clone(), reference);
        }
        value.insert(entry.key.clone(), evaluated);
    }
    default_prefix(&mut known);
    if let Some(prefix) = known.remove("name_prefix") {
        value.entry("name_prefix").or_insert(prefix);
    }
    value.insert("name".to_owned(), name.into());
    value.into()
}

fn default_prefix(known: &mut Object) {
    if known.contains_key("name_prefix") {
        return;
    }
    if let (Some(project), Some(name)) =
        (known.get("project").and_then(Value::as_str), known.get("name").and_then(Value::as_str))
    {
        let prefix = format!("{project}-{name}");
        known.insert("name_prefix".to_owned(), prefix.into());
    }
}

fn missing(root: &FilePath, name: &str) -> Diagnostic {
    let names = names(root);
    let names = || names.iter().map(String::as_str);
    let help = match did_you_mean(name, names()) {
        Some(close) => format!("did you mean `--env {close}`?"),
        None => suggestion(name, names()).unwrap_or_else(|| {
            format!("make environments/{name}.yaml with `account`, `region` and `project`")
        }),
    };
    Diagnostic::new(format!("there is no environment `{name}`: no file environments/{name}.yaml"))
        .help(help)
}
