//! When something runs.

use super::error::Refusal;

/// Fields of a schedule: what each counts, its least and greatest number, and the names that stand for numbers.
const FIELDS: [Field; 5] = [
    Field::new("minute", 0, 59, &[]),
    Field::new("hour", 0, 23, &[]),
    Field::new("day of the month", 1, 31, &[]),
    Field::new(
        "month",
        1,
        12,
        &[
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ],
    ),
    Field::new(
        "day of the week",
        0,
        6,
        &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    ),
];

/// Words that stand for a whole schedule.
const WORDS: [&str; 7] = [
    "@yearly",
    "@annually",
    "@monthly",
    "@weekly",
    "@daily",
    "@midnight",
    "@hourly",
];

text_name! {
    /// When a `CronJob` runs: [five fields], or a word such as `@daily`.
    ///
    /// What Kubernetes takes: lists, ranges and steps of numbers, `*` or `?`, and names of months and days. A time
    /// zone has a field of its own, so `TZ=` is refused here as it is there.
    ///
    /// ```
    /// use k8sgen_templates::names::CronSchedule;
    ///
    /// assert!("*/15 6-20 * * mon-fri".parse::<CronSchedule>().is_ok());
    /// assert!("@daily".parse::<CronSchedule>().is_ok());
    /// assert!("60 * * * *".parse::<CronSchedule>().is_err());
    /// assert!("0 3 * *".parse::<CronSchedule>().is_err());
    /// ```
    ///
    /// [five fields]: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
    CronSchedule is "a schedule", checked by schedule, schema {
        "type": "string",
        "description": "Minute, hour, day of the month, month, day of the week; or `@hourly`, `@daily`, `@weekly`.",
        "examples": ["0 3 * * *"]
    }
}

text_name! {
    /// The name of a time zone, such as `Europe/Berlin`.
    ///
    /// Whether there is one of that name depends on the cluster's own list; the form is checked, and that it is not
    /// `Local`, which Kubernetes refuses.
    ///
    /// ```
    /// use k8sgen_templates::names::TimeZone;
    ///
    /// assert!("Etc/UTC".parse::<TimeZone>().is_ok());
    /// assert!("Local".parse::<TimeZone>().is_err());
    /// assert!("Europe / Berlin".parse::<TimeZone>().is_err());
    /// ```
    TimeZone is "a time zone", checked by time_zone, schema {
        "type": "string",
        "description": "Name of a time zone.",
        "examples": ["Europe/Berlin"]
    }
}

/// One field of a schedule.
struct Field {
    what: &'static str,
    least: u32,
    most: u32,
    names: &'static [&'static str],
}

impl Field {
    const fn new(
        what: &'static str,
        least: u32,
        most: u32,
        names: &'static [&'static str],
    ) -> Self {
        Self {
            what,
            least,
            most,
            names,
        }
    }

    fn refuse(&self, part: &str) -> String {
        let Self {
            what, least, most, ..
        } = self;
        format!("the {what} `{part}` is none: {least} to {most}, `*`, and lists, ranges and steps")
    }

    fn number(&self, text: &str) -> Option<u32> {
        let lower = text.to_ascii_lowercase();
        if let Some(at) = self.names.iter().position(|name| *name == lower) {
            return u32::try_from(at).ok().map(|at| at + self.least);
        }
        let digits =
            !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        let number = digits.then(|| text.parse().ok()).flatten()?;
        (self.least..=self.most).contains(&number).then_some(number)
    }

    /// `*`, `5`, `1-5`, each with `/2` behind it or without.
    fn takes(&self, part: &str) -> bool {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (part, None),
        };
        let step_is_right = step.is_none_or(|step| {
            let digits = step.len() <= 3 && step.bytes().all(|b| b.is_ascii_digit());
            digits && step.parse::<u32>().is_ok_and(|step| step > 0)
        });
        let range_is_right = match range.split_once('-') {
            _ if range == "*" || range == "?" => true,
            Some((first, last)) => match (self.number(first), self.number(last)) {
                (Some(first), Some(last)) => first <= last,
                _ => false,
            },
            None => self.number(range).is_some(),
        };
        step_is_right && range_is_right
    }
}

fn schedule(text: &str) -> Result<&str, Refusal> {
    if text.starts_with('@') {
        if WORDS.contains(&text) {
            return Ok(text);
        }
        return Err(format!("the words are {}", WORDS.join(", ")).into());
    }
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    if fields.iter().any(|field| field.contains('=')) {
        return Err("a time zone stands in a setting of its own".into());
    }
    if fields.len() != FIELDS.len() || text.contains(|c: char| c.is_whitespace() && c != ' ') {
        let why = "five fields with blanks between them: minute, hour, day of the month, month, \
                   day of the week";
        return Err(why.into());
    }
    for (field, written) in FIELDS.iter().zip(&fields) {
        if let Some(part) = written.split(',').find(|part| !field.takes(part)) {
            return Err(field.refuse(&super::error::shown(part)).into());
        }
    }
    Ok(text)
}

fn time_zone(text: &str) -> Result<&str, Refusal> {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
    };
    if text.eq_ignore_ascii_case("local") {
        return Err(
            "what is local differs from cluster to cluster; name one, like `Etc/UTC`"
                .to_owned()
                .into(),
        );
    }
    if text.len() > 64 || !text.split('/').all(is_part) {
        return Err("a name of the IANA's list, like `Europe/Berlin`".into());
    }
    Ok(text)
}
