"""Buckets, setting by setting."""

from .place import REGION, client, tag_list


def bucket(scope, label, name, *, tags=None, region=REGION, **more):
    s3 = client("s3", region)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tag_list(scope.all_tags(tags))})
    attributes = {
        "acceleration_status": "",
        "acl": None,
        "arn": f"arn:aws:s3:::{name}",
        "bucket": name,
        "bucket_domain_name": f"{name}.s3.amazonaws.com",
        "bucket_prefix": "",
        "bucket_regional_domain_name": f"{name}.s3.{region}.amazonaws.com",
        "cors_rule": [],
        "force_destroy": False,
        "grant": [],
        "hosted_zone_id": "Z2O1EMRO9K5GLX",
        "id": name,
        "lifecycle_rule": [],
        "logging": [],
        "object_lock_configuration": [],
        "object_lock_enabled": False,
        "policy": "",
        "region": region,
        "replication_configuration": [],
        "request_payer": "BucketOwner",
        "server_side_encryption_configuration": [],
        "timeouts": None,
        "versioning": [{"enabled": False, "mfa_delete": False}],
        "website": [],
        "website_domain": None,
        "website_endpoint": None,
    }
    return scope.tagged(
        "aws_s3_bucket",
        label,
        attributes,
        tags,
        timeouts={"create": 20, "delete": 60, "read": 20, "update": 20},
        **more,
    )


def part(scope, what, label, of_bucket, attributes, **more):
    """A setting that is a resource of its own in Terraform."""
    attributes = {"bucket": of_bucket["id"], "id": of_bucket["id"]} | attributes
    return scope.managed(f"aws_s3_bucket_{what}", label, attributes, **more)


def versioning(scope, label, of_bucket, status, **more):
    client("s3", of_bucket["region"]).put_bucket_versioning(
        Bucket=of_bucket["id"], VersioningConfiguration={"Status": status}
    )
    attributes = {
        "expected_bucket_owner": "",
        "mfa": None,
        "versioning_configuration": [{"mfa_delete": "", "status": status}],
    }
    return part(scope, "versioning", label, of_bucket, attributes, **more)


def encryption(scope, label, of_bucket, bucket_key, **more):
    """S3's own keys."""
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": bucket_key}
    client("s3", of_bucket["region"]).put_bucket_encryption(
        Bucket=of_bucket["id"], ServerSideEncryptionConfiguration={"Rules": [rule]}
    )
    by_default = [{"kms_master_key_id": "", "sse_algorithm": "AES256"}]
    attributes = {
        "expected_bucket_owner": "",
        "rule": [{"apply_server_side_encryption_by_default": by_default, "bucket_key_enabled": bucket_key}],
    }
    return part(scope, "server_side_encryption_configuration", label, of_bucket, attributes, **more)


def public_access_block(scope, label, of_bucket, **more):
    shields = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
    configuration = {"".join(word.capitalize() for word in it.split("_")): True for it in shields}
    client("s3", of_bucket["region"]).put_public_access_block(
        Bucket=of_bucket["id"],
        PublicAccessBlockConfiguration=configuration,
    )
    return part(scope, "public_access_block", label, of_bucket, dict.fromkeys(shields, True), **more)


def cors(scope, label, of_bucket, origins, **more):
    methods = ["DELETE", "GET", "HEAD", "POST", "PUT"]
    rule = {
        "AllowedHeaders": ["*"],
        "AllowedMethods": methods,
        "AllowedOrigins": origins,
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 3000,
    }
    client("s3", of_bucket["region"]).put_bucket_cors(Bucket=of_bucket["id"], CORSConfiguration={"CORSRules": [rule]})
    written = {
        "allowed_headers": ["*"],
        "allowed_methods": methods,
        "allowed_origins": origins,
        "expose_headers": ["ETag"],
        "id": "",
        "max_age_seconds": 3000,
    }
    return part(
        scope, "cors_configuration", label, of_bucket, {"cors_rule": [written], "expected_bucket_owner": ""}, **more
    )


def rule(name, prefix="", *, moves=(), expires=None, noncurrent=None, abort=None):
    """A rule for what grows old, in days; `moves` are pairs of days and storage class."""
    return {
        "name": name,
        "prefix": prefix,
        "moves": moves,
        "expires": expires,
        "noncurrent": noncurrent,
        "abort": abort,
    }


def lifecycle(scope, label, of_bucket, rules, **more):
    configuration = {"Rules": [requested(it) for it in rules]}
    client("s3", of_bucket["region"]).put_bucket_lifecycle_configuration(
        Bucket=of_bucket["id"], LifecycleConfiguration=configuration
    )
    attributes = {
        "expected_bucket_owner": "",
        "rule": [written(it) for it in rules],
        "timeouts": None,
        "transition_default_minimum_object_size": "all_storage_classes_128K",
    }
    return part(scope, "lifecycle_configuration", label, of_bucket, attributes, **more)


