"""PutRestApi for ministack, as AWS documents and records it: an OpenAPI document with AWS's extensions is merged into an
API, or takes the place of its routes.

A document of which a part refers to something that it does not have is refused as a whole, as AWS refuses it with
failonwarnings. Variables of a path that stand for one part of it are declared for every method, models are known without
the keywords that OpenAPI does not have, and paths that stay keep their ids.
"""

import copy
import json

from ministack.services import apigateway_v1

KEYWORDS = {
    "$ref", "additionalProperties", "allOf", "anyOf", "default", "description", "enum", "exclusiveMaximum",
    "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems",
    "minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf", "pattern", "properties", "required",
    "title", "type",
}
OF_DOCUMENTS = "#/components/schemas/"
METHODS = {"delete", "get", "head", "options", "patch", "post", "put", "x-amazon-apigateway-any-method"}
STATES = ("_rest_apis", "_resources", "_authorizers_v1", "_models", "_request_validators", "_gateway_responses")


class Refusal(Exception):
    """What is wrong with a document."""


class Import:
    def __init__(self, api_id, document):
        self.api_id = api_id
        self.document = document
        components = document.get("components") or {}
        self.schemas = components.get("schemas") or {}
        self.schemes = components.get("securitySchemes") or {}

    def run(self, overwrites):
        api = apigateway_v1._rest_apis[self.api_id]
        info = self.document["info"]
        api.update(name=info["title"], version=info["version"])
        if "description" in info:
            api["description"] = info["description"]
        if overwrites:
            self.clear()
        for name, schema in self.schemas.items():
            self.put_model(name, schema)
        validators = self.document.get("x-amazon-apigateway-request-validators") or {}
        self.validators = {name: self.put_validator(name, given) for name, given in validators.items()}
        self.authorizers = {}
        for name, scheme in self.schemes.items():
            if "x-amazon-apigateway-authorizer" in scheme:
                self.authorizers[name] = self.put_authorizer(name, scheme)
        for path, operations in self.document["paths"].items():
            resource = self.resource(path)
            for name, operation in operations.items():
                if name in METHODS:
                    verb = "ANY" if name.startswith("x-") else name.upper()
                    self.put_method(path, resource, verb, operation)
        for sort, given in (self.document.get("x-amazon-apigateway-gateway-responses") or {}).items():
            apigateway_v1._put_gateway_response(self.api_id, sort, given)

    def clear(self):
        resources = apigateway_v1._resources[self.api_id]
        for resource in list(resources.values()):
            resource["resourceMethods"] = {}
            if not any(path == resource["path"] or path.startswith(resource["path"] + "/")
                       for path in [*self.document["paths"], "/"]):
                del resources[resource["id"]]
        for state in ("_authorizers_v1", "_models", "_request_validators", "_gateway_responses"):
            getattr(apigateway_v1, state)[self.api_id] = {}

    def reference(self, media):
        target = media["schema"]["$ref"].removeprefix(OF_DOCUMENTS)
        if target not in self.schemas:
            raise Refusal(f"Invalid model reference specified: {target}")
        return target

    def models(self, holder):
        return {kind: self.reference(media) for kind, media in (holder.get("content") or {}).items()}

    def schema(self, schema):
        if not isinstance(schema, dict):
            return schema
        known = {}
        for keyword, value in schema.items():
            if keyword == "$ref":
                name = self.reference({"schema": schema})
                known[keyword] = f"https://apigateway.amazonaws.com/restapis/{self.api_id}/models/{name}"
            elif keyword == "properties":
                known[keyword] = {name: self.schema(one) for name, one in value.items()}
            elif keyword in ("allOf", "anyOf", "oneOf"):
                known[keyword] = [self.schema(one) for one in value]
            elif keyword in KEYWORDS:
                known[keyword] = self.schema(value)
        return known

    def put_model(self, name, schema):
        text = json.dumps(self.schema(schema))
        description = schema.get("description", "")
        model = apigateway_v1._models.setdefault(self.api_id, {}).get(name)
        if model:
            model.update(schema=text, description=description)
        else:
            apigateway_v1._create_model(self.api_id, {"name": name, "schema": text, "description": description})

    def named(self, state, name):
        objects = getattr(apigateway_v1, state).get(self.api_id, {}).values()
        return next((it for it in objects if it["name"] == name), None)

    def put_validator(self, name, given):
        validator = self.named("_request_validators", name)
        if validator:
            for field in ("validateRequestBody", "validateRequestParameters"):
                validator[field] = bool(given.get(field))
            return validator["id"]
        answer = apigateway_v1._create_request_validator(self.api_id, {"name": name, **given})
        return json.loads(answer[2])["id"]

    def put_authorizer(self, name, scheme):
        given = dict(scheme["x-amazon-apigateway-authorizer"])
        given["type"] = given["type"].upper()
        if given["type"] != "REQUEST":
            given["identitySource"] = f"method.request.header.{scheme['name']}"
        given = {"name": name, "identitySource": "", **given}
        if "x-amazon-apigateway-authtype" in scheme:
            given["authType"] = scheme["x-amazon-apigateway-authtype"]
        authorizer = self.named("_authorizers_v1", name)
        if authorizer:
            authorizer.update(given)
            return authorizer
        answer = apigateway_v1._create_authorizer(self.api_id, given)
        return apigateway_v1._authorizers_v1[self.api_id][json.loads(answer[2])["id"]]

    def resource(self, path):
        resources = apigateway_v1._resources[self.api_id]
        found = next((it for it in resources.values() if it["path"] == path), None)
        if found:
            return found["id"]
        parent, _, part = path.rpartition("/")
        above = self.resource(parent or "/")
        siblings = [it["pathPart"] for it in resources.values() if it["parentId"] == above]
        if part.startswith("{") and any(sibling.startswith("{") for sibling in siblings):
            raise Refusal("A sibling of this resource already has a variable path part -- only one is allowed")
        answer = apigateway_v1._create_resource(self.api_id, above, {"pathPart": part})
        return json.loads(answer[2])["id"]

    def authorization(self, operation):
        given = {"authorizationType": "NONE"}
        for name, scopes in [item for need in operation.get("security") or [] for item in need.items()]:
            if name not in self.schemes:
                raise Refusal(f"Invalid security definition specified: {name}")
            scheme = self.schemes[name]
            authorizer = self.authorizers.get(name)
            if authorizer:
                is_pool = authorizer["type"] == "COGNITO_USER_POOLS"
                given["authorizationType"] = "COGNITO_USER_POOLS" if is_pool else "CUSTOM"
                given.update(authorizerId=authorizer["id"], authorizationScopes=scopes)
            elif scheme.get("x-amazon-apigateway-authtype") == "awsSigv4":
                given["authorizationType"] = "AWS_IAM"
            elif scheme["name"].lower() == "x-api-key":
                given["apiKeyRequired"] = True
        return given

    def parameters(self, path, operation):
        places = {"query": "querystring"}
        given = {
            f"method.request.{places.get(it['in'], it['in'])}.{it['name']}": bool(it.get("required"))
            for it in operation.get("parameters") or []
        }
        for part in path.split("/"):
            if part.startswith("{") and part.endswith("}") and not part.endswith("+}"):
                given[f"method.request.path.{part[1:-1]}"] = True
        return given

    def put_method(self, path, resource, verb, operation):
        at = (self.api_id, resource, verb)
        given = {
            **self.authorization(operation),
            "operationName": operation.get("operationId", ""),
            "requestParameters": self.parameters(path, operation),
            "requestModels": self.models(operation.get("requestBody") or {}),
        }
        validator = operation.get("x-amazon-apigateway-request-validator")
        if validator:
            if validator not in self.validators:
                raise Refusal(f"Invalid request validator specified: {validator}")
            given["requestValidatorId"] = self.validators[validator]
        apigateway_v1._put_method(*at, given)
        for status, response in operation["responses"].items():
            headers = {f"method.response.header.{name}": False for name in response.get("headers") or {}}
            declared = {"responseParameters": headers, "responseModels": self.models(response)}
            apigateway_v1._put_method_response(*at, status, declared)
        integration = operation.get("x-amazon-apigateway-integration")
        if not integration:
            return
        given = {**integration, "type": integration["type"].upper()}
        given["passthroughBehavior"] = integration.get("passthroughBehavior", "when_no_match").upper()
        apigateway_v1._put_integration(*at, given)
        for pattern, answer in (integration.get("responses") or {}).items():
            given = {"selectionPattern": "" if pattern == "default" else pattern, **answer}
            apigateway_v1._put_integration_response(*at, str(answer["statusCode"]), given)


def put_rest_api(api_id, body, query_params):
    if api_id not in apigateway_v1._rest_apis:
        return apigateway_v1._v1_error("NotFoundException", "Invalid API identifier specified", 404)
    mode = query_params.get("mode") or "merge"
    mode = mode[0] if isinstance(mode, list) else mode
    states = [getattr(apigateway_v1, state) for state in STATES]
    before = [copy.deepcopy(state.get(api_id)) for state in states]
    try:
        Import(api_id, json.loads(body)).run(overwrites=mode == "overwrite")
    except (Refusal, AttributeError, KeyError, TypeError, ValueError) as error:
        for state, kept in zip(states, before):
            if kept is not None:
                state[api_id] = kept
        return apigateway_v1._v1_error("BadRequestException", f"Errors found during import: {error}", 400)
    return apigateway_v1._get_rest_api(api_id)


apis_of_ministack = apigateway_v1.handle_request


async def handle_apis(method, path, headers, body, query_params):
    parts = path.strip("/").split("/")
    if method == "PUT" and parts[0] == "restapis" and len(parts) == 2:
        return put_rest_api(parts[1], body, query_params)
    return await apis_of_ministack(method, path, headers, body, query_params)


apigateway_v1.handle_request = handle_apis
