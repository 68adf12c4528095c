//! What callers send and get. Limits stand here once: functions check them, and so do API Gateway and the clients.

mod course;
mod enrollment;
mod lesson;
mod lists;
mod module;
mod quiz;

pub use course::{
    Course, CourseChange, CourseQuery, CourseStatus, Difficulty, ListedScope, NewCourse,
};
pub use enrollment::{
    CourseProgress, Enrollment, EnrollmentStatus, LessonProgress, NewEnrollment, ProgressChange,
};
pub use lesson::{Lesson, LessonChange, LessonOrder, NewLesson};
pub use lists::{Sentences, Tags};
pub use module::{
    ContentType, Module, ModuleChange, ModuleMetrics, ModuleQuery, ModuleStatus, NewModule,
    StoredModule,
};
pub use quiz::{
    NewQuiz, Question, Questions, Quiz, QuizAnswers, QuizChange, QuizResult, ShownQuestion,
    ShownQuiz,
};
