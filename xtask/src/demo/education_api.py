# Education from end to end: two people who belong to no organization, one of whom is of the platform's own people. It
# follows client.py, and leaves neither of them behind.
people = {}
for name in ["carol", "dave"]:
    people[name] = expect(f"registration of {name}", 201, register(f"{name}@example.com")).body["user_id"]
cognito.admin_add_user_to_group(UserPoolId=pool, Username=people["carol"], GroupName="Development")
carol, dave = sign_in("carol@example.com"), sign_in("dave@example.com")


def ask(who, method, path, body=None, **headers):
    return call(method, "/education" + path, body, Authorization=who, **headers)


def refused(what, status, code, answer):
    expect(what, status, answer)
    error = answer.body["error"]
    if error["code"] != code or not error["request_id"] or not error["message"]:
        sys.exit(f"{what}: an error must have our body: {answer.text}")


course = {"title": "Engines", "description": "How they compute", "difficulty": "beginner"}
refused("courses without a token", 401, "unauthenticated", call("GET", "/education/courses"))
access = sign_in("dave@example.com", "AccessToken")
refused("courses with an access token", 401, "unauthenticated", ask(access, "GET", "/courses"))
refused("a course without a title", 400, "invalid_request", ask(carol, "POST", "/courses", {"description": "d"}))
refused("a course for another tenant", 400, "invalid_request", ask(carol, "POST", "/courses", {**course, "organization_id": "x"}))
made = expect("a course", 201, ask(carol, "POST", "/courses", course, Idempotency_Key="one"))
again = expect("the same call again", 201, ask(carol, "POST", "/courses", course, Idempotency_Key="one"))
if made.body != again.body or not made.headers["x-request-id"]:
    sys.exit(f"a repeated call must be done once: {made.text} {again.text}")
own = f"/courses/{made.body['id']}"
lessons = [expect("a lesson", 201, ask(carol, "POST", own + "/lessons", {"title": title})).body["id"] for title in ["one", "two"]]
question = {"text": "2 + 2?", "choices": ["3", "4"], "answer": 1}
quiz = {"title": "Quiz", "questions": [question], "lesson_id": lessons[1]}
expect("a quiz", 201, ask(carol, "POST", own + "/quizzes", quiz))
expect("another order", 200, ask(carol, "PUT", own + "/lessons/order", {"lesson_ids": lessons[::-1]}))
expect("publication within the tenant", 200, ask(carol, "PUT", own, {"status": "published"}))
refused("another's course", 404, "not_found", ask(dave, "GET", own))
refused("change of another's course", 404, "not_found", ask(dave, "PUT", own, {"title": "mine"}))
refused("publication by anybody", 403, "forbidden", ask(dave, "PUT", own + "/publication"))

public = expect("publication to everybody", 200, ask(carol, "PUT", own + "/publication")).body["id"]
catalogue = expect("the catalogue", 200, ask(dave, "GET", "/courses?scope=public")).body["items"]
if [item["id"] for item in catalogue] != [public]:
    sys.exit(f"the catalogue must have one course: {catalogue}")
titles = [item["title"] for item in expect("its lessons", 200, ask(dave, "GET", f"/courses/{public}/lessons")).body["items"]]
if titles != ["two", "one"]:
    sys.exit(f"lessons have an order: {titles}")
refused("change of the catalogue", 403, "forbidden", ask(dave, "PUT", f"/courses/{public}", {"title": "mine"}))
expect("enrolment", 201, ask(dave, "POST", "/enrollments", {"course_id": public}))
refused("enrolment again", 409, "conflict", ask(dave, "POST", "/enrollments", {"course_id": public}))
for lesson in lessons:
    progress = expect("progress", 200, ask(dave, "PUT", f"/progress/{public}/{lesson}", {"completed": True})).body
if progress["enrollment"]["status"] != "completed":
    sys.exit(f"all lessons are done: {progress}")
first = expect("a lesson", 200, ask(dave, "GET", f"/courses/{public}/lessons/{lessons[1]}")).body
shown = expect("its quiz", 200, ask(dave, "GET", f"/quizzes/{first['quiz_id']}"))
if "answer" in shown.text:
    sys.exit(f"answers are not for students: {shown.text}")
result = expect("answers", 201, ask(dave, "POST", f"/quizzes/{first['quiz_id']}/results", {"answers": [1]})).body
if (result["score"], result["passed"]) != (100, True):
    sys.exit(f"the answer was right: {result}")
count = expect("the course", 200, ask(carol, "GET", f"/courses/{public}")).body["enrolled_count"]
if count != 1:
    sys.exit(f"one student has enrolled, and {count} are counted")
expect("the end of the enrolment", 204, ask(dave, "DELETE", f"/enrollments/{public}"))
expect("deletion of the course", 204, ask(carol, "DELETE", own))
refused("a course that is gone", 404, "not_found", ask(carol, "GET", own))
preflight = call("OPTIONS", "/education/courses", Access_Control_Request_Method="POST")
expect("preflight", 200, preflight)
for name in ["Authorization", "Content-Type", "X-Api-Key", "X-Request-Id", "Idempotency-Key"]:
    if name not in preflight.headers["Access-Control-Allow-Headers"].split(","):
        sys.exit(f"{name} is not allowed: {preflight.headers}")
for name, token in [("carol", carol), ("dave", dave)]:
    expect(f"deletion of {name}", 204, call("DELETE", f"/users/{people[name]}", Authorization=token))
