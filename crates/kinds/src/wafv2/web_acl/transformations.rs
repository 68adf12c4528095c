//! What WAF makes of a part of a request before it looks at it.

use aws_sdk_wafv2::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::prelude::*;

aws_enum! {
    /// Something that WAF does to a part of a request before it looks at it, so that what means the same looks the same.
    Transformation = sdk::TextTransformationType {
        Base64Decode = "BASE64_DECODE",
        Base64DecodeExt = "BASE64_DECODE_EXT",
        CmdLine = "CMD_LINE",
        CmdLineUnix = "CMD_LINE_UNIX",
        CmdLineWin = "CMD_LINE_WIN",
        CompressWhiteSpace = "COMPRESS_WHITE_SPACE",
        CssDecode = "CSS_DECODE",
        EscapeSeqDecode = "ESCAPE_SEQ_DECODE",
        HexDecode = "HEX_DECODE",
        HtmlEntityDecode = "HTML_ENTITY_DECODE",
        JsDecode = "JS_DECODE",
        JsDecodeExt = "JS_DECODE_EXT",
        Lowercase = "LOWERCASE",
        Md5 = "MD5",
        None = "NONE",
        NormalizePath = "NORMALIZE_PATH",
        NormalizePathWin = "NORMALIZE_PATH_WIN",
        RemoveCommentsChar = "REMOVE_COMMENTS_CHAR",
        RemoveNulls = "REMOVE_NULLS",
        RemoveWhitespace = "REMOVE_WHITESPACE",
        ReplaceComments = "REPLACE_COMMENTS",
        ReplaceNulls = "REPLACE_NULLS",
        Sha256 = "SHA256",
        SqlHexDecode = "SQL_HEX_DECODE",
        Trim = "TRIM",
        TrimLeft = "TRIM_LEFT",
        TrimRight = "TRIM_RIGHT",
        Uppercase = "UPPERCASE",
        UrlDecode = "URL_DECODE",
        UrlDecodeUni = "URL_DECODE_UNI",
        Utf8ToUnicode = "UTF8_TO_UNICODE",
    }
    /// Something that WAF does to a part of a request before it takes it apart.
    PreParse = sdk::PreParseTextTransformationType {
        CombineDuplicateQueryArgsByComma = "COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA",
        None = "NONE",
        ReplaceSemicolonsWithAmpersands = "REPLACE_SEMICOLONS_WITH_AMPERSANDS",
        UrlDecode = "URL_DECODE",
        UrlDecodeUni = "URL_DECODE_UNI",
    }
}

/// Transformations in their order. One that does nothing is none: AWS must be told of it where there is no other.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Vec<Transformation>")]
#[schemars(inline)]
pub struct Transformations(pub Vec<Transformation>);

impl From<Vec<Transformation>> for Transformations {
    fn from(mut steps: Vec<Transformation>) -> Self {
        steps.retain(|step| *step != Transformation::None);
        Self(steps)
    }
}

/// AWS gives each a number, by which they follow on each other.
impl Field for Transformations {
    type Aws = Vec<sdk::TextTransformation>;

    fn of(aws: Option<Self::Aws>) -> Result<Option<Self>> {
        let mut steps = aws.unwrap_or_default();
        steps.sort_by_key(|step| step.priority);
        let steps = steps.into_iter().map(|step| Transformation::of(&step.r#type));
        Ok(Some(steps.collect::<Vec<_>>().into()))
    }

    fn to_aws(&self) -> Result<Option<Self::Aws>> {
        let steps = if self.0.is_empty() { &[Transformation::None] } else { &*self.0 };
        let step = |(priority, step): (i32, &Transformation)| {
            sdk::TextTransformation::builder().priority(priority).r#type((*step).into()).build()
        };
        let steps: Result<_, _> = (0..).zip(steps).map(step).collect();
        Ok(Some(steps?))
    }
}

/// The same, of what is done before.
pub(super) mod pre_parse {
    use super::{PreParse, Result, sdk};

    type Step = sdk::PreParseTextTransformation;

    pub(in super::super) fn of(aws: Option<Vec<Step>>) -> Result<Option<Vec<PreParse>>> {
        let mut steps = aws.unwrap_or_default();
        steps.sort_by_key(|step| step.priority);
        Ok(Some(steps.into_iter().map(|step| PreParse::of(&step.r#type)).collect()))
    }

    pub(in super::super) fn to_aws(steps: &[PreParse]) -> Result<Option<Vec<Step>>> {
        let step = |(priority, step): (i32, &PreParse)| {
            Step::builder().priority(priority).r#type((*step).into()).build()
        };
        let steps: Result<Vec<Step>, _> = (0..).zip(steps).map(step).collect();
        Ok(Some(steps?).filter(|steps| !steps.is_empty()))
    }
}
