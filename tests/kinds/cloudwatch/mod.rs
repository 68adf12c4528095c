mod alarm;
mod alarm_scripted;
mod checks;
mod composite_alarm;
mod dashboard;
