//! What a page is about.

/// What a page is about.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// Nothing was done but to look.
    pub is_look: bool,
    /// What is ours is to leave Terraform's states.
    pub releases: bool,
}
