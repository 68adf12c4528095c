//! What stacks have added to an API that another owns: an ownership record for each, which stands in the API itself.
//!
//! Paths, methods, models and authorizers have no tags. So whoever adds some to another's API keeps a list of them
//! there, as a model of the API: all who read the API read its models, a name is taken by one alone, and nobody is
//! shown what a stage does not use. An ownership record names what is to be made before it is made, so a run that is killed
//! leaves nothing of which nobody knows whose it is.

use aws_sdk_apigateway::types as sdk;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::prelude::*;

/// How the names of models begin that are ownership records.
const MODEL: &str = "DiatonicRoutes";

/// What a stack has added to an API.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct OwnershipRecord {
    /// The name of what was added, by which others in the API are told from it.
    pub name: String,
    pub tags: Tags,
    /// HTTP methods by path.
    pub routes: BTreeMap<String, BTreeSet<String>>,
    /// Paths that were made for these, or that others had made for theirs.
    pub paths: BTreeSet<String>,
    pub models: BTreeSet<String>,
    pub request_validators: BTreeSet<String>,
    pub authorizers: BTreeSet<String>,
    /// The stages that were deployed to.
    pub stages: BTreeMap<String, Deployed>,
}

/// What was last deployed to a stage.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Deployed {
    /// The hash of what was added. Empty while it changes.
    pub content: String,
    /// When the deployment was made, in milliseconds since 1970 by AWS's clock. Every deployment is a copy of the
    /// whole API, so all later ones hold it as well.
    pub since: i64,
}

impl OwnershipRecord {
    /// The name of the model that holds the ownership record of this name.
    pub(super) fn model_of(name: &str) -> String {
        let digest = Sha256::digest(name);
        let hash: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{MODEL}{hash}")
    }

    /// Whether a model of this name is an ownership record.
    pub(super) fn is_model(name: &str) -> bool {
        name.starts_with(MODEL)
    }

    /// All that stand among the models of an API.
    ///
    /// # Errors
    /// One that cannot be read: nobody knows what it keeps.
    pub(super) fn all(models: &[sdk::Model]) -> Result<Vec<Self>> {
        let models = models.iter().filter(|model| Self::is_model(model.name().unwrap_or_default()));
        models.map(Self::of).collect()
    }

    fn of(model: &sdk::Model) -> Result<Self> {
        let schema: Value = serde_json::from_str(model.schema().unwrap_or_default())
            .map_err(|error| unreadable(model.name(), &error))?;
        Self::in_schema(&schema).map_err(|error| unreadable(model.name(), &error))
    }

    /// The ownership record in the schema of a model.
    pub(super) fn in_schema(schema: &Value) -> Result<Self, serde_json::Error> {
        serde_json::from_str(schema["description"].as_str().unwrap_or_default())
    }

    /// The schema of its model. API Gateway knows the keywords of JSON Schema alone, so it is the text of one, and
    /// takes no `*/` in it.
    pub(super) fn schema(&self) -> String {
        let text = json!(self).to_string().replace('/', "\\/");
        let schema = json!({
            "$schema": "http://json-schema.org/draft-04/schema#",
            "title": "Routes of another stack",
            "description": text,
        });
        schema.to_string()
    }

    /// What its model is described by.
    pub(super) fn description(&self) -> String {
        format!("What `{}` has added to this API. diatonic keeps it.", self.name)
    }

    pub(super) fn has_route(&self, path: &str, verb: &str) -> bool {
        self.routes.get(path).is_some_and(|verbs| verbs.contains(verb))
    }

    /// Every path on which something depends: those of its routes, those that it has made, and all above.
    pub(super) fn needed_paths(&self) -> BTreeSet<String> {
        let paths = self.routes.keys().chain(&self.paths);
        paths.flat_map(|path| with_parents(path)).collect()
    }

    /// The stack that has it, as far as its tags say.
    pub(super) fn owner(&self) -> &str {
        self.tags.get(aws::tags::STACK).map_or("another stack", String::as_str)
    }
}

fn unreadable(name: Option<&str>, error: &serde_json::Error) -> AwsError {
    let name = name.unwrap_or_default();
    AwsError::new(format!(
        "the model `{name}` of the API says which routes a stack has added, and it cannot be read: {error}. Delete the \
         model, and apply the stack that has added them again"
    ))
}

/// A path and all above it but `/`, which is always there.
pub(super) fn with_parents(path: &str) -> impl Iterator<Item = String> {
    let ends = path.match_indices('/').map(|(start, _)| start);
    let ends = ends.skip(1).chain([path.len()]);
    ends.map(|end| path[..end].to_owned()).filter(|path| path != "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ownership_record() -> OwnershipRecord {
        OwnershipRecord {
            name: "education".to_owned(),
            tags: [(aws::tags::STACK.to_owned(), "a*/b".to_owned())].into(),
            routes: [("/education/{id}".to_owned(), BTreeSet::from(["GET".to_owned()]))].into(),
            paths: BTreeSet::from(["/education".to_owned()]),
            stages: [("prod".to_owned(), Deployed { content: "1".to_owned(), since: 7 })].into(),
            ..OwnershipRecord::default()
        }
    }

    fn model(schema: &str) -> sdk::Model {
        sdk::Model::builder().name(OwnershipRecord::model_of("education")).schema(schema).build()
    }

    #[test]
    fn a_ownership_record_comes_back_from_its_model() {
        let schema = ownership_record().schema();
        assert!(!schema.contains("*/"), "{schema}");
        let others = sdk::Model::builder().name("Empty").schema("{}").build();
        assert_eq!(OwnershipRecord::all(&[others, model(&schema)]), Ok(vec![ownership_record()]));
    }

    #[test]
    fn a_ownership_record_that_cannot_be_read_is_an_error() {
        for schema in ["", "{}", r#"{"description":"{"}"#] {
            let error = OwnershipRecord::all(&[model(schema)]).unwrap_err();
            assert!(error.message.contains("cannot be read"), "{error}");
        }
    }

    #[test]
    fn names_of_models_are_letters_and_digits() {
        let name = OwnershipRecord::model_of("shop-dev/education");
        assert!(
            name.chars().all(|c| c.is_ascii_alphanumeric()) && OwnershipRecord::is_model(&name)
        );
        assert_ne!(name, OwnershipRecord::model_of("shop-dev/other"));
    }

    #[test]
    fn the_paths_above_are_needed_as_well() {
        let paths = ownership_record().needed_paths();
        assert_eq!(paths, BTreeSet::from(["/education", "/education/{id}"].map(str::to_owned)));
    }
}
