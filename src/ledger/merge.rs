//! One row an incident: the weekly report before the daily page, which is a further source.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::fact::{Count, Incident, says_what};
use crate::record::{PassageRecord, Place};
use crate::retrieve::{RetrieveError, Retriever};
use crate::text::{CountedPairs, up_to_mark};
use crate::thread::IncidentThread;

/// One incident, as in the first of its sources.
#[derive(Debug, Clone)]
pub struct IncidentEntry {
    pub incident: Incident,
    /// Never empty; the weekly report before the daily page, the earlier report before the later, what closes it last.
    pub sources: Vec<Place>,
}

/// Least similarity of two accounts of one minute that share no number.
const SHARE_IN_ONE_MINUTE: f64 = 0.12;

/// Least similarity of two accounts of one day.
const SHARE_ON_ONE_DAY: f64 = 0.4;

/// Least similarity of a line that looks back at a day from a later report.
const SHARE_OF_A_LOOK_BACK: f64 = 0.1;

/// Further apart on one day, two accounts are two incidents.
const NEAR_MINUTES: u16 = 30;

/// The accounts of one incident, the week's report before the day's page; never empty.
type Accounts = Vec<PassageRecord>;

/// The incidents of `passages`, each once, in order of when they occurred; those without a day last, as the passages come.
pub(super) fn merged(groups: Vec<Accounts>) -> Vec<IncidentEntry> {
    let mut entries: Vec<IncidentEntry> = groups
        .into_iter()
        .filter_map(|accounts| {
            let incident = accounts.first()?.incident.clone()?;
            Some(IncidentEntry { incident, sources: accounts.iter().map(Place::new).collect() })
        })
        .collect();
    let when = |entry: &IncidentEntry| (entry.incident.occurred.is_none(), entry.incident.occurred.clone());
    entries
        .sort_by_cached_key(|entry| (when(entry), entry.sources[0].path().to_string(), entry.sources[0].lines.first));
    entries
}

/// How an incident stands that a later report closes, or says to be open still where its own told nothing: that line becomes a source.
pub(super) fn follow(entries: &mut [IncidentEntry], threads: &[IncidentThread]) {
    let mut at: HashMap<Option<&str>, Vec<&IncidentThread>> = HashMap::new();
    for thread in threads.iter().filter(|thread| thread.status() != thread.incident.status) {
        at.entry(thread.incident.occurred.as_deref()).or_default().push(thread);
    }
    for entry in entries {
        let same = at.get(&entry.incident.occurred.as_deref()).into_iter().flatten();
        let Some(thread) = same.into_iter().find(|thread| thread.incident == entry.incident) else { continue };
        entry.incident.status = thread.status();
        let deciding = thread.deciding().map(|telling| &telling.place).filter(|place| !entry.sources.contains(place));
        entry.sources.extend(deciding.cloned());
    }
}

/// The incidents among `passages`, each in its first account, by day.
///
/// # Errors
/// Those of the store.
pub async fn told_once(
    retriever: &Retriever<'_>,
    passages: Vec<PassageRecord>,
) -> Result<Vec<PassageRecord>, RetrieveError> {
    let groups = accounts(retriever, passages).await?;
    Ok(groups.into_iter().filter_map(|accounts| accounts.into_iter().next()).collect())
}

/// The accounts of each incident among `passages`, the first one first, by day.
///
/// # Errors
/// Those of the store.
pub async fn accounts(
    retriever: &Retriever<'_>,
    passages: Vec<PassageRecord>,
) -> Result<Vec<Vec<PassageRecord>>, RetrieveError> {
    grouped_by(retriever, passages).await
}

/// As [`grouped`]; days of which `passages` have every account are told from what is kept, where all passages are.
pub(super) async fn grouped_by(
    retriever: &Retriever<'_>,
    passages: Vec<PassageRecord>,
) -> Result<Vec<Accounts>, RetrieveError> {
    if !retriever.has_all() {
        return Ok(grouped(passages, retriever.catalogue));
    }
    let known = retriever
        .incident_days(|all| {
            let incidents = all.iter().filter(|passage| passage.is_incident()).cloned().collect();
            let (days, without) = by_day(incidents, retriever.catalogue);
            let days = days.into_iter().map(|(day, accounts)| (Some(day), grouped_in(accounts)));
            days.chain([(None, without)]).collect()
        })
        .await?;
    let accounts: usize = known.iter().flat_map(|(_, groups)| groups).map(Vec::len).sum();
    if passages.len() == accounts {
        return Ok(known.iter().flat_map(|(_, groups)| groups).cloned().collect());
    }
    let days_known = &known[..known.len() - 1];
    let (days, without) = by_day(passages, retriever.catalogue);
    let of_day = |(day, accounts): (Date, Accounts)| {
        let known = days_known.binary_search_by_key(&Some(day), |(day, _)| *day).ok().map(|at| &days_known[at].1);
        let known = known.filter(|known| known.iter().map(Vec::len).sum::<usize>() == accounts.len());
        known.cloned().unwrap_or_else(|| grouped_in(accounts))
    };
    Ok(days.into_iter().flat_map(of_day).chain(without).collect())
}

