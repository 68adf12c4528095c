//! The caller: profile and tenant.

use serde_json::{Value, json};
use shared::plans::ORGANIZATION_DATA;

use crate::world::World;

const ME: &str = "/users/me";

#[tokio::test]
async fn a_person_alone_sees_the_own_tenant_with_its_limits_and_usage() {
    let world = World::new();
    let ada = world.sign_up("ada");
    for (counter, value) in [
        ("agents#2026-03", 2),
        ("agents#2026-02", 3),
        ("storage#total", 77),
        ("run_minutes#2026-03", 5),
    ] {
        let counter = json!({
            "organization_id": "u_ada", "data_type": format!("usage#{counter}"), "value": value,
        });
        world.tables.put(&ORGANIZATION_DATA, counter.as_object().unwrap().clone());
    }
    let me = world.get(&ada, ME).await.with(200).body;
    assert_eq!((&me["user_id"], &me["email"]), (&json!("ada"), &json!("ada@example.com")));
    assert_eq!(me["token_refresh_required"], false);
    let expected = json!({
        "id": "u_ada", "kind": "personal", "role": "owner", "plan": "free",
        "limits": {
            "agents_per_month": 3, "members": 1, "storage_bytes": 1_000_000_000,
            "run_minutes_per_month": 30,
        },
        "usage": {
            "agents_this_month": 2, "members": 1, "storage_bytes": 77, "run_minutes_this_month": 5,
        },
    });
    assert_eq!(me["tenant"], expected);
}

#[tokio::test]
async fn a_member_sees_the_organization_and_an_old_token_is_told() {
    let world = World::new();
    let id = world.organization("ada", "enterprise").await;
    let bob = world.member("ada", "bob", "instructor").await;
    let me = world.get(&bob, ME).await.with(200).body;
    let tenant = &me["tenant"];
    assert_eq!((&tenant["id"], &tenant["kind"]), (&json!(id), &json!("organization")));
    assert_eq!((&tenant["role"], &tenant["plan"]), (&json!("instructor"), &json!("enterprise")));
    assert_eq!((&tenant["limits"], &tenant["usage"]["members"]), (&json!({}), &json!(2)));
    world.delete(&world.users.token("ada"), "/organizations/me/members/bob").await.with(204);
    let me = world.get(&bob, ME).await.with(200).body;
    assert_eq!(
        (&me["token_refresh_required"], &me["organization_id"]),
        (&json!(true), &json!("individual"))
    );
}

#[tokio::test]
async fn who_was_there_before_is_called_by_sub_and_gets_a_profile() {
    let world = World::new();
    world.users.be_there("sub-1");
    let old = world.users.token("sub-1");
    for _ in 0..2 {
        let me = world.get(&old, ME).await.with(200).body;
        assert_eq!((&me["user_id"], &me["email"]), (&json!("sub-1"), &json!("sub-1@example.com")));
        assert_eq!((&me["full_name"], &me["tenant"]["id"]), (&json!("sub-1"), &json!("u_sub-1")));
    }
    assert_eq!(world.tables.items("user-profiles").len(), 1);
    let made = world.post(&old, "/organizations", json!({ "name": "Acme" })).await.with(201);
    let user = world.users.user("sub-1");
    assert_eq!(user.attributes["custom:organization_id"], made.id());
    assert_eq!(user.attributes["custom:user_id"], "sub-1");
}

#[tokio::test]
async fn a_name_changes_in_the_table_and_the_pool() {
    let world = World::new();
    let ada = world.sign_up("ada");
    let change = json!({ "full_name": " Ada King ", "preferences": { "theme": "dark" } });
    let me = world.put(&ada, ME, change).await.with(200).body;
    assert_eq!(
        (&me["full_name"], &me["preferences"]["theme"]),
        (&json!("Ada King"), &json!("dark"))
    );
    assert_eq!(world.users.user("ada").attributes["custom:full_name"], "Ada King");
    let logged = &world.tables.items("system-logs")[0];
    assert_eq!(logged["fields"], json!(["full_name", "preferences"]));
    for field in ["email", "role", "organization_id", "user_id", "tenant"] {
        let refused = world.put(&ada, ME, json!({ field: "x" })).await.with(400);
        assert_eq!(refused.body["error"]["fields"][0]["field"], field);
    }
    world.put(&ada, ME, json!({})).await.with(400);
}

#[tokio::test]
async fn whoever_is_deleted_leaves_nothing_and_the_last_closes_the_organization() {
    let world = World::new();
    let id = world.organization("ada", "pro").await;
    let bob = world.member("ada", "bob", "member").await;
    world.delete(&bob, ME).await.with(204);
    world.delete(&bob, ME).await.with(204);
    world.assert_counted(&id);
    assert_eq!(world.events().last().unwrap(), "member.left");
    let ada = world.users.token("ada");
    world.users.with(|pool| pool.is_failing = true);
    world.delete(&ada, ME).await.with(500);
    world.delete(&ada, ME).await.with(204);
    assert_eq!(world.stored_organization(&id)["status"], "closed");
    world.assert_counted(&id);
    for table in ["user-profiles", "organization-memberships"] {
        assert!(world.tables.items(table).is_empty(), "{table}");
    }
    assert_eq!(world.users.with(|pool| pool.users.len()), 0);
    let logs = world.tables.items("system-logs");
    assert_eq!(logs.iter().filter(|entry| entry["event_type"] == "user_deleted").count(), 2);
    // Nobody makes a profile of who is gone.
    world.get(&ada, ME).await.with(404);
}

#[tokio::test]
async fn the_log_says_nothing_of_people() {
    let world = World::new();
    world.sign_up("zzyzx");
    let (_, lines) = testing::logged("organizations_api", async {
        let caller = world.users.token("zzyzx").claiming("custom:user_id", "id-1");
        world.get(&caller, ME).await.with(404);
        let form = json!({ "token": "Zzyzx.Zzyzx.acme" });
        world.post(&caller, "/invitations/accept", form).await.with(404);
    })
    .await;
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(answered.len(), 2, "{lines:?}");
    testing::assert_silent_about(&["Zzyzx", "zzyzx", "@"], &lines);
}
