"""The document of a state (format 4), and the blocks of a configuration that it tells of."""

import base64
import json
import re

REGISTRY = "registry.terraform.io/hashicorp"

# The versions of those schemas of the provider that are not 0.
SCHEMA_VERSIONS = {
    "aws_cloudwatch_metric_alarm": 1,
    "aws_dynamodb_table": 1,
    "aws_s3_bucket_lifecycle_configuration": 1,
    "aws_security_group": 1,
    "random_password": 3,
    "random_string": 2,
}

# Under this name the provider keeps how long it waits, in nanoseconds.
TIMEOUTS = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0"
MINUTES = 60 * 10**9


class State:
    """What Terraform has written down so far."""

    def __init__(self, lineage, serial, terraform_version, default_tags):
        self.head = {"version": 4, "terraform_version": terraform_version, "serial": serial, "lineage": lineage}
        self.default_tags = default_tags
        self.outputs = {}
        self.blocks = {}
        # Texts by which an instance is known, and the address of its block with all that this depends on.
        self.known = {}
        self.root = Scope(self)

    def document(self):
        """The whole state. Terraform sorts its blocks: modules first by name, then types, then names."""
        blocks = sorted(self.blocks.values(), key=lambda it: (it.get("module", ""), it["mode"], it["type"], it["name"]))
        return dict(self.head, outputs=self.outputs, resources=blocks, check_results=None)

    def add(self, scope, mode, type_name, name, instance):
        """Adds an instance to its block; None leaves the block without any, as `count = 0` does."""
        block = {"module": scope.module} if scope.module else {}
        provider = scope.provider or f'provider["{REGISTRY}/{type_name.split("_")[0]}"]'
        block |= {"mode": mode, "type": type_name, "name": name, "provider": provider, "instances": []}
        block = self.blocks.setdefault((scope.module, mode, type_name, name), block)
        block["instances"] += [instance] if instance else []

    def dependencies(self, attributes):
        """The addresses of everything that these attributes tell of, and of what that depends on."""
        text = json.dumps(attributes)
        return {address for known, addresses in self.known.items() if known in text for address in addresses}

    def know(self, made, dependencies):
        for attribute in ["arn", "id"]:
            text = made.get(attribute)
            # Short ids and plain words stand everywhere, and parts are called as what they are parts of.
            if isinstance(text, str) and len(text) > 7 and not text.isalpha():
                self.known.setdefault(text, {made.block} | dependencies)


class Made(dict):
    """The attributes of an instance, and the address of its block."""

    block = ""


class Scope:
    """A module, in which blocks are declared, with the provider that it was given."""

    def __init__(self, state, module=None, provider=None):
        self.state = state
        self.module = module
        self.provider = provider

    def child(self, name, key=None):
        """A module that this one calls."""
        index = "" if key is None else f"[{json.dumps(key)}]"
        return Scope(self.state, ".".join(filter(None, [self.module, f"module.{name}{index}"])), self.provider)

    def aliased(self, alias):
        """The same module with another provider for AWS."""
        return Scope(self.state, self.module, f'provider["{REGISTRY}/aws"].{alias}')

    def managed(self, type_name, name, attributes, *, key=None, sensitive=(), timeouts=None, depends_on=(), **more):
        """An instance of a resource. `sensitive` names attributes, or the way to what is in one; `depends_on` has
        other instances, and `more` is `status` or `deposed`. Gives the attributes."""
        made = Made(attributes)
        made.block = without_keys(".".join(filter(None, [self.module, type_name, name])))
        dependencies = self.state.dependencies(attributes) | {it.block for it in depends_on}
        dependencies.discard(made.block)
        instance = {} if key is None else {"index_key": key}
        instance |= more
        instance |= {"schema_version": SCHEMA_VERSIONS.get(type_name, 0), "attributes": attributes}
        instance["sensitive_attributes"] = [marked(it) for it in sensitive]
        if type_name.startswith("aws_"):
            instance["private"] = private(instance["schema_version"], timeouts)
        if dependencies:
            instance["dependencies"] = sorted(dependencies)
        self.state.add(self, "managed", type_name, name, instance)
        if "deposed" not in more:
            self.state.know(made, dependencies)
        return made

    def tagged(self, type_name, name, attributes, tags=None, **more):
        """The same of something that has tags."""
        return self.managed(type_name, name, dict(attributes, tags=tags, tags_all=self.all_tags(tags)), **more)

    def all_tags(self, tags):
        """Tags of a resource, and those that the provider gives to all."""
        return self.state.default_tags | (tags or {})

    def data(self, type_name, name, attributes, key=None):
        """A data source, as it was last read."""
        instance = {} if key is None else {"index_key": key}
        version = SCHEMA_VERSIONS.get(type_name, 0)
        instance |= {"schema_version": version, "attributes": attributes, "sensitive_attributes": []}
        self.state.add(self, "data", type_name, name, instance)
        return attributes

    def none(self, type_name, name):
        """A block whose `count` is 0."""
        self.state.add(self, "managed", type_name, name, None)


def marked(way):
    """How a state says what is sensitive: `way` is the name of an attribute, or names, keys and positions."""
    names = [way] if isinstance(way, str) else way
    return [step(name) for name in names]


def step(name):
    """An attribute is in small letters; a position is a number, and the keys that are marked here are in capitals."""
    if isinstance(name, str) and name.islower():
        return {"type": "get_attr", "value": name}
    return {"type": "index", "value": {"value": name, "type": "number" if isinstance(name, int) else "string"}}


def private(schema_version, timeouts):
    """What the provider keeps for itself: how long it waits, in minutes."""
    kept = {TIMEOUTS: {what: minutes * MINUTES for what, minutes in timeouts.items()}} if timeouts else None
    if kept and schema_version:
        kept["schema_version"] = str(schema_version)
    return base64.b64encode(json.dumps(kept, separators=(",", ":")).encode()).decode()


def without_keys(address):
    """The address of a block: Terraform writes no keys where it says what depends on what."""
    return re.sub(r"\[[^]]*\]", "", address)
