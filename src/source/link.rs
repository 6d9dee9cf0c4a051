//! Links between pages: what a link written in one page points to among the ingested paths. Whether a
//! document is there is the caller's to look up; links to the web are none of ours.

use percent_encoding::percent_decode_str;

use super::name::decode_name;

/// Resolves `link`, as written in the page at `page_path`, to a path relative to the same root.
///
/// Both are like [`Document::path`](super::Document::path). Percent-encoding is undone (UTF-8, else
/// GB18030), fragment and query are dropped, `.` and `..` are followed; a mere `#fragment` is the page
/// itself. `None` for an empty link, one with a scheme or a host, an absolute path, and one that leads
/// out of the root.
///
/// ```
/// # use zhoubao::source::resolve_link;
/// let link = "../%E5%91%A8%E6%8A%A5/%E7%AC%AC26%E5%91%A8.md#frag";
/// assert_eq!(resolve_link("张三/第27周.md", link).as_deref(), Some("周报/第26周.md"));
/// ```
#[must_use]
pub fn resolve_link(page_path: &str, link: &str) -> Option<String> {
    let link = link.trim();
    let link = link.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(link);
    if link.is_empty() || has_scheme(link) {
        return None;
    }
    let target = link.split(['#', '?']).next().unwrap_or_default();
    let raw: Vec<u8> = percent_decode_str(target).collect();
    if raw.iter().any(u8::is_ascii_control) {
        return None;
    }
    let target = decode_name(&raw).replace('\\', "/");
    if target.starts_with('/') || has_scheme(&target) {
        return None;
    }
    if target.is_empty() {
        return normalise("", page_path);
    }
    let parent = page_path.rsplit_once('/').map_or("", |(parent, _)| parent);
    normalise(parent, &target)
}

/// A scheme (`https:`, `mailto:`) or a drive letter: ASCII letters before the first colon. Rejects a time
/// as in `12:30 例会.md`.
fn has_scheme(link: &str) -> bool {
    link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// Follows `target` from the folder `parent`; `None` when it climbs above the root or ends on it.
fn normalise(parent: &str, target: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in parent.split('/').chain(target.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name),
        }
    }
    (!segments.is_empty()).then(|| segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve_link;

    #[test]
    fn link_is_resolved_against_the_folder_of_its_page() {
        for (page, link, wanted) in [
            ("第12周.md", "2023-04-18%20周二_7Kd2.md", "2023-04-18 周二_7Kd2.md"),
            ("a/第12周.md", "b/%E5%91%A8.md#节", "a/b/周.md"),
            ("a/b/c.md", "../../d.md?pvs=4", "d.md"),
            ("a/b.md", "./c/../d.md", "a/d.md"),
            ("a/b.md", "<c d.md>", "a/c d.md"),
            ("a/b.md", "c\\d.md", "a/c/d.md"),
            ("a/b.md", "#原因", "a/b.md"),
            ("export.zip/周 1.md", "日报/1.md", "export.zip/日报/1.md"),
            ("a.md", "12:30 例会.md", "12:30 例会.md"),
            ("a.md", "100%.md", "100%.md"),
            ("a.md", "%B5%DA26%D6%DC.md", "第26周.md"),
            ("a.md", "b%23c.md", "b#c.md"),
        ] {
            assert_eq!(resolve_link(page, link).as_deref(), Some(wanted), "{link}");
        }
    }

    #[test]
    fn outside_absolute_and_escaping_links_are_none() {
        for link in [
            "", "  ", "https://example.com/a.md", "mailto:someone@example.com", "//example.com/a.md", "/etc/passwd",
            "%2Fetc/passwd", "C:\\a.md", "\\\\host\\a.md", "../../x.md", "%2e%2e/%2e%2e/x.md", "..%2F..%2Fx.md",
            "x%00.md", "..", "https%3A//example.com",
        ] {
            assert_eq!(resolve_link("a/b.md", link), None, "{link}");
        }
    }
}
