//! What plans are made from besides the state.

use crate::graph::Graph;
use aws::Aws;
use compiler::Stack;
use workspace::Workspace;

/// A stack and what it is planned with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub stack: &'a Stack,
    pub graph: &'a Graph,
    pub aws: &'a Aws,
    pub workspace: &'a Workspace,
}
