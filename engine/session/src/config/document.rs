//! One TOML file that is being read, and the mistakes found in it so far.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::problem::{Problem, Problems, Span};
use super::section::Section;
use super::tree::{self, Node};

/// A parsed TOML file. Its content is asked for through [`Document::root`], and whatever is wrong is put on one list, which
/// [`Document::finish`] gives back.
///
/// ```
/// use tamis::config::Document;
///
/// let document = Document::parse("x.toml".as_ref(), "size = 3\nnmae = \"a\"\n")?;
/// let mut root = document.root();
/// assert_eq!((root.integer("size"), root.string("name")), (Some(3), None));
/// root.finish();
/// let problems = document.finish().unwrap_err();
/// assert!(problems.to_string().contains("hint: did you mean `name`? known keys here: size, name"));
/// # Ok::<(), tamis::config::Problems>(())
/// ```
#[derive(Debug)]
pub struct Document {
    path: PathBuf,
    text: String,
    root: Node,
    problems: RefCell<Vec<Problem>>,
}

impl Document {
    /// Parses `text`, the content of the file `path`. The file itself is not touched: its path is for messages, and for
    /// paths inside it, which start at its folder.
    ///
    /// # Errors
    /// All mistakes of syntax. Mistakes of meaning come later, when the syntax is right.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Problems> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut problems: Vec<Problem> = errors
            .iter()
            .map(|error| Problem {
                message: error.message().trim().replace('\n', ", "),
                hint: None,
                span: error.span().unwrap_or_default(),
            })
            .collect();
        let syntax_is_right = problems.is_empty();
        let root = tree::table(table.get_ref(), &mut problems);
        let document = Self { path: path.to_owned(), text: text.to_owned(), root, problems: RefCell::new(problems) };
        if syntax_is_right { Ok(document) } else { Err(document.problems_so_far()) }
    }

    /// The whole file as a table.
    pub fn root(&self) -> Section<'_> {
        let entries = if let Node::Table(entries) = &self.root { entries.as_slice() } else { &[] };
        Section::new(self, entries, 0..0, String::new())
    }

    /// The folder that relative paths of the file start from.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Adds a mistake: what is wrong, at which place, and what to do about it.
    pub fn problem(&self, span: Span, message: impl Into<String>, hint: Option<String>) {
        self.problems.borrow_mut().push(Problem { message: message.into(), hint, span });
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// The mistakes found, if there are any.
    pub fn finish(self) -> Result<(), Problems> {
        if self.problems.borrow().is_empty() { Ok(()) } else { Err(self.problems_so_far()) }
    }

    fn problems_so_far(&self) -> Problems {
        // A path below the working folder is shown from there, which is how it would be typed.
        let working = std::env::current_dir().unwrap_or_default();
        let shown = self.path.strip_prefix(&working).unwrap_or(&self.path);
        Problems::new(shown.display().to_string(), self.text.clone(), self.problems.borrow().clone())
    }
}
