//! The pool's fields on the emulators; what these do not do is in `user_pool_scripted`.

use serde_json::{Value, json};

use crate::harness::{On, round_trips};

const OTHER_NAME: &str = "moto calls a developer-only attribute `dev:custom:`, AWS `dev:`";
const RECREATED: &str = "moto forgets on an update how users sign in";
const NO_TAGS: &str = "moto has no UntagResource";
const NO_SERVERS: &str = "moto neither changes nor deletes resource servers";
const MERGES: &str = "ministack merges where AWS resets, so that nothing is taken back";
const MFA_NEEDS: &str = "moto knows no factor but text messages and apps";
const NO_UPDATE_GROUP: &str = "ministack has no UpdateGroup";
const NO_CERTIFICATE: &str =
    "moto gives no certificate of a domain back, nor the version of its pages";

const ROLE: &str = "arn:aws:iam::123456789012:role/messages";
const FUNCTION: &str = "arn:aws:lambda:us-east-2:123456789012:function:trigger";

/// One entry of what DescribeUserPool gives.
macro_rules! described {
    ($path:literal) => {
        concat!("client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool']", $path)
    };
}

/// What GetUserPoolMfaConfig gives.
macro_rules! mfa {
    ($path:literal) => {
        concat!(
            "(lambda it: ",
            $path,
            ")(client('cognito-idp').get_user_pool_mfa_config(UserPoolId=id))"
        )
    };
}

fn with_sms() -> Value {
    json!({ "sms": { "role": ROLE, "external_id": "e" } })
}

fn with_domain() -> Value {
    json!({ "domain": { "prefix": "{name}-a" } })
}

