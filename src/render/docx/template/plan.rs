//! The placeholders of a part → which markup each block covers. `{{#each}}` and `{{#if}}` may stand within a paragraph,
//! in paragraphs of their own around others, in rows of their own, or in the first and the last cell of a row, which
//! then is the block. Everything else would leave markup half open, and is refused.

use super::super::xml::{Element, Node};
use super::problem;
use super::scan::{TAG, WORDS, gather};
use crate::value::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// The way to an element: the index of the child at each step.
pub(super) type Path = Vec<usize>;

/// Where block placeholders go, and what goes away for them.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// For each container its placeholders: the slot (three for each child: before, in place of, after), the order in
    /// the text, the placeholder.
    pub(super) markers: BTreeMap<Path, Vec<(usize, usize, String)>>,
    /// Runs, paragraphs and rows that held nothing but block placeholders.
    pub(super) dropped: BTreeSet<Path>,
}

/// A placeholder in its place.
struct Tag {
    /// The way to its run.
    path: Path,
    text: String,
    /// Its paragraph: the number, the words, the way to it.
    paragraph: usize,
    words: String,
    home: Path,
}

struct Block {
    name: String,
    open: usize,
    parts: Vec<usize>,
    close: usize,
}

/// Plans a part.
pub(super) fn plan(root: &Element) -> Result<Plan, Vec<Problem>> {
    let mut tags = Vec::new();
    collect(root, &mut Vec::new(), &mut 0, None, &mut tags);
    let mut planner = Planner { root, tags: &tags, plan: Plan::default(), problems: Vec::new() };
    for block in planner.blocks() {
        planner.place(&block);
    }
    for tag in tags.iter().filter(|tag| tag.text.starts_with('!')) {
        planner.plan.dropped.insert(tag.path.clone());
    }
    planner.plan.markers.values_mut().for_each(|markers| markers.sort());
    if planner.problems.is_empty() { Ok(planner.plan) } else { Err(planner.problems) }
}

type Home = (usize, String, Path);

fn collect(element: &Element, path: &mut Path, number: &mut usize, home: Option<&Home>, tags: &mut Vec<Tag>) {
    let own;
    let home = if element.name == "w:p" {
        *number += 1;
        let mut words = String::new();
        gather(element, &mut words);
        own = (*number, words, path.clone());
        Some(&own)
    } else {
        home
    };
    for (index, node) in element.children.iter().enumerate() {
        let Node::Element(child) = node else { continue };
        if child.name == TAG
            && let Some((paragraph, words, home)) = home
        {
            let text = child.get(WORDS).unwrap_or_default().trim_matches('~').trim().to_owned();
            tags.push(Tag {
                path: path.clone(),
                text,
                paragraph: *paragraph,
                words: words.clone(),
                home: home.clone(),
            });
            continue;
        }
        path.push(index);
        collect(child, path, number, home, tags);
        path.pop();
    }
}

impl Tag {
    fn is_else(&self) -> bool {
        self.text == "else" || self.text.starts_with("else ")
    }
}

fn is_block(text: &str) -> bool {
    text.starts_with(['#', '/', '^', '!']) || text == "else" || text.starts_with("else ")
}

struct Planner<'a> {
    root: &'a Element,
    tags: &'a [Tag],
    plan: Plan,
    problems: Vec<Problem>,
}

