//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{
    Line, covers, entries, entry, lifetime, own, part, same, text, word,
};
use terraform::state::{Attributes, Stated};

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_cognito_identity_pool"],
        own("cognito.identity_pool", |it| text(it, "id")).with(&[
            same("identity_pool_name", "name"),
            same("allow_unauthenticated_identities", "allow_unauthenticated"),
            same("allow_classic_flow", "allow_classic_flow"),
            same("developer_provider_name", "developer_provider_name"),
            same("cognito_identity_providers", "cognito_providers"),
            same("supported_login_providers", "login_providers"),
            same("openid_connect_provider_arns", "openid_connect_providers"),
            same("saml_provider_arns", "saml_providers"),
        ]),
    ),
    (
        &["aws_cognito_identity_pool_roles_attachment"],
        part("cognito.identity_pool", identity_pool).with(&[
            covers("role_mappings"),
            same("roles.authenticated", "roles.authenticated"),
            same("roles.unauthenticated", "roles.unauthenticated"),
        ]),
    ),
    (
        &["aws_cognito_identity_pool_provider_principal_tag"],
        part("cognito.identity_pool", identity_pool).with(&[covers("principal_tags")]),
    ),
    (
        &["aws_cognito_user_pool"],
        own("cognito.user_pool", |it| text(it, "id")).with(&[
            same("name", "name"),
            same("username_attributes", "sign_in.username_attributes"),
            same("alias_attributes", "sign_in.alias_attributes"),
            same("auto_verified_attributes", "auto_verified_attributes"),
            same("mfa_configuration", "mfa.mode"),
            same("software_token_mfa_configuration.enabled", "mfa.software_token"),
            same("password_policy.minimum_length", "password_policy.minimum_length"),
            same("password_policy.require_lowercase", "password_policy.require_lowercase"),
            same("password_policy.require_numbers", "password_policy.require_numbers"),
            same("password_policy.require_symbols", "password_policy.require_symbols"),
            same("password_policy.require_uppercase", "password_policy.require_uppercase"),
            same("password_policy.password_history_size", "password_policy.password_history_size"),
            same(
                "password_policy.temporary_password_validity_days",
                "password_policy.temporary_password_validity_days",
            ),
            same(
                "admin_create_user_config.allow_admin_create_user_only",
                "admin_create_user.only_admins",
            ),
            same("email_configuration.email_sending_account", "email.sending_account"),
            same("email_configuration.source_arn", "email.source_arn"),
            same("email_configuration.from_email_address", "email.from"),
            same("lambda_config.custom_message", "triggers.custom_message"),
            same("lambda_config.post_authentication", "triggers.post_authentication"),
            same("lambda_config.post_confirmation", "triggers.post_confirmation"),
            same("lambda_config.pre_authentication", "triggers.pre_authentication"),
            same("lambda_config.pre_sign_up", "triggers.pre_sign_up"),
            same("lambda_config.pre_token_generation", "triggers.pre_token_generation.function"),
            same("lambda_config.user_migration", "triggers.user_migration"),
            same("user_pool_tier", "tier"),
            word("deletion_protection", "ACTIVE", "deletion_protection"),
            same("domain", "domain").only_says().fallback(),
            same("custom_domain", "custom_domain").only_says().fallback(),
        ]),
    ),
    (
        &["aws_cognito_resource_server"],
        part("cognito.user_pool", user_pool).with(&[
            entry("identifier", "resource_servers.{identifier}"),
            same("name", "resource_servers.{identifier}.name"),
            entries(
                "scope",
                ["scope_name", "scope_description"],
                "resource_servers.{identifier}.scopes",
            ),
        ]),
    ),
    (
        &["aws_cognito_user_group"],
        part("cognito.user_pool", user_pool).with(&[
            entry("name", "groups.{name}"),
            same("description", "groups.{name}.description"),
            same("precedence", "groups.{name}.precedence"),
            same("role_arn", "groups.{name}.role"),
        ]),
    ),
    (
        &["aws_cognito_user_pool_domain"],
        part("cognito.user_pool", user_pool).with(&[
            same("domain", "domain.prefix").when(is_prefix),
            same("domain", "custom_domain.name").when(|it| !is_prefix(it)),
            same("certificate_arn", "custom_domain.certificate").when(|it| !is_prefix(it)),
        ]),
    ),
    (
        &["aws_cognito_identity_provider"],
        part("cognito.user_pool", user_pool).with(&[
            entry("provider_name", "identity_providers.{provider_name}"),
            same("idp_identifiers", "identity_providers.{provider_name}.identifiers"),
        ]),
    ),
    (
        &["aws_cognito_log_delivery_configuration"],
        part("cognito.user_pool", user_pool).with(&[covers("log_delivery")]),
    ),
    (
        &["aws_cognito_risk_configuration"],
        part("cognito.user_pool", user_pool).when(is_of_all_clients).with(&[covers("risk")]),
    ),
    (
        &["aws_cognito_user_pool_ui_customization"],
        part("cognito.user_pool", user_pool)
            .when(is_of_all_clients)
            .with(&[covers("hosted_ui_css")]),
    ),
    (
        &["aws_cognito_managed_user_pool_client", "aws_cognito_user_pool_client"],
        own("cognito.user_pool_client", user_pool_client).with(&[
            same("name", "name"),
            same("explicit_auth_flows", "authentication_flows"),
            same("supported_identity_providers", "identity_providers"),
            same("allowed_oauth_flows", "oauth.flows").when(has_oauth),
            same("allowed_oauth_scopes", "oauth.scopes").when(has_oauth),
            same("callback_urls", "oauth.callback_urls").when(has_oauth),
            same("default_redirect_uri", "oauth.default_redirect_uri").when(has_oauth),
            same("logout_urls", "oauth.logout_urls").when(has_oauth),
            same("read_attributes", "read_attributes"),
            same("write_attributes", "write_attributes"),
            same("enable_token_revocation", "token_revocation"),
            same("auth_session_validity", "authentication_session_minutes"),
            word("prevent_user_existence_errors", "ENABLED", "prevent_user_existence_errors"),
            lifetime(
                "access_token_validity",
                ["token_validity_units.access_token", "hours"],
                "token_validity.access",
            ),
            lifetime(
                "id_token_validity",
                ["token_validity_units.id_token", "hours"],
                "token_validity.id",
            ),
            lifetime(
                "refresh_token_validity",
                ["token_validity_units.refresh_token", "days"],
                "token_validity.refresh",
            ),
        ]),
    ),
];

fn user_pool(attributes: &Attributes) -> Option<String> {
    text(attributes, "user_pool_id")
}

fn user_pool_client(attributes: &Attributes) -> Option<String> {
    let pool = attributes.text("user_pool_id")?;
    Some(format!("{pool}/{}", attributes.text("id")?))
}

fn identity_pool(attributes: &Attributes) -> Option<String> {
    text(attributes, "identity_pool_id")
}

/// Whether something in a user pool is for all of its clients.
fn is_of_all_clients(attributes: &Attributes) -> bool {
    matches!(attributes.text("client_id"), None | Some("ALL"))
}

/// Whether a domain is a prefix of Amazon's: those of one's own have a certificate.
fn is_prefix(attributes: &Attributes) -> bool {
    attributes.text("certificate_arn").is_none()
}

/// Whether a client uses the sign-in pages. AWS keeps what was once set for them where it does not.
fn has_oauth(attributes: &Attributes) -> bool {
    attributes.at("allowed_oauth_flows_user_pool_client") == Stated::Value(&true.into())
}
