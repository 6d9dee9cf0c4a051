//! The weights of an ONNX file, mapped. The runtime copies what lies inside such a file and maps only what lies beside
//! it, so it is given an [`outline`] in which the file's large tensors are said to lie beside it: in the file itself.
//!
//! Field numbers: `onnx.proto3` of ONNX IR version 10; encoding: Protocol Buffers' "Encoding" guide.

use std::ops::Range;
use std::path::Path;

use fs_err as fs;
use memmap2::{Mmap, UncheckedAdvice};
use rten::{Model, ModelOptions};

use crate::embed::error::EmbedError;
use crate::embed::local::Purpose;

/// What the outline calls the mapped file; no file of this name is read.
const BESIDE: &str = "weights.data";

/// Smaller tensors stay in the outline, in bytes.
const SMALL_BYTES: usize = 1024;

/// `ModelProto.graph`, `GraphProto.initializer`; `TensorProto.data_type`, `.raw_data`, `.external_data`, `.data_location`.
const GRAPH: u64 = 7;
const INITIALIZER: u64 = 5;
const DATA_TYPE: u64 = 2;
const RAW_DATA: u64 = 9;
const EXTERNAL_DATA: u64 = 13;
const DATA_LOCATION: u64 = 14;

/// `DataLocation.EXTERNAL`.
const EXTERNAL: u64 = 1;

/// `TensorProto.DataType` `UINT8` and `INT8`: values of one byte, which may lie anywhere.
const ONE_BYTE: [u64; 2] = [2, 3];

/// A file of weights in memory: of it only the parts that a text needs are read. Stays mapped to the process's end.
#[derive(Clone, Copy)]
pub(crate) struct MappedWeights(&'static Mmap);

impl MappedWeights {
    /// Maps the file at `path`.
    ///
    /// # Errors
    /// `BrokenModel` for a file that cannot be opened or mapped.
    pub fn map(path: &Path) -> Result<Self, EmbedError> {
        let file = fs::File::open(path).map_err(|source| EmbedError::broken(path, source))?;
        // SAFETY: what is mapped must not change. Whoever puts another model in this place renames a new file over it
        // (`pull`), which leaves this one as it is.
        #[allow(unsafe_code)]
        let mapped = unsafe { Mmap::map(file.file()) }.map_err(|source| EmbedError::broken(path, source))?;
        Ok(Self(Box::leak(Box::new(mapped))))
    }

    /// Builds the network, of which the large tensors stay in the mapped file. `path` is for errors.
    ///
    /// # Errors
    /// `BrokenModel` for a file that is no ONNX model, or none that the runtime can run.
    pub fn network(self, path: &Path, purpose: Purpose) -> Result<Model, EmbedError> {
        let bytes: &'static [u8] = self.0;
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(purpose == Purpose::Many).external_data_static(BESIDE, bytes);
        // A file that has no outline is the runtime's to refuse.
        let outline = outline(bytes).unwrap_or_else(|| bytes.to_vec());
        options.load(outline).map_err(|source| EmbedError::broken(path, source))
    }

    /// Gives back the memory of what was read; it is read again where it is needed.
    pub fn let_go(self) {
        // SAFETY: the mapping is of a file and only read, so its pages come back with the same content.
        #[allow(unsafe_code)]
        let _ = unsafe { self.0.unchecked_advise(UncheckedAdvice::DontNeed) };
    }
}

/// The model in `file` with every large tensor of one-byte values replaced by the place where its values are in `file`; `None`
/// where it is no Protocol Buffers message.
fn outline(file: &[u8]) -> Option<Vec<u8>> {
    rewritten(file, 0..file.len(), &mut |field, out| match field.number {
        GRAPH => {
            let graph = rewritten(file, field.value.clone()?, &mut |field, out| match field.number {
                INITIALIZER => {
                    let tensor = tensor(file, field.value.clone()?)?;
                    write_bytes(out, INITIALIZER, &tensor);
                    Some(true)
                }
                _ => Some(false),
            })?;
            write_bytes(out, GRAPH, &graph);
            Some(true)
        }
        _ => Some(false),
    })
}

/// A `TensorProto`, with its values named by their place where they are many and of one byte each.
fn tensor(file: &[u8], span: Range<usize>) -> Option<Vec<u8>> {
    let (mut one_byte, mut values) = (false, None);
    for field in fields(file, span.clone()) {
        let field = field?;
        match field.number {
            DATA_TYPE => one_byte = ONE_BYTE.contains(&field.number_value),
            RAW_DATA => values = field.value,
            _ => {}
        }
    }
    let Some(values) = values.filter(|values| one_byte && values.len() >= SMALL_BYTES) else {
        return Some(file.get(span)?.to_vec());
    };
    let mut out = rewritten(file, span, &mut |field, _| Some(field.number == RAW_DATA))?;
    for (key, value) in
        [("location", BESIDE.to_owned()), ("offset", values.start.to_string()), ("length", values.len().to_string())]
    {
        let mut entry = Vec::new();
        write_bytes(&mut entry, 1, key.as_bytes());
        write_bytes(&mut entry, 2, value.as_bytes());
        write_bytes(&mut out, EXTERNAL_DATA, &entry);
    }
    write_varint(&mut out, DATA_LOCATION << 3);
    write_varint(&mut out, EXTERNAL);
    Some(out)
}

/// The message in `span` of `file`, with every field that `replace` does not deal with as it is.
fn rewritten(
    file: &[u8],
    span: Range<usize>,
    replace: &mut dyn FnMut(&Field, &mut Vec<u8>) -> Option<bool>,
) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for field in fields(file, span) {
        let field = field?;
        if !replace(&field, &mut out)? {
            out.extend_from_slice(file.get(field.whole)?);
        }
    }
    Some(out)
}

