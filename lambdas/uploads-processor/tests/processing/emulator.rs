//! The way of a file through real tables and a real bucket, with sessions of the roles: a ticket, an upload over HTTP, what
//! S3 tells, and the address of what is kept.

use std::sync::Arc;

use serde_json::{Value, json};
use shared::Sources;
use shared::api::{Api, IDEMPOTENCY_KEYS};
use shared::data::{
    ACTIVITY_FEED, Bucket, Data, Dynamo, Key, Scope, Sessions, Tables, USER_CONTENT, Write,
};
use shared::plans::ORGANIZATION_DATA;
use testing::{Account, Deployed, settings};
use uploads_api::parents::MODULES;
use uploads_processor::{Event, Processor};

use crate::world::{PDF, ada, form, module_item, s3};

pub const ROLE: &str = "role/aws-devops-test-tenant-data";
pub const MODULE: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// Puts a file, and prints the status and the code of the error, if it is one.
const PUT: &str = r#"
import sys, urllib.error, urllib.request
url, content_type, body = sys.argv[1:]
request = urllib.request.Request(url, body.encode(), {"Content-Type": content_type}, method="PUT")
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as refusal:
    print(refusal.status)
"#;

/// Reads a file, and prints what came with it.
const GET: &str = r#"
import json, sys, urllib.request
answer = urllib.request.urlopen(sys.argv[1])
print(json.dumps([answer.read().decode(), answer.headers["Content-Type"], answer.headers["Content-Disposition"]]))
"#;

pub struct Platform {
    pub account: Account,
    /// All accounts share the names of buckets.
    pub bucket: String,
    api: Deployed<Data>,
    processor: Processor,
}

impl Platform {
    /// Tables, a bucket and a module of Ada's.
    pub async fn new() -> Self {
        let tables =
            [&USER_CONTENT, &ORGANIZATION_DATA, &MODULES, &ACTIVITY_FEED, &IDEMPOTENCY_KEYS];
        let account = Account::with_tables(&tables, &[]).await;
        let bucket = format!("aws-devops-test-{}", account.number);
        account.create_bucket(&bucket).await;
        let role = format!("arn:aws:iam::{}:{ROLE}", account.number);
        let sessions = Arc::new(Sessions::of_role(account.configuration.clone(), role));
        let tables = Dynamo::new(Arc::clone(&sessions), account.prefix);
        let module = module_item(MODULE).as_object().unwrap().clone();
        let put = Write {
            table: &MODULES,
            key: Key::of(format!("acme:{MODULE}")),
            action: shared::data::Action::Put(module),
            conditions: Vec::new(),
        };
        let tenant = shared::api::Tenant::of_key("acme").unwrap();
        tables.write(&Scope::of_function(tenant, "test"), vec![put]).await.unwrap();
        let data = Data::new(tables).with_files(Arc::new(Bucket::new(sessions, bucket.clone())));
        let api = Deployed::with(uploads_api::routes(), |routes| {
            Api::new(routes, data.clone(), &settings(), Sources::system())
        });
        let processor = Processor::new(data, Sources::system());
        Self { account, bucket, api, processor }
    }

    /// A ticket for a file.
    pub async fn ticket(&self, content_type: &str, size: usize) -> Value {
        let form = form(MODULE, "module_content", content_type, size);
        self.api.call(&ada(), "POST", "/uploads", form).await.with(201).body
    }

    /// Uploads, and gives the status.
    pub fn put(&self, ticket: &Value, content_type: &str, body: &[u8]) -> u16 {
        let url = ticket["url"].as_str().unwrap();
        let body = std::str::from_utf8(body).unwrap();
        let printed = emulators::python(PUT, &[url, content_type, body], &[]).unwrap();
        printed.trim().parse().unwrap()
    }

    async fn tell(&self, ticket: &Value) {
        let event: Event = serde_json::from_value(s3(&key(ticket))).unwrap();
        self.processor.handle(event, "run-1".to_owned()).await.unwrap();
    }

    async fn keys(&self) -> Vec<String> {
        self.account.keys(&self.bucket).await
    }

    async fn used(&self) -> Value {
        self.account.items(&ORGANIZATION_DATA).await[0]["value"].clone()
    }
}