/// The accounts of each incident, by day, those without a day last. No group is empty.
pub(super) fn grouped(passages: Vec<PassageRecord>, catalogue: &Catalogue) -> Vec<Accounts> {
    let (days, without) = by_day(passages, catalogue);
    days.into_values().flat_map(grouped_in).chain(without).collect()
}

/// The accounts of each day, the week's report before the day's page, and those without a day: each of an incident of its own.
fn by_day(mut passages: Vec<PassageRecord>, catalogue: &Catalogue) -> (BTreeMap<Date, Accounts>, Vec<Accounts>) {
    let is_of_a_day = |report: Uuid| {
        let coverage = catalogue.entry(report).and_then(|entry| entry.coverage);
        coverage.is_none_or(|coverage| coverage.days() <= 1)
    };
    // The passages of a report come one after the other.
    let mut last: Option<(Uuid, bool)> = None;
    passages.sort_by_cached_key(|passage| {
        let known = last.filter(|(report, _)| *report == passage.report);
        let known = known.unwrap_or_else(|| (passage.report, is_of_a_day(passage.report)));
        last = Some(known);
        (known.1, passage.date, passage.is_review())
    });
    let (mut days, mut without) = (BTreeMap::<Date, Accounts>::new(), Vec::new());
    for passage in passages {
        let Some(incident) = &passage.incident else { continue };
        match incident.day() {
            Some(day) => days.entry(day).or_default().push(passage),
            None => without.push(vec![passage]),
        }
    }
    (days, without)
}

/// The incidents of the accounts of one day: those of two days are never of one.
fn grouped_in(accounts: Accounts) -> Vec<Accounts> {
    // A report gives each of its incidents once, but for a review of it.
    let are_of_one_report = accounts.windows(2).all(|two| two[0].report == two[1].report);
    if are_of_one_report && !accounts.iter().any(PassageRecord::is_review) {
        return accounts.into_iter().map(|passage| vec![passage]).collect();
    }
    let mut groups: Vec<Accounts> = Vec::new();
    let mut day = Day::default();
    for passage in accounts {
        let Some(account) = Account::of(&passage) else { continue };
        let is_review = passage.is_review();
        let known = day.near(account.minute).into_iter().map(|at| &day.firsts[at]).find(|first| {
            let is_of_other_reports = || groups[first.group].iter().all(|known| known.report != passage.report);
            (is_review || first.report != passage.report && is_of_other_reports())
                && first.account.is_of_one_with(&account, is_review || first.date < passage.date)
        });
        // 2月27日故障 is the one of its day.
        let only = (known.is_none() && groups.len() == 1 && !account.says_what).then(|| &day.firsts[0]);
        match known.or(only) {
            Some(first) => groups[first.group].push(passage),
            None => {
                day.push(First { report: passage.report, date: passage.date, account, group: groups.len() });
                groups.push(vec![passage]);
            }
        }
    }
    groups.iter_mut().for_each(full_account_first);
    groups
}

/// A month's line without time, cause and handling comes behind the account that has them.
fn full_account_first(accounts: &mut Accounts) {
    let parts = |passage: &PassageRecord| {
        let Some(incident) = &passage.incident else { return 0 };
        let has = [incident.minute_of_day().is_some(), incident.cause.is_some(), incident.handling.is_some()];
        has.into_iter().filter(|has| *has).count()
    };
    let Some(fullest) = (0..accounts.len()).rev().max_by_key(|at| parts(&accounts[*at])) else { return };
    if parts(&accounts[0]) == 0 && parts(&accounts[fullest]) > 1 {
        accounts[..=fullest].rotate_right(1);
    }
}

/// The first account of an incident, in whose words it is known.
struct First {
    report: Uuid,
    date: Option<i32>,
    account: Account,
    /// Where its accounts are.
    group: usize,
}

/// The first accounts of the incidents of one day.
#[derive(Default)]
struct Day {
    firsts: Vec<First>,
    /// Where in `firsts` those of a minute, and those without a time of day, are; ascending.
    of_minute: BTreeMap<Option<u16>, Vec<usize>>,
}

impl Day {
    fn push(&mut self, first: First) {
        self.of_minute.entry(first.account.minute).or_default().push(self.firsts.len());
        self.firsts.push(first);
    }

    /// Those that an account of `minute` may be of one incident with, see [`Account::is_same`], as they came.
    fn near(&self, minute: Option<u16>) -> Vec<usize> {
        let Some(minute) = minute else { return (0..self.firsts.len()).collect() };
        let minutes = minute.saturating_sub(NEAR_MINUTES)..=minute.saturating_add(NEAR_MINUTES);
        let timed = self.of_minute.range(Some(*minutes.start())..=Some(*minutes.end())).flat_map(|(_, at)| at);
        let mut near: Vec<usize> = timed.chain(self.of_minute.get(&None).into_iter().flatten()).copied().collect();
        near.sort_unstable();
        near
    }
}

