//! Several teams on one Qdrant server, a collection and a key each: nothing of one is seen by another, whatever the program is asked
//! for, and a team's key opens its own collection alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zhoubao::store::{Access, Fingerprint, Location, Query, Secret, Store, StoreError};

use crate::corpus::{point, sparse};
use crate::qdrant::Qdrant;

const ADMINISTRATOR: &str = "the administrator's key, which makes collections";

/// A key of Qdrant's that reads and writes one collection: a JSON Web Token that the administrator's key signs.
///
/// Source: RFC 7519, RFC 7515 (HS256); Qdrant's guide to security, granular access control.
fn key_of(collection: &str) -> String {
    let head = base64url(br#"{"alg":"HS256","typ":"JWT"}"#);
    let claims = json!({"access": [{"collection": collection, "access": "rw"}]});
    let signed = format!("{head}.{}", base64url(claims.to_string().as_bytes()));
    let signature = hmac_sha256(ADMINISTRATOR.as_bytes(), signed.as_bytes());
    format!("{signed}.{}", base64url(&signature))
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let bits =
                chunk.iter().enumerate().fold(0_u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
            (0..=chunk.len()).map(move |at| char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]))
        })
        .collect()
}

/// Source: RFC 2104. The key is shorter than a block.
fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    let padded = |pad: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or_default() ^ pad).collect() };
    let inner = Sha256::digest([padded(0x36), message.to_vec()].concat());
    Sha256::digest([padded(0x5c), inner.to_vec()].concat()).to_vec()
}

/// A team with reports of its own, on a machine that all share.
struct Team {
    name: &'static str,
    /// What only its reports speak of.
    word: &'static str,
    reports: PathBuf,
}

struct Office {
    server: Qdrant,
    home: TempDir,
    teams: Vec<Team>,
}

impl Office {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let team = |name: &'static str, word: &'static str, minutes: u32| {
            let reports = home.path().join("reports").join(name);
            fs::create_dir_all(&reports).expect("a folder");
            for (week, day) in [(25, 13), (26, 20)] {
                let text = format!(
                    "# 第{week}周 2023-06-{day}\n\n## 生产事件\n\n- 6/{day} 09:15 {word}网关超时{minutes}分钟。原因：{word}证书过期。处置：换发后恢复。\n\n## 本周工作\n\n- {word}迁移完成{week}%\n- {word}上线推迟到7月{day}日\n"
                );
                // All teams name their files alike.
                fs::write(reports.join(format!("第{week}周.md")), text).expect("written");
            }
            Team { name, word, reports }
        };
        let teams = vec![team("red", "朱雀", 11), team("green", "青龙", 22), team("white", "白虎", 33)];
        Self { server: Qdrant::start(Some(ADMINISTRATOR)), home, teams }
    }

    /// The program as a member of any team runs it; whether it ended well, and all that it printed.
    fn run(&self, key: &str, collection: &str, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhoubao"));
        command.env_clear().env("HOME", self.home.path()).env("TMPDIR", self.home.path());
        command.env("ZHOUBAO_AS_OF", "2023-06-21").env("QDRANT_API_KEY", key);
        command.args(["--embedder", "none", "--qdrant-url", &self.server.grpc_url(), "--collection", collection]);
        let output = command.args(arguments).stdin(Stdio::null()).output().expect("it ran");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    #[track_caller]
    fn well(&self, team: &Team, arguments: &[&str]) -> String {
        let (is_well, text) = self.run(&key_of(team.name), team.name, arguments);
        assert!(is_well, "{}: {arguments:?}: {text}", team.name);
        text
    }

    fn location(&self, key: &str, collection: &str) -> Location {
        Location::Server {
            url: self.server.grpc_url().parse().expect("an address"),
            api_key: Some(Secret::new(key.to_owned())),
            collection: collection.to_owned(),
            shard_number: None,
            replication_factor: None,
        }
    }

    async fn opened(&self, key: &str, collection: &str) -> Result<Store, StoreError> {
        Store::open(&self.location(key, collection), Access::Existing, Duration::ZERO).await
    }
}

