mod checks;
mod log_group;
mod log_group_scripted;
mod resource_policy;
