//! Words that readers look for are data, in tables; the lists that are left in the code are few and short.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Expr, Item, LitStr};

use super::{is_for_tests, is_test, sources};

/// A list of this many strings is no longer one rule's grammar.
const LONG_LIST_WORDS: usize = 4;
/// Lower it with each list that moves into a table.
const MOST_LONG_LISTS: usize = 35;
/// Chinese words in long lists of two or more modules. Lower it likewise.
const MOST_SHARED_WORDS: usize = 5;

/// The long lists that have a name: a constant, a static, a `let`.
#[derive(Default)]
struct Lists(Vec<Vec<String>>);

struct Strings(Vec<String>);

impl<'ast> Visit<'ast> for Strings {
    fn visit_lit_str(&mut self, literal: &'ast LitStr) {
        self.0.push(literal.value());
    }
}

impl Lists {
    fn read(&mut self, value: &Expr) {
        let mut value = value;
        while let Expr::Reference(reference) = value {
            value = &reference.expr;
        }
        if let Expr::Array(array) = value {
            let mut strings = Strings(Vec::new());
            strings.visit_expr_array(array);
            if strings.0.len() >= LONG_LIST_WORDS {
                self.0.push(strings.0);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Lists {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(module) if is_for_tests(&module.attrs) => {}
            _ => visit::visit_item(self, item),
        }
    }

    /// What a learned model is given is no word of a report.
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        if !item.ident.to_string().ends_with("FEATURES") {
            self.read(&item.expr);
        }
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.read(&item.expr);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.read(&init.expr);
        }
        visit::visit_local(self, local);
    }
}

#[test]
fn long_lists_of_words_are_tables() {
    let mut count = 0;
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources().iter().filter(|source| !is_test(source)) {
        let mut lists = Lists::default();
        lists.visit_file(&syn::parse_file(&source.text).expect("a file that compiles"));
        count += lists.0.len();
        let chinese = |word: &String| word.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for word in lists.0.into_iter().flatten().filter(chinese) {
            modules.entry(word).or_default().insert(source.module.clone());
        }
    }
    let shared: Vec<_> = modules.into_iter().filter(|(_, modules)| modules.len() > 1).collect();
    assert!(count <= MOST_LONG_LISTS, "{count} long lists of words in the code: move the new one into a table");
    assert!(shared.len() <= MOST_SHARED_WORDS, "{} words in lists of several modules: {shared:#?}", shared.len());
}
