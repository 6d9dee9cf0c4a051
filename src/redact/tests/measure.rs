#[test]
fn measure() {
    let Ok(roots) = std::env::var("MEASURE") else { return };
    for root in roots.split(':') {
        let mut n = std::collections::BTreeMap::<String, Vec<String>>::new();
        let (mut files, mut bytes) = (0, 0);
        let start = std::time::Instant::now();
        for entry in walkdir::WalkDir::new(root) {
            let Ok(entry) = entry else { continue };
            let name = entry.file_name().to_string_lossy().to_string();
            if !(name.ends_with(".rs") || name.ends_with(".jsonl") || name.ends_with(".txt") || name.ends_with(".tsv"))
            {
                continue;
            }
            let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
            files += 1;
            bytes += text.len();
            let mut r = crate::redact::Redactor::new(Default::default());
            let red = r.redact(&text);
            assert_eq!(r.restore(&red), text);
            for (name, value) in &r.values {
                let at = text.find(value.as_str()).unwrap_or(0);
                let b = text[..at].chars().rev().take(30).collect::<String>().chars().rev().collect::<String>();
                let a = text[at + value.len()..].chars().take(15).collect::<String>();
                n.entry(format!("{:?}", name.kind)).or_default().push(format!("{b}⟦{value}⟧{a}").replace('\n', "⏎"));
            }
        }
        println!("== {root}: {files} files {bytes} bytes {:?}", start.elapsed());
        for (kind, mut values) in n {
            values.sort();
            values.dedup();
            println!("-- {kind}: {}", values.len());
            for v in values.iter().take(150) {
                println!("   {v}");
            }
        }
    }
}
