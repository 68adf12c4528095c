use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::Id;
use shared::data::{Entity, Table};

use crate::tables::{QUIZZES, RESULTS};

/// A quiz with its answers, as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quiz {
    pub id: Id,
    pub course_id: Id,
    #[serde(default, with = "lesson_or_dash")]
    pub lesson_id: Option<Id>,
    pub organization_id: String,
    pub author_user_id: String,
    pub title: String,
    pub passing_score: u32,
    pub questions: Vec<Question>,
    pub created_at: String,
    pub updated_at: String,
}

impl Entity for Quiz {
    const TABLE: &'static Table = &QUIZZES;
}

/// The lesson that a quiz ends. The index of a course's quizzes is sorted by it and has only what has a lesson, so none
/// is written as a dash.
mod lesson_or_dash {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use shared::Id;

    const NONE: &str = "-";

    pub fn serialize<S: Serializer>(id: &Option<Id>, serializer: S) -> Result<S::Ok, S::Error> {
        match id {
            Some(id) => id.serialize(serializer),
            None => NONE.serialize(serializer),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Id>, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == NONE {
            return Ok(None);
        }
        text.parse().map(Some).map_err(serde::de::Error::custom)
    }
}

/// A question, its choices, and which of them is right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What is asked.
    #[garde(length(chars, min = 1, max = 1000))]
    pub text: String,
    /// What can be answered.
    #[garde(length(min = 2, max = 10), inner(length(chars, min = 1, max = 500)))]
    pub choices: Vec<String>,
    /// The place of the right choice, from 0.
    #[garde(range(max = 9))]
    pub answer: u32,
}

/// What a quiz asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, Validate)]
#[garde(transparent)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Questions(#[garde(length(min = 1, max = 50), dive)] pub Vec<Question>);

/// A quiz. Its answers are for those who may change it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Quiz")]
pub struct ShownQuiz {
    /// Its id.
    pub id: Id,
    /// The course that it belongs to.
    pub course_id: Id,
    /// The lesson that it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lesson_id: Option<Id>,
    /// The tenant that it belongs to.
    pub organization_id: String,
    /// Who made it.
    pub author_user_id: String,
    /// What it is called.
    pub title: String,
    /// The score that passes, 0 to 100.
    pub passing_score: u32,
    /// What is asked.
    pub questions: Vec<ShownQuestion>,
    /// When it was made, ISO 8601 in UTC.
    pub created_at: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

/// A question, its choices, and which of them is right for those who may know.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ShownQuestion {
    /// What is asked.
    pub text: String,
    /// What can be answered.
    pub choices: Vec<String>,
    /// The place of the right choice, from 0; only for those who may change the quiz.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<u32>,
}

impl ShownQuiz {
    /// A quiz, with its answers or without them.
    pub fn of(quiz: Quiz, with_answers: bool) -> Self {
        let questions = quiz.questions.into_iter();
        Self {
            id: quiz.id,
            course_id: quiz.course_id,
            lesson_id: quiz.lesson_id,
            organization_id: quiz.organization_id,
            author_user_id: quiz.author_user_id,
            title: quiz.title,
            passing_score: quiz.passing_score,
            questions: questions
                .map(|question| ShownQuestion {
                    text: question.text,
                    choices: question.choices,
                    answer: with_answers.then_some(question.answer),
                })
                .collect(),
            created_at: quiz.created_at,
            updated_at: quiz.updated_at,
        }
    }
}

/// A quiz to make.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct NewQuiz {
    /// What it is called.
    #[garde(length(chars, min = 1, max = 200))]
    pub title: String,
    /// The lesson that it ends.
    pub lesson_id: Option<Id>,
    /// The score that passes: 70 unless this is said.
    #[garde(range(max = 100))]
    pub passing_score: Option<u32>,
    /// What is asked.
    #[garde(dive)]
    pub questions: Questions,
}

/// What changes in a quiz.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct QuizChange {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, min = 1, max = 200))]
    pub title: Option<String>,
    /// The score that passes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(range(max = 100))]
    pub passing_score: Option<u32>,
    /// What is asked, in place of what there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[garde(dive)]
    pub questions: Option<Questions>,
}

/// A student's answers.
#[derive(Clone, Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct QuizAnswers {
    /// The place of the choice for each question, from 0, in the order of the questions.
    #[garde(length(min = 1, max = 50), inner(range(max = 9)))]
    pub answers: Vec<u32>,
}

/// How a student did in a quiz. It is named by the quiz.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuizResult {
    /// The quiz.
    pub quiz_id: Id,
    /// The course that it belongs to.
    pub course_id: Id,
    /// The tenant that the student belonged to.
    pub organization_id: String,
    /// The student.
    pub user_id: String,
    /// How much was right, 0 to 100.
    pub score: u32,
    /// Whether that is enough.
    pub passed: bool,
    /// How many answers were right.
    pub correct: u32,
    /// How many questions there were.
    pub total: u32,
    /// How often the student has tried.
    pub attempts: u32,
    /// The best score of all attempts.
    pub best_score: u32,
    /// When the last answers came, ISO 8601 in UTC.
    pub submitted_at: String,
    /// When the first answers came, ISO 8601 in UTC.
    pub created_at: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated_at: String,
}

impl Entity for QuizResult {
    const TABLE: &'static Table = &RESULTS;
}
