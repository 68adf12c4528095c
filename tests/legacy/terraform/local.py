"""What is in a state and nowhere in the cloud."""

import base64
import hashlib


def random_id(scope, label, hexadecimal, **more):
    raw = bytes.fromhex(hexadecimal)
    attributes = {
        "b64_std": base64.b64encode(raw).decode(),
        "b64_url": base64.urlsafe_b64encode(raw).decode().rstrip("="),
        "byte_length": len(raw),
        "dec": str(int(hexadecimal, 16)),
        "hex": hexadecimal,
        "id": base64.urlsafe_b64encode(raw).decode().rstrip("="),
        "keepers": None,
        "prefix": None,
    }
    return scope.managed("random_id", label, attributes, **more)


def random_password(scope, label, password, **more):
    attributes = {
        "bcrypt_hash": f"$2a$10${password}",
        "id": "none",
        "keepers": None,
        "length": len(password),
        "lower": True,
        "min_lower": 0,
        "min_numeric": 0,
        "min_special": 0,
        "min_upper": 0,
        "number": True,
        "numeric": True,
        "override_special": None,
        "result": password,
        "special": True,
        "upper": True,
    }
    return scope.managed("random_password", label, attributes, sensitive=["bcrypt_hash", "result"], **more)


def file(scope, label, filename, content, **more):
    raw = content.encode()
    attributes = {
        "content": content,
        "content_base64": None,
        "content_base64sha256": base64.b64encode(hashlib.sha256(raw).digest()).decode(),
        "content_base64sha512": base64.b64encode(hashlib.sha512(raw).digest()).decode(),
        "content_md5": hashlib.md5(raw).hexdigest(),
        "content_sha1": hashlib.sha1(raw).hexdigest(),
        "content_sha256": hashlib.sha256(raw).hexdigest(),
        "content_sha512": hashlib.sha512(raw).hexdigest(),
        "directory_permission": "0777",
        "file_permission": "0777",
        "filename": filename,
        "id": hashlib.sha1(raw).hexdigest(),
        "sensitive_content": None,
        "source": None,
    }
    return scope.managed("local_file", label, attributes, **more)


def caller_identity(scope, account):
    attributes = {
        "account_id": account,
        "arn": f"arn:aws:iam::{account}:user/terraform",
        "id": account,
        "user_id": "AIDAEXAMPLEEXAMPLE",
    }
    return scope.data("aws_caller_identity", "current", attributes)


def region(scope, name):
    attributes = {"description": "US East (Ohio)", "endpoint": f"ec2.{name}.amazonaws.com", "id": name, "name": name}
    return scope.data("aws_region", "current", attributes)
