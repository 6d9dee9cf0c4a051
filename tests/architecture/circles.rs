//! Which files need which others, and that hardly any need each other.
//!
//! A file needs those that its imports lead to, and its paths from `crate` or `super`. A name that a module only passes on
//! (`pub use`) is needed from where it is declared, so that `use super::Report` is no arrow to the parent that declares nothing. A module
//! is made of its children: that it needs them is no arrow, that they need it is one.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

use super::{Source, is_for_tests, is_test, sources};

/// The most files that may need each other: a model and its two halves, no more.
const LARGEST_CIRCLE_FILES: usize = 3;

/// `["report", "heading"]` for `report/heading.rs`, `["report"]` for `report/mod.rs` and `report.rs`.
type Module = Vec<String>;

/// What one file says of others.
#[derive(Default)]
struct Names {
    /// Paths as written, `["super", "Report"]`.
    needed: BTreeSet<Vec<String>>,
    /// Names that it passes on, each with the path it has them from.
    passed_on: BTreeMap<String, Vec<String>>,
}

impl Names {
    fn of_tree(tree: &UseTree, before: &[String], found: &mut dyn FnMut(String, Vec<String>)) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => Self::of_tree(&path.tree, &with(path.ident.to_string()), found),
            UseTree::Name(name) => found(name.ident.to_string(), with(name.ident.to_string())),
            UseTree::Rename(name) => found(name.rename.to_string(), with(name.ident.to_string())),
            UseTree::Glob(_) => found("*".to_string(), before.to_vec()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| Self::of_tree(tree, before, found)),
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let public = !matches!(item.vis, Visibility::Inherited);
        Self::of_tree(&item.tree, &[], &mut |name, path| {
            if public {
                self.passed_on.insert(name, path);
            } else {
                self.needed.insert(path);
            }
        });
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let path: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if ["crate", "super", "self"].contains(&path[0].as_str()) {
            self.needed.insert(path);
        }
    }
}

/// Every file's module, with what it says of others.
struct House(BTreeMap<Module, (String, Names)>);

impl House {
    fn of(sources: &[Source]) -> Self {
        let modules = sources.iter().filter(|source| !is_test(source)).map(|source| {
            let path = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
            let module = path.split('/').filter(|part| *part != "lib").map(str::to_string).collect();
            let mut names = Names::default();
            names.visit_file(&syn::parse_file(&source.text).expect("a file that compiles"));
            (module, (source.path.clone(), names))
        });
        Self(modules.collect())
    }

    /// The file that declares what `path` names in `module`; none for other crates, locals and the like.
    fn declared(&self, module: &[String], path: &[String], depth: usize) -> Option<Module> {
        let mut at = module.to_vec();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|part| part == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
            }
            first => {
                let child: Module = module.iter().cloned().chain([first.to_string()]).collect();
                if !self.0.contains_key(&child) && !self.0[module].1.passed_on.contains_key(first) {
                    return None;
                }
            }
        }
        while let Some(part) = rest.first() {
            at.push(part.clone());
            if !self.0.contains_key(&at) {
                at.pop();
                break;
            }
            rest = &rest[1..];
        }
        let (_, names) = self.0.get(&at)?;
        match rest.first().and_then(|name| names.passed_on.get(name)) {
            Some(passed) if depth > 0 => self.declared(&at, passed, depth - 1).or(Some(at)),
            _ => Some(at),
        }
    }

    /// The files that `module` needs, itself and its children left out.
    fn needs(&self, module: &Module) -> BTreeSet<Module> {
        let paths = self.0[module].1.needed.iter();
        paths.filter_map(|path| self.declared(module, path, 4)).filter(|other| !other.starts_with(module)).collect()
    }

    /// The groups of files of which each leads to each other.
    fn circles(&self) -> Vec<Vec<String>> {
        let needs: BTreeMap<&Module, BTreeSet<Module>> = self.0.keys().map(|key| (key, self.needs(key))).collect();
        let reached = |from: &Module| {
            let mut seen = BTreeSet::new();
            let mut open: Vec<&Module> = needs[from].iter().collect();
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    open.extend(&needs[next]);
                }
            }
            seen
        };
        let reached: BTreeMap<&Module, BTreeSet<&Module>> = needs.keys().map(|key| (*key, reached(key))).collect();
        let mut circles = BTreeSet::new();
        for (from, all) in &reached {
            let circle: Vec<String> =
                all.iter().filter(|to| reached[**to].contains(from)).map(|to| self.0[*to].0.clone()).collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }
}

fn house(files: &[(&str, &str)]) -> House {
    let source = |(path, text): &(&str, &str)| Source {
        path: path.to_string(),
        module: path.split('/').next().expect("never empty").to_string(),
        text: text.to_string(),
    };
    House::of(&files.iter().map(source).collect::<Vec<_>>())
}

#[test]
fn a_name_that_is_passed_on_is_needed_from_where_it_is_declared() {
    let passed = [
        ("a/mod.rs", "mod b; mod c; pub use b::B;"),
        ("a/b.rs", "pub struct B;"),
        ("a/c.rs", "use super::B; #[cfg(test)] mod tests { use super::super::d; }"),
    ];
    assert!(house(&passed).circles().is_empty());
}

#[test]
fn files_that_need_each_other_are_a_circle() {
    let circle = [
        ("a/mod.rs", "mod b; mod c; mod d; use b::b; pub fn a() { b() }"),
        ("a/b.rs", "use super::c::c; pub fn b() { c() }"),
        ("a/c.rs", "pub fn c() { crate::a::d::d() }"),
        ("a/d.rs", "use super::b; use super::a; pub fn d() { b::b() }"),
    ];
    assert_eq!(house(&circle).circles(), [["a/b.rs", "a/c.rs", "a/d.rs"]]);
}

#[test]
fn no_circle_of_imports_has_more_than_three_files() {
    let circles = House::of(&sources()).circles();
    let too_large: Vec<_> = circles.iter().filter(|circle| circle.len() > LARGEST_CIRCLE_FILES).collect();
    assert!(too_large.is_empty(), "{too_large:#?}");
}
