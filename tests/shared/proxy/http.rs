//! Reads HTTP/1.1 messages off a connection, whole and byte by byte as they came.

use std::io::{Error, ErrorKind, Read, Result};
use std::net::TcpStream;

/// A request or an answer.
pub struct Message {
    /// Everything, the head included.
    pub bytes: Vec<u8>,
    /// Of a request; empty in an answer.
    pub method: String,
    /// Path and query of a request; empty in an answer.
    pub target: String,
    /// Names are in lower case.
    headers: Vec<(String, String)>,
    head: usize,
}

impl Message {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The first lines, up to the empty one.
    pub fn head(&self) -> String {
        String::from_utf8_lossy(&self.bytes[..self.head]).into_owned()
    }

    pub fn body(&self) -> &[u8] {
        &self.bytes[self.head..]
    }
}

/// One end of a connection, with what was read and belongs to the next message.
pub struct Reader {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Reader {
    pub fn new(stream: TcpStream) -> Self {
        Self { stream, buffer: Vec::new() }
    }

    /// The next request; nothing if the client has ended.
    pub fn request(&mut self) -> Result<Option<Message>> {
        self.message(|bytes| {
            let mut headers = [httparse::EMPTY_HEADER; 64];
            let mut request = httparse::Request::new(&mut headers);
            let head = request.parse(bytes).map_err(malformed)?;
            let head = match head {
                httparse::Status::Complete(head) => head,
                httparse::Status::Partial => return Ok(None),
            };
            Ok(Some(Message {
                bytes: bytes[..head].to_vec(),
                method: request.method.unwrap_or_default().to_owned(),
                target: request.path.unwrap_or_default().to_owned(),
                headers: owned(request.headers),
                head,
            }))
        })
    }

    /// The answer to a request with this method; nothing if the server has ended.
    pub fn answer(&mut self, method: &str) -> Result<Option<Message>> {
        let mut status = 0;
        let answer = self.message(|bytes| {
            let mut headers = [httparse::EMPTY_HEADER; 64];
            let mut answer = httparse::Response::new(&mut headers);
            let head = match answer.parse(bytes).map_err(malformed)? {
                httparse::Status::Complete(head) => head,
                httparse::Status::Partial => return Ok(None),
            };
            status = answer.code.unwrap_or_default();
            let mut headers = owned(answer.headers);
            // These have no body, whatever their heads say.
            if method == "HEAD" || matches!(status, 204 | 304) {
                headers.retain(|(name, _)| !is_about_the_body(name));
            }
            Ok(Some(Message {
                bytes: bytes[..head].to_vec(),
                method: String::new(),
                target: String::new(),
                headers,
                head,
            }))
        })?;
        match answer {
            // "Go on with the body": the answer itself comes after it.
            Some(_) if status == 100 => self.answer(method),
            answer => Ok(answer),
        }
    }

    fn message(
        &mut self,
        mut parse: impl FnMut(&[u8]) -> Result<Option<Message>>,
    ) -> Result<Option<Message>> {
        let mut message = loop {
            if let Some(message) = parse(&self.buffer)? {
                break message;
            }
            if !self.read_more()? {
                return match self.buffer.is_empty() {
                    true => Ok(None),
                    false => Err(ErrorKind::UnexpectedEof.into()),
                };
            }
        };
        self.buffer.drain(..message.head);
        let chunked = message.header("transfer-encoding") == Some("chunked");
        let length = message.header("content-length").map(str::parse);
        match length {
            _ if chunked => self.chunks(&mut message.bytes)?,
            Some(Ok(length)) => self.take(length, &mut message.bytes)?,
            _ => {}
        }
        Ok(Some(message))
    }

    fn chunks(&mut self, into: &mut Vec<u8>) -> Result<()> {
        loop {
            match httparse::parse_chunk_size(&self.buffer) {
                Ok(httparse::Status::Complete((head, size))) => {
                    let size = usize::try_from(size).map_err(Error::other)?;
                    // Each chunk ends in a line break, and the last one is empty.
                    self.take(head + size + 2, into)?;
                    if size == 0 {
                        return Ok(());
                    }
                }
                Ok(httparse::Status::Partial) => {
                    if !self.read_more()? {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(_) => return Err(Error::other("a chunk of no size")),
            }
        }
    }

    fn take(&mut self, length: usize, into: &mut Vec<u8>) -> Result<()> {
        while self.buffer.len() < length {
            if !self.read_more()? {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        into.extend(self.buffer.drain(..length));
        Ok(())
    }

    /// Whether there was any more.
    fn read_more(&mut self) -> Result<bool> {
        let mut piece = [0; 1 << 14];
        let length = self.stream.read(&mut piece)?;
        self.buffer.extend_from_slice(&piece[..length]);
        Ok(length > 0)
    }
}

fn owned(headers: &[httparse::Header]) -> Vec<(String, String)> {
    let owned = |header: &httparse::Header| {
        let value = String::from_utf8_lossy(header.value).into_owned();
        (header.name.to_ascii_lowercase(), value)
    };
    headers.iter().map(owned).collect()
}

fn is_about_the_body(name: &str) -> bool {
    name == "content-length" || name == "transfer-encoding"
}

fn malformed(error: httparse::Error) -> Error {
    Error::new(ErrorKind::InvalidData, error)
}
