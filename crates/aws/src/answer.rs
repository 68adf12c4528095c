//! Whether an answer is one of AWS, and says what it must. A success by its status may still be a page of
//! a proxy, break off, or lack what was asked for; nothing may be concluded from such an answer, least of
//! all that something is absent or empty. The call is made once more, and then it is an error.

use std::error::Error;
use std::fmt;

use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use aws_smithy_types::retry::ErrorKind;
use serde_json::Value;

use super::{cbor, outcome, services};

/// The operations whose answers hold what a user has put there, and not a document of AWS.
const PAYLOADS: &[(&str, &str)] = &[("S3", "GetObject")];

/// Why an answer that is a success by its status cannot be read.
#[derive(Debug)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Unreadable {}

/// Which attempt of a call a request is, the first being 1. It stands on requests and their answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    pub number: u32,
    /// Whether the same call may be made again although it may have been carried out.
    pub is_repeatable: bool,
}

impl Attempt {
    /// The attempt that a request is; the first where nobody has said.
    pub fn of(request: &HttpRequest) -> Self {
        let metadata = request.extension::<Metadata>();
        let is_repeatable =
            metadata.is_none_or(|call| outcome::is_repeatable(call.service(), call.name()));
        let number = request.extension::<AttemptNumber>();
        Self { number: number.map_or(1, |number| number.0), is_repeatable }
    }

    /// Whether the call may be made once more, as its answer could not be read.
    fn may_ask_again(self) -> bool {
        self.is_repeatable && self.number == 1
    }
}

/// The number that the SDK gives an attempt.
#[derive(Debug, Clone, Copy)]
pub struct AttemptNumber(pub u32);

/// The answer, if it is one of AWS and says what it must. Its body is there as a whole.
///
/// # Errors
/// It cannot be read; the SDK repeats the call if it was the first attempt.
pub fn checked(
    mut answer: HttpResponse,
    call: &Metadata,
    attempt: Attempt,
) -> Result<HttpResponse, ConnectorError> {
    answer.add_extension(attempt);
    if !answer.status().is_success() {
        return Ok(answer);
    }
    let body = answer.body().bytes().unwrap_or_default();
    let Some(fault) = fault(call.service(), call.name(), body) else {
        return Ok(answer);
    };
    let again = attempt.may_ask_again().then_some(ErrorKind::TransientError);
    Err(ConnectorError::other(Unreadable(fault).into(), again))
}

/// What is wrong with the body of a success.
fn fault(service: &str, operation: &str, body: &[u8]) -> Option<String> {
    if PAYLOADS.contains(&(service, operation)) {
        return None;
    }
    if is_page(body) {
        return Some("it is an HTML page, such as a proxy returns".to_owned());
    }
    if breaks_off(body) {
        return Some("it is incomplete".to_owned());
    }
    let member = services::required_member(service, operation)?;
    (!holds(body, member)).then(|| format!("it has no `{member}`"))
}

/// Whether a body is HTML.
fn is_page(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    ["<!doctype html", "<html"].iter().any(|beginning| {
        let head = start.get(..beginning.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(beginning.as_bytes()))
    })
}

/// Whether a body is XML whose first element has no end. The SDK reads such a document as far as it
/// goes, and a list as if it were shorter.
fn breaks_off(body: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(body) else {
        return false;
    };
    let mut rest = text.trim_start_matches('\u{feff}').trim();
    while let Some(prolog) = ["<?", "<!"].iter().find(|start| rest.starts_with(**start)) {
        let end = if *prolog == "<?" { "?>" } else { ">" };
        let Some((_, after)) = rest.split_once(end) else {
            return true;
        };
        rest = after.trim_start();
    }
    let Some(element) = rest.strip_prefix('<') else {
        return false;
    };
    let Some((start, content)) = element.split_once('>') else {
        return true;
    };
    let name = start.split([' ', '\t', '\r', '\n', '/']).next();
    let is_whole = match start.ends_with('/') {
        true => content.is_empty(),
        false => content
            .strip_suffix('>')
            .and_then(|content| content.trim_end().strip_suffix(name.unwrap_or_default()))
            .is_some_and(|content| content.ends_with("</")),
    };
    !is_whole
}

/// Whether a document has a member, whose path is as [`services::required_member`] gives it: a field that is not null, or an
/// element of XML, where each name of the path counts for itself.
fn holds(body: &[u8], path: &str) -> bool {
    if body.trim_ascii_start().starts_with(b"<") {
        let text = String::from_utf8_lossy(body);
        let is_there = |name: &str| {
            text.split('<')
                .filter_map(|tag| tag.strip_prefix(name))
                .any(|rest| rest.starts_with(['>', ' ', '/', '\t', '\r', '\n']))
        };
        return path.split('.').all(is_there);
    }
    let document = cbor::document(body).or_else(|| serde_json::from_slice(body).ok());
    document.is_some_and(|document: Value| has_field(&document, path))
}

/// Whether a value has what a path leads to, in each element of its lists.
fn has_field(value: &Value, path: &str) -> bool {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let field = &value[name.trim_end_matches("[]")];
    match rest {
        None => !field.is_null(),
        Some(rest) if name.ends_with("[]") => {
            field.as_array().is_some_and(|elements| elements.iter().all(|one| has_field(one, rest)))
        }
        Some(rest) => has_field(field, rest),
    }
}

