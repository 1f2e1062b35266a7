//! Passwords in addresses: `postgres://user:password@host/` and `Server=…;Password=…`.

use super::name::Sort;
use super::value::{is_filler, is_literal};

/// Whether a text holds an address with a password in it.
#[must_use]
pub fn has_password(text: &str) -> bool {
    let begins = memchr::memmem::find_iter(text.as_bytes(), b"://");
    let mut ends = begins.map(|at| at + 3);
    ends.any(|at| is_login(&text[at..])) || has_field(text)
}

/// Whether `user:password@host` stands here.
fn is_login(rest: &str) -> bool {
    // A login ends where the path, the question or the text does.
    let end = rest.find(|c: char| {
        c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '`' | '?' | '#' | ',' | '>' | '<')
    });
    let rest = &rest[..end.unwrap_or(rest.len())];
    let Some((login, host)) = rest.rsplit_once('@') else {
        return false;
    };
    let Some((_, password)) = login.split_once(':') else {
        return false;
    };
    let is_host =
        host.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '[' | '$' | '{' | '('));
    is_host && !is_named(password) && is_literal(Sort::Password, password)
}

/// Whether a text that holds the place of a password says what belongs there: `user:password@host`.
fn is_named(password: &str) -> bool {
    let named = ["password", "passwd", "pass", "pwd", "pw", "secret", "token"];
    is_filler(password) || named.iter().any(|name| password.eq_ignore_ascii_case(name))
}

/// Whether one of the fields of `Server=db;User Id=app;Password=…` is a password.
fn has_field(text: &str) -> bool {
    let mut fields = text.split(';');
    text.contains(';')
        && text.contains('=')
        && !text.contains('\n')
        && fields.any(|field| {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            let name = name.trim();
            (name.eq_ignore_ascii_case("password") || name.eq_ignore_ascii_case("pwd"))
                && is_literal(Sort::Password, value)
        })
}
