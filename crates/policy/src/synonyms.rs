//! Other words for what people look for, as the text has them.

/// Words that lead to others: whoever asks for one of `asked` also finds what uses one of `also`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonym {
    /// Words or phrases that people type, in small letters.
    pub asked: Vec<String>,
    /// Beginnings of words or phrases that services use for it, in small letters.
    pub also: Vec<String>,
    /// Whether it is an example.
    pub example: bool,
}
