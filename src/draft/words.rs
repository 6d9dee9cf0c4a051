//! Words of a report's form, by their use: `words.tsv`.

const WORDS: &str = include_str!("words.tsv");

/// What a word means in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Name of a property of the page: 作者.
    Property,
    /// A status in the place of an item's name: 延期：….
    Status,
    /// A part of work that names nothing: 本次.
    EmptyPart,
    /// Head of a column whose cells stay: 负责人.
    KeptColumn,
    /// A property that an export adds: 创建时间.
    Export,
    /// What a review of an incident looks for.
    Review,
    /// A review that comes by the calendar: 月度.
    Routine,
    ReviewPending,
    ReviewDone,
    /// A section that answers for the goals of the week: 完成情况.
    AnswerSection,
    OtherSection,
}

impl Use {
    fn name(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Status => "status",
            Self::EmptyPart => "empty-part",
            Self::KeptColumn => "kept-column",
            Self::Export => "export",
            Self::Review => "review",
            Self::Routine => "routine",
            Self::ReviewPending => "review-pending",
            Self::ReviewDone => "review-done",
            Self::AnswerSection => "answer-section",
            Self::OtherSection => "other-section",
        }
    }

    pub(super) fn words(self) -> impl Iterator<Item = &'static str> {
        let entries = WORDS.lines().filter_map(|line| line.split_once('\t'));
        entries.filter(move |(name, _)| *name == self.name()).map(|(_, word)| word)
    }

    /// Whether one of the words is in `text`.
    pub(super) fn is_in(self, text: &str) -> bool {
        self.words().any(|word| text.contains(word))
    }
}
