//! What a person sees on a terminal: lines of its width, characters of its locale, the pager, and what is read at the
//! moment; and what is written where there is no terminal.

use std::process::{Command, Stdio};

use crate::pty::{Screen, on_terminal, on_terminal_typing};
use crate::shop::{Shop, TWO};

/// A log group with a text in it that is wider than most terminals.
const WIDE: &str = r#"
    logs.log_group:
      wide:
        tags:
          purpose: "a text of many words that stands in one line of the plan as long as there is room for it"
"#;

/// A command on a terminal, in a locale.
fn seen(shop: &Shop, verb: &[&str], columns: u16, locale: &str) -> Screen {
    let mut command = shop.command(verb);
    command.env("TERM", "xterm").env("LC_ALL", locale);
    command.env("PAGER", "cat").env_remove("CI").env_remove("NO_COLOR");
    on_terminal(&command, columns, 24)
}

/// The words of a text, in order.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn a_plan_is_as_wide_as_the_terminal_and_says_the_same_at_every_width() {
    let shop = Shop::in_folder(WIDE);
    let piped = shop.must(&["plan"]);
    for columns in [40, 80, 200] {
        let screen = seen(&shop, &["plan"], columns, "C.UTF-8");
        assert_eq!(screen.code, Some(0), "{screen:?}");
        let lines = screen.lines();
        let is_too_wide = |line: &&String| {
            let words = line.trim_start().split(' ').count();
            line.chars().count() > usize::from(columns) && words > 2
        };
        assert_eq!(lines.iter().find(is_too_wide), None, "{columns}: {screen:?}");
        let shown = lines.join("\n");
        let shown = &shown[shown.find("shop/dev").expect("a plan")..];
        assert_eq!(words(shown), words(&piped), "{columns}");
        assert!(screen.raw.contains("\u{1b}[32m"), "there are colours: {screen:?}");
    }
    assert!(piped.lines().any(|line| line.chars().count() > 100), "{piped}");
}

#[test]
fn a_terminal_without_unicode_gets_none_and_files_get_it_all_the_same() {
    let shop = Shop::in_folder(TWO);
    shop.must(&["apply", "--auto-approve"]);
    let shop = shop.specs(
        &TWO.replace("a: {}", "a: { tags: { x: y } }")
            .replace("b: {}", "c: { moved_from: logs.log_group.b, name: shop-dev-b }"),
    );
    let screen = seen(&shop, &["plan"], 80, "C");
    assert!(screen.raw.is_ascii(), "{screen:?}");
    assert!(screen.raw.contains("\"logs.log_group.b\" -> \"logs.log_group.c\""), "{screen:?}");
    let screen = seen(&shop, &["plan"], 80, "en_US.UTF-8");
    assert!(screen.raw.contains("\"logs.log_group.b\" → \"logs.log_group.c\""), "{screen:?}");
    let piped = shop.command(&["plan"]).env("LC_ALL", "C").output().expect("the binary runs");
    let piped = String::from_utf8(piped.stdout).expect("UTF-8");
    assert!(piped.contains("\"logs.log_group.b\" → \"logs.log_group.c\""), "{piped}");
    // Errors are drawn in what can be seen, too.
    let cycle = "locals: { a: \"${local.b}\", b: \"${local.a}\" }\nlogs.log_group: { a: { name: \"${local.a}\" } }";
    let shop = shop.specs(cycle);
    let screen = seen(&shop, &["validate"], 100, "C");
    assert!(screen.raw.is_ascii() && screen.raw.contains("+->"), "{screen:?}");
    let screen = seen(&shop, &["validate"], 100, "C.UTF-8");
    assert!(screen.raw.contains("┌─▶"), "{screen:?}");
    let wrong = shop.specs("logs.log_group: { a: { nonsense: 1 } }");
    let screen = seen(&wrong, &["validate"], 40, "POSIX");
    assert_eq!(screen.code, Some(1));
    assert!(screen.raw.is_ascii() && screen.raw.contains("nonsense"), "{screen:?}");
}

#[test]
fn what_is_longer_than_the_screen_goes_through_the_pager() {
    let groups: String = (0..40)
        .map(|number| {
            format!("  g{number}: {{ retention_days: 7, tags: {{ n: \"{number}\" }} }}\n")
        })
        .collect();
    let shop = Shop::in_folder(&format!("logs.log_group:\n{groups}"));
    let run = |verb: &[&str], variables: &[(&str, &str)], columns: u16| {
        let mut command = shop.command(verb);
        command.env("TERM", "xterm").env("LC_ALL", "C.UTF-8").env_remove("CI");
        command.env("PAGER", "false").envs(variables.iter().copied());
        let screen = on_terminal(&command, columns, 24);
        assert_eq!(screen.code, Some(0), "{screen:?}");
        let file = shop.path().join("paged");
        let paged = std::fs::read_to_string(&file).unwrap_or_default();
        let _ = std::fs::remove_file(&file);
        (screen.raw.contains("40 to create"), paged.contains("40 to create"))
    };
    let pager = ("DIATONIC_PAGER", "cat > paged");
    assert_eq!(run(&["plan"], &[pager], 80), (false, true));
    assert_eq!(run(&["plan", "--no-pager"], &[pager], 80), (true, false));
    assert_eq!(run(&["plan"], &[pager, ("CI", "true")], 80), (true, false));
    assert_eq!(run(&["plan"], &[("PAGER", "cat > paged")], 80), (false, true));
    // One that is not there is no reason to see nothing.
    assert_eq!(run(&["plan"], &[("DIATONIC_PAGER", "no-such-pager")], 80), (true, false));
    assert_eq!(run(&["plan"], &[("DIATONIC_PAGER", "")], 80), (true, false));
    let piped = shop.command(&["plan"]).env("DIATONIC_PAGER", "cat > paged").output();
    let piped = String::from_utf8(piped.expect("the binary runs").stdout).expect("UTF-8");
    assert!(piped.contains("40 to create") && !shop.path().join("paged").exists());
}

