//! Ctrl-C: the caller drops the future.

use std::time::Duration;

use zhoubao::chat::{Chat, Piece};

use crate::desk::{options, request};
use crate::script::{Script, ScriptedServer};

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_waits_for_closes_its_connection() {
    for script in [Script::silence(), Script::stream().says("原因是").stalls()] {
        let server = ScriptedServer::start(vec![script]);
        let chat = Chat::new(options(&server.url())).expect("options");
        let call = tokio::spawn(async move {
            chat.complete(&request(), &mut |_: Piece<'_>| ()).await.map(|completion| completion.text)
        });
        server.wait_for_stall();
        call.abort();
        assert!(call.await.expect_err("aborted").is_cancelled());
        // Fails after its own patience.
        server.wait_for_hang_up();
        assert_eq!(server.asked().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_before_is_with_the_caller() {
    let server = ScriptedServer::start(vec![Script::stream().says("原因是磁盘满 [1]。").stalls()]);
    let chat = Chat::new(options(&server.url())).expect("options");
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let request = request();
    let mut on_piece = |piece: Piece<'_>| {
        if let Piece::Text(text) = piece {
            let _ = sender.send(text.to_owned());
        }
    };
    tokio::select! {
        _ = chat.complete(&request, &mut on_piece) => panic!("the server stalls"),
        piece = receiver.recv() => assert_eq!(piece.as_deref(), Some("原因是磁盘满 [1]。")),
        () = tokio::time::sleep(Duration::from_secs(20)) => panic!("nothing was shown"),
    }
    server.wait_for_hang_up();
}
