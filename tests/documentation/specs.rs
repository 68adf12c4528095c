//! Every spec that a page shows compiles.

use kind::registry;

use crate::project::{ENVIRONMENT, Project, assert_valid};
use crate::{files, read, root};

#[test]
fn every_kind_has_an_example() {
    let missing: Vec<&str> = registry::all()
        .iter()
        .map(|kind| kind.name())
        .filter(|kind| !root().join(format!("docs/examples/{kind}.yaml")).is_file())
        .collect();
    assert_eq!(missing, [""; 0], "write docs/examples/<kind>.yaml");
}

#[test]
fn every_example_is_valid() {
    for path in files("docs/examples", "yaml") {
        Project::of_example(&read(&path)).must_be_valid("dev", &path.display().to_string());
    }
}

/// The blocks of the guide that begin with the name of a file are one project.
#[test]
fn the_guide_to_specs_is_valid() {
    let guide = Project::empty();
    for block in blocks(&read("docs/specs.md")) {
        if let Some(path) = file_name(&block) {
            guide.write(path, &block);
        }
    }
    guide.must_be_valid("dev", "docs/specs.md");
}

#[test]
fn the_page_about_types_is_valid() {
    let project = Project::empty();
    project.write("environments/dev.yaml", ENVIRONMENT);
    project.write("specs/types.yaml", &blocks(&read("docs/aws-types.md")).concat());
    project.must_be_valid("dev", "docs/aws-types.md");
}

#[test]
fn whole_projects_are_valid() {
    for project in ["docs/tour", "docs/applications"] {
        assert_valid(&root().join(project), "local", project);
    }
}

/// The YAML blocks of a page.
fn blocks(page: &str) -> Vec<String> {
    let parts = page.split("```yaml\n").skip(1);
    parts.filter_map(|part| part.split_once("```")).map(|(block, _)| block.to_owned()).collect()
}

/// `specs/users.yaml`, where that is what a block's first line says.
fn file_name(block: &str) -> Option<&str> {
    let path = block.lines().next()?.strip_prefix("# ")?;
    let is_file = |folder: &&str| path.starts_with(*folder);
    ["specs/", "environments/", "components/"].iter().any(is_file).then_some(path)
}
