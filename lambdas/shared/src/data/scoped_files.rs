//! The files of a caller's tenant.

use super::{Expected, Files, Open, Scoped, StoredFile, Transfer};
use crate::Error;

impl Scoped<'_> {
    fn files(&self) -> Result<&dyn Files, Error> {
        self.files.ok_or_else(|| Error::Files {
            operation: "none",
            code: "NoFiles".to_owned(),
            reason: "this function was given no files".to_owned(),
        })
    }

    /// An address at which a browser may put this file and no other.
    pub async fn upload_url(&self, file: Expected<'_>) -> Result<String, Error> {
        self.files()?.upload_url(&self.scope, file, self.invocation.now).await
    }

    /// An address at which a file can be read for 15 minutes. Nobody looks whether it is there.
    pub async fn url_of(&self, file: &StoredFile) -> Result<String, Error> {
        let disposition = file.disposition();
        self.files()?.download_url(&self.scope, &file.key, disposition, self.invocation.now).await
    }

    /// The same of a file that may be absent.
    pub async fn url_if_any(&self, file: Option<&StoredFile>) -> Result<Option<String>, Error> {
        match file {
            Some(file) => self.url_of(file).await.map(Some),
            None => Ok(None),
        }
    }

    /// A file to read; none if it is not there.
    pub async fn open_file(&self, key: &str) -> Result<Option<Open>, Error> {
        self.files()?.open(&self.scope, key).await
    }

    /// Copies a file, and tells whether it was there as it was said to be.
    pub async fn copy_file(&self, transfer: Transfer<'_>) -> Result<bool, Error> {
        self.files()?.copy(&self.scope, transfer).await
    }

    /// Takes a file away, if it is there.
    pub async fn delete_file(&self, key: &str) -> Result<(), Error> {
        self.files()?.delete(&self.scope, key).await
    }
}
