//! The pool's fields on the emulators; what these do not do is in `user_pool_recorded`.

use serde_json::json;

use crate::harness::{On, round_trips};

round_trips! {
    kind: "cognito.user_pool", base: json!({}), prepare: &[];
    bare: json!({}) =>
        "[client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool'][k] for k in ('Name',)] == [name]",
        json!(true), On::Both;
    password_policy: json!({ "password_policy": {
        "minimum_length": 12, "require_symbols": false, "temporary_password_validity_days": 3, "password_history_size": 4,
    } }) =>
        "(lambda p: [p[k] for k in ('MinimumLength', 'RequireSymbols', 'RequireNumbers', 'TemporaryPasswordValidityDays', 'PasswordHistorySize')])(client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool']['Policies']['PasswordPolicy'])",
        json!([12, false, true, 3, 4]), On::Both;
}
