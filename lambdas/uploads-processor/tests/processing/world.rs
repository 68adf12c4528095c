//! A school that uploads files.

use std::sync::Arc;

use serde_json::{Value, json};
use shared::api::{Api, Failure};
use shared::data::{Data, Item, Memory, MemoryFiles, Table, USER_CONTENT};
use shared::{Sources, Timestamp};
use testing::{Deployed, Person, settings};
use uploads_api::parents::MODULES;
use uploads_processor::{Event, Processor};

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n, and then some pixels";
pub const PDF: &[u8] = b"%PDF-1.7, and then some pages";

pub struct World {
    pub tables: Arc<Memory>,
    pub files: Arc<MemoryFiles>,
    pub api: Deployed<Data>,
    pub processor: Processor,
    pub module: String,
}

pub fn ada() -> Person {
    Person::of("acme", "ada", "instructor")
}

/// An event as S3 sends it.
pub fn s3(key: &str) -> Value {
    json!({ "Records": [{
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-2",
        "eventTime": "2026-03-01T10:00:00.000Z", "eventName": "ObjectCreated:Put",
        "userIdentity": { "principalId": "AWS:AROAEXAMPLE:tenant-data" },
        "requestParameters": { "sourceIPAddress": "203.0.113.7" },
        "responseElements": { "x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "FMyUVURIY8/IgAtTv8xRj" },
        "s3": {
            "s3SchemaVersion": "1.0", "configurationId": "arrived",
            "bucket": {
                "name": "aws-devops-test-user-content", "ownerIdentity": { "principalId": "A3NL1KOZZKExample" },
                "arn": "arn:aws:s3:::aws-devops-test-user-content",
            },
            "object": { "key": key, "size": 1, "eTag": "d41d8cd98f00b204e9800998ecf8427e", "sequencer": "0055AED6DCD90281E5" },
        },
    }]})
}

/// A processor over data, at a moment that does not pass.
pub fn processor(data: Data) -> Processor {
    Processor::new(data, Sources::at(now()))
}

fn now() -> Timestamp {
    "2026-03-01T10:00:00Z".parse().unwrap()
}

impl World {
    /// With a draft of Ada's.
    pub fn new() -> Self {
        let (tables, files) = (Arc::new(Memory::default()), Arc::new(MemoryFiles::default()));
        let data = Data::shared(tables.clone()).with_files(files.clone());
        let api = Deployed::with(uploads_api::routes(), |routes| {
            Api::new(routes, data.clone(), &settings(), Sources::at(now()))
        });
        let module = Sources::system().id(Timestamp::now()).unwrap().bare();
        let world = Self { tables, files, api, processor: processor(data), module };
        world.put_item(&MODULES, module_item(&world.module));
        world
    }

    pub fn put_item(&self, table: &'static Table, item: Value) {
        self.tables.put(table, item.as_object().unwrap().clone());
    }

    /// An upload that Ada has begun; its id.
    pub async fn begun(&self, purpose: &str, content_type: &str, size: usize) -> String {
        let form = form(&self.module, purpose, content_type, size);
        let ticket = self.api.call(&ada(), "POST", "/uploads", form).await.with(201);
        ticket.body["upload_id"].as_str().unwrap().to_owned()
    }

    /// A browser puts a file.
    pub fn put(&self, id: &str, content_type: &str, bytes: &[u8]) -> String {
        let key = format!("incoming/acme/{id}");
        self.files.put(&key, content_type, bytes);
        key
    }

    /// An upload of Ada's with a file that has arrived; its id.
    pub async fn arrived(&self, purpose: &str, content_type: &str, bytes: &[u8]) -> String {
        let id = self.begun(purpose, content_type, bytes.len()).await;
        self.put(&id, content_type, bytes);
        id
    }

    /// S3 tells of a file.
    pub async fn tell(&self, id: &str) -> Result<(), Failure> {
        self.hear(s3(&format!("incoming/acme/{id}"))).await
    }

    pub async fn hear(&self, event: Value) -> Result<(), Failure> {
        let event: Event = serde_json::from_value(event).unwrap();
        self.processor.handle(event, "run-1".to_owned()).await
    }

    /// A dataset that has arrived, of a kind of things that has no table yet; its id.
    pub fn dataset(&self, content_type: &str, bytes: &[u8]) -> String {
        let id = Sources::system().id(Timestamp::now()).unwrap().bare();
        self.put_item(
            &USER_CONTENT,
            json!({
                "content_id": format!("acme:{id}"), "organization_id": "acme", "user_id": "ada",
                "purpose": "dataset", "parent_id": format!("acme:{}", self.module),
                "file_name": "data", "content_type": content_type, "size": bytes.len(),
                "status": "pending", "created_at": "2026-03-01T10:00:00.000Z",
                "updated_at": "2026-03-01T10:00:00.000Z",
            }),
        );
        self.put(&id, content_type, bytes);
        id
    }

    pub fn upload(&self, id: &str) -> Item {
        let key = format!("acme:{id}");
        self.items("user-content-metadata")
            .into_iter()
            .find(|item| item["content_id"] == key)
            .unwrap()
    }

    pub fn module(&self) -> Item {
        self.items("education-modules").remove(0)
    }

    pub fn items(&self, table: &str) -> Vec<Item> {
        self.tables.items(table)
    }

    pub fn events(&self) -> Vec<Item> {
        self.items("activity-feed")
    }

    /// The bytes that the tenant has reserved.
    pub fn used(&self) -> i64 {
        let counters = self.items("organization-data");
        counters.first().and_then(|item| item["value"].as_i64()).unwrap_or_default()
    }
}

/// What Ada says of a file.
pub fn form(module: &str, purpose: &str, content_type: &str, size: usize) -> Value {
    json!({
        "purpose": purpose, "parent_id": module, "file_name": "Le\u{e7}on 1.x",
        "content_type": content_type, "size": size,
    })
}

/// A draft of Ada's.
pub fn module_item(id: &str) -> Value {
    json!({
        "module_id": format!("acme:{id}"), "organization_id": "acme", "created_by": "ada",
        "status": "draft", "version": 1, "updated_at": "2026-03-01T09:00:00.000Z",
    })
}
