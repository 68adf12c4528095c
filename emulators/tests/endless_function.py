"""Creates and starts a function that never ends, nor at SIGTERM, and writes its process id to the
file that is the first argument."""

import io
import sys
import zipfile

import boto3

BOOTSTRAP = """#!/bin/sh
trap '' TERM
echo $$ > "$PID_FILE"
while :; do sleep 1; done
"""

archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as code:
    bootstrap = zipfile.ZipInfo("bootstrap")
    bootstrap.external_attr = 0o755 << 16
    code.writestr(bootstrap, BOOTSTRAP)

functions = boto3.client("lambda")
functions.create_function(
    FunctionName="endless",
    Runtime="provided.al2023",
    Handler="bootstrap",
    Role="arn:aws:iam::111111111111:role/endless",
    Timeout=60,
    Environment={"Variables": {"PID_FILE": sys.argv[1]}},
    Code={"ZipFile": archive.getvalue()},
)
functions.invoke(FunctionName="endless", InvocationType="Event")
