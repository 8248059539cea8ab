//! E-mail addresses: alone, with a display name, masked.

/// How a cell is an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Address {
    /// As it is.
    Clear,
    /// With asterisks.
    Masked,
}

/// Longest part before the `@`, and longest label behind it.
const MAX_LOCAL: usize = 64;
const MAX_LABEL: usize = 63;

/// Whether a whole cell is an address, or a list of a few.
pub(crate) fn email(text: &str) -> Option<Address> {
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let text = match text.strip_suffix('>').and_then(|t| t.rsplit_once('<')) {
        Some((_, inner)) => inner,
        None => text,
    };
    text.split([';', ',']).map(|one| address(one.trim())).reduce(|held, next| held.and(next))?
}

fn address(text: &str) -> Option<Address> {
    let (local, domain) = text.rsplit_once('@')?;
    let masked = text.contains(['*', '●']);
    if local.is_empty() || local.len() > MAX_LOCAL || local.starts_with('.') || local.ends_with('.') {
        return None;
    }
    if local.contains(|c: char| c.is_whitespace() || matches!(c, '@' | ',' | ';' | '<' | '>' | ':' | '/' | '(' | ')')) {
        return None;
    }
    let told = if masked { Address::Masked } else { Address::Clear };
    domain_is(domain, masked).then_some(told)
}

fn domain_is(domain: &str, masked: bool) -> bool {
    let signs = |c: char| c.is_alphanumeric() || c == '-' || (masked && matches!(c, '*' | '●'));
    let label = |l: &str| !l.is_empty() && l.len() <= MAX_LABEL && !l.starts_with('-') && l.chars().all(signs);
    let top = domain.rsplit('.').next().unwrap_or_default();
    let top_is =
        top.chars().count() > 1 && (top.starts_with("xn--") || top.chars().all(|c| c.is_alphabetic() || (masked && c == '*')));
    domain.contains('.') && domain.split('.').all(label) && top_is
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_only_has_an_at() {
        for yes in
            ["kim.chulsoo@example.co.kr", "a+b@x.io", "김@예시.한국", "Kim <k@x.io>", "mailto:k@x.io", "a@x.io; b@y.io", "K@X.IO"]
        {
            assert_eq!(email(yes), Some(Address::Clear), "{yes}");
        }
        for masked in ["ho**@naver.com", "h***g@g****.com", "**@x.io"] {
            assert_eq!(email(masked), Some(Address::Masked), "{masked}");
        }
        for no in ["@x.io", "a@b", "a b@x.io", "a@-x.io", "a@x.1", "@handle", "https://u@x.io/a", "user@host:22", ""] {
            assert_eq!(email(no), None, "{no}");
        }
    }
}
