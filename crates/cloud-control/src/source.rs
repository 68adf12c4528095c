//! The types as a source of kinds, each made when somebody first asks for it.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use kind::AnyKind;
use kind::registry::{self, KindSource, Refused};
use language::diagnostic::did_you_mean;
use language::value::Value;
use resource_types::ResourceType;
use terraform::mapping;

use crate::definition::Definition;
use crate::service::{REGISTRY_SERVICE, SERVICE};
use crate::terraform::{LINES, PARTS};
use crate::type_kind::TypeKind;

static TYPES: LazyLock<Types> = LazyLock::new(Types::default);

/// Makes the types of AWS's registry known to the program, the service that manages them, and which types of Terraform's
/// they are.
pub fn register() {
    aws::services::register([&SERVICE, &REGISTRY_SERVICE]);
    mapping::register([LINES, PARTS]);
    registry::register_source(&*TYPES);
}

/// Takes the schemas of a folder, one type a JSON file as AWS's registry publishes them, in place of those of the same
/// types that are packed in the program.
///
/// # Errors
/// Each file that cannot be read, or that is no such schema.
pub fn add_schemas(folder: &Path) -> Result<(), Vec<String>> {
    let mut errors = Vec::new();
    let files = match std::fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) => return Err(vec![format!("{}: {error}", folder.display())]),
    };
    let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    for path in paths {
        match read_schema(&path) {
            Ok(known) => TYPES.add(&known),
            Err(error) => errors.push(format!("{}: {error}", path.display())),
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn read_schema(path: &Path) -> Result<ResourceType, Box<dyn Error>> {
    let schema: Value = serde_json::from_slice(&std::fs::read(path)?)?;
    let name = schema["typeName"].as_str().ok_or("a registry schema has a `typeName`")?;
    Ok(resource_types::parse(name, &schema)?)
}

/// Takes a type in, in place of the one of its name that is packed in the program.
pub(crate) fn add(known: &ResourceType) {
    TYPES.add(known);
}

/// The types that somebody has asked for: they stay for as long as the program runs.
#[derive(Default)]
struct Types(Mutex<HashMap<String, Option<&'static TypeKind>>>);

impl Types {
    fn add(&self, known: &ResourceType) {
        self.known().insert(known.name.clone(), kind_of(known));
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Option<&'static TypeKind>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The kind of a type, for as long as the program runs; nothing where the type has no handlers.
fn kind_of(known: &ResourceType) -> Option<&'static TypeKind> {
    let definition = Definition::of(known)?;
    Some(Box::leak(Box::new(TypeKind(Box::leak(Box::new(definition))))))
}

impl KindSource for Types {
    fn find(&self, name: &str) -> Option<&'static dyn AnyKind> {
        if !is_type_name(name) {
            return None;
        }
        let mut known = self.known();
        let packed = || kind_of(&*resource_types::find(name)?);
        let kind = known.entry(name.to_owned()).or_insert_with(packed);
        kind.map(|kind| kind as &dyn AnyKind)
    }

    fn refuse(&self, name: &str) -> Option<Refused> {
        if !is_type_name(name) {
            return None;
        }
        if resource_types::find(name).is_some() {
            return Some(Refused {
                why: "AWS has no handlers that create and read this type, so Cloud Control does not manage it"
                    .to_owned(),
                help: match SUCCESSORS.iter().find(|(former, _)| *former == name) {
                    Some((_, successor)) => format!("write `{successor}`"),
                    None => format!(
                        "see whether a newer type has taken its place: `aws cloudformation describe-type --type \
                         RESOURCE --type-name {name}`"
                    ),
                },
            });
        }
        let help = match did_you_mean(name, resource_types::names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "a type is `AWS::<Service>::<Type>`, as CloudFormation has it; `--type-schemas <folder>` adds newer ones, and `plan` asks AWS for them".to_owned(),
        };
        Some(Refused {
            why: "this version knows no type of AWS's registry that is called this".to_owned(),
            help,
        })
    }
}

/// Types that do the work of others which cannot be read.
const SUCCESSORS: &[(&str, &str)] = &[
    ("AWS::IAM::Policy", "AWS::IAM::RolePolicy"),
    ("AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy"),
    ("AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy"),
];

/// Whether a name has the form of a type's: `AWS::SQS::Queue`.
fn is_type_name(name: &str) -> bool {
    name.split("::").count() >= 3
}
