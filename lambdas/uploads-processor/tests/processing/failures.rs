use std::sync::Arc;

use serde_json::{Value, json};
use shared::data::{Data, Tables};
use uploads_processor::Event;

use crate::world::{PDF, World, processor, s3};

/// A run that cannot reach the files fails, so that Lambda sends the event again; nothing is decided.
#[tokio::test]
async fn a_run_that_fails_decides_nothing_and_the_next_one_does_it_all() {
    let world = World::new();
    let id = world.arrived("module_content", "application/pdf", PDF).await;
    let tables: Arc<dyn Tables> = world.tables.clone();
    let broken = processor(Data::shared(tables));
    let event: Event = serde_json::from_value(s3(&format!("incoming/acme/{id}"))).unwrap();
    broken.handle(event, "run-1".to_owned()).await.unwrap_err();
    assert_eq!(world.upload(&id)["status"], "pending");
    world.tell(&id).await.unwrap();
    assert_eq!(world.upload(&id)["status"], "ready");
}

#[tokio::test]
async fn one_part_of_an_event_does_not_keep_another_from_being_done() {
    let world = World::new();
    let id = world.arrived("module_content", "application/pdf", PDF).await;
    let mut both = s3("incoming/acme/01ARZ3NDEKTSV4RRFFQ69G5FAV");
    let records = both["Records"].as_array_mut().unwrap();
    records.push(s3(&format!("incoming/acme/{id}"))["Records"][0].clone());
    world.hear(both).await.unwrap();
    assert_eq!(world.upload(&id)["status"], "ready");
    world.hear(json!({ "Records": [{ "eventSource": "aws:sns" }] })).await.unwrap_err();
}

#[tokio::test]
async fn the_log_counts_what_became_of_files_and_says_nothing_of_what_is_in_them() {
    let world = World::new();
    let sound = world.arrived("module_content", "text/plain", b"Zzyzx secrets").await;
    let wrong = world.arrived("module_content", "application/pdf", b"Zzyzx secrets").await;
    let (_, lines) = testing::logged("uploads_processor", async {
        for id in [&sound, &wrong, &wrong] {
            world.tell(id).await.unwrap();
        }
    })
    .await;
    testing::assert_silent_about(&["Zzyzx", "Le\u{e7}on", "Le-on"], &lines);
    let events: Vec<&Value> = lines.iter().map(|line| &line["event"]).collect();
    assert_eq!(events, ["upload_ready", "upload_rejected", "upload_repeated"]);
    assert_eq!((&lines[0]["tenant"], &lines[0]["upload"]), (&json!("acme"), &json!(sound)));
}
