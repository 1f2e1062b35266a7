//! The build of kustomizations: any files give objects or notes, always the same.
#![no_main]

use k8sgen_core::validate::kustomize::{Kustomize, to_json};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let files = k8sgen_fuzz::files(text);
    for folder in ["", "base", "overlay"] {
        let build = || {
            let built = Kustomize::new(&files).build(folder);
            built.documents.iter().map(to_json).collect::<Vec<_>>()
        };
        assert_eq!(build(), build());
    }
});
