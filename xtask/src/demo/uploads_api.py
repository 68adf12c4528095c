# Files from end to end: two people who belong to no organization, one of whom gives a module its content. It follows
# client.py, and leaves neither people nor files behind.
import time

people = {}
for name in ["erin", "frank"]:
    people[name] = expect(f"registration of {name}", 201, register(f"{name}@example.com")).body["user_id"]
erin, frank = sign_in("erin@example.com"), sign_in("frank@example.com")


def send(ticket, data, content_type=None):
    """What a browser does with a ticket."""
    headers = dict(ticket["headers"])
    if content_type:
        headers["Content-Type"] = content_type
    request = urllib.request.Request(ticket["url"], data, headers, method=ticket["method"])
    try:
        return Answer(urllib.request.urlopen(request))
    except urllib.error.HTTPError as refusal:
        return Answer(refusal)


def ticket(who, module, data, content_type="text/markdown", status=201):
    form = {
        "purpose": "module_content", "parent_id": module, "file_name": "Lesson 1.md",
        "content_type": content_type, "size": len(data),
    }
    return expect("a ticket", status, call("POST", "/uploads", form, Authorization=who)).body


def decided(who, upload):
    """The upload, once the function that S3 tells has looked at its file."""
    for _ in range(120):
        shown = expect("the upload", 200, call("GET", f"/uploads/{upload}", Authorization=who)).body
        if shown["status"] != "pending":
            return shown
        time.sleep(0.5)
    sys.exit(f"nobody has looked at the file: {shown}")


module = {"title": "Cards", "description": "What they hold", "content_type": "text"}
module = expect("a module", 201, call("POST", "/education/modules", module, Authorization=erin)).body["id"]
own = f"/education/modules/{module}"
text = b"# Punched cards\n"

expect("a ticket without a token", 401, call("POST", "/uploads", {"purpose": "module_content"}))
expect("a ticket for another length", 400, call("POST", "/uploads", {"purpose": "module_content", "parent_id": module, "file_name": "x.md", "content_type": "text/markdown", "size": 2_000_000_000}, Authorization=erin))
ticket(erin, module, text, "text/html", 400)
ticket(frank, module, text, status=404)

first = ticket(erin, module, text)
expect("a longer file", 403, send(first, text + b"."))
expect("a file of another type", 403, send(first, text, "text/html"))
expect("the file", 200, send(first, text))
kept = decided(erin, first["upload_id"])
if kept["status"] != "ready" or len(kept["checksum"]) != 64:
    sys.exit(f"the file is sound: {kept}")
shown = expect("the module", 200, call("GET", own, Authorization=erin)).body
content = Answer(urllib.request.urlopen(shown["content_url"]))
if content.text.encode() != text or not content.headers["Content-Disposition"].startswith("attachment"):
    sys.exit(f"the module has its content: {content.text} {content.headers}")
address = expect("the address of the file", 200, call("GET", f"/uploads/{first['upload_id']}/url", Authorization=erin)).body
if urllib.request.urlopen(address["url"]).read() != text:
    sys.exit("the address leads to the file")
expect("another's upload", 404, call("GET", f"/uploads/{first['upload_id']}", Authorization=frank))
expect("the address of another's file", 404, call("GET", f"/uploads/{first['upload_id']}/url", Authorization=frank))
expect("deletion of another's upload", 404, call("DELETE", f"/uploads/{first['upload_id']}", Authorization=frank))

wrong = b"MZ, and no document"
second = ticket(erin, module, wrong, "application/pdf")
expect("a file that is not what it says", 200, send(second, wrong))
rejected = decided(erin, second["upload_id"])
if rejected["status"] != "rejected" or not rejected["reason"]:
    sys.exit(f"the file is no document: {rejected}")
expect("the address of what was rejected", 409, call("GET", f"/uploads/{second['upload_id']}/url", Authorization=erin))

expect("deletion of the rejected upload", 204, call("DELETE", f"/uploads/{second['upload_id']}", Authorization=erin))
expect("deletion of the file", 204, call("DELETE", f"/uploads/{first['upload_id']}", Authorization=erin))
shown = expect("the module", 200, call("GET", own, Authorization=erin)).body
if "content_url" in shown:
    sys.exit(f"the module has no content any more: {shown}")
expect("deletion of the module", 204, call("DELETE", own, Authorization=erin))
for name, token in [("erin", erin), ("frank", frank)]:
    expect(f"deletion of {name}", 204, call("DELETE", f"/users/{people[name]}", Authorization=token))
