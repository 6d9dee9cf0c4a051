//! A long list cut into pages, with links that keep the filters.

use minijinja::context;
use minijinja::value::Value;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pages {
    /// From 1.
    pub page: usize,
    pub count: usize,
    pub size: usize,
    /// The address without its page, with `?` or `&` at its end.
    base: String,
}

impl Pages {
    /// `wanted` beyond the last page is the last. `path` and `fields` are what the page was asked with, without `page`.
    pub(super) fn new(
        items: usize,
        size: usize,
        wanted: Option<usize>,
        path: &str,
        fields: &[(&str, Option<&str>)],
    ) -> Self {
        let count = items.div_ceil(size).max(1);
        Self { page: wanted.unwrap_or(1).clamp(1, count), count, size, base: address(path, fields) }
    }

    /// Which items are on this page.
    pub(super) fn range(&self, items: usize) -> std::ops::Range<usize> {
        let from = ((self.page - 1) * self.size).min(items);
        from..(from + self.size).min(items)
    }

    /// For the macro `pager`.
    pub(super) fn value(&self) -> Value {
        let to = |page: usize| (page >= 1 && page <= self.count).then(|| format!("{}page={page}", self.base));
        context! { page => self.page, count => self.count, previous => to(self.page - 1), next => to(self.page + 1) }
    }
}

/// `/reports?author=%E7%8E%8B&`, so that a further field can follow.
fn address(path: &str, fields: &[(&str, Option<&str>)]) -> String {
    let given = fields.iter().filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)));
    let fields: String =
        given.map(|(name, value)| format!("{name}={}&", utf8_percent_encode(value, NON_ALPHANUMERIC))).collect();
    format!("{path}?{fields}")
}

#[cfg(test)]
mod tests {
    use super::Pages;

    #[test]
    fn a_list_is_cut_and_its_pages_keep_the_filters() {
        let pages = Pages::new(45, 20, Some(3), "/reports", &[("author", Some("王&")), ("period", None)]);
        assert_eq!(pages.range(45), 40..45);
        let value = pages.value();
        assert_eq!(value.get_attr("previous").expect("a field").as_str(), Some("/reports?author=%E7%8E%8B%26&page=2"));
        assert!(value.get_attr("next").expect("a field").is_none());
        assert_eq!(Pages::new(0, 20, Some(9), "/", &[]).range(0), 0..0);
        assert_eq!(Pages::new(45, 20, Some(9), "/", &[]).page, 3);
    }
}
