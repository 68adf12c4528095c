//! What is done to an object, in words.

use engine::plan::Action;

/// What is done.
pub(super) fn action_name(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Update => "update in place",
        Action::Replace => "replace: delete, then create",
        Action::ReplaceCreateFirst => "replace: create, then delete the old one",
        Action::Detach => "detach until what it names has been re-created",
        Action::Delete | Action::DeleteFirst => "delete",
        Action::DeleteReplaced => "delete the old one",
        Action::Adopt | Action::Import => "import",
        Action::Release => "give up",
        Action::Forget => "forget",
    }
}
