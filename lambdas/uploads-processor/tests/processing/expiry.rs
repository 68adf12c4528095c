use serde_json::{Value, json};

use crate::world::{PDF, World};

/// An event as DynamoDB's stream sends it when an upload is over.
fn expired(world: &World, id: &str) -> Value {
    let upload = world.upload(id);
    json!({ "Records": [{
        "eventID": "1", "eventName": "REMOVE", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-2",
        "userIdentity": { "type": "Service", "principalId": "dynamodb.amazonaws.com" },
        "dynamodb": {
            "Keys": { "content_id": { "S": format!("acme:{id}") } },
            "OldImage": {
                "content_id": { "S": format!("acme:{id}") },
                "status": { "S": upload["status"] },
                "size": { "N": upload["size"].to_string() },
            },
            "SequenceNumber": "111", "SizeBytes": 200, "StreamViewType": "OLD_IMAGE",
        },
    }]})
}

#[tokio::test]
async fn the_room_of_what_never_came_is_given_back_once() {
    let world = World::new();
    let other = world.begun("module_content", "application/pdf", 7).await;
    let id = world.begun("module_content", "application/pdf", 100).await;
    assert_eq!(world.used(), 107);
    for _ in 0..3 {
        world.hear(expired(&world, &id)).await.unwrap();
    }
    assert_eq!(world.used(), 7);
    world.hear(expired(&world, &other)).await.unwrap();
    assert_eq!(world.used(), 0);
}

#[tokio::test]
async fn what_was_rejected_has_no_room_to_give_back() {
    let world = World::new();
    let id = world.arrived("module_content", "application/pdf", b"MZ").await;
    world.tell(&id).await.unwrap();
    assert_eq!(world.used(), 0);
    world.hear(expired(&world, &id)).await.unwrap();
    assert_eq!(world.used(), 0);
    let kept = world.arrived("module_content", "application/pdf", PDF).await;
    world.tell(&kept).await.unwrap();
    world.hear(expired(&world, &kept)).await.unwrap();
    assert_eq!(world.used(), PDF.len() as i64);
}
