"""The tables of the larger platform: the six at its core, and those of its modules."""

from terraform import dynamodb
from terraform.dynamodb import index

# By suffix: keys, indexes, and more.
CORE = {
    "application-settings": (
        ["setting_category", "setting_key"],
        [index("updated-at-index", "setting_category", "updated_at")],
        {},
    ),
    "organization-data": (
        ["organization_id", "data_type"],
        [
            index("data-type-index", "data_type", "updated_at"),
            index("created-at-index", "organization_id", "created_at"),
        ],
        {},
    ),
    "system-logs": (
        ["log_id", "timestamp"],
        [
            index("user-logs-index", "user_id", "timestamp"),
            index("event-type-index", "event_type", "timestamp"),
            index("daily-logs-index", "date", "timestamp", keys_only=True),
        ],
        {"ttl": "expires_at"},
    ),
    "user-content-metadata": (
        ["content_id"],
        [
            index("user-content-index", "user_id", "created_at"),
            index("content-type-index", "content_type", "created_at"),
            index("organization-content-index", "organization_id", "created_at"),
        ],
        {"ttl": "expires_at"},
    ),
    "user-profiles": (
        ["user_id"],
        [index("email-index", "email"), index("organization-index", "organization_id", "created_at")],
        {},
    ),
    "user-sessions": (["session_id"], [index("user-sessions-index", "user_id", "created_at")], {"ttl": "expires_at"}),
}

BY_MODULE = {
    "agents": {
        "agent-execution-history": (
            ["agent_id", "run_id"],
            [
                index("user-runs-index", "user_id", "started_at"),
                index("tenant-runs-index", "tenant_id", "started_at"),
                index("status-runs-index", "status", "started_at"),
                index("completed-runs-index", "tenant_id", "completed_at"),
            ],
            {"ttl": "expires_at", "encrypted": True},
        ),
        "agent-templates": (
            ["template_id"],
            [
                index("category-rating-index", "category", "rating"),
                index("public-usage-index", "is_public", "usage_count"),
                index("tenant-templates-index", "tenant_id", "created_at"),
            ],
            {"numbers": ["rating", "usage_count"], "backups": True},
        ),
    },
    "education": {
        "courses": (
            ["course_id"],
            [
                index("category-updated-index", "category", "updated_at"),
                index("visibility-updated-index", "visibility", "updated_at"),
            ],
            {},
        ),
        "lessons": (
            ["course_id", "lesson_id"],
            [index("course-order-index", "course_id", "order_idx")],
            {"numbers": ["order_idx"]},
        ),
    },
    "community": {
        "community-posts": (
            ["post_id"],
            [
                index("author-created-index", "author_user_id", "created_at"),
                index("organization-trending-index", "organization_id", "trending_score"),
            ],
            {"numbers": ["trending_score"]},
        ),
        "reactions": (["entity_id", "user_id"], [index("user-entity-index", "user_id", "entity_id")], {}),
    },
}


def core(scope, prefix):
    """One block for each, as a person has written them one after the other."""
    made = {}
    for suffix, (keys, indexes, more) in CORE.items():
        label = suffix.replace("-", "_")
        made[suffix] = dynamodb.table(
            scope, label, f"{prefix}-{suffix}", *keys, indexes=indexes, encrypted=True, **more
        )
    return made


def of_module(scope, prefix, module):
    """One block with `for_each`."""
    return {
        suffix: dynamodb.table(scope, "this", f"{prefix}-{suffix}", *keys, indexes=indexes, key=suffix, **more)
        for suffix, (keys, indexes, more) in BY_MODULE[module].items()
    }
