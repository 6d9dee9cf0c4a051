//! The classes, their senses, and the files that hold their words.

use std::sync::LazyLock;

macro_rules! classes {
    ($($(#[$about:meta])* $class:ident $file:literal { $($(#[$of_sense:meta])* $sense:ident $name:literal,)* })*) => {
        /// A class of words: one file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Class { $($(#[$about])* $class,)* }

        /// What a word of a class means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Sense { $($($(#[$of_sense])* $sense,)*)* }

        impl Class {
            pub const ALL: &'static [Self] = &[$(Self::$class,)*];

            fn text(self) -> &'static str {
                match self { $(Self::$class => include_str!($file),)* }
            }

            pub fn senses(self) -> &'static [Sense] {
                match self { $(Self::$class => &[$(Sense::$sense,)*],)* }
            }
        }

        impl Sense {
            /// As the files write it.
            pub fn name(self) -> &'static str {
                match self { $($(Self::$sense => $name,)*)* }
            }

            pub fn class(self) -> Class {
                match self { $($(Self::$sense => Class::$class,)*)* }
            }
        }
    };
}

classes! {
    /// Steps in the life of a piece of work.
    Step "step.tsv" {
        Study "study",
        Approval "approval",
        Begin "begin",
        Proposal "proposal",
        Tender "tender",
        Signing "signing",
        Design "design",
        Build "build",
        Making "making",
        Construction "construction",
        Purchase "purchase",
        Arrival "arrival",
        Install "install",
        Connection "connection",
        Migration "migration",
        Rectification "rectification",
        Integration "integration",
        ToTest "to test",
        Test "test",
        LoadTest "load test",
        Trial "trial",
        Pilot "pilot",
        Review "review",
        Acceptance "acceptance",
        /// Looking back at what went wrong.
        Postmortem "postmortem",
        Switch "switch",
        /// It comes to its users.
        Launch "launch",
        Release "release",
        /// English names of a launch.
        LaunchNoun "launch noun",
        /// English names of other steps.
        StepNoun "step noun",
        /// English words for that it has happened.
        LaunchDone "launch done",
        Handover "handover",
        Opening "opening",
        Finish "finish",
        /// A project is over.
        End "end",
        Submission "submission",
        Training "training",
        Retirement "retirement",
        /// How bad an incident was.
        Grading "grading",
    }
    /// How work stands, said outright.
    Standing "standing.tsv" {
        Proposed "proposed",
        InDevelopment "in development",
        InTesting "in testing",
        GoingOn "going on",
        Done "done",
    }
    /// A planned day that is not kept.
    Delay "delay.tsv" {
        /// Put off.
        Postponed "postponed",
        /// Put on another day, which follows.
        Moved "moved",
        /// A day or anything else is made another.
        Adjusted "adjusted",
        Changed "changed",
        /// Its day went by.
        Missed "missed",
        /// It did not happen, or cannot.
        NotDone "not done",
    }
    /// What is still to come, or was to.
    Plan "plan.tsv" {
        Plan "plan",
        /// A day is set for it.
        Set "set",
        Hope "hope",
        /// Single characters that are parts of many words.
        WeakPlan "weak",
        Prepared "prepared",
        /// An earlier plan.
        Former "former",
        /// Right before a day.
        FormerDay "former day",
        /// 按6/20: one character that is a plan right before a day alone.
        Accord "accord",
    }
    /// What is not, or not yet.
    Denial "denial.tsv" {
        Not "not",
        NotYet "not yet",
        Unable "unable",
        Waiting "waiting",
    }
    /// Work that does not go on.
    Stop "stop.tsv" {
        Paused "paused",
        Cancelled "cancelled",
        Closed "closed",
    }
    /// What a number is, said beside it.
    NumberLabel "number_label.tsv" {
        Card "card",
        CardNumber "card number",
        /// What a sentence about a card says.
        CardMention "card mention",
        BankAccount "bank account",
        /// Of a bank, or of a program.
        LoginAccount "login account",
        Login "login",
        Company "company",
        IdentityCard "identity card",
        IdentityDocument "identity document",
        Phone "phone",
        DialledNumber "dialled number",
        /// Who has a telephone.
        Person "person",
        /// What is done with a telephone.
        Message "message",
        Plate "plate",
        /// Of an order, a batch, a merchant.
        OrderNumber "order number",
        AnyNumber "any number",
        /// No more than that it is a number.
        BareNumber "bare number",
        Total "total",
        AmountLabel "amount",
    }
    /// What follows an amount or a count.
    Unit "unit.tsv" {
        Unit "unit",
        /// Before an amount as well.
        CurrencyCode "currency code",
        /// Words that begin like a unit.
        NoUnit "no unit",
    }
    /// Machines and how they are come to.
    Machine "machine.tsv" {
        Machine "machine",
        Access "access",
    }
    /// What says that four numbers are a version, and no address.
    Version "version.tsv" {
        Version "version",
        VersionChange "change of version",
        DocumentPlace "place in a document",
        /// Programs whose versions have four numbers.
        Program "program",
    }
    /// What a secret is called, and what is said of one.
    SecretName "secret_name.tsv" {
        Password "password",
        /// A password where it is a part of a name: `db_pass`.
        PasswordPart "password part",
        SecretKey "secret key",
        Token "token",
        Credential "credential",
        Authorization "authorization",
        /// A token where it is a part of a name: `csrf_cookie`.
        TokenPart "token part",
        Webhook "webhook",
        /// Parts of an address before what lets in whoever knows it.
        SecretLink "secret link",
        /// A secret set anew, and the link for it.
        Reset "reset",
        /// Values that say that there is none.
        NoSecret "no secret",
        /// Joins a secret's name to it.
        SecretJoint "joint",
        /// Of a secret, and not the secret.
        Property "property",
    }
    /// Which way what a word measures is better.
    MetricDirection "metric_direction.tsv" {
        HigherIsBetter "higher is better",
        LowerIsBetter "lower is better",
        Neither "neither",
    }
    /// Names of metrics that say nothing without what they are of.
    MetricName "metric_name.tsv" {
        EmptyName "empty name",
    }
    /// The time that a report is of, and the times beside it.
    ReportTime "report_time.tsv" {
        OwnTime "own time",
        /// The same where it is no part of a heading.
        CurrentTime "now",
        TimeBeside "time beside",
        SpanOfTime "span of time",
    }
    /// Words of which the names of the parts of a report are made.
    ReportPart "report_part.tsv" {
        PartHeading "part",
        /// In a heading of nothing else; within others they are what the heading is about.
        PartAlone "part alone",
        FieldOfWork "field of work",
        IncidentPart "incident part",
    }
    /// Names of the fields in the head of a report.
    ReportField "report_field.tsv" {
        PeriodField "period",
        DateField "date",
        AuthorField "author",
        IssueField "issue",
        TeamField "team",
        CreatedField "created",
        OtherField "other field",
    }
    /// What pages and folders are called that are called after no person.
    PageName "page_name.tsv" {
        ReportKind "kind of report",
        /// Stands in a title beside the kind of report.
        TitleWord "title word",
        ReportWord "report",
        Collection "collection",
        Page "page",
        /// Begins with a surname.
        NoName "no name",
    }
    /// Words before a number that make it a bound.
    QuestionBound "question_bound.tsv" {
        AskedAtLeast "at least",
        AskedAtMost "at most",
    }
    /// Words of a sentence that name nothing.
    FunctionWord "function_word.tsv" {
        AskingWord "asking word",
        Manner "manner",
        When "when",
        YesOrNo "yes or no",
        Auxiliary "auxiliary",
        SmallWord "small word",
        Preposition "preposition",
        OtherPreposition "other preposition",
        Command "command",
    }
    /// Words that stand for what was spoken of.
    Pointer "pointer.tsv" {
        Pointer "pointer",
        ThatOne "that one",
        Counter "counter",
        Occasion "occasion",
        VerbDone "verb done",
        /// Before a pointer: `fix that`.
        PointerVerb "verb of a pointer",
        /// After an item: `the first happened`.
        ItemVerb "verb of an item",
    }
    /// Words of a question that say nothing of what it is about.
    QuestionPhrase "question_phrase.tsv" {
        FirstReport "first report",
        FirstReportNamed "first report by another name",
        LastReport "last report",
        LastReportNamed "last report by another name",
        Filler "filler",
        /// What 哪个 asks for, which its name need not say.
        KindOfThing "kind of thing",
    }
    /// What is asked of a thing, and how.
    Asked "asked.tsv" {
        /// Belongs to a thing: `…的原因`.
        Aspect "aspect",
        Work "work",
        /// After 怎么: nothing that somebody did.
        NoDeed "no deed",
        /// After 怎么: what nobody does.
        ComesAbout "comes about",
    }
    /// How the sources of an answer are asked for.
    SourceWord "source_word.tsv" {
        AskedSource "source",
        /// Says nothing beside a word for a source.
        SourceFiller "beside a source",
    }
    /// What servers of models say when they refuse.
    Refusal "refusal.tsv" {
        UsedUp "used up",
        TooLong "too long",
        Filtered "filtered",
        TooOften "too often",
        /// Of a parameter.
        Complaint "complaint",
    }
}

