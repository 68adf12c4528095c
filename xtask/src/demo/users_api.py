# Users register, sign in, see and change their profiles, and are refused where they should be. It follows client.py, and
# takes two arguments more: the names of the tables of profiles and logs.
profiles_name, logs_name = sys.argv[6:]
tables = boto3.resource("dynamodb")

person = {"email": "eve@example.com", "password": PASSWORD, "full_name": "Eve"}
expect("registration without the application's key", 403, call("POST", "/users", person))
ada = expect("registration", 201, register("ada@example.com")).body["user_id"]
expect("the same registration again", 409, register("ada@example.com"))
bob = expect("registration of another", 201, register("bob@example.com")).body["user_id"]
expect("registration that chooses a role", 400, register("eve@example.com", role="admin"))
expect("registration with a weak password", 400, register("eve@example.com", password="short"))
expect("registration without a name", 400, call("POST", "/users", {"email": "eve@example.com", "password": PASSWORD}, X_Api_Key=api_key))

token = sign_in("ada@example.com")
print("ok  signed in by SRP")
own, other = f"/users/{ada}", f"/users/{bob}"
profile = expect("own profile", 200, call("GET", own, Authorization=token))
if profile.headers["Access-Control-Allow-Origin"] != ORIGIN:
    sys.exit(f"the page may not read the answer: {profile.headers}")
expect("another's profile", 403, call("GET", other, Authorization=token))
expect("change of another's profile", 403, call("PUT", other, {"full_name": "Mallory"}, Authorization=token))
expect("own profile without a token", 401, call("GET", own))
header, claims, signature = token.split(".")
forged = ".".join([header, claims, signature[:-8] + ("A" * 8 if signature[-8:] != "A" * 8 else "B" * 8)])
expect("own profile with a forged token", 401, call("GET", own, Authorization=forged))
expect("change of the own name", 200, call("PUT", own, {"full_name": "Augusta Ada King"}, Authorization=token))
expect("change of the own role", 400, call("PUT", own, {"role": "admin"}, Authorization=token))

for path, method in [("/users", "POST"), (own, "DELETE")]:
    preflight = call("OPTIONS", path, Access_Control_Request_Method=method)
    expect(f"preflight of {method} {path.replace(ada, '{user_id}')}", 200, preflight)
    if preflight.headers["Access-Control-Allow-Origin"] != ORIGIN:
        sys.exit(f"the origin is not allowed: {preflight.headers}")
    for header, needed in [("Methods", method), ("Headers", "Authorization")]:
        allowed = preflight.headers[f"Access-Control-Allow-{header}"]
        if needed not in allowed.split(","):
            sys.exit(f"{needed} is not allowed: {allowed}")

# What the tables and the pool hold, whatever was answered.
items = tables.Table(profiles_name).scan()["Items"]
if sorted(item["user_id"] for item in items) != sorted([ada, bob]):
    sys.exit(f"there must be two profiles: {items}")
stored = next(item for item in items if item["user_id"] == ada)
chosen = (stored["full_name"], stored["role"], stored["organization_id"])
if chosen != ("Augusta Ada King", "basic", "individual"):
    sys.exit(f"the profile is not as it was written: {stored}")
user = cognito.admin_get_user(UserPoolId=pool, Username=ada)
attributes = {a["Name"]: a["Value"] for a in user["UserAttributes"]}
if attributes["custom:user_id"] != ada or attributes["custom:full_name"] != "Augusta Ada King":
    sys.exit(f"the pool does not agree with the profile: {attributes}")
groups = [g["GroupName"] for g in cognito.admin_list_groups_for_user(UserPoolId=pool, Username=ada)["Groups"]]
if groups != ["BasicUsers"]:
    sys.exit(f"who registers is in BasicUsers: {groups}")
events = sorted(item["event_type"] for item in tables.Table(logs_name).scan()["Items"])
print(f"ok  profile, attributes and group are as they should be; logged: {', '.join(events)}")

# The claims of the last token still say who it was.
expect("deletion of the own account", 204, call("DELETE", own, Authorization=token))
try:
    sign_in("ada@example.com")
    sys.exit("who is deleted can still sign in")
except cognito.exceptions.NotAuthorizedException:
    print("ok  who is deleted cannot sign in")

for attempt in range(1, 1000):
    answer = call("GET", other, Authorization=token)
    if answer.status == 429:
        print(f"ok  429 after {attempt} requests in a row")
        break
else:
    sys.exit("no number of requests is too many")
