//! `s3.objects`: each field of an object, folders, what others have done, and what is asked of S3.

use std::fs;
use std::path::Path;

use aws::Aws;
use kind::{AnyKind, Compared, LiveObject, registry};
use language::diff;
use serde_json::{Value, json};
use tempfile::TempDir;
use workspace::Workspace;

use crate::boto::ask;
use crate::by_value::ByValue;
use crate::harness::{On, aws, round_trips, unique_name};
use crate::scripted::ScriptedCloud;

const BUCKET: &str = "client('s3').create_bucket(Bucket=name, CreateBucketConfiguration={'LocationConstraint': 'us-east-2'})";

fn base() -> Value {
    json!({
        "bucket": "{name}", "prefix": "site/",
        "objects": { "config.json": { "content": "{}" }, "a/page.html": { "content": "<p>" } },
    })
}

macro_rules! headers {
    ($($test:ident: $change:expr => $answer:expr, $expect:expr, $on:expr;)*) => {
        round_trips! {
            kind: "s3.objects", base: base(), prepare: &[BUCKET];
            $($test: json!({ "objects": { "config.json": $change } }) =>
                concat!("client('s3').head_object(Bucket=name, Key='site/config.json')", $answer), $expect, $on;)*
        }
    };
}

headers! {
    content: json!({ "content": "{\"a\":1}" }) => "['ContentLength']", json!(7), On::Both;
    file: json!({ "content": null, "file": "{repository}/Cargo.toml" }) => "['ContentLength'] > 100", json!(true), On::Both;
    content_type: json!({ "content_type": "text/x-config" }) => "['ContentType']", json!("text/x-config"), On::Both;
    cache_control: json!({ "cache_control": "no-cache" }) => "['CacheControl']", json!("no-cache"), On::Both;
    content_encoding: json!({ "content_encoding": "gzip" }) => "['ContentEncoding']", json!("gzip"), On::Both;
    content_disposition: json!({ "content_disposition": "attachment" }) => "['ContentDisposition']", json!("attachment"), On::Both;
    content_language: json!({ "content_language": "en" }) => "['ContentLanguage']", json!("en"), On::Both;
    metadata: json!({ "metadata": { "origin": "repository" } }) => "['Metadata']", json!({ "origin": "repository" }), On::Both;
    website_redirect: json!({ "website_redirect": "/new" }) => "['WebsiteRedirectLocation']", json!("/new"), On::Both;
    storage_class: json!({ "storage_class": "STANDARD_IA" }) => "['StorageClass']", json!("STANDARD_IA"), On::Both;
    encryption: json!({ "encryption": {
            "algorithm": "aws:kms",
            "kms_key": "arn:aws:kms:us-east-2:123456789012:key/11111111-2222-3333-4444-555555555555",
        } }) => "['ServerSideEncryption']", json!("aws:kms"), On::MinistackOneWay("what is left to the bucket stays");
}

round_trips! {
    kind: "s3.objects",
    base: json!({ "bucket": "{name}", "objects": { "a": { "content": "a" } }, "delete_removed": true }),
    prepare: &[BUCKET];
    removed_objects_are_deleted: json!({ "objects": { "a": null, "b": { "content": "b" } } }) =>
        "sorted(o['Key'] for o in client('s3').list_objects_v2(Bucket=name)['Contents'])",
        json!([".diatonic-manifest", "b"]), On::Both;
}

fn kind() -> &'static dyn AnyKind {
    registry::find("s3.objects").expect("the kind is registered")
}

/// A folder of files, a bucket on ministack, and what is to be of the one in the other.
struct Site {
    folder: TempDir,
    aws: Aws,
    account: String,
    name: String,
}

