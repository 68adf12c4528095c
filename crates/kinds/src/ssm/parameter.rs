//! `ssm.parameter`: a parameter of Parameter Store.

use aws_sdk_ssm::operation::put_parameter::builders::PutParameterFluentBuilder;
use aws_sdk_ssm::types as sdk;

use super::{NAME, Ssm};
use crate::calls;
use crate::lists::items_by_token;
use crate::prelude::*;
use crate::settings::write_tags;
use aws::tags;
use kind::{
    Abilities, Access, Calls, Concern, Facts, Kind, Listed, Live, Named, Place, RequiredPermission,
};
use language::value::Secret;

/// A parameter of Parameter Store: a text that applications look up by its name.
#[spec(
    sdk::ParameterMetadata, request = PutParameterFluentBuilder, update = PutParameterFluentBuilder
)]
pub struct Parameter {
    /// The parameter's name, such as `/shop/dev/url`: 1–1,011 of letters, digits and `_.-/`.
    #[field(required, create_only, value_only, length = 1..=1011, pattern = r"^[A-Za-z0-9_.\-/]+$")]
    pub name: String,
    /// The text (type `String`), up to 4 KB, or 8 KB of an advanced parameter. A parameter has one of `value`,
    /// `list` and `secret`.
    #[field(value_only, length = 1..=8192, not_in_answer, not_in_request)]
    pub value: Option<String>,
    /// The elements of a list (type `StringList`). None of them has a comma.
    #[field(value_only, length = 1.., not_in_answer, not_in_request)]
    pub list: Option<Vec<String>>,
    /// A text that is encrypted and never shown (type `SecureString`).
    #[field(value_only, length = 1..=8192, not_in_answer, not_in_request)]
    pub secret: Option<Secret>,
    /// The KMS key that encrypts a secret: its id, ARN or alias. Absent: the account's key for Systems Manager.
    #[field(aws = key_id)]
    pub kms_key: Option<String>,
    /// What the parameter is for. Up to 1,024 characters.
    #[field(value_only, length = 1..=1024, with = even_empty)]
    pub description: Option<String>,
    /// A regular expression that AWS holds each new value against.
    #[field(value_only, length = 1..=1024, with = even_empty)]
    pub allowed_pattern: Option<String>,
    /// `Standard`, or `Advanced` for up to 8 KB, at a price.
    pub tier: Tier,
    /// `text`, or `aws:ec2:image` for the id of an image that AWS looks up.
    #[field(default = "text".to_owned(), create_only, known = ["text", "aws:ec2:image", "aws:ssm:integration"])]
    pub data_type: String,
    /// Tags of the parameter.
    #[field(not_in_answer, not_in_request)]
    pub tags: Tags,
}

aws_enum! {
    /// How much a parameter holds, and what it costs.
    #[derive(Default)]
    Tier = sdk::ParameterTier {
        #[default]
        Standard = "Standard",
        Advanced = "Advanced",
    }
}

outputs! {
    /// ARN of the parameter.
    arn,
    /// Name of the parameter.
    name,
}

/// The key that AWS names where nobody has chosen one.
const DEFAULT_KEY: &str = "alias/aws/ssm";

impl Kind for Parameter {
    const NAME: &'static str = "ssm.parameter";
    const FACTS: Facts = Facts::of(Concern::Configuration);
    const CONSOLE: Console =
        Console::Page("systems-manager/parameters/{twice}/description?region={region}");
    const CALLS: &'static [Calls] = calls::SSM_PARAMETER;
    const ACCESS: &'static [Access] =
        &[Access::to(NAME, &["{arn}"]).except(&[(&["DescribeParameters"], &["*"])])];
    const DEMANDS: &'static [RequiredPermission] =
        &[RequiredPermission::key("kms_key", &["kms:Decrypt", "kms:Encrypt"])];
    const IMPACT_WHILE_ABSENT: &'static str = "whoever looks it up fails";
    const ABILITIES: Abilities<Self> = Abilities::NONE.listed();
    type Identity = Named;
    type Outputs = Outputs;
    type Details = ();

    fn id(identity: &Named, _: &Place) -> Option<String> {
        Some(identity.name.clone())
    }

    fn predict(identity: &Named, place: &Place) -> Outputs {
        let path = identity.name.trim_start_matches('/');
        let arn = place.arn("ssm", &format!("parameter/{path}"));
        Outputs { arn: Some(arn), name: Some(identity.name.clone()) }
    }

    fn check(&self, findings: &mut Findings) {
        let said = [self.value.is_some(), self.list.is_some(), self.secret.is_some()];
        let first = self.name.trim_start_matches('/').to_ascii_lowercase();
        rules! { findings;
            Error if said.into_iter().filter(|is_said| *is_said).count() != 1 =>
                "a parameter has one of `value`, `list` and `secret`",
                "which of them says its type",
                "write one, and remove the others";
            Error "kms_key" if self.kms_key.is_some() && self.secret.is_none() =>
                "nothing is encrypted here",
                "only a secret has a key",
                "write `secret` in place of the value, or remove `kms_key`";
            Error "name" if ["aws", "ssm"].iter().any(|reserved| first.starts_with(reserved)) =>
                "a name does not begin with `aws` or `ssm`",
                "AWS keeps these for itself",
                "choose another name";
        }
        for (index, element) in self.list.iter().flatten().enumerate() {
            rules! { findings, Path::field("list").index(index);
                Error if element.contains(',') =>
                    "an element of a list has no comma",
                    "AWS parts the elements at commas",
                    "write two elements";
            }
        }
    }

