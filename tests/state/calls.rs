//! Functions that are called, and logs that are read.

use std::time::Duration;

use crate::shop::Shop;

const SPECS: &str = r#"
    iam.role:
      api:
        trust_policy:
          Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
    lambda.function:
      api:
        name: api
        code: { folder: code }
        role: ${iam.role.api.arn}
        runtime: python3.13
        handler: index.handler
        aliases: { live: {} }
    logs.log_group:
      own: { name: own }
"#;

const CODE: &str = "def handler(event, context):\n    return 'hello, ' + event['who']\n";

#[test]
fn a_function_is_called_and_says_whether_it_has_failed() {
    let shop = Shop::in_folder(SPECS).with_file("code/index.py", CODE);
    shop.must(&["apply", "--auto-approve"]);
    let call = ["invoke", "lambda.function.api", "--payload"];
    let call = |payload: &'static str| [&call[..], &[payload]].concat();
    assert_eq!(shop.must(&call(r#"{"who":"Ada"}"#)), "\"hello, Ada\"\n");
    let by_alias = [&call(r#"{"who":"Ada"}"#)[..], &["--alias", "live", "--log"]].concat();
    assert_eq!(shop.must(&by_alias), "\"hello, Ada\"\n");
    let file = shop.path().join("event.json");
    std::fs::write(&file, r#"{"who":"Bob"}"#).unwrap();
    let by_file = format!("@{}", file.display());
    let answer = shop.must(&["invoke", "lambda.function.api", "--payload", &by_file]);
    assert_eq!(answer, "\"hello, Bob\"\n");

    let failed = shop.run(&call(r#"{"whom":"Ada"}"#));
    assert_eq!(failed.code, Some(1), "{}", failed.stderr);
    assert!(failed.stdout.contains("errorMessage"), "{}", failed.stdout);
    assert!(failed.stderr.contains("the function has failed: Unhandled"), "{}", failed.stderr);

    let refused = shop.refused(&call("{"));
    assert!(refused.contains("the payload is not valid JSON"), "{refused}");
    let refused = shop.refused(&["invoke", "logs.log_group.own"]);
    assert!(refused.contains("is not a function"), "{refused}");
    let refused = shop.refused(&["invoke", "lambda.function.apy"]);
    assert!(refused.contains("did you mean `lambda.function.api`?"), "{refused}");
}

/// Writes lines into the log group, some seconds old, as JSON.
fn write(shop: &Shop, lines: &str) {
    let script = format!(
        r#"
        import time
        logs = boto3.client("logs")
        try:
            logs.create_log_stream(logGroupName="own", logStreamName="one")
        except logs.exceptions.ResourceAlreadyExistsException:
            pass
        now = int(time.time() * 1000)
        lines = {lines}
        events = [{{"timestamp": now - 60000 + i, "message": line}} for i, line in enumerate(lines)]
        logs.put_log_events(logGroupName="own", logStreamName="one", logEvents=events)
        print("null")
        "#
    );
    shop.ask(&script);
}

#[test]
fn a_log_is_read_in_the_order_of_time() {
    let shop = Shop::in_folder(SPECS).with_file("code/index.py", CODE);
    shop.must(&["apply", "--auto-approve"]);
    write(&shop, r#"['first', '{"level":"ERROR","message":"no such item","id":7}', 'third']"#);
    let texts = |arguments: &[&str]| -> Vec<String> {
        let log = shop.must(&[&["logs", "logs.log_group.own"], arguments].concat());
        let texts = log.lines().map(|line| line.split_once(' ').expect("a time").1.to_owned());
        texts.collect()
    };
    assert_eq!(texts(&[]), ["first", "ERROR no such item id=7", "third"]);
    assert_eq!(texts(&["--filter", "third"]), ["third"]);
    assert!(texts(&["--since", "5s"]).is_empty());
    assert!(shop.must(&["logs", "logs.log_group.own", "--raw"]).contains("{\"level\""));
    let refused = shop.refused(&["logs", "iam.role.api"]);
    assert!(refused.contains("writes no log"), "{refused}");
}

#[cfg(unix)]
#[test]
fn a_log_is_followed_until_a_signal() {
    let shop = Shop::in_folder(SPECS).with_file("code/index.py", CODE);
    shop.must(&["apply", "--auto-approve"]);
    write(&shop, "['before']");
    let running = shop.start(&["logs", "logs.log_group.own", "--follow"]);
    std::thread::sleep(Duration::from_secs(2));
    write(&shop, "['after']");
    std::thread::sleep(Duration::from_secs(4));
    running.signal("INT");
    let run = running.end();
    assert_eq!(run.code, Some(130), "{}", run.stderr);
    let count = |text: &str| run.stdout.lines().filter(|line| line.ends_with(text)).count();
    assert_eq!((count("before"), count("after")), (1, 1), "{}", run.stdout);
}
