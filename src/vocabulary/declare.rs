//! How classes of words and their senses are declared: `classes!`.

macro_rules! classes {
    ($($(#[$about:meta])* $class:ident $file:literal { $($(#[$of_sense:meta])* $sense:ident $name:literal,)* })*) => {
        /// A class of words: one file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Class { $($(#[$about])* $class,)* }

        /// What a word of a class means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Sense { $($($(#[$of_sense])* $sense,)*)* }

        impl Class {
            pub const ALL: &'static [Self] = &[$(Self::$class,)*];

            pub(super) fn text(self) -> &'static str {
                match self { $(Self::$class => include_str!($file),)* }
            }

            /// The name of its file.
            pub fn name(self) -> &'static str {
                match self { $(Self::$class => $file.trim_end_matches(".tsv"),)* }
            }

            pub const fn senses(self) -> &'static [Sense] {
                match self { $(Self::$class => &[$(Sense::$sense,)*],)* }
            }
        }

        impl std::fmt::Display for Class {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl Sense {
            /// As the files write it.
            pub fn name(self) -> &'static str {
                match self { $($(Self::$sense => $name,)*)* }
            }

            pub fn class(self) -> Class {
                match self { $($(Self::$sense => Class::$class,)*)* }
            }
        }
    };
}
