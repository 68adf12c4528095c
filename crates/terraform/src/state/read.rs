//! From bytes to a state.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::error::Category;

use super::attributes::names;
use super::{
    Attributes, FORMAT, Instance, Output, Position, Provider, StateFileError, TerraformState,
    plan_file,
};
use crate::address::Key;
use crate::address::Mode;
use crate::address::ModuleCall;
use crate::address::TerraformAddress;
use crate::address::parse_modules;
use language::value::Value;

impl TerraformState {
    /// Reads a state, or the one inside a saved plan.
    ///
    /// # Errors
    /// What the bytes are instead.
    pub fn parse(bytes: &[u8]) -> Result<Self, StateFileError> {
        if plan_file::is_zip(bytes) {
            return read(&plan_file::state_in(bytes)?);
        }
        read(bytes)
    }
}

fn read(bytes: &[u8]) -> Result<TerraformState, StateFileError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    no_json(bytes)?;
    check_head(&json(bytes)?)?;
    let document: Document = json(bytes)?;
    let mut state = TerraformState {
        terraform_version: document.terraform_version,
        serial: document.serial,
        lineage: document.lineage,
        outputs: document.outputs,
        instances: Vec::new(),
        empty: Vec::new(),
    };
    for (position, resource) in document.resources.into_iter().enumerate() {
        resource.add_to(&mut state, position)?;
    }
    Ok(state)
}

/// Finds the usual things that are taken for a state.
fn no_json(bytes: &[u8]) -> Result<(), StateFileError> {
    let start = bytes.trim_ascii_start();
    if start.is_empty() {
        return Err(StateFileError::Empty);
    }
    if !start.starts_with(b"<") {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&start[..start.len().min(1000)]);
    let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    Err(match code {
        Some((code, _)) => StateFileError::S3Answer { code: code.to_owned() },
        None => StateFileError::Page,
    })
}

/// What tells a state of this format from everything else.
#[derive(Deserialize)]
struct Head {
    version: Option<u64>,
    #[serde(default)]
    terraform_version: Option<String>,
    encrypted_data: Option<IgnoredAny>,
    encryption_version: Option<IgnoredAny>,
    format_version: Option<IgnoredAny>,
}

fn check_head(head: &Head) -> Result<(), StateFileError> {
    if head.encrypted_data.is_some() || head.encryption_version.is_some() {
        return Err(StateFileError::Encrypted);
    }
    match head.version {
        Some(FORMAT) => Ok(()),
        Some(format) if format < FORMAT => Err(StateFileError::Older { format }),
        Some(format) => Err(StateFileError::Newer {
            format,
            terraform_version: head.terraform_version.clone().unwrap_or_default(),
        }),
        None if head.format_version.is_some() => Err(StateFileError::Shown),
        None => Err(StateFileError::NotAState),
    }
}

/// Reads JSON. The parser's own words may hold a value of the state, so they are not passed on.
fn json<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, StateFileError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let line = error.inner().line();
        match error.inner().classify() {
            Category::Eof => StateFileError::Truncated { line },
            Category::Data => {
                StateFileError::Malformed { what: format!("`{}`, at line {line}", error.path()) }
            }
            Category::Syntax | Category::Io => StateFileError::NotJson { line },
        }
    })?;
    let rest = deserializer.end();
    rest.map_err(|error| StateFileError::NotJson { line: error.line() })?;
    Ok(value)
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    terraform_version: String,
    #[serde(default)]
    serial: u64,
    #[serde(default)]
    lineage: String,
    #[serde(default)]
    outputs: BTreeMap<String, Output>,
    #[serde(default)]
    resources: Vec<ResourceDocument>,
}

impl<'de> Deserialize<'de> for Output {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct OutputDocument {
            #[serde(default)]
            value: Value,
            #[serde(default)]
            sensitive: bool,
        }
        let OutputDocument { value, sensitive } = OutputDocument::deserialize(deserializer)?;
        Ok(Self { value, sensitive })
    }
}

#[derive(Deserialize)]
struct ResourceDocument {
    #[serde(default)]
    module: String,
    mode: ModeWord,
    #[serde(rename = "type")]
    type_name: String,
    name: String,
    #[serde(default)]
    provider: String,
    #[serde(default)]
    instances: Vec<InstanceDocument>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ModeWord {
    Managed,
    Data,
}

#[derive(Deserialize)]
struct InstanceDocument {
    #[serde(default)]
    index_key: Option<KeyWord>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    deposed: Option<String>,
    #[serde(default)]
    schema_version: u64,
    #[serde(default)]
    attributes: Option<Attributes>,
    /// The attributes of states that Terraform 0.11 wrote and nothing has touched since.
    #[serde(default)]
    attributes_flat: Option<Attributes>,
    #[serde(default)]
    sensitive_attributes: Option<Vec<Vec<Value>>>,
    #[serde(default)]
    dependencies: Option<Vec<String>>,
    /// OpenTofu's, where each instance has its own.
    #[serde(default)]
    instance_provider: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum KeyWord {
    Number(i64),
    Text(String),
}

impl ResourceDocument {
    fn add_to(self, state: &mut TerraformState, position: usize) -> Result<(), StateFileError> {
        let modules = parse_modules(&self.module).ok_or_else(|| StateFileError::Malformed {
            what: format!("the module `{}`", self.module),
        })?;
        let block = self.block(modules);
        if self.instances.is_empty() {
            state.empty.push(block);
            return Ok(());
        }
        for (instance, document) in self.instances.into_iter().enumerate() {
            let position = Position { resource: position, instance };
            let instance = document.instance(&block, &self.provider, position);
            state.instances.push(instance);
        }
        Ok(())
    }

    fn block(&self, modules: Vec<ModuleCall>) -> TerraformAddress {
        TerraformAddress {
            modules,
            mode: match self.mode {
                ModeWord::Managed => Mode::Managed,
                ModeWord::Data => Mode::Data,
            },
            type_name: self.type_name.clone(),
            name: self.name.clone(),
            key: None,
        }
    }
}

impl InstanceDocument {
    fn instance(self, block: &TerraformAddress, provider: &str, position: Position) -> Instance {
        let mut attributes = self.attributes.or(self.attributes_flat).unwrap_or_default();
        let marked = self.sensitive_attributes.unwrap_or_default();
        for path in &marked {
            attributes.hide(path);
        }
        let dependencies = self.dependencies.unwrap_or_default();
        Instance {
            address: TerraformAddress {
                key: self.index_key.map(|key| match key {
                    KeyWord::Number(number) => Key::Number(number),
                    KeyWord::Text(text) => Key::Text(text),
                }),
                ..block.clone()
            },
            provider: Provider::parse(self.instance_provider.as_deref().unwrap_or(provider)),
            tainted: self.status.as_deref() == Some("tainted"),
            deposed: self.deposed.filter(|key| !key.is_empty()),
            schema_version: self.schema_version,
            attributes,
            sensitive: marked.iter().map(|path| names(path)).collect(),
            dependencies: dependencies
                .iter()
                .filter_map(|text| TerraformAddress::parse(text))
                .collect(),
            position,
        }
    }
}