/// A project whose plan is longer than the screen, and a folder with a program of the name `less`.
fn long_with_less(script: &str) -> (Shop, tempfile::TempDir) {
    use std::os::unix::fs::PermissionsExt;

    let groups: String =
        (0..40).map(|n| format!("  g{n}: {{ retention_days: {} }}\n", 1 + 2 * (n % 2))).collect();
    let folder = tempfile::TempDir::new().expect("a folder");
    let less = folder.path().join("less");
    std::fs::write(&less, format!("#!/bin/sh\n{script}\n")).expect("a file");
    std::fs::set_permissions(&less, std::fs::Permissions::from_mode(0o755)).expect("a file");
    (Shop::in_folder(&format!("logs.log_group:\n{groups}")), folder)
}

#[test]
fn where_no_pager_is_named_less_is() {
    let (shop, folder) = long_with_less("cat > paged; echo $LESS >> paged");
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", folder.path().display());
    let paged = |verb: &[&str], variables: &[(&str, &str)]| {
        let mut command = shop.command(verb);
        command.env("TERM", "xterm").env("PATH", &path);
        for name in ["CI", "PAGER", "LESS"] {
            command.env_remove(name);
        }
        let screen = on_terminal(command.envs(variables.iter().copied()), 80, 24);
        assert_eq!(screen.code, Some(0), "{screen:?}");
        let file = shop.path().join("paged");
        let paged = std::fs::read_to_string(&file).unwrap_or_default();
        let _ = std::fs::remove_file(&file);
        paged.contains("40 to create") && paged.ends_with("FRX\n")
    };
    assert!(paged(&["plan"], &[]));
    assert!(!paged(&["plan"], &[("TERM", "dumb")]));
    assert!(!paged(&["plan"], &[("CI", "true")]));
    assert!(!paged(&["plan"], &[("PAGER", "cat")]));
    assert!(!paged(&["plan", "--no-pager"], &[]));
    // What asks is never behind a pager.
    assert!(!paged(&["apply", "--auto-approve"], &[]));
}

#[test]
fn an_interrupt_is_the_pagers_as_long_as_it_shows_something() {
    let (shop, _folder) = long_with_less("exit 1");
    let mut command = shop.command(&["plan"]);
    command.env("TERM", "xterm").env_remove("CI");
    let pager = "trap '' INT; cat > /dev/null; echo it is paging; sleep 1; echo it is left";
    command.env("DIATONIC_PAGER", pager);
    let screen = on_terminal_typing(&command, (80, 24), "it is paging\n", "\u{3}");
    assert_eq!(screen.code, Some(0), "{screen:?}");
    assert!(screen.raw.contains("it is left"), "{screen:?}");
}

#[test]
fn a_terminal_shows_what_is_read_and_what_holds_it_back() {
    let shop = Shop::in_folder("logs.log_group: { a: {}, b: {}, c: {}, d: {} }");
    shop.must(&["apply", "--auto-approve"]);
    shop.slow_down("1");
    let screen = seen(&shop, &["plan"], 80, "C.UTF-8");
    assert!(screen.raw.contains("of 4"), "{screen:?}");
    assert!(screen.raw.contains("waiting for CloudWatch Logs's rate, about "), "{screen:?}");
    // Nobody sees it where no terminal is.
    let piped = shop.command(&["plan"]).env_remove("CI").output().expect("the binary runs");
    assert_eq!(String::from_utf8_lossy(&piped.stderr), "");
}

#[test]
fn ci_gets_a_line_at_intervals() {
    let shop = Shop::in_folder("logs.log_group: { a: {}, b: {}, c: {}, d: {} }");
    shop.must(&["apply", "--auto-approve"]);
    // Four calls of an operation take 15 seconds, and a line comes after ten.
    shop.slow_down("0.2");
    let run = shop.command(&["plan"]).env("CI", "true").output().expect("the binary runs");
    let said = String::from_utf8_lossy(&run.stderr);
    let first = said.lines().next().unwrap_or_default();
    assert!(first.starts_with("reading ") && first.contains(" of 4"), "{said}");
    assert!(!said.contains('\u{1b}') && !said.contains('\r'), "{said:?}");
}

/// The plan is printed at the end, when all is read.
#[test]
fn a_full_disc_is_an_error_and_a_reader_that_leaves_is_none() {
    let shop = Shop::in_folder(TWO);
    let verbs: &[&[&str]] = &[
        &["plan"],
        &["plan", "--json"],
        &["plan", "--format", "markdown"],
        &["plan", "--format", "html"],
        &["drift"],
        &["runs"],
    ];
    for verb in verbs {
        if cfg!(target_os = "linux") {
            let full =
                std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
            let run = shop.command(verb).stdout(full).output().expect("the binary runs");
            let said = String::from_utf8_lossy(&run.stderr);
            assert_eq!(run.status.code(), Some(1), "{verb:?}: {said}");
            assert!(said.contains("error: cannot write the output"), "{verb:?}: {said}");
            assert!(!said.contains("panicked"), "{verb:?}: {said}");
        }
        let mut command: Command = shop.command(verb);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        drop(child.stdout.take());
        let end = child.wait_with_output().expect("an end");
        let said = String::from_utf8_lossy(&end.stderr);
        assert_eq!((end.status.code(), said.as_ref()), (Some(0), ""), "{verb:?}");
    }
}