round_trips! {
    kind: "cognito.user_pool", base: json!({}), prepare: &[];
    bare: json!({}) =>
        "(lambda p: [p['Name'] == name, p['MfaConfiguration'], p['LambdaConfig'], p['UserPoolTags']['diatonic:address']])(client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool'])",
        json!([true, "OFF", {}, "cognito.user_pool.it"]), On::Both;
    password_policy: json!({ "password_policy": {
        "minimum_length": 12, "require_symbols": false, "temporary_password_validity_days": 3, "password_history_size": 4,
    } }) =>
        "(lambda p: [p[k] for k in ('MinimumLength', 'RequireSymbols', 'RequireNumbers', 'TemporaryPasswordValidityDays', 'PasswordHistorySize')])(client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool']['Policies']['PasswordPolicy'])",
        json!([12, false, true, 3, 4]), On::Both;
    allowed_first_auth_factors: json!({ "allowed_first_auth_factors": ["PASSWORD", "EMAIL_OTP"] }) =>
        described!("['Policies']['SignInPolicy']['AllowedFirstAuthFactors']"),
        json!(["PASSWORD", "EMAIL_OTP"]), On::Both;
    custom_attribute: json!({ "custom_attributes": { "team": { "maximum_length": 256 } } }) =>
        "[a for a in client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool']['SchemaAttributes'] if a['Name'] == 'custom:team'][0]['StringAttributeConstraints']['MaxLength']",
        json!("256"), On::MinistackOneWay("attributes are never removed, on AWS neither");
    auto_verified_attributes: json!({ "auto_verified_attributes": ["email"] }) =>
        described!("['AutoVerifiedAttributes']"), json!(["email"]), On::Both;
    verify_before_update: json!({ "auto_verified_attributes": ["email"], "verify_before_update": ["email"] }) =>
        described!("['UserAttributeUpdateSettings']['AttributesRequireVerificationBeforeUpdate']"),
        json!(["email"]), On::Both;
    devices: json!({ "devices": { "challenge_required_on_new_device": true } }) =>
        described!("['DeviceConfiguration']['ChallengeRequiredOnNewDevice']"),
        json!(true), On::Moto(MERGES);
    tier: json!({ "tier": "LITE" }) => described!("['UserPoolTier']"), json!("LITE"), On::Both;
    advanced_security: json!({ "tier": "PLUS", "advanced_security": { "mode": "AUDIT", "custom_auth_mode": "ENFORCED" } }) =>
        "(lambda p: [p['UserPoolTier'], p['UserPoolAddOns']['AdvancedSecurityMode'], p['UserPoolAddOns']['AdvancedSecurityAdditionalFlows']['CustomAuthMode']])(client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool'])",
        json!(["PLUS", "AUDIT", "ENFORCED"]), On::Both;
    admin_create_user: json!({ "admin_create_user": {
        "only_admins": true, "invitation": { "email_subject": "Welcome", "email_message": "{username}: {####}", "sms_message": "{username} {####}" },
    } }) =>
        "(lambda c: [c['AllowAdminCreateUserOnly'], c['InviteMessageTemplate']['EmailSubject'], c['InviteMessageTemplate']['SMSMessage']])(client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool']['AdminCreateUserConfig'])",
        json!([true, "Welcome", "{username} {####}"]), On::Both;
    verification: json!({ "verification": { "email_subject": "Your code", "email_message": "It is {####}.", "sms_message": "{####}!" } }) =>
        "(lambda t: [t['DefaultEmailOption'], t['EmailSubject'], t['EmailMessage'], t['SmsMessage']])(client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool']['VerificationMessageTemplate'])",
        json!(["CONFIRM_WITH_CODE", "Your code", "It is {####}.", "{####}!"]), On::Both;
    sms_authentication_message: json!({ "sms_authentication_message": "Code {####}" }) =>
        described!("['SmsAuthenticationMessage']"), json!("Code {####}"), On::Moto(MERGES);
    email: json!({ "email": {
        "sending_account": "DEVELOPER", "source_arn": "arn:aws:ses:us-east-2:123456789012:identity/example.com",
        "from": "Us <us@example.com>", "reply_to": "help@example.com", "configuration_set": "mail",
    } }) =>
        described!("['EmailConfiguration']"),
        json!({
            "EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-2:123456789012:identity/example.com",
            "From": "Us <us@example.com>", "ReplyToEmailAddress": "help@example.com", "ConfigurationSet": "mail",
        }), On::Both;
    sms: with_sms() =>
        described!("['SmsConfiguration']"), json!({ "SnsCallerArn": ROLE, "ExternalId": "e" }), On::Moto(MERGES);
    triggers: json!({ "triggers": {
        "pre_sign_up": FUNCTION, "post_confirmation": FUNCTION, "pre_authentication": FUNCTION, "post_authentication": FUNCTION,
        "pre_token_generation": { "function": FUNCTION, "version": "V2_0" }, "custom_message": FUNCTION, "user_migration": FUNCTION,
        "define_auth_challenge": FUNCTION, "create_auth_challenge": FUNCTION, "verify_auth_challenge_response": FUNCTION,
        "custom_email_sender": FUNCTION, "custom_sms_sender": FUNCTION, "kms_key": "arn:aws:kms:us-east-2:123456789012:key/1",
    } }) =>
        "(lambda c: [len(c), c['PreTokenGenerationConfig'], c['CustomEmailSender']['LambdaVersion'], c['PostAuthentication']])(client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool']['LambdaConfig'])",
        json!([13, { "LambdaArn": FUNCTION, "LambdaVersion": "V2_0" }, "V1_0", FUNCTION]), On::Both;
    inbound_federation: json!({ "triggers": { "inbound_federation": FUNCTION } }) =>
        described!("['LambdaConfig']['InboundFederation']['LambdaArn']"), json!(FUNCTION), On::Both;
    group: json!({ "groups": { "staff": { "precedence": 5, "description": "Those who work here" } } }) =>
        "[[g['GroupName'], g['Precedence'], g['Description']] for g in client('cognito-idp').list_groups(UserPoolId=id)['Groups']]",
        json!([["staff", 5, "Those who work here"]]), On::Both;
    resource_server: json!({ "resource_servers": { "https://api.example.com": { "name": "API", "scopes": { "read": "Look", "write": "Change" } } } }) =>
        "[[s['Identifier'], s['Name'], len(s['Scopes'])] for s in client('cognito-idp').list_resource_servers(UserPoolId=id, MaxResults=50)['ResourceServers']]",
        json!([["https://api.example.com", "API", 2]]), On::Ministack(NO_SERVERS);
    identity_provider: json!({ "identity_providers": {
        "Google": {
            "google": { "client_id": "g", "client_secret": "s3cret", "scopes": ["openid", "email"] },
            "attribute_mapping": { "email": "email", "username": "sub" }, "identifiers": ["example.com"],
        },
    } }) =>
        "(lambda p: [p['ProviderDetails'], p['AttributeMapping'], p['IdpIdentifiers']])(client('cognito-idp').describe_identity_provider(UserPoolId=id, ProviderName='Google')['IdentityProvider'])",
        json!([
            { "client_id": "g", "client_secret": "s3cret", "authorize_scopes": "email openid" },
            { "email": "email", "username": "sub" }, ["example.com"],
        ]), On::Both;
    every_provider: json!({ "identity_providers": {
        "LoginWithAmazon": { "amazon": { "client_id": "a", "client_secret": "s", "scopes": ["profile"] } },
        "Facebook": { "facebook": { "client_id": "f", "client_secret": "s", "scopes": ["public_profile", "email"], "api_version": "v17.0" } },
        "SignInWithApple": { "apple": { "client_id": "a", "team_id": "t", "key_id": "k", "private_key": "p", "scopes": ["email", "name"] } },
        "Corporate": { "oidc": { "client_id": "c", "client_secret": "s", "issuer": "https://id.example.com", "scopes": ["openid"] } },
        "Partner": { "saml": { "metadata_url": "https://idp.example.com/metadata", "sign_out": true, "signed_requests": true } },
    } }) =>
        "sorted([p['ProviderName'], p['ProviderType']] for p in client('cognito-idp').list_identity_providers(UserPoolId=id, MaxResults=60)['Providers'])",
        json!([
            ["Corporate", "OIDC"], ["Facebook", "Facebook"], ["LoginWithAmazon", "LoginWithAmazon"],
            ["Partner", "SAML"], ["SignInWithApple", "SignInWithApple"],
        ]), On::Both;
    domain: json!({ "domain": { "prefix": "{name}-a" } }) =>
        "client('cognito-idp').describe_user_pool_domain(Domain=name + '-a')['DomainDescription']['UserPoolId'] == id",
        json!(true), On::Both;
    custom_domain: json!({ "custom_domain": {
        "name": "auth.{name}.example.com", "certificate": "arn:aws:acm:us-east-1:123456789012:certificate/1", "managed_login": true,
    } }) =>
        "(lambda d: [d['CustomDomainConfig']['CertificateArn'], d['ManagedLoginVersion']])(client('cognito-idp').describe_user_pool_domain(Domain='auth.' + name + '.example.com')['DomainDescription'])",
        json!(["arn:aws:acm:us-east-1:123456789012:certificate/1", 2]), On::Ministack(NO_CERTIFICATE);
    link: json!({ "domain": { "prefix": "{name}-a" }, "verification": { "method": "CONFIRM_WITH_LINK", "email_message_by_link": "{##Here##}" } }) =>
        described!("['VerificationMessageTemplate']['EmailMessageByLink']"), json!("{##Here##}"), On::Both;
    deletion_protection: json!({ "deletion_protection": true }) =>
        described!("['DeletionProtection']"), json!("ACTIVE"), On::Both;
    tag: json!({ "tags": { "Team": "ai" } }) =>
        described!("['UserPoolTags']['Team']"), json!("ai"), On::Ministack(NO_TAGS);
    software_token: json!({ "mfa": { "mode": "OPTIONAL", "software_token": true } }) =>
        mfa!("[it['MfaConfiguration'], it['SoftwareTokenMfaConfiguration']['Enabled']]"),
        json!(["OPTIONAL", true]), On::Both;
    sms_factor: json!({ "mfa": { "mode": "ON", "sms": true }, "sms": { "role": ROLE }, "sms_authentication_message": "Code {####}" }) =>
        mfa!("[it['MfaConfiguration'], it['SmsMfaConfiguration']['SmsConfiguration']['SnsCallerArn'], it['SmsMfaConfiguration']['SmsAuthenticationMessage']]"),
        json!(["ON", ROLE, "Code {####}"]), On::Moto(MERGES);
    email_factor: json!({
        "mfa": { "mode": "OPTIONAL", "email": { "subject": "Code" } },
        "email": { "sending_account": "DEVELOPER", "source_arn": "arn:aws:ses:us-east-2:123456789012:identity/example.com" },
    }) =>
        mfa!("it['EmailMfaConfiguration']['Subject']"), json!("Code"), On::Ministack(MFA_NEEDS);
    web_authn: json!({ "web_authn": { "relying_party": "example.com", "user_verification": "required" } }) =>
        mfa!("it['WebAuthnConfiguration']"),
        json!({ "RelyingPartyId": "example.com", "UserVerification": "required", "FactorConfiguration": "SINGLE_FACTOR" }),
        On::Ministack(MFA_NEEDS);
    kms_key: json!({ "kms_key": "arn:aws:kms:us-east-2:123456789012:key/1" }) =>
        described!("['KeyConfiguration']['KmsKeyArn']"), json!("arn:aws:kms:us-east-2:123456789012:key/1"), On::Moto("ministack has no key of a pool's own");
    issuer: json!({ "issuer": "UPDATED" }) =>
        described!("['IssuerConfiguration']['Type']"), json!("UPDATED"), On::Moto("ministack has no issuers");
}

