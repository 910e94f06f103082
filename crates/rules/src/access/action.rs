//! Everything somebody may do or see, by one name each.

use serde::{Deserialize, Serialize};

/// Makes the enum of actions with their words and the kind of thing each is about.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $word:literal on $kind:literal),+ $(,)?) => {
        /// Something that somebody may do or see.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Action {
            $($(#[$doc])* $name),+
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Action] = &[$(Action::$name),+];

            /// The action's word, as `spine/access.cedar` writes it: `see-person`.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Action::$name => $word),+ }
            }

            /// The kind of thing it is about, as `spine/access.cedarschema` names it: `Person`.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Action::$name => $kind),+ }
            }
        }
    };
}

actions! {
    /// Look at organisations and services, and search them.
    SeeDirectory = "see-directory" on "System",
    /// Read the policy text: programmes, criteria, sources.
    SeePolicy = "see-policy" on "System",
    /// Bring in a feed of organisations and services.
    ImportDirectory = "import-directory" on "System",
    /// See one's caseload.
    SeeCaseload = "see-caseload" on "System",
    /// See the referrals one's organisation has received.
    SeeInbox = "see-inbox" on "System",
    /// See what one's organisation has earned and not claimed, and what became of its claims.
    SeeEarned = "see-earned" on "System",
    /// See the list of claims under one's body's contracts.
    SeeClaims = "see-claims" on "System",
    /// Book a contract's statement and close months of the ledger, under one's body's contracts.
    KeepLedger = "keep-ledger" on "System",
    /// Take in a feed of earnings, and see which were taken in.
    TakeInEarnings = "take-in-earnings" on "System",
    /// See which streams of money pay for what, and when they end.
    SeeMoney = "see-money" on "System",
    /// See counts and rates that name nobody.
    SeeReport = "see-report" on "System",
    /// Ask which rules stop people, and what a change of one would do.
    SeeBarriers = "see-barriers" on "System",
    /// Keep the answer to such a question as a note that others can cite.
    SaveNote = "save-note" on "System",
    /// See who did what and when.
    SeeAudit = "see-audit" on "System",
    /// Create, change and close accounts.
    ManageUsers = "manage-users" on "System",
    /// See how many people each adviser of one's own organisation has, and hand them all over to colleagues.
    ManageCaseloads = "manage-caseloads" on "System",
    /// Say who covers for an adviser, and until when.
    ArrangeCover = "arrange-cover" on "System",
    /// See the agreements to share of one's area, and what does not flow for want of one.
    SeeAgreements = "see-agreements" on "System",
    /// Open the record of somebody who is on nobody's list of one's own, in an emergency, with a reason.
    BreakGlass = "break-glass" on "System",
    /// See for which records that one's body keeps this was done, and write down what one found.
    SeeAlerts = "see-alerts" on "System",
    /// See what of the records that one's body keeps is due to be deleted, delete it, or keep it for longer.
    EraseRecords = "erase-records" on "System",
    /// See certificates of what was deleted.
    SeeCertificates = "see-certificates" on "System",
    /// Sign an agreement for one's body, or withdraw from it.
    SignAgreement = "sign-agreement" on "System",
    /// Enter a new person.
    RegisterPerson = "register-person" on "System",
    /// See which versions of the policy text were published, by whom and why, and read each.
    SeeVersions = "see-versions" on "System",
    /// Publish a version of the policy text, so that decisions are made under it.
    PublishPolicy = "publish-policy" on "Text",
    /// Open a person's record. Which facts are shown is in the decision's categories.
    SeePerson = "see-person" on "Person",
    /// See what helps in an emergency, for the hours after one has given a reason.
    SeeInEmergency = "see-in-emergency" on "Person",
    /// See who has looked at a person's record.
    SeeReadings = "see-readings" on "Person",
    /// Say that something in one's own record is wrong, or ask that it is deleted.
    AskOfRecord = "ask-of-record" on "Person",
    /// Answer what a person asked of their record.
    AnswerRequest = "answer-request" on "Person",
    /// Invite a person to see their own record.
    InvitePerson = "invite-person" on "Person",
    /// Hand a person over to a colleague.
    HandOver = "hand-over" on "Person",
    /// Record an answer to a fact's question.
    RecordFact = "record-fact" on "Person",
    /// See which programmes the person may join.
    Assess = "assess" on "Person",
    /// Send a referral.
    SendReferral = "send-referral" on "Person",
    /// Open a referral.
    SeeReferral = "see-referral" on "Referral",
    /// Accept or decline a referral.
    AnswerReferral = "answer-referral" on "Referral",
    /// Withdraw a referral.
    WithdrawReferral = "withdraw-referral" on "Referral",
    /// Stop sharing a record with the provider of a referral, or share it again.
    StopSharing = "stop-sharing" on "Referral",
    /// Record a start or an end.
    RecordStart = "record-start" on "Referral",
    /// Record an employment spell.
    RecordSpell = "record-spell" on "Referral",
    /// See employment spells and how far outcomes have come.
    SeeSpells = "see-spells" on "Referral",
    /// Open a claim line with its reasons.
    SeeClaim = "see-claim" on "Claim",
    /// Claim what was earned.
    SubmitClaim = "submit-claim" on "Claim",
    /// Pay a claim line that was approved.
    PayClaim = "pay-claim" on "Claim",
    /// Approve or reverse a claim line.
    ApproveClaim = "approve-claim" on "Claim",
    /// See how a decision was made.
    SeeDecision = "see-decision" on "Decision",
}
