//! May this account do this?
//!
//! *Authority*: `spine/access.cedar`, checked against `spine/access.cedarschema` when it is loaded.
//! *Applies*: before every action and every read of a person's record; nothing is permitted unless a policy says so,
//! and a policy that forbids outweighs every one that permits.
//! *Simplified*: the relationships are found out by the caller; the organisation is not looked at a second time.
//! *Example*: an adviser may open the record of a person on their own caseload, and no other's.

use super::{
    action::Action,
    decision::{Decision, Ground},
    relationship::Relationship,
    remembered::Remembered,
    scope::scoped,
    visible::{CONTACT, NAME},
};
use cedar_policy as cedar;
use kernel::AccountId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What an account is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nobody has signed in.
    Visitor,
    /// A person who is helped, or might be.
    Resident,
    /// Somebody who advises people and refers them.
    Adviser,
    /// Somebody who works for a provider.
    ProviderStaff,
    /// Somebody who buys provision.
    Commissioner,
    /// Somebody who looks after the software.
    Administrator,
    /// Somebody who checks what was done.
    Auditor,
    /// Somebody who writes and publishes policy text.
    Analyst,
    /// Somebody who answers for how a body handles people's data, and signs agreements for it.
    DataLead,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 9] = [
        Role::Visitor,
        Role::Resident,
        Role::Adviser,
        Role::ProviderStaff,
        Role::Commissioner,
        Role::Administrator,
        Role::Auditor,
        Role::Analyst,
        Role::DataLead,
    ];

    /// The role's word, as `spine/access.cedar` writes it: `provider-staff`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Resident => "resident",
            Self::Adviser => "adviser",
            Self::ProviderStaff => "provider-staff",
            Self::Commissioner => "commissioner",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Analyst => "analyst",
            Self::DataLead => "data-lead",
        }
    }

    /// The role with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Principal {
    /// The account; `None` when nobody has signed in.
    pub account: Option<AccountId>,
    /// Its role.
    pub role: Role,
    /// Its organisation, by id.
    pub organisation: Option<String>,
    /// What alone it may do: of a program that asks with somebody's key; `None` for somebody at a keyboard.
    pub scope: Option<BTreeSet<Action>>,
}

impl Principal {
    /// Somebody who has not signed in.
    #[must_use]
    pub fn visitor() -> Self {
        Self { account: None, role: Role::Visitor, organisation: None, scope: None }
    }
}

/// What is asked about. Its kind follows from the action.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Resource {
    /// How the account stands to it.
    pub relationships: BTreeSet<Relationship>,
    /// Categories of fact that the programme of the referral reads ([`super::needed`]).
    pub needed: BTreeSet<String>,
    /// Categories of fact that the agreement between the two bodies covers ([`super::shared`]).
    pub shared: BTreeSet<String>,
    /// Whether it must not be found out where the person lives.
    pub hidden: bool,
}

impl Resource {
    /// Something to which the account has no relationship: the software as a whole, or a stranger.
    #[must_use]
    pub fn unrelated() -> Self {
        Self::default()
    }

    /// Something to which the account has these relationships.
    #[must_use]
    pub fn related(relationships: impl IntoIterator<Item = Relationship>) -> Self {
        Self { relationships: relationships.into_iter().collect(), ..Self::default() }
    }

    /// The same, with the categories of fact that the referral's programme reads.
    #[must_use]
    pub fn needing(self, categories: BTreeSet<String>) -> Self {
        Self { needed: categories, ..self }
    }

    /// The same, with the categories of fact that the agreement between the two bodies covers.
    #[must_use]
    pub fn sharing(self, categories: BTreeSet<String>) -> Self {
        Self { shared: categories, ..self }
    }

    /// The same, of a person of whom it must not be found out where they live, or not.
    #[must_use]
    pub fn hidden(self, hidden: bool) -> Self {
        Self { hidden, ..self }
    }
}

/// The action under which each category of fact is asked about.
pub(super) const SEE_FACT: &str = "see-fact";
/// The kind of thing that is about nobody in particular.
const SYSTEM: &str = "System";

/// Who asks about what.
struct Question {
    account: cedar::EntityUid,
    thing: cedar::EntityUid,
    entities: cedar::Entities,
}

/// Decides from the text of `spine/access.cedar`.
#[derive(Debug)]
pub struct Authoriser {
    pub(super) authorizer: cedar::Authorizer,
    pub(super) policies: cedar::PolicySet,
    pub(super) schema: cedar::Schema,
    pub(super) categories: BTreeSet<String>,
    pub(super) order: Vec<(cedar::PolicyId, Ground)>,
    pub(super) remembered: Remembered,
}

