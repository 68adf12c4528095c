"""Tables."""

from .place import arn, client, tag_list

# The time that the provider waits for a table.
TIMEOUTS = {"create": 30, "delete": 10, "update": 60}


def index(name, partition, sort=None, include=None, keys_only=False):
    """A global secondary index, as a configuration writes it."""
    projection = "INCLUDE" if include else "KEYS_ONLY" if keys_only else "ALL"
    return {
        "hash_key": partition,
        "name": name,
        "non_key_attributes": include or [],
        "on_demand_throughput": [],
        "projection_type": projection,
        "range_key": sort or "",
        "read_capacity": 0,
        "write_capacity": 0,
    }


def table(
    scope,
    label,
    name,
    partition,
    sort=None,
    *,
    indexes=(),
    numbers=(),
    ttl=None,
    backups=False,
    encrypted=False,
    tags=None,
    region=None,
    **more,
):
    """A table on demand. `numbers` are the attributes that are numbers: all others are text."""
    dynamodb = client("dynamodb", region) if region else client("dynamodb")
    names = {partition, sort} | {index[key] for index in indexes for key in ["hash_key", "range_key"]}
    types = {it: "N" if it in numbers else "S" for it in sorted(filter(None, names))}
    # An AWS managed key: what the provider means by encryption without a key of one's own.
    encryption = {"SSESpecification": {"Enabled": True, "SSEType": "KMS"}} if encrypted else {}
    asked_indexes = {"GlobalSecondaryIndexes": [requested(index) for index in indexes]} if indexes else {}
    described = dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=keys(partition, sort),
        AttributeDefinitions=[{"AttributeName": it, "AttributeType": kind} for it, kind in types.items()],
        Tags=tag_list(scope.all_tags(tags)),
        **asked_indexes,
        **encryption,
    )["TableDescription"]
    if ttl:
        specification = {"AttributeName": ttl, "Enabled": True}
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=specification)
    if backups:
        specification = {"PointInTimeRecoveryEnabled": True}
        dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=specification)
    key = described.get("SSEDescription", {}).get("KMSMasterKeyArn", "")
    attributes = {
        "arn": described["TableArn"],
        "attribute": [{"name": it, "type": kind} for it, kind in types.items()],
        "billing_mode": "PAY_PER_REQUEST",
        "deletion_protection_enabled": False,
        "global_secondary_index": list(indexes),
        "hash_key": partition,
        "id": name,
        "import_table": [],
        "local_secondary_index": [],
        "name": name,
        "on_demand_throughput": [],
        "point_in_time_recovery": [{"enabled": backups, "recovery_period_in_days": 35 if backups else 0}],
        "range_key": sort,
        "read_capacity": 0,
        "replica": [],
        "restore_date_time": None,
        "restore_source_name": None,
        "restore_source_table_arn": None,
        "restore_to_latest_time": None,
        "server_side_encryption": [{"enabled": True, "kms_key_arn": key}] if encrypted else [],
        "stream_arn": "",
        "stream_enabled": False,
        "stream_label": "",
        "stream_view_type": "",
        "table_class": "STANDARD",
        "timeouts": None,
        "ttl": [{"attribute_name": ttl or "", "enabled": bool(ttl)}],
        "write_capacity": 0,
    }
    return scope.tagged("aws_dynamodb_table", label, attributes, tags, timeouts=TIMEOUTS, **more)


def keys(partition, sort):
    schema = [{"AttributeName": partition, "KeyType": "HASH"}]
    return schema + ([{"AttributeName": sort, "KeyType": "RANGE"}] if sort else [])


def requested(index):
    projection = {"ProjectionType": index["projection_type"]}
    if index["non_key_attributes"]:
        projection["NonKeyAttributes"] = index["non_key_attributes"]
    schema = keys(index["hash_key"], index["range_key"])
    return {"IndexName": index["name"], "KeySchema": schema, "Projection": projection}


def everything_of(*tables):
    """The ARNs by which policies name tables and their indexes."""
    return [name for table in tables for name in [table["arn"], f"{table['arn']}/index/*"]]
