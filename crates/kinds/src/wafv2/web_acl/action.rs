//! What WAF does with a request.

use aws_sdk_wafv2::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::prelude::*;

aws_enum! {
    closed
    /// What WAF does with a request.
    Verb {
        Allow = "allow",
        Block = "block",
        Count = "count",
        Captcha = "captcha",
        Challenge = "challenge",
    }
}

/// What WAF does with a request: `allow`, `block`, `count`, `captcha` or `challenge`; with more to say,
/// `{ type: block, response: { … } }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Written", into = "Written")]
#[schemars(with = "Written")]
pub struct Action {
    pub verb: Verb,
    pub response: Option<CustomResponse>,
    pub insert_headers: BTreeMap<String, String>,
}

/// An action as people write it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Written {
    Word(Verb),
    Whole(Whole),
}

/// An action with more to say.
#[spec]
pub struct Whole {
    /// What WAF does.
    #[field(required)]
    pub r#type: Verb,
    /// What the caller gets in place of a plain 403. Only of `block`.
    #[field(omit_default)]
    pub response: Option<CustomResponse>,
    /// Headers that the request gets on its way, each with `x-amzn-waf-` before its name. Not of `block`.
    #[field(omit_default)]
    pub insert_headers: BTreeMap<String, String>,
}

impl From<Written> for Action {
    fn from(written: Written) -> Self {
        match written {
            Written::Word(verb) => Self::plain(verb),
            Written::Whole(Whole { r#type: verb, response, insert_headers }) => {
                Self { verb, response, insert_headers }
            }
        }
    }
}

impl From<Action> for Written {
    fn from(action: Action) -> Self {
        let Action { verb, response, insert_headers } = action;
        match response.is_none() && insert_headers.is_empty() {
            true => Self::Word(verb),
            false => Self::Whole(Whole { r#type: verb, response, insert_headers }),
        }
    }
}

/// An answer of one's own.
#[spec(sdk::CustomResponse)]
pub struct CustomResponse {
    /// Status of HTTP.
    #[field(required, range = 200..=599, aws = response_code)]
    pub status: i32,
    /// One of the `custom_response_bodies` of the web ACL. Absent: none.
    #[field(length = 1..=128, aws = custom_response_body_key)]
    pub body: Option<String>,
    /// Headers by their names.
    #[field(omit_default, aws = response_headers, with = headers)]
    pub headers: BTreeMap<String, String>,
}

/// Headers by their names.
mod headers {
    use super::{BTreeMap, Result, sdk};

    type Headers = Vec<sdk::CustomHttpHeader>;

    pub(super) fn of(aws: Option<Headers>) -> Result<Option<BTreeMap<String, String>>> {
        let headers = aws.map(|headers| headers.into_iter().map(|it| (it.name, it.value)));
        Ok(headers.map(Iterator::collect))
    }

    pub(super) fn to_aws(headers: &BTreeMap<String, String>) -> Result<Option<Headers>> {
        let header =
            |(name, value)| sdk::CustomHttpHeader::builder().name(name).value(value).build();
        let headers: Headers = headers.iter().map(header).collect::<Result<_, _>>()?;
        Ok((!headers.is_empty()).then_some(headers))
    }
}

impl Action {
    pub(super) fn plain(verb: Verb) -> Self {
        Self { verb, response: None, insert_headers: BTreeMap::new() }
    }

    fn with_headers(verb: Verb, handling: Option<sdk::CustomRequestHandling>) -> Result<Self> {
        let insert_headers = headers::of(handling.map(|it| it.insert_headers))?.unwrap_or_default();
        Ok(Self { verb, response: None, insert_headers })
    }

    fn handling(&self) -> Result<Option<sdk::CustomRequestHandling>> {
        let Some(headers) = headers::to_aws(&self.insert_headers)? else {
            return Ok(None);
        };
        let handling = sdk::CustomRequestHandling::builder().set_insert_headers(Some(headers));
        Ok(Some(handling.build()?))
    }

    fn block(&self) -> Result<sdk::BlockAction> {
        let response = self.response.to_aws()?;
        Ok(sdk::BlockAction::builder().set_custom_response(response).build())
    }

    fn allow(&self) -> Result<sdk::AllowAction> {
        let handling = self.handling()?;
        Ok(sdk::AllowAction::builder().set_custom_request_handling(handling).build())
    }

    /// The action of requests that no rule decides on.
    pub(super) fn to_default(&self) -> Result<sdk::DefaultAction> {
        let action = sdk::DefaultAction::builder();
        Ok(match self.verb {
            Verb::Block => action.block(self.block()?),
            _ => action.allow(self.allow()?),
        }
        .build())
    }
}

/// The action of requests that no rule decides on.
pub(super) mod default_action {
    use super::{Action, CustomResponse, Field, Result, Verb, sdk};

    pub(in super::super) fn of(aws: Option<sdk::DefaultAction>) -> Result<Option<Action>> {
        let Some(aws) = aws else {
            return Ok(None);
        };
        match aws.block {
            Some(block) => {
                let response = CustomResponse::of(block.custom_response)?;
                Ok(Some(Action { response, ..Action::plain(Verb::Block) }))
            }
            None => {
                let handling = aws.allow.and_then(|allow| allow.custom_request_handling);
                Action::with_headers(Verb::Allow, handling).map(Some)
            }
        }
    }

    pub(in super::super) fn to_aws(action: &Action) -> Result<Option<sdk::DefaultAction>> {
        action.to_default().map(Some)
    }
}

impl Field for Action {
    type Aws = sdk::RuleAction;

    fn of(aws: Option<sdk::RuleAction>) -> Result<Option<Self>> {
        let Some(aws) = aws else {
            return Ok(None);
        };
        if let Some(block) = aws.block {
            let response = CustomResponse::of(block.custom_response)?;
            return Ok(Some(Self { response, ..Self::plain(Verb::Block) }));
        }
        let others = [
            aws.allow.map(|it| (Verb::Allow, it.custom_request_handling)),
            aws.count.map(|it| (Verb::Count, it.custom_request_handling)),
            aws.captcha.map(|it| (Verb::Captcha, it.custom_request_handling)),
            aws.challenge.map(|it| (Verb::Challenge, it.custom_request_handling)),
        ];
        match others.into_iter().flatten().next() {
            Some((verb, handling)) => Self::with_headers(verb, handling).map(Some),
            None => Err(AwsError::new("a rule has an action that this version does not know")),
        }
    }

    fn to_aws(&self) -> Result<Option<sdk::RuleAction>> {
        let (action, handling) = (sdk::RuleAction::builder(), self.handling()?);
        Ok(Some(
            match self.verb {
                Verb::Block => action.block(self.block()?),
                Verb::Allow => action.allow(self.allow()?),
                Verb::Count => action.count(
                    sdk::CountAction::builder().set_custom_request_handling(handling).build(),
                ),
                Verb::Captcha => action.captcha(
                    sdk::CaptchaAction::builder().set_custom_request_handling(handling).build(),
                ),
                Verb::Challenge => action.challenge(
                    sdk::ChallengeAction::builder().set_custom_request_handling(handling).build(),
                ),
            }
            .build(),
        ))
    }
}

/// Actions by the names of the rules of a group that have them in place of their own.
pub(super) mod overrides {
    use super::{Action, BTreeMap, Field, Result, sdk};

    type Overrides = Vec<sdk::RuleActionOverride>;

    pub(in super::super) fn of(aws: Option<Overrides>) -> Result<Option<BTreeMap<String, Action>>> {
        let Some(overrides) = aws else {
            return Ok(None);
        };
        let action = |it: sdk::RuleActionOverride| {
            Ok((it.name, Action::demanded(it.action_to_use, "ActionToUse")?))
        };
        overrides.into_iter().map(action).collect::<Result<_>>().map(Some)
    }

    pub(in super::super) fn to_aws(
        actions: &BTreeMap<String, Action>,
    ) -> Result<Option<Overrides>> {
        let action = |(name, action): (&String, &Action)| {
            let action = action.to_aws()?;
            let it = sdk::RuleActionOverride::builder().name(name).set_action_to_use(action);
            Ok(it.build()?)
        };
        let overrides: Overrides = actions.iter().map(action).collect::<Result<_>>()?;
        Ok((!overrides.is_empty()).then_some(overrides))
    }
}
