"""User pools with their parts, and identity pools."""

from .place import REGION, client


def attribute(name, *, required=False, mutable=True, low="0", high="2048"):
    """A text in the schema of a pool, as a configuration writes it."""
    return {
        "attribute_data_type": "String",
        "developer_only_attribute": False,
        "mutable": mutable,
        "name": name,
        "number_attribute_constraints": [],
        "required": required,
        "string_attribute_constraints": [{"max_length": high, "min_length": low}],
    }


def user_pool(
    scope,
    label,
    name,
    schema,
    *,
    sign_in,
    security=None,
    tier="ESSENTIALS",
    case_sensitive=None,
    invitation=None,
    after_sign_in=None,
    tags=None,
    **more,
):
    """A pool that people sign up to by themselves. `sign_in` is `UsernameAttributes` or `AliasAttributes`, and
    `after_sign_in` the ARN of a function."""
    password = {
        "MinimumLength": 8,
        "RequireLowercase": True,
        "RequireUppercase": True,
        "RequireNumbers": True,
        "RequireSymbols": False,
        "TemporaryPasswordValidityDays": 7,
    }
    creation = {"AllowAdminCreateUserOnly": False}
    creation |= {"InviteMessageTemplate": invitation} if invitation else {}
    asked = {
        "PoolName": name,
        sign_in: ["email"],
        "AutoVerifiedAttributes": ["email"],
        "Schema": [requested(it) for it in schema],
        "Policies": {"PasswordPolicy": password},
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "AdminCreateUserConfig": creation,
        "VerificationMessageTemplate": {
            "DefaultEmailOption": "CONFIRM_WITH_CODE",
            "EmailSubject": "Your verification code",
            "EmailMessage": "Your verification code is {####}",
        },
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "MfaConfiguration": "OFF",
        "UserPoolTags": scope.all_tags(tags),
        "UserPoolTier": tier,
    }
    asked |= {"UserPoolAddOns": {"AdvancedSecurityMode": security}} if security else {}
    asked |= {} if case_sensitive is None else {"UsernameConfiguration": {"CaseSensitive": case_sensitive}}
    asked |= {"LambdaConfig": {"PostAuthentication": after_sign_in}} if after_sign_in else {}
    made = client("cognito-idp").create_user_pool(**asked)["UserPool"]
    attributes = {
        "account_recovery_setting": [{"recovery_mechanism": [{"name": "verified_email", "priority": 1}]}],
        "admin_create_user_config": [
            {
                "allow_admin_create_user_only": False,
                "invite_message_template": (
                    [
                        {
                            "email_message": invitation["EmailMessage"],
                            "email_subject": invitation["EmailSubject"],
                            "sms_message": invitation["SMSMessage"],
                        }
                    ]
                    if invitation
                    else []
                ),
            }
        ],
        "alias_attributes": ["email"] if sign_in == "AliasAttributes" else None,
        "arn": made["Arn"],
        "auto_verified_attributes": ["email"],
        "creation_date": "2026-03-01T10:15:00Z",
        "custom_domain": "",
        "deletion_protection": "INACTIVE",
        "device_configuration": [],
        "domain": "",
        "email_configuration": [
            {
                "configuration_set": "",
                "email_sending_account": "COGNITO_DEFAULT",
                "from_email_address": "",
                "reply_to_email_address": "",
                "source_arn": "",
            }
        ],
        "email_mfa_configuration": [],
        "email_verification_message": "Your verification code is {####}",
        "email_verification_subject": "Your verification code",
        "endpoint": f"cognito-idp.{REGION}.amazonaws.com/{made['Id']}",
        "estimated_number_of_users": 0,
        "id": made["Id"],
        "lambda_config": [triggers(after_sign_in)] if after_sign_in else [],
        "last_modified_date": "2026-03-01T10:15:00Z",
        "mfa_configuration": "OFF",
        "name": name,
        "password_policy": [
            {
                "minimum_length": 8,
                "password_history_size": 0,
                "require_lowercase": True,
                "require_numbers": True,
                "require_symbols": False,
                "require_uppercase": True,
                "temporary_password_validity_days": 7,
            }
        ],
        "schema": schema,
        "sign_in_policy": [{"allowed_first_auth_factors": ["PASSWORD"]}],
        "sms_authentication_message": "",
        "sms_configuration": [],
        "sms_verification_message": "",
        "software_token_mfa_configuration": [],
        "user_attribute_update_settings": [],
        "user_pool_add_ons": (
            [{"advanced_security_additional_flows": [], "advanced_security_mode": security}] if security else []
        ),
        "user_pool_tier": tier,
        "username_attributes": ["email"] if sign_in == "UsernameAttributes" else None,
        "username_configuration": [] if case_sensitive is None else [{"case_sensitive": case_sensitive}],
        "verification_message_template": [
            {
                "default_email_option": "CONFIRM_WITH_CODE",
                "email_message": "Your verification code is {####}",
                "email_message_by_link": "",
                "email_subject": "Your verification code",
                "email_subject_by_link": "",
                "sms_message": "",
            }
        ],
        "web_authn_configuration": [],
    }
    return scope.tagged("aws_cognito_user_pool", label, attributes, tags, **more)


