//! An API that is written as an OpenAPI document: which methods of which paths it has, who may call each, and what
//! answers it.

use serde_json::{Value, json};

use super::values::called_by;
use language::value::Object;

/// The method that stands for all.
const ANY: &str = "x-amazon-apigateway-any-method";
const VERBS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", ANY];
const INTEGRATION: &str = "x-amazon-apigateway-integration";

/// The routes of a document, in JSON or YAML, in the words of our field `routes`; nothing where it cannot be read.
pub(super) fn routes(body: &str) -> Option<Value> {
    let document: Value = match serde_json::from_str(body) {
        Ok(document) => document,
        Err(_) => serde_saphyr::from_str(body).ok()?,
    };
    let paths = document.get("paths")?.as_object()?;
    let mut routes = Object::new();
    for (path, item) in paths {
        let mut methods = Object::new();
        for verb in VERBS {
            if let Some(operation) = item.get(verb) {
                let name = match verb {
                    ANY => "ANY".to_owned(),
                    verb => verb.to_uppercase(),
                };
                methods.insert(name, method(&document, operation));
            }
        }
        routes.insert(path.clone(), methods.into());
    }
    Some(routes.into())
}

/// What both a document and an API say of routes.
pub(super) fn alike(routes: &Value) -> Value {
    each_method(routes, |method| {
        let field = |name: &str| method.get(name).cloned().unwrap_or_default();
        let integration = method.get("integration");
        let of_integration = |name: &str| integration.and_then(|it| it.get(name)).cloned();
        let of_integration = |name: &str| of_integration(name).unwrap_or_default();
        json!({
            "authorization": field("authorization"),
            "api_key_required": field("api_key_required"),
            "integration": {
                "type": of_integration("type"),
                "uri": called_by(&of_integration("uri")),
                "http_method": of_integration("http_method"),
                "credentials": of_integration("credentials"),
            },
        })
    })
}

fn each_method(routes: &Value, change: impl Fn(&Value) -> Value) -> Value {
    let routes = routes.as_object().into_iter().flatten();
    let routes = routes.map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        let methods = methods.map(|(verb, method)| (verb.clone(), change(method)));
        (path.clone(), Value::Object(methods.collect()))
    });
    Value::Object(routes.collect())
}

fn method(document: &Value, operation: &Value) -> Value {
    let security = operation.get("security").or(document.get("security"));
    let requirements = security.and_then(Value::as_array).into_iter().flatten();
    let names = requirements.filter_map(Value::as_object).flatten();
    let mut authorization = "NONE".to_owned();
    let mut needs_key = false;
    for (name, _) in names {
        let scheme = scheme(document, name);
        match scheme {
            Some(scheme) if is_signature(scheme) => authorization = "AWS_IAM".to_owned(),
            Some(scheme) if is_api_key(scheme) => needs_key = true,
            _ => authorization.clone_from(name),
        }
    }
    let integration = operation.get(INTEGRATION).cloned().unwrap_or_default();
    let field = |name: &str| integration.get(name).cloned().unwrap_or_default();
    let kind = field("type").as_str().map(str::to_uppercase);
    let is_mock = kind.as_deref() == Some("MOCK");
    let of_server = |value: Value| if is_mock { Value::Null } else { value };
    json!({
        "authorization": authorization,
        "api_key_required": needs_key,
        "integration": {
            "type": kind,
            "uri": of_server(field("uri")),
            "http_method": of_server(field("httpMethod")),
            "credentials": field("credentials"),
        },
    })
}

/// A security scheme, of OpenAPI 3 or Swagger 2.
fn scheme<'a>(document: &'a Value, name: &str) -> Option<&'a Value> {
    let of_3 = document.get("components");
    let of_3 = of_3.and_then(|components| components.get("securitySchemes"));
    of_3.or(document.get("securityDefinitions"))?.get(name)
}

fn is_signature(scheme: &Value) -> bool {
    scheme.get("x-amazon-apigateway-authtype") == Some(&"awsSigv4".into())
}

/// Whether a scheme is an API key, which authorizers are written as, too.
fn is_api_key(scheme: &Value) -> bool {
    scheme.get("type") == Some(&"apiKey".into())
        && scheme.get("x-amazon-apigateway-authorizer").is_none()
        && scheme.get("x-amazon-apigateway-authtype").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:users";

    fn document() -> Value {
        json!({
            "openapi": "3.0.1",
            "paths": { "/users": {
                "get": {
                    "security": [{ "pool": [] }, { "key": [] }],
                    INTEGRATION: {
                        "type": "aws_proxy",
                        "httpMethod": "POST",
                        "uri": format!("arn:aws:apigateway:us-east-2:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"),
                    },
                },
                "options": { INTEGRATION: { "type": "mock" } },
                ANY: { "security": [{ "sigv4": [] }], INTEGRATION: { "type": "http", "httpMethod": "GET", "uri": "https://x.test" } },
            } },
            "components": { "securitySchemes": {
                "pool": { "type": "apiKey", "x-amazon-apigateway-authorizer": { "type": "cognito_user_pools" } },
                "key": { "type": "apiKey", "name": "x-api-key" },
                "sigv4": { "type": "apiKey", "x-amazon-apigateway-authtype": "awsSigv4" },
            } },
        })
    }

    #[test]
    fn a_document_says_who_may_call_and_what_answers() {
        let expected = json!({ "/users": {
            "GET": {
                "authorization": "pool",
                "api_key_required": true,
                "integration": { "type": "AWS_PROXY", "uri": FUNCTION, "http_method": "POST", "credentials": null },
            },
            "OPTIONS": {
                "authorization": "NONE",
                "api_key_required": false,
                "integration": { "type": "MOCK", "uri": null, "http_method": null, "credentials": null },
            },
            "ANY": {
                "authorization": "AWS_IAM",
                "api_key_required": false,
                "integration": { "type": "HTTP", "uri": "https://x.test", "http_method": "GET", "credentials": null },
            },
        } });
        let read = routes(&document().to_string()).unwrap();
        assert_eq!(alike(&read), expected);
        let yaml = serde_saphyr::to_string(&document()).unwrap();
        assert_eq!(alike(&routes(&yaml).unwrap()), expected, "{yaml}");
        assert_eq!(routes("nothing"), None);
    }
}