pub fn id(ticket: &Value) -> &str {
    ticket["upload_id"].as_str().unwrap()
}

pub fn key(ticket: &Value) -> String {
    format!("incoming/acme/{}", id(ticket))
}

#[tokio::test]
async fn an_address_takes_the_file_that_was_said_and_no_other() {
    let platform = Platform::new().await;
    let ticket = platform.ticket("application/pdf", PDF.len()).await;
    let longer = [PDF, b"."].concat();
    assert_eq!(platform.put(&ticket, "application/pdf", &longer), 403);
    assert_eq!(platform.put(&ticket, "application/pdf", &PDF[1..]), 403);
    assert_eq!(platform.put(&ticket, "text/html", PDF), 403);
    let mut elsewhere = ticket.clone();
    let url = ticket["url"].as_str().unwrap().replace("incoming/acme/", "incoming/rival/");
    elsewhere["url"] = json!(url);
    assert_eq!(platform.put(&elsewhere, "application/pdf", PDF), 403);
    assert_eq!(platform.keys().await, Vec::<String>::new());
    assert_eq!(platform.put(&ticket, "application/pdf", PDF), 200);
    assert_eq!(platform.keys().await, [key(&ticket)]);
}

#[tokio::test]
async fn a_file_is_uploaded_kept_read_and_deleted() {
    let platform = Platform::new().await;
    let ticket = platform.ticket("text/markdown", 8).await;
    // Before its file, then twice, then twice at once.
    platform.tell(&ticket).await;
    assert_eq!(platform.put(&ticket, "text/markdown", b"# Engine"), 200);
    platform.tell(&ticket).await;
    platform.tell(&ticket).await;
    tokio::join!(platform.tell(&ticket), platform.tell(&ticket));
    let path = format!("/uploads/{}", id(&ticket));
    let shown = platform.api.ask(&ada(), "GET", &path).await.with(200).body;
    assert_eq!(shown["status"], "ready");
    let kept = format!("organizations/acme/assets/{MODULE}/{}/Le-on-1.x", id(&ticket));
    assert_eq!(platform.keys().await, std::slice::from_ref(&kept));
    let module = platform.account.items(&MODULES).await.remove(0);
    assert_eq!((&module["content_file"]["key"], &module["version"]), (&json!(kept), &json!(2)));
    assert_eq!(platform.account.items(&ACTIVITY_FEED).await.len(), 1);
    assert_eq!(platform.used().await, 8);

    let address = platform.api.ask(&ada(), "GET", &format!("{path}/url")).await.with(200).body;
    let read = emulators::python(GET, &[address["url"].as_str().unwrap()], &[]).unwrap();
    let read: Value = serde_json::from_str(&read).unwrap();
    assert_eq!(read, json!(["# Engine", "text/markdown", "attachment; filename=\"Le-on-1.x\""]));

    platform.api.ask(&ada(), "DELETE", &path).await.with(204);
    assert_eq!(platform.keys().await, Vec::<String>::new());
    assert!(platform.account.items(&USER_CONTENT).await.is_empty());
    let module = platform.account.items(&MODULES).await.remove(0);
    assert!(module.get("content_file").is_none());
    assert_eq!(platform.used().await, 0);
}

#[tokio::test]
async fn a_file_is_replaced_and_another_rejected() {
    let platform = Platform::new().await;
    let mut tickets = Vec::new();
    for (content_type, body) in
        [("application/pdf", PDF), ("text/plain", b"better"), ("application/pdf", b"no document")]
    {
        let ticket = platform.ticket(content_type, body.len()).await;
        assert_eq!(platform.put(&ticket, content_type, body), 200);
        platform.tell(&ticket).await;
        tickets.push(ticket);
    }
    let shown = |ticket: &Value| format!("/uploads/{}", id(ticket));
    platform.api.ask(&ada(), "GET", &shown(&tickets[0])).await.with(404);
    let second = platform.api.ask(&ada(), "GET", &shown(&tickets[1])).await.with(200).body;
    assert_eq!(second["status"], "ready");
    let third = platform.api.ask(&ada(), "GET", &shown(&tickets[2])).await.with(200).body;
    assert_eq!(third["reason"], "it does not begin as files of its type do");
    assert_eq!(platform.used().await, 6);
    assert_eq!(platform.keys().await.len(), 1);
}
