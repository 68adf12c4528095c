"""Lets ministack's mock integrations work out the templates of their answers.

ministack answers with the template's text. Here a template sees what was sent and may set headers and the status of the
answer, as AWS documents it (`$input.params`, `$context.responseOverride`); preflights of APIs that several origins may call
depend on it.
"""

from contextvars import ContextVar

import airspeed

from ministack.services import apigateway_v1

execute_of_ministack = apigateway_v1._execute_in_scope
mock_of_ministack = apigateway_v1._invoke_mock_v1

mocked_request = ContextVar("mocked_request")


class MockInput:
    """`$input`, as far as a request without a body has one."""

    def __init__(self, request):
        self.request = request

    def params(self, name):
        for sort in ("path_params", "query_params", "headers"):
            if name in self.request[sort]:
                return first_of(self.request[sort][name])
        return ""


def first_of(value):
    return value[0] if isinstance(value, list | tuple) else value


async def execute(request, *rest):
    mocked_request.set(request)
    return await execute_of_ministack(request, *rest)


def answer_of_mock(integration):
    status, headers, body = mock_of_ministack(integration)
    override = {"header": {}}
    variables = {"input": MockInput(mocked_request.get()), "context": {"responseOverride": override}}
    body = airspeed.Template(body.decode()).merge(variables).encode()
    return int(override.get("status", status)), headers | override["header"], body


apigateway_v1._execute_in_scope = execute
apigateway_v1._invoke_mock_v1 = answer_of_mock
