//! Versions of Helm charts.

use k8sgen_templates::names::ChartVersion;

use super::check;

#[test]
fn a_chart_version_is_one_version() {
    check::<ChartVersion>(
        &["2.11.0", "v1.0.0", "0.0.1-rc.1", "10.9.0-alpha-2"],
        &[
            (
                "2.11",
                "one version of three numbers, such as `2.11.0`, and no range",
            ),
            (
                "2.x",
                "one version of three numbers, such as `2.11.0`, and no range",
            ),
            (
                "^2.11.0",
                "one version of three numbers, such as `2.11.0`, and no range",
            ),
            (
                ">=2.0.0 <3.0.0",
                "one version of three numbers, such as `2.11.0`, and no range",
            ),
            (
                "*",
                "one version of three numbers, such as `2.11.0`, and no range",
            ),
            (
                "2.11.0-",
                "only letters, digits, `-` and `.` behind the first `-`",
            ),
            (
                "2.11.0-a b",
                "only letters, digits, `-` and `.` behind the first `-`",
            ),
        ],
    );
}
