use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use super::{read_all, read_zip, sources, write, zip_of};
use crate::source::decode::decode;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_are_a_document_or_a_skip(bytes in vec(any::<u8>(), 0..600)) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.md", &bytes);
        write(folder.path(), "b.zip", &bytes);
        let (documents, skips) = read_all(&sources(folder.path()));
        prop_assert_eq!(documents.len() + skips.len(), 2);
    }

    #[test]
    fn damaged_zip_never_panics(
        flips in vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<proptest::sample::Index>(),
    ) {
        let inner = zip_of(&[("第1周.md", "一二三".as_bytes())]);
        let mut bytes = zip_of(&[("Part-1.zip", &inner), ("第2周.md", "四五六".as_bytes())]);
        for (place, value) in flips {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        read_zip(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        read_zip(&bytes);
    }

    #[test]
    fn any_text_comes_back_from_utf8(text in "\\PC{1,80}") {
        match decode(text.clone().into_bytes()) {
            Ok(decoded) => prop_assert_eq!(decoded.text, text),
            Err(_) => prop_assert!(text.trim().is_empty()),
        }
    }

}
