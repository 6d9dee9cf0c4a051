//! How much one source may cost. The numbers protect memory and time against hostile or broken input;
//! none of them is meant to be met by a real archive of reports.

/// Limits on what is read. Sizes in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest document, on disk or inflated.
    pub file_bytes: u64,
    /// Bytes that may be inflated from one zip on disk, its inner zips included.
    pub zip_total_bytes: u64,
    /// Longest inner zip that has to be inflated into memory; one that is merely stored is read in place.
    pub zip_inner_bytes: u64,
    /// How many times its compressed length a member may grow, once it is past
    /// [`RATIO_FREE_BYTES`](Self::RATIO_FREE_BYTES).
    pub zip_ratio: u64,
    /// Members of one zip on disk, those of its inner zips included.
    pub zip_members: usize,
    /// Archives around a member: 1 allows plain zips, 2 also zips in zips.
    pub zip_depth: usize,
}

impl Limits {
    /// Up to this length a member may have any ratio: short texts of one repeated line are harmless.
    pub const RATIO_FREE_BYTES: u64 = 4 << 20;
}

impl Default for Limits {
    /// A report a thousand times the usual length passes, and so does an export of several part zips; a 50 MB file is no
    /// weekly report. A page repeated thousands of times deflates
    /// to about 1:130 and passes too; a run of one byte reaches 1:1030 and does not.
    fn default() -> Self {
        Self {
            file_bytes: 16 << 20,
            zip_total_bytes: 4 << 30,
            zip_inner_bytes: 512 << 20,
            zip_ratio: 250,
            zip_members: 100_000,
            zip_depth: 3,
        }
    }
}
