//! A spinner on a terminal, when a run takes longer than a second; silence everywhere else.

use crate::batch::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How many steps a build has.
const STEPS: u64 = 6;

/// The steps of a run as a progress bar.
pub(super) struct Steps {
    bar: ProgressBar,
    begun: AtomicU64,
}

impl Steps {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(STEPS), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        // The first tick comes after a second, so that a quick run shows nothing.
        bar.enable_steady_tick(Duration::from_secs(1));
        Self { bar, begun: AtomicU64::new(0) }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Steps {
    fn step(&self, what: &str) {
        let position = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
        let what = what.to_owned();
        if self.bar.elapsed() > Duration::from_secs(1) {
            self.bar.set_position(position);
            self.bar.set_message(what);
        }
    }
}
