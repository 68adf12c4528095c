//! What a budget counts, as an expression.

use aws_sdk_budgets::types as sdk;

use crate::prelude::*;

/// What is counted: one of `dimension`, `tag` and `cost_category`, or what is made of others by one of `and`, `or` and
/// `not`.
#[spec]
pub struct Expression {
    /// All of these.
    pub and: Vec<Expression>,
    /// One of these.
    pub or: Vec<Expression>,
    /// All but this.
    pub not: Option<Box<Expression>>,
    /// What costs have a value of, such as `{ key: SERVICE, values: [Amazon DynamoDB] }`.
    pub dimension: Option<Matching>,
    /// A cost allocation tag, which has to be activated in Billing.
    pub tag: Option<Matching>,
    /// A cost category.
    pub cost_category: Option<Matching>,
}

/// What has one of some values.
#[spec]
pub struct Matching {
    /// The dimension, such as `SERVICE`, `LINKED_ACCOUNT` and `REGION`, or the name of the tag or the category.
    #[field(required, length = 1..)]
    pub key: String,
    /// The values.
    #[field(required)]
    pub values: BTreeSet<String>,
    /// How they are compared: `EQUALS`, `STARTS_WITH`, `ENDS_WITH`, `CONTAINS`, `ABSENT`, `CASE_SENSITIVE`,
    /// `CASE_INSENSITIVE`, `GREATER_THAN_OR_EQUAL`. Absent: AWS's default, which is `EQUALS` and `CASE_SENSITIVE`.
    pub match_options: BTreeSet<String>,
}

impl Expression {
    /// How many of its forms it has, of which there must be one, here and everywhere inside.
    pub(super) fn is_well_formed(&self) -> bool {
        let forms = [
            !self.and.is_empty(),
            !self.or.is_empty(),
            self.not.is_some(),
            self.dimension.is_some(),
            self.tag.is_some(),
            self.cost_category.is_some(),
        ];
        let inside = self.and.iter().chain(&self.or).chain(self.not.as_deref());
        forms.into_iter().filter(|has| *has).count() == 1
            && inside.into_iter().all(Self::is_well_formed)
    }
}

impl Field for Expression {
    type Aws = sdk::Expression;

    fn of(aws: Option<sdk::Expression>) -> Result<Option<Self>> {
        let Some(aws) = aws else {
            return Ok(None);
        };
        let dimension = aws.dimensions.map(|it| Matching {
            key: it.key.as_str().to_owned(),
            values: it.values.into_iter().collect(),
            match_options: words(it.match_options),
        });
        let tag = aws.tags.map(|it| matching(it.key, it.values, it.match_options));
        let category = aws.cost_categories.map(|it| matching(it.key, it.values, it.match_options));
        Ok(Some(Self {
            and: <Vec<Self> as Field>::of(aws.and)?.unwrap_or_default(),
            or: <Vec<Self> as Field>::of(aws.or)?.unwrap_or_default(),
            not: Self::of(aws.not.map(|not| *not))?.map(Box::new),
            dimension,
            tag,
            cost_category: category,
        }))
    }

    fn to_aws(&self) -> Result<Option<sdk::Expression>> {
        let not = self.not.as_ref().map(|not| not.to_aws()).transpose()?.flatten();
        let mut made = sdk::Expression::builder()
            .set_and(self.and.to_aws()?)
            .set_or(self.or.to_aws()?)
            .set_not(not.map(Box::new));
        if let Some(it) = &self.dimension {
            let values = sdk::ExpressionDimensionValues::builder().key(it.key.as_str().into());
            let values = values.set_values(Some(it.values.iter().cloned().collect()));
            made = made.dimensions(values.set_match_options(it.options()).build()?);
        }
        if let Some(it) = &self.tag {
            let values = sdk::TagValues::builder().key(&it.key).set_values(it.values.to_aws()?);
            made = made.tags(values.set_match_options(it.options()).build());
        }
        if let Some(it) = &self.cost_category {
            let values = sdk::CostCategoryValues::builder().key(&it.key);
            let values = values.set_values(it.values.to_aws()?);
            made = made.cost_categories(values.set_match_options(it.options()).build());
        }
        Ok(Some(made.build()))
    }
}

impl Matching {
    fn options(&self) -> Option<Vec<sdk::MatchOption>> {
        let options = self.match_options.iter().map(|word| word.as_str().into()).collect();
        (!self.match_options.is_empty()).then_some(options)
    }
}

fn matching(
    key: Option<String>,
    values: Option<Vec<String>>,
    options: Option<Vec<sdk::MatchOption>>,
) -> Matching {
    Matching {
        key: key.unwrap_or_default(),
        values: values.unwrap_or_default().into_iter().collect(),
        match_options: words(options),
    }
}

fn words(options: Option<Vec<sdk::MatchOption>>) -> BTreeSet<String> {
    let options = options.unwrap_or_default().into_iter();
    options.map(|option| option.as_str().to_owned()).collect()
}
