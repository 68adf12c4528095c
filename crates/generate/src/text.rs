//! A text as a block has it, in pieces: what stays as it is, and what is evaluated.

use compiler::Address;

/// A text of a block. Two texts are equal if they are written alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Vec<Piece>);

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// What stays as it is. No two of these follow each other.
    Literal(String),
    /// An output of a resource.
    Output(Reference),
    /// What is evaluated, and needs no resource: `env.region`.
    Expression(String),
}

/// An output that a text refers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    pub to: Address,
    pub output: String,
    /// The same text without a reference, where an object is known by it.
    pub plain: Option<Text>,
}

impl Text {
    pub fn literal(text: &str) -> Self {
        let mut literal = Self::default();
        literal.push_literal(text);
        literal
    }

    pub fn push_literal(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Literal(before)) => before.push_str(text),
            _ => self.0.push(Piece::Literal(text.to_owned())),
        }
    }

    pub fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Literal(text) => self.push_literal(&text),
            piece => self.0.push(piece),
        }
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Output(reference) => Some(reference),
            _ => None,
        })
    }

    /// Puts something else in the place of references.
    pub fn each_reference(&mut self, replacement: &mut dyn FnMut(&Reference) -> Option<Piece>) {
        for piece in &mut self.0 {
            if let Piece::Output(reference) = piece
                && let Some(other) = replacement(reference)
            {
                *piece = other;
            }
        }
    }

    /// Puts something else in the place of expressions.
    pub fn each_expression(&mut self, replacement: &mut dyn FnMut(&str) -> Option<Piece>) {
        for piece in &mut self.0 {
            if let Piece::Expression(expression) = piece
                && let Some(other) = replacement(expression)
            {
                *piece = other;
            }
        }
    }

    /// The text with what it is called after written out.
    pub fn without_namesakes(&self) -> Self {
        let mut written = Self::default();
        for piece in &self.0 {
            match piece {
                Piece::Output(Reference { plain: Some(plain), .. }) => {
                    plain.0.iter().for_each(|piece| written.push(piece.clone()))
                }
                piece => written.push(piece.clone()),
            }
        }
        written
    }

    /// The template that evaluates to the text.
    pub fn template(&self) -> String {
        let mut template = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Literal(text) => template.push_str(&escaped(text)),
                Piece::Output(Reference { to, output, .. }) => {
                    template.push_str(&format!("${{{to}.{output}}}"));
                }
                Piece::Expression(expression) => template.push_str(&format!("${{{expression}}}")),
            }
        }
        template
    }
}

/// A text in which no expression begins.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with("${") || rest.starts_with("%{") {
            escaped.push(character);
        }
        escaped.push(character);
    }
    escaped
}
