"""Where everything is, and the clients for it."""

import functools
import json
import os

import botocore.session

REGION = os.environ["AWS_REGION"]
# What describes the services is loaded once.
DATA = botocore.session.Session().get_component("data_loader")


@functools.cache
def client(service, region=REGION):
    session = botocore.session.Session()
    session.register_component("data_loader", DATA)
    return session.create_client(service, region_name=region)


@functools.cache
def account():
    return client("sts").get_caller_identity()["Account"]


def enter(another):
    """Goes to another account: to ministack, an account is an access key."""
    os.environ["AWS_ACCESS_KEY_ID"] = another
    client.cache_clear()
    account.cache_clear()


def arn(service, resource, region=REGION):
    """An ARN of this account; `region` is empty for what is global."""
    return f"arn:aws:{service}:{region}:{account()}:{resource}"


def document(*statements):
    """A policy, as `jsonencode` writes it: keys in order, and no spaces."""
    policy = {"Version": "2012-10-17", "Statement": list(statements)}
    return json.dumps(policy, sort_keys=True, separators=(",", ":"))


def statement(actions, resources=None, **more):
    found = {"Effect": "Allow", "Action": actions}
    return found | ({"Resource": resources} if resources else {}) | more


def tag_list(tags):
    return [{"Key": key, "Value": value} for key, value in tags.items()]
