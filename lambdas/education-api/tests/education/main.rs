//! The function, called as API Gateway calls it: over tables in memory, and over an emulator.

mod courses;
mod emulator;
mod enrollments;
mod files;
mod lessons;
mod modules;
mod process;
mod publication;
mod quizzes;
mod rules;
mod world;
