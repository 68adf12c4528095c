//! `/uploads`: files of modules and, with the verticals that are to come, of datasets, projects, agents and posts.
//!
//! # How a file comes in
//!
//! Whoever may change the thing that a file is for asks for a ticket, and says what the file is called, its type and its
//! length. The ticket is an address of the bucket, signed for that length and that type, at which a browser puts the file
//! within 15 minutes. It leads into quarantine, `incoming/<tenant>/<upload>`, which nobody reads but the function
//! `uploads-processor`: that one looks at what has arrived, and keeps or rejects it.
//!
//! # Room
//!
//! A ticket reserves its bytes of what the tenant's plan has. They are given back when the file is rejected, when it is
//! deleted, and a day later if it never came.

pub mod kinds;
pub mod model;
pub mod parents;
mod purpose;
mod uploads;

use shared::api::{Routes, Who};
use shared::data::{Data, Table, USER_CONTENT};
use shared::plans::ORGANIZATION_DATA;

/// The tables of the function, but for those of what files belong to.
pub static TABLES: [&Table; 2] = [&USER_CONTENT, &ORGANIZATION_DATA];

/// The function's routes.
pub fn routes() -> Routes<Data> {
    use Who::{Any, Own, Write};
    Routes::of("uploads-api")
        .post("/uploads", "createUpload", Write, uploads::create)
        .get("/uploads/{upload_id}", "getUpload", Any, uploads::show)
        .get("/uploads/{upload_id}/url", "getUploadUrl", Any, uploads::url)
        .delete("/uploads/{upload_id}", "deleteUpload", Own, uploads::delete)
}
