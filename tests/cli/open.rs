//! The pages of AWS's console.

use insta::assert_snapshot;

use crate::project::TestProject;
use kind::{AnyKind, Console, Place, registry};

fn project() -> TestProject {
    TestProject::with_spec(
        r#"
        logs.log_group:
          api: { name: /aws/api, region: eu-west-1 }
        logs.resource_policy:
          dns: { policy: { Statement: [{ Effect: Allow, Principal: { Service: route53.amazonaws.com }, Action: "logs:PutLogEvents", Resource: "*" }] } }
        cognito.user_pool:
          main: {}
        "#,
    )
}

#[test]
fn the_address_of_a_page_is_printed() {
    let open = |address| project().prints(&["open", "-e", "dev", address]);
    assert_snapshot!(open("logs.log_group.api"), @"https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Fapi");
    let state = r#"{"format":1,"stack":"shop-dev","salt":"","resources":{"cognito.user_pool.main":{"region":"us-east-2","id":"us-east-2_Abc"},"sns.topic.old":{"region":"us-east-2","id":"old"}},"outputs":{}}"#;
    let project = project().file(".diatonic/dev/state.json", state);
    let open = |address| project.prints(&["open", "-e", "dev", "--print", address]);
    assert_snapshot!(open("cognito.user_pool.main"), @"https://us-east-2.console.aws.amazon.com/cognito/v2/idp/user-pools/us-east-2_Abc/users?region=us-east-2");
    // It has left the specs, and is still there.
    assert_snapshot!(open("sns.topic.old"), @"https://us-east-2.console.aws.amazon.com/sns/v3/home?region=us-east-2#/topic/arn:aws:sns:us-east-2:123456789012:old");
}

#[test]
fn where_there_is_no_page_it_is_said_why() {
    let refused = |address| project().run(&["open", "-e", "dev", address]).refusal();
    assert_snapshot!(refused("cognito.user_pool.main"), @r"
    error: `cognito.user_pool.main` has no id yet: `diatonic apply` creates it
    ");
    assert_snapshot!(refused("logs.resource_policy.dns"), @r"
    error: there is no page of `logs.resource_policy.dns`: the console does not show resource policies of CloudWatch Logs
    ");
    assert_snapshot!(refused("logs.log_group.apy"), @r"
    error: there is no resource `logs.log_group.apy`; did you mean `logs.log_group.api`?
    ");
}

/// That each says something, the compiler sees to.
#[test]
fn every_kind_says_its_page_in_words_that_are_known() {
    let place = Place::new("123456789012", "us-east-2");
    let known = [
        "region", "account", "partition", "dns_suffix", "id", "last", "rest", "bus", "twice",
        "dollars", "0", "1", "2", "3",
    ];
    let kinds: Vec<&dyn AnyKind> = registry::all();
    assert!(kinds.len() > 30);
    for kind in kinds {
        match kind.console() {
            Console::Nowhere(why) => assert!(why.len() > 10, "{}", kind.name()),
            Console::Page(page) => {
                let names = page.split('{').skip(1).filter_map(|part| part.split('}').next());
                let unknown: Vec<&str> = names.filter(|name| !known.contains(name)).collect();
                assert!(unknown.is_empty(), "{}: {unknown:?}", kind.name());
                let url = kind.console().url("a/b/c/d", &place).expect("a page");
                assert!(url.starts_with("https://us-east-2.console.aws.amazon.com/"), "{url}");
                assert!(!url.contains(['{', '}', ' ']), "{url}");
            }
        }
    }
}
