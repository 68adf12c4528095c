//! Invitations: whom they let in, and whom not.

use serde_json::json;
use shared::SignedDuration;

use crate::world::World;

const INVITATIONS: &str = "/organizations/me/invitations";
const ACCEPT: &str = "/invitations/accept";

#[tokio::test]
async fn the_invited_address_gets_in_with_the_role_of_the_invitation() {
    let world = World::new();
    let id = world.organization("ada", "pro").await;
    let token = world.invite("ada", "bob", "instructor").await;
    let ada = world.users.token("ada");
    let listed = world.get(&ada, INVITATIONS).await.with(200).body;
    assert_eq!(listed["items"][0]["email"], "bob@example.com");
    let expires_at = listed["items"][0]["expires_at"].as_str().unwrap();
    assert!(expires_at.starts_with("2026-03-08T10:00:00."), "{expires_at}");
    assert_eq!(listed["items"][0]["token"], json!(null));

    let bob = world.sign_up("bob");
    let joined = world.post(&bob, ACCEPT, json!({ "token": token })).await.with(200).body;
    assert_eq!((&joined["id"], &joined["role"]), (&json!(id), &json!("instructor")));
    assert_eq!(
        (&joined["member_count"], &joined["token_refresh_required"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(world.role(&id, "bob").as_deref(), Some("instructor"));
    assert_eq!(world.users.user("bob").attributes["custom:role"], "instructor");
    assert_eq!(world.profile("bob")["role"], "instructor");
    assert_eq!(world.events(), ["organization.created", "invitation.created", "member.joined"]);
    world.assert_counted(&id);
    assert_eq!(world.get(&ada, INVITATIONS).await.body["items"], json!([]));
    // The same again: its answer may have got lost.
    world.post(&bob, ACCEPT, json!({ "token": token })).await.with(200);
    world.assert_counted(&id);
}

#[tokio::test]
async fn a_token_alone_lets_nobody_in() {
    let world = World::new();
    let id = world.organization("ada", "pro").await;
    let token = world.invite("ada", "bob", "member").await;
    let eve = world.sign_up("eve");
    let bob = world.sign_up("bob");
    world.post(&eve, ACCEPT, json!({ "token": token })).await.with(404);
    let parts: Vec<&str> = token.splitn(3, '.').collect();
    for wrong in [
        format!("{}.{}.{}", parts[0], "A".repeat(22), parts[2]),
        format!("{}.{}.other", parts[0], parts[1]),
        format!("{}.{}.individual", parts[0], parts[1]),
        format!("{}.{}.public", parts[0], parts[1]),
        format!("{}.{}.u_ada", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("profile.{}.{}", parts[1], parts[2]),
        "nothing".to_owned(),
    ] {
        let refused = world.post(&bob, ACCEPT, json!({ "token": wrong })).await.with(404);
        assert_eq!(refused.code(), "not_found", "{wrong}");
    }
    assert_eq!(world.role(&id, "eve"), None);
    world.post(&bob, ACCEPT, json!({ "token": token })).await.with(200);
}

#[tokio::test]
async fn the_token_is_stored_nowhere() {
    let world = World::new();
    world.organization("ada", "extreme").await;
    let ada = world.users.token("ada");
    let form = json!({ "email": "Bob@Example.com", "role": "member" });
    let made = world.post_named(&ada, INVITATIONS, form.clone(), "k").await.with(201);
    let token = made.body["token"].as_str().unwrap();
    let secret = token.split('.').nth(1).unwrap();
    for table in ["organization-data", "activity-feed", "idempotency-keys"] {
        let items = format!("{:?}", world.tables.items(table));
        assert!(!items.contains(secret), "{table}");
    }
    // So the answer cannot be told again.
    world.post_named(&ada, INVITATIONS, form, "k").await.with(409);
}

#[tokio::test]
async fn an_invitation_ends_after_a_week_or_when_it_is_taken_back() {
    let world = World::new();
    world.organization("ada", "pro").await;
    let ada = world.users.token("ada");
    let (bob, eve) = (world.sign_up("bob"), world.sign_up("eve"));
    let (late, taken_back) =
        (world.invite("ada", "bob", "member").await, world.invite("ada", "eve", "member").await);
    let id = taken_back.split('.').next().unwrap();
    world.delete(&ada, &format!("{INVITATIONS}/{id}")).await.with(204);
    world.delete(&ada, &format!("{INVITATIONS}/{id}")).await.with(404);
    world.post(&eve, ACCEPT, json!({ "token": taken_back })).await.with(404);
    world.wait(SignedDuration::from_hours(7 * 24));
    let refused = world.post(&bob, ACCEPT, json!({ "token": late })).await.with(409);
    assert_eq!(refused.code(), "conflict");
    assert_eq!(world.get(&ada, INVITATIONS).await.body["items"], json!([]));
    // A new one clears the old one away.
    world.invite("ada", "bob", "member").await;
    let stored = world.tables.items("organization-data");
    assert_eq!(stored.iter().filter(|item| item["data_type"] != "profile").count(), 1);
}

#[tokio::test]
async fn the_plan_says_how_many() {
    let world = World::new();
    let id = world.organization("ada", "free").await;
    let ada = world.users.token("ada");
    let invite = async |name: &str| {
        let form = json!({ "email": format!("{name}@example.com"), "role": "member" });
        world.post(&ada, INVITATIONS, form).await
    };
    assert_eq!(invite("bob").await.with(409).code(), "limit_reached");
    world.set_organization(&id, "plan", json!("pro"));
    let mut tokens = Vec::new();
    for name in ["m1", "m2", "m3", "m4"] {
        tokens.push((name, invite(name).await.with(201).body["token"].clone()));
    }
    // Those who are invited have their places already.
    assert_eq!(invite("m5").await.with(409).code(), "limit_reached");
    // A plan that has become smaller holds when somebody comes in.
    world.set_organization(&id, "plan", json!("basic"));
    let first = world.sign_up("m1");
    let refused = world.post(&first, ACCEPT, json!({ "token": tokens[0].1 })).await.with(409);
    assert_eq!(refused.code(), "limit_reached");
    world.set_organization(&id, "plan", json!("pro"));
    for (name, token) in tokens {
        world.post(&world.sign_up(name), ACCEPT, json!({ "token": token })).await.with(200);
    }
    world.assert_counted(&id);
    assert_eq!(world.stored_organization(&id)["member_count"], 5);
}

#[tokio::test]
async fn nobody_invites_above_the_own_role_or_twice_or_from_two_organizations() {
    let world = World::new();
    world.organization("ada", "pro").await;
    let admin = world.member("ada", "eve", "admin").await;
    let member = world.member("ada", "bob", "member").await;
    let form = |email: &str, role: &str| json!({ "email": email, "role": role });
    let carol = "carol@example.com";
    world.post(&admin, INVITATIONS, form(carol, "owner")).await.with(403);
    world.post(&member, INVITATIONS, form(carol, "viewer")).await.with(403);
    world.get(&member, INVITATIONS).await.with(403);
    world.post(&admin, INVITATIONS, form(carol, "admin")).await.with(201);
    world.post(&admin, INVITATIONS, form(carol, "member")).await.with(409);
    world.post(&admin, INVITATIONS, form("bob@example.com", "member")).await.with(409);
    world.post(&admin, INVITATIONS, form("x@example.com", "chief")).await.with(400);

    world.organization("rita", "pro").await;
    let token = world.invite("rita", "bob", "owner").await;
    let refused = world.post(&member, ACCEPT, json!({ "token": token })).await.with(409);
    assert_eq!(refused.code(), "conflict");
    let alone = world.sign_up("sam");
    world.get(&alone, INVITATIONS).await.with(404);
    world.post(&alone, INVITATIONS, form(carol, "member")).await.with(404);
}
