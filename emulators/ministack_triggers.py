"""Lets ministack's user pools call the triggers that it lacks, and know a user by a confirmed address.

ministack calls a pool's functions before a sign-up and before a token, and neither after a confirmation nor after a sign-in.
Here it does, with the event and the errors that AWS documents: the function must allow Cognito to call it, what it raises is
told to the caller, and the user stays confirmed all the same.

Whoever confirms a sign-up has proven the address; ministack does not write that down, so nobody could sign in by the
address. An address that is another user's already is refused, unless the caller wants it to move.

Calls that nobody signs, such as a sign-up, ministack takes for calls in account 000000000000. Here they are in the account of
the pool that they are about.
"""

import base64
import json
from fnmatch import fnmatchcase

from ministack.core.responses import error_response_json
from ministack.services import cognito, lambda_svc

SIGNS_IN = ("InitiateAuth", "AdminInitiateAuth", "RespondToAuthChallenge", "AdminRespondToAuthChallenge")
CONFIRMS = ("ConfirmSignUp", "AdminConfirmSignUp")
# The code goes where these attributes say.
PROVEN_BY_CODE = ("email", "phone_number")

handler_of_ministack = cognito._run_idp_handler
resolve_of_ministack = cognito._resolve_user


def pool_of(data):
    """The pool that a call is about, by its id or by that of a client."""
    pool = cognito._user_pools.get(data.get("UserPoolId"))
    return pool or cognito._pool_for_client(data.get("ClientId"))[0]


def attributes_of(user):
    return cognito._attr_list_to_dict(user.get("Attributes", []))


def may_call(arn, pool_id):
    """Whether the policy of a function, or of an alias, lets Cognito call it for this pool."""
    pool_arn = cognito._pool_arn(pool_id)
    function = lambda_svc._get_base_func_record_for_ref(arn)[0]
    for statement in function["policy"]["Statement"]:
        if statement["Resource"] != arn:
            continue
        principal = statement.get("Principal")
        service = principal.get("Service") if isinstance(principal, dict) else principal
        sources = [of for operator in statement.get("Condition", {}).values() for of in operator.items()]
        arns = [value for key, value in sources if key.lower() == "aws:sourcearn"]
        if service in ("*", "cognito-idp.amazonaws.com") and all(fnmatchcase(pool_arn, arn) for arn in arns):
            return True
    return False


def invoke(trigger, source, pool, client_id, user, request):
    """Calls a pool's function for a trigger, if it has one. Gives the error that the caller gets, or None."""
    arn = (pool.get("LambdaConfig") or {}).get(trigger)
    if not arn:
        return None
    function, config, _ = lambda_svc._get_func_record_for_ref(arn)
    if function is None or config is None:
        return unexpected(trigger, "ResourceNotFoundException")
    if not may_call(arn, pool["Id"]):
        return unexpected(trigger, "AccessDeniedException")
    event = {
        "version": "1",
        "triggerSource": source,
        "region": cognito._pool_region(pool["Id"]),
        "userPoolId": pool["Id"],
        "userName": user["Username"],
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": client_id or "CLIENT_ID_NOT_APPLICABLE",
        },
        "request": {
            "userAttributes": {"cognito:user_status": user["UserStatus"], **attributes_of(user)},
            **request,
        },
        "response": {},
    }
    record = lambda_svc._execution_record_for_config(function, config)
    answer = lambda_svc._execute_function_with_config_scope(record, event)
    body = answer.get("body")
    if isinstance(body, (bytes, bytearray)):
        body = body.decode()
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            pass
    if answer.get("error"):
        reason = body.get("errorMessage") if isinstance(body, dict) else body
        return error_response_json(
            "UserLambdaValidationException", f"{trigger} failed with error {reason}.", 400
        )
    if not isinstance(body, dict):
        return error_response_json("InvalidLambdaResponseException", "Unrecognizable lambda output", 400)
    return None


def unexpected(trigger, code):
    message = f"{trigger} invocation failed due to error {code}."
    return error_response_json("UnexpectedLambdaException", message, 400)


def metadata(data):
    given = data.get("ClientMetadata")
    return {"clientMetadata": given} if given else {}


def holder(pool, alias, value, but):
    """Another user who has an alias and has proven it."""
    for other in pool["_users"].values():
        has = attributes_of(other)
        if other is not but and has.get(alias) == value and has.get(f"{alias}_verified") == "true":
            return other
    return None


