//! `k8sgen validate`: any files give findings, each with a place, in every form of output.
#![no_main]

use k8sgen_core::validate::{self, Color, Options};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let files = k8sgen_fuzz::files(text);
    let report = validate::files(&files, &Options::default());
    for finding in &report.findings {
        assert!(finding.line > 0 && finding.column > 0, "{finding:?}");
        assert!(files.get(&finding.path).is_some(), "{finding:?}");
    }
    let human = validate::to_human(&report, Color::None);
    assert!(!human.contains('\u{1b}'), "{human}");
    let _ = validate::to_json(&report);
    let _ = validate::to_sarif(&report);
    let _ = validate::to_github(&report);
    let _ = validate::to_gitlab(&report);
});