impl Authoriser {
    /// Whether `principal` may do `action` to `resource`, and which categories of fact it may see in doing it.
    #[must_use]
    pub fn may(&self, principal: &Principal, action: Action, resource: &Resource) -> Decision {
        if let Some(scope) = &principal.scope {
            return scoped(scope, action, || {
                self.may(&Principal { scope: None, ..principal.clone() }, action, resource)
            });
        }
        self.remembered.answer(principal, action, resource, || self.decide(principal, action, resource))
    }

    fn decide(&self, principal: &Principal, action: Action, resource: &Resource) -> Decision {
        let Some(question) = self.question(principal, action.about(), resource) else {
            return Decision::no(vec![Ground::standing_no()]);
        };
        let (allowed, mut reasons) = self.ask(&question, action.word(), None);
        if !allowed {
            if reasons.is_empty() {
                reasons.push(Ground::standing_no());
            }
            return Decision::no(reasons);
        }
        let mut categories = BTreeSet::new();
        if action.about() != SYSTEM {
            for category in &self.categories {
                if let (true, grounds) = self.ask(&question, SEE_FACT, Some(category)) {
                    categories.insert(category.clone());
                    reasons.extend(grounds);
                }
            }
        }
        Decision { allowed, categories, reasons: self.in_order(reasons) }
    }

    /// Every policy with its code and what it says, in the order of the text.
    pub fn policies(&self) -> impl Iterator<Item = &Ground> {
        self.order.iter().map(|(_, ground)| ground)
    }

    /// Who asks about what, as Cedar's entities; `None` when they do not fit the schema.
    fn question(&self, principal: &Principal, about: &str, resource: &Resource) -> Option<Question> {
        let role = uid("Role", principal.role.word())?;
        let account = uid("Account", &principal.account.map_or_else(String::new, |id| id.to_string()))?;
        let thing = uid(about, "it")?;
        let entities = [
            cedar::Entity::new_no_attrs(role.clone(), HashSet::new()),
            cedar::Entity::new_no_attrs(account.clone(), HashSet::from([role])),
            cedar::Entity::new(thing.clone(), attributes(about, resource), HashSet::new()).ok()?,
        ];
        let entities = cedar::Entities::from_entities(entities, Some(&self.schema)).ok()?;
        Some(Question { account, thing, entities })
    }

    /// Asks Cedar. What does not fit the schema, and what fails to evaluate, counts as no.
    fn ask(&self, question: &Question, action: &str, category: Option<&str>) -> (bool, Vec<Ground>) {
        let Some(request) = self.request(question, action, category) else { return (false, Vec::new()) };
        let response = self.authorizer.is_authorized(&request, &self.policies, &question.entities);
        if response.diagnostics().errors().next().is_some() {
            return (false, Vec::new());
        }
        let decided: HashSet<&cedar::PolicyId> = response.diagnostics().reason().collect();
        let grounds = self.order.iter().filter(|(id, _)| decided.contains(id)).map(|(_, ground)| ground.clone());
        (response.decision() == cedar::Decision::Allow, grounds.collect())
    }

    fn request(&self, question: &Question, action: &str, category: Option<&str>) -> Option<cedar::Request> {
        let text = |category: &str| cedar::RestrictedExpression::new_string(category.to_owned());
        let context = category.map(|category| ("category".to_owned(), text(category)));
        let context = cedar::Context::from_pairs(context).ok()?;
        let (account, thing) = (question.account.clone(), question.thing.clone());
        cedar::Request::new(account, uid("Action", action)?, thing, context, Some(&self.schema)).ok()
    }

    /// The grounds without repetition, in the order of the text.
    fn in_order(&self, grounds: Vec<Ground>) -> Vec<Ground> {
        let found: BTreeSet<Ground> = grounds.into_iter().collect();
        self.policies().filter(|ground| found.contains(ground)).cloned().collect()
    }
}

fn uid(kind: &str, id: &str) -> Option<cedar::EntityUid> {
    let kind = kind.parse().ok()?;
    Some(cedar::EntityUid::from_type_name_and_id(kind, cedar::EntityId::new(id)))
}

fn attributes(about: &str, resource: &Resource) -> HashMap<String, cedar::RestrictedExpression> {
    let set = |words: &mut dyn Iterator<Item = String>| {
        cedar::RestrictedExpression::new_set(words.map(cedar::RestrictedExpression::new_string))
    };
    if about == SYSTEM {
        return HashMap::new();
    }
    HashMap::from([
        ("relationships".to_owned(), set(&mut resource.relationships.iter().map(|one| one.word().to_owned()))),
        ("needed".to_owned(), set(&mut resource.needed.iter().cloned())),
        ("shared".to_owned(), set(&mut resource.shared.iter().cloned())),
        ("hidden".to_owned(), cedar::RestrictedExpression::new_bool(resource.hidden)),
    ])
}

/// The categories that are not facts but the person's own record.
pub(super) fn own_categories() -> [String; 2] {
    [NAME.to_owned(), CONTACT.to_owned()]
}
