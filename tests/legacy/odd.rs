//! Platforms that are odd in every way that real ones are: everything that has a kind is taken over at once, and the
//! next plan is empty.

use crate::platform::{Platform, importing};
use crate::report::section;

/// What could not be taken over would stand under one of these.
const LEFT: [&str; 4] = [
    "Can be taken over", "Defined in the specs", "Conflicting with others of their name",
    "Left as they are",
];

impl Platform {
    /// Writes specs of everything, and takes it over. Gives the report.
    fn takes_everything(&mut self, objects: usize) -> String {
        self.import(&["--write", "specs/legacy"]);
        for variable in self.variables() {
            self.give(&variable, "hunter2hunter2hunter2");
        }
        // Which is which of several of one name is known to the run that writes them alone.
        std::fs::remove_dir_all(self.project.path().join("specs/legacy")).expect("a folder");
        let arguments = ["--write", "specs/legacy", "--adopt", "--auto-approve"];
        let run = self.run(&importing(&arguments));
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
        for heading in LEFT {
            let is_there = run.stdout.contains(&format!("\n## {heading}"));
            assert!(!is_there, "{heading}:\n{}", run.stdout);
        }
        self.must(&["plan", "--detailed-exitcode"]);
        assert_eq!(self.owned(), objects, "{}", run.stdout);
        run.stdout
    }

    /// The variables that the specs which were written declare.
    fn variables(&self) -> Vec<String> {
        let folder = self.project.path().join("specs/legacy");
        let mut names = Vec::new();
        for file in std::fs::read_dir(folder).expect("a folder") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
            let declared = text.lines().filter(|line| line.contains("sensitive: true"));
            names.extend(declared.filter_map(|line| {
                let (name, _) = line.trim().split_once(':')?;
                Some(name.to_owned())
            }));
        }
        names
    }

    fn spec(&self, file: &str) -> String {
        self.read(&format!("specs/legacy/{file}"))
    }
}

#[test]
fn everything_is_called_as_everything_else() {
    let mut platform = Platform::odd("namesakes", "app");
    let report = platform.takes_everything(15);
    let access = section(&report, "Access that Terraform does not know of");
    for grant in ["AdministratorAccess", "Allow s3:* on *", "anybody"] {
        assert!(access.contains(grant), "{grant} in {access}");
    }
    // A team is not a project, whatever it is called.
    let specs = format!("{}{}", platform.spec("functions.yaml"), platform.spec("api.yaml"));
    assert!(!specs.contains("Team: ${env.project}"), "{specs}");
    assert!(specs.contains("NAME: app"), "{specs}");
    let api = platform.spec("api.yaml");
    assert!(api.contains("error_responses: false"), "{api}");
    assert!(!api.contains("OPTIONS:"), "{api}");
}

#[test]
fn functions_are_as_old_as_they_are() {
    let mut platform = Platform::odd("outdated", "old");
    platform.takes_everything(22);
    let functions = platform.spec("functions.yaml");
    assert_eq!(functions.matches("sensitive: true").count(), 1, "{functions}");
    assert!(functions.contains("db_password: {type: string, sensitive: true}"), "{functions}");
    assert!(!functions.contains("a-function-with-quite-a-long-name-0:"), "{functions}");
}

#[test]
fn policies_say_what_nobody_would_write() {
    let mut platform = Platform::odd("policies", "pp");
    platform.takes_everything(6);
}

#[test]
fn objects_are_all_over_the_world() {
    let mut platform = Platform::odd("scattered", "ss");
    let report = platform.takes_everything(7);
    let elsewhere = section(&report, "In another account");
    assert_eq!(elsewhere.matches("\n| `").count(), 3, "{elsewhere}");
    // A log group, and the alarm: the emulator's Cloud Control does not know what its services have.
    assert_eq!(section(&report, "Gone").matches("\n| `").count(), 2);
    let run = platform.run(&importing(&["--release", "terraform-release"]));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(
        run.stderr.contains("write \"scattered-dev-reader\" in the place of "),
        "{}",
        run.stderr
    );
    let look = platform.project.path();
    assert!(look.join("terraform-release/state-rm.sh").exists());
}
