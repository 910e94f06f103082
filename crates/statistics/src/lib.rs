//! Pure measures: rates, intervals, cohorts
