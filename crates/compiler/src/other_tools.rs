//! What to write here for words of Terraform's language, and of CloudFormation's and Serverless's: who comes from
//! there writes them by habit.
use language::value::{Path, Segment, Value};
use terraform::Translation;

/// Arguments that every resource has there.
const ARGUMENTS: &[(&str, &str)] = &[
    ("count", "write `enabled: ${\u{2026}}` for none or one, or `for_each` for several"),
    (
        "dynamic",
        "a list or a map of a spec can be an expression: `${[for one in \u{2026} : \u{2026}]}`",
    ),
    ("provider", "write `region` for another region"),
    ("provisioner", "provisioners are not supported: do it before or after `diatonic apply`"),
    ("tags_all", "write `tags`; the environment's are added by themselves"),
    ("timeouts", "each wait has its limit already: remove it"),
];

/// Fields of the resources of others, by our kinds, that say something which is said in another way here.
const FIELDS: &[(&str, &str, &str)] = &[
    (
        "cognito.user_pool",
        "schema",
        "write attributes of your own in `custom_attributes`, without `custom:`",
    ),
    (
        "dynamodb.table",
        "attribute",
        "the type of a key stands beside its name: `partition_key: { name: id, type: S }`",
    ),
    ("dynamodb.table", "read_capacity", "write `capacity: { read: \u{2026}, write: \u{2026} }`"),
    (
        "dynamodb.table",
        "server_side_encryption",
        "write `encryption: {}`, or `encryption: { kms_key: \u{2026} }`",
    ),
    ("dynamodb.table", "write_capacity", "write `capacity: { read: \u{2026}, write: \u{2026} }`"),
    (
        "lambda.function",
        "events",
        "write `event_sources` for queues and streams; an API names the function in its `routes`",
    ),
    ("lambda.function", "filename", "write `code: { zip: \u{2026} }`"),
    ("lambda.function", "image_uri", "write `code: { image: \u{2026} }`"),
    (
        "lambda.function",
        "publish",
        "remove it: an alias without `version` follows the newest, and publishes it",
    ),
    ("lambda.function", "s3_bucket", "write `code: { bucket: \u{2026}, key: \u{2026} }`"),
    ("lambda.function", "source_code_hash", "remove it: every plan compares the code itself"),
    ("lambda.function", "url", "write `function_url`"),
    ("apigateway.rest_api", "body", "write `routes`: paths, and below each its methods"),
    ("s3.bucket", "acl", "remove it where it is `private`; others are written in `acl_grants`"),
    (
        "s3.bucket",
        "bucket_prefix",
        "write `name`, or omit it: the name then starts with `${env.name_prefix}`",
    ),
    ("s3.bucket", "server_side_encryption_configuration", "write `encryption`"),
];

/// What references of others start with, or are as a whole.
const REFERENCES: &[(&str, &str)] = &[
    ("count", "make instances with `for_each`, in which `each.key` is the one"),
    (
        "data",
        "account and region are `env.account` and `env.region`; what else exists is looked up in `existing`",
    ),
    (
        "module",
        "there are no modules: refer to the resource itself, as in `dynamodb.table.<name>.arn`",
    ),
    ("path", "omit it: files are named from the project's folder on"),
    ("self", "a resource cannot refer to itself: make a local of what both need"),
    ("terraform", "the name of the environment is `env.name`"),
];

/// Outputs of Terraform's resources that are called otherwise here, where the kind has no such output.
const OUTPUTS: &[(&str, &str)] = &[("id", "name"), ("bucket", "name"), ("function_name", "name")];

/// Sections of templates and of Serverless's files.
const SECTIONS: &[(&str, &str)] = &[
    ("AWSTemplateFormatVersion", "CloudFormation's: remove it"),
    ("Outputs", "CloudFormation's: write `outputs`"),
    ("Parameters", "CloudFormation's: write `variables`"),
    (
        "Resources",
        "CloudFormation's: the kind is the section itself: `s3.bucket: { <name>: { \u{2026} } }`",
    ),
    ("functions", "Serverless's: write `lambda.function`"),
    ("service", "Serverless's: the project's name stands in environments/<name>.yaml"),
];

/// Blocks that a configuration there is made of.
const BLOCKS: &[(&str, &str)] = &[
    ("data", "look things up in `existing`"),
    ("local", "write `locals`"),
    (
        "module",
        "there are no modules: `for_each` makes several of one block, and all files under specs/ are one stack",
    ),
    ("moved", "write `moved_from` in the block that has moved"),
    ("output", "write `outputs`"),
    ("provider", "account and region stand in environments/<name>.yaml"),
    ("resource", "the kind is the section itself: `s3.bucket: { <name>: { \u{2026} } }`"),
    ("terraform", "where the state is kept stands in environments/<name>.yaml"),
    ("variable", "write `variables`"),
];

