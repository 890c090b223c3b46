//! Column widths of a table by its content: figures stand on one line, words wrap, and spare room is shared out so
//! that the eye can follow a row.

/// What a column would like to have, in points without padding.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wish {
    /// Width at which nothing but the head wraps.
    pub(super) natural: f32,
    /// Width at which no word is broken.
    pub(super) least: f32,
    /// Width at which no short text, such as a figure, is broken other than at a hyphen.
    pub(super) firm: f32,
}

impl Wish {
    /// What pleases both.
    pub(super) fn most(self, other: Self) -> Self {
        Self {
            natural: self.natural.max(other.natural),
            least: self.least.max(other.least),
            firm: self.firm.max(other.firm),
        }
    }

    /// The same with so many points more.
    pub(super) fn wider(self, points: f32) -> Self {
        Self { natural: self.natural + points, least: self.least + points, firm: self.firm + points }
    }
}

/// Widths that add up to `room`.
pub(super) fn share_out(wishes: &[Wish], room: f32) -> Vec<f32> {
    let wanted: f32 = wishes.iter().map(|wish| wish.natural).sum();
    if wanted <= room { spread(wishes, room - wanted) } else { squeeze(wishes, room) }
}

/// Spare room: the first column, which holds the row heads, gets twice as much as each other.
fn spread(wishes: &[Wish], spare: f32) -> Vec<f32> {
    let parts = f32::from(u16::try_from(wishes.len() + 1).unwrap_or(u16::MAX));
    let share = spare / parts;
    wishes.iter().enumerate().map(|(at, wish)| wish.natural + if at == 0 { 2.0 * share } else { share }).collect()
}

/// Too little room: columns that want no more than an even share get what they want, and the others share the rest
/// evenly. Then none falls below its longest word while another has room to give, and none below its longest figure.
fn squeeze(wishes: &[Wish], room: f32) -> Vec<f32> {
    let mut modest: Vec<Option<f32>> = vec![None; wishes.len()];
    let share = loop {
        let taken: f32 = modest.iter().flatten().sum();
        let open = modest.iter().filter(|width| width.is_none()).count();
        let share = (room - taken) / f32::from(u16::try_from(open.max(1)).unwrap_or(u16::MAX));
        let next = modest.iter().zip(wishes).position(|(width, wish)| width.is_none() && wish.natural <= share);
        match next.and_then(|at| Some((modest.get_mut(at)?, wishes.get(at)?))) {
            Some((width, wish)) => *width = Some(wish.natural),
            None => break share,
        }
    };
    let mut widths: Vec<f32> = modest.iter().map(|width| width.unwrap_or(share)).collect();
    // The wide columns help each other first.
    level(&mut widths, wishes, |at, wish| modest.get(at).copied().flatten().unwrap_or(wish.least));
    level(&mut widths, wishes, |_, wish| wish.least);
    level(&mut widths, wishes, |_, wish| wish.firm);
    widths
}

/// Moves room from the columns above their floor to those below it.
fn level(widths: &mut [f32], wishes: &[Wish], floor: impl Fn(usize, &Wish) -> f32) {
    let over: Vec<f32> =
        widths.iter().zip(wishes).enumerate().map(|(at, (width, wish))| width - floor(at, wish)).collect();
    let (spare, missing): (f32, f32) =
        over.iter().fold((0.0, 0.0), |(spare, missing), by| (spare + by.max(0.0), missing + (-by).max(0.0)));
    let moved = missing.min(spare);
    if moved <= 0.0 {
        return;
    }
    for (width, by) in widths.iter_mut().zip(over) {
        *width -= if by > 0.0 { by * moved / spare } else { by * moved / missing };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(natural: f32, least: f32) -> Wish {
        Wish { natural, least, firm: 0.0 }
    }

    #[test]
    fn widths_fill_the_room() {
        for wishes in [
            vec![wish(50.0, 20.0), wish(20.0, 20.0)],
            vec![wish(900.0, 60.0), wish(30.0, 30.0), wish(40.0, 40.0)],
            vec![wish(9000.0, 9000.0), wish(400.0, 40.0), wish(30.0, 30.0)],
            vec![wish(500.0, 300.0), wish(500.0, 50.0)],
        ] {
            let widths = share_out(&wishes, 500.0);
            assert!((widths.iter().sum::<f32>() - 500.0).abs() < 0.1, "{widths:?}");
            assert!(widths.iter().all(|width| *width > 10.0), "{widths:?}");
        }
    }

    #[test]
    fn figures_stay_on_one_line_beside_a_long_name() {
        let widths = share_out(&[wish(1500.0, 60.0), wish(40.0, 40.0), wish(50.0, 50.0)], 500.0);
        assert!((widths[1] - 40.0).abs() < 0.1 && (widths[2] - 50.0).abs() < 0.1, "{widths:?}");
    }

    #[test]
    fn a_column_of_words_gives_room_though_it_asked_for_little() {
        // Each of the first three asks for less than an even share.
        let words = wish(90.0, 30.0);
        let widths = share_out(&[words, words, words, wish(400.0, 200.0)], 400.0);
        assert!(widths[3] >= 199.9 && widths[..3].iter().all(|width| *width >= 30.0), "{widths:?}");
    }

    #[test]
    fn a_figure_is_kept_whole_before_a_word() {
        let figure = Wish { firm: 60.0, ..wish(60.0, 60.0) };
        let widths = share_out(&[wish(900.0, 900.0), figure, figure], 150.0);
        assert!(widths[1] >= 59.9 && widths[2] >= 59.9, "{widths:?}");
    }

    #[test]
    fn a_longest_word_is_kept_whole_where_another_column_can_give() {
        let widths = share_out(&[wish(500.0, 300.0), wish(500.0, 50.0)], 500.0);
        assert!(widths[0] >= 299.9, "{widths:?}");
    }
}
