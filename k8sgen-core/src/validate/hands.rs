//! Work that several threads share, and whose results stand in order, however many there are.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How much there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Load {
    /// Less than a thread takes to start.
    Light,
    /// More.
    Heavy,
}

impl Load {
    /// Heavy if this is so.
    pub(super) fn heavy_if(is_heavy: bool) -> Self {
        if is_heavy { Self::Heavy } else { Self::Light }
    }
}

/// How many threads can work at once.
pub(super) fn hands() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Does the work on each item, side by side if there is much to do. Each thread has its own `tools`.
pub(super) fn each<T: Sync, S, R: Send>(
    items: &[T],
    load: Load,
    tools: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R> {
    let hands = match load {
        Load::Light => 1,
        Load::Heavy => hands().min(items.len()),
    };
    if hands <= 1 {
        let mut tools = tools();
        return items.iter().map(|item| work(&mut tools, item)).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let (mut tools, mut done) = (tools(), Vec::new());
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else {
                return done;
            };
            done.push((number, work(&mut tools, item)));
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