mod signing_in {
    use super::*;

    round_trips! {
        kind: "cognito.user_pool", base: json!({
            "sign_in": { "alias_attributes": ["email"], "case_sensitive": false },
            "standard_attributes": {
                "email": { "required": true }, "given_name": {}, "birthdate": { "minimum_length": 10 },
                "nickname": { "mutable": false, "maximum_length": 64 },
            },
            "custom_attributes": {
                "organization": { "minimum_length": 0, "maximum_length": 256 },
                "score": { "type": "Number", "mutable": false, "minimum_value": 1, "maximum_value": 5 },
                "since": { "type": "DateTime" },
                "hidden": { "developer_only": true },
            },
        }), prepare: &[];
        created: json!({}) =>
            "(lambda p: [p['AliasAttributes'], p['UsernameConfiguration']['CaseSensitive'], sorted(a['Name'] for a in p['SchemaAttributes'] if ':' in a['Name']), [a['Required'] for a in p['SchemaAttributes'] if a['Name'] == 'email']])(client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool'])",
            json!([["email"], false, ["custom:organization", "custom:score", "custom:since", "dev:hidden"], [true]]), On::Ministack(OTHER_NAME);
        kept: json!({ "deletion_protection": true }) =>
            described!("['AliasAttributes']"), json!(["email"]), On::Ministack(RECREATED);
    }
}

