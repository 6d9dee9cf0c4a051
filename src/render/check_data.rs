//! Findings of the linter for programs: JSON, and the workflow commands of GitHub Actions.

use serde_json::{Value, json};

use super::safe::{for_github, github_property};
use crate::check::Finding;
use crate::vocabulary::Language;

/// The JSON contract of `check`: an array, empty where there is nothing. `evidence` is one text for people, `places` the same
/// for programs. Columns count characters (Unicode scalar values) from 1; `end_column` is the one after the last.
pub fn findings_json(findings: &[(Finding, Language)]) -> Value {
    findings.iter().map(|(finding, language)| finding_json(finding, *language)).collect()
}

fn finding_json(finding: &Finding, language: Language) -> Value {
    let places: Vec<Value> = finding
        .evidence
        .iter()
        .map(|evidence| json!({ "path": evidence.path, "line": evidence.line, "text": evidence.text }))
        .collect();
    let told: Vec<String> = finding
        .evidence
        .iter()
        .map(|evidence| format!("{}:{}: {}", evidence.path, evidence.line, evidence.text))
        .collect();
    // Where no other line bears it out, its own does.
    let evidence = if told.is_empty() { finding.text.trim().to_string() } else { told.join("\n") };
    json!({
        "code": finding.code,
        "name": finding.name,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_column": finding.end_column,
        "message": finding.message.in_language(language),
        "evidence": evidence,
        "places": places,
    })
}

/// A workflow command a finding, which GitHub shows beside the line. Source: GitHub Docs, "Workflow commands for GitHub
/// Actions".
pub fn findings_github(findings: &[(Finding, Language)]) -> String {
    findings.iter().map(|(finding, language)| command(finding, *language)).collect::<Vec<_>>().join("\n")
}

fn command(finding: &Finding, language: Language) -> String {
    let mut message = finding.message.in_language(language).to_string();
    for evidence in &finding.evidence {
        message.push_str(&format!("\n{}:{}: {}", evidence.path, evidence.line, evidence.text));
    }
    // GitHub leaves out columns where the end is not after the start.
    let end = finding.end_column.max(finding.column + 1);
    format!(
        "::error title={},file={},line={},col={},endColumn={end}::{}",
        github_property(&format!("{} {}", finding.code, finding.name)),
        github_property(&finding.path),
        finding.line,
        finding.column,
        for_github(&message),
    )
}

#[cfg(test)]
mod tests {
    use super::{findings_github, findings_json};
    use crate::check::{Finding, Language, Options, Page, check};
    use crate::report::PageName;

    fn findings(path: &str) -> Vec<(Finding, Language)> {
        let source = "# 第17周 2023-04-18\n\n- 整改45/60，完成率70%\n".to_string();
        let page = Page::read(path, source, PageName::default());
        let found = check(&page, &[], &Options::default());
        found.into_iter().map(|finding| (finding, Language::English)).collect()
    }

    #[test]
    fn commands_are_escaped() {
        let text = findings_github(&findings("a:b,c%.md"));
        assert_eq!(
            text,
            "::error title=ZB004 arithmetic,file=a%3Ab%2Cc%25.md,line=3,col=5,endColumn=17::45/60 is 75%25, and 70%25 is written"
        );
    }

    #[test]
    fn a_path_cannot_begin_a_command_of_its_own() {
        assert_eq!(findings_github(&findings("a\n::set-env name=X::b.md")).lines().count(), 1);
    }

    #[test]
    fn json_holds_to_its_contract() {
        let value = findings_json(&findings("a.md"));
        let first = &value[0];
        assert_eq!((&first["code"], &first["line"]), (&"ZB004".into(), &3.into()));
        assert!(first["evidence"].is_string() && first["message"].is_string() && first["path"] == "a.md");
        assert_eq!(findings_json(&[]), serde_json::json!([]));
    }
}
