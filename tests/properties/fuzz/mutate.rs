//! Bytes made of known ones: cut, doubled, spliced, with pieces that readers look for.

/// Pieces of all that is read, Chinese and English.
const PIECES: &str = include_str!("pieces.txt");

/// A small generator (xorshift64*): a number gives the same bytes everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }
}

/// The longest input: readers are to be fast on more, which has tests of its own.
const MOST_BYTES: usize = 16 << 10;

/// Some changes of one of `corpus`.
pub fn mutated(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = corpus[random.below(corpus.len())].clone();
    let pieces: Vec<&str> = PIECES.lines().collect();
    for _ in 0..=random.below(8) {
        let (at, other) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
        let (from, to) = (at.min(other), at.max(other));
        match random.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(from..to.min(from + 64))),
            2 => bytes = [&bytes[..to], &bytes[from..]].concat(),
            3 => {
                let donor = &corpus[random.below(corpus.len())];
                let (one, two) = (random.below(donor.len() + 1), random.below(donor.len() + 1));
                bytes.splice(from..from, donor[one.min(two)..one.max(two)].iter().copied());
            }
            4 if !bytes.is_empty() => {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
            5 => {
                let count = 1 + random.below(40);
                let piece = pieces[random.below(pieces.len())].replace("\\n", "\n").repeat(count);
                bytes.splice(at..at, piece.into_bytes());
            }
            _ => {
                let piece = pieces[random.below(pieces.len())].replace("\\n", "\n");
                bytes.splice(from..to.min(from + random.below(8)), piece.into_bytes());
            }
        }
        bytes.truncate(MOST_BYTES);
    }
    bytes
}
