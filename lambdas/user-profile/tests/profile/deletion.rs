//! Deleting, once and again, and with a stop half way.

use shared::items::EventType;

use crate::calls::{OTHER, USER, about, assert_impersonal, by_administrator_of, event, logged};
use crate::fake::{Fake, Step};

#[tokio::test]
async fn deleting_takes_the_user_and_the_profile() {
    let world = Fake::new();
    let (response, lines) = logged(world.call(event("DELETE"))).await;
    assert_eq!(response.status_code, 204);
    assert_eq!(response.body, "");
    let (users, profiles) = world.ids();
    assert!(!users.contains(USER) && !profiles.contains(USER));
    assert!(users.contains(OTHER) && profiles.contains(OTHER));
    world.with(|world| {
        assert_eq!(world.logs[0].event_type, EventType::UserDeleted);
        assert_eq!(world.logs[0].user_id, USER);
    });
    assert_impersonal(&lines);
}

#[tokio::test]
async fn whoever_belongs_to_an_organization_leaves_it_first() {
    let world = Fake::new();
    world.with(|world| {
        world.profiles.get_mut(USER).unwrap().organization_id = "acme".to_owned();
    });
    assert_eq!(world.call(event("DELETE")).await.status_code, 409);
    assert!(world.ids().0.contains(USER));
}

#[tokio::test]
async fn deleting_again_succeeds_and_is_recorded_once() {
    let world = Fake::new();
    for _ in 0..3 {
        assert_eq!(world.call(event("DELETE")).await.status_code, 204);
    }
    world.with(|world| assert_eq!(world.logs.len(), 1));
}

#[tokio::test]
async fn a_deletion_that_stops_half_way_is_finished_by_the_user_or_by_an_administrator() {
    for step in [Step::DeleteUser, Step::DeleteProfile] {
        let by_user = event("DELETE");
        let by_administrator = by_administrator_of("acme", about(event("DELETE"), OTHER));
        for (event, user_id) in [(by_user, USER), (by_administrator, OTHER)] {
            let world = Fake::new();
            world.with(|world| world.failing = Some(step));
            assert_eq!(world.call(event.clone()).await.status_code, 500);
            world.with(|world| {
                world.failing = None;
                // Whoever has no profile any more has no user either: nobody is left signed in.
                assert!(world.profiles.contains_key(user_id));
            });
            assert_eq!(world.call(event).await.status_code, 204, "{step:?}");
            let (users, profiles) = world.ids();
            assert!(!users.contains(user_id) && !profiles.contains(user_id));
            world.with(|world| assert_eq!(world.logs.len(), 1));
        }
    }
}
