//! `k8sgen validate --fix`: any files are mended or left, and what is mended has no more errors than before.
#![no_main]

use k8sgen_core::validate::{self, Options};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let files = k8sgen_fuzz::files(text);
    let before = validate::files(&files, &Options::default());
    let fixed = validate::fix(&files, &Options::default(), &|_| true);
    assert!(fixed.report.summary.errors <= before.summary.errors);
    for file in &fixed.files {
        assert!(file.before != file.after);
        let _ = file.diff();
    }
});
