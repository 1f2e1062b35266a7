//! When a CronJob runs, as Kubernetes reads it: five fields, or a word such as `@daily`.

use std::str::FromStr;

use crate::problem::shown;

/// When a CronJob runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// At these times.
    At(Times),
    /// `@every 90s`, counted from when the last run began.
    Every,
}

/// Times, as sets of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    minutes: Set,
    hours: Set,
    days: Set,
    months: Set,
    weekdays: Set,
}

/// The values that a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Set {
    bits: u64,
    /// Whether it is `*`: then the other one of days and weekdays decides alone.
    is_any: bool,
}

/// Why a schedule can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSchedule {
    /// Not five fields.
    #[error("it has {0} fields, and five are read: minute, hour, day, month, day of the week")]
    Fields(usize),
    /// A word that is not known.
    #[error(
        "the words that are known are `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` and `@every`"
    )]
    Word,
    /// `@every` and no duration.
    #[error("`{0}` is no duration such as `1h30m`")]
    Duration(String),
    /// A time zone before the fields.
    #[error("`TZ` may not stand in it")]
    TimeZone,
    /// A field that can't be read.
    #[error("the {field} `{text}` {why}")]
    Field {
        /// Which field.
        field: &'static str,
        /// What stands there.
        text: String,
        /// Why it can't be read.
        why: &'static str,
    },
}

/// What a field may hold.
struct Bounds {
    field: &'static str,
    least: u32,
    most: u32,
    names: &'static [&'static str],
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/// The longest that each month gets.
const LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const BOUNDS: [Bounds; 5] = [
    bounds("minute", 0, 59, &[]),
    bounds("hour", 0, 23, &[]),
    bounds("day", 1, 31, &[]),
    bounds("month", 1, 12, &MONTHS),
    bounds("day of the week", 0, 6, &WEEKDAYS),
];

const fn bounds(
    field: &'static str,
    least: u32,
    most: u32,
    names: &'static [&'static str],
) -> Bounds {
    Bounds {
        field,
        least,
        most,
        names,
    }
}

impl FromStr for Schedule {
    type Err = InvalidSchedule;

    fn from_str(text: &str) -> Result<Self, InvalidSchedule> {
        if text.contains("TZ") {
            return Err(InvalidSchedule::TimeZone);
        }
        if let Some(duration) = text.strip_prefix("@every ") {
            let invalid = || InvalidSchedule::Duration(shown(duration));
            return is_duration(duration)
                .then_some(Self::Every)
                .ok_or_else(invalid);
        }
        let fields = match text {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" | "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            word if word.starts_with('@') => return Err(InvalidSchedule::Word),
            fields => fields,
        };
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields[..] else {
            return Err(InvalidSchedule::Fields(fields.len()));
        };
        Ok(Self::At(Times {
            minutes: BOUNDS[0].set(minute)?,
            hours: BOUNDS[1].set(hour)?,
            days: BOUNDS[2].set(day)?,
            months: BOUNDS[3].set(month)?,
            weekdays: BOUNDS[4].set(weekday)?,
        }))
    }
}

impl Times {
    /// Whether such a time ever comes: no February has 30 days.
    #[must_use]
    pub fn ever_come(&self) -> bool {
        let has_day = |month: u32| (1..=LENGTHS[month as usize - 1]).any(|day| self.days.has(day));
        !self.weekdays.is_any || (1..=12).any(|month| self.months.has(month) && has_day(month))
    }

    /// Whether a run begins in every minute of an hour.
    #[must_use]
    pub fn each_minute(&self) -> bool {
        (0..60).all(|minute| self.minutes.has(minute))
    }

    /// In how many hours of the day runs begin.
    #[must_use]
    pub fn hours(&self) -> u32 {
        self.hours.bits.count_ones()
    }
}

impl Set {
    fn has(self, value: u32) -> bool {
        self.bits & (1 << value) != 0
    }
}

impl Bounds {
    /// What a field such as `1-5,10/2` stands for.
    fn set(&self, text: &str) -> Result<Set, InvalidSchedule> {
        let mut set = Set {
            bits: 0,
            is_any: false,
        };
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let part = self.part(part).map_err(|why| InvalidSchedule::Field {
                field: self.field,
                text: shown(text),
                why,
            })?;
            set.bits |= part.bits;
            set.is_any |= part.is_any;
        }
        Ok(set)
    }

    fn part(&self, text: &str) -> Result<Set, &'static str> {
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (text, None),
        };
        let (low, high) = match range.split_once('-') {
            Some((low, high)) => (low, Some(high)),
            None => (range, None),
        };
        let is_any = matches!(low, "*" | "?");
        let (first, last) = match high {
            _ if is_any => (self.least, self.most),
            Some(high) => (self.value(low)?, self.value(high)?),
            // `10/5` is every fifth from the tenth on.
            None if step.is_some() => (self.value(low)?, self.most),
            None => (self.value(low)?, self.value(low)?),
        };
        let step = match step.map(str::parse::<usize>) {
            None => 1,
            Some(Ok(step)) if step > 0 => step,
            Some(_) => return Err("has a step that is no number above 0"),
        };
        if first < self.least || last > self.most {
            return Err(match self.field {
                "minute" => "is not within 0 to 59",
                "hour" => "is not within 0 to 23",
                "day" => "is not within 1 to 31",
                "month" => "is not within 1 to 12",
                _ => "is not within 0 (Sunday) to 6 (Saturday)",
            });
        }
        if first > last {
            return Err("is a range that ends before it begins");
        }
        let values = (first..=last).step_by(step);
        Ok(Set {
            bits: values.fold(0, |bits, value| bits | 1 << value),
            is_any: is_any && step == 1,
        })
    }

    fn value(&self, text: &str) -> Result<u32, &'static str> {
        let name = text.to_ascii_lowercase();
        let named = self.names.iter().position(|known| *known == name);
        match named.and_then(|place| u32::try_from(place).ok()) {
            Some(place) => Ok(place + self.least),
            None if text.starts_with(['+', '-']) => Err("is no number"),
            None => text.parse().map_err(|_| {
                if self.names.is_empty() {
                    "is no number"
                } else {
                    "is neither a number nor the first three letters of a name"
                }
            }),
        }
    }
}

/// A duration as Go writes it: `1h30m`, `1.5s`.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut is_some = false;
    while !rest.is_empty() {
        let digits = |c: char| c.is_ascii_digit() || c == '.';
        let unit = rest.trim_start_matches(digits);
        let number = &rest[..rest.len() - unit.len()];
        // The longer units first: `ms` is no `m`.
        let units = ["ns", "us", "µs", "ms", "s", "m", "h"];
        let Some(after) = units.into_iter().find_map(|known| unit.strip_prefix(known)) else {
            return false;
        };
        if number.parse::<f64>().is_err() {
            return false;
        }
        (rest, is_some) = (after, true);
    }
    is_some
}