/// A word of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub word: &'static str,
    pub sense: Sense,
    pub language: &'static str,
}

/// All words of all classes, as the files list them.
pub(super) static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let of_class = |class: &Class| class.text().lines().filter_map(|line| entry(*class, line)).collect::<Vec<_>>();
    Class::ALL.iter().flat_map(of_class).collect()
});

/// `None` for a comment, an empty line and a line that is no entry; a test finds the last sort.
fn entry(class: Class, line: &'static str) -> Option<Entry> {
    let mut cells = line.split('\t');
    let (word, sense, language) = (cells.next()?, cells.next()?, cells.next()?);
    let sense = class.senses().iter().copied().find(|known| known.name() == sense)?;
    (!word.starts_with('#')).then_some(Entry { word, sense, language })
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::{Class, ENTRIES, entry};

    #[test]
    fn every_line_is_a_comment_or_an_entry_of_its_class() {
        for class in Class::ALL {
            for line in class.text().lines().filter(|line| !line.starts_with('#')) {
                let is_entry = entry(*class, line).is_some() && (3..=4).contains(&line.split('\t').count());
                assert!(is_entry, "{class:?}: `{line}`");
            }
        }
    }

    #[test]
    fn a_word_stands_once_in_its_class_and_every_sense_has_words() {
        let mut senses: HashMap<(Class, String), &str> = HashMap::new();
        for known in ENTRIES.iter() {
            let key = (known.sense.class(), known.word.to_lowercase());
            if let Some(other) = senses.insert(key, known.sense.name()) {
                panic!("`{}` is {other} and {} of {:?}", known.word, known.sense.name(), known.sense.class());
            }
        }
        let said: HashSet<_> = ENTRIES.iter().map(|known| known.sense).collect();
        for sense in Class::ALL.iter().flat_map(|class| class.senses()) {
            assert!(said.contains(sense), "{sense:?} has no word");
        }
    }

    #[test]
    fn a_word_is_of_the_language_that_its_letters_are() {
        for known in ENTRIES.iter() {
            let wanted = if known.word.is_ascii() { "en" } else { "zh" };
            assert_eq!(known.language, wanted, "{}", known.word);
        }
    }
}