def requested(rule):
    asked = {"ID": rule["name"], "Status": "Enabled", "Filter": {"Prefix": rule["prefix"]}}
    asked |= (
        {"Transitions": [{"Days": days, "StorageClass": name} for days, name in rule["moves"]]} if rule["moves"] else {}
    )
    asked |= {"Expiration": {"Days": rule["expires"]}} if rule["expires"] else {}
    asked |= {"NoncurrentVersionExpiration": {"NoncurrentDays": rule["noncurrent"]}} if rule["noncurrent"] else {}
    return asked | ({"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": rule["abort"]}} if rule["abort"] else {})


def written(rule):
    expiration = [{"date": None, "days": rule["expires"], "expired_object_delete_marker": False}]
    noncurrent = [{"newer_noncurrent_versions": None, "noncurrent_days": rule["noncurrent"]}]
    return {
        "abort_incomplete_multipart_upload": [{"days_after_initiation": rule["abort"]}] if rule["abort"] else [],
        "expiration": expiration if rule["expires"] else [],
        "filter": [
            {
                "and": [],
                "object_size_greater_than": None,
                "object_size_less_than": None,
                "prefix": rule["prefix"],
                "tag": [],
            }
        ],
        "id": rule["name"],
        "noncurrent_version_expiration": noncurrent if rule["noncurrent"] else [],
        "noncurrent_version_transition": [],
        "prefix": "",
        "status": "Enabled",
        "transition": [{"date": None, "days": days, "storage_class": name} for days, name in rule["moves"]],
    }


def policy(scope, label, of_bucket, text, **more):
    client("s3", of_bucket["region"]).put_bucket_policy(Bucket=of_bucket["id"], Policy=text)
    return part(scope, "policy", label, of_bucket, {"policy": text}, **more)


def ownership(scope, label, of_bucket):
    rule = {"ObjectOwnership": "BucketOwnerEnforced"}
    client("s3").put_bucket_ownership_controls(Bucket=of_bucket["id"], OwnershipControls={"Rules": [rule]})
    written = {"rule": [{"object_ownership": "BucketOwnerEnforced"}]}
    return part(scope, "ownership_controls", label, of_bucket, written)


def notification(scope, label, of_bucket, queue):
    told = {"Id": "uploads", "QueueArn": queue["arn"], "Events": ["s3:ObjectCreated:*"]}
    client("s3").put_bucket_notification_configuration(
        Bucket=of_bucket["id"], NotificationConfiguration={"QueueConfigurations": [told]}
    )
    written = {
        "events": ["s3:ObjectCreated:*"],
        "filter_prefix": "",
        "filter_suffix": "",
        "id": "uploads",
        "queue_arn": queue["arn"],
    }
    attributes = {"eventbridge": False, "lambda_function": [], "queue": [written], "topic": []}
    return part(scope, "notification", label, of_bucket, attributes)


def access_logs(scope, label, of_bucket, logs):
    client("s3").put_bucket_logging(
        Bucket=of_bucket["id"],
        BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": logs["id"], "TargetPrefix": "access/"}},
    )
    attributes = {
        "expected_bucket_owner": "",
        "target_bucket": logs["id"],
        "target_grant": [],
        "target_object_key_format": [],
        "target_prefix": "access/",
    }
    return part(scope, "logging", label, of_bucket, attributes)


def website(scope, label, of_bucket):
    name = of_bucket["id"]
    client("s3").put_bucket_website(
        Bucket=name,
        WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"}},
    )
    attributes = {
        "error_document": [{"key": "error.html"}],
        "expected_bucket_owner": "",
        "index_document": [{"suffix": "index.html"}],
        "redirect_all_requests_to": [],
        "routing_rule": [],
        "routing_rules": "",
        "website_domain": f"s3-website.{REGION}.amazonaws.com",
        "website_endpoint": f"{name}.s3-website.{REGION}.amazonaws.com",
    }
    return part(scope, "website_configuration", label, of_bucket, attributes)


def an_object(scope, label, of_bucket, name, content, content_type, **more):
    made = client("s3").put_object(
        Bucket=of_bucket["id"], Key=name, Body=content.encode(), ContentType=content_type
    )
    etag = made["ETag"].strip('"')
    sums = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"]
    attributes = {f"checksum_{it}": "" for it in sums}
    attributes |= {
        "acl": None,
        "arn": f"{of_bucket['arn']}/{name}",
        "bucket": of_bucket["id"],
        "bucket_key_enabled": False,
        "cache_control": "",
        "checksum_algorithm": None,
        "content": content,
        "content_base64": None,
        "content_disposition": "",
        "content_encoding": "",
        "content_language": "",
        "content_type": content_type,
        "etag": etag,
        "force_destroy": False,
        "id": f"{of_bucket['id']}/{name}",
        "key": name,
        "kms_key_id": None,
        "metadata": {},
        "object_lock_legal_hold_status": "",
        "object_lock_mode": "",
        "object_lock_retain_until_date": "",
        "override_provider": [],
        "server_side_encryption": "AES256",
        "source": None,
        "source_hash": None,
        "storage_class": "STANDARD",
        "tags": None,
        "tags_all": {},
        "version_id": made.get("VersionId", ""),
        "website_redirect": "",
    }
    return scope.managed("aws_s3_object", label, attributes, **more)
