//! A Terraform state, format 4, as Terraform and OpenTofu write it.

mod attributes;
mod error;
mod plan_file;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::address::TerraformAddress;
use language::value::Value;

pub use attributes::{Attributes, Stated};
pub use error::StateFileError;

/// The format that is read. Terraform has written it since 0.12.
pub const FORMAT: u64 = 4;

/// What a Terraform state says.
#[derive(Debug)]
pub struct TerraformState {
    /// The version of Terraform or OpenTofu that wrote it.
    pub terraform_version: String,
    /// Counts the writes.
    pub serial: u64,
    /// What all versions of one state share.
    pub lineage: String,
    pub outputs: BTreeMap<String, Output>,
    /// Every object that the state knows, in its order.
    pub instances: Vec<Instance>,
    /// Blocks of which no instance exists.
    pub empty: Vec<TerraformAddress>,
}

/// An output of the root module.
pub struct Output {
    pub value: Value,
    pub sensitive: bool,
}

/// One object of a resource.
#[derive(Debug)]
pub struct Instance {
    pub address: TerraformAddress,
    pub provider: Provider,
    /// Terraform would replace it at its next apply.
    pub tainted: bool,
    /// What a replacement has left behind, under this key: Terraform would delete it at its next apply.
    pub deposed: Option<String>,
    /// The version of the provider's schema in which the attributes are written.
    pub schema_version: u64,
    /// What the provider said of it, without what is sensitive.
    pub attributes: Attributes,
    /// The names on the way to each attribute that the state marks as sensitive, as in `environment`,
    /// `variables`, `TOKEN`.
    pub sensitive: Vec<Vec<String>>,
    /// The blocks that it needs.
    pub dependencies: Vec<TerraformAddress>,
    /// Where in the document it stands.
    pub position: Position,
}

impl Instance {
    /// Whether the state marks what is at these names as sensitive, or something in it.
    pub fn is_sensitive(&self, names: &[&str]) -> bool {
        self.sensitive.iter().any(|marked| {
            let mut both = marked.iter().zip(names);
            both.all(|(marked, name)| marked == name)
        })
    }
}

/// Where in a state's document an instance stands, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub resource: usize,
    pub instance: usize,
}

/// The provider configuration that an object belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Provider {
    /// As in `registry.terraform.io/hashicorp/aws`.
    pub source: String,
    /// The name that tells two configurations of one provider apart.
    pub alias: Option<String>,
}

impl Provider {
    /// Reads `provider["<source>"].<alias>`, behind the modules that it may stand in, or the older
    /// `provider.<source>.<alias>`.
    pub fn parse(text: &str) -> Self {
        let quoted = text.split_once("provider[\"").and_then(|(_, rest)| rest.split_once("\"]"));
        let (source, rest) = match quoted {
            Some((source, rest)) => (source, rest),
            None => {
                let name = text.rsplit_once("provider.").map_or(text, |(_, rest)| rest);
                name.split_at(name.find('.').unwrap_or(name.len()))
            }
        };
        let alias = rest.strip_prefix('.').filter(|alias| !alias.is_empty());
        Self { source: source.to_owned(), alias: alias.map(str::to_owned) }
    }
}

impl std::fmt::Debug for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.sensitive {
            true => f.write_str("Output(sensitive)"),
            false => write!(f, "Output({})", self.value),
        }
    }
}
