//! How a word's number in the dictionary is put together; `build.rs` writes it with this file, and the program reads it.

/// Below the count of a word are so many bits for its tag: its place in the list of tags.
pub const TAG_BITS: u32 = 6;
