//! A script of `state rm` lines, for Terraform before 1.7 and for single instances.

use super::order::dependents_first;
use crate::legacy::state::Instance;

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

remove() {
    if printf '%s\n' "$present" | grep -Fxq -- "$1"; then
        "$terraform" state rm "$1"
    else
        echo "is no longer in the state: $1"
    fi
}
"#;

/// The script that takes instances out of a state, dependents first. Nothing where there are none.
pub fn state_rm_script(instances: &[&Instance]) -> String {
    if instances.is_empty() {
        return String::new();
    }
    let mut text = START.to_owned();
    text.push('\n');
    for instance in dependents_first(instances) {
        let address = quoted(&instance.address.to_string());
        text.push_str(&format!("remove {address}\n"));
    }
    text
}

/// A text as one word of the shell's, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    use serde_json::json;

    use super::*;
    use crate::legacy::testing::instance;

    /// A stand-in for Terraform that keeps its state as a list of addresses in a file.
    const TERRAFORM: &str = r#"#!/bin/sh
set -eu
case "$2" in
    pull) echo '{}' ;;
    list) cat state ;;
    rm)
        grep -Fxv -- "$3" state > rest || true
        mv rest state
        printf '%s\n' "$3" >> removed
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
        std::fs::write(folder.path().join("state"), format!("{odd}\n{others}\n")).unwrap();
        let instances = [
            instance(odd, json!({})),
            instance("aws_s3_bucket.gone", json!({})),
        ];
        let script = state_rm_script(&instances.iter().collect::<Vec<_>>());
        for _ in 0..2 {
            let run = Command::new("sh")
                .args(["-c", &script])
                .current_dir(folder.path())
                .env("TERRAFORM", &terraform)
                .output()
                .unwrap();
            assert!(
                run.status.success(),
                "{}",
                String::from_utf8_lossy(&run.stderr)
            );
        }
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read("removed"), format!("{odd}\n"));
        assert_eq!(read("state"), format!("{others}\n"));
    }
}
