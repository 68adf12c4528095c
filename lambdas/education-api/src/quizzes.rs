//! Quizzes and their results.

use serde_json::json;
use shared::api::{Call, Created, Done, Failure, Refusal};
use shared::data::{Condition, Data, Key, Scoped, Write, Written};

use crate::access::{may_change, own_course, seen_course};
use crate::lessons;
use crate::model::{
    Lesson, LessonChange, NewQuiz, Question, Quiz, QuizAnswers, QuizChange, QuizResult, ShownQuiz,
};
use crate::tables::BY_LESSON;

/// The score that passes where a quiz does not say.
const PASSING_SCORE: u32 = 70;

pub async fn create(call: Call<Data>, form: NewQuiz) -> Result<Created<ShownQuiz>, Failure> {
    let (data, course_id) = (call.data()?, call.id("course_id")?);
    let course = own_course(&call, &data, course_id).await?;
    check_answers(&form.questions.0)?;
    let now = call.invocation().timestamp();
    let quiz = Quiz {
        id: call.new_id()?,
        course_id,
        lesson_id: form.lesson_id,
        organization_id: course.organization_id,
        author_user_id: call.caller()?.user_id.clone(),
        title: form.title,
        passing_score: form.passing_score.unwrap_or(PASSING_SCORE),
        questions: form.questions.0,
        created_at: now.clone(),
        updated_at: now,
    };
    let mut writes = vec![data.create(&quiz)?];
    if let Some(lesson_id) = form.lesson_id {
        let change = LessonChange { quiz_id: Some(quiz.id), ..LessonChange::default() };
        let key = lessons::key(&data, course_id, lesson_id);
        writes.push(data.change::<Lesson>(key, &change)?);
    }
    match data.write(writes).await? {
        Written::Done => Ok(Created(ShownQuiz::of(quiz, true))),
        Written::Refused(_) => {
            Err(Refusal::field("lesson_id", "the course has no such lesson").into())
        }
    }
}

fn check_answers(questions: &[Question]) -> Result<(), Refusal> {
    let wrong = questions.iter().position(|question| {
        usize::try_from(question.answer).is_ok_and(|answer| answer >= question.choices.len())
    });
    match wrong {
        None => Ok(()),
        Some(place) => {
            Err(Refusal::field(format!("questions[{place}].answer"), "is none of the choices"))
        }
    }
}

/// A quiz of a course that the caller may see, and whether the caller may change it.
async fn seen(call: &Call<Data>, data: &Scoped<'_>) -> Result<(Quiz, bool), Failure> {
    let quiz = data.get::<Quiz>(Key::of(data.key(call.id("quiz_id")?))).await?;
    let quiz = quiz.ok_or(Refusal::NotFound)?;
    let course = seen_course(call, data, quiz.course_id).await?;
    Ok((quiz, may_change(call.caller()?, &course)))
}

async fn own(call: &Call<Data>, data: &Scoped<'_>) -> Result<Quiz, Failure> {
    match seen(call, data).await? {
        (quiz, true) => Ok(quiz),
        (_, false) => Err(Refusal::Forbidden.into()),
    }
}

pub async fn show(call: Call<Data>) -> Result<ShownQuiz, Failure> {
    let (quiz, with_answers) = seen(&call, &call.data()?).await?;
    Ok(ShownQuiz::of(quiz, with_answers))
}

pub async fn change(call: Call<Data>, form: QuizChange) -> Result<ShownQuiz, Failure> {
    let data = call.data()?;
    let quiz = own(&call, &data).await?;
    check_answers(form.questions.as_ref().map(|questions| &questions.0[..]).unwrap_or_default())?;
    let write = data.change::<Quiz>(Key::of(data.key(quiz.id)), &form)?;
    match data.write(vec![write]).await? {
        Written::Done => show(call.clone()).await,
        Written::Refused(_) => Err(Refusal::NotFound.into()),
    }
}

/// Deletes a quiz. The lesson that it ended loses it, unless that has another by now.
pub async fn delete(call: Call<Data>) -> Result<Done, Failure> {
    let data = call.data()?;
    let quiz = own(&call, &data).await?;
    let deletion = data.delete::<Quiz>(Key::of(data.key(quiz.id)));
    let mut writes = vec![deletion];
    if let Some(lesson_id) = quiz.lesson_id {
        let lesson = data.get::<Lesson>(lessons::key(&data, quiz.course_id, lesson_id)).await?;
        if lesson.is_some_and(|lesson| lesson.quiz_id == Some(quiz.id)) {
            let key = lessons::key(&data, quiz.course_id, lesson_id);
            let change = data.change::<Lesson>(key, &LessonChange::default())?;
            let same = Condition::Is("quiz_id", json!(data.key(quiz.id)));
            writes.push(change.removing("quiz_id").only_if(same));
        }
    }
    match data.write(writes).await? {
        Written::Done => Ok(Done),
        Written::Refused(0) => Err(Refusal::NotFound.into()),
        Written::Refused(_) => Err(Refusal::Busy.into()),
    }
}

/// Marks a student's answers. Whoever sees the quiz may try as often as they like.
pub async fn submit(call: Call<Data>, form: QuizAnswers) -> Result<Created<QuizResult>, Failure> {
    let data = call.data()?;
    let (quiz, _) = seen(&call, &data).await?;
    if form.answers.len() != quiz.questions.len() {
        let message = format!("has to have {} answers, one a question", quiz.questions.len());
        return Err(Refusal::field("answers", message).into());
    }
    let right = quiz.questions.iter().zip(&form.answers);
    let correct = right.filter(|(question, answer)| question.answer == **answer).count();
    let (correct, total) = (count(correct), count(quiz.questions.len()));
    let score = (correct * 100).checked_div(total).unwrap_or_default();
    let user_id = data.scope().user_id.clone();
    let key = Key::with_sort(&user_id, data.key(quiz.id));
    let before = data.get::<QuizResult>(key).await?;
    let now = call.invocation().timestamp();
    let result = QuizResult {
        quiz_id: quiz.id,
        course_id: quiz.course_id,
        organization_id: data.scope().tenant.to_string(),
        user_id,
        score,
        passed: score >= quiz.passing_score,
        correct,
        total,
        attempts: before.as_ref().map_or(0, |before| before.attempts) + 1,
        best_score: before.as_ref().map_or(0, |before| before.best_score).max(score),
        submitted_at: now.clone(),
        created_at: before.as_ref().map_or(&now, |before| &before.created_at).clone(),
        updated_at: now,
    };
    let put = match &before {
        None => data.create(&result)?,
        Some(before) => {
            data.put(&result)?.only_if(Condition::Is("attempts", json!(before.attempts)))
        }
    };
    match data.write(vec![put]).await? {
        Written::Done => Ok(Created(result)),
        Written::Refused(_) => Err(Refusal::Busy.into()),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The writes that delete the quizzes of a course.
pub async fn quizzes_of(data: &Scoped<'_>, course: &str) -> Result<Vec<Write>, Failure> {
    let quizzes = all_of(data, course).await?;
    let key = |quiz: &Quiz| Key::of(data.key(quiz.id));
    Ok(quizzes.iter().map(|quiz| data.clear::<Quiz>(key(quiz))).collect())
}

/// The quizzes of a course.
pub async fn all_of(data: &Scoped<'_>, course: &str) -> Result<Vec<Quiz>, Failure> {
    data.all::<Quiz>(course.to_owned(), None, Some(&BY_LESSON)).await
}