    fn consequences(&self, live: &Self, consequences: &mut Consequences) {
        if (self.tier, live.tier) == (Tier::Standard, Tier::Advanced) {
            consequences.refuse(
                Path::field("tier"),
                "AWS makes no standard parameter of an advanced one",
                "leave `tier: Advanced`, or delete the parameter first",
            );
        }
    }

    async fn read(aws: &Aws, id: &str) -> Result<Option<Live<Self>>> {
        let request = aws.ssm().get_parameter().name(id).with_decryption(true);
        let Some(answer) = optional(request.send().await)? else {
            return Ok(None);
        };
        let shown = member(answer, "Parameter", |answer| answer.parameter)?;
        let (mut described, tags) = tokio::try_join!(describe(aws, id), read_tags(aws, id))?;
        let outputs = Outputs { arn: shown.arn, name: Some(id.to_owned()) };
        described.name = Some(id.to_owned());
        described.data_type = shown.data_type;
        described.key_id.take_if(|key| key == DEFAULT_KEY);
        let mut spec = Self { tags, ..Self::demanded(Some(described), "Parameters")? };
        let value = shown.value.unwrap_or_default();
        match shown.r#type {
            Some(sdk::ParameterType::SecureString) => spec.secret = Some(value.into()),
            Some(sdk::ParameterType::StringList) => {
                spec.list = Some(value.split(',').map(str::to_owned).collect());
            }
            _ => spec.value = Some(value),
        }
        Ok(Some(Live::new(outputs, spec)))
    }

    async fn create(&self, aws: &Aws) -> Result<String> {
        let request = self.with_value(self.fill(aws.ssm().put_parameter())?);
        request.set_tags(Some(sdk_tags(&self.tags)?)).send().await?;
        Ok(self.name.clone())
    }

    async fn update(&self, aws: &Aws, id: &str, live: &Live<Self>) -> Result<()> {
        let live = &live.spec;
        if *self != (Self { tags: self.tags.clone(), ..live.clone() }) {
            // The request has everything but the tags, as AWS forgets what it leaves out.
            let request = self.with_value(self.fill_update(aws.ssm().put_parameter())?);
            request.name(id).overwrite(true).send().await?;
        }
        let kind = sdk::ResourceTypeForTagging::Parameter;
        let untag = aws.ssm().remove_tags_from_resource().resource_type(kind.clone());
        let tag = aws.ssm().add_tags_to_resource().resource_type(kind);
        write_tags!(self.tags, live.tags, untag.resource_id(id), tag.resource_id(id), sdk_tags);
        Ok(())
    }

    async fn delete(aws: &Aws, id: &str) -> Result<()> {
        deleted(aws.ssm().delete_parameter().name(id).send().await)
    }
}

impl Listed for Parameter {
    async fn list(aws: &Aws) -> Result<Vec<String>> {
        let parameters = items_by_token!(aws.ssm().describe_parameters(), parameters);
        Ok(parameters.into_iter().filter_map(|parameter| parameter.name).collect())
    }
}

impl Parameter {
    /// The request with the value, and the type that follows from which field has it.
    fn with_value(&self, request: PutParameterFluentBuilder) -> PutParameterFluentBuilder {
        let (kind, value) = match (&self.list, &self.secret) {
            (Some(list), _) => (sdk::ParameterType::StringList, list.join(",")),
            (_, Some(secret)) => (sdk::ParameterType::SecureString, secret.expose().to_owned()),
            _ => (sdk::ParameterType::String, self.value.clone().unwrap_or_default()),
        };
        request.r#type(kind).value(value)
    }
}

/// What only the list of parameters tells.
async fn describe(aws: &Aws, name: &str) -> Result<sdk::ParameterMetadata> {
    let is_it = sdk::ParameterStringFilter::builder().key("Name").option("Equals").values(name);
    let request = aws.ssm().describe_parameters().parameter_filters(is_it.build()?);
    let found = request.send().await?.parameters.unwrap_or_default();
    Ok(found.into_iter().next().unwrap_or_else(|| sdk::ParameterMetadata::builder().build()))
}

async fn read_tags(aws: &Aws, name: &str) -> Result<Tags> {
    let request = aws.ssm().list_tags_for_resource().resource_id(name);
    let request = request.resource_type(sdk::ResourceTypeForTagging::Parameter);
    let tags = request.send().await?.tag_list.unwrap_or_default();
    Ok(tags::from_aws(tags.into_iter().map(|tag| (tag.key, tag.value))))
}

fn sdk_tags(tags: &Tags) -> Result<Vec<sdk::Tag>> {
    tags.iter().map(|(key, value)| Ok(sdk::Tag::builder().key(key).value(value).build()?)).collect()
}