def confirm(handler, action, data):
    """Confirms a sign-up: what a code has proven is proven, and belongs to one user as an alias."""
    pool = pool_of(data)
    user = resolve(pool, data.get("Username"))[0] if pool else None
    if user is not None and user["UserStatus"] != "UNCONFIRMED":
        message = f"User cannot be confirmed. Current status is {user['UserStatus']}"
        return error_response_json("NotAuthorizedException", message, 400)
    proven = []
    if user is not None and action == "ConfirmSignUp":
        has = attributes_of(user)
        verifies = pool.get("AutoVerifiedAttributes") or []
        proven = [name for name in PROVEN_BY_CODE if name in verifies and has.get(name)][:1]
        for alias in set(proven) & set(pool.get("AliasAttributes") or []):
            other = holder(pool, alias, has[alias], user)
            if other is None:
                continue
            if not data.get("ForceAliasCreation"):
                message = f"An account with the {alias} already exists."
                return error_response_json("AliasExistsException", message, 400)
            mark(other, f"{alias}_verified", "false")
    answer = handler_of_ministack(handler, action, data)
    if answer[0] != 200 or user is None:
        return answer
    for name in proven:
        mark(user, f"{name}_verified", "true")
    source = "PostConfirmation_ConfirmSignUp"
    return invoke("PostConfirmation", source, pool, data.get("ClientId"), user, metadata(data)) or answer


def mark(user, name, value):
    user["Attributes"] = cognito._merge_attributes(user["Attributes"], [{"Name": name, "Value": value}])


def sign_up(handler, action, data):
    """Signs somebody up, who is confirmed at once if a function says so. An alias is not what a user can be called."""
    pool = pool_of(data)
    if pool and "email" in (pool.get("AliasAttributes") or []) and "@" in (data.get("Username") or ""):
        message = "Username cannot be of email format, since user pool is configured for email alias."
        return error_response_json("InvalidParameterException", message, 400)
    answer = handler_of_ministack(handler, action, data)
    if answer[0] != 200 or not json.loads(answer[2]).get("UserConfirmed"):
        return answer
    user = resolve(pool, data["Username"])[0]
    source = "PostConfirmation_ConfirmSignUp"
    return invoke("PostConfirmation", source, pool, data.get("ClientId"), user, metadata(data)) or answer


def forgotten_password(handler, action, data):
    """Sets a new password, by a code that proves the address."""
    answer = handler_of_ministack(handler, action, data)
    pool = pool_of(data)
    user = resolve(pool, data.get("Username"))[0] if pool else None
    if answer[0] != 200 or user is None:
        return answer
    source = "PostConfirmation_ConfirmForgotPassword"
    return invoke("PostConfirmation", source, pool, data.get("ClientId"), user, metadata(data)) or answer


def sign_in(handler, action, data):
    """Signs somebody in. A session that goes on with a refresh token is no sign-in."""
    answer = handler_of_ministack(handler, action, data)
    if answer[0] != 200 or "REFRESH_TOKEN" in str(data.get("AuthFlow")):
        return answer
    tokens = json.loads(answer[2]).get("AuthenticationResult")
    pool = pool_of(data)
    if not tokens or not pool:
        return answer
    claims = tokens["AccessToken"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    user = pool["_users"][claims["username"]]
    # AWS hands over what came with an answer to a challenge, and not what came with the first call.
    given = metadata(data) if "Respond" in action else {}
    request = {"newDeviceUsed": False, **given}
    source = "PostAuthentication_Authentication"
    return invoke("PostAuthentication", source, pool, data.get("ClientId"), user, request) or answer


def find_account(data):
    """Lets the rest of a call be in the account of its pool. Nobody signs such calls, so the client or a token says it."""
    if data.get("ClientId"):
        cognito._find_pool_by_client_id(data["ClientId"])
    for name in ("AccessToken", "RefreshToken", "Token"):
        pool_id = cognito._pool_id_from_token(data.get(name))
        if pool_id:
            cognito._get_pool_unscoped(pool_id)


def run_handler(handler, action, data):
    if action in cognito._UNSIGNED_IDP_ACTIONS:
        find_account(data)
    if action in CONFIRMS:
        return confirm(handler, action, data)
    if action in SIGNS_IN:
        return sign_in(handler, action, data)
    if action == "SignUp":
        return sign_up(handler, action, data)
    if action == "ConfirmForgotPassword":
        return forgotten_password(handler, action, data)
    return handler_of_ministack(handler, action, data)


def resolve(pool, username):
    """A user by name, id or alias. A pool that does not tell cases apart finds them in any case."""
    found = resolve_of_ministack(pool, username)
    tells_cases = (pool.get("UsernameConfiguration") or {}).get("CaseSensitive", True)
    if found[0] is not None or tells_cases or not username:
        return found
    aliases = set(pool.get("AliasAttributes") or []) | set(pool.get("UsernameAttributes") or [])
    for user in pool["_users"].values():
        has = attributes_of(user)
        names = [user["Username"], *(has[alias] for alias in aliases if has.get(alias))]
        for name in names:
            if name.lower() == username.lower():
                return resolve_of_ministack(pool, name)
    return found


cognito._run_idp_handler = run_handler
cognito._resolve_user = resolve
