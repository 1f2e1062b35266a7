//! Paths as text, with `/` between their parts: as files are called here, and as kustomizations name them.

/// The folder of a file, or the one that a folder is in; nothing for what is in none.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A folder and those that it is in, the deepest first.
pub(super) fn above(own: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(own), |below| {
        (!below.is_empty()).then(|| folder(below))
    })
}

/// The name of a file, or of a folder, without what it is in.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path without what says nothing: `./a//b` is `a/b`.
pub(super) fn tidy(path: &str) -> String {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    let parts: Vec<&str> = parts.collect();
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// A path seen from a folder, its `.` and `..` walked: what leaves all folders that have a name begins with `..`.
/// None for one from the root of a disk, where the folder is not known from there, and for one above that root.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    let is_absolute = folder.starts_with('/');
    if path.starts_with('/') && !is_absolute {
        return None;
    }
    let folder = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_absolute => return None,
            part => parts.push(part),
        }
    }
    let root = if is_absolute { "/" } else { "" };
    Some(format!("{root}{}", parts.join("/")))
}

/// Whether a path lies in a folder, however deep, or is it.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    let rest = match (folder, path.strip_prefix(folder)) {
        ("", rest) | (_, rest @ Some("")) => rest,
        (_, rest) => rest.and_then(|rest| rest.strip_prefix('/')),
    };
    rest.is_some_and(|rest| rest != ".." && !rest.starts_with("../"))
}

/// The folder that both files are in, however deep.
pub(super) fn common_folder<'a>(one: &'a str, other: &str) -> &'a str {
    let mut folders = above(folder(one)).filter(|folder| is_within(other, folder));
    folders.next().unwrap_or_default()
}
