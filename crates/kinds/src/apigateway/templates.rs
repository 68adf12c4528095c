//! Empty templates in API Gateway's answers.
//!
//! API Gateway gives `null` for a template that is empty. Its own model has no such thing, so the SDK
//! refuses the whole answer, and one empty template would make an API unreadable. Here it is the empty text
//! that was once written.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use serde_json::Value;

/// The answer, which is there as a whole, with every empty template as an empty text.
pub(super) fn spelled_out(mut response: HttpResponse) -> HttpResponse {
    let body = response.body().bytes().unwrap_or_default();
    let has = |word: &[u8]| body.windows(word.len()).any(|part| part == word);
    let may_be_empty = has(TEMPLATES) && has(b"null");
    let parsed = may_be_empty.then(|| serde_json::from_slice::<Value>(body));
    if let Some(Ok(mut answer)) = parsed {
        spell_out(&mut answer);
        let text = answer.to_string();
        let headers = response.headers_mut();
        headers.insert("content-length", text.len().to_string());
        *response.body_mut() = SdkBody::from(text);
    }
    response
}

/// The end of the name of every map of templates: `requestTemplates`, `responseTemplates`.
const TEMPLATES: &[u8] = b"Templates\"";

fn spell_out(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::Object(templates) if key.ends_with("Templates") => {
                        let empty = templates.values_mut().filter(|template| template.is_null());
                        empty.for_each(|template| *template = Value::from(""));
                    }
                    _ => spell_out(value),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(spell_out),
        _ => {}
    }
}
