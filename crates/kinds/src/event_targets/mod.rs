//! What rules of EventBridge and schedules of EventBridge Scheduler have alike: when they run, and what they hand to
//! whom.

pub(crate) mod expression;
pub(crate) mod input;
pub(crate) mod settings;