/// Has a call made once more whose answer is a success that the SDK cannot read, and no third time.
#[derive(Debug)]
pub struct RetryUnreadable;

impl ClassifyRetry for RetryUnreadable {
    fn name(&self) -> &'static str {
        "RetryUnreadable"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let success = context.response().filter(|response| response.status().is_success());
        let (Some(answer), Some(Err(error))) = (success, context.output_or_error()) else {
            return RetryAction::NoActionIndicated;
        };
        // S3 tells some of its errors in answers with status 200.
        let body = answer.body().bytes().unwrap_or_default();
        if error.as_operation_error().is_none() || holds(body, "Error") {
            return RetryAction::NoActionIndicated;
        }
        match answer.extension::<Attempt>() {
            Some(attempt) if attempt.may_ask_again() => {
                RetryAction::retryable_error(ErrorKind::TransientError)
            }
            _ => RetryAction::RetryForbidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::Service;

    /// Services whose answers hold something.
    static STORE: Service = Service {
        answers: &[("DescribeTable", "Table.TableName"), ("ListAliases", "Aliases[].Name")],
        ..Service::new("Store", "aws_sdk_store", "store")
    };
    static PEOPLE: Service = Service {
        answers: &[("GetRole", "Role.Arn"), ("ListRolePolicies", "PolicyNames")],
        ..Service::new("People", "aws_sdk_people", "people")
    };

    fn fault_of(operation: &str, body: &str) -> Option<String> {
        services::register([&STORE, &PEOPLE]);
        let is_of =
            |service: &&Service| services::required_member(service.name, operation).is_some();
        let service = [&STORE, &PEOPLE].into_iter().find(is_of);
        fault(service.map_or("S3", |service| service.name), operation, body.as_bytes())
    }

    #[test]
    fn a_member_is_there_in_each_element_of_a_list() {
        for (body, path, is_there) in [
            (r#"{"Pool":{"Id":"a"}}"#, "Pool.Id", true),
            (r#"{"Pool":{}}"#, "Pool.Id", false),
            (r#"{"Pools":[]}"#, "Pools[].Id", true),
            (r#"{"Pools":[{"Id":"a"}]}"#, "Pools[].Id", true),
            (r#"{"Pools":[{"Id":"a"},{}]}"#, "Pools[].Id", false),
            (r#"{"Pools":{}}"#, "Pools[].Id", false),
            ("{}", "Pools[].Id", false),
        ] {
            assert_eq!(holds(body.as_bytes(), path), is_there, "{path} of {body}");
        }
    }

    #[test]
    fn what_an_answer_must_hold_is_demanded_in_both_formats() {
        let whole = "<GetRoleResponse><GetRoleResult><Role><Arn>a</Arn></Role></GetRoleResult></GetRoleResponse>";
        assert_eq!(fault_of("GetRole", whole), None);
        let other = "<GetRoleResponse><GetRoleResult><RoleName/></GetRoleResult></GetRoleResponse>";
        assert_eq!(fault_of("GetRole", other).as_deref(), Some("it has no `Role.Arn`"));
        let table = r#"{"Table":{"TableName":"t"}}"#;
        assert_eq!(fault_of("DescribeTable", table), None);
        for body in
            [r#"{}"#, r#"{"Table":null}"#, r#"{"Table":{}}"#, r#"{"A":{"Table":{}}}"#, "", "[]"]
        {
            let fault = fault_of("DescribeTable", body);
            assert_eq!(fault.as_deref(), Some("it has no `Table.TableName`"), "{body}");
        }
        assert_eq!(fault_of("ListAliases", r#"{"Aliases":[]}"#), None);
        let none = "<R><ListRolePoliciesResult><PolicyNames/></ListRolePoliciesResult></R>";
        assert_eq!(fault_of("ListRolePolicies", none), None);
    }

    #[test]
    fn required_fields_are_demanded_in_cbor() {
        assert!(holds(b"\xa1\x65Table\xa1\x64Name\x61t", "Table.Name"));
        assert!(!holds(b"\xa1\x65Table\xa0", "Table.Name"));
        assert!(!holds(b"\xa1\x65Table", "Table"));
    }

    #[test]
    fn a_page_is_no_answer_to_anything_but_a_payload() {
        let page = "\n<!DOCTYPE html>\n<html><body>Sign in</body></html>";
        for operation in ["PutRolePolicy", "DescribeTable", "GetBucketVersioning"] {
            assert!(fault_of(operation, page).is_some(), "{operation}");
        }
        assert_eq!(fault_of("GetObject", page), None);
    }

    #[test]
    fn a_document_that_breaks_off_is_told_from_a_whole_one() {
        for whole in [
            "", "{", "<A/>", "<?xml version=\"1.0\"?>\n<A xmlns=\"b\"/>\n",
            "<?xml version=\"1.0\"?>\n<A xmlns=\"b\"><B>c</B></A>\n", "<A><B/></A >",
        ] {
            assert!(!breaks_off(whole.as_bytes()), "{whole}");
        }
        for broken in ["<", "<A", "<A>", "<A><B/>", "<?xml version", "<A><B>c</B></"] {
            assert!(breaks_off(broken.as_bytes()), "{broken}");
        }
    }
}
