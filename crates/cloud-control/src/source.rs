//! The types as a source of kinds, each made when somebody first asks for it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kind::AnyKind;
use kind::registry::{self, KindSource, Refused};
use language::diagnostic::did_you_mean;
use terraform::mapping;

use crate::definition::Definition;
use crate::service::SERVICE;
use crate::terraform::LINES;
use crate::type_kind::TypeKind;

/// Makes the types of AWS's registry known to the program, the service that manages them, and which types of Terraform's
/// they are.
pub fn register() {
    aws::services::register([&SERVICE]);
    mapping::register([LINES]);
    static SOURCE: Types = Types { known: Mutex::new(None) };
    registry::register_source(&SOURCE);
}

/// The types that somebody has asked for: they stay for as long as the program runs.
struct Types {
    known: Mutex<Option<HashMap<String, Option<&'static TypeKind>>>>,
}

impl KindSource for Types {
    fn find(&self, name: &str) -> Option<&'static dyn AnyKind> {
        if !is_type_name(name) {
            return None;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get_or_insert_default();
        let kind = known.entry(name.to_owned()).or_insert_with(|| {
            let definition = Definition::of(&*resource_types::find(name)?)?;
            Some(Box::leak(Box::new(TypeKind(Box::leak(Box::new(definition))))))
        });
        kind.map(|kind| kind as &dyn AnyKind)
    }

    fn refuse(&self, name: &str) -> Option<Refused> {
        if !is_type_name(name) {
            return None;
        }
        if resource_types::find(name).is_some() {
            return Some(Refused {
                why: "AWS has no handlers for this type, so that Cloud Control does not manage it"
                    .to_owned(),
                help: format!(
                    "see whether a newer type has taken its place: `aws cloudformation describe-type --type RESOURCE \
                     --type-name {name}`"
                ),
            });
        }
        let help = match did_you_mean(name, resource_types::names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "a type is `AWS::<Service>::<Type>`, as CloudFormation has it".to_owned(),
        };
        Some(Refused {
            why: "this version knows no type of AWS's registry that is called this".to_owned(),
            help,
        })
    }
}

/// Whether a name has the form of a type's: `AWS::SQS::Queue`.
fn is_type_name(name: &str) -> bool {
    name.split("::").count() >= 3
}
