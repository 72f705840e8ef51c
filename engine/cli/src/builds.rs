//! Plugin builds as a person sees them: a line of their own, apart from the progress of the work that needs them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indicatif::ProgressBar;
use tamis::Event;

use crate::screen::Screen;

/// The builds that go on. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Builds(Arc<Mutex<HashMap<Vec<String>, ProgressBar>>>);

impl Builds {
    /// Shows builds on a screen: a running line on a terminal, a line at the start and one at the end elsewhere.
    pub(crate) fn listener(&self, screen: &Screen) -> impl Fn(Event) + Send + Sync + 'static {
        let (builds, screen) = (self.clone(), screen.clone());
        move |event| match event {
            Event::Building { plugins } => {
                let message = format!("building {}", named(&plugins));
                if screen.is_watched() {
                    builds.running().insert(plugins, screen.spinner(message));
                } else {
                    screen.say(&message);
                }
            }
            Event::Built { plugins, seconds } => {
                if let Some(line) = builds.running().remove(&plugins) {
                    line.finish_and_clear();
                }
                screen.say(&format!("built {} in {seconds:.1} s", named(&plugins)));
            }
        }
    }

    /// Takes the lines of builds away that ended without a word, because they failed or were given up.
    pub(crate) fn clear(&self) {
        for (_, line) in self.running().drain() {
            line.finish_and_clear();
        }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<Vec<String>, ProgressBar>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `plugin a` or `plugins a, b`.
fn named(plugins: &[String]) -> String {
    let word = if plugins.len() == 1 { "plugin" } else { "plugins" };
    format!("{word} {}", plugins.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plugins_are_named() {
        assert_eq!(named(&["a".to_owned()]), "plugin a");
        assert_eq!(named(&["a".to_owned(), "b".to_owned()]), "plugins a, b");
    }
}
