//! The services that kinds call, and all operations that the SDK has for each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::source::Modules;
use crate::workspace::root;

/// A service, as code speaks to it.
pub struct Service {
    /// The name that the SDK gives it.
    pub name: String,
    /// The folder of its kinds.
    pub folder: String,
    /// The accessor of its client: `iam` in `aws.iam()`.
    pub accessor: String,
    /// The SDK's names of the operations, by those of the methods that call them.
    pub operations: BTreeMap<String, String>,
}

/// The services of the kinds, and S3, whose client stands with that of the tool itself.
pub fn services(modules: &Modules) -> Result<Vec<Service>> {
    let folders = sdk_folders()?;
    let service = |name: &str, own: &str, accessor: &str, sdk: &str| {
        let folder = folders.get(sdk).ok_or_else(|| format!("cargo knows no package for {sdk}"))?;
        service(name, own, accessor, folder)
    };
    let mut services = vec![service("S3", "s3", "s3", "aws_sdk_s3")?];
    for (path, module) in modules {
        let clients = module.macros.iter().filter(|(name, _)| name == "client");
        for (accessor, sdk) in clients.filter_map(|(_, tokens)| client(tokens.clone())) {
            let key = (None, "NAME".to_owned());
            let name = module.texts.get(&key).ok_or_else(|| {
                format!("{}: a service needs its name as `const NAME`", module.file.display())
            })?;
            services.push(service(name, &path.join("::"), &accessor, &sdk)?);
        }
    }
    Ok(services)
}

/// The accessor and the SDK's crate in `pub trait Iam { iam: aws_sdk_iam }`.
fn client(tokens: TokenStream) -> Option<(String, String)> {
    let body = tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace => {
            Some(group)
        }
        _ => None,
    })?;
    let mut names = body.stream().into_iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    });
    Some((names.next()?, names.next()?))
}

fn service(name: &str, folder: &str, accessor: &str, sdk: &Path) -> Result<Service> {
    let source = sdk.join("src/operation");
    let mut operations = BTreeMap::new();
    let entries = fs::read_dir(&source).map_err(Failure::at(&source))?;
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        let (true, Some(method)) = (is_source, path.file_stem().and_then(|stem| stem.to_str()))
        else {
            continue;
        };
        let text = fs::read_to_string(&path).map_err(Failure::at(&path))?;
        let operation =
            text.lines().find_map(|line| line.strip_prefix("pub struct ")?.strip_suffix(';'));
        operations.extend(operation.map(|operation| (method.to_owned(), operation.to_owned())));
    }
    Ok(Service {
        name: name.to_owned(),
        folder: folder.to_owned(),
        accessor: accessor.to_owned(),
        operations,
    })
}

/// Where cargo keeps the sources of the SDK's crates, by their names in paths.
fn sdk_folders() -> Result<BTreeMap<String, PathBuf>> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(["metadata", "--format-version", "1", "--locked"]);
    // What other platforms need is not downloaded.
    command.args(["--filter-platform", env!("TARGET")]);
    let output = command.output().map_err(|cause| format!("cannot run cargo: {cause}"))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::from(format!("cargo metadata failed\n{errors}")));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cannot read what cargo metadata writes: {error}"))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let folders = packages.filter_map(|package| {
        let name = package["name"].as_str().filter(|name| name.starts_with("aws-sdk-"))?;
        let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
        Some((name.replace('-', "_"), folder.to_owned()))
    });
    Ok(folders.collect())
}
