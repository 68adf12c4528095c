//! `cargo xtask schemas`: AWS's resource types, from the Python package that has them into the file that the program
//! holds.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use clap::Args;
use resource_types::{LeftOut, ResourceType, pack, parse_noting};
use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::{terminal, workspace};

/// Pack what the CloudFormation registry says of AWS's types
///
/// It comes with the Python package `cfn-lint`, which publishes the registry's schemas under MIT-0:
/// `pip download --no-deps cfn-lint`. This writes crates/resource-types/data/types.pack, and beside it where it comes
/// from. Commit both.
#[derive(Args)]
pub struct Arguments {
    /// The wheel, or the folder that it was unpacked into
    source: PathBuf,
    /// List everything that the schemas say and that is not checked
    #[arg(long)]
    list: bool,
}

/// Where the schemas are in the package.
const SCHEMAS: &str = "cfnlint/data/schemas/resources/";

/// Where the package says of when they are.
const VERSION: &str = "cfnlint/data/schemas/version.json";

/// The end of the name of the file that describes the package.
const METADATA: &str = ".dist-info/METADATA";

pub fn run(arguments: &Arguments) -> Result {
    let files = read(&arguments.source)?;
    let mut types: Vec<ResourceType> = Vec::new();
    let mut left_out: BTreeMap<String, Vec<LeftOut>> = BTreeMap::new();
    for (_, content) in
        files.range(SCHEMAS.to_owned()..).take_while(|(name, _)| name.starts_with(SCHEMAS))
    {
        let schema: Value = serde_json::from_slice(content).map_err(|error| error.to_string())?;
        let Some(name) = schema.get("typeName").and_then(Value::as_str) else {
            continue;
        };
        let mut notes = Vec::new();
        types.push(parse_noting(name, &schema, &mut notes).map_err(|error| error.to_string())?);
        if !notes.is_empty() {
            left_out.insert(name.to_owned(), notes);
        }
    }
    if types.is_empty() {
        return Err(Failure::from(format!("no schemas in {}", arguments.source.display())));
    }
    types.sort_by(|one, other| one.name.cmp(&other.name));
    let packed = pack::write(&types).map_err(|error| error.to_string())?;
    let folder = workspace::root().join("crates/resource-types/data");
    let target = folder.join("types.pack");
    fs::write(&target, &packed).map_err(|error| format!("{}: {error}", target.display()))?;
    let notice = folder.join("NOTICE");
    fs::write(&notice, origin(&files)).map_err(|error| format!("{}: {error}", notice.display()))?;
    report(&types, packed.len(), &left_out, arguments.list);
    Ok(())
}

fn report(
    types: &[ResourceType],
    size: usize,
    left_out: &BTreeMap<String, Vec<LeftOut>>,
    list: bool,
) {
    let managed = types.iter().filter(|one| one.handlers.is_some()).count();
    terminal::say(format!(
        "{} types, {managed} of them with handlers, in {size} bytes",
        types.len()
    ));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, notes) in left_out {
        for note in notes {
            *counts.entry(&note.what).or_default() += 1;
            if list {
                terminal::say(format!("{name}: {} at {}", note.what, note.place));
            }
        }
    }
    for (what, count) in counts {
        terminal::say(format!("not checked: {what} ({count})"));
    }
}

/// The files of a wheel or a folder that matter here, by their names in the wheel.
fn read(source: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let failed =
        |error: &dyn std::fmt::Display| Failure::from(format!("{}: {error}", source.display()));
    let matters =
        |name: &str| name.starts_with(SCHEMAS) || name == VERSION || name.ends_with(METADATA);
    let mut files = BTreeMap::new();
    if source.is_dir() {
        let metadata = fs::read_dir(source).map_err(|error| failed(&error))?.flatten();
        let metadata = metadata.map(|entry| entry.path().join("METADATA"));
        let schemas = fs::read_dir(source.join(SCHEMAS)).map_err(|error| failed(&error))?.flatten();
        let paths = schemas.map(|entry| entry.path()).chain([source.join(VERSION)]).chain(metadata);
        for path in paths.filter(|path| path.is_file()) {
            let name =
                path.strip_prefix(source).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if matters(&name) {
                files.insert(name, fs::read(&path).map_err(|error| failed(&error))?);
            }
        }
    } else {
        let file = File::open(source).map_err(|error| failed(&error))?;
        let mut wheel = zip::ZipArchive::new(file).map_err(|error| failed(&error))?;
        for index in 0..wheel.len() {
            let mut entry = wheel.by_index(index).map_err(|error| failed(&error))?;
            let name = entry.name().map_err(|error| failed(&error))?.into_owned();
            if matters(&name) {
                let mut content = Vec::new();
                std::io::copy(&mut entry, &mut content).map_err(|error| failed(&error))?;
                files.insert(name, content);
            }
        }
    }
    Ok(files)
}

/// What the pack is made of, for those who read its folder.
fn origin(files: &BTreeMap<String, Vec<u8>>) -> String {
    let metadata = files.iter().find(|(name, _)| name.ends_with(METADATA));
    let metadata = metadata.map(|(_, content)| String::from_utf8_lossy(content).into_owned());
    let of_package = |field: &str| {
        let lines = metadata.as_deref().unwrap_or_default().lines();
        let mut values = lines.filter_map(|line| line.strip_prefix(field)?.strip_prefix(": "));
        values.next().unwrap_or("unknown").to_owned()
    };
    let version: Option<Value> =
        files.get(VERSION).and_then(|content| serde_json::from_slice(content).ok());
    let date = version.as_ref().and_then(|version| version.get("schema_date")?.as_str());
    format!(
        "types.pack is made by `cargo xtask schemas` from the schemas of AWS's CloudFormation registry, as the\n\
         Python package {} publishes them (`pip download --no-deps cfn-lint`).\n\n\
         version: {}\nlicence: {}\nschemas of: {}\n\n\
         It holds facts of the schemas and none of their prose.\n",
        of_package("Name"),
        of_package("Version"),
        match of_package("License-Expression").as_str() {
            "unknown" => of_package("License"),
            licence => licence.to_owned(),
        },
        date.unwrap_or("unknown"),
    )
}
