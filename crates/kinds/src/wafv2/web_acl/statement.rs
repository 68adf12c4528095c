//! What a request is asked for: statements, which can stand in each other.

use aws_sdk_wafv2::types as sdk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::matches::{
    AsnMatch, ByteMatch, GeoMatch, IpSetMatch, LabelMatch, RegexMatch, RegexSetMatch, SizeMatch,
    SqliMatch, XssMatch,
};
use crate::prelude::*;

/// What a request is asked for. One key says what: `{ geo: { countries: [DE] } }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Statement {
    /// A text in a part of the request.
    ByteMatch(ByteMatch),
    /// A regular expression.
    Regex(RegexMatch),
    /// A set of regular expressions, by its ARN.
    RegexSet(RegexSetMatch),
    /// The size of a part of the request.
    Size(SizeMatch),
    /// SQL that somebody tries to smuggle in.
    Sqli(SqliMatch),
    /// A script that somebody tries to smuggle in.
    Xss(XssMatch),
    /// The country from which it comes.
    Geo(GeoMatch),
    /// The address from which it comes.
    IpSet(IpSetMatch),
    /// The network operator from whom it comes.
    Asn(AsnMatch),
    /// A label that a rule before has put on it.
    Label(LabelMatch),
    /// All of these.
    And(#[schemars(length(min = 2))] Vec<Statement>),
    /// One of these at least.
    Or(#[schemars(length(min = 2))] Vec<Statement>),
    /// Not this.
    Not(Box<Statement>),
}

impl Statement {
    /// Every statement that stands in this one, and this one.
    pub(super) fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match self {
            Self::And(inner) | Self::Or(inner) => inner.iter().for_each(|one| one.visit(see)),
            Self::Not(inner) => inner.visit(see),
            _ => {}
        }
    }

    pub(super) fn visit_mut(&mut self, change: &mut impl FnMut(&mut Self)) {
        change(self);
        match self {
            Self::And(inner) | Self::Or(inner) => {
                inner.iter_mut().for_each(|one| one.visit_mut(change));
            }
            Self::Not(inner) => inner.visit_mut(change),
            _ => {}
        }
    }
}

impl Field for Statement {
    type Aws = sdk::Statement;

    fn of(aws: Option<sdk::Statement>) -> Result<Option<Self>> {
        let Some(aws) = aws else {
            return Ok(None);
        };
        let of_all = |statements| Vec::<Self>::demanded(Some(statements), "Statements");
        let all = aws.and_statement.map(|it| of_all(it.statements)).transpose()?;
        let any = aws.or_statement.map(|it| of_all(it.statements)).transpose()?;
        let none = match aws.not_statement.and_then(|it| it.statement) {
            Some(inner) => Self::of(Some(*inner))?,
            None => None,
        };
        let said = [
            ByteMatch::of(aws.byte_match_statement)?.map(Self::ByteMatch),
            RegexMatch::of(aws.regex_match_statement)?.map(Self::Regex),
            RegexSetMatch::of(aws.regex_pattern_set_reference_statement)?.map(Self::RegexSet),
            SizeMatch::of(aws.size_constraint_statement)?.map(Self::Size),
            SqliMatch::of(aws.sqli_match_statement)?.map(Self::Sqli),
            XssMatch::of(aws.xss_match_statement)?.map(Self::Xss),
            GeoMatch::of(aws.geo_match_statement)?.map(Self::Geo),
            IpSetMatch::of(aws.ip_set_reference_statement)?.map(Self::IpSet),
            AsnMatch::of(aws.asn_match_statement)?.map(Self::Asn),
            LabelMatch::of(aws.label_match_statement)?.map(Self::Label),
            all.map(Self::And),
            any.map(Self::Or),
            none.map(|inner| Self::Not(Box::new(inner))),
        ];
        match said.into_iter().flatten().next() {
            Some(statement) => Ok(Some(statement)),
            None => Err(AwsError::new("a rule asks for something that this version does not know")),
        }
    }

    fn to_aws(&self) -> Result<Option<sdk::Statement>> {
        let statement = sdk::Statement::builder();
        let statement = match self {
            Self::ByteMatch(it) => statement.set_byte_match_statement(it.to_aws()?),
            Self::Regex(it) => statement.set_regex_match_statement(it.to_aws()?),
            Self::RegexSet(it) => statement.set_regex_pattern_set_reference_statement(it.to_aws()?),
            Self::Size(it) => statement.set_size_constraint_statement(it.to_aws()?),
            Self::Sqli(it) => statement.set_sqli_match_statement(it.to_aws()?),
            Self::Xss(it) => statement.set_xss_match_statement(it.to_aws()?),
            Self::Geo(it) => statement.set_geo_match_statement(it.to_aws()?),
            Self::IpSet(it) => statement.set_ip_set_reference_statement(it.to_aws()?),
            Self::Asn(it) => statement.set_asn_match_statement(it.to_aws()?),
            Self::Label(it) => statement.set_label_match_statement(it.to_aws()?),
            Self::And(all) => statement
                .and_statement(sdk::AndStatement::builder().set_statements(all.to_aws()?).build()?),
            Self::Or(any) => statement
                .or_statement(sdk::OrStatement::builder().set_statements(any.to_aws()?).build()?),
            Self::Not(inner) => {
                let inner = inner.to_aws()?.map(Box::new);
                statement.not_statement(sdk::NotStatement::builder().set_statement(inner).build())
            }
        };
        Ok(Some(statement.build()))
    }
}

/// A statement that narrows down what a rule or a group of them looks at.
pub(super) mod scope {
    use super::{Field, Result, Statement, sdk};

    pub(in super::super) fn of(
        aws: Option<Box<sdk::Statement>>,
    ) -> Result<Option<Option<Statement>>> {
        Statement::of(aws.map(|statement| *statement)).map(Some)
    }

    pub(in super::super) fn to_aws(
        statement: &Option<Statement>,
    ) -> Result<Option<Box<sdk::Statement>>> {
        Ok(statement.to_aws()?.map(Box::new))
    }
}
