//! The binary.
use std::path::{Path, PathBuf};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let r = k8sgen_core::Project::load(Path::new(&a[1]), &[], None).and_then(|p| { for n in p.notes() { println!("note: {n}"); } let t = p.generate()?; 
      let folder = PathBuf::from(&a[2]);
      let c = k8sgen_core::repo::compare(&t, &k8sgen_core::repo::Origin::default(), &folder, k8sgen_core::repo::OnConflict::Refuse)?;
      let r = k8sgen_core::repo::apply(&c)?; println!("{r:?}"); Ok(()) });
    if let Err(p) = r { println!("{p}"); }
}
