//! A grid of characters to draw on: lines in Braille dots, two by four in each, or in full stops where only ASCII can be shown.

/// The dots of a Braille cell: by column, from the top. Source: Unicode, block Braille Patterns, U+2800 and bits.
const DOTS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

const BRAILLE: u32 = 0x2800;

pub(super) struct Canvas {
    columns: usize,
    rows: usize,
    is_ascii: bool,
    dots: Vec<u8>,
    /// Marks cover dots.
    marks: Vec<Option<char>>,
}

impl Canvas {
    /// Both at least 1.
    pub(super) fn new(columns: usize, rows: usize, is_ascii: bool) -> Self {
        let (columns, rows) = (columns.max(1), rows.max(1));
        Self { columns, rows, is_ascii, dots: vec![0; columns * rows], marks: vec![None; columns * rows] }
    }

    /// Dots of one character, across and down.
    fn cell(&self) -> (usize, usize) {
        if self.is_ascii { (1, 1) } else { (2, 4) }
    }

    /// Where shares of the width (from the left) and of the height (from the bottom) lie, in dots from the top left.
    fn dot(&self, across: f64, up: f64) -> (usize, usize) {
        let (wide, high) = self.cell();
        let place =
            |share: f64, dots: usize| ((share.clamp(0.0, 1.0) * (dots - 1) as f64).round() as usize).min(dots - 1);
        (place(across, self.columns * wide), place(1.0 - up, self.rows * high))
    }

    /// The column of a share of the width.
    pub(super) fn column(&self, across: f64) -> usize {
        self.dot(across, 0.0).0 / self.cell().0
    }

    /// The row of a share of the height, from the top.
    pub(super) fn row(&self, up: f64) -> usize {
        self.dot(0.0, up).1 / self.cell().1
    }

    /// A straight line; by steps of the longer side.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        let ((x, y), (to_x, to_y)) = (self.dot(from.0, from.1), self.dot(to.0, to.1));
        let steps = x.abs_diff(to_x).max(y.abs_diff(to_y)).max(1);
        for step in 0..=steps {
            let along = |from: usize, to: usize| {
                let share = step as f64 / steps as f64;
                (from as f64 + (to as f64 - from as f64) * share).round() as usize
            };
            self.set(along(x, to_x), along(y, to_y));
        }
    }

    fn set(&mut self, x: usize, y: usize) {
        let (wide, high) = self.cell();
        let (column, row) = (x / wide, y / high);
        if let Some(dots) = self.dots.get_mut(row * self.columns + column).filter(|_| column < self.columns) {
            *dots |= if self.is_ascii { 1 } else { DOTS[x % wide][y % high] };
        }
    }

    /// A character over whatever is drawn there.
    pub(super) fn mark(&mut self, across: f64, up: f64, mark: char) {
        let (column, row) = (self.column(across), self.row(up));
        if let Some(place) = self.marks.get_mut(row * self.columns + column) {
            *place = Some(mark);
        }
    }

    /// From the top; spaces at the ends stay.
    pub(super) fn rows(&self) -> Vec<String> {
        let shown = |at: usize| match (self.marks[at], self.dots[at]) {
            (Some(mark), _) => mark,
            (None, 0) => ' ',
            (None, _) if self.is_ascii => '.',
            (None, dots) => char::from_u32(BRAILLE + u32::from(dots)).unwrap_or('.'),
        };
        (0..self.rows).map(|row| (row * self.columns..(row + 1) * self.columns).map(shown).collect()).collect()
    }
}