/// A field of a message.
struct Field {
    number: u64,
    /// Where the field is in the file, its key included.
    whole: Range<usize>,
    /// Where its bytes are, of a field that has a length.
    value: Option<Range<usize>>,
    /// Its value, of a field that is a number; 0 of any other.
    number_value: u64,
}

/// The fields of the message in `span` of `file`, in order; `None`, once, where it is malformed.
fn fields(file: &[u8], span: Range<usize>) -> impl Iterator<Item = Option<Field>> + '_ {
    let mut at = span.start;
    std::iter::from_fn(move || {
        if at >= span.end {
            return None;
        }
        let field = field(file, at).filter(|field| field.whole.end <= span.end);
        at = field.as_ref().map_or(span.end, |field| field.whole.end);
        Some(field)
    })
}

fn field(file: &[u8], start: usize) -> Option<Field> {
    let (key, at) = varint(file, start)?;
    let (mut value, mut number_value) = (None, 0);
    let end = match key & 7 {
        0 => {
            let (number, end) = varint(file, at)?;
            number_value = number;
            end
        }
        1 => at.checked_add(8)?,
        2 => {
            let (length, at) = varint(file, at)?;
            let end = at.checked_add(usize::try_from(length).ok()?)?;
            value = Some(at..end);
            end
        }
        5 => at.checked_add(4)?,
        _ => return None,
    };
    (end <= file.len()).then_some(Field { number: key >> 3, whole: start..end, value, number_value })
}

/// The number at `start` and where it ends.
fn varint(file: &[u8], start: usize) -> Option<(u64, usize)> {
    let mut number = 0;
    for (at, byte) in file.get(start..)?.iter().take(10).enumerate() {
        number |= u64::from(byte & 0x7f).checked_shl(7 * u32::try_from(at).ok()?)?;
        if byte & 0x80 == 0 {
            return Some((number, start + at + 1));
        }
    }
    None
}

fn write_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A field of this number with these bytes.
fn write_bytes(out: &mut Vec<u8>, number: u64, bytes: &[u8]) {
    write_varint(out, number << 3 | 2);
    write_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use crate::embed::weights::{RAW_DATA, fields, outline, write_bytes, write_varint};

    /// A model with one graph of one tensor of this type and these values.
    fn model(data_type: u64, values: &[u8]) -> Vec<u8> {
        let (mut tensor, mut graph, mut model) = (Vec::new(), Vec::new(), Vec::new());
        write_varint(&mut tensor, 2 << 3);
        write_varint(&mut tensor, data_type);
        write_bytes(&mut tensor, 8, "weight".as_bytes());
        write_bytes(&mut tensor, RAW_DATA, values);
        write_bytes(&mut graph, 2, "graph".as_bytes());
        write_bytes(&mut graph, 5, &tensor);
        write_varint(&mut model, 1 << 3);
        write_varint(&mut model, 8);
        write_bytes(&mut model, 7, &graph);
        model
    }

    #[test]
    fn large_tensors_of_bytes_are_named_by_their_place() {
        let values: Vec<u8> = (0..2000_u32).map(|value| (value % 251) as u8).collect();
        let file = model(3, &values);
        let outline = outline(&file).expect("a message");
        assert!(outline.len() < 200, "{}", outline.len());
        let start = file.windows(values.len()).position(|window| window == values).expect("the values");
        let text = String::from_utf8_lossy(&outline).into_owned();
        assert!(text.contains(&start.to_string()) && text.contains("2000") && text.contains("weight"), "{text}");
    }

    #[test]
    fn small_tensors_and_those_of_wider_values_stay_as_they_are() {
        for file in [model(3, &[7; 20]), model(1, &[7; 4000])] {
            assert_eq!(outline(&file), Some(file));
        }
    }

    #[test]
    fn what_is_cut_off_has_no_outline() {
        let file = model(3, &[7; 2000]);
        assert_eq!(outline(&file[..file.len() - 1]), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = outline(&bytes);
            assert!(fields(&bytes, 0..bytes.len()).count() <= bytes.len());
        }
    }
}
