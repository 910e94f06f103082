//! Pure decisions: referral, outcome, payment, access
