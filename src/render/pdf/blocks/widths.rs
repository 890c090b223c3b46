//! Column widths of a table by its content: figures stand on one line where they can, words wrap, and spare
//! room is shared out so that the eye can follow a row.

/// What a column would like to have, in points without padding.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wish {
    /// Width at which nothing but the head wraps.
    pub(super) natural: f32,
    /// Width at which no word is broken.
    pub(super) least: f32,
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

/// Too little room: columns that want no more than an even share get what they want, the others share the rest
/// by what they want, but none falls below its longest word while another has room to give.
fn squeeze(wishes: &[Wish], room: f32) -> Vec<f32> {
    let mut widths: Vec<Option<f32>> = vec![None; wishes.len()];
    loop {
        let taken: f32 = widths.iter().flatten().sum();
        let open = widths.iter().filter(|width| width.is_none()).count();
        let share = (room - taken) / f32::from(u16::try_from(open.max(1)).unwrap_or(u16::MAX));
        let modest = widths.iter().zip(wishes).position(|(width, wish)| width.is_none() && wish.natural <= share);
        let Some(at) = modest else {
            return floors(widths, wishes, share);
        };
        if let (Some(width), Some(wish)) = (widths.get_mut(at), wishes.get(at)) {
            *width = Some(wish.natural);
        }
    }
}

/// Gives the open columns `share` each, then moves room from those above their longest word to those below.
fn floors(widths: Vec<Option<f32>>, wishes: &[Wish], share: f32) -> Vec<f32> {
    let open: Vec<bool> = widths.iter().map(Option::is_none).collect();
    let mut widths: Vec<f32> = widths.into_iter().map(|width| width.unwrap_or(share)).collect();
    let sum = |part: &dyn Fn(f32, &Wish) -> f32| -> f32 {
        let all = widths.iter().zip(wishes).zip(&open).filter(|(_, open)| **open);
        all.map(|((width, wish), _)| part(*width, wish).max(0.0)).sum()
    };
    let (missing, spare) = (sum(&|width, wish| wish.least - width), sum(&|width, wish| width - wish.least));
    let moved = missing.min(spare);
    if moved <= 0.0 {
        return widths;
    }
    for ((width, wish), _) in widths.iter_mut().zip(wishes).zip(&open).filter(|(_, open)| **open) {
        let short = wish.least - *width;
        *width += if short > 0.0 { short * moved / missing } else { short * moved / spare };
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(natural: f32, least: f32) -> Wish {
        Wish { natural, least }
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
    fn a_longest_word_is_kept_whole_where_another_column_can_give() {
        let widths = share_out(&[wish(500.0, 300.0), wish(500.0, 50.0)], 500.0);
        assert!(widths[0] >= 299.9, "{widths:?}");
    }
}
