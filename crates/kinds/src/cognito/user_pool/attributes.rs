//! What a pool knows of its users: the attributes that every pool has, and those of its own.

use aws_sdk_cognitoidentityprovider::types as sdk;

use crate::prelude::*;

aws_enum! {
    closed
    /// An attribute that every pool has (OpenID Connect, standard claims).
    StandardName {
        Address = "address",
        Birthdate = "birthdate",
        Email = "email",
        EmailVerified = "email_verified",
        FamilyName = "family_name",
        Gender = "gender",
        GivenName = "given_name",
        Locale = "locale",
        MiddleName = "middle_name",
        Name = "name",
        Nickname = "nickname",
        PhoneNumber = "phone_number",
        PhoneNumberVerified = "phone_number_verified",
        Picture = "picture",
        PreferredUsername = "preferred_username",
        Profile = "profile",
        UpdatedAt = "updated_at",
        Website = "website",
        Zoneinfo = "zoneinfo",
    }
}

aws_enum! {
    /// What an attribute holds.
    #[derive(Default)]
    DataType = sdk::AttributeDataType {
        #[default]
        String = "String",
        Number = "Number",
        DateTime = "DateTime",
        Boolean = "Boolean",
    }
}

pub type StandardAttributes = BTreeMap<StandardName, StandardAttribute>;

/// By name without `custom:`.
pub type CustomAttributes = BTreeMap<String, CustomAttribute>;

/// How an attribute that every pool has differs from what it is by default.
#[spec(sdk::SchemaAttributeType)]
#[inside(string_attribute_constraints = sdk::StringAttributeConstraintsType)]
pub struct StandardAttribute {
    /// Whether nobody can sign up without it.
    #[field(omit_default)]
    pub required: bool,
    /// Whether it can be changed once it is set. Absent: it can. What an identity provider's attribute
    /// is mapped to must be mutable.
    #[field(default = true, omit_default)]
    pub mutable: bool,
    /// Characters at least, 0–2,048. Absent: 0, and 10 for `birthdate`.
    #[field(range = 0..=2048, aws = string_attribute_constraints.min_length, with = number)]
    pub minimum_length: Option<i64>,
    /// Characters at most, 0–2,048. Absent: 2,048, and 10 for `birthdate`.
    #[field(range = 0..=2048, aws = string_attribute_constraints.max_length, with = number)]
    pub maximum_length: Option<i64>,
}

/// The shortest and the longest text that an attribute can hold at all.
const ANY_LENGTH: (i64, i64) = (0, 2048);

impl StandardName {
    pub(super) const fn data_type(self) -> DataType {
        match self {
            Self::EmailVerified | Self::PhoneNumberVerified => DataType::Boolean,
            Self::UpdatedAt => DataType::Number,
            _ => DataType::String,
        }
    }

    /// The shortest and the longest text of an attribute that says nothing of its length.
    const fn default_lengths(self) -> (i64, i64) {
        match self {
            Self::Birthdate => (10, 10),
            _ => ANY_LENGTH,
        }
    }
}

impl StandardAttribute {
    /// Removes what is the default anyhow.
    fn normalise(&mut self, name: StandardName) {
        let (shortest, longest) = name.default_lengths();
        self.minimum_length.take_if(|length| *length == shortest);
        self.maximum_length.take_if(|length| *length == longest);
    }

    /// The attribute with its length and what else its name says of it.
    fn request(&self, name: StandardName) -> Result<Option<sdk::SchemaAttributeType>> {
        let (shortest, longest) = name.default_lengths();
        let is_text = name.data_type() == DataType::String;
        let spelled_out = Self {
            minimum_length: is_text.then(|| self.minimum_length.unwrap_or(shortest)),
            maximum_length: is_text.then(|| self.maximum_length.unwrap_or(longest)),
            ..self.clone()
        };
        Ok(spelled_out.to_aws()?.map(|mut attribute| {
            attribute.name = Some(name.as_str().to_owned());
            attribute.attribute_data_type = Some(name.data_type().into());
            attribute.developer_only_attribute = Some(false);
            attribute
        }))
    }
}

