//! A Notion export as it is downloaded: a zip of part zips, page ids in the file names, daily pages under their week.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::desk::Desk;

const PAGE: &str = "0123456789abcdef0123456789abcdef";

pub fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

fn export(week_30: &str) -> Vec<u8> {
    let weeks = zip_of(&[
        (&format!("部门周报/第30周 2023-07-18 {PAGE}.md"), week_30.as_bytes()),
        ("部门周报/图 1.png", b"\x89PNG\r\n\x1a\n"),
    ]);
    let days = zip_of(&[(
        "部门周报/第30周 2023-07-18/2023-07-17 周一 fedcba9876543210fedcba9876543210.md",
        "# 2023-07-17 周一\n\n- 完成退款压测，峰值820笔每秒\n".as_bytes(),
    )]);
    zip_of(&[
        ("ExportBlock-01234567-89ab-cdef-0123-456789abcdef-Part-1.zip", &weeks),
        ("ExportBlock-01234567-89ab-cdef-0123-456789abcdef-Part-2.zip", &days),
    ])
}

const WEEK_30: &str = "# 第30周 2023-07-18\n\nCreated: 2024年2月6日 09:41\n\n# 上周进展\n\n## 生产事件\n\n- 7/14 10:05 退款接口超时213笔。\n原因：连接池上限过低。处置：上限调到200。\n";

#[test]
fn an_export_of_nested_parts_is_read_and_cited_by_its_page() {
    let desk = Desk::new();
    desk.write("Downloads/export.zip", export(WEEK_30));
    desk.run(["ingest", "Downloads/export.zip"]).exits(0).says("2 reports (2 new)").says("not read: 1 .png");
    let answer = desk.run(["ask", "7/14退款接口超时的原因是什么？"]).exits(0);
    answer.says("连接池上限过低").says(&format!("export.zip/部门周报/第30周 2023-07-18 {PAGE}.md:10"));
    desk.run(["ask", "7/17退款压测峰值是多少？"]).exits(0).says("820");
}

#[test]
fn a_later_export_replaces_the_page_of_the_same_id() {
    let desk = Desk::new();
    desk.write("export.zip", export(WEEK_30));
    desk.run(["ingest", "export.zip"]).exits(0);
    desk.write("export.zip", export(&WEEK_30.replace("连接池上限过低", "证书过期")));
    desk.run(["ingest", "export.zip"]).exits(0).says("2 reports (1 changed, 1 unchanged)");
    let answer = desk.run(["ask", "7/14退款接口超时的原因是什么？"]).exits(0).says("证书过期");
    assert!(!answer.stdout.contains("连接池"), "{answer}");
}

#[test]
fn pages_that_share_an_id_are_all_there() {
    let desk = Desk::new();
    let page = |week: u32| (format!("第{week}周 {PAGE}.md"), format!("# 第{week}周\n\n- 第{week}组完成联调\n"));
    let pages: Vec<_> = (1..=5).map(page).collect();
    let members: Vec<_> = pages.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    desk.write("export.zip", zip_of(&members));
    for known in ["5 reports (5 new)", "5 reports (5 unchanged)"] {
        desk.run(["ingest", "export.zip", "--embedder", "none"]).exits(0).says(known);
        desk.run(["doctor", "--embedder", "none"]).exits(0).says("5 with ");
    }
}
