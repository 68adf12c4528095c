//! The outputs of a Terraform state that another team keeps.

use std::path::Path as FilePath;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Found, Sort};
use crate::legacy::{Source, SourceError, StateFile};
use crate::schema::{Finding, Schema};
use crate::value::{Path, Value};

pub(super) const SORT: Sort = Sort {
    name: "terraform.state",
    schema: Schema::of::<StateLookup>,
    published_schema: Schema::generate::<StateLookup>,
    find,
};

/// A Terraform or OpenTofu state, whose outputs can be referred to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StateLookup {
    /// The file, from the project's folder on: `../core/terraform.tfstate`.
    path: String,
}

fn find(root: &FilePath, lookup: Value) -> Result<Found, Finding> {
    let fault = |why: String| Finding::error(Path::field("path"), "no Terraform state", why);
    let StateLookup { path } =
        serde_json::from_value(lookup).map_err(|error| fault(error.to_string()))?;
    let source = Source::parse(&path).map_err(|error| fault(error.to_string()))?;
    let Source::File(path) = source else {
        let why = "specs are compiled without AWS and without standard input".to_owned();
        return Err(Finding {
            help: Some("give a file: `aws s3 cp` or `terraform state pull` makes one".to_owned()),
            ..fault(why)
        });
    };
    let file = StateFile::read(path, root).map_err(|error| Finding {
        help: matches!(error, SourceError::Missing(_))
            .then(|| "a path starts at the folder that holds `specs/`".to_owned()),
        ..fault(error.to_string())
    })?;
    let mut found = Found::default();
    for (name, output) in file.state.outputs {
        if output.sensitive {
            found.sensitive.insert(name.clone());
        }
        found.outputs.insert(name, output.value);
    }
    Ok(found)
}
