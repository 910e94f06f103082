//! What people need, in the words they would use: the list that the finder asks from.
//!
//! The ids are those that programmes give in policy text (`gives = ["job-search"]`).

/// One need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Its id in policy text.
    pub id: &'static str,
    /// What people read.
    pub says: &'static str,
    /// Beginnings of words by which a service from elsewhere is known to meet it, when its own
    /// terms do not say.
    pub(super) words: &'static [&'static str],
}

const fn need(id: &'static str, says: &'static str, words: &'static [&'static str]) -> Need {
    Need { id, says, words }
}

impl Need {
    /// All needs, in the order asked.
    pub const ALL: [Need; 17] = [
        need("job-search", "Finding a job", &["job", "vacanc", "employment"]),
        need("work-coaching", "One-to-one help from a work coach", &["coach", "mentor", "key worker"]),
        need("careers-advice", "Working out what to do next", &["career"]),
        need("training", "Courses and training", &["training", "course", "qualification"]),
        need("english", "Better English", &["english", "esol", "reading", "literacy"]),
        need("maths", "Better maths", &["maths", "numeracy"]),
        need("digital", "Using a computer or phone", &["digital", "computer", "internet", "online skills"]),
        need("health-at-work", "Working with a health problem", &["health", "wellbeing"]),
        need("disability-support", "Support if you are disabled", &["disab", "autis", "deaf", "blind"]),
        need("self-employment", "Working for yourself", &["self employ", "start up", "business"]),
        need("work-experience", "Trying out work", &["work experience", "placement", "volunteer"]),
        need("apprenticeship", "Apprenticeships", &["apprentice"]),
        need("money", "Money and benefits", &["money", "debt", "benefit", "budget"]),
        need("housing", "Somewhere to live", &["housing", "homeless", "tenan", "rent"]),
        need("childcare", "Looking after children", &["childcare", "nurser", "creche"]),
        need("confidence", "Feeling more confident", &["confiden", "self esteem"]),
        need("job-offer", "Jobs on offer now", &["recruit", "guaranteed interview", "job fair"]),
    ];

    /// The need with this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Need> {
        Self::ALL.into_iter().find(|need| need.id == id)
    }

    /// The id of its term in our own taxonomy of needs.
    #[must_use]
    pub fn term_id(&self) -> String {
        super::steady_id(&["need", self.id])
    }

    /// The id of our own taxonomy of needs.
    #[must_use]
    pub fn taxonomy_id() -> String {
        super::steady_id(&["taxonomy", "needs"])
    }
}
