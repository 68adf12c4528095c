//! Where the value of a secret comes from. The id of each version that comes from a spec says so, so that no other one
//! is ever read: whoever plans need not be able to read secrets that no spec has.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueOutput;
use serde_json::{Map, Value, json};

use super::spec::{Generated, Secret};
use crate::prelude::*;
use crate::secretsmanager::SecretsManager;
use language::value::Secret as Text;

/// How the ids of versions begin: of a `value`, of `values`, and of a value that was made, with its generation.
const VALUE: &str = "diatonic-value-";
const VALUES: &str = "diatonic-values-";
const GENERATION: &str = "diatonic-generation-";
/// The stage of the version that whoever asks for the secret is given.
pub const CURRENT: &str = "AWSCURRENT";

/// A version's id, which is to be like no other. AWS accepts 32–64 characters.
fn version_id(beginning: &str) -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{beginning}{:016x}{:016x}", random(), random())
}

/// What a spec says of the value.
#[derive(Default)]
pub(super) struct Known {
    pub value: Auto<Text>,
    pub values: Auto<BTreeMap<String, Text>>,
    pub generation: Auto<String>,
}

/// What is known of the value of a secret. The value itself is read where it came from a spec.
pub(super) async fn read(aws: &Aws, live: &DescribeSecretOutput) -> Result<Known> {
    let mut known = Known::default();
    let versions = live.version_ids_to_stages.iter().flatten();
    let mut current = None;
    for (id, stages) in versions {
        let is_current = stages.iter().any(|stage| stage == CURRENT);
        if is_current {
            current = Some(id);
        }
        let generation = id.strip_prefix(GENERATION).and_then(|rest| rest.split_once('-'));
        if let Some((word, _)) = generation.filter(|_| is_current || known.generation.0.is_none()) {
            known.generation = Auto(Some(word.to_owned()));
        }
    }
    match (current, live.name()) {
        (Some(id), Some(name)) if id.starts_with(VALUE) => {
            known.value = Auto(Some(text(aws, name, id).await?.into()));
        }
        (Some(id), Some(name)) if id.starts_with(VALUES) => {
            let text = text(aws, name, id).await?;
            let texts: BTreeMap<String, String> =
                serde_json::from_str(&text).map_err(|_| incomplete("no map of texts"))?;
            let texts = texts.into_iter().map(|(key, text)| (key, text.into()));
            known.values = Auto(Some(texts.collect()));
        }
        _ => {}
    }
    Ok(known)
}

async fn text(aws: &Aws, name: &str, version: &str) -> Result<String> {
    let request = aws.secrets_manager().get_secret_value().secret_id(name).version_id(version);
    let answer = request.send().await?;
    answer.secret_string.ok_or_else(|| incomplete("no text"))
}

fn incomplete(what: &str) -> AwsError {
    AwsError::unreadable::<GetSecretValueOutput>(format!("the version holds {what}"))
}

/// Writes the value that the spec has, or makes one where it asks for another generation.
pub(super) async fn write(secret: &Secret, aws: &Aws, id: &str, live: &Secret) -> Result<()> {
    if let Some(value) = secret.value.as_ref().filter(|value| live.value.as_ref() != Some(value)) {
        return put(aws, id, VALUE, value.expose()).await;
    }
    let differs = |values: &&BTreeMap<String, Text>| live.values.as_ref() != Some(values);
    if let Some(values) = secret.values.as_ref().filter(differs) {
        return put(aws, id, VALUES, &object(values)).await;
    }
    let word = secret.generation.as_ref();
    let other = word.filter(|word| live.generation.as_ref() != Some(word));
    if let (Some(word), Some(generated)) = (other, &secret.generated.0) {
        let beginning = format!("{GENERATION}{word}-");
        return put(aws, id, &beginning, &make(aws, generated).await?).await;
    }
    Ok(())
}

async fn put(aws: &Aws, id: &str, beginning: &str, text: &str) -> Result<()> {
    let request = aws.secrets_manager().put_secret_value().secret_id(id);
    let request = request.client_request_token(version_id(beginning)).secret_string(text);
    sent(request.send().await)
}

/// The value to create a secret with, and the id of its version where it says something.
pub(super) async fn first(secret: &Secret, aws: &Aws) -> Result<(Option<String>, Option<String>)> {
    if let Some(value) = secret.value.as_ref() {
        return Ok((Some(value.expose().to_owned()), Some(version_id(VALUE))));
    }
    if let Some(values) = secret.values.as_ref() {
        return Ok((Some(object(values)), Some(version_id(VALUES))));
    }
    let Some(generated) = &secret.generated.0 else {
        return Ok((None, None));
    };
    let word = secret.generation.as_ref();
    let id = word.map(|word| version_id(&format!("{GENERATION}{word}-")));
    Ok((Some(make(aws, generated).await?), id))
}

fn object(values: &BTreeMap<String, Text>) -> String {
    let texts = values.iter().map(|(key, text)| (key.clone(), text.expose().into()));
    Value::Object(texts.collect::<Map<_, _>>()).to_string()
}

/// A random text of AWS's, in its template if there is one.
async fn make(aws: &Aws, generated: &Generated) -> Result<String> {
    let request = generated.fill(aws.secrets_manager().get_random_password());
    let answer = request.send().await?;
    let random = member(answer, "RandomPassword", |answer| answer.random_password)?;
    let Some(key) = &generated.key else {
        return Ok(random);
    };
    let mut object = json!(generated.template);
    object[key] = random.into();
    Ok(object.to_string())
}
