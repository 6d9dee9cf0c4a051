//! The classes by whose words the parts of a report, incidents, metrics and milestones are read; `classes.rs` adds the others to them.

macro_rules! with_fact_classes {
    ($($others:tt)*) => {
        classes! {
            /// What a clause of an incident is about.
            IncidentClue "incident_clue.tsv" {
                PlanOpening "plan, opening", PlanClause "plan", Impact "impact", LooseImpact "impact, loosely",
                ImpactAverted "impact averted",
                /// How it came to light.
                Finding "finding",
                Found "found", FoundOut "found out", CauseKnown "cause known",
                /// Its effect follows.
                LedTo "led to",
                /// A cause was looked for.
                Sought "sought", CauseFound "cause found",
                FoundToBe "found to be",
                /// Behind 待: what somebody is waited for to do.
                AwaitedDeed "awaited", Reply "reply",
                Answer "answer",
                /// Begins like a limit (前, 后, 起).
                NoLimit "no limit",
                /// Opens a paragraph that leaves the incident.
                OtherMatter "other matter",
                /// What is asked for after an incident.
                FollowUpWork "follow-up",
                /// A clause begins with what was done.
                DeedAtStart "deed at the start",
                /// Begins like one.
                NoDeedAtStart "no deed at the start",
                /// A stop that was meant.
                Arranged "arranged",
            }
            /// Something broke, stopped or hit people: an event and no work.
            Breakdown "breakdown.tsv" {
                Breakdown "breakdown",
                /// Right behind it: a name or work.
                NoBreakdownAfter "after",
            }
            /// What the heading of a part of a report says of what is below it.
            SectionKind "section_kind.tsv" {
                /// Links to the days.
                DailyHeading "daily",
                /// Work on a thing, which is not the thing: 告警平台建设 is no alarm, 成功率提升专项 no figure.
                WorkHeading "work",
                /// What was reported before.
                EarlierHeading "earlier",
                /// Behind a trouble, or first: what became of it.
                FollowedHeading "followed",
                /// At the end: what is over.
                ClosedHeading "closed",
                /// The whole heading: what became of earlier matters.
                FollowUpHeading "follow-up",
                /// What was planned beside what came of it, or the whole week summed up.
                ComparedHeading "compared",
                /// Beside a plan: what came of it.
                ActualHeading "actual",
                /// What somebody else says of the work.
                ReviewHeading "review",
                IncidentHeading "incident",
                /// The last word of a heading over incidents.
                IncidentAtEnd "incident at the end",
                MetricHeading "metrics", AheadHeading "ahead",
                /// Ahead, unless it is the end of a name (QEMU支持计划).
                PlanNamed "plan",
                ReflectionHeading "reflection",
                /// What was learned, unless a farm's work.
                GainHeading "gains",
                ProblemHeading "problem",
                /// As a heading's subject, not as a trade's word (风险数据).
                RiskHeading "risk",
                /// Of others, where it is asked for.
                SupportHeading "support",
                SupportAskedFor "support asked for",
                ProgressHeading "progress",
            }
            /// A page that looks back at one incident, and the headings on it.
            ReviewPage "review_page.tsv" {
                ReviewName "review",
                /// Right behind the word for a review: of reviews in general.
                AboutReviews "about reviews",
                /// What else is looked back at.
                NoIncident "no incident",
                /// Over what happened, why, what it did and what was done at once.
                AccountHeading "account",
                /// Over what is to be better from now on, each with its day.
                ImprovementHeading "improvement",
                /// Over what people think of how they did.
                LessonHeading "lesson",
                /// What it was after all.
                RealCause "real cause",
                /// What was held first and is not so.
                Refuted "refuted",
                /// What any incident is called.
                IncidentNoun "noun",
            }
            /// In a table with lengths of time: its rows are breakdowns.
            BreakdownHead "breakdown_head.tsv" {
                BreakdownColumn "head",
            }
            /// What a line below the name of a matter begins with, where that says what of it follows: 差多少：…, 为什么改：….
            Attribute "attribute.tsv" {
                Attribute "name",
                /// What such a label begins with.
                AttributeAsked "asked",
            }
            /// Heads of the columns of a table of incidents or of work.
            Column "column.tsv" {
                CauseColumn "cause", ImpactColumn "impact", EndColumn "end", EndOrPlanColumn "end or plan",
                LengthColumn "length",
                /// Contains the head of another column.
                NeitherColumn "neither",
                ExpectedColumn "expected", HandlingColumn "handling", TimeColumn "time", SummaryColumn "summary",
                WorkOrSummaryColumn "work or summary", StateOrSummaryColumn "state or summary",
                /// What an incident happened to.
                ObjectColumn "object",
                WorkOrObjectColumn "work or object", ActualColumn "actual", PlannedColumn "planned",
                ProgressColumn "progress", StateColumn "state", WorkColumn "work", NumberColumn "number",
                NoWorkColumn "no work",
                /// A day as it is planned now, beside what it was.
                StandingColumn "standing",
                /// What came of it.
                OutcomeColumn "outcome",
                SeverityColumn "severity",
                /// In a cell: as in the one above.
                Ditto "as above",
            }
            /// What is filled in where there is nothing to say.
            Placeholder "placeholder.tsv" {
                Nothing "nothing",
                /// What a page shows in place of what it hides.
                Folded "folded",
            }
            /// What is said right beside a planned day.
            PlanClue "plan_clue.tsv" {
                NoPlanBefore "no plan, before", NoPlanAfter "no plan, after", PlanOver "over",
                /// No step was done on the day.
                NotDoneBeside "not done",
                /// Between a day and its step.
                StepOpening "step opening",
                Formally "formally", Gives "gives", Presents "presents",
                /// Why, how much and when: no part of the work.
                PartOpening "part opening",
                /// Leads from a part of the work to its day.
                PartEnding "part ending",
                NoPart "no part",
            }
            /// What says, beside the name of a stage, whether work has reached it.
            StageClue "stage_clue.tsv" {
                /// After a stage: it goes on or is over.
                StageAspect "aspect",
                AspectOrLead "aspect or lead", UnderWay "under way",
                /// Before a stage: it was reached.
                StageLead "lead",
                /// Before a stage: it is asked for, counted or part of another word.
                NotSo "not so",
                /// After a stage: it is part of a name or of another thing.
                NameGoesOn "name goes on",
                PlanNoun "plan noun",
                /// A predicate begins with it.
                Adverb "adverb",
            }
            /// Whose deeds a line speaks of.
            Agent "agent.tsv" {
                Agent "agent", AgentAlone "alone",
            }
            /// What begins, ends or stands in the place of the name of a piece of work.
            WorkName "work_name.tsv" {
                NameOpening "opening", ThisPeriod "period", AtPresent "at present", DoneOpening "done",
                /// Before a colon: how it stands.
                StatusName "status",
                PartOfReport "part of a report", ProgressEnding "progress", BareProgress "bare progress",
                PlanEnding "plan", NameEnding "ending", Overall "overall", NameJoint "joint", NoJoint "no joint", SaidBy "said by",
                /// Holds 由 or 因 and names nobody and no reason.
                NoAgent "no agent",
                CountLead "count",
                /// Behind a stage: when.
                AfterStage "after a stage",
                /// Two names are one with or without it.
                NameFiller "filler",
            }
            /// What says that a percentage is a progress, and what is left of the work.
            ProgressClue "progress_clue.tsv" {
                ProgressBeside "beside", ProgressBefore "before",
                /// The percentage is a figure.
                RateBefore "rate",
                ShareAfter "share", InPart "in part",
                /// One part or stage of several is spoken of.
                OnePart "one part", LeftInPart "in part, left", LeftToDo "left",
            }
            /// What makes a length of time the incident's own.
            IncidentLength "incident_length.tsv" {
                /// Right before it.
                LengthLead "before",
                /// Right behind it.
                LengthTail "behind",
                /// Between the word before and the number.
                LengthJoint "joint",
            }
            /// What a number beside a value is.
            Comparison "comparison.tsv" {
                WeekBefore "week before", EarlierValue "before",
                /// Only beside the value of a metric.
                EarlierPoint "before, of a measure",
                ComparedWith "compared", TargetValue "target",
                /// Only beside the value of a metric.
                RequiredValue "target, of a measure",
                ExpectedValue "expected",
            }
            /// Heads of the columns of a table of figures.
            FigureColumn "figure_column.tsv" {
                ColumnChange "change",
                ColumnChangeAlone "change, alone",
                /// Made anew every week.
                ColumnWritten "written",
                ColumnNote "note", ColumnBefore "before", ColumnNow "now",
                /// Where the head has no other word.
                ColumnNowAlone "now, alone",
                ColumnName "name", ColumnUnit "unit", ColumnTarget "target",
                /// The same every week.
                ColumnKept "kept",
                ColumnOther "no measure",
                /// What an earlier report said, beside what is right.
                ColumnReported "reported", ColumnCorrected "corrected",
            }
            /// A figure of an earlier report is set right.
            CorrectedFigure "corrected_figure.tsv" {
                SaysCorrected "says so",
                /// Right before what it is; loosely, where something says that it was wrong.
                RightFigure "right", RightFigureLoosely "right, loosely",
                WrongFigure "wrong",
            }
            /// What sets right what was said before, and what says why after all.
            Settled "settled.tsv" {
                Corrected "corrected", CauseAfterAll "cause after all",
                /// Right behind the word for a cause: it is not known yet.
                StillSought "still sought",
                /// Before it in its clause: somebody is to find it.
                ToBeFound "to be found",
            }
            /// What stands around a number and says whether it is the value of a metric.
            MetricPlace "metric_place.tsv" {
                /// Goes on to a number that is no value of what is before.
                PlaceJoint "joint",
                ValueTail "behind a value",
                /// A number under such a name numbers a thing: 端口：8080.
                NumberedThing "label",
                TaskName "task",
                /// The object of such a verb is counted.
                CountingVerb "counts",
                /// Names no figure of its own.
                WorkPart "part of work",
                RankWord "rank", SumEnding "sum",
                /// What somebody sets and nobody measures: 超时, 上限.
                Setting "setting",
                /// Before the value that something was set to.
                SetTo "set to",
            }
            /// What is done, or is to be, with a number of things.
            MetricDeed "metric_deed.tsv" {
                Deed "deed", ToBe "to be",
            }
            /// Ratios and totals as they are written.
            Sum "sum.tsv" {
                /// A percentage by this name is that of the ratio beside it.
                OwnRate "own rate",
                PartDone "done", StatedTotal "total",
                /// Counts other things than the whole before it.
                OfOthers "of others",
            }
            /// What stands around the word of a launch.
            LaunchClause "launch_clause.tsv" {
                LaunchLead "before", LaunchTail "behind", LaunchAhead "ahead", LaunchTakenBack "taken back",
            }
            /// The time or scope that the value of a metric holds for.
            MetricQualifier "metric_qualifier.tsv" {
                Qualifier "qualifier",
            }
            /// Words before the name of a metric that belong to no name.
            MetricLead "metric_lead.tsv" {
                MetricLead "lead",
                /// Begins with such a word and is a part of a name.
                NoMetricLead "no lead",
            }
            /// Words and signs between the name of a metric and its value.
            MetricLink "metric_link.tsv" {
                RiseTo "rise to", FallTo "fall to", StayAt "stay at", MetricLink "link",
            }
            $($others)*
        }
    };
}
