//! A `terraform.tfstate`: any text gives a context or problems, and shows no secret that is marked.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| k8sgen_fuzz::read("terraform.tfstate", text));
