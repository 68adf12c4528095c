"""Runs LocalStack on this machine alone and without TLS, which would want certificates."""

from functools import partial

from localstack.runtime import main
from localstack.runtime.runtime import LocalstackRuntime
from localstack.runtime.server import twisted


def listen(self):
    self.components.runtime_server.register(self.components.gateway, self.config.GATEWAY_LISTEN)


ready_of_localstack = LocalstackRuntime._on_ready


def on_ready(self):
    ready_of_localstack(self)
    print(f"Running on http://127.0.0.1:{self.config.GATEWAY_LISTEN[0].port}", flush=True)


LocalstackRuntime._init_gateway_server = listen
LocalstackRuntime._on_ready = on_ready
twisted.endpoints.TCP4ServerEndpoint = partial(twisted.endpoints.TCP4ServerEndpoint, interface="127.0.0.1")

main.main()
