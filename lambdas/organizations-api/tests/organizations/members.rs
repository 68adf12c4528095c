//! Members: what they are, and how they go.

use serde_json::{Value, json};
use testing::Answer;

use crate::world::World;

const MEMBERS: &str = "/organizations/me/members";

fn path(user_id: &str) -> String {
    format!("{MEMBERS}/{user_id}")
}

fn ids(answer: &Answer) -> Vec<&str> {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item["user_id"].as_str().unwrap()).collect()
}

fn role(role: &str) -> Value {
    json!({ "role": role })
}

#[tokio::test]
async fn members_see_one_another_page_by_page() {
    let world = World::new();
    world.organization("ada", "pro").await;
    let bob = world.member("ada", "bob", "viewer").await;
    world.organization("rita", "pro").await;
    let first = world.get(&bob, &format!("{MEMBERS}?limit=1")).await.with(200);
    let next = first.body["next"].as_str().unwrap();
    let second = world.get(&bob, &format!("{MEMBERS}?limit=1&next={next}")).await.with(200);
    assert_eq!((ids(&first), ids(&second)), (vec!["bob"], vec!["ada"]));
    assert_eq!(second.body["next"], Value::Null);
    let ada = &second.body["items"][0];
    assert_eq!((&ada["role"], &ada["email"]), (&json!("owner"), &json!("ada@example.com")));
    assert_eq!(ada["full_name"], "ADA");
    // The text of a page leads nowhere but within the caller's own organization.
    let rita = world.users.token("rita");
    let foreign = world.get(&rita, &format!("{MEMBERS}?next={next}")).await.with(200);
    assert!(!ids(&foreign).contains(&"ada"));
    let path = path("ada");
    world.put(&rita, &path, role("viewer")).await.with(404);
    world.delete(&rita, &path).await.with(404);
}

#[tokio::test]
async fn a_role_changes_in_the_table_the_profile_and_the_pool() {
    let world = World::new();
    let id = world.organization("ada", "pro").await;
    world.member("ada", "bob", "member").await;
    let ada = world.users.token("ada");
    let changed = world.put(&ada, &path("bob"), role("instructor")).await.with(200).body;
    assert_eq!(changed["role"], "instructor");
    assert_eq!(world.role(&id, "bob").as_deref(), Some("instructor"));
    assert_eq!(world.profile("bob")["role"], "instructor");
    assert_eq!(world.users.user("bob").attributes["custom:role"], "instructor");
    assert_eq!(world.events().last().unwrap(), "member.role_changed");
    world.put(&ada, &path("nobody"), role("member")).await.with(404);
    // What the pool has not heard of is told by the next call, without another event.
    world.users.with(|pool| pool.is_failing = true);
    world.put(&ada, &path("bob"), role("viewer")).await.with(500);
    let events = world.events().len();
    world.put(&ada, &path("bob"), role("viewer")).await.with(200);
    assert_eq!(world.users.user("bob").attributes["custom:role"], "viewer");
    assert_eq!(world.events().len(), events);
}

#[tokio::test]
async fn one_owner_remains() {
    let world = World::new();
    let id = world.organization("ada", "pro").await;
    world.member("ada", "bob", "admin").await;
    let ada = world.users.token("ada");
    for refused in [
        world.put(&ada, &path("ada"), role("admin")).await,
        world.delete(&ada, &path("ada")).await,
        world.delete(&ada, "/users/me").await,
    ] {
        assert_eq!(refused.with(409).code(), "conflict");
    }
    world.put(&ada, &path("bob"), role("owner")).await.with(200);
    world.assert_counted(&id);
    world.put(&ada, &path("ada"), role("admin")).await.with(200);
    world.assert_counted(&id);
    assert_eq!(world.role(&id, "ada").as_deref(), Some("admin"));
    // Ada's token still says that she owns.
    world.put(&ada, &path("bob"), role("member")).await.with(403);
    world.put(&ada, &path("ada"), role("owner")).await.with(403);
}

#[tokio::test]
async fn nobody_reaches_above_the_own_role() {
    let world = World::new();
    world.organization("ada", "pro").await;
    let admin = world.member("ada", "eve", "admin").await;
    let member = world.member("ada", "bob", "member").await;
    for refused in [
        world.put(&admin, &path("bob"), role("owner")).await,
        world.put(&admin, &path("eve"), role("owner")).await,
        world.put(&admin, &path("ada"), role("member")).await,
        world.delete(&admin, &path("ada")).await,
        world.put(&member, &path("bob"), role("admin")).await,
        world.delete(&member, &path("eve")).await,
    ] {
        refused.with(403);
    }
    // A claim that nobody has written is not enough.
    let forged = member.claiming("custom:role", "owner");
    world.put(&forged, &path("bob"), role("owner")).await.with(403);
    world.put(&admin, &path("bob"), role("admin")).await.with(200);
}

#[tokio::test]
async fn who_is_removed_is_alone_again_and_signed_out() {
    let world = World::new();
    let id = world.organization("ada", "pro").await;
    world.member("ada", "bob", "admin").await;
    let ada = world.users.token("ada");
    world.delete(&ada, &path("bob")).await.with(204);
    assert_eq!(world.role(&id, "bob"), None);
    let user = world.users.user("bob");
    assert_eq!(user.attributes["custom:organization_id"], "individual");
    assert_eq!(user.attributes["custom:role"], "basic");
    assert!(!user.groups.contains("OrgUsers") && user.groups.contains("BasicUsers"));
    assert_eq!(user.sign_outs, 1);
    assert_eq!(world.profile("bob")["organization_id"], "individual");
    assert_eq!(world.events().last().unwrap(), "member.removed");
    world.assert_counted(&id);
    world.delete(&ada, &path("bob")).await.with(404);
    // The place is free again.
    world
        .post(&world.users.token("bob"), "/organizations", json!({ "name": "Own" }))
        .await
        .with(201);
}

#[tokio::test]
async fn an_interrupted_removal_is_finished_and_an_address_names_nobody() {
    let world = World::new();
    let id = world.organization("ada", "pro").await;
    world.member("ada", "bob", "admin").await;
    let ada = world.users.token("ada");
    world.delete(&ada, &path("bob@example.com")).await.with(404);
    assert_eq!(world.users.user("bob").attributes["custom:organization_id"], id);
    world.users.with(|pool| pool.is_failing = true);
    world.delete(&ada, &path("bob")).await.with(500);
    assert_eq!(world.role(&id, "bob"), None);
    assert_eq!(world.users.user("bob").attributes["custom:organization_id"], id);
    world.delete(&ada, &path("bob")).await.with(204);
    assert_eq!(world.users.user("bob").attributes["custom:organization_id"], "individual");
    assert_eq!(world.users.user("bob").sign_outs, 1);
}