fn of(words: &[(&str, &'static str)], word: &str) -> Option<String> {
    let found = words.iter().find(|(known, _)| *known == word);
    found.map(|(_, help)| format!("that is Terraform's: {help}"))
}

/// What stands for a word of others that is not a field of a kind, at its place in a block.
pub(super) fn field(kind: &str, path: &Path, value: &Value) -> Option<String> {
    let keys: Vec<&str> = path
        .segments()
        .iter()
        .filter_map(|segment| match segment {
            Segment::Key(key) => Some(key.as_str()),
            Segment::Index(_) => None,
        })
        .collect();
    let (argument, around) = keys.split_last()?;
    let known = |(of, word, _): &&(&str, &str, &str)| *of == kind && word == argument;
    let translated = || {
        let value = value.as_str();
        Some(match terraform::translation(kind, around, argument, value)? {
            Translation::Field(field) => format!("that is Terraform's: write `{field}`"),
            Translation::Without(field) => {
                format!("that is Terraform's: remove it; it is so where there is no `{field}`")
            }
        })
    };
    if !around.is_empty() {
        return translated();
    }
    let own = FIELDS.iter().find(known).map(|(.., help)| (*help).to_owned());
    own.or_else(|| of(ARGUMENTS, argument)).or_else(translated)
}

/// What stands for a key of Terraform's `lifecycle`.
pub(super) fn lifecycle(path: &Path) -> Option<String> {
    (path.last_key() == Some("create_before_destroy"))
        .then(|| "that is Terraform's: write `replacement: create_first`".to_owned())
}

/// What stands for a word of Terraform's where a list is expected.
pub(super) fn word(path: &Path, value: &Value) -> Option<String> {
    (path.last_key() == Some("ignore_changes") && value == "all").then(|| {
        "that is Terraform's, and there is no word for all: name the fields, as in `[tags]`"
            .to_owned()
    })
}

/// What stands for what a reference starts with.
pub(super) fn reference(root: &str) -> Option<String> {
    let kind = || {
        root.strip_prefix("aws_")?;
        Some(match terraform::kind_of(root) {
            Some((kind, false)) => {
                format!("that is Terraform's: write `{kind}.<name>.<output>`")
            }
            Some((kind, true)) => format!(
                "that is Terraform's: it is a part of the block of `{kind}` that it belongs to"
            ),
            None => no_kind(),
        })
    };
    of(REFERENCES, root).or_else(kind)
}

fn no_kind() -> String {
    "that is Terraform's: write the type of AWS's registry that it is, such as `AWS::EC2::VPC`"
        .to_owned()
}

/// What stands for an output of Terraform's of a resource that has outputs of these names.
pub(super) fn output<'a>(output: &str, mut names: impl Iterator<Item = &'a str>) -> Option<String> {
    let (_, ours) = OUTPUTS.iter().find(|(theirs, _)| *theirs == output)?;
    names.any(|name| name == *ours).then(|| format!("that is Terraform's: write `{ours}`"))
}

/// What stands for the address of a resource of Terraform's.
pub(super) fn address(text: &str) -> Option<String> {
    let (type_name, name) = text.split_once('.')?;
    let (kind, is_part) = terraform::kind_of(type_name)?;
    (!is_part).then(|| format!("that is Terraform's: write `{kind}.{name}`"))
}

/// What stands for a block, for the type of a resource, or for both its type and its name, as a section.
pub(super) fn section(name: &str) -> Option<String> {
    let (type_name, rest) = match name.split_once('.') {
        Some((type_name, rest)) => (type_name, Some(rest)),
        None => (name, None),
    };
    let kind = || match (terraform::kind_of(type_name), rest) {
        (Some((kind, true)), _) => Some(format!(
            "that is Terraform's: it is a part of the block of `{kind}` that it belongs to"
        )),
        (Some((kind, false)), None) => Some(format!("that is Terraform's: write `{kind}`")),
        (Some((kind, false)), Some(rest)) => {
            Some(format!("that is Terraform's: write `{kind}: {{ {rest}: {{ \u{2026} }} }}`"))
        }
        (None, _) => type_name.starts_with("aws_").then(no_kind),
    };
    let section = || {
        let found = SECTIONS.iter().find(|(known, _)| *known == name);
        found.map(|(_, help)| format!("that is {help}"))
    };
    of(BLOCKS, name).or_else(section).or_else(kind)
}