/// An attribute of the pool's own.
#[spec(sdk::SchemaAttributeType)]
#[inside(string_attribute_constraints = sdk::StringAttributeConstraintsType)]
#[inside(number_attribute_constraints = sdk::NumberAttributeConstraintsType)]
pub struct CustomAttribute {
    /// What it holds. Absent: `String`. In tokens all of them are text.
    #[serde(rename = "type")]
    #[field(aws = attribute_data_type)]
    pub data_type: DataType,
    /// Whether it can be changed once it is set. Absent: it can. What an identity provider's attribute
    /// is mapped to must be mutable.
    #[field(default = true, omit_default)]
    pub mutable: bool,
    /// Whether only administrators write it, and no client reads it (a `dev:` attribute). AWS advises
    /// to set what clients may read and write instead.
    #[field(omit_default, aws = developer_only_attribute)]
    pub developer_only: bool,
    /// Characters of a `String` at least, 0–2,048. Absent: 0.
    #[field(range = 0..=2048, aws = string_attribute_constraints.min_length, with = number)]
    pub minimum_length: Option<i64>,
    /// Characters of a `String` at most, 0–2,048. Absent: 2,048.
    #[field(range = 0..=2048, aws = string_attribute_constraints.max_length, with = number)]
    pub maximum_length: Option<i64>,
    /// The smallest value of a `Number`. Absent: no limit.
    #[field(aws = number_attribute_constraints.min_value, with = number)]
    pub minimum_value: Option<i64>,
    /// The largest value of a `Number`. Absent: no limit.
    #[field(aws = number_attribute_constraints.max_value, with = number)]
    pub maximum_value: Option<i64>,
}

impl CustomAttribute {
    /// Removes bounds that bound nothing: AWS shows them, or does not.
    fn normalise(&mut self) {
        let (shortest, longest) = ANY_LENGTH;
        self.minimum_length.take_if(|length| *length == shortest);
        self.maximum_length.take_if(|length| *length == longest);
    }

    pub(super) fn request(&self, name: &str) -> Result<Option<sdk::SchemaAttributeType>> {
        Ok(self.to_aws()?.map(|mut attribute| {
            attribute.name = Some(name.to_owned());
            attribute.required = Some(false);
            attribute
        }))
    }
}

conversions! {
    /// AWS writes numbers as text here.
    number: Option<i64>, String {
        |said| said.map(|text| text.parse().ok()),
        |number| number.map(|number| number.to_string()),
    }
}

/// Leaves only what differs from what every pool and every attribute has.
pub(super) fn normalise(standard: &mut StandardAttributes, custom: &mut CustomAttributes) {
    for (name, attribute) in standard.iter_mut() {
        attribute.normalise(*name);
    }
    standard.retain(|_, attribute| !is_default(attribute));
    for attribute in custom.values_mut() {
        attribute.normalise();
    }
}

/// Both kinds of attributes as AWS is told of them.
pub(super) fn requests(
    standard: &StandardAttributes,
    custom: &CustomAttributes,
) -> Result<Vec<sdk::SchemaAttributeType>> {
    let standard = standard.iter().map(|(name, attribute)| attribute.request(*name));
    let custom = custom.iter().map(|(name, attribute)| attribute.request(name));
    standard.chain(custom).filter_map(Result::transpose).collect()
}

/// Both kinds of attributes of a live pool. `sub`, which is the same everywhere, is neither.
pub(super) fn of(
    live: Vec<sdk::SchemaAttributeType>,
) -> Result<(StandardAttributes, CustomAttributes)> {
    let mut standard = StandardAttributes::new();
    let mut custom = CustomAttributes::new();
    for attribute in live {
        let full = attribute.name.clone().unwrap_or_default();
        let own = full.strip_prefix("dev:").unwrap_or(&full);
        let own = own.strip_prefix("custom:").unwrap_or(own);
        if own != full {
            let attribute = CustomAttribute::of(Some(attribute))?;
            custom.extend(attribute.map(|attribute| (own.to_owned(), attribute)));
        } else if let Some(name) = StandardName::of(&full) {
            let attribute = StandardAttribute::of(Some(attribute))?;
            standard.extend(attribute.map(|attribute| (name, attribute)));
        }
    }
    Ok((standard, custom))
}
