//! `k8sgen.yaml`: any text gives an inventory and its plan, or problems.
#![no_main]

use k8sgen_core::{inventory, plan};

libfuzzer_sys::fuzz_target!(|text: &str| {
    match inventory::read("k8sgen.yaml", text) {
        Ok(inventory) => {
            let plan = plan::build(&inventory);
            let _ = plan::to_yaml(&plan, &inventory);
        }
        Err(problems) => {
            let _ = problems.to_string();
        }
    }
});