impl Planner<'_> {
    fn report(&mut self, tag: usize, what: &str, todo: &str) {
        let tag = &self.tags[tag];
        self.problems.push(problem(tag.paragraph, &tag.words, what, todo));
    }

    /// The blocks, matched by nesting.
    fn blocks(&mut self) -> Vec<Block> {
        let (mut open, mut blocks): (Vec<Block>, Vec<Block>) = (Vec::new(), Vec::new());
        for (index, tag) in self.tags.iter().enumerate() {
            if let Some(name) = tag.text.strip_prefix(['#', '^']) {
                let name = name.split_whitespace().next().unwrap_or_default().to_owned();
                open.push(Block { name, open: index, parts: Vec::new(), close: index });
            } else if let Some(name) = tag.text.strip_prefix('/') {
                let todo = "close blocks in the reverse order of their opening";
                let what = match open.pop() {
                    Some(block) if block.name == name.trim() => {
                        blocks.push(Block { close: index, ..block });
                        continue;
                    }
                    Some(block) => format!("{{{{/{name}}}}} closes what {{{{#{}}}}} opens", block.name),
                    None => format!("{{{{/{name}}}}} closes nothing"),
                };
                // What follows would only be confused by it.
                self.report(index, &what, todo);
                return Vec::new();
            } else if tag.is_else() {
                match open.last_mut() {
                    Some(block) => block.parts.push(index),
                    None => self.report(index, "{{else}} stands outside a block", ""),
                }
            }
        }
        for block in open {
            let what = format!("{{{{#{}}}}} is not closed", block.name);
            self.report(block.open, &what, &format!("write {{{{/{}}}}} where it ends", block.name));
        }
        blocks
    }

    fn place(&mut self, block: &Block) {
        let (open, close) = (&self.tags[block.open], &self.tags[block.close]);
        let depth = open.path.iter().zip(&close.path).take_while(|(a, b)| a == b).count();
        let container: Path = open.path[..depth].to_vec();
        let Some(holder) = find(self.root, &container) else { return };
        if open.home == close.home {
            return self.in_paragraph(block, &container);
        }
        if holder.name == "w:tr" {
            if let Some(part) = block.parts.first() {
                self.report(*part, "{{else}} cannot part the cells of a row", "use two rows, each with its own block");
            }
            let (above, row) = (container[..depth - 1].to_vec(), container[depth - 1]);
            self.check_inside(block, &above, row, row);
            self.mark(block.open, &above, 3 * row);
            self.mark(block.close, &above, 3 * row + 2);
            return;
        }
        self.around(block, &container);
    }

    /// A block that begins and ends in one paragraph.
    fn in_paragraph(&mut self, block: &Block, container: &Path) {
        for &index in [block.open, block.close].iter().chain(&block.parts) {
            let path = &self.tags[index].path;
            if path.len() != container.len() + 1 || !path.starts_with(container) {
                let todo = "let it begin and end outside the link, or both inside";
                return self.report(index, "a block begins inside a link or a change and ends outside of it", todo);
            }
        }
        let at = |index: usize| self.tags[index].path[container.len()];
        let (first, last) = (at(block.open), at(block.close));
        self.check_inside(block, container, first, last);
        for &index in [block.open, block.close].iter().chain(&block.parts) {
            let slot = 3 * self.tags[index].path[container.len()] + 1;
            self.mark(index, container, slot);
        }
    }

    /// A block around paragraphs or rows.
    fn around(&mut self, block: &Block, container: &Path) {
        let depth = container.len();
        let at = |index: usize| self.tags[index].path[depth];
        self.check_inside(block, container, at(block.open), at(block.close));
        for &index in [block.open, block.close].iter().chain(&block.parts) {
            let tag = &self.tags[index];
            let mut path = container.clone();
            path.push(tag.path[depth]);
            let Some(child) = find(self.root, &path).filter(|child| ["w:p", "w:tr"].contains(&child.name.as_str()))
            else {
                let todo = "let it begin and end in the same table, cell or text";
                self.report(index, "a block begins in one table, cell or text box and ends in another", todo);
                continue;
            };
            let slot = 3 * tag.path[depth];
            let (before, after) = words_around(child, &tag.path[depth + 1..]);
            if is_alone(child) {
                self.plan.dropped.insert(path);
                self.mark(index, container, slot + 1);
            } else if index == block.close && after.trim().is_empty() {
                self.mark(index, container, slot + 2);
            } else if index != block.close && before.trim().is_empty() {
                self.mark(index, container, slot);
            } else {
                let what = format!("{{{{{}}}}} stands amid the text of a block that covers more than this", tag.text);
                self.report(
                    index,
                    &what,
                    "put it into a paragraph or row of its own, or end the block in the same paragraph",
                );
            }
        }
    }

    fn mark(&mut self, index: usize, container: &Path, slot: usize) {
        let tag = &self.tags[index];
        self.plan.dropped.insert(tag.path.clone());
        let entry = (slot, index, format!("{{{{{}}}}}", tag.text));
        self.plan.markers.entry(container.clone()).or_default().push(entry);
    }

    /// What must not be repeated or left out: the end of a section; and a chart cannot be repeated.
    fn check_inside(&mut self, block: &Block, container: &Path, first: usize, last: usize) {
        let Some(holder) = find(self.root, container) else { return };
        let (mut section, mut chart) = (false, false);
        for node in holder.children.iter().take(last + 1).skip(first) {
            if let Node::Element(child) = node {
                child.walk(&mut |element| {
                    section |= element.name == "w:sectPr";
                    chart |= element.local() == "chart" && element.get("r:id").is_some();
                });
            }
        }
        if section {
            self.report(block.open, "a block holds the end of a section", "move the section break out of the block");
        }
        if chart && block.name == "each" {
            self.report(block.open, "a chart cannot be repeated by {{#each}}", "move the chart out of the block");
        }
    }
}

/// The element at the end of a way.
fn find<'a>(root: &'a Element, path: &[usize]) -> Option<&'a Element> {
    path.iter().try_fold(root, |element, index| match element.children.get(*index) {
        Some(Node::Element(child)) => Some(child),
        _ => None,
    })
}

/// Whether a paragraph or row holds nothing but block placeholders.
fn is_alone(child: &Element) -> bool {
    let mut alone = true;
    child.walk(&mut |element| match element.name.as_str() {
        "w:t" => alone &= element.all_text().trim().is_empty(),
        TAG => alone &= is_block(element.get(WORDS).unwrap_or_default().trim_matches('~').trim()),
        "w:drawing" | "w:pict" | "w:object" | "w:sectPr" => alone = false,
        _ => {}
    });
    alone
}

/// The words of a paragraph or row before and after a run; block placeholders are no words.
fn words_around(child: &Element, path: &[usize]) -> (String, String) {
    let (mut before, mut after, mut passed) = (String::new(), String::new(), false);
    around(child, Some(path), &mut |word: Option<&str>| match word {
        None => passed = true,
        Some(word) if passed => after.push_str(word),
        Some(word) => before.push_str(word),
    });
    (before, after)
}

fn around(element: &Element, path: Option<&[usize]>, see: &mut impl FnMut(Option<&str>)) {
    if path.is_some_and(<[usize]>::is_empty) {
        return see(None);
    }
    match element.name.as_str() {
        "w:t" => see(Some(&element.all_text())),
        "w:drawing" | "w:pict" | "w:object" => see(Some("picture")),
        TAG => {
            let words = element.get(WORDS).unwrap_or_default();
            if !is_block(words) {
                see(Some(words));
            }
        }
        _ => {
            for (index, node) in element.children.iter().enumerate() {
                if let Node::Element(child) = node {
                    let on = path.and_then(|path| path.split_first()).filter(|(first, _)| **first == index);
                    around(child, on.map(|(_, rest)| rest), see);
                }
            }
        }
    }
}