fn named(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_team_sees_anything_of_another_and_a_key_opens_one_collection() {
    let office = Office::new();
    let empty = office.home.path().join("empty");
    fs::create_dir(&empty).expect("a folder");
    for team in &office.teams {
        // A team's key makes no collection: that is the administrator's, once.
        let (is_well, text) = office.run(&key_of(team.name), team.name, &["ingest", named(&empty)]);
        assert!(!is_well && text.contains("refused"), "{text}");
        let (is_well, text) = office.run(ADMINISTRATOR, team.name, &["ingest", named(&empty)]);
        assert!(is_well, "{text}");
        office.well(team, &["ingest", named(&team.reports)]);
    }

    for team in &office.teams {
        let others: Vec<&Team> = office.teams.iter().filter(|other| other.name != team.name).collect();
        let only_own = |what: &str, text: &str| {
            assert!(text.contains(team.word), "{}: {what}: {text}", team.name);
            for other in &others {
                assert!(!text.contains(other.word), "{} sees {} in {what}: {text}", team.name, other.name);
            }
        };
        for ledger in
            [&["incidents", "--json"][..], &["milestones", "--all"], &["promises", "--all"], &["rollup", "2023-06"]]
        {
            only_own(ledger[0], &office.well(team, ledger));
        }
        only_own("ask", &office.well(team, &["ask", "网关超时的原因是什么"]));
        only_own("search", &office.well(team, &["search", "网关证书过期"]));
        // Another team's word is nobody's here.
        let asked = office.well(team, &["ask", &format!("{}网关超时了多久", others[0].word)]);
        assert!(!asked.contains(&format!("{}证书", others[0].word)), "{asked}");
        let answers = office.well(team, &["feedback", "list", "--json"]);
        let id = answers.split("\"id\": \"").nth(1).and_then(|rest| rest.split('"').next()).expect("an answer");
        let right = format!("{}网关超时的原因是证书没有续期", team.word);
        office.well(team, &["feedback", id, "--correct", &right, "--by", "张三"]);
        only_own("ask after a correction", &office.well(team, &["ask", "网关超时的原因是什么"]));
        let backup = office.home.path().join(format!("{}.zip", team.name));
        office.well(team, &["backup", named(&backup)]);
        let kept = office.home.path().join(format!("{}-kept", team.name));
        let restored = Command::new(env!("CARGO_BIN_EXE_zhoubao"))
            .env_clear()
            .env("HOME", office.home.path())
            .args(["--embedder", "none", "--index", named(&kept), "restore", named(&backup)])
            .output()
            .expect("it ran");
        assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
        let mut found = Command::new(env!("CARGO_BIN_EXE_zhoubao"));
        found.env_clear().env("HOME", office.home.path()).env("ZHOUBAO_AS_OF", "2023-06-21");
        let found = found.args(["--embedder", "none", "--index", named(&kept), "incidents", "--json"]).output();
        only_own("a backup", &String::from_utf8_lossy(&found.expect("it ran").stdout));

        for other in &others {
            let key = key_of(team.name);
            for arguments in [
                &["ask", "网关超时的原因"][..],
                &["incidents"],
                &["ingest", named(&team.reports)],
                &["ingest", "--rebuild", named(&team.reports)],
                &["backup", named(&office.home.path().join("stolen.zip"))],
            ] {
                let (is_well, text) = office.run(&key, other.name, arguments);
                assert!(!is_well, "{} with the key of {}: {arguments:?}: {text}", other.name, team.name);
                assert!(!text.contains(other.word) && !text.contains(&key), "{text}");
            }
            assert!(matches!(office.opened(&key, other.name).await, Err(StoreError::Auth { .. })));
        }
        // Nor is an index thrown away with such a key: making it anew is the administrator's.
        let (is_well, _) = office.run(&key_of(team.name), team.name, &["ingest", "--rebuild", named(&team.reports)]);
        assert!(!is_well);
        only_own("what a refused rebuild left", &office.well(team, &["incidents", "--json"]));
    }
    // All were asked the same, and each was told what is right by its own people.
    for team in &office.teams {
        let listed = office.well(team, &["feedback", "list"]);
        assert!(listed.contains(team.word), "{listed}");
        let others = office.teams.iter().filter(|other| other.name != team.name);
        assert!(others.into_iter().all(|other| !listed.contains(&format!("{}网关超时的原因", other.word))), "{listed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_works_while_another_has_its_turn_or_is_made_anew() {
    let office = Office::new();
    let fingerprint = Fingerprint::new("test-embedder", crate::corpus::WIDTH, "test-segmenter");
    let made = async |name: &str| {
        let location = office.location(ADMINISTRATOR, name);
        Store::open(&location, Access::Rebuild(fingerprint.clone()), Duration::ZERO).await.expect("a new index")
    };
    let (red, green) = (made("red").await, made("green").await);
    green.upsert((0..200).map(point).collect()).await.expect("written");
    let turn = red.turn().await.expect("free");
    let other = tokio::time::timeout(Duration::from_secs(10), green.turn()).await.expect("its own turn").expect("free");
    other.end().await;
    turn.end().await;

    let before = green.generation().await.expect("read");
    let stop = Arc::new(AtomicBool::new(false));
    let (asker, is_over) = (office.opened(&key_of("green"), "green").await.expect("its own"), Arc::clone(&stop));
    let asking = tokio::spawn(async move {
        let mut asked = 0_u32;
        while !is_over.load(Ordering::Relaxed) || asked < 20 {
            let query = Query { sparse: Some(sparse(&[(1_000_000, 1.0), (7, 1.0)])), ..Query::default() };
            let hits = asker.query(&query).await.expect("an answer");
            assert_eq!(hits.first().map(|hit| crate::corpus::number_of(hit.id)), Some(7));
            assert_eq!(asker.count(None).await.expect("counted"), 200);
            asked += 1;
        }
        asked
    });
    for round in 0..5 {
        let red = made("red").await;
        red.upsert((0..50 + round).map(point).collect()).await.expect("written");
        assert_eq!(red.count(None).await.expect("counted"), 50 + round);
    }
    stop.store(true, Ordering::Relaxed);
    assert!(asking.await.expect("every question was answered") >= 20);
    let fresh = office.opened(ADMINISTRATOR, "green").await.expect("there");
    assert_eq!(fresh.generation().await.expect("read"), before, "what is kept of one is not made old by another");
}
