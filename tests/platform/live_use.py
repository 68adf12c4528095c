

def me(email):
    answer = call("GET", "/users/me", Authorization=f"Bearer {sign_in(email)}")
    return expect(f"{email} is somebody", 200, answer).body


def as_ada(method, path, body=None):
    return call(method, path, body, Authorization=f"Bearer {sign_in('ada@example.com')}")


seen = {"before": me("ada@example.com")}
# Somebody who comes by the pool's own sign-up.
attributes = [{"Name": "email", "Value": "carol@example.com"}, {"Name": "given_name", "Value": "Carol"}]
cognito.sign_up(ClientId=client, Username="carol", Password=PASSWORD, UserAttributes=attributes)
cognito.confirm_sign_up(ClientId=client, Username="carol", ConfirmationCode="123456")
seen["carol"] = me("carol@example.com")
made = expect("an organization is made", 201, as_ada("POST", "/organizations", {"name": "Acme"}))
seen["organization"] = made.body["id"]
seen["after"] = me("ada@example.com")
members = expect("its members are told", 200, as_ada("GET", "/organizations/me/members"))
seen["members"] = members.body["items"]
full = as_ada("POST", "/organizations/me/invitations", {"email": "bob@example.com", "role": "member"})
seen["full"] = expect("the plan has room for one", 409, full).body["error"]["code"]
expect("anybody sees that it answers", 200, call("GET", "/health"))
expect("nobody is somebody", 401, call("GET", "/users/me"))
print(json.dumps(seen))
