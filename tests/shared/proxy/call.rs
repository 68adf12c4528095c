//! What a request is, in AWS's terms.

use super::http::Message;

/// A call of an AWS API, as far as its request tells.
#[derive(Debug, Clone)]
pub struct Call {
    /// The service by the name that requests are signed for, such as `cognito-idp`.
    pub service: String,
    /// The operation's name where the protocol has one, such as `CreateUserPool`; else method and path
    /// without the names in it, such as `PUT restapis/*/resources/*/methods/*`.
    pub operation: String,
    pub method: String,
    /// The head as it was sent.
    pub head: String,
    pub body: Vec<u8>,
}

impl Call {
    pub(super) fn of(request: &Message) -> Self {
        let service = service(request).unwrap_or_default();
        Self {
            operation: operation(request, &service),
            service,
            method: request.method.clone(),
            head: request.head(),
            body: request.body().to_vec(),
        }
    }
}

/// `Credential=<key>/<day>/<region>/<service>/aws4_request`
fn service(request: &Message) -> Option<String> {
    let signature = request.header("authorization")?;
    let scope = signature.split_once("Credential=")?.1;
    scope.split('/').nth(3).map(str::to_owned)
}

fn operation(request: &Message, service: &str) -> String {
    if let Some(target) = request.header("x-amz-target") {
        let name = target.rsplit('.').next();
        return name.unwrap_or(target).to_owned();
    }
    if let Some(action) = action(request.body()) {
        return action;
    }
    let (path, query) = match request.target.split_once('?') {
        Some((path, query)) => (path, query),
        None => (request.target.as_str(), ""),
    };
    // In CBOR the path is the service's and the operation's name.
    if let Some((_, name)) = path.split_once("/operation/").filter(|_| service == "monitoring") {
        return name.to_owned();
    }
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    // Paths begin with a version, such as `2013-04-01` or `v2`, or, at AWS Backup, mostly with its name.
    let is_version = |segment: &&str| {
        let number = segment.strip_prefix('v').unwrap_or(segment);
        number.starts_with(|first: char| first.is_ascii_digit()) || *segment == "backup"
    };
    let place: Vec<&str> = match service {
        // The bucket, an object in it, and the setting that is meant.
        "s3" => segments.map(|_| "*").take(2).collect(),
        // Names of things and names of their sorts take turns.
        _ => segments
            .skip_while(is_version)
            .enumerate()
            .map(|(index, segment)| if index % 2 == 0 { segment } else { "*" })
            .collect(),
    };
    let setting = query.split(['&', '=']).next().unwrap_or_default();
    let setting = match setting {
        "" | "x-id" | "limit" | "position" | "embed" => String::new(),
        setting if service == "s3" => format!("?{setting}"),
        _ => String::new(),
    };
    format!("{} {}{setting}", request.method, place.join("/"))
}

/// `Action=<name>` in the body of a query.
fn action(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let mut pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let (_, action) = pairs.find(|(name, _)| *name == "Action")?;
    Some(action.to_owned())
}