impl Site {
    async fn new(files: &[(&str, &str)]) -> Self {
        let (account, name) = (emulators::fresh_account(), unique_name());
        let aws = aws(emulators::shared_ministack().endpoint(), &account).await;
        let site = Self { folder: tempfile::tempdir().unwrap(), aws, account, name };
        files.iter().for_each(|(path, content)| site.write(path, content));
        site.boto(BUCKET).await;
        site
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.folder.path().join("web").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn spec(&self, fields: Value) -> Value {
        let mut spec = json!({ "bucket": self.name, "source": "web" });
        spec.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        spec
    }

    fn id(&self) -> String {
        format!("{}/", self.name)
    }

    /// A workspace of its own, as every run has one.
    fn workspace(&self) -> Workspace {
        Workspace::new(self.folder.path())
    }

    async fn boto(&self, expression: &str) -> Value {
        let endpoint = emulators::shared_ministack().endpoint();
        let (account, name) = (self.account.clone(), self.name.clone());
        let expression = expression.to_owned();
        let asked =
            tokio::task::spawn_blocking(move || ask(endpoint, &account, &name, "", &expression));
        asked.await.unwrap().expect("boto3 answers")
    }

    async fn read(&self) -> LiveObject {
        kind().read(&self.aws, &self.id()).await.expect("read succeeds").expect("they exist")
    }

    /// The paths of what a plan shows.
    async fn planned(&self, fields: Value) -> Vec<String> {
        let wanted = kind().prepare(self.spec(fields), &self.workspace()).await.unwrap();
        let live = self.read().await;
        let with = Compared { desired: &wanted, applied: None, is_applied: &|_, _| false };
        let live = kind().compared(&live.spec, with);
        let changes = diff::changes(&wanted, &live);
        changes.into_iter().map(|change| change.path.to_string()).collect()
    }

    async fn apply(&self, fields: Value) {
        let spec = self.spec(fields);
        assert_eq!(kind().check(&spec), vec![]);
        if kind().read(&self.aws, &self.id()).await.unwrap().is_none() {
            kind().create(&self.aws, &self.workspace(), spec.clone()).await.unwrap();
        }
        let live = self.read().await;
        kind().update(&self.aws, &self.workspace(), &self.id(), spec, live).await.unwrap();
    }

    /// How often an operation has been called.
    fn calls(&self, operation: &str) -> usize {
        let counts = self.aws.statistics().snapshot();
        let count = counts.get(&("S3".to_owned(), operation.to_owned()));
        usize::try_from(count.copied().unwrap_or_default().calls).unwrap()
    }
}

const FILES: &[(&str, &str)] = &[
    ("index.html", "<p>"),
    ("assets/app.js", "1"),
    ("assets/app.js.map", "{}"),
    (".DS_Store", "x"),
];

fn fields() -> Value {
    json!({
        "exclude": ["*.map", ".DS_Store"],
        "headers": [
            { "files": ["*.html"], "cache_control": "no-cache" },
            { "files": ["assets/**"], "cache_control": "max-age=31536000" },
        ],
    })
}

#[tokio::test]
async fn a_folder_is_sent_and_only_what_has_changed_in_it_again() {
    let site = Site::new(FILES).await;
    site.apply(fields()).await;
    assert_eq!(site.planned(fields()).await, [""; 0]);
    let keys = "sorted(o['Key'] for o in client('s3').list_objects_v2(Bucket=name)['Contents'])";
    assert_eq!(site.boto(keys).await, json!([".diatonic-manifest", "assets/app.js", "index.html"]));
    let head = "[client('s3').head_object(Bucket=name, Key='index.html')[k] for k in ('CacheControl', 'ContentType')]";
    assert_eq!(site.boto(head).await, json!(["no-cache", "text/html; charset=utf-8"]));

    // Nothing but the list and the manifest is asked where nobody has written.
    let before = site.calls("HeadObject");
    assert_eq!(site.planned(fields()).await, [""; 0]);
    assert_eq!(site.calls("HeadObject"), before);

    site.write("assets/app.js", "2");
    assert_eq!(site.planned(fields()).await, ["objects[\"assets/app.js\"].sha256"]);
    let before = site.calls("PutObject");
    site.apply(fields()).await;
    assert_eq!(site.calls("PutObject") - before, 2, "the file and the manifest");
    assert_eq!(site.planned(fields()).await, [""; 0]);

    let mut other = fields();
    other["headers"][0]["cache_control"] = json!("max-age=60");
    assert_eq!(site.planned(other).await, ["objects[\"index.html\"].cache_control"]);
}

#[tokio::test]
async fn what_others_have_written_is_seen() {
    let site = Site::new(FILES).await;
    site.apply(fields()).await;
    // S3 tells the time of a write by the second.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    site.boto("client('s3').put_object(Bucket=name, Key='index.html', Body=b'<b>', ContentType='text/html; charset=utf-8', CacheControl='no-cache') and 0").await;
    site.boto("client('s3').copy_object(Bucket=name, Key='assets/app.js', CopySource={'Bucket': name, 'Key': 'assets/app.js'}, MetadataDirective='REPLACE', CacheControl='no-store', ContentType='text/javascript; charset=utf-8') and 0").await;
    site.boto("client('s3').put_object(Bucket=name, Key='stray.txt', Body=b'x') and 0").await;
    let seen = site.planned(fields()).await;
    assert_eq!(
        seen,
        ["objects[\"assets/app.js\"].cache_control", "objects[\"index.html\"].sha256"],
        "what is none of these is nobody's business"
    );
    let mut cleaned = fields();
    cleaned["delete_removed"] = json!(true);
    assert!(site.planned(cleaned.clone()).await.contains(&"others".to_owned()));
    site.apply(cleaned.clone()).await;
    assert_eq!(site.planned(cleaned).await, [""; 0]);
    let keys = "sorted(o['Key'] for o in client('s3').list_objects_v2(Bucket=name)['Contents'])";
    assert_eq!(site.boto(keys).await, json!([".diatonic-manifest", "assets/app.js", "index.html"]));
}

/// An old page may still need what is gone.
#[tokio::test]
async fn objects_of_files_that_are_gone_stay_unless_they_are_to_be_deleted() {
    let site = Site::new(FILES).await;
    site.apply(fields()).await;
    fs::remove_file(site.folder.path().join("web/assets/app.js")).unwrap();
    assert_eq!(site.planned(fields()).await, ["objects[\"assets/app.js\"]"]);
    site.apply(fields()).await;
    assert_eq!(site.planned(fields()).await, [""; 0]);
    assert_eq!(site.read().await.spec["others"], json!(["assets/app.js"]));
}

/// The manifest saves calls, and says which objects are ours; what they are, S3 knows as well.
#[tokio::test]
async fn without_a_manifest_every_object_is_looked_at_and_none_is_deleted() {
    let site = Site::new(FILES).await;
    site.apply(fields()).await;
    site.boto("client('s3').delete_object(Bucket=name, Key='.diatonic-manifest') and 0").await;
    assert_eq!(site.planned(fields()).await, [""; 0]);
    let refused = kind().delete(&site.aws, &site.id()).await.unwrap_err();
    assert!(refused.message.contains("no manifest"), "{refused}");
    site.apply(fields()).await;
    kind().delete(&site.aws, &site.id()).await.unwrap();
    assert_eq!(kind().read(&site.aws, &site.id()).await, Ok(None));
}

/// Nothing says whose the others are, so they are nobody's.
#[tokio::test]
async fn without_a_manifest_what_the_spec_does_not_name_is_others() {
    let site = Site::new(FILES).await;
    site.apply(fields()).await;
    site.boto("client('s3').delete_object(Bucket=name, Key='.diatonic-manifest') and 0").await;
    site.boto("client('s3').put_object(Bucket=name, Key='uploads/cat.png', Body=b'x') and 0").await;
    assert_eq!(site.planned(fields()).await, [""; 0]);
    site.apply(fields()).await;
    assert_eq!(site.read().await.spec["others"], json!(["uploads/cat.png"]));
    let mut cleaned = fields();
    cleaned["delete_removed"] = json!(true);
    assert_eq!(site.planned(cleaned).await, ["others"]);
}

/// Objects that somebody else has made have no SHA-256 with them, and need not be sent again.
#[tokio::test]
async fn objects_of_others_with_the_same_content_are_taken_as_they_are() {
    let site = Site::new(FILES).await;
    site.boto("client('s3').put_object(Bucket=name, Key='index.html', Body=b'<p>', ContentType='text/html; charset=utf-8', CacheControl='no-cache') and 0").await;
    assert_eq!(site.planned(fields()).await, ["objects[\"assets/app.js\"]"]);
}

#[tokio::test]
async fn a_set_further_down_is_another_ones() {
    let site = Site::new(FILES).await;
    let seeds =
        json!({ "bucket": site.name, "prefix": "seeds/", "objects": { "a": { "content": "a" } } });
    let workspace = site.workspace();
    let id = kind().create(&site.aws, &workspace, seeds.clone()).await.unwrap();
    let live = kind().read(&site.aws, &id).await.unwrap().unwrap();
    kind().update(&site.aws, &workspace, &id, seeds, live).await.unwrap();
    let mut cleaned = fields();
    cleaned["delete_removed"] = json!(true);
    site.apply(cleaned).await;
    let live = kind().read(&site.aws, &id).await.unwrap().unwrap();
    assert!(live.spec["objects"]["a"]["sha256"].is_string());
}

#[tokio::test]
async fn a_refused_read_is_not_an_absence() {
    let error = |code: &str| format!("<Error><Code>{code}</Code><Message>no</Message></Error>");
    for (code, status, is_absent) in [("AccessDenied", 403, false), ("NoSuchBucket", 404, true)] {
        let script = ScriptedCloud::default().answer("ListObjectsV2", status, error(code));
        let read = kind().read(&script.aws().await, "b/site/").await;
        assert_eq!(read.is_ok_and(|live| live.is_none()), is_absent, "{code}");
    }
}

#[test]
fn what_s3_refuses_is_found_without_it() {
    let found = |fields: Value| -> Vec<String> {
        let mut spec = json!({ "bucket": "my-bucket" });
        spec.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        kind().check(&spec).iter().map(|finding| finding.path.to_string()).collect()
    };
    let of = |object: Value| found(json!({ "objects": { "a": object } }));
    assert_eq!(of(json!({ "content": "a" })), [""; 0]);
    assert_eq!(found(json!({})), [""]);
    assert_eq!(of(json!({})), ["objects.a"]);
    assert_eq!(of(json!({ "content": "a", "file": "b" })), ["objects.a"]);
    assert_eq!(of(json!({ "content": "a", "metadata": { "A": "b" } })), ["objects.a.metadata.A"]);
    assert_eq!(
        of(json!({ "content": "a", "metadata": { "a": "b".repeat(2048) } })),
        ["objects.a.metadata"]
    );
    let key = "arn:aws:kms:us-east-2:123456789012:key/1";
    assert_eq!(
        of(json!({ "content": "a", "encryption": { "algorithm": "AES256", "kms_key": key } })),
        ["objects.a.encryption.kms_key"]
    );
    assert_eq!(
        found(json!({ "objects": { ".diatonic-manifest": { "content": "a" } } })),
        ["objects[\".diatonic-manifest\"]"]
    );
    let missing = kind()
        .check_files(&json!({ "bucket": "my-bucket", "source": "nowhere" }), Path::new("/tmp"));
    assert_eq!(missing[0].path.to_string(), "source");
}