def triggers(after_sign_in):
    names = [
        "create_auth_challenge",
        "custom_message",
        "define_auth_challenge",
        "kms_key_id",
        "post_confirmation",
        "pre_authentication",
        "pre_sign_up",
        "pre_token_generation",
        "user_migration",
        "verify_auth_challenge_response",
    ]
    lists = {"custom_email_sender": [], "custom_sms_sender": [], "pre_token_generation_config": []}
    return dict.fromkeys(names, "") | lists | {"post_authentication": after_sign_in}


def requested(attribute):
    limits = attribute["string_attribute_constraints"][0]
    return {
        "Name": attribute["name"],
        "AttributeDataType": "String",
        "Mutable": attribute["mutable"],
        "Required": attribute["required"],
        "StringAttributeConstraints": {"MinLength": limits["min_length"], "MaxLength": limits["max_length"]},
    }


SCOPES = ["aws.cognito.signin.user.admin", "email", "openid", "profile"]


def pool_client(scope, label, pool, name, *, flows, callbacks, logouts, reads, writes, existence_errors="", **more):
    """A client without a secret, which signs people in on the pool's pages as well. Tokens are valid for an
    hour, and refreshed for 30 days."""
    asked = {
        "UserPoolId": pool["id"],
        "ClientName": name,
        "GenerateSecret": False,
        "ExplicitAuthFlows": flows,
        "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthFlows": ["code", "implicit"],
        "AllowedOAuthScopes": SCOPES,
        "CallbackURLs": callbacks,
        "LogoutURLs": logouts,
        "SupportedIdentityProviders": ["COGNITO"],
        "AccessTokenValidity": 60,
        "IdTokenValidity": 60,
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
        "ReadAttributes": reads,
        "WriteAttributes": writes,
        "EnableTokenRevocation": True,
    }
    asked |= {"PreventUserExistenceErrors": existence_errors} if existence_errors else {}
    made = client("cognito-idp").create_user_pool_client(**asked)["UserPoolClient"]
    attributes = {
        "access_token_validity": 60,
        "allowed_oauth_flows": ["code", "implicit"],
        "allowed_oauth_flows_user_pool_client": True,
        "allowed_oauth_scopes": SCOPES,
        "analytics_configuration": [],
        "auth_session_validity": 3,
        "callback_urls": callbacks,
        "client_secret": "",
        "default_redirect_uri": "",
        "enable_propagate_additional_user_context_data": False,
        "enable_token_revocation": True,
        "explicit_auth_flows": flows,
        "generate_secret": None,
        "id": made["ClientId"],
        "id_token_validity": 60,
        "logout_urls": logouts,
        "name": name,
        "prevent_user_existence_errors": existence_errors,
        "read_attributes": reads,
        "refresh_token_rotation": [],
        "refresh_token_validity": 30,
        "supported_identity_providers": ["COGNITO"],
        "token_validity_units": [{"access_token": "minutes", "id_token": "minutes", "refresh_token": "days"}],
        "user_pool_id": pool["id"],
        "write_attributes": writes,
    }
    return scope.managed("aws_cognito_user_pool_client", label, attributes, **more)


def domain(scope, label, pool, prefix, **more):
    client("cognito-idp").create_user_pool_domain(UserPoolId=pool["id"], Domain=prefix)
    attributes = {
        "aws_account_id": pool["arn"].split(":")[4],
        "certificate_arn": "",
        "cloudfront_distribution": "d2qzoj1example.cloudfront.net",
        "cloudfront_distribution_arn": "d2qzoj1example.cloudfront.net",
        "cloudfront_distribution_zone_id": "Z2FDTNDATAQYW2",
        "domain": prefix,
        "id": prefix,
        "managed_login_version": 1,
        "s3_bucket": "aws-cognito-prod-cmh-assets",
        "user_pool_id": pool["id"],
        "version": "20260301101500",
    }
    return scope.managed("aws_cognito_user_pool_domain", label, attributes, **more)