mod changing {
    use super::*;

    round_trips! {
        kind: "cognito.user_pool", base: json!({
            "account_recovery": ["verified_email"],
            "groups": { "staff": { "precedence": 5, "description": "d" } },
            "sms": { "role": ROLE, "external_id": "e", "region": "us-east-1" },
            "resource_servers": {}, "identity_providers": {
                "Corporate": { "oidc": { "client_id": "c", "issuer": "https://id.example.com", "scopes": ["openid"] } },
            },
        }), prepare: &[];
        account_recovery: json!({ "account_recovery": ["verified_phone_number", "verified_email"] }) =>
            "[[m['Priority'], m['Name']] for m in client('cognito-idp').describe_user_pool(UserPoolId=id)['UserPool']['AccountRecoverySetting']['RecoveryMechanisms']]",
            json!([[1, "verified_phone_number"], [2, "verified_email"]]), On::Both;
        group_otherwise: json!({ "groups": { "staff": { "precedence": 6, "description": null } } }) =>
            "[[g['Precedence'], g.get('Description', '')] for g in client('cognito-idp').list_groups(UserPoolId=id)['Groups']]",
            json!([[6, ""]]), On::Moto(NO_UPDATE_GROUP);
        sms_otherwise: json!({ "sms": { "external_id": "f", "region": "us-west-2" } }) =>
            described!("['SmsConfiguration']"), json!({ "SnsCallerArn": ROLE, "ExternalId": "f", "SnsRegion": "us-west-2" }), On::Both;
        end_user_messaging: json!({ "sms": { "region": "us-east-2", "end_user_messaging": { "origination_identity": "+15550100", "configuration_set": "texts" } } }) =>
            described!("['SmsConfiguration']['EumsSms']['OriginationIdentity']"), json!("+15550100"), On::Both;
        provider_otherwise: json!({ "identity_providers": { "Corporate": { "oidc": { "scopes": ["openid", "email"], "token_url": "https://id.example.com/t" } } } }) =>
            "client('cognito-idp').describe_identity_provider(UserPoolId=id, ProviderName='Corporate')['IdentityProvider']['ProviderDetails']['authorize_scopes']",
            json!("email openid"), On::Both;
        provider_of_another_form: json!({ "identity_providers": { "Corporate": { "oidc": null, "saml": { "metadata_document": "<a/>" } } } }) =>
            "client('cognito-idp').describe_identity_provider(UserPoolId=id, ProviderName='Corporate')['IdentityProvider']['ProviderType']",
            json!("SAML"), On::Both;
    }
}

mod with_pages {
    use super::*;

    round_trips! {
        kind: "cognito.user_pool", base: with_domain(), prepare: &[];
        another_prefix: json!({ "domain": { "prefix": "{name}-b" } }) =>
            described!("['Domain'] == name + '-b'"), json!(true), On::Both;
        managed_login: json!({ "domain": { "managed_login": true } }) =>
            "client('cognito-idp').describe_user_pool_domain(Domain=name + '-a')['DomainDescription']['ManagedLoginVersion']",
            json!(2), On::Ministack(NO_CERTIFICATE);
        hosted_ui_css: json!({ "hosted_ui_css": ".banner-customizable { background: navy; }" }) =>
            "client('cognito-idp').get_ui_customization(UserPoolId=id)['UICustomization']['CSS']",
            json!(".banner-customizable { background: navy; }"), On::Ministack("moto has no style sheets");
    }
}

mod of_a_server {
    use super::*;

    round_trips! {
        kind: "cognito.user_pool", base: json!({ "resource_servers": { "api": { "name": "API", "scopes": { "read": "Look" } } } }), prepare: &[];
        scopes: json!({ "resource_servers": { "api": { "name": "The API", "scopes": { "read": null, "write": "Change" } } } }) =>
            "client('cognito-idp').describe_resource_server(UserPoolId=id, Identifier='api')['ResourceServer']['Scopes']",
            json!([{ "ScopeName": "write", "ScopeDescription": "Change" }]), On::Ministack(NO_SERVERS);
    }
}
