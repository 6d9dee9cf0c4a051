//! Findings of the linter as workflow commands of GitHub Actions.

use super::safe::{for_github, github_property};
use crate::check::Finding;
use crate::vocabulary::Language;

/// A workflow command a finding, which GitHub shows beside the line. Source: GitHub Docs, "Workflow commands for GitHub
/// Actions".
pub fn findings_github(findings: &[(Finding, Language)]) -> String {
    findings.iter().map(|(finding, language)| command(finding, *language)).collect::<Vec<_>>().join("\n")
}

fn command(finding: &Finding, language: Language) -> String {
    let mut message = finding.message.in_language(language).to_string();
    for evidence in &finding.evidence {
        message.push_str(&format!("\n{evidence}"));
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
    use super::findings_github;
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
}
