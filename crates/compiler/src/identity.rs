//! What a stack is known by: in the tags of its objects, in its state, and wherever people read of it.

use std::fmt;

/// The project and the environment of a stack. As text `<project>/<environment>`, in which neither part can hold
/// the slash, so that no two stacks have one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    project: String,
    environment: String,
}

impl Identity {
    /// The identity of the stack of a project in an environment.
    pub fn new(project: &str, environment: &str) -> Self {
        Self { project: project.to_owned(), environment: environment.to_owned() }
    }

    /// The name of the environment.
    pub fn environment(&self) -> &str {
        &self.environment
    }

    /// What versions before state format 3 wrote: `<project>-<environment>`. `shop` in `eu-dev` and `shop-eu` in
    /// `dev` had the same.
    pub fn former(&self) -> String {
        format!("{}-{}", self.project, self.environment)
    }

    /// Whether a text names this stack. The former one does so unless another stack may have had it; then it takes
    /// something else that says so (`is_known`).
    pub fn is_named(&self, text: &str, is_known: bool) -> bool {
        let is_former = || text == self.former();
        text == self.to_string() || is_former() && (is_known || self.has_unambiguous_former())
    }

    /// Whether no other stack can have had the former text: it comes apart at one hyphen alone.
    pub fn has_unambiguous_former(&self) -> bool {
        let former = self.former();
        let splits = former.match_indices('-').filter(|(position, _)| {
            let (project, environment) = (&former[..*position], &former[position + 1..]);
            is_project(project) && !environment.is_empty()
        });
        splits.count() == 1
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.project, self.environment)
    }
}

/// Whether a text could be the name of a project. What an environment can be called, a part of a name can be.
fn is_project(text: &str) -> bool {
    let is_lower = |character: char| character.is_ascii_lowercase();
    let is_inner =
        |character: char| is_lower(character) || character.is_ascii_digit() || character == '-';
    text.starts_with(is_lower) && text.chars().all(is_inner) && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_stacks_have_one_text() {
        let (one, two) = (Identity::new("shop", "eu-dev"), Identity::new("shop-eu", "dev"));
        assert_eq!(one.former(), two.former());
        assert_ne!(one.to_string(), two.to_string());
    }

    #[test]
    fn a_former_text_is_ambiguous_where_it_comes_apart_in_two_ways() {
        for (project, environment, is_its_own) in [
            ("shop", "dev", true),
            ("shop", "EU_dev", true),
            ("shop", "-dev", true),
            ("shop", "eu-dev", false),
            ("shop-eu", "dev", false),
            ("shop-2", "dev", false),
        ] {
            let identity = Identity::new(project, environment);
            assert_eq!(identity.has_unambiguous_former(), is_its_own, "{identity}");
        }
    }
}
