//! Amounts of CPU, memory and storage.

use super::InvalidName;
use super::dns::bounded;
use super::error::Refusal;

/// The longest quantity that is read, in characters.
const MAX: usize = 32;
/// The largest value that Kubernetes holds, in whole units.
const LARGEST: i128 = i64::MAX as i128;

/// A [Kubernetes quantity]: `100m` (a tenth of a CPU), `0.5`, `1Gi`, `1e3`. Never negative.
///
/// It keeps its text, so it has no order of its own, and `1000m` is not equal to `1`; compare
/// amounts with [`milli`](Self::milli).
///
/// ```
/// use k8sgen_templates::names::Quantity;
///
/// let request: Quantity = "250m".parse()?;
/// let limit: Quantity = "0.5".parse()?;
/// assert!(limit.milli() >= request.milli());
/// assert!("1 GB".parse::<Quantity>().is_err());
/// # Ok::<(), k8sgen_templates::names::InvalidName>(())
/// ```
///
/// [Kubernetes quantity]: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    text: String,
    milli: i128,
}

impl_name!(Quantity is "a quantity", read with from_text_or_number, schema {
    "type": "string",
    "pattern": "^([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+|[KMGTPE]i|[numkMGTPE])?$",
    "description": "Kubernetes quantity.",
    "examples": ["250m", "512Mi"]
});

impl Quantity {
    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The amount in thousandths of a CPU or byte, rounded up.
    #[must_use]
    pub fn milli(&self) -> i128 {
        self.milli
    }

    /// `factor` times as much, rounded to whole numbers of the same unit.
    ///
    /// Where that would round away a good part (less than ten of the unit), the next smaller unit
    /// is used. Zero stays zero; what is not zero stays at least one of its unit. A factor below
    /// zero, or one that is not a number, counts as zero.
    ///
    /// ```
    /// # use k8sgen_templates::names::Quantity;
    /// let scaled = |text: &str, factor| Ok(text.parse::<Quantity>()?.scaled(factor).to_string());
    /// assert_eq!(scaled("500m", 1.5)?, "750m");
    /// assert_eq!(scaled("256Mi", 0.3)?, "77Mi");
    /// assert_eq!(scaled("1Gi", 1.5)?, "1536Mi");
    /// assert_eq!(scaled("0.5", 0.5)?, "250m");
    /// assert_eq!(scaled("10m", 0.01)?, "1m");
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        if self.milli == 0 {
            return self.clone();
        }
        let (number, unit) = split(&self.text);
        let number: f64 = number.parse().unwrap_or_default();
        let product = number * if factor > 0.0 { factor } else { 0.0 };
        let whole = (product - product.round()).abs() < 1e-9;
        let (amount, unit) = match smaller(unit) {
            Some((step, below)) if product > 0.0 && product < 10.0 && !whole => {
                (product * step, below)
            }
            _ => (product, unit),
        };
        format!("{:.0}{unit}", amount.round().max(1.0))
            .parse()
            .unwrap_or_else(|_: InvalidName| self.clone())
    }

    fn read(text: &str) -> Result<Self, Refusal> {
        let milli = milli(text)?;
        let text = text.to_owned();
        Ok(Self { text, milli })
    }
}

/// The number and its unit: `1.5` and `Gi`.
fn split(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    text.split_at(end)
}

/// The next smaller unit, and how many of it make one.
fn smaller(unit: &str) -> Option<(f64, &'static str)> {
    Some(match unit {
        "Ei" => (1024.0, "Pi"),
        "Pi" => (1024.0, "Ti"),
        "Ti" => (1024.0, "Gi"),
        "Gi" => (1024.0, "Mi"),
        "Mi" => (1024.0, "Ki"),
        "E" => (1000.0, "P"),
        "P" => (1000.0, "T"),
        "T" => (1000.0, "G"),
        "G" => (1000.0, "M"),
        "M" => (1000.0, "k"),
        "" => (1000.0, "m"),
        _ => return None,
    })
}

/// What a unit stands for: a power of two times a power of ten.
fn unit(text: &str) -> Option<(u32, i32)> {
    Some(match text {
        "n" => (0, -9),
        "u" => (0, -6),
        "m" => (0, -3),
        "" => (0, 0),
        "k" => (0, 3),
        "M" => (0, 6),
        "G" => (0, 9),
        "T" => (0, 12),
        "P" => (0, 15),
        "E" => (0, 18),
        "Ki" => (10, 0),
        "Mi" => (20, 0),
        "Gi" => (30, 0),
        "Ti" => (40, 0),
        "Pi" => (50, 0),
        "Ei" => (60, 0),
        exponent => (0, exponent.strip_prefix(['e', 'E'])?.parse().ok()?),
    })
}

/// The value in thousandths, rounded up, or why the text is no quantity.
fn milli(text: &str) -> Result<i128, Refusal> {
    bounded(text, MAX)?;
    if text.starts_with('-') {
        return Err("an amount is not negative".into());
    }
    let (number, suffix) = split(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if fraction.contains('.') || (whole.is_empty() && fraction.is_empty()) {
        return Err("a number with an optional unit, like `250m`, `0.5` or `512Mi`".into());
    }
    let (two, ten) = unit(suffix).ok_or_else(|| unknown(number, suffix))?;
    value(whole, fraction, two, ten).ok_or_else(|| "it is more than Kubernetes can hold".into())
}

fn value(whole: &str, fraction: &str, two: u32, ten: i32) -> Option<i128> {
    let digits: i128 = format!("0{whole}{fraction}").parse().ok()?;
    if digits == 0 {
        return Some(0);
    }
    let scale = ten
        .checked_add(3)?
        .checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let power = 10_i128.checked_pow(scale.unsigned_abs());
    let shifted = digits.checked_mul(1_i128.checked_shl(two)?)?;
    let milli = match (scale < 0, power) {
        (false, power) => shifted.checked_mul(power?)?,
        (true, Some(power)) => shifted / power + i128::from(shifted % power != 0),
        (true, None) => 1,
    };
    (milli <= LARGEST * 1000).then_some(milli)
}

/// The refusal of a unit that Kubernetes does not know, with the one that was meant.
fn unknown(number: &str, suffix: &str) -> Refusal {
    let meant = match suffix.trim().to_ascii_lowercase().as_str() {
        "k" | "kb" | "kib" | "ki" => Some("Ki"),
        "m" | "mb" | "mib" | "mi" => Some("Mi"),
        "g" | "gb" | "gib" | "gi" => Some("Gi"),
        "t" | "tb" | "tib" | "ti" => Some("Ti"),
        "b" | "bytes" | "cpu" | "cpus" | "core" | "cores" => Some(""),
        _ => None,
    };
    Refusal::nearest(
        "its unit is none of `m`, `k`, `M`, `G`, `T`, `Ki`, `Mi`, `Gi`, `Ti`",
        meant.map(|unit| format!("{number}{unit}")),
    )
}