/// What accounts are compared by.
struct Account {
    minute: Option<u16>,
    text: String,
    /// Whether it says more than that there was an incident.
    says_what: bool,
    /// Of `text` and of its first clause, once it is compared: most accounts have none of another report near them.
    pairs: OnceCell<[CountedPairs; 2]>,
    counts: Vec<Count>,
}

impl Account {
    fn of(passage: &PassageRecord) -> Option<Self> {
        let incident = passage.incident.as_ref()?;
        Some(Self::new(incident))
    }

    fn new(incident: &Incident) -> Self {
        Self {
            minute: incident.minute_of_day(),
            text: incident.summary.text.clone(),
            says_what: says_what(&incident.summary.text),
            pairs: OnceCell::new(),
            counts: incident.counts.clone(),
        }
    }

    fn pairs(&self) -> &[CountedPairs; 2] {
        let first = || up_to_mark(&self.text, &['，', '。', '；']);
        self.pairs.get_or_init(|| [&self.text, first()].map(CountedPairs::of))
    }

    /// Of the whole texts, or of what each says first: what else two people tell of one incident differs.
    fn similarity(&self, other: &Self) -> f64 {
        let [whole, first] = self.pairs();
        let [its_whole, its_first] = other.pairs();
        whole.similarity(its_whole).max(first.similarity(its_first))
    }

    /// Whether an account of the same day, which may be `later` than this one, is of the same incident.
    fn is_of_one_with(&self, other: &Self, later: bool) -> bool {
        // 5/13额度中心事件：…关闭 in a later report is no other incident of that day.
        let looks_back = other.minute.is_none() && later;
        self.is_same(other) || (looks_back && self.similarity(other) >= SHARE_OF_A_LOOK_BACK)
    }

    /// Whether two accounts of one day are of one incident: the same minute and a word or count in common, or no other time, and similar words.
    fn is_same(&self, other: &Self) -> bool {
        let share = || self.similarity(other);
        match (self.minute, other.minute) {
            (Some(first), Some(second)) if first == second => {
                share() >= SHARE_IN_ONE_MINUTE || self.counts.iter().any(|count| other.counts.contains(count))
            }
            (Some(first), Some(second)) => first.abs_diff(second) <= NEAR_MINUTES && share() >= SHARE_ON_ONE_DAY,
            _ => share() >= SHARE_ON_ONE_DAY,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Account, Day, First};
    use crate::fact::{Incident, read_incident};
    use crate::report::LineIndex;

    fn incident(text: &str) -> Incident {
        read_incident(text, &LineIndex::new(text), 0..text.len(), "2023-06-20".parse().ok())
    }

    fn same(one: &str, other: &str) -> bool {
        Account::new(&incident(one)).is_same(&Account::new(&incident(other)))
    }

    #[test]
    fn the_same_minute_in_other_words_is_one_incident() {
        assert!(same("6/15 11:01 核对发现流水有5991笔差异", "6/15 11:01 对账报警，差5991笔"));
    }

    #[test]
    fn what_both_say_first_makes_one_incident_of_a_day() {
        assert!(same(
            "3/30 绑卡页 38 分钟打不开,三级",
            "3/30 09:10–09:48 绑卡页打不开,影响约 640 人。原因:证书配错域名。"
        ));
        assert!(!same("3/30 绑卡页打不开,三级", "3/30 09:10 清分批次晚到,影响约 640 人。"));
    }

    #[test]
    fn other_people_have_other_incidents_in_the_same_minute() {
        assert!(!same("6/15 09:00 注塑机合模报警", "6/15 09:00 官网打不开"));
    }

    #[test]
    fn an_account_is_held_against_those_of_near_minutes_and_those_without_a_time_as_they_came() {
        let mut day = Day::default();
        for text in ["6/15 10:00 网关超时", "6/15 网关超时", "6/15 09:00 网关超时", "6/15 10:31 网关超时"]
        {
            let account = Account::new(&incident(text));
            day.push(First { report: Uuid::nil(), date: None, account, group: 0 });
        }
        assert_eq!(day.near(Some(10 * 60)), [0, 1]);
        assert_eq!(day.near(Some(9 * 60 + 30)), [0, 1, 2]);
        assert_eq!(day.near(Some(5)), [1]);
        assert_eq!(day.near(None), [0, 1, 2, 3]);
    }

    #[test]
    fn the_same_words_hours_later_are_another_incident() {
        assert!(!same("6/15 09:00 短信通道超时告警", "6/15 14:00 短信通道超时告警"));
        assert!(same("6/15 09:00 短信通道超时告警", "6/15 短信通道超时"));
    }
}
