//! How a command ends when it does not end well: in words, with an exit code, never a stack trace.

use std::process::ExitCode;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The answer is "no" or there are faults, and that has been said: exit code 1.
    Said,
    /// Something went wrong: exit code 1.
    Fault(anyhow::Error),
    /// It was asked for in the wrong way: exit code 2.
    Usage(String),
}

impl Failure {
    /// A fault in one's own words.
    pub(crate) fn because(says: impl Into<String>) -> Self {
        Self::Fault(anyhow::anyhow!(says.into()))
    }

    /// Says what is wrong on standard error, and gives the exit code.
    pub(crate) fn tell(&self) -> ExitCode {
        match self {
            Self::Said => ExitCode::from(1),
            Self::Fault(fault) => {
                crate::output::note(&format!("error: {fault:#}"));
                ExitCode::from(1)
            }
            Self::Usage(says) => {
                crate::output::note(&format!("error: {says}\n\nFor more, try `tapestry --help`."));
                ExitCode::from(2)
            }
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(fault: anyhow::Error) -> Self {
        Self::Fault(fault)
    }
}
