//! A readable, seekable stretch of a file or of bytes in memory. A zip that is merely stored inside
//! another zip is such a stretch, so that it needs neither a copy nor a temporary file.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

/// `length` bytes of `base` from `start`. A clone reads the same bytes at a position of its own.
#[derive(Debug, Clone)]
pub(super) struct Window {
    base: Base,
    start: u64,
    length: u64,
    position: u64,
}

#[derive(Debug, Clone)]
enum Base {
    File(Arc<fs_err::File>),
    Memory(Arc<[u8]>),
}

impl Window {
    /// The whole file at `path`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = fs_err::File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self { base: Base::File(Arc::new(file)), start: 0, length, position: 0 })
    }

    /// All of `bytes`.
    pub(super) fn over(bytes: Vec<u8>) -> Self {
        Self { length: bytes.len() as u64, base: Base::Memory(bytes.into()), start: 0, position: 0 }
    }

    /// The stretch of `length` bytes from `start`, counted from this window's start; `None` when it does
    /// not lie inside this window.
    pub(super) fn part(&self, start: u64, length: u64) -> Option<Self> {
        (start.checked_add(length)? <= self.length).then(|| Self {
            base: self.base.clone(),
            start: self.start + start,
            length,
            position: 0,
        })
    }
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.position);
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let offset = self.start + self.position.min(self.length);
        let count = match &self.base {
            Base::File(file) => {
                // The file's own position is shared between clones, so it is set before every read.
                let mut file: &fs_err::File = file;
                file.seek(SeekFrom::Start(offset))?;
                file.read(&mut buffer[..wanted])?
            }
            Base::Memory(bytes) => {
                let mut cursor = Cursor::new(bytes);
                cursor.set_position(offset);
                cursor.read(&mut buffer[..wanted])?
            }
        };
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Window {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        let position = match target {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position =
            position.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "seek before the start of a zip"))?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek, SeekFrom};

    use super::Window;

    #[test]
    fn part_of_a_part_reads_only_its_own_bytes() {
        let whole = Window::over(b"0123456789".to_vec());
        let mut part = whole.part(2, 6).unwrap().part(1, 3).unwrap();
        let mut read = String::new();
        part.read_to_string(&mut read).unwrap();
        assert_eq!(read, "345");
        part.seek(SeekFrom::End(-1)).unwrap();
        read.clear();
        part.read_to_string(&mut read).unwrap();
        assert_eq!(read, "5");
        assert!(part.seek(SeekFrom::Current(-9)).is_err());
    }

    #[test]
    fn part_outside_its_window_is_none() {
        let whole = Window::over(vec![0; 10]);
        assert!(whole.part(5, 6).is_none());
        assert!(whole.part(u64::MAX, 1).is_none());
    }
}
