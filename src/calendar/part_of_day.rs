//! The parts of a day: 凌晨, 下午, evening.

/// A part of a day, by the half that it puts an hour in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOfDay {
    Morning,
    Noon,
    Afternoon,
    Night,
}

impl PartOfDay {
    /// As the notes of the vocabulary write it, the hours that people mean by the word after it: `morning 5-10`.
    pub(super) fn named(note: &str) -> Option<Self> {
        Some(match note.split(' ').next()? {
            "morning" => Self::Morning,
            "noon" => Self::Noon,
            "afternoon" => Self::Afternoon,
            "night" => Self::Night,
            _ => return None,
        })
    }

    /// The hour of the day that `hour` is in this part: 下午3点 is 15.
    pub(super) fn hour(self, hour: u32) -> u32 {
        match self {
            Self::Afternoon if (1..=11).contains(&hour) => hour + 12,
            // 夜里2点 is the small hours, 晚上12点 the end of the day.
            Self::Night if (6..=12).contains(&hour) => hour + 12,
            Self::Noon if (1..=2).contains(&hour) => hour + 12,
            Self::Morning if hour == 12 => 0,
            _ => hour,
        }
    }
}
