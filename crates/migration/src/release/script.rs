//! A script of `state rm` lines, for Terraform before 1.7 and for single instances.

use super::order::dependents_first;
use terraform::shell::quoted;
use terraform::state::Instance;

const START: &str = r#"#!/bin/sh
# Takes what diatonic has taken over out of Terraform's state. Nothing in AWS is touched. Run it in the
# folder of the configuration; it may be run again. For OpenTofu: TERRAFORM=tofu
#
# Take the blocks out of the configuration as well: what stays there, the next apply creates again.
set -eu

terraform=${TERRAFORM:-terraform}
copy="before-release-$(date +%Y%m%d%H%M%S).tfstate"
"$terraform" state pull > "$copy"
echo "the state as it was: $copy"
present=$("$terraform" state list)

# Each call of Terraform reads and writes the whole state, so it takes many addresses.
remove() {
    for address do
        shift
        if printf '%s\n' "$present" | grep -Fxq -- "$address"; then
            set -- "$@" "$address"
        else
            echo "is no longer in the state: $address"
        fi
    done
    if [ "$#" -gt 0 ]; then
        "$terraform" state rm "$@"
    fi
}
"#;

/// The most addresses of one call.
const MOST: usize = 100;
/// The most bytes of one call's addresses: half of what Windows takes (32,767 characters), which takes less than
/// others.
const LONGEST: usize = 16 * 1024;

/// The script that takes instances out of a state, dependents first. Nothing where there are none.
pub fn state_rm_script(instances: &[&Instance]) -> String {
    if instances.is_empty() {
        return String::new();
    }
    let mut text = START.to_owned();
    text.push('\n');
    let addresses = dependents_first(instances);
    let words = addresses.iter().map(|instance| quoted(&instance.address.to_string()));
    for words in calls(words) {
        text.push_str(&format!("remove \\\n    {}\n", words.join(" \\\n    ")));
    }
    text
}

/// Words in as many calls as they need, in their order.
fn calls(words: impl IntoIterator<Item = String>) -> Vec<Vec<String>> {
    let mut calls: Vec<Vec<String>> = Vec::new();
    let mut length = 0;
    for word in words {
        let is_full = length + word.len() > LONGEST;
        match calls.last_mut() {
            Some(call) if call.len() < MOST && !is_full => call.push(word.clone()),
            _ => {
                calls.push(vec![word.clone()]);
                length = 0;
            }
        }
        length += word.len();
    }
    calls
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    use serde_json::json;

    use super::*;
    use terraform::testing::instance;

    /// A stand-in for Terraform that keeps its state as a list of addresses in a file.
    const TERRAFORM: &str = r#"#!/bin/sh
set -eu
case "$2" in
    pull) echo '{}' ;;
    list) cat state ;;
    rm)
        shift 2
        echo "$#" >> calls
        for address do
            grep -Fxv -- "$address" state > rest || true
            mv rest state
            printf '%s\n' "$address" >> removed
        done
        ;;
esac
"#;

    #[test]
    fn the_script_removes_what_is_there_and_can_run_again() {
        let folder = tempfile::tempdir().unwrap();
        let terraform = folder.path().join("fake-terraform");
        std::fs::write(&terraform, TERRAFORM).unwrap();
        std::fs::set_permissions(&terraform, PermissionsExt::from_mode(0o755)).unwrap();
        let odd = r#"module.a["it's $HOME `id`"].aws_iam_role.b[0]"#;
        let others = "aws_sqs_queue.jobs";
        let many: Vec<String> = (0..150).map(|n| format!("aws_iam_role.b[{n}]")).collect();
        let state = [&[odd.to_owned(), others.to_owned()], many.as_slice()].concat();
        std::fs::write(folder.path().join("state"), format!("{}\n", state.join("\n"))).unwrap();
        let mut instances =
            vec![instance(odd, json!({})), instance("aws_s3_bucket.gone", json!({}))];
        instances.extend(many.iter().map(|address| instance(address, json!({}))));
        let script = state_rm_script(&instances.iter().collect::<Vec<_>>());
        for _ in 0..2 {
            let run = Command::new("sh")
                .args(["-c", &script])
                .current_dir(folder.path())
                .env("TERRAFORM", &terraform)
                .output()
                .unwrap();
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        }
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        let removed = read("removed");
        let removed: std::collections::BTreeSet<&str> = removed.lines().collect();
        assert_eq!(removed.len(), 151);
        assert!(removed.contains(odd), "{removed:?}");
        assert_eq!(read("state"), format!("{others}\n"));
        assert_eq!(read("calls").lines().count(), 2, "{}", read("calls"));
    }

    #[test]
    fn no_call_is_longer_than_a_system_takes() {
        let long = format!("aws_iam_role.b[\"{}\"]", "k".repeat(5000));
        let instances: Vec<Instance> = (0..10).map(|_| instance(&long, json!({}))).collect();
        let found = calls(instances.iter().map(|it| quoted(&it.address.to_string())));
        assert!(found.iter().all(|call| call.len() <= 3), "{found:?}");
        assert_eq!(found.iter().map(Vec::len).sum::<usize>(), 10);
    }
}
