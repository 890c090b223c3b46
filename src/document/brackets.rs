//! A template's text → which block tag is left open and how deep tags are nested. The template parser calls itself
//! for every level and lists grammar rules when a block is not closed, so both are looked at before and after it.

/// Blocks inside one another; no template needs more, and the parser's stack holds far more.
const DEEPEST_BLOCKS: usize = 24;
/// Brackets inside one another in one tag.
const DEEPEST_BRACKETS: usize = 8;

/// What is wrong with the nesting of tags, and the byte offset where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// More levels than can be read.
    TooDeep,
    /// `{{#if …}}` without `{{/if}}`, or closed by another name.
    NotClosed(String),
    /// `{{/if}}` without `{{#if …}}`.
    NotOpened(String),
}

/// Nesting that the parser should not be given.
pub(super) fn too_deep(text: &str) -> Option<(usize, Fault)> {
    read(text).into_iter().find(|(_, fault)| *fault == Fault::TooDeep)
}

/// The first block that is not closed or not opened, for a template that the parser refused.
pub(super) fn unbalanced(text: &str) -> Option<(usize, Fault)> {
    read(text).into_iter().find(|(_, fault)| *fault != Fault::TooDeep)
}

fn read(text: &str) -> Vec<(usize, Fault)> {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut faults = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|found| at + found) {
        let inside = text[start + 2..].trim_start_matches(['{', '~']);
        let (end, step) = match inside {
            comment if comment.starts_with("!--") => ("--}}", 4),
            _ => ("}}", 2),
        };
        let from = text.len() - inside.len();
        let Some(length) = inside.find(end) else { break };
        let tag = &inside[..length];
        at = from + length + step;
        if tag.starts_with('!') {
            continue;
        }
        if brackets(tag) > DEEPEST_BRACKETS {
            faults.push((start, Fault::TooDeep));
        }
        if let Some(opened) = tag.strip_prefix('#') {
            open.push((start, name(opened)));
            if open.len() > DEEPEST_BLOCKS {
                faults.push((start, Fault::TooDeep));
                return faults;
            }
        } else if let Some(closed) = tag.strip_prefix('/') {
            match open.pop() {
                Some((_, opened)) if opened == name(closed) => {}
                Some((place, opened)) => faults.push((place, Fault::NotClosed(opened.to_owned()))),
                None => faults.push((start, Fault::NotOpened(name(closed).to_owned()))),
            }
        }
    }
    faults.extend(open.into_iter().rev().map(|(place, opened)| (place, Fault::NotClosed(opened.to_owned()))));
    faults
}

fn name(tag: &str) -> &str {
    tag.split_whitespace().next().unwrap_or_default().trim_matches('~')
}

fn brackets(tag: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for character in tag.chars() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
