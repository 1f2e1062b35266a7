//! Schedules and time zones.

use k8sgen_templates::names::{CronSchedule, TimeZone};

use super::check;

const FIVE: &str =
    "five fields with blanks between them: minute, hour, day of the month, month, day of the week";
const WORDS: &str =
    "the words are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly";
const IANA: &str = "a name of the IANA's list, like `Europe/Berlin`";

#[test]
fn a_schedule_is_five_fields_or_a_word() {
    check::<CronSchedule>(
        &[
            "* * * * *",
            "0 3 * * *",
            "*/15 6-20/2 1,15 jan-MAR mon-fri",
            "? ? ? ? ?",
            "5/10 0 31 12 6",
            "@hourly",
            "@daily",
            "@annually",
        ],
        &[
            ("0 3 * *", FIVE),
            ("0 0 3 * * *", FIVE),
            ("", FIVE),
            (
                "60 * * * *",
                "the minute `60` is none: 0 to 59, `*`, and lists, ranges and steps",
            ),
            (
                "0 24 * * *",
                "the hour `24` is none: 0 to 23, `*`, and lists, ranges and steps",
            ),
            (
                "0 0 0 * *",
                "the day of the month `0` is none: 1 to 31, `*`, and lists, ranges and steps",
            ),
            (
                "0 0 * 13 *",
                "the month `13` is none: 1 to 12, `*`, and lists, ranges and steps",
            ),
            (
                "0 0 * * 7",
                "the day of the week `7` is none: 0 to 6, `*`, and lists, ranges and steps",
            ),
            (
                "0 0 * * mo",
                "the day of the week `mo` is none: 0 to 6, `*`, and lists, ranges and steps",
            ),
            (
                "5-1 * * * *",
                "the minute `5-1` is none: 0 to 59, `*`, and lists, ranges and steps",
            ),
            (
                "*/0 * * * *",
                "the minute `*/0` is none: 0 to 59, `*`, and lists, ranges and steps",
            ),
            (
                "1,,2 * * * *",
                "the minute `` is none: 0 to 59, `*`, and lists, ranges and steps",
            ),
            (
                "-1 * * * *",
                "the minute `-1` is none: 0 to 59, `*`, and lists, ranges and steps",
            ),
            ("@dayly", WORDS),
            (
                "TZ=UTC 0 3 * * *",
                "a time zone stands in a setting of its own",
            ),
        ],
    );
}

#[test]
fn a_time_zone_is_a_name_and_not_local() {
    check::<TimeZone>(
        &[
            "UTC",
            "Etc/GMT+1",
            "Europe/Berlin",
            "America/Argentina/Ushuaia",
        ],
        &[
            (
                "Local",
                "what is local differs from cluster to cluster; name one, like `Etc/UTC`",
            ),
            ("", IANA),
            ("+02:00", IANA),
            ("Europe//Berlin", IANA),
            ("Europe/Berlin ", IANA),
        ],
    );
}
