//! How a word's number in the dictionary is put together; `build.rs` writes it with this file, and the program reads it.

/// This many low bits of a packed word are its tag: its place in the list of tags.
pub const TAG_BITS: u32 = 6;
