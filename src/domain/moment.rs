//! Moments as people in China read them: the journal keeps UTC milliseconds.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};

/// The wall clock of a moment in China, which has no summer time; `None` outside the calendar.
pub fn in_china(utc_milliseconds: i64) -> Option<NaiveDateTime> {
    let moment = DateTime::from_timestamp_millis(utc_milliseconds)?.naive_utc();
    moment.checked_add_signed(TimeDelta::hours(8))
}

/// The day of a moment in China.
pub fn day_of(utc_milliseconds: i64) -> NaiveDate {
    in_china(utc_milliseconds).map_or_else(NaiveDate::default, |moment| moment.date())
}
