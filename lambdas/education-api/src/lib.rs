//! `/education`: courses with their lessons, the students who enrol in them and how far they are, quizzes, and the modules
//! that lessons teach.
//!
//! # Who sees what
//!
//! Everything belongs to the author's tenant. A draft is seen by its author and by those who manage the tenant; whoever
//! else asks is told that there is nothing. What the platform's own people publish is copied into the tenant `public`,
//! where every signed-in user reads it.
//!
//! # What is counted
//!
//! `lesson_count` and `enrolled_count` change in the transaction that makes or takes away the lesson or the enrolment, so
//! they are exact. A course has 90 lessons at most: with them it is deleted and put into another order in one
//! transaction, of which DynamoDB takes 100 items.

mod access;
mod courses;
mod enrollments;
mod lessons;
pub mod model;
mod modules;
mod noted;
mod progress;
mod publication;
mod quizzes;
pub mod tables;

use shared::api::{Routes, Who};
use shared::data::Data;

/// The function's routes.
pub fn routes() -> Routes<Data> {
    use Who::{Any, Own, Staff, Teach};
    Routes::of("education-api")
        .get("/education/courses", "listCourses", Any, courses::list)
        .post("/education/courses", "createCourse", Teach, courses::create)
        .get("/education/courses/{course_id}", "getCourse", Any, courses::show)
        .put("/education/courses/{course_id}", "updateCourse", Own, courses::change)
        .delete("/education/courses/{course_id}", "deleteCourse", Own, courses::delete)
        .put(
            "/education/courses/{course_id}/publication",
            "publishCourse",
            Staff,
            publication::publish,
        )
        .get("/education/courses/{course_id}/lessons", "listLessons", Any, lessons::list)
        .post("/education/courses/{course_id}/lessons", "createLesson", Own, lessons::create)
        .put("/education/courses/{course_id}/lessons/order", "orderLessons", Own, lessons::order)
        .get("/education/courses/{course_id}/lessons/{lesson_id}", "getLesson", Any, lessons::show)
        .put(
            "/education/courses/{course_id}/lessons/{lesson_id}",
            "updateLesson",
            Own,
            lessons::change,
        )
        .delete(
            "/education/courses/{course_id}/lessons/{lesson_id}",
            "deleteLesson",
            Own,
            lessons::delete,
        )
        .post("/education/courses/{course_id}/quizzes", "createQuiz", Own, quizzes::create)
        .get("/education/quizzes/{quiz_id}", "getQuiz", Any, quizzes::show)
        .put("/education/quizzes/{quiz_id}", "updateQuiz", Own, quizzes::change)
        .delete("/education/quizzes/{quiz_id}", "deleteQuiz", Own, quizzes::delete)
        .post("/education/quizzes/{quiz_id}/results", "submitQuiz", Any, quizzes::submit)
        .get("/education/enrollments", "listEnrollments", Any, enrollments::list)
        .post("/education/enrollments", "enroll", Any, enrollments::create)
        .delete("/education/enrollments/{course_id}", "unenroll", Any, enrollments::delete)
        .get("/education/progress/{course_id}", "getProgress", Any, progress::show)
        .put("/education/progress/{course_id}/{lesson_id}", "updateProgress", Any, progress::change)
        .get("/education/modules", "listModules", Any, modules::list)
        .post("/education/modules", "createModule", Teach, modules::create)
        .get("/education/modules/{module_id}", "getModule", Any, modules::show)
        .put("/education/modules/{module_id}", "updateModule", Own, modules::change)
        .delete("/education/modules/{module_id}", "deleteModule", Own, modules::delete)
}
