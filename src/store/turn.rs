//! The right to bring an index up to date, of one run at a time.

use tokio::sync::OwnedSemaphorePermit;

use crate::store::peer::PeerTurn;
use crate::store::server::ServerTurn;

/// The right to bring an index up to date, until it is dropped.
#[must_use]
pub struct Turn {
    right: Right,
}

pub(super) enum Right {
    Own { _permit: OwnedSemaphorePermit },
    Peer { _turn: PeerTurn },
    Server(ServerTurn),
}

impl Turn {
    pub(super) fn of(right: Right) -> Self {
        Self { right }
    }

    /// Gives the right back; on a server the next one need not wait then until it expires.
    pub async fn end(self) {
        if let Right::Server(turn) = self.right {
            turn.end().await;
        }
    }
}
