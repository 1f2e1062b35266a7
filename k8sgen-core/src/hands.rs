//! Work that several threads share, and whose results stand in order, however many there are.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How much there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Load {
    /// Less than a thread takes to start.
    Light,
    /// More.
    Heavy,
}

impl Load {
    /// Heavy if this is so.
    pub(crate) fn heavy_if(is_heavy: bool) -> Self {
        if is_heavy { Self::Heavy } else { Self::Light }
    }
}

/// How many threads can work at once.
pub(crate) fn hands() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Does the work on each item, side by side if there is much to do. Each thread has a worker of its own.
pub(crate) fn each<T: Sync, R: Send, W: FnMut(&T) -> R>(
    items: &[T],
    load: Load,
    worker: impl Fn() -> W + Sync,
) -> Vec<R> {
    let hands = match load {
        Load::Light => 1,
        Load::Heavy => hands().min(items.len()),
    };
    if hands <= 1 {
        return items.iter().map(worker()).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let (mut work, mut done) = (worker(), Vec::new());
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else {
                return done;
            };
            done.push((number, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..hands).map(|_| scope.spawn(take)).collect();
        let own = take();
        let others = others.into_iter().flat_map(|other| match other.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        own.into_iter().chain(others).collect()
    });
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}
