//! stub until merged
use std::collections::BTreeMap;
#[derive(Debug, Clone, Default)]
pub struct Rules { pub names: Vec<String>, pub words: Vec<String>, pub hosts: Vec<String> }
#[derive(Debug)]
pub struct Redactor;
impl Redactor {
    pub fn new(_: Rules) -> Self { Self }
    pub fn redact(&mut self, text: &str) -> String { text.to_string() }
    pub fn restore(&self, text: &str) -> String { text.to_string() }
    pub fn counts(&self) -> BTreeMap<String, usize> { BTreeMap::new() }
}
