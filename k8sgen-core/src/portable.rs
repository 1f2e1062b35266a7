//! Paths as they may stand in a file that is committed: seen from a folder that is the same on every
//! machine, never from a root that is somebody's own.

use std::path::{Component, Path, PathBuf};

/// `file` as it looks from `folder`: `terraform/outputs/rds.json`, or `../outputs/rds.json`.
///
/// Nothing is asked of a disk. Where the two have nothing in common by their spelling, or nothing but the root,
/// the file's name alone is left: the way there would say how one machine is laid out.
///
/// ```
/// use k8sgen_core::portable;
/// assert_eq!(portable::path("shop".as_ref(), "shop/outputs/rds.json"), "outputs/rds.json");
/// assert_eq!(portable::path("/src/shop".as_ref(), "/src/outputs/rds.json"), "../outputs/rds.json");
/// assert_eq!(portable::path("/src/shop".as_ref(), "/home/me/rds.json"), "rds.json");
/// ```
#[must_use]
pub fn path(folder: &Path, file: &str) -> String {
    let name = || parts(Path::new(file)).last().map_or_else(String::new, text);
    way(folder, file).unwrap_or_else(name)
}

/// The way from `folder` to `file`, if there is one that is not one machine's own.
#[must_use]
pub fn way(folder: &Path, file: &str) -> Option<String> {
    let (from, to) = (parts(folder), parts(Path::new(file)));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let is_apart = Path::new(file).is_absolute() && shared <= 1 && from != to[..shared];
    let goes_nowhere = from[shared..].contains(&Component::ParentDir);
    if folder.is_absolute() != Path::new(file).is_absolute() || is_apart || goes_nowhere {
        return None;
    }
    let up = from[shared..].iter().map(|_| "..".to_owned());
    let way: Vec<String> = up.chain(to[shared..].iter().map(text)).collect();
    Some(if way.is_empty() {
        ".".to_owned()
    } else {
        way.join("/")
    })
}

/// Without `./`, so that a file has one name however it was reached.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let parts = path.components();
    let tidy: PathBuf = parts.filter(|part| *part != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        tidy
    }
}

/// A path's parts, without what leads nowhere.
fn parts(path: &Path) -> Vec<Component<'_>> {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts
}

fn text(part: &Component<'_>) -> String {
    part.as_os_str().to_string_lossy().into_owned()
}
