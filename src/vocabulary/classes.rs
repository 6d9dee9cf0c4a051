//! The classes of words, each with its file, and the senses of each class. Those of facts are in `fact_classes.rs`.

with_fact_classes! {
    /// Steps in the life of a piece of work.
    Step "step.tsv" {
        Study "study", Approval "approval", Begin "begin", Proposal "proposal", Tender "tender",
        Signing "signing", Design "design", Build "build", Making "making", Construction "construction",
        Purchase "purchase", Arrival "arrival", Install "install", Connection "connection",
        Migration "migration", Rectification "rectification", Integration "integration", ToTest "to test",
        Test "test", LoadTest "load test", Trial "trial", Pilot "pilot", Review "review",
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
        Handover "handover", Opening "opening", Finish "finish",
        /// A project is over.
        End "end",
        Submission "submission", Training "training", Retirement "retirement",
        /// Work on many like things, one after the other.
        Task "task",
        /// How bad an incident was.
        Grading "grading",
    }
    /// States of work, said outright.
    Standing "standing.tsv" {
        Proposed "proposed", InDevelopment "in development", InTesting "in testing", GoingOn "going on",
        Done "done",
        /// Of a step, and of any work, where nothing before it denies it.
        ToldDone "told done", ToldFinished "told finished",
        InUse "in use",
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
        /// Its day was not kept.
        NotKept "not kept",
    }
    /// What is still to come, or was to.
    Plan "plan.tsv" {
        Plan "plan",
        /// A day is set for it.
        Set "set",
        /// It is put on a day.
        Dated "dated",
        Hope "hope",
        /// Contains a word for a plan and says that it is kept to.
        ByPlan "by plan",
        /// Single characters that are parts of many words.
        WeakPlan "weak",
        Prepared "prepared", Impossible "impossible",
        /// An earlier plan.
        Former "former",
        /// Right before a day.
        FormerDay "former day",
        /// 按6/20: one character that is a plan right before a day alone.
        Accord "accord",
        Awaited "awaited",
        /// Wished for, or not there yet.
        Outstanding "outstanding",
        /// English beginnings that are plans to a lenient reader.
        LoosePlan "loose",
    }
    /// What is not, or not yet.
    Denial "denial.tsv" {
        Not "not", NotYet "not yet", Unable "unable", Waiting "waiting", NoneOf "none", Lacking "lacking",
        OtherThan "other than", EnglishNot "english", Failing "failing",
        /// Words that hold such a character and deny nothing.
        NoDenial "no denial",
    }
    /// Work that does not go on.
    Stop "stop.tsv" {
        Paused "paused", Cancelled "cancelled", Closed "closed",
    }
    /// Something that went wrong.
    Trouble "trouble.tsv" {
        Trouble "trouble",
        /// Right before it: there was none.
        NoTrouble "none",
    }
    /// Work that is held up, or may be.
    Obstacle "obstacle.tsv" {
        HeldUp "held up", AtRisk "at risk",
    }
    /// How a text speaks to its readers.
    Voice "voice.tsv" {
        /// The writer speaks of himself.
        FirstPerson "first person",
        /// He speaks to those who read.
        SecondPerson "second person",
        /// Wishes and invitations; thanks, praise, small things told for the fun of it.
        Greeting "greeting", Courtesy "courtesy",
        /// What follows is announced, and nothing said.
        Announces "announces",
        /// Words for an address, in place of it.
        LinkWord "link",
    }
    /// What is done about an incident, and how it ends.
    Remedy "remedy.tsv" {
        Mended "mended", Over "over", Finished "finished",
        /// A step that often ends one.
        ClosingStep "closing step",
        Measure "measure", NoEnd "no end",
    }
    /// States of an incident.
    IncidentStatus "incident_status.tsv" {
        IncidentClosed "closed", Resolved "resolved", Unresolved "open", OpenAlone "open alone",
        /// Why is not known yet.
        CauseOpen "cause open",
        /// What was left open is done.
        Settled "settled",
        /// Before the day of an incident that was reported before: 【跟进】6/15 ….
        FollowUpMark "follow-up mark",
    }
    /// The names that parts of an incident go by.
    IncidentPart "incident_part.tsv" {
        CausePart "cause", HandlingPart "handling", ImpactPart "impact", SymptomPart "symptom", TimePart "time",
        EndPart "end", LengthPart "length", FollowUpPart "follow-up",
    }
    /// Words that measure something.
    Measure "measure.tsv" {
        Amount "amount", TimeTaken "time taken", TimeMeasure "time",
        /// Joined to a number in Latin letters: `12mins`, `2nd`.
        UnitBehind "behind a number",
    }
    /// Places in a row.
    Ordinal "ordinal.tsv" {
        Ordinal "ordinal",
    }
    /// What a question asks of several things at once.
    AskedList "asked_list.tsv" {
        AskedMove "moved", AskedPlan "planned", AskedDate "date", AskedDayOfStep "day of a step", AskedWhich "which",
        AskedEach "each", AskedOpen "open", AskedEnd "ended", AskedNot "not", AskedAny "any", AskedCount "counter",
    }
    /// How a question names reports and their parts.
    AskedText "asked_text.tsv" {
        AskedReflection "reflection", AskedReview "review", AskedProblems "problems", AskedMetrics "metrics",
        AboutText "about text",
        /// After a day or a month whose report is meant, and before one.
        ReportOfDay "of a day", ReportOfMonth "of a month", ReportBeforeDay "before a day",
        AskedWriter "writer",
    }
    /// Nouns of measuring, for which reports often write the number alone.
    MeasureNoun "measure_noun.tsv" {
        MeasureNoun "noun",
    }
    /// Words that are not indexed; another list needs another index.
    StopWord "stop_word.tsv" {
        ChineseStopWord "chinese", EnglishStopWord "english",
    }
    /// English words that every question is made of.
    QuestionWord "question_word.tsv" {
        QuestionWord "question word",
    }
    /// Units of time that are counted.
    TimeUnit "time_unit.tsv" {
        TimeUnit "unit",
        /// Only after a word for a span: 近3日.
        SpanUnit "unit of a span",
    }
    /// How people ask about incidents.
    IncidentQuestion "incident_question.tsv" {
        /// How many there were.
        CountsIncidents "counts",
        AsksIncident "incident", WhichHappened "which happened", WhatHappened "what happened",
        /// One of them, by what it is the first in.
        WhichIncident "which one",
        /// What they are compared by.
        AskedLength "length", AskedLoss "loss",
    }
    /// Words that every report and every question is full of.
    QuestionFiller "question_filler.tsv" {
        QuestionFiller "filler",
    }
    /// English words that are neither names nor terms of the field.
    PlainEnglish "plain_english.tsv" {
        PlainEnglish "plain",
    }
    /// What came of it later.
    Afterwards "afterwards.tsv" {
        Afterwards "afterwards",
        /// What was said before is taken back, or made sure.
        SetRight "set right",
    }
    /// Words that many names of work share.
    GenericWork "generic_work.tsv" {
        GenericName "name",
    }
    /// Words that many lines share.
    GenericLine "generic_line.tsv" {
        GenericLine "line",
    }
    /// What systems and places are called.
    System "system.tsv" {
        SystemEnding "ending",
    }
    /// Latin terms of many incidents.
    GenericTerm "generic_term.tsv" {
        GenericTerm "term",
    }
    /// What comes once a year or a quarter.
    Season "season.tsv" {
        Yearly "yearly",
    }
    /// Headings of a report that name no matter.
    GeneralSection "general_section.tsv" {
        GeneralSection "general",
        /// Of what has no other place; for the fun of it.
        RestSection "rest", OthersSection "others", TriviaSection "trivia", Caption "caption",
    }
    /// What speaks to the reader of a report, and of no work.
    Editorial "editorial.tsv" {
        /// Headings of texts about the report or around it.
        Editorial "editorial",
        /// The reader, spoken to or spoken of.
        Reader "reader",
    }
    /// Somebody has yet to act.
    LeftToAct "left_to_act.tsv" {
        LeftToAct "left to act",
    }
    /// Goals that come every week.
    Routine "routine.tsv" {
        Routine "routine",
    }
    /// Why work may have less progress than before.
    ChangeOfPlan "change_of_plan.tsv" {
        ReasonToRestart "reason",
    }
    /// Names of many metrics.
    GenericMeasure "generic_measure.tsv" {
        GenericMeasure "name",
    }
    /// A value that is not the one of this week.
    OtherValue "other_value.tsv" {
        OtherValue "other value",
    }
    /// What people or their business felt of an incident.
    Felt "felt.tsv" {
        Felt "felt",
    }
    /// What made something happen, and what it did.
    Cause "cause.tsv" {
        /// A cause follows.
        Because "because",
        /// A cause follows, named as one.
        ToldAsCause "told as cause",
        /// Names of a cause.
        CauseName "cause",
        /// What the cause did follows.
        Effect "effect",
        /// What the cause did went before.
        EffectAtEnd "effect at the end",
    }
    /// Names of what was done about an incident.
    RemedyLabel "remedy_label.tsv" {
        Handling "handling", Improvement "improvement", Mending "mending",
    }
    /// How exactly a number is meant.
    Bound "bound.tsv" {
        About "about",
        /// Characters that are parts of many words.
        WeakAbout "about, weak",
        AtLeast "at least", Above "above", ShortOf "short of", Below "below",
        /// The value was reached.
        AtMost "at most",
        /// Right behind a number: 30多.
        AndMore "and more",
        /// Behind a number and its unit.
        AboutBehind "about, behind",
        WeakAboutBehind "about, weak, behind", AtLeastBehind "at least, behind", BelowBehind "below, behind", Within "within, behind",
    }
    /// Which way a number or a day goes.
    Change "change.tsv" {
        Up "up",
        /// Words that are parts of many others.
        WeakUp "up, weak",
        Higher "higher",
        /// English words behind a number: 5 more.
        More "more",
        Down "down",
        /// Words that are parts of many others.
        WeakDown "down, weak",
        Lower "lower",
        /// English words behind a number: 5 fewer.
        Less "less",
        Sooner "sooner", Later "later",
    }
    /// What is said to be written, where, and that it is not.
    Document "document.tsv" {
        Report "report", Source "source",
        /// Other names of what was given to read.
        Text "text",
        /// Inside the mark of a citation.
        Mark "mark",
        /// The week that a report is of.
        ItsWeek "its week",
        /// The sources do not say.
        Silent "silent",
        /// Leads to what follows.
        Lead "lead",
    }
    /// Words that hold an account together and claim nothing.
    Filler "filler.tsv" {
        AccordingTo "according to", Tells "tells", ThisTime "this time", Event "event", Joint "joint",
        Also "also", Link "link", Sum "sum", Shared "shared",
        /// Before a number, of which they do not say what it counts.
        RunningSum "running sum",
        /// Any account of an incident is full of them.
        Account "account",
        /// Nouns that a writer counts by himself: three reasons.
        CountNoun "count noun",
        /// English words of the glossary that any account is full of.
        Generic "generic",
        /// What binds the words around it.
        Particle "particle",
    }
    /// English words that hold a sentence together.
    Grammar "grammar.tsv" {
        GrammarLink "link", GrammarBecause "because", GrammarJoint "joint", GrammarBut "but",
        /// From a number to the next thing.
        GrammarNext "leads to what is next",
        LittleWord "little word",
        /// Not followed by a counted noun.
        EndOfCount "end of a count",
        OtherLittleWord "other little word",
        /// Words of any sentence about a report.
        OfAccount "of an account",
    }
    /// Parts of a day, and the days beside one.
    Day "day.tsv" {
        /// With the half of the day that it puts an hour in, and the hours that people mean by it.
        Daytime "daytime",
        /// Single characters that are parts of many words.
        WeakDaytime "daytime, weak", NextDay "next day", DayBefore "day before",
    }
    /// English words that are written as names are, and are none.
    Everyday "everyday.tsv" {
        Weekday "weekday", Month "month", ShortMonth "short month", ShortWord "short word",
        /// Written with a stop.
        Abbreviation "abbreviation",
        Capitalised "capitalised",
        /// Inside a compound of several joints.
        Compound "compound",
    }
    /// Products that are written alike in every language.
    Product "product.tsv" {
        Software "software",
    }
    /// Words by which one has another act.
    Handing "handing.tsv" {
        HandedOn "handed on",
    }
    /// Of how many something holds.
    Quantifier "quantifier.tsv" {
        All "all",
        /// Characters that are parts of many words, and words for that nothing is left.
        WeakAll "all, weak",
        Remainder "remainder",
        /// What is left follows.
        Left "left",
        Part "part", Few "few", Only "only", OnTrial "on trial",
    }
    /// The tense of a clause.
    Tense "tense.tsv" {
        Happened "happened",
        /// Ends a plan that precedes it.
        Now "now",
        ToCome "to come", Earlier "earlier", GoesOn "goes on",
    }
    /// What is not certain.
    Doubt "doubt.tsv" {
        Doubt "doubt", Supposed "supposed",
    }
    /// What a number is, said beside it.
    NumberLabel "number_label.tsv" {
        Card "card", CardNumber "card number",
        /// What a sentence about a card says.
        CardMention "card mention",
        BankAccount "bank account",
        /// Of a bank, or of a program.
        LoginAccount "login account",
        Login "login", Company "company", IdentityCard "identity card", IdentityDocument "identity document",
        Phone "phone", DialledNumber "dialled number",
        /// Joins an extension to its telephone.
        Extension "extension",
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
        Total "total", AmountLabel "amount",
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
        Machine "machine", Access "access",
    }
    /// What says that four numbers are a version, and no address.
    Version "version.tsv" {
        Version "version", VersionChange "change of version", DocumentPlace "place in a document",
        /// Programs whose versions have four numbers.
        Program "program",
    }
    /// What a secret is called, and what is said of one.
    SecretName "secret_name.tsv" {
        Password "password",
        /// A password where it is a part of a name: `db_pass`.
        PasswordPart "password part",
        SecretKey "secret key", Token "token", Credential "credential", Authorization "authorization",
        /// A token where it is a part of a name: `csrf_cookie`.
        TokenPart "token part",
        Webhook "webhook",
        /// Parts of an address before what lets in whoever knows it.
        SecretLink "secret link",
        /// A secret set anew, and the link for it.
        Reset "reset",
        /// Values that mean "no value".
        NoSecret "no secret",
        /// Joins a secret's name to it.
        SecretJoint "joint",
        /// Of a secret, and not the secret.
        Property "property",
    }
    /// Which way what a word measures is better.
    MetricDirection "metric_direction.tsv" {
        HigherIsBetter "higher is better", LowerIsBetter "lower is better", Neither "neither",
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
        TimeBeside "time beside", SpanOfTime "span of time", SummedUp "summed up",
    }
    /// Words of which the names of the parts of a report are made.
    ReportPart "report_part.tsv" {
        PartHeading "part",
        /// In a heading of nothing else; within others they are what the heading is about.
        PartAlone "part alone",
        /// In a heading over what comes next.
        PlanHeading "plan heading",
        FieldOfWork "field of work", IncidentPart "incident part",
    }
    DoneHeading "done_heading.tsv" { DoneHeading "done heading", }
    /// Names of the fields in the head of a report.
    ReportField "report_field.tsv" {
        PeriodField "period", DateField "date", AuthorField "author", IssueField "issue", TeamField "team",
        CreatedField "created", TitleField "title", OwnerField "owner", OtherField "other field",
    }
    /// What pages and folders are called that are called after no person.
    PageName "page_name.tsv" {
        ReportKind "kind of report",
        /// Stands in a title beside the kind of report.
        TitleWord "title word",
        ReportWord "report", Collection "collection", Page "page", Letter "letter",
        /// Begins with a surname.
        NoName "no name",
    }
    /// Words before a number that make it a bound.
    QuestionBound "question_bound.tsv" {
        AskedAtLeast "at least", AskedAtMost "at most",
    }
    /// Words of a sentence that name nothing.
    FunctionWord "function_word.tsv" {
        AskingWord "asking word", Manner "manner", When "when", YesOrNo "yes or no", Auxiliary "auxiliary",
        SmallWord "small word", Preposition "preposition", OtherPreposition "other preposition",
        Command "command",
    }
    /// Pronouns and pointers to what was mentioned before.
    Pointer "pointer.tsv" {
        Pointer "pointer", LeansOn "leans on", ThatOne "that one", Counter "counter", Occasion "occasion", VerbDone "verb done",
        /// Before a pointer: `fix that`.
        PointerVerb "verb of a pointer",
        /// After an item: `the first happened`.
        ItemVerb "verb of an item",
    }
    /// Words of a question that say nothing of what it is about.
    QuestionPhrase "question_phrase.tsv" {
        FirstReport "first report", FirstReportNamed "first report by another name", LastReport "last report",
        LastReportNamed "last report by another name", Filler "filler",
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
        UsedUp "used up", TooLong "too long", Filtered "filtered", TooOften "too often",
        /// Of a parameter.
        Complaint "complaint",
    }
    /// What sort of thing a question asks for.
    AskedFor "asked_for.tsv" {
        AskedNumber "number", Price "price", Somebody "somebody",
    }
    /// Labels of host names, and endings of files that look like them.
    Host "host.tsv" {
        /// Internal as the last label and as any other.
        InternalHost "internal",
        InternalEnding "internal ending", InternalLabel "internal label", PublicEnding "public ending",
        FileEnding "file ending",
    }
    /// Words by which a rule of the linter knows a statement.
    CheckWord "check_word.tsv" {
        /// Holds a plan's word and is no plan.
        NoPlan "no plan",
        /// What became of a planned day, beside delay and stop.
        Outcome "outcome",
        Promise "promise", PartOfWork "part of work",
        /// What a share counts.
        Counted "counted",
        /// Between a name and its value.
        ValueJoint "joint of a value",
        /// In the heading of a section that sums up the others.
        Digest "digest",
        ImpactWord "impact",
    }
    /// What a number is to the others beside it.
    PartWhole "part_whole.tsv" {
        Whole "whole", Rest "rest", RestAlone "rest, by itself",
        /// Before a list of shares.
        WholeLead "leads to all parts",
    }
    /// Shares of a whole, and what is not added up to a total.
    Share "share.tsv" {
        Share "share", NotAdded "not added",
        /// Before a percentage: of one whole, of which the others are parts too.
        PartOfOne "part of one whole",
    }
    /// What a percentage over 100 may measure.
    OverWhole "over_whole.tsv" {
        MayExceed "may exceed",
    }
    /// When something began and ended, how long it took, whether its day was kept.
    Course "course.tsv" {
        CourseStart "start", CourseEnd "end", CourseLength "length", OnTime "on time", Ahead "ahead", Behind "behind",
    }
    /// The outermost of all.
    Superlative "superlative.tsv" {
        Highest "highest", Lowest "lowest", Longest "longest", Shortest "shortest", Most "most",
        Fewest "fewest", Largest "largest", Worst "worst",
    }
    /// Times that count from the day of the text.
    RelativeTime "relative_time.tsv" {
        RelativeTime "relative time",
        /// Before the day up to which a report counts.
        AsOf "as of",
    }
}
