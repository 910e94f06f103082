//! The queries of the inbox: one for each of its counts and one for the page shown.

use crate::db::entities::{free_places, person, referral};
use kernel::{Day, OrganisationId};
use referral::Column;
use rules::referral::State;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, Func, LikeExpr, Query},
};

/// A part of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Waiting for an answer.
    ToAnswer,
    /// Accepted, and waiting to start.
    ToStart,
    /// On the programme.
    OnProgramme,
    /// Ended, declined or withdrawn.
    Over,
}

impl Part {
    /// Every part, in the order of the page.
    pub(super) const ALL: [Part; 4] = [Part::ToAnswer, Part::ToStart, Part::OnProgramme, Part::Over];

    /// Its word in the page's address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::ToAnswer => "to-answer",
            Self::ToStart => "to-start",
            Self::OnProgramme => "on-programme",
            Self::Over => "over",
        }
    }

    /// What it is called.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::ToAnswer => "To answer",
            Self::ToStart => "Waiting to start",
            Self::OnProgramme => "On the programme",
            Self::Over => "Ended or declined",
        }
    }

    /// The part that a referral in this state is in. The conditions below say the same in SQL; a test
    /// holds them together.
    pub(super) fn of(state: &State) -> Option<Self> {
        match state {
            State::NotSent => None,
            State::Sent(_) => Some(Self::ToAnswer),
            State::Accepted(_) => Some(Self::ToStart),
            State::Started(_) => Some(Self::OnProgramme),
            State::Declined(_) | State::Ended(_) | State::Withdrawn(_) => Some(Self::Over),
        }
    }

    fn condition(self) -> Condition {
        let open = || Condition::all().add(Column::EndRecordedAt.is_null()).add(Column::WithdrawnAt.is_null());
        let not_started = || open().add(Column::StartRecordedAt.is_null());
        match self {
            Self::ToAnswer => not_started().add(Column::AcceptedAt.is_null()).add(Column::DeclinedAt.is_null()),
            Self::ToStart => not_started().add(Column::AcceptedAt.is_not_null()).add(Column::DeclinedAt.is_null()),
            Self::OnProgramme => open().add(Column::StartRecordedAt.is_not_null()),
            Self::Over => Condition::any()
                .add(Column::EndRecordedAt.is_not_null())
                .add(Column::WithdrawnAt.is_not_null())
                .add(not_started().add(Column::DeclinedAt.is_not_null())),
        }
    }
}

/// What is looked for in an inbox.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'a> {
    /// Whose inbox.
    pub(super) provider: OrganisationId,
    /// Words of a name or of a reference; empty for all.
    pub(super) search: &'a str,
    /// Names of people whose help ended before this day are not looked through.
    pub(super) named_since: Day,
}

impl Wanted<'_> {
    fn query(&self, part: Part) -> sea_orm::Select<referral::Entity> {
        let query = referral::Entity::find().filter(Column::ProviderId.eq(self.provider.0)).filter(part.condition());
        self.search.split_whitespace().take(8).fold(query, |query, word| query.filter(mentions(word, self.named_since)))
    }

    /// How many referrals there are in a part.
    pub(super) async fn count(&self, connection: &impl ConnectionTrait, part: Part) -> Result<u64, DbErr> {
        self.query(part).count(connection).await
    }

    /// Some referrals of a part: those to answer by what is due first, the others newest first.
    pub(super) async fn page(
        &self,
        connection: &impl ConnectionTrait,
        part: Part,
        (offset, limit): (u64, u64),
    ) -> Result<Vec<referral::Model>, DbErr> {
        let query = self.query(part);
        let query = match part {
            // One standard holds for all of them, so the one sent first is due first.
            Part::ToAnswer => query.order_by_asc(Column::SentAt),
            Part::ToStart => query.order_by_asc(Column::AcceptedAt),
            Part::OnProgramme => query.order_by_desc(Column::StartedOn),
            Part::Over => {
                let over = [Column::EndRecordedAt, Column::WithdrawnAt, Column::DeclinedAt];
                query.order_by(Func::coalesce(over.map(Expr::col)), Order::Desc)
            }
        };
        query.order_by_asc(Column::Id).offset(offset).limit(limit).all(connection).await
    }
}

/// Whether the person's reference, or a name that may be seen here, has the word in it. The name of
/// somebody whose referral was declined or withdrawn, who stopped sharing, or whose help ended before a day, may not.
fn mentions(word: &str, named_since: Day) -> Condition {
    let literal = word.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let has = |column: person::Column| {
        Expr::expr(Func::lower(Expr::col(column))).like(LikeExpr::new(format!("%{literal}%")).escape('\\'))
    };
    let people = |condition: Condition| {
        let people = Query::select().column(person::Column::Id).from(person::Entity).cond_where(condition).to_owned();
        Column::PersonId.in_subquery(people)
    };
    let named = Condition::any().add(has(person::Column::GivenName)).add(has(person::Column::FamilyName));
    let known = Condition::all()
        .add(people(named))
        .add(Column::DeclinedAt.is_null())
        .add(Column::WithdrawnAt.is_null())
        .add(Condition::any().add(Column::EndedOn.is_null()).add(Column::EndedOn.gte(named_since)))
        .add(Column::SharingStoppedAt.is_null());
    Condition::any().add(people(Condition::any().add(has(person::Column::Reference)))).add(known)
}

/// Everything an organisation has said of its places, newest first.
pub(super) async fn places_said(
    connection: &impl ConnectionTrait,
    provider: OrganisationId,
) -> Result<Vec<free_places::Model>, DbErr> {
    free_places::Entity::find()
        .filter(free_places::Column::OrganisationId.eq(provider.0))
        .order_by_desc(free_places::Column::SaidAt)
        .order_by_desc(free_places::Column::Id)
        .all(connection)
        .await
}
