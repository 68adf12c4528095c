//! What a pool knows of its users: the attributes that every pool has, and those of its own.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fields::{is_default, is_yes, yes};
use crate::words::words;
use kind::Result;

words! {
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

words! {
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardAttribute {
    /// Whether nobody can sign up without it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Whether it can be changed once it is set. Absent: it can. What an identity provider's attribute
    /// is mapped to must be mutable.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub mutable: bool,
    /// Characters at the least, 0–2,048. Absent: 0, and 10 for `birthdate`.
    #[serde(default)]
    #[schemars(range(min = 0, max = 2048))]
    pub minimum_length: Option<i64>,
    /// Characters at the most, 0–2,048. Absent: 2,048, and 10 for `birthdate`.
    #[serde(default)]
    #[schemars(range(min = 0, max = 2048))]
    pub maximum_length: Option<i64>,
}

impl Default for StandardAttribute {
    fn default() -> Self {
        Self { required: false, mutable: true, minimum_length: None, maximum_length: None }
    }
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
    /// Takes away what is the default anyhow.
    fn normalise(&mut self, name: StandardName) {
        let (shortest, longest) = name.default_lengths();
        self.minimum_length.take_if(|length| *length == shortest);
        self.maximum_length.take_if(|length| *length == longest);
    }

    fn request(&self, name: StandardName) -> sdk::SchemaAttributeType {
        let (shortest, longest) = name.default_lengths();
        let lengths = (name.data_type() == DataType::String).then(|| {
            lengths(
                Some(self.minimum_length.unwrap_or(shortest)),
                Some(self.maximum_length.unwrap_or(longest)),
            )
        });
        sdk::SchemaAttributeType::builder()
            .name(name.as_str())
            .attribute_data_type(name.data_type().into())
            .developer_only_attribute(false)
            .required(self.required)
            .mutable(self.mutable)
            .set_string_attribute_constraints(lengths)
            .build()
    }

    fn of(live: &sdk::SchemaAttributeType) -> Self {
        let lengths = live.string_attribute_constraints();
        Self {
            required: live.required().unwrap_or(false),
            mutable: live.mutable().unwrap_or(true),
            minimum_length: number(lengths.and_then(|lengths| lengths.min_length())),
            maximum_length: number(lengths.and_then(|lengths| lengths.max_length())),
        }
    }
}

/// An attribute of the pool's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomAttribute {
    /// What it holds. Absent: `String`. In tokens all of them are text.
    #[serde(rename = "type", default)]
    pub data_type: DataType,
    /// Whether it can be changed once it is set. Absent: it can. What an identity provider's attribute
    /// is mapped to must be mutable.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub mutable: bool,
    /// Whether only administrators write it, and no client reads it (a `dev:` attribute). AWS advises
    /// to set what clients may read and write instead.
    #[serde(default, skip_serializing_if = "is_default")]
    pub developer_only: bool,
    /// Characters of a `String` at the least, 0–2,048. Absent: 0.
    #[serde(default)]
    #[schemars(range(min = 0, max = 2048))]
    pub minimum_length: Option<i64>,
    /// Characters of a `String` at the most, 0–2,048. Absent: 2,048.
    #[serde(default)]
    #[schemars(range(min = 0, max = 2048))]
    pub maximum_length: Option<i64>,
    /// The smallest value of a `Number`. Absent: no limit.
    #[serde(default)]
    pub minimum_value: Option<i64>,
    /// The largest value of a `Number`. Absent: no limit.
    #[serde(default)]
    pub maximum_value: Option<i64>,
}

impl CustomAttribute {
    /// Takes away bounds that bound nothing: AWS shows them, or does not.
    fn normalise(&mut self) {
        let (shortest, longest) = ANY_LENGTH;
        self.minimum_length.take_if(|length| *length == shortest);
        self.maximum_length.take_if(|length| *length == longest);
    }

    pub(super) fn request(&self, name: &str) -> sdk::SchemaAttributeType {
        let has_length = self.minimum_length.is_some() || self.maximum_length.is_some();
        let has_bounds = self.minimum_value.is_some() || self.maximum_value.is_some();
        let bounds = sdk::NumberAttributeConstraintsType::builder()
            .set_min_value(self.minimum_value.map(|value| value.to_string()))
            .set_max_value(self.maximum_value.map(|value| value.to_string()))
            .build();
        let lengths = lengths(self.minimum_length, self.maximum_length);
        sdk::SchemaAttributeType::builder()
            .name(name)
            .attribute_data_type(self.data_type.into())
            .developer_only_attribute(self.developer_only)
            .required(false)
            .mutable(self.mutable)
            .set_string_attribute_constraints(has_length.then_some(lengths))
            .set_number_attribute_constraints(has_bounds.then_some(bounds))
            .build()
    }

    fn of(live: &sdk::SchemaAttributeType) -> Result<Self> {
        let lengths = live.string_attribute_constraints();
        let bounds = live.number_attribute_constraints();
        let data_type = live.attribute_data_type();
        Ok(Self {
            data_type: DataType::present(data_type).unwrap_or_default(),
            mutable: live.mutable().unwrap_or(true),
            developer_only: live.developer_only_attribute().unwrap_or(false),
            minimum_length: number(lengths.and_then(|lengths| lengths.min_length())),
            maximum_length: number(lengths.and_then(|lengths| lengths.max_length())),
            minimum_value: number(bounds.and_then(|bounds| bounds.min_value())),
            maximum_value: number(bounds.and_then(|bounds| bounds.max_value())),
        })
    }
}

fn lengths(shortest: Option<i64>, longest: Option<i64>) -> sdk::StringAttributeConstraintsType {
    sdk::StringAttributeConstraintsType::builder()
        .set_min_length(shortest.map(|length| length.to_string()))
        .set_max_length(longest.map(|length| length.to_string()))
        .build()
}

/// AWS writes numbers as text here.
fn number(text: Option<&str>) -> Option<i64> {
    text.and_then(|text| text.parse().ok())
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

pub(super) fn standard_requests(
    attributes: &StandardAttributes,
) -> impl Iterator<Item = sdk::SchemaAttributeType> {
    attributes.iter().map(|(name, attribute)| attribute.request(*name))
}

/// Both kinds of attributes of a live pool. `sub`, which is the same everywhere, is neither.
pub(super) fn of(
    live: &[sdk::SchemaAttributeType],
) -> Result<(StandardAttributes, CustomAttributes)> {
    let mut standard = StandardAttributes::new();
    let mut custom = CustomAttributes::new();
    for attribute in live {
        let full = attribute.name().unwrap_or_default();
        let own = full.strip_prefix("dev:").unwrap_or(full);
        let own = own.strip_prefix("custom:").unwrap_or(own);
        if own != full {
            custom.insert(own.to_owned(), CustomAttribute::of(attribute)?);
        } else if let Some(name) = StandardName::of(full) {
            standard.insert(name, StandardAttribute::of(attribute));
        }
    }
    normalise(&mut standard, &mut custom);
    Ok((standard, custom))
}
