//! How an organization begins, and what its managers change.

use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn whoever_is_alone_makes_an_organization_and_owns_it() {
    let world = World::new();
    let ada = world.sign_up("ada");
    let form = json!({ "name": "Acme" });
    let made = world.post(&ada, "/organizations", form).await.with(201);
    let id = made.id();
    assert_eq!(made.body["role"], "owner");
    assert_eq!(made.body["token_refresh_required"], true);
    assert_eq!((&made.body["plan"], &made.body["member_count"]), (&json!("free"), &json!(1)));
    assert_eq!(world.role(&id, "ada").as_deref(), Some("owner"));
    assert_eq!(world.profile("ada")["organization_id"], json!(id));
    let user = world.users.user("ada");
    assert_eq!(user.attributes["custom:organization_id"], id);
    assert_eq!(user.attributes["custom:role"], "owner");
    assert!(user.groups.contains("OrgUsers") && user.groups.contains("BasicUsers"));
    assert_eq!(world.events(), ["organization.created"]);
    world.assert_counted(&id);

    // The old token speaks of the person alone, the new one of the organization.
    world.get(&ada, "/organizations/me").await.with(404);
    let ada = world.users.token("ada");
    assert_eq!(world.get(&ada, "/organizations/me").await.with(200).body["name"], "Acme");
    world.post(&ada, "/organizations", json!({ "name": "Second" })).await.with(403);
}

#[tokio::test]
async fn a_second_organization_is_refused_also_with_an_old_token() {
    let world = World::new();
    let ada = world.sign_up("ada");
    let first = world.post(&ada, "/organizations", json!({ "name": "Acme" })).await.with(201);
    let second = world.post(&ada, "/organizations", json!({ "name": "Second" })).await.with(409);
    assert_eq!(second.code(), "conflict");
    // The same again is the same: its answer may have got lost.
    let again = world.post(&ada, "/organizations", json!({ "name": "Acme" })).await.with(201);
    assert_eq!(first.id(), again.id());
    assert_eq!(world.tables.items("organization-data").len(), 1);
    world.sign_up("bob");
    world.post(&world.users.token("bob"), "/organizations", json!({ "name": "" })).await.with(400);
}

#[tokio::test]
async fn what_was_interrupted_is_finished_by_the_next_call() {
    let world = World::new();
    let ada = world.sign_up("ada");
    world.users.with(|pool| pool.is_failing = true);
    let form = json!({ "name": "Acme" });
    world.post_named(&ada, "/organizations", form.clone(), "k").await.with(500);
    assert_eq!(world.users.user("ada").attributes["custom:organization_id"], "individual");
    let made = world.post_named(&ada, "/organizations", form, "k").await.with(201);
    assert_eq!(world.users.user("ada").attributes["custom:organization_id"], made.id());
    assert_eq!(world.tables.items("organization-memberships").len(), 1);
}

#[tokio::test]
async fn managers_change_it_and_members_look() {
    let world = World::new();
    let id = world.organization("ada", "pro").await;
    let member = world.member("ada", "bob", "member").await;
    let admin = world.member("ada", "eve", "admin").await;
    let change = json!({ "name": "Acme Inc.", "settings": { "theme": "dark" } });
    world.put(&member, "/organizations/me", change.clone()).await.with(403);
    let changed = world.put(&admin, "/organizations/me", change).await.with(200).body;
    assert_eq!(
        (&changed["name"], &changed["settings"]["theme"]),
        (&json!("Acme Inc."), &json!("dark"))
    );
    let seen = world.get(&member, "/organizations/me").await.with(200).body;
    assert_eq!(seen, changed);
    assert_eq!((&seen["member_count"], &seen["plan"]), (&json!(3), &json!("pro")));
    for field in ["plan", "member_count", "owner_count", "organization_id", "status"] {
        let refused = world.put(&admin, "/organizations/me", json!({ field: "enterprise" })).await;
        assert_eq!(refused.with(400).body["error"]["fields"][0]["field"], field);
    }
    assert_eq!(world.stored_organization(&id)["plan"], "pro");
}

#[tokio::test]
async fn a_token_that_is_older_than_the_table_grants_nothing() {
    let world = World::new();
    world.organization("ada", "pro").await;
    let eve = world.member("ada", "eve", "admin").await;
    let ada = world.users.token("ada");
    world.delete(&ada, "/organizations/me/members/eve").await.with(204);
    let name = json!({ "name": "Mine" });
    let invitation = json!({ "email": "mallory@example.com", "role": "member" });
    for refused in [
        world.get(&eve, "/organizations/me").await,
        world.put(&eve, "/organizations/me", name).await,
        world.get(&eve, "/organizations/me/members").await,
        world.get(&eve, "/organizations/me/invitations").await,
        world.post(&eve, "/organizations/me/invitations", invitation).await,
        world.put(&eve, "/organizations/me/members/eve", json!({ "role": "owner" })).await,
        world.delete(&eve, "/organizations/me/members/ada").await,
    ] {
        assert_eq!(refused.with(403).code(), "forbidden");
    }
}

#[tokio::test]
async fn anybody_sees_that_the_api_answers() {
    let world = World::new();
    let request =
        testing::Request { method: "GET", path: "/health", ..testing::Request::default() };
    let health = world.api.send(request).await.with(200).body;
    assert_eq!(health["status"], "ok");
    assert!(matches!(&health["version"], Value::String(version) if !version.is_empty()));
}
