//! Where the file of a component is.

use std::fmt;
use std::path::{Component as Step, Path as FilePath, PathBuf};

/// The place of a component's file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ComponentId {
    /// The repository that holds it; nothing where it is among the files of the project.
    pub repository: Option<Repository>,
    /// From the folder of the project, or of the repository, on. With `/` between the steps.
    pub path: String,
}

/// A git repository as it is at a tag, a branch or a commit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repository {
    /// Whatever `git fetch` takes.
    pub url: String,
    /// The tag, the branch or the commit.
    pub reference: String,
}

/// The folder of a project in which its components are.
pub const FOLDER: &str = "components";

impl ComponentId {
    /// The file at a path of the project.
    pub fn of_project(path: &str) -> Self {
        Self { repository: None, path: path.to_owned() }
    }

    /// Whether the file is one of the project's own: in its folder, and in no other repository.
    pub fn is_in_project(&self) -> bool {
        let mut steps = FilePath::new(&self.path).components();
        self.repository.is_none() && steps.all(|step| matches!(step, Step::Normal(_)))
    }

    /// The file of a component that is in the same folder as this file.
    pub fn beside(&self, name: &str) -> Self {
        self.at(&format!("{name}.yaml"))
    }

    /// The file at a path that starts in the folder of this file.
    pub fn at(&self, path: &str) -> Self {
        let folder = FilePath::new(&self.path).parent().unwrap_or(FilePath::new(""));
        let path = without_detours(&folder.join(path));
        let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        Self { path, ..self.clone() }
    }
}

/// A path without `.`, and without `..` where something stands before it.
pub fn without_detours(path: &FilePath) -> PathBuf {
    let mut steps = PathBuf::new();
    for step in path.components() {
        match step {
            Step::CurDir => {}
            Step::ParentDir if steps.file_name().is_some() => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps
}

impl fmt::Display for ComponentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.repository {
            None => f.write_str(&self.path),
            Some(Repository { url, reference }) => write!(f, "{url}@{reference}:{}", self.path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_starts_in_the_folder_of_the_file_that_says_it() {
        let id = ComponentId::of_project("components/http/endpoint.yaml");
        for (path, at) in [
            ("queue.yaml", "components/http/queue.yaml"),
            ("../queue.yaml", "components/queue.yaml"),
            ("./a/../b.yaml", "components/http/b.yaml"),
            ("../../../shared/a.yaml", "../shared/a.yaml"),
            ("/srv/a.yaml", "/srv/a.yaml"),
        ] {
            assert_eq!(id.at(path).path, at, "{path}");
        }
        assert_eq!(ComponentId::of_project("../../a.yaml").at("../b.yaml").path, "../../../b.yaml");
    }

    #[test]
    fn a_file_of_the_project_is_below_its_folder() {
        assert!(ComponentId::of_project("components/http/a.yaml").is_in_project());
        assert!(!ComponentId::of_project("../shared/a.yaml").is_in_project());
        assert!(!ComponentId::of_project("/srv/a.yaml").is_in_project());
        let repository = Repository { url: "file:///srv/a".into(), reference: "v1".into() };
        let fetched = ComponentId { repository: Some(repository), path: "a.yaml".into() };
        assert!(!fetched.is_in_project());
    }
}