def group(scope, label, pool, name, role, precedence, description, **more):
    client("cognito-idp").create_group(
        UserPoolId=pool["id"], GroupName=name, RoleArn=role["arn"], Precedence=precedence, Description=description
    )
    attributes = {
        "description": description,
        "id": f"{pool['id']}/{name}",
        "name": name,
        "precedence": precedence,
        "role_arn": role["arn"],
        "user_pool_id": pool["id"],
    }
    return scope.managed("aws_cognito_user_group", label, attributes, **more)


def saml_provider(scope, label, pool, name, metadata):
    details = {"MetadataURL": metadata, "IDPSignout": "false"}
    client("cognito-idp").create_identity_provider(
        UserPoolId=pool["id"],
        ProviderName=name,
        ProviderType="SAML",
        ProviderDetails=details,
        AttributeMapping={"email": "email"},
    )
    attributes = {
        "attribute_mapping": {"email": "email"},
        "id": f"{pool['id']}:{name}",
        "idp_identifiers": None,
        "provider_details": details,
        "provider_name": name,
        "provider_type": "SAML",
        "user_pool_id": pool["id"],
    }
    return scope.managed("aws_cognito_identity_provider", label, attributes)


def identity_pool(scope, label, name, pool, of_client, *, token_check, tags=None, **more):
    """An identity pool without guests."""
    provider = pool["endpoint"]
    made = client("cognito-identity").create_identity_pool(
        IdentityPoolName=name,
        AllowUnauthenticatedIdentities=False,
        AllowClassicFlow=False,
        CognitoIdentityProviders=[
            {"ProviderName": provider, "ClientId": of_client["id"], "ServerSideTokenCheck": token_check}
        ],
        IdentityPoolTags=scope.all_tags(tags),
    )
    account = pool["arn"].split(":")[4]
    attributes = {
        "allow_classic_flow": False,
        "allow_unauthenticated_identities": False,
        "arn": f"arn:aws:cognito-identity:{REGION}:{account}:identitypool/{made['IdentityPoolId']}",
        "cognito_identity_providers": [
            {"client_id": of_client["id"], "provider_name": provider, "server_side_token_check": token_check}
        ],
        "developer_provider_name": "",
        "id": made["IdentityPoolId"],
        "identity_pool_name": name,
        "openid_connect_provider_arns": None,
        "saml_provider_arns": None,
        "supported_login_providers": None,
    }
    return scope.tagged("aws_cognito_identity_pool", label, attributes, tags, **more)


def roles_attachment(scope, label, pool, roles, *, provider=None, rules=(), **more):
    """The roles of an identity pool: `roles` by authenticated or not, and rules by the token's groups."""
    arns = {which: role["arn"] for which, role in roles.items()}
    mapping = {
        "Type": "Rules",
        "AmbiguousRoleResolution": "AuthenticatedRole",
        "RulesConfiguration": {
            "Rules": [
                {"Claim": "cognito:groups", "MatchType": "Contains", "Value": group, "RoleARN": role["arn"]}
                for group, role in rules
            ]
        },
    }
    mappings = {"RoleMappings": {provider: mapping}} if provider else {}
    client("cognito-identity").set_identity_pool_roles(IdentityPoolId=pool["id"], Roles=arns, **mappings)
    written = [
        {"claim": "cognito:groups", "match_type": "Contains", "role_arn": role["arn"], "value": group}
        for group, role in rules
    ]
    attributes = {
        "id": pool["id"],
        "identity_pool_id": pool["id"],
        "role_mapping": (
            [
                {
                    "ambiguous_role_resolution": "AuthenticatedRole",
                    "identity_provider": provider,
                    "mapping_rule": written,
                    "type": "Rules",
                }
            ]
            if provider
            else []
        ),
        "roles": arns,
    }
    return scope.managed("aws_cognito_identity_pool_roles_attachment", label, attributes, **more)


def resource_server(scope, label, pool, identifier):
    scopes = [{"ScopeName": "read", "ScopeDescription": "Reads orders"}]
    client("cognito-idp").create_resource_server(
        UserPoolId=pool["id"], Identifier=identifier, Name="Orders", Scopes=scopes
    )
    attributes = {
        "id": f"{pool['id']}|{identifier}",
        "identifier": identifier,
        "name": "Orders",
        "scope": [{"scope_description": "Reads orders", "scope_name": "read"}],
        "scope_identifiers": [f"{identifier}/read"],
        "user_pool_id": pool["id"],
    }
    return scope.managed("aws_cognito_resource_server", label, attributes)
